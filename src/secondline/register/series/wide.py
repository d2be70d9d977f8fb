"""Tables with a column for each period (workbooks, Eurostat's TSV), turned to one row for each number."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from secondline.register.series.observed import period_of
from secondline.register.series.reconcile import Remark

LONGEST_NOTE: Final = 200
FEWEST: Final = 2  # columns of periods, from which on a table is one of these
_TSV: Final = re.compile(r"([\w,]+)\\(TIME_PERIOD|time)", re.IGNORECASE)
_FLAGGED: Final = re.compile(r"(:|[\d.]+)\s+([a-z]{1,8})")


def unrolled(
    names: Sequence[str], rows: Iterator[list[str]]
) -> tuple[tuple[str, ...], Iterator[list[str]], int]:
    """The table with one number a row under period, value (TSV: TIME_PERIOD, OBS_VALUE, OBS_FLAG).

    A table that has no columns of periods comes back as it is. Last: how many rows each row became.
    """
    if found := _TSV.fullmatch(names[0]):
        dimensions = tuple(found[1].split(","))
        return (
            (*dimensions, "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"),
            _numbers_of_tsv(names, rows),
            len(names) - 1,
        )
    periods = [place for place, name in enumerate(names) if period_of(name)]
    if len(periods) < FEWEST:
        return tuple(names), rows, 1
    kept = [place for place in range(len(names)) if place not in set(periods)]
    empty = [""] * (len(kept) + 2)
    told = (
        [*(row[at] for at in kept), names[place], row[place]] if any(row) else empty
        for row in rows
        for place in periods
    )
    return (*(names[place] for place in kept), "period", "value"), told, len(periods)


def without_notes(rows: Iterator[list[str]], notes: list[Remark]) -> Iterator[list[str]]:
    """The rows, those that are a sentence in the first cell and nothing else noted and emptied.

    Sources and footnotes stand so below published tables (“Source: ...”, “* This name is without prejudice”).
    """
    for number, row in enumerate(rows, 1):
        if row[0] and " " in row[0] and not any(row[1:]):
            notes.append(Remark("note", {"row": str(number), "text": row[0][:LONGEST_NOTE]}))
            yield [""] * len(row)
        else:
            yield row


def _numbers_of_tsv(names: Sequence[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """`F,TOTAL,AFG,PER,DE` and a column a year; a value can have its flag behind it: `1235 b`, `: c`."""
    width = names[0].count(",") + 1
    for row in rows:
        if not any(row):
            yield from ([""] * (width + 3) for _ in names[1:])
            continue
        dimensions = row[0].split(",")
        dimensions = [*dimensions, *[""] * width][:width]
        for when, cell in zip(names[1:], row[1:], strict=True):
            value, flag = found.groups() if (found := _FLAGGED.fullmatch(cell.strip())) else (cell, "")
            yield [*dimensions, when, value, flag]
