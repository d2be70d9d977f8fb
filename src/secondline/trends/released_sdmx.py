"""A released table as SDMX-CSV 2.0: the numbers that readers see, with the dimensions of the picture."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from secondline.trends.models import Release
from secondline.trends.queries.releases import Shown, shown
from secondline.trends.release_rules import ALL, OTHER, PERIODS, Measure
from secondline.trends.rules import month_after
from secondline.trends.sdmx import ALL as TOTAL
from secondline.trends.sdmx import GENERATED, HEAD, UNITS, VERSION

REST: Final = "_O"  # SDMX cross-domain code lists: other
# Dimension of the structure: dimension of a table. The rest of a table's dimensions are periods.
DIMENSIONS: Final[Mapping[str, str]] = {
    "BORDER_TYPE": "border",
    "POST": "post",
    "CAME_FROM": "origin",
    "CAME_THROUGH": "transit",
    "CITIZEN": "nationality",
    "DOC_ISSUER": "issuer",
    "DOC_TYPE": "kind",
    "FRAUD_TYPE": "class",
}
TAIL: Final = (
    *("TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "INSPECTIONS"),
    *("RATE_INSPECTIONS", "RATE_LOW", "RATE_HIGH", "VINTAGE", "RELEASE", "SHARING", "METHOD", "NOTE"),
)
COLUMNS: Final = (*HEAD, *DIMENSIONS, *TAIL)
COUNTED: Final[Mapping[str, str]] = {
    Measure.PERSONS: "person",
    Measure.INCIDENTS: "incident",
    Measure.DOCUMENTS: "document",
}
# CL_OBS_STATUS and CL_CONF_STATUS. One word for all that is withheld: why would give some of it away.
NORMAL, SUPPRESSED = "A", "Q"
FREE, RESTRICTED, CONFIDENTIAL = "F", "N", "C"
NOTE: Final = "Multiples of 5; small numbers, and those that would give one away, are withheld."


def rows(release: Release) -> Iterator[Sequence[str]]:
    yield COLUMNS
    for each in shown(release):
        yield _row(release, each)


def _row(release: Release, each: Shown) -> Sequence[str]:
    said = dict(zip(release.dimensions, each.cell, strict=True))
    frequency, when = period_of(release, next((said[name] for name in PERIODS if name in said), ALL))
    indicator, unit = UNITS[COUNTED[release.measure]]
    agency = release.agency.code
    head = ["dataflow", f"{agency}:DF_RELEASED({VERSION})", "I", frequency, indicator, unit, agency]
    cells = [_code(said.get(name, ALL)) for name in DIMENSIONS.values()]
    rate = [f"{number:.4f}" for number in each.rate] if each.rate else ["", "", ""]
    free = FREE if release.sharing == "clear" else RESTRICTED
    tail = [
        when,
        "" if each.number is None else str(each.number),
        SUPPRESSED if each.number is None else NORMAL,
        CONFIDENTIAL if each.number is None else free,
        "" if each.looked is None else str(each.looked),
        *rate,
        f"{release.as_of:%Y-%m-%d}" if release.as_of else "",
        release.code,
        release.sharing,
        release.method,
        f"{NOTE} {GENERATED}" if release.generated else NOTE,
    ]
    return [*head, *cells, *tail]


def _code(value: str) -> str:
    return {ALL: TOTAL, OTHER: REST}.get(value, value)


def period_of(release: Release, value: str) -> tuple[str, str]:
    """Frequency and period of what a value of the table covers: only whole quarters and years are such.

    Anything else is a range of SDMX (its first day and how many months), of no frequency.
    """
    first, last = _months(value) if value else (release.first, release.last)
    first, last = max(first, release.first), min(last, release.last)
    size = (last.year - first.year) * 12 + last.month - first.month + 1
    if size == 1:
        return "M", f"{first:%Y-%m}"
    if size == 3 and first.month % 3 == 1:
        return "Q", f"{first.year}-Q{(first.month + 2) // 3}"
    if size == 12 and first.month == 1:
        return "A", f"{first.year}"
    return "_Z", f"{first:%Y-%m}-01/P{size}M"


def _months(value: str) -> tuple[date, date]:
    """The first and the last month of 2026-03, 2026-Q1 or 2026."""
    year, _dash, part = value.partition("-")
    if not part:
        return date(int(year), 1, 1), date(int(year), 12, 1)
    if part.startswith("Q"):
        first = date(int(year), 3 * int(part[1:]) - 2, 1)
        return first, month_after(first, 2)
    return date(int(year), int(part), 1), date(int(year), int(part), 1)
