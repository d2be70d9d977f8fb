"""Rows in the columns and words of a source, turned into ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from secondline.register.incoming import Sheet, UnusableFileError


@dataclass(frozen=True, slots=True)
class Mapped:
    """`columns`: ours to the file's; `values`: ours to {their word: ours}; `constants`: ours to a word."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


def rows(sheet: Sheet, how: Mapped) -> Iterator[dict[str, object]]:
    """Our columns of each row; without any mapping, the file's columns are ours already."""
    columns = how.columns or {name: name for name in sheet.names}
    for name in columns.values():
        if name not in sheet.names:
            raise UnusableFileError("no-column", name=name[:40], known=", ".join(sheet.names)[:400])
    places = {ours: sheet.names.index(theirs) for ours, theirs in columns.items()}
    for row in sheet.rows:
        told = {ours: row[place] for ours, place in places.items()}
        yield {
            **how.constants,
            **{ours: how.values.get(ours, {}).get(word, word) for ours, word in told.items()},
        }
