"""Whether a name of the visual zone and the name field say the same (Doc 9303-3, 4.6 and 6)."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.transliterate import Rule, components, forms, reached

# Doc 9303-3, 4.6: these are not part of the name in the zone unless the state says so.
TITLES: Final = frozenset(
    ("DR", "PROF", "SIR", "DAME", "LORD", "LADY", "MR", "MRS", "MS", "MISS", "JR", "SR", "II", "III", "IV")
)


class Agreement(IntEnum):
    """How well the two agree, best first."""

    SAME = 0
    TRUNCATED = 1
    OWN_PRACTICE = 2  # only with forms that the tables of section 6 do not have
    OTHER_SEPARATORS = 3  # the same letters, divided otherwise
    UNREADABLE = 4  # the visual name has characters without a known form
    DIFFERENT = 5


def agree(visual: str, printed: str, *, full: bool) -> Agreement:
    """Compare one identifier; `printed` as in the zone, `full`: the name field is used to its end."""
    ours = components(visual)
    theirs = [part for part in printed.split(FILLER) if part]
    untitled = tuple(part for part in ours if part not in TITLES)
    best = min(_compared(parts, theirs, full=full) for parts in dict.fromkeys((ours, untitled or ours)))
    return Agreement(best)


def _compared(ours: Sequence[str], theirs: Sequence[str], *, full: bool) -> Agreement:
    best = Agreement.UNREADABLE
    for rule, found in ((Rule.STANDARD, Agreement.SAME), (Rule.PRACTICE, Agreement.OWN_PRACTICE)):
        rows = [row for part in ours if (row := forms(part, rule)) is not None]
        if len(rows) < len(ours):
            continue
        if len(rows) == len(theirs) and all(map(_whole, rows, theirs)):
            return found
        if full and len(theirs) <= len(rows) and all(map(_begun, rows, theirs)):
            return max(found, Agreement.TRUNCATED)
        joined = tuple(form for row in rows for form in row)
        if reached(joined, "".join(theirs))[0]:
            return Agreement.OTHER_SEPARATORS
        best = Agreement.DIFFERENT
    return best


def _whole(row: tuple[tuple[str, ...], ...], text: str) -> bool:
    return reached(row, text)[0]


def _begun(row: tuple[tuple[str, ...], ...], text: str) -> bool:
    return reached(row, text)[1]
