"""CSV tables for the words that compute: read within bounds, refused in one line with exit status 2."""

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import click
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_BYTES: Final = 200 * 1024 * 1024
SEPARATORS: Final = ",;\t"
NOT_KNOWN: Final = frozenset({"", "na", "nan", ":", "..", "null", "none"})
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")  # 1.000 is one thousand in half of the world


class Refusal(click.ClickException):
    """Input that can't be used: one line to standard error, exit status 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        del file
        click.echo(f"Error: {self.message}", err=True)


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a CSV file by column; `lines` has the file's line number of each row, for complaints."""

    name: str
    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]
    separator: str = ","

    def numbers(self, column: str) -> Floats:
        """The column as numbers; an empty cell, NA and the like are NaN. Refuses anything else."""
        if column not in self.columns:
            there = ", ".join(self.columns)
            raise Refusal(f"{self.name} has no column {column!r}; its columns are: {there}.")
        if self.separator == ";":
            self._refuse_thousands(column)
        return np.array(
            [
                self._number(text, line, column)
                for text, line in zip(self.columns[column], self.lines, strict=True)
            ]
        )

    def counts(self, column: str, *, missing: bool = True) -> Floats:
        """The column as whole numbers from zero up; NaN only where `missing` allows it."""
        values = self.numbers(column)
        self._refuse_thousands(column)
        for value, line in zip(values, self.lines, strict=True):
            if math.isnan(value):
                if not missing:
                    raise Refusal(f"{self.name}, line {line}: {column!r} has no number.")
            elif value < 0 or value != math.floor(value):
                raise Refusal(
                    f"{self.name}, line {line}: {column!r} must be a whole number from 0 up, not {value:g}."
                )
        return values

    def _refuse_thousands(self, column: str) -> None:
        """A column that has a point only where one for thousands would stand can be read in two ways."""
        pointed = [
            (text.strip(), line)
            for text, line in zip(self.columns[column], self.lines, strict=True)
            if "." in text.strip("\t .")
        ]
        if pointed and all(THOUSANDS.fullmatch(text) for text, _ in pointed):
            text, line = pointed[0]
            raise Refusal(
                f"{self.name}, line {line}: {column!r} has {text}, which could be in thousands; write it"
                " without that point, or with other than three digits after it."
            )

    def _number(self, text: str, line: int, column: str) -> float:
        text = text.strip()
        if text.lower() in NOT_KNOWN:
            return math.nan
        if not NUMBER.fullmatch(text):
            how = " with a decimal point and no sign for thousands" if "," in text else ""
            raise Refusal(f"{self.name}, line {line}: {column!r} must be a number{how}, not {text[:40]!r}.")
        value = float(text)
        if math.isinf(value):
            raise Refusal(f"{self.name}, line {line}: {column!r} is too large to be computed: {text[:40]!r}.")
        return value


def read_table(path: str) -> Table:
    """The table of a file ("-" is standard input): separated by comma, semicolon or tab."""
    name = "standard input" if path == "-" else path
    text = _text(path, name)
    first = text.split("\n", 1)[0]
    delimiter = max(SEPARATORS, key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Refusal(f"{name} is no CSV table: {error}.") from error
    if len(rows) < 2:
        raise Refusal(f"{name} has no rows under its column names.")
    heads = [head.strip() for head in rows[0][1]]
    if "" in heads or len(set(heads)) < len(heads):
        raise Refusal(f"{name}, line 1: every column needs a name of its own.")
    for line, row in rows[1:]:
        if len(row) != len(heads):
            raise Refusal(
                f"{name}, line {line} has {len(row)} cells; the first line names {len(heads)} columns."
            )
    columns = {head: [row[place] for _, row in rows[1:]] for place, head in enumerate(heads)}
    return Table(name, columns, [line for line, _ in rows[1:]], delimiter)


def _text(path: str, name: str) -> str:
    try:
        with click.open_file(path, "rb") as file:
            raw: bytes = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refusal(f"{name} can't be read: {error.strerror or error}.") from error
    if len(raw) > MOST_BYTES:
        raise Refusal(f"{name} is larger than {MOST_BYTES // 1024**2} MB; split it.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(f"{name} is not UTF-8 text (byte {error.start}); save it as CSV UTF-8.") from error


def print_rows(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """CSV to standard output; NaN is written NA, whole numbers without a point."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([[cell(value) for value in row] for row in rows])
    click.echo(out.getvalue(), nl=False)


def cell(value: object) -> str:
    if isinstance(value, float):
        return "NA" if math.isnan(value) else f"{value:.12g}"
    return str(value)
