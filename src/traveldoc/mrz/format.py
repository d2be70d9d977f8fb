"""The six formats as a table: Doc 9303 parts 4 to 7, and the French identity card of 1988 to 2021."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Final

from traveldoc.mrz.field import CheckDigit, Field, Kind

# The French card is no ICAO format: "carte nationale d'identité", model 1988, two lines of 36.
FRENCH: Final = "France, identity card model 1988 (2 x 36, national layout)"


@dataclass(frozen=True)
class Format:
    """One layout. `fields` may overlap where the standard gives a number a second meaning."""

    name: str
    count: int
    width: int
    fields: tuple[Field, ...]
    check_digits: tuple[CheckDigit, ...]
    clause: str
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {item.name: item for item in self.fields})

    def span(self, line: int, start: int, end: int) -> slice:
        """The place of a span in the lines joined without separator."""
        offset = (line - 1) * self.width
        return slice(offset + start - 1, offset + end)

    def slice_of(self, name: str) -> slice:
        item = self.by_name[name]
        return self.span(item.line, item.start, item.end)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.fields)

    @cached_property
    def cut(self) -> Callable[[str], tuple[str, ...]]:
        """Cuts the joined lines into the fields, in the order of `names`."""
        return itemgetter(*(self.slice_of(name) for name in self.names))


def _upper(part: str, name_end: int) -> tuple[Field, ...]:
    clause = f"{part}, 4.2.2.1" if part != "Doc 9303-7 B" else "Doc 9303-7, 7.2.2.1"
    return (
        Field("document_code", 1, 1, 2, Kind.CODE, clause),
        Field("issuer", 1, 3, 5, Kind.STATE, clause),
        Field("name", 1, 6, name_end, Kind.NAME, clause),
    )


def _lower(clause: str) -> tuple[Field, ...]:
    """Columns 1 to 28 of the lower line are the same in TD2, TD3, MRV-A and MRV-B."""
    return (
        Field("document_number", 2, 1, 9, Kind.NUMBER, clause),
        Field("document_number_check", 2, 10, 10, Kind.CHECK_DIGIT, clause),
        Field("nationality", 2, 11, 13, Kind.STATE, clause),
        Field("date_of_birth", 2, 14, 19, Kind.DATE, clause),
        Field("date_of_birth_check", 2, 20, 20, Kind.CHECK_DIGIT, clause),
        Field("sex", 2, 21, 21, Kind.SEX, clause),
        Field("date_of_expiry", 2, 22, 27, Kind.DATE, clause),
        Field("date_of_expiry_check", 2, 28, 28, Kind.CHECK_DIGIT, clause),
    )


def _lower_checks(clause: str) -> tuple[CheckDigit, ...]:
    return (
        CheckDigit("document_number_check", ((2, 1, 9),), clause),
        CheckDigit("date_of_birth_check", ((2, 14, 19),), clause),
        CheckDigit("date_of_expiry_check", ((2, 22, 27),), clause),
    )


TD3: Final = Format(
    "TD3",
    2,
    44,
    (
        *_upper("Doc 9303-4", 44),
        *_lower("Doc 9303-4, 4.2.2.2"),
        Field("optional_data", 2, 29, 42, Kind.ANY, "Doc 9303-4, 4.2.2.2"),
        Field("optional_data_check", 2, 43, 43, Kind.CHECK_DIGIT, "Doc 9303-4, 4.2.2.2"),
        Field("composite_check", 2, 44, 44, Kind.CHECK_DIGIT, "Doc 9303-4, 4.2.2.2"),
    ),
    (
        *_lower_checks("Doc 9303-4, 4.2.4"),
        CheckDigit("optional_data_check", ((2, 29, 42),), "Doc 9303-4, 4.2.4", filler_when_empty=True),
        CheckDigit("composite_check", ((2, 1, 10), (2, 14, 20), (2, 22, 43)), "Doc 9303-4, 4.2.4"),
    ),
    "Doc 9303-4, 4.2.2",
)

TD2: Final = Format(
    "TD2",
    2,
    36,
    (
        *_upper("Doc 9303-6", 36),
        *_lower("Doc 9303-6, 4.2.2.2"),
        Field("optional_data", 2, 29, 35, Kind.ANY, "Doc 9303-6, 4.2.2.2"),
        Field("composite_check", 2, 36, 36, Kind.CHECK_DIGIT, "Doc 9303-6, 4.2.2.2"),
    ),
    (
        *_lower_checks("Doc 9303-6, 4.2.4"),
        CheckDigit("composite_check", ((2, 1, 10), (2, 14, 20), (2, 22, 35)), "Doc 9303-6, 4.2.4"),
    ),
    "Doc 9303-6, 4.2.2",
)

TD1: Final = Format(
    "TD1",
    3,
    30,
    (
        Field("document_code", 1, 1, 2, Kind.CODE, "Doc 9303-5, 4.2.2.1"),
        Field("issuer", 1, 3, 5, Kind.STATE, "Doc 9303-5, 4.2.2.1"),
        Field("document_number", 1, 6, 14, Kind.NUMBER, "Doc 9303-5, 4.2.2.1"),
        Field("document_number_check", 1, 15, 15, Kind.CHECK_DIGIT, "Doc 9303-5, 4.2.2.1"),
        Field("optional_data", 1, 16, 30, Kind.ANY, "Doc 9303-5, 4.2.2.1"),
        Field("date_of_birth", 2, 1, 6, Kind.DATE, "Doc 9303-5, 4.2.2.2"),
        Field("date_of_birth_check", 2, 7, 7, Kind.CHECK_DIGIT, "Doc 9303-5, 4.2.2.2"),
        Field("sex", 2, 8, 8, Kind.SEX, "Doc 9303-5, 4.2.2.2"),
        Field("date_of_expiry", 2, 9, 14, Kind.DATE, "Doc 9303-5, 4.2.2.2"),
        Field("date_of_expiry_check", 2, 15, 15, Kind.CHECK_DIGIT, "Doc 9303-5, 4.2.2.2"),
        Field("nationality", 2, 16, 18, Kind.STATE, "Doc 9303-5, 4.2.2.2"),
        Field("optional_data_2", 2, 19, 29, Kind.ANY, "Doc 9303-5, 4.2.2.2"),
        Field("composite_check", 2, 30, 30, Kind.CHECK_DIGIT, "Doc 9303-5, 4.2.2.2"),
        Field("name", 3, 1, 30, Kind.NAME, "Doc 9303-5, 4.2.2.3"),
    ),
    (
        CheckDigit("document_number_check", ((1, 6, 14),), "Doc 9303-5, 4.2.4"),
        CheckDigit("date_of_birth_check", ((2, 1, 6),), "Doc 9303-5, 4.2.4"),
        CheckDigit("date_of_expiry_check", ((2, 9, 14),), "Doc 9303-5, 4.2.4"),
        CheckDigit("composite_check", ((1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29)), "Doc 9303-5, 4.2.4"),
    ),
    "Doc 9303-5, 4.2.2",
)

MRVA: Final = Format(
    "MRVA",
    2,
    44,
    (
        *_upper("Doc 9303-7", 44),
        *_lower("Doc 9303-7, 4.2.2.2"),
        Field("optional_data", 2, 29, 44, Kind.ANY, "Doc 9303-7, 4.2.2.2"),
    ),
    _lower_checks("Doc 9303-7, 4.2.2.2"),
    "Doc 9303-7, 4.2.2",
)

MRVB: Final = Format(
    "MRVB",
    2,
    36,
    (
        *_upper("Doc 9303-7 B", 36),
        *_lower("Doc 9303-7, 7.2.2.2"),
        Field("optional_data", 2, 29, 36, Kind.ANY, "Doc 9303-7, 7.2.2.2"),
    ),
    _lower_checks("Doc 9303-7, 7.2.2.2"),
    "Doc 9303-7, 7.2.2",
)

FR2X36: Final = Format(
    "FR2x36",
    2,
    36,
    (
        Field("document_code", 1, 1, 2, Kind.CODE, FRENCH),
        Field("issuer", 1, 3, 5, Kind.STATE, FRENCH),
        Field("surname", 1, 6, 30, Kind.NAME, FRENCH),
        Field("office", 1, 31, 36, Kind.ANY, FRENCH),
        Field("document_number", 2, 1, 12, Kind.NUMBER, FRENCH),
        Field("date_of_issue", 2, 1, 4, Kind.DIGITS, FRENCH),
        Field("department", 2, 5, 7, Kind.ANY, FRENCH),
        Field("sequence", 2, 8, 12, Kind.DIGITS, FRENCH),
        Field("document_number_check", 2, 13, 13, Kind.CHECK_DIGIT, FRENCH),
        Field("given_names", 2, 14, 27, Kind.NAME, FRENCH),
        Field("date_of_birth", 2, 28, 33, Kind.DATE, FRENCH),
        Field("date_of_birth_check", 2, 34, 34, Kind.CHECK_DIGIT, FRENCH),
        Field("sex", 2, 35, 35, Kind.SEX, FRENCH),
        Field("composite_check", 2, 36, 36, Kind.CHECK_DIGIT, FRENCH),
    ),
    (
        CheckDigit("document_number_check", ((2, 1, 12),), FRENCH),
        CheckDigit("date_of_birth_check", ((2, 28, 33),), FRENCH),
        CheckDigit("composite_check", ((1, 1, 36), (2, 1, 35)), FRENCH),
    ),
    FRENCH,
)

FORMATS: Final[dict[str, Format]] = {item.name: item for item in (TD1, TD2, TD3, MRVA, MRVB, FR2X36)}
