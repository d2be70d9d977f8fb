"""`./secondline hidden`: how many were never seen, as several estimates side by side."""

from typing import Final

import click
import numpy as np

from borderstats.hidden.covariates import repeats_with_covariates
from borderstats.hidden.estimates import Estimates
from borderstats.hidden.lists import multiple_systems, overlaps
from borderstats.hidden.repeats import repeat_interceptions
from borderstats.hidden.trials import repeated_trials
from secondline.site.commands.counts import Floats, Refusal, Table, print_rows, read_table

TIMES_NAMES: Final = ("times", "k", "captures", "capture", "count_per_person")
PERSONS_NAMES: Final = ("persons", "count", "frequency", "n", "f")
MOST_TIMES: Final = 10_000
MOST_LEVELS: Final = 50
MOST_PERSONS: Final = 2_000_000


@click.command()
@click.argument("counts", metavar="COUNTS.csv")
def hidden(counts: str) -> None:
    """How many were never seen: several estimates with their assumptions, never one number.

    \b
    COUNTS.csv ("-" is standard input) is one of
      times,persons            how many persons were found once, twice, three times ...
      capture,sex,age ...      one row per person: how often found, and what is known of them
      A,B,C ...,count          on which lists (0 or 1) how many persons are
      apprehensions,persons    one row: those sent back try again

    Prints CSV: method, estimate (of the whole, seen and unseen), low, high, standard_error, assumption. NA is
    "no answer", with its reason. Exit status: 0 computed, 2 the table can't be used (one line says why).
    """  # noqa: D301  # click's mark for lines that stay as they are
    table = read_table(counts)
    try:
        found = _estimates(table)
    except np.linalg.LinAlgError as error:
        raise Refusal(
            f"{table.name}: what is known of the persons leaves nothing to compare: group it coarser."
        ) from error
    except ValueError as error:
        raise Refusal(f"{table.name}: {error}.") from error
    rows: list[list[object]] = [
        [each.method, each.value, each.low, each.high, each.standard_error, str(each.assumption)]
        for each in found
    ]
    print_rows(["method", "estimate", "low", "high", "standard_error", "assumption"], rows)


def _estimates(table: Table) -> Estimates:
    times, persons = _column(table, TIMES_NAMES), _column(table, PERSONS_NAMES)
    if set(table.columns) == {"apprehensions", "persons"}:
        return _trials(table)
    if times and persons and len(table.columns) == 2:
        return repeat_interceptions(_frequencies(table, times, persons))
    names = [name for name in table.columns if name != persons]
    listed = all(cell.strip() in {"0", "1"} for name in names for cell in table.columns[name])
    if times and times != persons and not (persons and listed):  # a list may be called K
        return _regressions(table, times, persons)
    if persons and len(names) > 1:
        patterns = np.column_stack([table.counts(name, missing=False) for name in names])
        return multiple_systems(overlaps(names, patterns, table.counts(persons, missing=False)))
    raise ValueError(
        "its columns must be times,persons or capture and what is known, or lists of 0 and 1 and count, or"
        " apprehensions,persons"
    )


def _column(table: Table, known: tuple[str, ...]) -> str | None:
    return next((name for one in known for name in table.columns if name.lower() == one), None)


def _trials(table: Table) -> Estimates:
    caught, persons = (table.counts(name, missing=False) for name in ("apprehensions", "persons"))
    if caught.size != 1:
        raise ValueError("apprehensions,persons needs exactly one row")
    return repeated_trials(int(caught[0]), int(persons[0]))


def _frequencies(table: Table, times: str, persons: str) -> Floats:
    k, number = table.counts(times, missing=False), table.counts(persons, missing=False)
    if np.any(k < 1) or np.unique(k).size < k.size or k.max() > MOST_TIMES:
        raise ValueError(
            f"{times} must be 1, 2, 3 ... (to {MOST_TIMES}), each once; those never found are what is asked"
        )
    frequencies = np.zeros(int(k.max()))
    frequencies[k.astype(int) - 1] = number
    return frequencies


def _regressions(table: Table, times: str, persons: str | None) -> Estimates:
    """Every other column is a covariate by its values, first value in order of the alphabet as the base."""
    k = table.counts(times, missing=False)
    if k.max() > MOST_TIMES:
        raise ValueError(f"{times} goes to {k.max():g}, and nobody was found more than {MOST_TIMES:,} times")
    repeat = np.ones(k.size) if persons is None else table.counts(persons, missing=False)
    if repeat.sum() > MOST_PERSONS:
        raise ValueError(
            f"more than {MOST_PERSONS:,} persons: leave the covariates out and give times,persons"
        )
    columns: list[Floats] = []
    for name, cells in table.columns.items():
        if name in {times, persons}:
            continue
        levels = sorted(set(cells))
        if len(levels) > MOST_LEVELS:
            raise ValueError(
                f"{name} has {len(levels)} different values; group them into {MOST_LEVELS} or fewer"
            )
        columns += [np.array([float(cell == level) for cell in cells]) for level in levels[1:]]
    x = np.column_stack(columns) if columns else np.zeros((k.size, 0))
    each = np.repeat(np.arange(k.size), repeat.astype(int))
    found = repeats_with_covariates(k[each], x[each])
    plain = repeat_interceptions(np.bincount(k[each].astype(int))[1:])
    return Estimates(found.seen, (*plain, *found))
