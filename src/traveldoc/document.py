"""What the machine readable zone says, in named fields for people and machines."""

from collections.abc import Mapping
from dataclasses import dataclass

from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.date import DateReading
from traveldoc.mrz.kind import kind_of
from traveldoc.mrz.name import read_name
from traveldoc.mrz.number import CONTINUED_IN, long_number
from traveldoc.mrz.parse import Mrz

_NO_DATE = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The document as its machine readable zone has it; empty where it says nothing.

    `kind` is an id of the vocabulary `document-kind`; `issuer` and `nationality` are codes of the
    vocabulary `state` as printed without fillers; `sex` is "F", "M", "X" (unspecified) or "";
    dates are YYYY-MM-DD with XX for unknown parts and "" where the characters are no date;
    `date_of_birth_also` holds the other centuries that the two digits of the year leave possible.
    """

    format: str | None = None
    lines: tuple[str, ...] = ()
    kind: str = ""
    document_code: str = ""
    issuer: str = ""
    document_number: str = ""
    surname: str = ""
    given_names: str = ""
    name_may_be_truncated: bool = False
    nationality: str = ""
    date_of_birth: str = ""
    date_of_birth_also: tuple[str, ...] = ()
    sex: str = ""
    date_of_expiry: str = ""
    date_of_issue: str = ""
    optional_data: str = ""
    optional_data_2: str = ""

    def to_dict(self) -> dict[str, object]:
        """The JSON form: the fields by name, tuples as lists."""
        values = ((name, getattr(self, name)) for name in self.__slots__)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def document(mrz: Mrz, birth: DateReading, expiry: DateReading | None) -> Document:
    """Name the fields; the dates are already resolved to their centuries."""
    values = mrz.values
    number, rest = number_of(mrz)
    surname, given_names, full = _name(values)
    code = values["document_code"].rstrip(FILLER)
    issuer = values["issuer"].rstrip(FILLER)
    return Document(
        mrz.layout,
        mrz.lines,
        kind_of(code, values.get("nationality", ""), issuer),
        code,
        issuer,
        number,
        surname,
        given_names,
        full,
        # The French card has no nationality field: it is issued to French citizens only.
        values.get("nationality", "FRA").rstrip(FILLER),
        birth.iso,
        birth.also,
        _SEX.get(values["sex"], ""),
        expiry.iso if expiry else _NO_DATE,
        _issued(values),
        rest,
        values.get("optional_data_2", "").strip(FILLER),
    )


_SEX = {"F": "F", "M": "M", FILLER: "X", "X": "X"}


def _name(values: Mapping[str, str]) -> tuple[str, str, bool]:
    if "name" in values:
        return read_name(values["name"])
    surname, given_names = values["surname"], values["given_names"]
    full = surname[-1] != FILLER or given_names[-1] != FILLER
    return read_name(surname).primary, " ".join(given_names.replace(FILLER, " ").split()), full


def number_of(mrz: Mrz) -> tuple[str, str]:
    """The document number, continued where it is, and the optional data that are left."""
    number = mrz.values["document_number"].rstrip(FILLER)
    optional = mrz.values.get("optional_data", "")
    if mrz.values["document_number_check"] == FILLER and mrz.layout in CONTINUED_IN:
        long = long_number(mrz.values["document_number"], optional)
        if long is not None:
            return long.number, long.rest
    return number, optional.strip(FILLER)


def _issued(values: Mapping[str, str]) -> str:
    """The French card was made from 1988 to 2021; its number opens with year and month of issue."""
    text = values.get("date_of_issue", "")
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[2:]) <= 12:
        return ""
    return f"{19 if int(text[:2]) >= 88 else 20}{text[:2]}-{text[2:]}-XX"
