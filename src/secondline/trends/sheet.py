"""A table as it is read and as a file: codes and names, numbers as they are and as the reader writes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isinf

INTERNAL = "internal, not passed through disclosure control"


@dataclass(frozen=True, slots=True)
class Column:
    """`name` in files, `heading` for the reader. `coded`: the cells are codes, with names beside them.

    `in_file`: only there, where the page says it within another cell. `words`: a number told in a sentence.
    `on_page`: only there, where the file has its parts. `together`: never broken over two lines.
    """

    name: str
    heading: str
    coded: bool = False
    number: bool = False
    in_file: bool = False
    words: bool = False
    on_page: bool = False
    together: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """`plain` in files ("" not known), `shown` to the reader."""

    plain: str
    shown: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rest`: in words, what is not in the rows of the page; the file has every row that there is."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    rest: str = ""

    def lines(self, marks: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
        """Header and rows of a CSV; `marks` are the same in every row: how the numbers may be used."""
        header: list[str] = []
        filed = [place for place, column in enumerate(self.columns) if not column.on_page]
        columns = [self.columns[place] for place in filed]
        for column in columns:
            name = safe(column.name)  # an area of a published series may be one
            header += [name, f"{name}_name"] if column.coded else [name]
        yield [*header, *(name for name, _value in marks)]
        for row in self.rows:
            line: list[str] = []
            for column, cell in zip(columns, [row[place] for place in filed], strict=True):
                plain = cell.plain if column.number else safe(cell.plain)
                line += [plain, safe(cell.shown)] if column.coded else [plain]
            yield [*line, *(value for _name, value in marks)]

    @property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if not column.in_file]

    @property
    def pairs(self) -> list[list[tuple[Column, Cell]]]:
        """The rows of the page."""
        return [
            [pair for pair in zip(self.columns, row, strict=True) if not pair[0].in_file] for row in self.rows
        ]


def safe(text: str) -> str:
    """Never a formula: a spreadsheet computes what begins with one of these signs (CWE-1236)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def number(value: float | None, shown: str) -> Cell:
    if value is None or isinf(value):
        return Cell("", shown)
    return Cell(str(value) if isinstance(value, int) else f"{value:.4f}", shown)
