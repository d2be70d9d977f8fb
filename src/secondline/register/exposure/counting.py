"""One file of crossings, counted: its faults with their places, or a table that can be put on the shelf."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import duckdb
import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.expr import types as ir

from secondline.register.exposure import expressions as ask
from secondline.register.exposure.columns import COUNTED, FAULTS, FIRST_YEAR, SINGLE
from secondline.register.exposure.engine import Incoming, engine, followed, incoming, rejected
from secondline.register.incoming import UnusableFileError
from secondline.register.incoming.heading import Knows
from secondline.register.incoming.lines import counted
from secondline.register.incoming.telling import Tell, quiet
from traveldoc.finding import Phrase, gettext_noop

MOST_PLACES: Final = 100_000
MOST_GROUPS: Final = 5_000_000
NO_ROW: Final = gettext_noop("is no row of this table (too few or too many cells, or not UTF-8)")
NOT_COMPARED: Final = gettext_noop("has more different values than can be counted; is it the right column?")
VOCABULARIES: Final = {column.name: column.vocabulary for column in (*COUNTED, *SINGLE)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is wrong: the row (the first below the names is 1), the column, the reason."""

    row: int
    column: str
    reason: str

    @property
    def words(self) -> Phrase:
        return reason_words(self.column, self.reason)


def reason_words(column: str, reason: str) -> Phrase:
    if reason == "no-row":
        return Phrase(NO_ROW)
    if reason == "too-many":
        return Phrase(NOT_COMPARED)
    values = {"vocabulary": VOCABULARIES[column]} if reason == "vocabulary" else {}
    return Phrase(FAULTS[reason], values)


@dataclass(frozen=True, slots=True)
class Instructions:
    """How to read the file. `zones`: the codes of the posts that may stand in it, and their time zones."""

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    zones: Mapping[str, str]
    latest: date
    single: bool
    utc: bool = False


@dataclass(slots=True)
class Count:
    """What became of a file: `table` where it can be taken; how many rows have which fault."""

    lines: int = 0
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: list[Place] = field(default_factory=list)
    table: pa.Table | None = None
    remarks: tuple[Phrase, ...] = ()


def count(path: Path, how: Instructions, scratch: Path, tell: Tell = quiet) -> Count:
    """Read the file once and count it. Raises UnusableFileError where it is no table with these columns."""
    with engine(scratch) as connection:
        given = incoming(connection, path, scratch, _knows(how))
        how = _named(given, how)
        result = Count(remarks=given.remarks)
        try:
            with followed(connection, tell):
                small = _small(connection, given, how)
        except duckdb.Error as error:
            raise UnusableFileError("damaged") from error
        lines = rejected(connection)
        if lines:
            result.faults["", "no-row"] += len(lines)
        if small is None:
            result.faults["nationality", "too-many"] += 1
        else:
            _judge(connection, small, how, result)
    if any(reason != "too-many" for _column, reason in result.faults):
        result.places += _places(path, how, scratch, lines)
    return result


def _knows(how: Instructions) -> Knows:
    """The row of names is the one with all columns of the mapping, or with all of ours that are wanted."""
    columns = SINGLE if how.single else COUNTED
    wanted = set(how.columns.values()) or {column.name for column in columns if column.required}
    return wanted.issubset


def _named(given: Incoming, how: Instructions) -> Instructions:
    """Without any mapping, the file's columns are ours already. Every column that is wanted must be there."""
    columns = SINGLE if how.single else COUNTED
    if not how.columns:
        ours = {column.name: column.name for column in columns if column.name in given.names}
        how = replace(how, columns=ours)
    wanted = {column.name for column in columns if column.required}
    for name in sorted(wanted - set(how.columns)):
        raise UnusableFileError("no-column", name=name, known=", ".join(given.names)[:400])
    for name in how.columns.values():
        if name not in given.names:
            raise UnusableFileError("no-column", name=name, known=", ".join(given.names)[:400])
    return how


