"""What the families of checks look at: the zone, the facts and the day, and which characters are in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from traveldoc.facts import Facts
from traveldoc.finding import Place
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


@dataclass
class Subject:
    """One zone under examination. `proposals` is filled by the checks."""

    mrz: Mrz
    facts: Facts
    on: date
    proposals: list[Proposal] = field(default_factory=list)

    @cached_property
    def layout(self) -> Format:
        """The format; the families that need it are asked only when there is one."""
        if self.mrz.format is None:
            raise LookupError("The lines fit no format: there are no fields to examine.")
        return self.mrz.format

    @cached_property
    def expiry(self) -> DateReading | None:
        text = self.mrz.values.get("date_of_expiry")
        return read_expiry(text, self.on) if text is not None else None

    @cached_property
    def birth(self) -> DateReading:
        return read_birth(self.mrz.values["date_of_birth"], self.on, self.expiry and self.expiry.day)

    def place(self, name: str) -> Place:
        item = self.layout.by_name[name]
        return Place(ZONE, item.line, item.start, item.end)

    def doubtful(self, spans: Iterable[Span]) -> list[Cell]:
        """The uncertain characters in the spans (line, start, end), the least certain first."""
        reading = self.mrz.reading
        if not reading.confidences or reading.lines != self.mrz.lines:
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
