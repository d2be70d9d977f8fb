"""What the machine readable zone says, in named fields for people and machines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.date import DateReading, read_birth, read_expiry
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


def document(mrz: Mrz, on: date) -> Document:
    """Read the fields; `on` is the day of the examination, which decides the centuries."""
    if mrz.format is None:
        return Document(lines=mrz.given)
    values = mrz.values
    expiry = read_expiry(values["date_of_expiry"], on) if "date_of_expiry" in values else None
    birth = birth_of(mrz, on)
    number, rest = number_of(mrz)
    surname, given_names, full = _name(values)
    code = values["document_code"].rstrip(FILLER)
    return Document(
        mrz.format.name,
        mrz.lines,
        kind_of(code),
        code,
        values["issuer"].rstrip(FILLER),
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


def birth_of(mrz: Mrz, on: date) -> DateReading:
    """The date of birth, no later than the day of the examination and the day the document expires."""
    expiry = read_expiry(mrz.values["date_of_expiry"], on).day if "date_of_expiry" in mrz.values else None
    return read_birth(mrz.values["date_of_birth"], on, expiry)


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
    if mrz.values["document_number_check"] == FILLER and mrz.format and mrz.format.name in CONTINUED_IN:
        long = long_number(mrz.values["document_number"], optional)
        if long is not None:
            return long.number, long.rest
    return number, optional.strip(FILLER)


def _issued(values: Mapping[str, str]) -> str:
    """The French card was made from 1988 to 2021; its number opens with year and month of issue."""
    text = values.get("date_of_issue", "")
    if not text.isdigit() or not 1 <= int(text[2:]) <= 12:
        return ""
    return f"{19 if int(text[:2]) >= 88 else 20}{text[:2]}-{text[2:]}-XX"
