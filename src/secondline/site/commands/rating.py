"""`./secondline rates`: rates of groups with intervals, shrunk towards each other, and who lies outside."""

import math
from typing import Final

import click
import numpy as np

from borderstats.funnel import funnel
from borderstats.rate import poisson_rate
from borderstats.shrinkage import LARGEST, LEAST_EXPOSURE, gamma_poisson, marshall
from secondline.site.commands.counts import Floats, Refusal, Table, print_rows, read_table

COUNT_NAMES: Final = ("count", "observed", "cases", "y", "n")
EXPOSURE_NAMES: Final = ("exposure", "population", "crossings", "passengers", "checks", "e")
FEWEST_TO_SHRINK: Final = 2
FEWEST_FOR_FUNNEL: Final = 3
HEADS: Final = (
    *("count", "exposure", "rate", "low", "high"),
    *("marshall", "shrunk", "shrunk_low", "shrunk_high", "p_above", "outside"),
)


@click.command()
@click.argument("table", metavar="TABLE.csv")
@click.option("--per", default=100_000.0, show_default=True, type=click.FloatRange(min=0, min_open=True))
@click.option("--level", default=0.95, show_default=True, type=click.FloatRange(0.5, 0.9999))
@click.option(
    "--times",
    default=2.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="p_above: P(rate > TIMES x common rate)",
)
def rates(table: str, per: float, level: float, times: float) -> None:
    """Rates of groups, each with its interval and drawn towards what all have in common.

    TABLE.csv ("-" is standard input) has the columns count and exposure (crossings, population ...) and any
    others that name the group. Prints CSV: the names, count, exposure, rate with its exact Poisson interval,
    the rate shrunk by Marshall's moments and by the gamma-Poisson model with its interval, the probability
    that it is more than TIMES the common rate, and whether it lies outside the funnel (0 or 1).
    With one group, or no case at all, nothing can be shrunk: NA.

    Exit status: 0 computed, 2 the table can't be used (one line says why).
    """
    if not all(map(math.isfinite, (per, times))) or per > LARGEST:
        raise Refusal(f"--per and --times must be numbers, --per up to {LARGEST:g}.")
    given = read_table(table)
    count_name, exposure_name = _find(given, COUNT_NAMES), _find(given, EXPOSURE_NAMES)
    count = given.counts(count_name, missing=False)
    exposure = given.numbers(exposure_name)
    _require_exposure(given, exposure_name, count, exposure)
    try:
        plain = poisson_rate(count, exposure, per=per, level=level)
        shrunk = _shrunk(count, exposure, level, times, per)
    except ValueError as error:
        raise Refusal(f"{given.name}: {error}.") from error
    names = [column for column in given.columns if column not in {count_name, exposure_name}]
    rows: list[list[object]] = [
        [
            *(given.columns[name][row] for name in names),
            *(count[row], exposure[row], plain.value[row], plain.low[row], plain.high[row]),
            *(column[row] for column in shrunk),
        ]
        for row in range(count.size)
    ]
    print_rows([*(f"given_{name}" if name in HEADS else name for name in names), *HEADS], rows)


def _require_exposure(table: Table, column: str, count: Floats, exposure: Floats) -> None:
    """Each group needs crossings where groups are compared; one group, or none with a case, has its rate."""
    alone = count.size < FEWEST_TO_SHRINK or not count.any()
    for value, line in zip(exposure, table.lines, strict=True):
        known = value >= 0 or math.isnan(value)
        if not (known if alone else LEAST_EXPOSURE <= value <= LARGEST):
            raise Refusal(
                f"{table.name}, line {line}: {column!r} must be a number above zero ({LEAST_EXPOSURE:g} to"
                f" {LARGEST:g}), or there is no rate: leave the row out or say how many there were."
            )


def _shrunk(count: Floats, exposure: Floats, level: float, times: float, per: float) -> list[Floats]:
    """What groups tell of each other: NaN where there is one group, or no case."""
    unknown = np.full(count.size, np.nan)
    if count.size < FEWEST_TO_SHRINK or not count.any():
        return [unknown] * 6
    moments, model = marshall(count, exposure), gamma_poisson(count, exposure, level=level)
    rates = [moments.rate * per, model.value * per, model.low * per, model.high * per, model.exceeds(times)]
    enough = count.size >= FEWEST_FOR_FUNNEL
    return [*rates, funnel(count, exposure).outside.astype(np.float64) if enough else unknown]


def _find(table: Table, known: tuple[str, ...]) -> str:
    for name in known:
        for column in table.columns:
            if column.lower() == name:
                return column
    raise Refusal(f"{table.name} needs a column {known[0]!r} (or {', '.join(known[1:])}).")
