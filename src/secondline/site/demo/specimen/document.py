"""Who holds a specimen and what it says, before anything is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from zlib import crc32

from secondline.site.demo.specimen import layout
from secondline.site.demo.specimen.faults import Fault, Trait
from secondline.site.demo.specimen.layout import Layout, Side
from secondline.site.demo.specimen.states import CODE, State
from secondline.site.demo.specimen.zone import spoiled, yymmdd
from traveldoc.mrz import Particulars, compose

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


class Kind(StrEnum):
    """The kinds of document that are drawn, by the ids of the vocabulary."""

    PASSPORT = "passport"
    IDENTITY_CARD = "identity-card"
    VISA = "visa"
    RESIDENCE_PERMIT = "residence-permit"


LAYOUTS: dict[tuple[Kind, Side], Layout] = {
    (Kind.PASSPORT, Side.FRONT): layout.PASSPORT,
    (Kind.IDENTITY_CARD, Side.FRONT): layout.IDENTITY_FRONT,
    (Kind.IDENTITY_CARD, Side.BACK): layout.IDENTITY_BACK,
    (Kind.VISA, Side.FRONT): layout.VISA,
    (Kind.RESIDENCE_PERMIT, Side.FRONT): layout.RESIDENCE_PERMIT,
}
CODES: dict[Kind, str] = {
    Kind.PASSPORT: "P",
    Kind.IDENTITY_CARD: "I",
    Kind.VISA: "V",
    Kind.RESIDENCE_PERMIT: "IR",
}
MRZ_FORMATS: dict[Kind, str] = {
    Kind.PASSPORT: "TD3",
    Kind.IDENTITY_CARD: "TD1",
    Kind.VISA: "MRVA",
    Kind.RESIDENCE_PERMIT: "TD2",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who does not exist. `sex` is F, M or X; `face` chooses the portrait."""

    surname: str
    given_names: str
    sex: str
    birth: date
    birthplace: str
    face: int = 0
    nationality: str = CODE

    @property
    def seed(self) -> int:
        return self.face or crc32(f"{self.surname}/{self.given_names}".encode())


@dataclass(frozen=True, slots=True)
class Specimen:
    """One specimen document. `issued` and `expires` are the genuine dates, before any fault."""

    name: str
    kind: Kind
    state: State
    holder: Holder
    number: str
    issued: date
    expires: date
    personal: str = ""
    authority: str = ""
    fault: Fault | None = None

    @property
    def traits(self) -> frozenset[Trait]:
        return self.fault.traits if self.fault else frozenset()

    @property
    def genuine(self) -> "Specimen":
        """The same document with nothing wrong."""
        return replace(self, fault=None)

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(side for kind, side in LAYOUTS if kind is self.kind)

    @property
    def mrz_side(self) -> Side:
        return next(side for side in self.sides if LAYOUTS[self.kind, side].lines)

    @property
    def shown_expiry(self) -> date:
        """The expiry that both zones show."""
        late = Trait.LATER_EXPIRY in self.traits
        return self.expires.replace(year=self.expires.year + 5) if late else self.expires

    @property
    def mrz(self) -> tuple[str, ...]:
        """The lines as printed, fault and all."""
        holder, kind = self.holder, self.kind
        particulars = Particulars(
            document_code=CODES[kind],
            issuer=CODE,
            surname=holder.surname,
            given_names=holder.given_names,
            document_number=self.number,
            nationality=holder.nationality,
            date_of_birth=yymmdd(holder.birth),
            sex="<" if holder.sex == "X" else holder.sex,
            date_of_expiry=yymmdd(self.expires),
            optional_data=self.personal,
        )
        return spoiled(MRZ_FORMATS[kind], compose(MRZ_FORMATS[kind], particulars), self.traits)

    @property
    def printed(self) -> Mapping[str, str]:
        """The visual zone as printed, by field, fault and all."""
        holder = self.holder
        birth = holder.birth
        if Trait.VISUAL_BIRTH_DIGIT in self.traits:
            birth = birth.replace(year=birth.year - birth.year % 10 + (birth.year + 4) % 10)
        return {
            "type": CODES[self.kind],
            "code": CODE,
            "number": self.number,
            "surname": holder.surname.upper(),
            "given_names": holder.given_names.upper(),
            "nationality": self.state.adjective if self.kind is not Kind.VISA else holder.nationality,
            "personal": self.personal,
            "birth": self.written(birth),
            "sex": holder.sex,
            "birthplace": holder.birthplace.upper(),
            "issued": self.written(self.issued),
            "expires": self.written(self.shown_expiry),
            "authority": self.authority.upper(),
            "entries": "MULTIPLE",
        }

    def written(self, day: date) -> str:
        """A date in the state's own form (Doc 9303-3, 3.8: both are allowed)."""
        if "ru" in self.state.languages:
            return f"{day.day:02} {day.month:02} {day.year}"
        return f"{day.day:02} {MONTHS[day.month - 1]} {day.year}"
