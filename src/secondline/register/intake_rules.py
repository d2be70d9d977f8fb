"""How a file that is given on the page comes in: what becomes of it, what goes wrong, in words."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from traveldoc.finding import gettext_noop


class Course(StrEnum):
    """WAITING until it was tried (or taken); FAILED: its trouble says why, and nothing of it was taken."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


MOST_WAITING: Final = 5  # files of an agency on their way at one time
MOST_TRIES: Final = 3  # a worker that was killed so often by the same file is not asked a fourth time
KEPT: Final = timedelta(days=30)  # what became of a file; the file itself goes after a day
MOST_EDITIONS: Final = 99
ROWS_SHOWN: Final = 100
REMARKS_SHOWN: Final = 30

TROUBLES: Final[Mapping[str, str]] = {
    "lost": gettext_noop("The file is no longer here. Choose it again."),
    "broken": gettext_noop(
        "Something went wrong that is no fault of the file. Try it again; your administrator finds the "
        "reason under background work."
    ),
    "given-up": gettext_noop(
        "The work was broken off several times, as happens where memory runs out. Split the file, or use "
        "./secondline register import."
    ),
    "right": gettext_noop("You may no longer take files over."),
}
# What the page says while it waits; `done` and `of` are filled in.
STEPS: Final[Mapping[str, str]] = {
    "wait": gettext_noop("It is its turn in a moment."),
    "read": gettext_noop("Rows are read: %(done)s so far."),
    "count": gettext_noop("Rows are counted: %(done)s %%."),
    "judge": gettext_noop("Rows are checked: %(done)s so far."),
    "compare": gettext_noop("It is compared with what stands."),
    "store": gettext_noop("Rows are stored: %(done)s of %(of)s."),
}


def course_words(state: str, *, take: bool, refused: int) -> str:
    """What became of it, for a list."""
    if state == Course.WAITING:
        return gettext_noop("on its way")
    if state == Course.FAILED:
        return gettext_noop("could not be used")
    if refused:
        return gettext_noop("has rows that can't be taken")
    return gettext_noop("taken over") if take else gettext_noop("in order, not yet taken over")
