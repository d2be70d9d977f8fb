"""The cast of the demonstration: persons who do not exist, with documents of states that do not exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from secondline.site.demo.specimen.document import Holder, Kind, Specimen
from secondline.site.demo.specimen.faults import BY_ID
from secondline.site.demo.specimen.states import EREWHON, FOUR_WINDS, NEW_ATLANTIS, UTOPIA, State

DRAWN_ON = date(2026, 11, 2)
"""The day for which the ready cast was made."""

AURORALIND = Holder("Quillfeather", "Auroralind", "F", date(1987, 3, 17), "Zenith", face=30)
CORVIN = Holder("Astellarin", "Corvin Thaddäus", "M", date(1979, 11, 2), "Meridian", face=9)
DUNYA = Holder("Qyrantau", "Dünya", "F", date(1994, 7, 29), "Ereuon", face=4)
EMELINE = Holder("d’Orvalaine", "Émeline Sibylle", "F", date(1968, 1, 8), "Port Solace", face=10)
ODGER = Holder("Sølvmarken-Ash", "Ødger", "M", date(1990, 5, 21), "Halcyon", face=17)
MIRZAT = Holder("Aqtolghan", "Mirzat", "M", date(1985, 9, 14), "Ereuon", face=27)
TAMSIN = Holder("Windhoven", "Tamsin Ottoline", "F", date(2001, 12, 30), "Zenith", face=14)
LEOFRIC = Holder("Thornquell", "Leofric", "M", date(1959, 4, 3), "Port Solace", face=1)
ISKRA = Holder("Velmorova", "Iskra", "F", date(1997, 2, 11), "Meridian", face=24)
JORUN = Holder("Brightwater", "Jorun", "X", date(1992, 8, 25), "Halcyon", face=21)
BARNABY = Holder("Oxenclough", "Barnaby Figaro", "M", date(1974, 6, 6), "Nowhere", face=23)
SELENE = Holder("Marrowvane", "Selene", "F", date(1983, 10, 19), "Zenith", face=6)


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the table: whose document of which kind, how many years ago issued, valid for how many."""

    name: str
    holder: Holder
    kind: Kind
    state: State
    number: str
    age: int
    term: int
    fault: str = ""
    passport: str = ""


PARTS: tuple[Part, ...] = (
    Part("passport-genuine", AURORALIND, Kind.PASSPORT, UTOPIA, "U24681357", 3, 10),
    Part("passport-birth-mrz", CORVIN, Kind.PASSPORT, UTOPIA, "U31415926", 4, 10, "birth-altered-mrz"),
    Part("passport-birth-visual", DUNYA, Kind.PASSPORT, EREWHON, "E70291846", 2, 10, "birth-altered-visual"),
    Part("passport-photo", MIRZAT, Kind.PASSPORT, EREWHON, "E70344127", 5, 10, "photo-substituted"),
    Part("passport-counterfeit", ODGER, Kind.PASSPORT, NEW_ATLANTIS, "N52718281", 1, 10, "counterfeit"),
    Part("passport-expired", LEOFRIC, Kind.PASSPORT, NEW_ATLANTIS, "N41421356", 12, 10, "expired"),
    Part("passport-prolonged", ISKRA, Kind.PASSPORT, UTOPIA, "U17320508", 9, 10, "expiry-prolonged"),
    Part("passport-impostor", TAMSIN, Kind.PASSPORT, UTOPIA, "U22360679", 2, 10, "impostor"),
    Part("passport-page", SELENE, Kind.PASSPORT, EREWHON, "E70415578", 6, 10, "page-substituted"),
    Part("passport-stolen-blank", JORUN, Kind.PASSPORT, NEW_ATLANTIS, "N61803398", 1, 10, "blank-stolen"),
    Part("passport-fantasy", BARNABY, Kind.PASSPORT, FOUR_WINDS, "W00000007", 2, 10, "fantasy"),
    Part("card-genuine", EMELINE, Kind.IDENTITY_CARD, NEW_ATLANTIS, "NA1732050", 2, 10),
    Part("card-birth-mrz", JORUN, Kind.IDENTITY_CARD, NEW_ATLANTIS, "NA2236067", 3, 10, "birth-altered-mrz"),
    Part("visa-genuine", DUNYA, Kind.VISA, UTOPIA, "V26457513", 0, 1, passport="E70291846"),
    Part(
        "visa-counterfeit", MIRZAT, Kind.VISA, UTOPIA, "V33166247", 0, 1, "counterfeit", passport="E70344127"
    ),
    Part("permit-genuine", CORVIN, Kind.RESIDENCE_PERMIT, EREWHON, "R36055512", 1, 5),
    Part("permit-photo", SELENE, Kind.RESIDENCE_PERMIT, EREWHON, "R41231056", 2, 5, "photo-substituted"),
)

OFFICES: dict[Kind, str] = {
    Kind.PASSPORT: "Passport Office",
    Kind.IDENTITY_CARD: "Civil Registry",
    Kind.VISA: "Consular Service",
    Kind.RESIDENCE_PERMIT: "Migration Service",
}


PERSONAL_LENGTHS: dict[Kind, int] = {
    Kind.PASSPORT: 10,
    Kind.IDENTITY_CARD: 10,
    Kind.VISA: 0,
    Kind.RESIDENCE_PERMIT: 6,
}
"""How much of the personal number stands in the optional data (TD2 has room for seven characters)."""


def personal_number(part: Part) -> str:
    """Birth date and four digits, as several real states make it; a fantasy document has none."""
    if part.state is FOUR_WINDS:
        return ""
    holder = part.holder
    return f"{holder.birth:%y%m%d}{crc32(holder.surname.encode()) % 10000:04}"


def cast(on: date) -> Mapping[str, Specimen]:
    """The specimens by name, with dates such that on the given day only what should be expired is."""
    return {part.name: _specimen(part, on) for part in PARTS}


def _specimen(part: Part, on: date) -> Specimen:
    # Early in the month before: no 29 February and no turn of a year can get in the way.
    month = (on.month - 2) % 12 + 1
    year = on.year - part.age - (month > on.month)
    issued = date(year, month, 2 + part.age)
    return Specimen(
        name=part.name,
        kind=part.kind,
        state=part.state,
        holder=part.holder,
        number=part.number,
        issued=issued,
        expires=issued.replace(year=year + part.term) - timedelta(days=1),
        personal=part.passport or personal_number(part)[: PERSONAL_LENGTHS[part.kind]],
        authority=OFFICES[part.kind],
        fault=BY_ID[part.fault] if part.fault else None,
    )


CAST: Mapping[str, Specimen] = cast(DRAWN_ON)
