"""A released table as CSV: one line a number, the same words in every language."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from secondline.trends.models import Release
from secondline.trends.queries.releases import Shown, shown
from secondline.trends.release_rules import ALL, OTHER
from secondline.trends.rules import PER

# As in SDMX: the total over a dimension, and what is not listed by itself.
MARKS = {ALL: "_T", OTHER: "_O"}
BEFORE = ("release", "agency", "sharing", "from", "to", "as_of")
AFTER = ("measure", "value", "status", "inspections", f"found_per_{PER}", "low_95", "high_95", "generated")


def released_csv(release: Release) -> str:
    """Columns: which release, what it is broken down by, the number (empty where withheld), effort, rate."""
    return written(_lines(release))


def written(lines: Iterable[Sequence[object]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(lines)
    return stream.getvalue()


def _lines(release: Release) -> Iterator[Sequence[object]]:
    yield (*BEFORE, *release.dimensions, *AFTER)
    about = (
        release.code,
        release.agency.code,
        release.sharing,
        f"{release.first:%Y-%m}",
        f"{release.last:%Y-%m}",
        release.as_of.date().isoformat() if release.as_of else "",
    )
    for each in shown(release):
        cell = [MARKS.get(value, value) for value in each.cell]
        yield (*about, *cell, *_numbers(release, each))


def _numbers(release: Release, each: Shown) -> list[object]:
    rate = [f"{number:.4f}" for number in each.rate] if each.rate else ["", "", ""]
    return [
        release.measure,
        "" if each.number is None else each.number,
        "withheld" if each.number is None else "shown",
        "withheld" if each.looked is None else each.looked,
        *rate,
        "yes" if release.generated else "no",
    ]
