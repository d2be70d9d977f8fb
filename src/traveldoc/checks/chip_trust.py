"""What is asked of the signer's certificate and of the State's key above it (Doc 9303-12, 6 and 7)."""

from typing import Final

from traveldoc.checks.check import Check
from traveldoc.finding import Phrase, gettext_noop

PATH: Final = Check(
    "chip.trust.path",
    Phrase(gettext_noop("Was the signer's certificate issued with a State's key of the trust store?")),
    "Doc 9303-12, 6.1",
    Phrase(gettext_noop("signed with a State's key that somebody vouches for")),
    Phrase(gettext_noop("Get a newer master list, or ask the issuing State for its certificate.")),
)
SOURCE: Final = Check(
    "chip.trust.source",
    Phrase(gettext_noop("Who vouches for the State's key, and since when?")),
    "Doc 9303-12, 5.3 and 6.1.1",
    Phrase(gettext_noop("a list whose signer is known, or a certificate got from the State itself")),
    Phrase(
        gettext_noop(
            "Pin the certificate of the State that signs the list, got in another way than the list."
        )
    ),
)
AUTHORITY: Final = Check(
    "chip.trust.authority",
    Phrase(gettext_noop("May the State's key issue signers' certificates?")),
    "Doc 9303-12, 7.1.1, table 6",
    Phrase(gettext_noop("a certification authority whose key may sign certificates")),
    Phrase(gettext_noop("This key must not issue certificates. Tell the keeper of the trust store.")),
)
USAGE: Final = Check(
    "chip.trust.usage",
    Phrase(gettext_noop("May the signer sign the data of documents?")),
    "Doc 9303-12, 7.1.1, table 6, and 7.1.1.3",
    Phrase(gettext_noop("a certificate for digital signatures, for no other purpose, of no authority")),
    Phrase(gettext_noop("A certificate made for something else was used to sign a document.")),
)
SIGNED_AT: Final = Check(
    "chip.trust.signed-at",
    Phrase(gettext_noop("Was the signer's certificate valid when the document was signed?")),
    "Doc 9303-12, 4.1.1 and 7.1.1, table 5",
    Phrase(gettext_noop("a time within the validity of the certificate")),
    Phrase(gettext_noop("A signature from outside the certificate's validity proves nothing.")),
)
PRIVATE_KEY: Final = Check(
    "chip.trust.private-key",
    Phrase(gettext_noop("Was the signer's key still in use when the document was signed?")),
    "Doc 9303-12, 4.1.1, table 1, and 7.1.1, table 6",
    Phrase(gettext_noop("a time within the use of the private key")),
    Phrase(gettext_noop("Some States sign beyond this time; a stolen key would be used like this, too.")),
)
ISSUED_AT: Final = Check(
    "chip.trust.issued-at",
    Phrase(gettext_noop("Was the State's key valid and in use when it issued the signer's certificate?")),
    "Doc 9303-12, 4.1.4.1 and 4.1.4.2",
    Phrase(gettext_noop("a time within its validity and within the use of its private key")),
    Phrase(gettext_noop("Compare with other signers of this State.")),
)
TODAY: Final = Check(
    "chip.trust.today",
    Phrase(gettext_noop("Is the signer's certificate valid today?")),
    "Doc 9303-12, 4.1.1.1",
    Phrase(gettext_noop("valid for as long as the last document that it signed")),
    Phrase(gettext_noop("Documents of this signer should have expired: look at the date of expiry.")),
)
COUNTRY: Final = Check(
    "chip.trust.country",
    Phrase(gettext_noop("Do signer, State's key and document name the same State?")),
    "Doc 9303-12, 7.1.1.1 and 7.1.1.2; 9303-11, 5.1",
    Phrase(gettext_noop("one State in both certificates and in the machine readable zone on the chip")),
    Phrase(
        gettext_noop("A State signed the data of another State's document: examine the document closely.")
    ),
)
DOCUMENT_TYPE: Final = Check(
    "chip.trust.document-type",
    Phrase(gettext_noop("May the signer sign documents of this kind?")),
    "Doc 9303-12, 7.1.1.6",
    Phrase(gettext_noop("the document code stands in the signer's list of kinds")),
    Phrase(gettext_noop("The signer was allowed other kinds of documents only.")),
)
PROFILE: Final = Check(
    "chip.trust.profile",
    Phrase(gettext_noop("Are both certificates made as the standard asks?")),
    "Doc 9303-12, 7.1.1, tables 5 and 6",
    Phrase(gettext_noop("the fields and extensions of the standard's profile")),
    Phrase(gettext_noop("Compare with other certificates of this State.")),
)
REVOCATION: Final = Check(
    "chip.trust.revocation",
    Phrase(gettext_noop("Has the State withdrawn the signer's certificate?")),
    "Doc 9303-12, 6.1.2 and 7.1.4",
    Phrase(gettext_noop("a valid revocation list that does not name it")),
    Phrase(gettext_noop("The State itself no longer stands by this signer. Ask it why.")),
)
DEVIATION: Final = Check(
    "chip.trust.deviation",
    Phrase(gettext_noop("Has the State announced faults of documents like this one?")),
    "Doc 9303-12, 10",
    Phrase(gettext_noop("no entry in a deviation list that fits this document")),
    Phrase(gettext_noop("The fault that is announced does not speak against this document; any other does.")),
)

CHECKS: Final[tuple[Check, ...]] = (
    *(PATH, SOURCE, AUTHORITY, USAGE, SIGNED_AT, PRIVATE_KEY, ISSUED_AT, TODAY),
    *(COUNTRY, DOCUMENT_TYPE, PROFILE, REVOCATION, DEVIATION),
)
