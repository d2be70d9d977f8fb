"""Rows in the columns and words of a source, turned into ours; and how a person writes such a mapping down.

One line each: `month = Monat` (our column, theirs), `direction: E = entry` (column, their word, ours),
`line := second` (our column, the same word for every row). Empty lines and lines with # are passed over.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from secondline.register.incoming import Sheet, UnusableFileError

MOST_LINES: Final = 1_000


class MappingError(ValueError):
    """A line that can't be understood: its number and what stands there."""

    def __init__(self, number: int, line: str) -> None:
        super().__init__(f"line {number}: {line[:80]}")
        self.number, self.line = number, line[:80]


@dataclass(frozen=True, slots=True)
class Mapped:
    """`columns`: ours to the file's; `values`: ours to {their word: ours}; `constants`: ours to a word."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


def parse(text: str, known: Collection[str]) -> Mapped:
    """The mapping in a person's lines; `known` are our columns. Raises MappingError."""
    columns: dict[str, str] = {}
    values: defaultdict[str, dict[str, str]] = defaultdict(dict)
    constants: dict[str, str] = {}
    for number, raw in enumerate(text.splitlines()[: MOST_LINES + 1], 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        left, sign, right = (part.strip() for part in line.partition("="))
        ours, colon, word = (part.strip() for part in left.partition(":"))
        if not sign or not right or ours not in known or number > MOST_LINES:
            raise MappingError(number, line)
        if colon and word:
            values[ours][word] = right
        elif colon:
            constants[ours] = right
        else:
            columns[ours] = right
    return Mapped(columns, dict(values), constants)


def written(mapped: Mapped) -> str:
    """The same mapping as a person would write it."""
    lines = [f"{ours} = {theirs}" for ours, theirs in mapped.columns.items()]
    lines += [f"{ours} := {word}" for ours, word in mapped.constants.items()]
    lines += [
        f"{ours}: {word} = {ours_word}"
        for ours, words in mapped.values.items()
        for word, ours_word in words.items()
    ]
    return "\n".join(lines)


def named_by(how: Mapped, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the columns in our words, and those in which every row has the same word."""
    ours = {theirs: name for name, theirs in how.columns.items()}
    said = tuple(ours.get(name, name) for name in names)
    return (*said, *(name for name in how.constants if name not in said))


def mapped(sheet: Sheet, how: Mapped) -> Sheet:
    """The sheet as a source's mapping says it is to be read; its other columns stay as they are."""
    names = named_by(how, sheet.names)
    fixed = [how.constants[name] for name in names[len(sheet.names) :]]
    words = [how.values.get(name, {}) for name in names]
    told = (
        [words[place].get(cell, cell) for place, cell in enumerate((*row, *fixed))]
        if any(row)
        else [""] * len(names)
        for row in sheet.rows
    )
    return Sheet(names, told if how != Mapped() else sheet.rows, sheet.remarks)


def rows(sheet: Sheet, how: Mapped) -> Iterator[dict[str, object]]:
    """Our columns of each row ({} of an empty one); without a mapping the columns are ours already."""
    columns = how.columns or {name: name for name in sheet.names}
    for name in columns.values():
        if name not in sheet.names:
            raise UnusableFileError("no-column", name=name[:40], known=", ".join(sheet.names)[:400])
    places = {ours: sheet.names.index(theirs) for ours, theirs in columns.items()}
    for row in sheet.rows:
        if not any(row):
            yield {}
            continue
        told: dict[str, object] = dict(how.constants)
        for ours, place in places.items():
            told[ours] = how.values.get(ours, {}).get(row[place], row[place])
        yield told
