"""The questions put to files of crossings, as Ibis expressions: no engine is named here.

Every function takes tables and answers a table; nothing is computed until an engine is asked. A test runs
them on DuckDB and on PySpark and compares.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from typing import Final

import ibis
from ibis.expr import types as ir

from secondline.register.exposure.columns import (
    COUNTED,
    COUNTED_FLAGS,
    COUNTS,
    FALSE,
    FIRST_YEAR,
    KEY,
    LARGEST_COUNT,
    SINGLE,
    TRUE,
    Column,
    terms,
)

NOTHING: Final = ""


def filled(raw: ir.Table) -> ir.BooleanValue:
    """Whether anything stands in the row at all: spreadsheets save the empty ones between and below too."""
    return ibis.coalesce(*(raw[name] for name in raw.columns)).notnull()


def named(raw: ir.Table, columns: Mapping[str, str], *, single: bool, **also: ir.Value) -> ir.Table:
    """The table under our own names, every cell a text without surrounding blanks (or a time).

    `columns`: our name to the name in the file. What the file does not have is empty. `also`: what else is
    asked of each row of the file.
    """
    wanted = SINGLE if single else COUNTED
    cells = {column.name: _cell(raw, columns.get(column.name)) for column in wanted}
    return raw.select(**cells, **also)


def _cell(raw: ir.Table, name: str | None) -> ir.Value:
    if name is None:
        return ibis.literal(NOTHING)
    cell = raw[name]
    kind = cell.type()
    if kind.is_timestamp() and kind.timezone is None:
        return cell  # Parquet knows it already: a hundred million texts less
    return cell.cast("string").strip().fill_null(NOTHING)


def translated(table: ir.Table, values: Mapping[str, Mapping[str, str]]) -> ir.Table:
    """Cells in the words of the source, exchanged for ours; what has no translation stays as it is."""
    exchanged = {
        name: table[name].cases(*words.items(), else_=table[name]) for name, words in values.items() if words
    }
    return table.mutate(**exchanged) if exchanged else table


def dated(table: ir.Table) -> ir.Table:
    """Of a file of counts: `month` as a date, null where the cell is no month or day of one."""
    whole = table.month.re_search("^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$")
    first = table.month.substr(0, 7) + "-01"
    return table.mutate(month=ibis.ifelse(whole, first, ibis.null("string")).try_cast("date"))


def counted(table: ir.Table, turns: ir.Table | None = None) -> ir.Table:
    """Of a file of single crossings: how many `rows` are alike in month, post, dimensions and flags.

    This is the one pass over the whole file; all judging is done on its small answer. `month` is null where
    the cell is no moment. `turns` (see `turn_table`): where the times of the file are UTC, when the post's
    own month begins and ends. Without it the times are the post's own.
    """
    at = _moment(table.crossed_at)
    dated_rows = table.mutate(at=at, month=at.truncate("M").date()).drop("crossed_at")
    if turns is not None:
        dated_rows = _turned(dated_rows, turns)
    alike = [*KEY, *COUNTED_FLAGS.values()]
    return dated_rows.group_by(alike).agg(rows=dated_rows.count())


def placed(table: ir.Table) -> ir.Table:
    """Single crossings row by row, each with its `month`, for saying where something is wrong."""
    return table.mutate(month=_moment(table.crossed_at).truncate("M").date())


def _moment(cell: ir.Value) -> ir.TimestampValue:
    """2026-03-01 14:05[:09], also with a T; anything else, zone marks too, is no moment here."""
    if cell.type().is_timestamp():
        return cell
    minutes = (cell.length() == 16) & (cell.substr(13, 1) == ":")
    seconds = (cell.length() == 19) & (cell.substr(13, 1) == ":") & (cell.substr(16, 1) == ":")
    return ibis.ifelse(minutes | seconds, cell, ibis.null("string")).try_cast("timestamp")


def judged(table: ir.Table, *, posts: Sequence[str], latest: date, single: bool) -> ir.Table:
    """The table with `fault`: "column reason" of the first thing wrong in a row, else empty."""
    columns = SINGLE if single else COUNTED
    checks = [check for column in columns for check in _checks(table, column, posts, latest)]
    # The first that applies: built from the last, so that each one stands before those after it.
    fault = reduce(
        lambda rest, check: ibis.ifelse(check[0], check[1], rest), reversed(checks), _text(NOTHING)
    )
    return table.mutate(fault=fault)


def _text(word: str) -> ir.StringValue:
    return ibis.literal(word)


def _checks(
    table: ir.Table, column: Column, posts: Sequence[str], latest: date
) -> list[tuple[ir.BooleanValue, ir.StringValue]]:
    if column.kind in {"month", "moment"}:
        reasons = _when(table.month, column.kind, latest)
    else:
        reasons = _what(table[column.name], column, posts)
    return [(test, _text(f"{column.name} {reason}")) for test, reason in reasons]


def _what(cell: ir.StringValue, column: Column, posts: Sequence[str]) -> list[tuple[ir.BooleanValue, str]]:
    given = cell != NOTHING
    if column.kind == "post":
        return [(~given, "missing"), (~cell.isin(list(posts)), "post")]
    if column.kind == "code":
        return [(given & ~cell.isin(list(terms(column))), "vocabulary")]
    if column.kind == "flag":
        return [(given & ~cell.lower().isin([*TRUE, *FALSE]), "flag")]
    number = cell.try_cast("int64")
    whole = cell.re_search("^[0-9]{1,10}$") & (number <= LARGEST_COUNT).fill_null(False)
    missing = [(~given, "missing")] if column.required else []
    return [*missing, (given & ~whole, "count")]


def _when(month: ir.DateValue, reason: str, latest: date) -> list[tuple[ir.BooleanValue, str]]:
    number = month.year().cast("int64") * 12 + month.month()
    return [
        (month.isnull(), reason),
        (month.year() < FIRST_YEAR, "too-old"),
        (number > latest.year * 12 + latest.month, "future"),
    ]


def told_once(table: ir.Table) -> ir.Table:
    """Of judged counts with their `row`: a good row that says what one before it said has a fault."""
    window = ibis.window(group_by=["fault", *KEY], order_by="row")
    again = (table.fault == NOTHING) & (ibis.row_number().over(window) > 0)
    return table.mutate(fault=ibis.ifelse(again, _text("month twice"), table.fault))


def faults(table: ir.Table) -> ir.Table:
    """How many rows have which fault. `rows`, where the table has it, is what each line stands for."""
    found = table.filter(table.fault != NOTHING)
    number = found.rows.sum() if "rows" in found.columns else found.count()
    return found.group_by("fault").agg(number=number)


def of_counts(table: ir.Table) -> ir.Table:
    """Good rows of a judged file of counts, typed: one row a key, and in how many rows it stood (`lines`)."""
    good = table.filter(table.fault == NOTHING)
    typed = good.mutate(**{name: good[name].nullif(NOTHING).cast("int64") for name in COUNTS})
    counts = {name: typed[name].sum() for name in COUNTS}
    return typed.group_by(list(KEY)).agg(**counts, lines=typed.count())


def of_crossings(table: ir.Table) -> ir.Table:
    """Good rows of judged, counted crossings, added up; a flag that no row has is null."""
    good = table.filter(table.fault == NOTHING)
    flags = {name: _flagged(good[flag], good.rows) for name, flag in COUNTED_FLAGS.items()}
    typed = good.mutate(**flags)
    counts = {name: typed[name].sum() for name in COUNTED_FLAGS}
    return typed.group_by(list(KEY)).agg(crossings=typed.rows.sum(), **counts).select(*KEY, *COUNTS)


def _flagged(cell: ir.StringValue, rows: ir.IntegerValue) -> ir.IntegerValue:
    known = ibis.ifelse(cell.lower().isin(list(TRUE)), rows, ibis.literal(0, "int64"))
    return ibis.ifelse(cell == NOTHING, ibis.null("int64"), known)


def _turned(typed: ir.Table, turns: ir.Table) -> ir.Table:
    """The post's own month of a moment in UTC: a join on the month in UTC, then at most one step aside."""
    asked = typed.rename(utc_month="month")
    joined = asked.left_join(turns, ["post", "utc_month"])
    month = ibis.ifelse(
        joined.at < joined.starts,
        joined.month_before,
        ibis.ifelse(joined.at >= joined.ends, joined.month_after, joined.utc_month),
    )
    return joined.mutate(month=month)


def newest(table: ir.Table) -> ir.Table:
    """Of several vintages of one source, the newest a month and post: earlier ones stay on file, unread."""
    window = ibis.window(group_by=["source", "post", "month"])
    marked = table.mutate(newest_vintage=table.vintage.max().over(window))
    return marked.filter(marked.vintage == marked.newest_vintage).drop("newest_vintage")


def turn_table(rows: Sequence[tuple[str, date, datetime, datetime, date, date]]) -> ir.Table:
    """`turns` as `of_crossings` wants it, from rows: post, month, start and end in UTC, months beside."""
    columns = ("post", "utc_month", "starts", "ends", "month_before", "month_after")
    schema = {
        "post": "string",
        "utc_month": "date",
        "starts": "timestamp",
        "ends": "timestamp",
        "month_before": "date",
        "month_after": "date",
    }
    return ibis.memtable([dict(zip(columns, row, strict=True)) for row in rows], schema=schema)
