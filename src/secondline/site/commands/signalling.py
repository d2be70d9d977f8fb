"""`./secondline signals`: which counts of a series are more than its own past lets expect."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import click
import numpy as np
from numpy.typing import NDArray

from borderstats.signal.bound import Bounds
from secondline.site.commands.counts import Floats, Refusal, Table, print_rows, read_table
from secondline.site.commands.detectors import DETECTORS, configure, find_detector, plain, yes_or_no
from secondline.site.commands.periods import first_break, points_of

TIME_NAMES: Final = ("t", "time", "date", "month", "week", "quarter", "year", "day", "period")
EXPOSURE_NAMES: Final = ("population", "exposure", "crossings")


@dataclass(frozen=True, slots=True)
class Strata:
    """Series x time with the label of each point and the name of each series."""

    names: Sequence[str]
    labels: Sequence[str]
    counts: Floats
    exposure: Floats | None
    freq: int | None


@click.command()
@click.argument("series", metavar="SERIES.csv")
@click.option("--method", default="", help="farringtonFlexible, C1, C2, C3, cusum, glrnb, bayes, bocpd ...")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="An option of the method, as often as needed.",
)
def signals(series: str, method: str, settings: tuple[str, ...]) -> None:
    """Compare each count with what its own past lets expect.

    SERIES.csv ("-" is standard input) has the columns t and observed, or one column per stratum; rows follow
    each other in time; an empty cell is a count that is not known.

    Options are named as in R's package surveillance: b, w, noPeriods, pastWeeksNotIncluded, alpha, trend,
    weightsThreshold, thresholdMethod, pThresholdTrend, limit54, reweight ...; besides them freq (points per
    year), range (282:312, counted from 1), populationOffset=TRUE (uses the column population) and compat=r
    (bounds as R computes them).

    Prints CSV: t, observed, upperbound, alarm, expected (with several strata their name first). NA is
    "cannot be said". Exit status: 0 computed, 2 something given can't be used (one line says what).
    """
    if not method:
        raise Refusal(f"--method is missing; there are: {', '.join(DETECTORS)}.")
    given = _given(settings)
    strata = _strata(read_table(series), offset=_offset_wanted(given))
    try:
        detector = find_detector(method, list(given))
        chosen = {
            name: text for name, text in given.items() if plain(name) not in {"range", "populationoffset"}
        }
        ready = configure(detector, chosen, strata.freq)
        at = _range(given, ready.first, strata.counts.shape[1])
        bounds = detector.run(strata.counts, at, ready, strata.exposure)
    except ValueError as error:
        raise Refusal(f"{error}.") from error
    _print(strata, bounds)


def _given(settings: Sequence[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for setting in settings:
        name, sign, text = setting.partition("=")
        if not sign or not name.strip():
            raise Refusal(f"--set {setting}: write KEY=VALUE, for instance --set alpha=0.01.")
        if plain(name) in {plain(known) for known in given}:
            raise Refusal(f"--set {name} is given twice.")
        given[name.strip()] = text.strip()
    return given


def _offset_wanted(given: dict[str, str]) -> bool:
    for name, text in given.items():
        if plain(name) == "populationoffset":
            try:
                return yes_or_no(text)
            except ValueError as error:
                raise Refusal(f"populationOffset={text}: must be {error}.") from error
    return False


def _strata(table: Table, *, offset: bool) -> Strata:
    times = [column for column in table.columns if column.lower() in TIME_NAMES]
    exposed = [column for column in table.columns if column.lower() in EXPOSURE_NAMES]
    if "observed" in table.columns:
        names = ["observed"]
    else:
        names = [column for column in table.columns if column not in {*times, *(exposed if offset else ())}]
    if not names:
        raise Refusal(f"{table.name} has no column of counts beside {', '.join(times)}.")
    if offset and not exposed:
        raise Refusal(f"{table.name} has no column population, which populationOffset=TRUE needs.")
    counts = np.array([table.counts(name) for name in names])
    exposure = np.tile(table.numbers(exposed[0]), (len(names), 1)) if offset else None
    labels = list(table.columns[times[0]]) if times else [str(row + 1) for row in range(counts.shape[1])]
    return Strata(names, labels, counts, exposure, _frequency(table, labels, times))


def _frequency(table: Table, labels: Sequence[str], times: Sequence[str]) -> int | None:
    """Points per year by the look of the dates; None, for the method to decide, if nothing tells.

    Points follow each other without a gap: a missing row would shift every season after it, and rows from
    the newest to the oldest would be judged backwards.
    """
    if not times:
        return None
    if times[0].lower() == "t" and all(text.strip().isdecimal() for text in labels):
        _complain(table, labels, times[0], first_break([int(text) for text in labels]))
        return None
    points = points_of(labels)
    if points is None:
        return None
    _complain(table, labels, times[0], points.broken)
    return points.freq


def _complain(table: Table, labels: Sequence[str], name: str, broken: int | None) -> None:
    if broken is None:
        return
    raise Refusal(
        f"{table.name}, line {table.lines[broken]}: {name} is {labels[broken]} after {labels[broken - 1]};"
        " points must follow each other from the oldest to the newest, each once (leave the count of a"
        " missing one empty; groups are columns of their own)."
    )


def _range(given: dict[str, str], first: int, length: int) -> NDArray[np.intp]:
    text = next((text for name, text in given.items() if plain(name) == "range"), "")
    if text in {"", "NULL"}:
        return np.arange(first, length)
    chosen: list[int] = []
    for part in text.removeprefix("c(").removesuffix(")").split(","):
        found = re.fullmatch(r"\s*(\d{1,9})\s*(?:(?::|-|\.\.)\s*(\d{1,9})\s*)?", part)
        if not found:
            raise ValueError(f"range={text}: must be points such as 282:312, counted from 1")
        start, stop = int(found[1]), int(found[2] or found[1])
        if not 1 <= start <= stop <= length:
            raise ValueError(f"range={text}: must lie within 1 to {length}, the points of the series")
        chosen.extend(range(start - 1, stop))
    return np.array(chosen, np.intp)


def _print(strata: Strata, bounds: Bounds) -> None:
    heads = ["t", "observed", "upperbound", "alarm", "expected"]
    several = len(strata.names) > 1
    rows: list[list[object]] = []
    for row, name in enumerate(strata.names):
        for column, position in enumerate(bounds.at):
            rows.append(
                [
                    *([name] if several else []),
                    strata.labels[int(position)],
                    bounds.observed[row, column],
                    bounds.upper[row, column],
                    int(bounds.alarm[row, column]),
                    bounds.expected[row, column],
                ]
            )
    print_rows(["stratum", *heads] if several else heads, rows)
