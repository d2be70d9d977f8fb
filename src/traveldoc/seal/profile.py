"""Which features the seal of which document has: a table (Doc 9303-7, 9.1; 9303-8, 6.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from traveldoc.finding import Phrase, gettext_noop
from traveldoc.mrz.format import MRVA, MRVB, TD2, Format
from traveldoc.seal.vds import Feature


class Coding(StrEnum):
    """How a feature's value is written (Doc 9303-13, 2.3.1)."""

    TEXT = "text"
    NUMBER = "number"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Rule:
    """One feature. `zone` is the format of the machine readable zone that it holds, None for other data."""

    tag: int
    name: str
    label: Phrase
    coding: Coding
    least: int
    most: int
    required: bool
    zone: Format | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    label: Phrase
    category: int
    reference: int
    rules: tuple[Rule, ...]
    clause: str

    def rule(self, tag: int) -> Rule | None:
        return next((rule for rule in self.rules if rule.tag == tag), None)


MRZ: Final = "mrz"
NUMBER_OF_ENTRIES: Final = "number_of_entries"
DURATION_OF_STAY: Final = "duration_of_stay"
PASSPORT_NUMBER: Final = "passport_number"
VISA_TYPE: Final = "visa_type"
ADDITIONAL: Final = "additional_feature"

_ZONE: Final = Phrase(gettext_noop("machine readable zone"))
_ENTRIES: Final = Phrase(gettext_noop("number of entries"))
_STAY: Final = Phrase(gettext_noop("duration of stay"))
_PASSPORT: Final = Phrase(gettext_noop("passport number"))
_TYPE: Final = Phrase(gettext_noop("type of visa"))
_MORE: Final = Phrase(gettext_noop("additional feature"))
VISA: Final = Profile(
    "visa",
    Phrase(gettext_noop("visa")),
    0x01,
    93,
    (
        # Which of the two zones is required depends on the kind of visa.
        Rule(0x01, MRZ, _ZONE, Coding.TEXT, 48, 48, required=False, zone=MRVA),
        Rule(0x02, MRZ, _ZONE, Coding.TEXT, 44, 44, required=False, zone=MRVB),
        Rule(0x03, NUMBER_OF_ENTRIES, _ENTRIES, Coding.NUMBER, 1, 1, required=False),
        Rule(0x04, DURATION_OF_STAY, _STAY, Coding.BYTES, 3, 3, required=True),
        Rule(0x05, PASSPORT_NUMBER, _PASSPORT, Coding.TEXT, 6, 6, required=True),
        Rule(0x06, VISA_TYPE, _TYPE, Coding.BYTES, 1, 4, required=False),
        Rule(0x07, ADDITIONAL, _MORE, Coding.BYTES, 0, 254, required=False),
    ),
    "Doc 9303-7, 9.1.3",
)
EMERGENCY: Final = Profile(
    "emergency-travel-document",
    Phrase(gettext_noop("emergency travel document")),
    0x03,
    94,
    (Rule(0x02, MRZ, _ZONE, Coding.TEXT, 48, 48, required=True, zone=TD2),),
    "Doc 9303-8, 6.1.3",
)
PROFILES: Final = (VISA, EMERGENCY)


def find_profile(category: int, reference: int) -> Profile | None:
    """Only both together say which features mean what (9303-13, 2.2.2)."""
    return next((p for p in PROFILES if (p.category, p.reference) == (category, reference)), None)


def is_national(category: int) -> bool:
    """9303-13, 3.1.1: even numbers are for national profiles, which the standard does not know."""
    return category % 2 == 0


_NOT_THERE: Final = gettext_noop("%(feature)s: not there")
_WRONG_SIZE: Final = gettext_noop("%(feature)s: %(size)s bytes")


def faults(profile: Profile, features: Iterable[Feature]) -> list[Phrase]:
    """Required features that are not there, and lengths that the table forbids."""
    given = {feature.tag: feature for feature in features}
    found = [
        Phrase(_NOT_THERE, {"feature": str(rule.label)})
        for rule in profile.rules
        if rule.required and rule.tag not in given
    ]
    if not any(rule.zone is not None and rule.tag in given for rule in profile.rules):
        found.append(Phrase(_NOT_THERE, {"feature": str(_ZONE)}))
    for feature in given.values():
        rule_of = profile.rule(feature.tag)
        if rule_of is not None and not rule_of.least <= len(feature.value) <= rule_of.most:
            values = {"feature": str(rule_of.label), "size": str(len(feature.value))}
            found.append(Phrase(_WRONG_SIZE, values))
    return list({str(phrase): phrase for phrase in found}.values())
