"""What is asked of a visible digital seal: its form, its signer and its signature (Doc 9303-13)."""

from typing import Final

from traveldoc.checks.check import Check
from traveldoc.finding import Phrase, gettext_noop

KIND: Final = Check(
    "seal.kind",
    Phrase(gettext_noop("What does the bar code hold?")),
    "Doc 9303-13, 2",
    Phrase(gettext_noop("a visible digital seal, or data of another kind")),
    Phrase(gettext_noop("Nobody signed these data in a way that can be verified here; compare them by eye.")),
)
VERSION: Final = Check(
    "seal.version",
    Phrase(gettext_noop("Is the seal of a version that the standard knows?")),
    "Doc 9303-13, 2.2, table 1",
    Phrase(gettext_noop("version 3 or 4 (bytes 02 and 03), or version 1 of a seal in JSON")),
    Phrase(gettext_noop("A newer edition of the standard may know it; compare with another document.")),
)
STRUCTURE: Final = Check(
    "seal.structure",
    Phrase(gettext_noop("Does the seal have header, message and signature as the standard asks?")),
    "Doc 9303-13, 2.2 to 2.6, appendix D, 1",
    Phrase(gettext_noop("header, message zone and signature zone without remains")),
    Phrase(gettext_noop("Take the picture again. If it stays so, the code was made by somebody else.")),
)
PROFILE: Final = Check(
    "seal.profile",
    Phrase(gettext_noop("For which kind of document was the seal made?")),
    "Doc 9303-13, 2.2.2; 9303-7, 9.1.1; 9303-8, 6.1.1",
    Phrase(gettext_noop("a visa (category 1, features 93) or an emergency travel document (3, 94)")),
    Phrase(gettext_noop("The meaning of its features is not known here; the signature is examined alike.")),
)
FEATURES: Final = Check(
    "seal.features",
    Phrase(gettext_noop("Are all features there that the seal of such a document must have?")),
    "Doc 9303-13, 2.3; 9303-7, 9.1.3; 9303-8, 6.1.3",
    Phrase(gettext_noop("every required feature once, each with the length that the standard gives it")),
    Phrase(gettext_noop("Compare with the seal of another document of the same State and year.")),
)
REFERENCE: Final = Check(
    "seal.reference",
    Phrase(gettext_noop("Does the seal name a certificate that signs real documents?")),
    "Doc 9303-13, 2.2.1",
    Phrase(gettext_noop("two letters of a State, two of the signer, and a number that is not zero")),
    Phrase(gettext_noop("The number 0 ... 0 is for tests: such a seal must not be on a document in use.")),
)
DATES: Final = Check(
    "seal.dates",
    Phrase(gettext_noop("Are the dates in the seal possible?")),
    "Doc 9303-13, 2.2, table 1, and 2.3.1",
    Phrase(gettext_noop("dates of issue and of signature that exist and are not in the future")),
    Phrase(gettext_noop("Compare with the date of issue on the document.")),
)
SIGNER: Final = Check(
    "seal.signer",
    Phrase(gettext_noop("Is the certificate of the seal's signer known?")),
    "Doc 9303-13, 2.2.1; 9303-12, 7.1.3",
    Phrase(gettext_noop("a certificate whose country, name and serial number are those in the seal")),
    Phrase(gettext_noop("Bring the certificate of this signer into the trust store; States publish them.")),
)
SIGNATURE: Final = Check(
    "seal.signature",
    Phrase(gettext_noop("Is the seal's signature that of the key in the signer's certificate?")),
    "Doc 9303-13, 2.4, appendix D, 2",
    Phrase(gettext_noop("a signature over header and message that holds")),
    Phrase(
        gettext_noop(
            "Where it does not hold, data were changed or signed by somebody else: the seal proves nothing."
        )
    ),
)

# What is read of which part, and by which clause: for the page of what is covered.
READ: Final[dict[str, tuple[str, str]]] = {
    "code": ("PDF417, Aztec, Data Matrix and QR, in pictures at any angle, or raw bytes", "Doc 9303-13, 2.1"),
    "header": ("versions 3 and 4: State, signer, certificate, dates, kind of document", "Doc 9303-13, 2.2"),
    "message": ("features with their tags, lengths of one byte or in DER", "Doc 9303-13, 2.3"),
    "texts": ("C40 with both paddings; shift sets of ISO/IEC 16022 are read and named", "Doc 9303-13, 2.6"),
    "visa": (
        "zone, entries, duration of stay, passport number, type, additional feature",
        "Doc 9303-7, 9.1.3",
    ),
    "emergency travel document": ("zone", "Doc 9303-8, 6.1.3"),
    "signature": (
        "ECDSA with r and s side by side; DER and lost zeros are understood and named; RSA",
        "Doc 9303-13, 2.4, appendix B",
    ),
    "signer's certificate": (
        "from the trust store by country, name and number; path, purpose, times, State, kinds, revocation",
        "Doc 9303-13, 2.2.1; 9303-12, 7.1.3",
    ),
    "seal in JSON": (
        "canonical form (RFC 8785), signature, certificate in it, holder",
        "technical report VDS-NC",
    ),
}

CHECKS: Final[tuple[Check, ...]] = (
    *(KIND, VERSION, STRUCTURE, PROFILE, FEATURES),
    *(REFERENCE, DATES, SIGNER, SIGNATURE),
)
