"""The exports of Eurostat's data explorer (`migr_..._1_Data.csv`), as offices have kept them."""

from collections.abc import Iterator, Mapping
from typing import Final

from secondline.register.series.observed import Observed
from secondline.register.series.reading import mark, one_of, period, value

Row = Mapping[str, str]
DIMENSIONS: Final = ("REASON", "BORDER", "SEX", "AGE", "ASYL_APP")
_RETURNS: Final = {
    "Total number of persons returned": "",
    "Persons returned to a third country": "third country",
}


def _observed(row: Row, indicator: str, *further: tuple[str, str]) -> Observed:
    when, frequency = period(row, "TIME")
    unit = one_of(row, "UNIT", {"Person": "person"})
    detail = [(name, row[name].strip()) for name in DIMENSIONS if row.get(name, "").strip()]
    flag = row.get("Flag and Footnotes", "").strip() or mark(row, "Value")
    return Observed(
        indicator, unit, when, frequency, value(row, "Value"), row["GEO"].strip(), row["CITIZEN"].strip(),
        (*detail, *further), flag=flag,
    )  # fmt: skip


def refusals(row: Row) -> Iterator[Observed]:
    yield _observed(row, one_of(row, "INDIC_MG", {"Persons refused entry": "refused-entry"}))


def returns(row: Row) -> Iterator[Observed]:
    """Returned at all, and of these to a third country: a part that is no part of a sum."""
    part = one_of(row, "INDIC_MG", _RETURNS)
    yield _observed(row, "return", *((("to", part),) if part else ()))


def asylum(row: Row) -> Iterator[Observed]:
    yield _observed(row, "asylum-application")


def present(row: Row) -> Iterator[Observed]:
    """Its columns are those of other tables too: it is read only where a person says that it is this one."""
    yield _observed(row, "illegally-present")
