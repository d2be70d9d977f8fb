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

# What is read of each file, and by which clause: for the page of what is covered.
READ: Final[dict[str, tuple[str, str]]] = {
    "EF.COM": ("versions, list of data groups", "Doc 9303-10, 4.6.1"),
    "EF.SOD": ("everything: hash values, signature, signer's certificate", "Doc 9303-10, 4.6.2, appendix D"),
    "EF.CardAccess": ("protocols for access", "Doc 9303-10, 3.11.3"),
    "EF.CardSecurity": ("recognised, not read", "Doc 9303-10, 3.11.4"),
    "DG1": ("machine readable zone of every format", "Doc 9303-10, 4.7.1"),
    "DG2": ("pictures of the face in ISO/IEC 19794-5 and 39794-5 records", "Doc 9303-10, 4.7.2"),
    "DG3": ("number of fingerprints; left closed", "Doc 9303-10, 4.7.3"),
    "DG4": ("number of irises; left closed", "Doc 9303-10, 4.7.4"),
    "DG5": ("portraits for display", "Doc 9303-10, 4.7.5"),
    "DG6": ("recognised; reserved by the standard", "Doc 9303-10, 4.7.6"),
    "DG7": ("signatures or usual marks for display", "Doc 9303-10, 4.7.7"),
    "DG8": ("recognised; left open by the standard", "Doc 9303-10, 4.7.8"),
    "DG9": ("recognised; left open by the standard", "Doc 9303-10, 4.7.9"),
    "DG10": ("recognised; left open by the standard", "Doc 9303-10, 4.7.10"),
    "DG11": ("details of the holder", "Doc 9303-10, 4.7.11"),
    "DG12": ("details of the document", "Doc 9303-10, 4.7.12"),
    "DG13": ("bytes at the State's discretion", "Doc 9303-10, 4.7.13"),
    "DG14": ("security protocols and keys", "Doc 9303-10, 4.7.14"),
    "DG15": ("key of active authentication", "Doc 9303-10, 4.7.15"),
    "DG16": ("persons to notify", "Doc 9303-10, 4.7.16"),
}

CHECKS: Final[tuple[Check, ...]] = (
    *(FILES, FORM, CONTENT, LIST, OBJECT, VERSION),
    *HASHES.values(),
    *(ATTRIBUTES, SIGNATURE, SIGNER, ALGORITHM),
)
