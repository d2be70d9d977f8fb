"""Lost, stolen and revoked documents: what a look-up is asked and what it answers (Doc 9303-2, 6).

The look-up itself is handed in: this package holds no list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Report:
    """One entry that fits. `sort` is an id of the vocabulary `reported`; `extent` says whether the number
    itself is listed ("number") or lies in a listed range ("range").
    """

    sort: str
    issuer: str
    kind: str
    reported: date | None
    circumstances: str
    source: str
    as_of: date
    contact: str
    extent: str = "number"


@dataclass(frozen=True, slots=True)
class Source:
    """One list that was looked through: `as_of` is its date, `fresh_days` for how long it is recent."""

    name: str
    as_of: date
    fresh_days: int

    def age(self, on: date) -> int:
        return max(0, (on - self.as_of).days)

    def is_old(self, on: date) -> bool:
        return self.age(on) > self.fresh_days


@dataclass(frozen=True, slots=True)
class Answer:
    """What the lists say of one number, which lists there are, and which of them could not be read."""

    reports: tuple[Report, ...] = ()
    sources: tuple[Source, ...] = ()
    missing: tuple[str, ...] = ()


# issuer and kind may be "" where they are not known; the number is normalised (traveldoc.numbering).
LookUp = Callable[[str, str, str], Answer]