def _small(connection: Backend, given: Incoming, how: Instructions) -> pa.Table | None:
    """The rows to judge: of single crossings those that are alike, counted; None where too many differ."""
    filled = given.table.filter(ask.filled(given.table)) if given.text else given.table
    table = ask.named(filled, how.columns, single=how.single)
    if how.single:
        alike = ask.counted(table, turns(how) if how.utc else None).limit(MOST_GROUPS + 1)
        small = connection.to_pyarrow(alike)
        return small if small.num_rows <= MOST_GROUPS else None
    small = connection.to_pyarrow(ask.dated(table).limit(MOST_GROUPS + 1))
    return small if small.num_rows <= MOST_GROUPS else None


def _judge(connection: Backend, small: pa.Table, how: Instructions, result: Count) -> None:
    judged = _judged(ibis.memtable(small), how)
    for row in connection.to_pyarrow(ask.faults(judged)).to_pylist():
        column, _, reason = row["fault"].partition(" ")
        result.faults[column, reason] += row["number"]
    result.lines = sum(small.column("rows").to_pylist()) if how.single else small.num_rows
    good = connection.to_pyarrow(ask.of_crossings(judged) if how.single else ask.of_counts(judged))
    if not how.single:
        twice = sum(lines - 1 for lines in good.column("lines").to_pylist())
        if twice:
            result.faults["month", "twice"] += twice
        good = good.drop_columns(["lines"])
    if not result.faults:
        result.table = good


def _judged(table: ir.Table, how: Instructions) -> ir.Table:
    return ask.judged(
        ask.translated(table, how.values), posts=sorted(how.zones), latest=how.latest, single=how.single
    )


def _places(path: Path, how: Instructions, scratch: Path, rejects: Sequence[int]) -> list[Place]:
    """The first rows with faults: a second look at the file, only where there are any."""
    with engine(scratch, in_order=True) as connection:
        given = incoming(connection, path, scratch, _knows(how))
        filled = ask.filled(given.table) if given.text else ibis.literal(True)
        number = ibis.row_number() + 1
        table = ask.named(given.table, how.columns, single=how.single, row=number, filled=filled)
        dated = ask.placed(table) if how.single else ask.dated(table)
        judged = _judged(dated.filter(dated.filled), how)
        judged = judged if how.single else ask.told_once(judged)
        found = judged.filter(judged.fault != ask.NOTHING).select("row", "fault").order_by("row")
        rows = connection.to_pyarrow(found.limit(MOST_PLACES)).to_pylist()
    numbers, lost = _numbers(given, [row["row"] for row in rows], rejects)
    faults = [Place(numbers.get(row["row"], row["row"]), *row["fault"].split(" ", 1)) for row in rows]
    return sorted([*(Place(row, "", "no-row") for row in lost), *faults], key=lambda place: place.row)


def _numbers(
    given: Incoming, wanted: Sequence[int], rejects: Sequence[int]
) -> tuple[Mapping[int, int], Sequence[int]]:
    """The rows by the numbers that a person counts, and those that are none: the engine leaves them out."""
    if given.text is None:
        return {}, ()
    numbers, lost = counted(given.text, given.between, given.above, len(given.names), wanted, len(rejects))
    return numbers, lost if len(lost) == len(rejects) else [line - 1 - given.above for line in rejects]


def turns(how: Instructions) -> ir.Table:
    """When the months of each post begin and end in UTC."""
    months = [(year, month) for year in range(FIRST_YEAR, how.latest.year + 1) for month in range(1, 13)]
    rows = []
    for post, zone in how.zones.items():
        start = partial(_start, ZoneInfo(zone))
        for month in months:
            before, after = _step(month, -1), _step(month, 1)
            rows.append(
                (post, date(*month, 1), start(month), start(after), date(*before, 1), date(*after, 1))
            )
    return ask.turn_table(rows)


def _start(zone: ZoneInfo, month: tuple[int, int]) -> datetime:
    return datetime(*month, 1, tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def _step(month: tuple[int, int], by: int) -> tuple[int, int]:
    number = month[0] * 12 + month[1] - 1 + by
    return number // 12, number % 12 + 1
