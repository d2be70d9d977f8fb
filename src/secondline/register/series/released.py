"""Tables that another agency released (`release export` there), as CSV: the same words as in its SDMX-CSV."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from secondline.register.rules import month_of
from secondline.register.series.general import OTHER, REST, TOTAL, day_of, released
from secondline.register.series.observed import LENGTHS, Observed, period_of, span
from secondline.register.series.reading import RowFaultError, one_of, value

Row = Mapping[str, str]
COLUMNS: Final = ("release", "agency", "from", "to", "measure", "value", "status")
_COUNTED: Final[Mapping[str, str]] = {
    "documents": "false-document document",
    "persons": "false-document-user person",
    "incidents": "false-document-user event",
}
_STATUS: Final[Mapping[str, str]] = {"shown": "A", "withheld": "Q"}  # CL_OBS_STATUS: normal, suppressed
_PERIODS: Final = ("month", "quarter", "year")
# Dimension of a table: that of SDMX-CSV (docs/data-structure.md).
_DIMENSIONS: Final[Mapping[str, str]] = {
    "border": "border_type",
    "post": "post",
    "origin": "came_from",
    "transit": "came_through",
    "issuer": "doc_issuer",
    "kind": "doc_type",
    "class": "fraud_type",
}


def released_row(row: Row) -> Iterator[Observed]:
    indicator, unit = one_of(row, "measure", _COUNTED).split()
    flag = one_of(row, "status", _STATUS)
    number = value(row, "value")
    if (number is None) != (flag == "Q"):
        raise RowFaultError("value", "value")
    when, frequency = _period(row)
    citizen = _word(row, "nationality")
    detail = [(ours, word) for name, ours in _DIMENSIONS.items() if (word := _word(row, name))]
    yield Observed(
        indicator,
        unit,
        when,
        frequency,
        number,
        row["agency"].strip(),
        OTHER if citizen == REST else citizen,
        (*detail, *released(row)),
        day_of(row.get("as_of", "")),
        flag,
        generated=row.get("generated", "").strip() == "yes",
    )


def _word(row: Row, name: str) -> str:
    word = row.get(name, "").strip()
    return "" if word == TOTAL else word


def _period(row: Row) -> tuple[date, str]:
    """What the row covers of the table's months: all of them, or those of its month, quarter or year."""
    first, last = _month(row, "from"), _month(row, "to")
    for name in _PERIODS:
        if word := _word(row, name):
            found = period_of(word)
            if found is None or found[1] not in LENGTHS:
                raise RowFaultError(name, "period")
            first, last = max(first, _number(found[0])), min(last, _number(found[0]) + LENGTHS[found[1]] - 1)
    covered = span(first // 12, first % 12 + 1, last - first + 1)
    if covered is None:
        raise RowFaultError("to", "span")
    return covered


def _month(row: Row, name: str) -> int:
    month = month_of(row[name].strip())
    if month is None:
        raise RowFaultError(name, "span")
    return _number(month)


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1
