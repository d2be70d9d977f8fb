"""What is known of published tables and stands in none of their cells: who is missing in which number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from secondline.register.series.observed import Observed
from secondline.register.series.reconcile import Remark


@dataclass(frozen=True, slots=True)
class Gap:
    """In the numbers of this layout, as of that day, of that year: a kind of reconcile.WORDS says what."""

    layout: str
    vintage: date
    period: date
    kind: str


GAPS: Final = (
    # Risk Analysis for 2021, notes below its tables.
    Gap("frontex-fraud", date(2021, 1, 1), date(2020, 1, 1), "gap-ara2021"),
)


def gaps(layout: str, rows: Sequence[Observed], vintage: date) -> Iterator[Remark]:
    """One remark each, where the file has such numbers; passenger flow is counted by others."""
    told = {(row.vintage or vintage, row.period) for row in rows if row.indicator != "passenger-flow"}
    for gap in GAPS:
        if gap.layout == layout and (gap.vintage, gap.period) in told:
            yield Remark(gap.kind, {})
