"""Where in a sheet the names of the columns stand: published tables have titles and empty rows above them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from secondline.register.incoming.refusing import UnusableFileError
from traveldoc.finding import Phrase, gettext_noop

Knows = Callable[[tuple[str, ...]], bool]  # whether these are the names of the columns that are looked for
MOST_COLUMNS: Final = 600  # a column for each month of fifty years
HEAD_ROWS: Final = 20  # in how many rows the names are looked for
ABOVE: Final = gettext_noop("The names of the columns stand in row %(row)s; what stands above was not read.")
UNNAMED: Final = gettext_noop("Column %(column)s has no name and was not read.")


def anything(names: tuple[str, ...]) -> bool:
    """Whoever knows no names takes the first row that has some."""
    return len(names) > 1


def named(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row as names of columns: those after the last one are none."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def heads(rows: Sequence[Sequence[str]], knows: Knows) -> int | None:
    """The first of these rows that holds the names that are looked for."""
    return next((place for place, cells in enumerate(rows) if (names := named(cells)) and knows(names)), None)


def likely(rows: Sequence[Sequence[str]]) -> int:
    """Where none of the names are known: the first row with two cells; a person reads what it says."""
    return next((place for place, cells in enumerate(rows) if sum(map(bool, named(cells))) > 1), 0)


def checked(names: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns, if a table can have them."""
    if len(names) < 2:
        raise UnusableFileError("one-column")
    if len(names) > MOST_COLUMNS:
        raise UnusableFileError("many-columns", most=str(MOST_COLUMNS))
    again = next((name for place, name in enumerate(names) if name and name in names[:place]), None)
    if again is not None:
        raise UnusableFileError("same-name", name=again[:40])
    return tuple(names)


def notes(names: Sequence[str], above: int) -> Iterator[Phrase]:
    """What a person should know of how the names were found."""
    if above:
        yield Phrase(ABOVE, {"row": str(above + 1)})
    for place, name in enumerate(names, 1):
        if not name:
            yield Phrase(UNNAMED, {"column": str(place)})
