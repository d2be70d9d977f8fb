"""What the families of checks look at: the zone, the facts and the day, and which characters are in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from traveldoc.facts import Facts
from traveldoc.mrz.date import DateReading, read_birth, read_expiry
from traveldoc.mrz.field import Field
from traveldoc.mrz.format import Format
from traveldoc.mrz.parse import Mrz
from traveldoc.mrz.reading import CERTAIN

ZONE: Final = "mrz"
Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A character of the zone: line and column from 1, how sure its reader was, the second choice."""

    line: int
    column: int
    character: str
    confidence: float
    runner_up: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A repair that would make a check hold. Proposed, never applied: a person confirms the character."""

    check: str
    line: int
    column: int
    seen: str
    proposed: str


class Subject:
    """One zone under examination: its format, its dates, and the `proposals` that the checks make.

    `layout`, `birth` and `expiry` are set for the families that need a format: they are asked only when
    there is one. A format without a date of expiry has no `expiry`.
    """

    __slots__ = ("birth", "expiry", "facts", "layout", "mrz", "on", "proposals")

    layout: Format
    birth: DateReading

    def __init__(self, mrz: Mrz, facts: Facts, on: date) -> None:
        self.mrz = mrz
        self.facts = facts
        self.on = on
        self.proposals: list[Proposal] = []
        self.expiry: DateReading | None = None
        if mrz.format is not None:
            self.layout = mrz.format
            if (expiry := mrz.values.get("date_of_expiry")) is not None:
                self.expiry = read_expiry(expiry, on)
            day = self.expiry.day if self.expiry else None
            # Only an expiry in the past narrows the century of the birth.
            self.birth = read_birth(mrz.values["date_of_birth"], on, day if day and day < on else None)

    def doubtful(self, spans: Iterable[Span]) -> list[Cell]:
        """The uncertain characters in the spans (line, start, end), the least certain first."""
        reading = self.mrz.reading
        if not reading.confidences or list(map(len, reading.lines)) != list(map(len, self.mrz.lines)):
            return []
        cells = [
            Cell(
                line,
                column,
                reading.lines[line - 1][column - 1],
                confidence,
                reading.runners_up[line - 1][column - 1] if reading.runners_up else "",
            )
            for line, start, end in spans
            for column in range(start, end + 1)
            if (confidence := reading.confidences[line - 1][column - 1]) < CERTAIN
        ]
        return sorted(cells, key=lambda cell: cell.confidence)


def span_of(item: Field) -> Span:
    return item.line, item.start, item.end
