"""What a seal says, in named fields for people and machines, and the zone that it carries."""

from dataclasses import dataclass, field
from typing import Final

from traveldoc.finding import Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.format import MRVA, MRVB, Format
from traveldoc.mrz.parse import Mrz, parse
from traveldoc.seal import c40
from traveldoc.seal.fault import SealError
from traveldoc.seal.profile import (
    ADDITIONAL,
    DURATION_OF_STAY,
    NUMBER_OF_ENTRIES,
    PASSPORT_NUMBER,
    VISA_TYPE,
    Coding,
    Profile,
    Rule,
)
from traveldoc.seal.vds import Feature

# Doc 9303-7, 9.1.3: of a visa's lower line only these columns are in the seal.
VISA_COLUMNS: Final = 28
_UNTIL: Final = b"\0\0\0"  # 9303-7, table 1
_BY_AUTHORITIES: Final = b"\xff\xff\xff"
_MOST_SHOWN: Final = 200

_BROKEN: Final = gettext_noop("%(feature)s: %(reason)s")
_IRREGULAR: Final = gettext_noop("%(feature)s has characters or a padding that it can't have")
_ENTRIES: Final = gettext_noop("number of entries: %(value)s")
_UNLIMITED: Final = Phrase(gettext_noop("number of entries: unlimited"))
_STAY: Final = gettext_noop("duration of stay: %(days)s days, %(months)s months, %(years)s years")
_STAY_UNTIL: Final = Phrase(gettext_noop("duration of stay: until the date in the zone"))
_STAY_OPEN: Final = Phrase(gettext_noop("duration of stay: decided at the border"))
_OTHERS: Final = {
    PASSPORT_NUMBER: gettext_noop("passport number: %(value)s"),
    VISA_TYPE: gettext_noop("type of visa: %(value)s"),
    ADDITIONAL: gettext_noop("additional feature: %(value)s"),
}
_OWN: Final = gettext_noop("feature %(tag)s of the issuer's own: %(value)s")


@dataclass
class Content:
    """`fields` by their names in the table, `further` those of them that no zone has, as sentences.

    `zone` is None where there is none. `faults` say what can't be read, `oddities` what is irregular,
    `unknown` the tags that the profile does not know.
    """

    fields: dict[str, str] = field(default_factory=dict)
    further: list[Phrase] = field(default_factory=list)
    zone: Mrz | None = None
    faults: list[Phrase] = field(default_factory=list)
    oddities: list[Phrase] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)


def read_content(profile: Profile | None, features: tuple[Feature, ...]) -> Content:
    """Never raises: a feature that can't be read is a fault."""
    content = Content()
    for feature in features:
        rule = None if profile is None else profile.rule(feature.tag)
        if rule is None:
            _unknown(content, feature)
            continue
        try:
            value, told = _value(content, rule, feature.value)
        except SealError as error:
            values = {"feature": str(rule.label), "reason": str(error.phrase)}
            content.faults.append(Phrase(_BROKEN, values))
            continue
        content.fields.setdefault(rule.name, value)
        content.further += [] if told is None else [told]
    return content


def _value(content: Content, rule: Rule, value: bytes) -> tuple[str, Phrase | None]:
    """For machines, and for the person who compares it with the page."""
    if rule.name == NUMBER_OF_ENTRIES:
        number = str(int.from_bytes(value[:1]))
        return number, _UNLIMITED if number == "0" else Phrase(_ENTRIES, {"value": number})
    if rule.name == DURATION_OF_STAY:
        return value[:3].hex().upper(), _duration(value)
    if rule.coding is Coding.BYTES:
        shown = value[:_MOST_SHOWN].hex().upper()
        return shown, Phrase(_OTHERS[rule.name], {"value": shown})
    text = c40.decode(value)
    if not text.regular:
        content.oddities.append(Phrase(_IRREGULAR, {"feature": str(rule.label)}))
    if rule.zone is None:
        shown = text.value.strip()[:_MOST_SHOWN]
        return shown, Phrase(_OTHERS[rule.name], {"value": shown})
    content.zone = content.zone or zone_of(rule.zone, text.value)
    return text.value.replace(" ", FILLER)[:_MOST_SHOWN], None


def _duration(value: bytes) -> Phrase | None:
    """9303-7, table 1: days, months and years, or one of two reserved values."""
    if value == _UNTIL:
        return _STAY_UNTIL
    if value == _BY_AUTHORITIES:
        return _STAY_OPEN
    if len(value) != len(_UNTIL):
        return None  # told as a fault of its length
    return Phrase(_STAY, dict(zip(("days", "months", "years"), map(str, value), strict=True)))


def _unknown(content: Content, feature: Feature) -> None:
    """What only the issuer understands: as text where it is one in C40, else in hexadecimals."""
    content.unknown.append(feature.tag)
    try:
        text = c40.decode(feature.value)
        shown = text.value if text.regular else ""
    except SealError:
        shown = ""
    if content.zone is None:
        content.zone = _hidden_zone(shown)
    shown = (shown.strip() or feature.value.hex().upper())[:_MOST_SHOWN]
    content.fields.setdefault(f"tag_{feature.tag}", shown)
    content.further.append(Phrase(_OWN, {"tag": str(feature.tag), "value": shown}))


def _hidden_zone(text: str) -> Mrz | None:
    """National profiles carry whole zones, too: as many characters as a format has, with fillers."""
    found = parse(text.replace(" ", FILLER))
    return found if found.format is not None and found.clean and FILLER * 2 in found.text else None


def zone_of(layout: Format, text: str) -> Mrz:
    """The zone as it would be printed: blanks are fillers again, what the seal leaves out is filled."""
    written = text.replace(" ", FILLER)
    upper, lower = written[: layout.width], written[layout.width : layout.width * layout.count]
    return parse(tuple(line.ljust(layout.width, FILLER) for line in (upper, lower)))


def columns(zone: Mrz, line: int) -> int:
    """How many columns of a line the seal has."""
    width = 0 if zone.format is None else zone.format.width
    return VISA_COLUMNS if line == 2 and zone.layout in {MRVA.name, MRVB.name} else width
