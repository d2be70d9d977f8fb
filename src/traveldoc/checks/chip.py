"""What is asked of a chip's files and of the signature over them (Doc 9303-10, 4.6; 9303-11, 5.1)."""

from typing import Final

from traveldoc.checks.check import Check
from traveldoc.finding import Phrase, gettext_noop

FILES: Final = Check(
    "chip.files",
    Phrase(gettext_noop("Are all files there that every chip must have?")),
    "Doc 9303-10, 4.6 and 4.7, table 38",
    Phrase(gettext_noop("EF.COM, EF.SOD, DG1 and DG2")),
    Phrase(gettext_noop("Read the chip again. What was not read could not be examined.")),
)
FORM: Final = Check(
    "chip.form",
    Phrase(gettext_noop("Are the files of the chip encoded as the standard asks?")),
    "Doc 9303-10, 4.6.2.2",
    Phrase(gettext_noop("the distinguished encoding (DER)")),
    Phrase(
        gettext_noop("Read the chip again; then compare with another document of the same State and year.")
    ),
)
CONTENT: Final = Check(
    "chip.content",
    Phrase(gettext_noop("Can the files of the chip be read as what they should be?")),
    "Doc 9303-10, 4.6 and 4.7",
    Phrase(gettext_noop("each file has the structure that the standard gives it")),
    Phrase(
        gettext_noop("Read the chip again. If it stays so, the chip was written wrongly or tampered with.")
    ),
)
LIST: Final = Check(
    "chip.list",
    Phrase(gettext_noop("Does the chip's list of data groups agree with what was signed?")),
    "Doc 9303-10, 4.6.1",
    Phrase(gettext_noop("the same data groups in EF.COM and in EF.SOD")),
    Phrase(
        gettext_noop(
            "EF.COM is not signed: somebody may have hidden a data group, such as the one with the keys."
        )
    ),
)
OBJECT: Final = Check(
    "chip.object",
    Phrase(gettext_noop("Can the security object, which holds the signature, be read?")),
    "Doc 9303-10, 4.6.2",
    Phrase(gettext_noop("a document security object in signed data")),
    Phrase(gettext_noop("Read the chip again. Without this file nothing on the chip is proved.")),
)
VERSION: Final = Check(
    "chip.object-version",
    Phrase(gettext_noop("Is the security object of a version that the standard knows?")),
    "Doc 9303-10, 4.6.2.2, table 37, and 4.6.2.3; appendix D",
    Phrase(gettext_noop("version 0, or version 1 with the versions of structure and characters")),
    Phrase(gettext_noop("Compare with another document of the same State and year.")),
)
_HASH_HINT: Final = Phrase(
    gettext_noop("These data were changed after the signature, or read wrongly. Read the chip again.")
)
HASHES: Final[dict[int, Check]] = {
    number: Check(
        f"chip.hash.dg{number}",
        Phrase(gettext_noop("Is data group %(group)s the one that was signed?"), {"group": str(number)}),
        "Doc 9303-10, 4.6.2.3, note 1",
        Phrase(gettext_noop("the hash value in the security object")),
        _HASH_HINT,
    )
    for number in range(1, 17)
}
ATTRIBUTES: Final = Check(
    "chip.signed-attributes",
    Phrase(gettext_noop("Was exactly this list of hash values signed?")),
    "Doc 9303-10, 4.6.2.2, table 37; RFC 5652, 5.4 and 11",
    Phrase(gettext_noop("signed attributes with the kind and the hash value of the list")),
    Phrase(gettext_noop("The list was changed after the signature: nothing on this chip is proved.")),
)
SIGNATURE: Final = Check(
    "chip.signature",
    Phrase(gettext_noop("Is the signature that of the key in the signer's certificate?")),
    "Doc 9303-11, 5.1; RFC 5652, 5.6",
    Phrase(gettext_noop("a signature that holds")),
    Phrase(
        gettext_noop(
            "The signature does not hold: treat the chip as not proved and examine the document itself."
        )
    ),
)
SIGNER: Final = Check(
    "chip.signer",
    Phrase(gettext_noop("Does the signature name the certificate of its signer?")),
    "Doc 9303-10, 4.6.2.2, table 37; RFC 5652, 5.3",
    Phrase(gettext_noop("issuer and serial number, or the identifier of the key")),
    Phrase(
        gettext_noop("Bring the signer's certificate from the public key directory into the trust store.")
    ),
)
ALGORITHM: Final = Check(
    "chip.algorithm",
    Phrase(gettext_noop("Are the algorithms of signature and hash values still good?")),
    "Doc 9303-12, 4.1.6.4",
    Phrase(gettext_noop("SHA-224 or better")),
    Phrase(
        gettext_noop(
            "Documents signed like this can be forged with great effort; look at the other evidence, too."
        )
    ),
)

CHECKS: Final[tuple[Check, ...]] = (
    *(FILES, FORM, CONTENT, LIST, OBJECT, VERSION),
    *HASHES.values(),
    *(ATTRIBUTES, SIGNATURE, SIGNER, ALGORITHM),
)
