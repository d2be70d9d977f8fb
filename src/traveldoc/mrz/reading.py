"""What was read or typed: the lines, and for a picture how sure the reader was of each character."""

from dataclasses import dataclass
from typing import Final

# Below this a character read from a picture counts as uncertain: a fault on it is no evidence.
CERTAIN: Final = 0.90


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a machine readable zone.

    `lines` as printed, top to bottom (or one text with line breaks, or all lines joined). `confidences`
    (0 to 1) and `runners_up` (the second choice, "" for none) have the shape of `lines`; both are empty
    for what a person typed, which counts as certain. `source` says where it came from, for people.
    """

    lines: tuple[str, ...]
    confidences: tuple[tuple[float, ...], ...] = ()
    runners_up: tuple[tuple[str, ...], ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        shape = [len(line) for line in self.lines]
        for name, table in (("confidences", self.confidences), ("runners_up", self.runners_up)):
            if table and [len(row) for row in table] != shape:
                raise ValueError(f"{name} must have one value for each character of lines")
