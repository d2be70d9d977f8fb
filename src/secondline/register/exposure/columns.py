"""What a file of crossings may say: the columns of counts and those of single crossings, as tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from traveldoc.finding import gettext_noop
from traveldoc.vocabulary import vocabulary

Kind = Literal["month", "moment", "post", "code", "count", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `vocabulary` names the terms that may stand in it. An empty cell means: not known."""

    name: str
    kind: Kind
    meaning: str
    vocabulary: str = ""
    required: bool = False


DIMENSIONS: Final = (
    Column("direction", "code", gettext_noop("entry, exit, transit"), "direction"),
    Column("nationality", "code", gettext_noop("of the document, as three letters"), "state"),
    Column("document_kind", "code", gettext_noop("passport, identity card, visa ..."), "document-kind"),
)
# The counts of a month. None is "not known", never nought.
COUNTS: Final = ("crossings", "first_line_checks", "referrals", "random_checks")

COUNTED: Final = (
    Column("month", "month", gettext_noop("such as 2026-03"), required=True),
    Column("post", "post", gettext_noop("its code"), required=True),
    *DIMENSIONS,
    Column("crossings", "count", gettext_noop("persons who crossed"), required=True),
    Column("first_line_checks", "count", gettext_noop("persons checked in the first line")),
    Column("referrals", "count", gettext_noop("of these, sent to the second line")),
    Column("random_checks", "count", gettext_noop("of these, chosen by lot")),
)
SINGLE: Final = (
    Column("crossed_at", "moment", gettext_noop("date and time of the crossing"), required=True),
    Column("post", "post", gettext_noop("its code"), required=True),
    *DIMENSIONS,
    Column("checked", "flag", gettext_noop("whether the first line checked")),
    Column("referred", "flag", gettext_noop("whether sent to the second line")),
    Column("random", "flag", gettext_noop("whether chosen by lot")),
)
# Which flag of a single crossing is counted as what.
COUNTED_FLAGS: Final[Mapping[str, str]] = {
    "first_line_checks": "checked",
    "referrals": "referred",
    "random_checks": "random",
}
KEY: Final = ("month", "post", *(column.name for column in DIMENSIONS))
TRUE: Final = ("1", "yes", "true", "y", "t")
FALSE: Final = ("0", "no", "false", "n", "f")
FIRST_YEAR: Final = 1990
LARGEST_COUNT: Final = 1_000_000_000

FAULTS: Final[Mapping[str, str]] = {
    "missing": gettext_noop("is missing"),
    "month": gettext_noop("must be a month such as 2026-03"),
    "moment": gettext_noop("must be a date and time such as 2026-03-01 14:05"),
    "future": gettext_noop("lies in the future"),
    "too-old": gettext_noop("is older than the register goes back"),
    "post": gettext_noop("is not the code of a post of your agency"),
    "vocabulary": gettext_noop("is not an id of the vocabulary %(vocabulary)s"),
    "count": gettext_noop("must be a whole number from 0 up"),
    "flag": gettext_noop("must be yes or no"),
    "twice": gettext_noop("stands twice in the same file"),
}


def terms(column: Column) -> tuple[str, ...]:
    """The ids that may stand in a column of codes."""
    return tuple(sorted(term.id for term in vocabulary(column.vocabulary)))
