"""A journey as a document shows it and as its bearer tells it: stamps seen, legs told, a visa's limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

ENTRY: Final = "entry"
EXIT: Final = "exit"
SCHENGEN: Final = "schengen"

_ALWAYS: Final = date.min
# States that stamp at one common outer border: since when. A stay in one is a stay in all.
SCHENGEN_SINCE: Final[dict[str, date]] = {
    **dict.fromkeys(
        (
            "AUT",
            "BEL",
            "D",
            "DNK",
            "ESP",
            "FIN",
            "FRA",
            "GRC",
            "ISL",
            "ITA",
            "LUX",
            "NLD",
            "NOR",
            "PRT",
            "SWE",
        ),
        _ALWAYS,
    ),
    # Council decision 2007/801/EC
    **dict.fromkeys(("CZE", "EST", "HUN", "LTU", "LVA", "MLT", "POL", "SVK", "SVN"), date(2007, 12, 21)),
    "CHE": date(2008, 12, 12),  # Council decision 2008/903/EC
    "LIE": date(2011, 12, 19),  # Council decision 2011/842/EU
    "HRV": date(2023, 1, 1),  # Council decision (EU) 2022/2451
    **dict.fromkeys(("BGR", "ROU"), date(2024, 3, 31)),  # Council decision (EU) 2024/210: air and sea
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One crossing. `seen`: a stamp in the document; otherwise what the person or a ticket says.

    `number` is how the reader of the finding knows it. `state` is a code of Doc 9303-3, 5, `direction`
    ENTRY or EXIT; "" and None mean that it cannot be read or was not told.
    """

    number: int
    state: str = ""
    direction: str = ""
    day: date | None = None
    seen: bool = True

    @property
    def whole(self) -> bool:
        """Whether state, direction and day are all known, so that it can be put in order."""
        return bool(self.state and self.direction and self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visa:
    """What a visa allows: where, from when to when, and how often (None: no limit, or unknown)."""

    state: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    entries: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """All that is known of a journey with one document. `home`: codes of its issuer and nationality."""

    legs: tuple[Leg, ...] = ()
    issued: date | None = None
    expires: date | None = None
    home: tuple[str, ...] = ()
    visas: tuple[Visa, ...] = ()

    @property
    def stamps(self) -> tuple[Leg, ...]:
        return tuple(leg for leg in self.legs if leg.seen)

    @property
    def told(self) -> tuple[Leg, ...]:
        return tuple(leg for leg in self.legs if not leg.seen)


def area(state: str, day: date | None) -> str:
    """The area whose outer border a state's stamp stands for on that day: mostly the state itself."""
    since = SCHENGEN_SINCE.get(state)
    return SCHENGEN if since is not None and day is not None and day >= since else state


def in_order(legs: Iterable[Leg]) -> list[tuple[date, str, Leg]]:
    """Legs that are whole by day, each with its area. On one day an exit of where one is comes first."""
    placed = [(leg.day, area(leg.state, leg.day), leg) for leg in legs if leg.day and leg.whole]
    return sorted(placed, key=lambda each: (each[0], each[2].number))


@dataclass(frozen=True, slots=True)
class Stay:
    """From an entry to the exit that follows it in the same area; `left` is None while none is known."""

    area: str
    entered: Leg
    left: Leg | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies strictly between entry and exit, so that one cannot be elsewhere."""
        start, end = self.entered.day, self.left.day if self.left else None
        return start is not None and end is not None and start < day < end


@dataclass(frozen=True, slots=True)
class Paired:
    """Stamps put together to stays, and those that found no partner."""

    stays: tuple[Stay, ...]
    lone_exits: tuple[Leg, ...]
    open_before: tuple[Leg, ...]
    """Entries that another entry into the same area follows without an exit between."""


def pair(stamps: Iterable[Leg]) -> Paired:
    """Put each exit to the entry before it in the same area."""
    open_now: dict[str, Leg] = {}
    stays: list[Stay] = []
    lone: list[Leg] = []
    without_exit: list[Leg] = []
    for where, leg in _settled(in_order(stamps)):
        before = open_now.pop(where, None)
        if leg.direction == EXIT:
            if before is None:
                lone.append(leg)
            else:
                stays.append(Stay(where, before, leg))
            continue
        if before is not None:
            without_exit.append(before)
            stays.append(Stay(where, before))
        open_now[where] = leg
    stays += [Stay(where, leg) for where, leg in open_now.items()]
    return Paired(tuple(stays), tuple(lone), tuple(without_exit))


def _settled(placed: list[tuple[date, str, Leg]]) -> list[tuple[str, Leg]]:
    """On one day and in one area: whoever is inside leaves first, whoever is outside enters first."""
    inside: dict[str, bool] = {}
    order: list[tuple[str, Leg]] = []
    days = sorted({day for day, _, _ in placed})
    for day in days:
        waiting = [(where, leg) for on, where, leg in placed if on == day]
        while waiting:
            fits = [each for each in waiting if (each[1].direction == EXIT) == inside.get(each[0], False)]
            taken = (fits or waiting)[0]
            waiting.remove(taken)
            inside[taken[0]] = taken[1].direction == ENTRY
            order.append(taken)
    return order
