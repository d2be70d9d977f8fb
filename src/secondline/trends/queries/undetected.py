"""How many were never found: only from what an agency knows of the same persons found again."""

from dataclasses import dataclass

from borderstats.hidden.estimates import Estimates
from borderstats.hidden.repeats import repeat_interceptions
from borderstats.hidden.trials import repeated_trials
from secondline.trends.rules import MOST_TIMES


@dataclass(frozen=True, slots=True)
class Repeats:
    """What somebody knows of repeats: `times[k - 1]` persons were found k times; or attempts and persons."""

    times: tuple[int, ...] = ()
    attempts: int | None = None
    persons: int | None = None


def times_of(text: str) -> tuple[int, ...]:
    """Numbers of persons found once, twice ... Raises ValueError for what is none."""
    parts = text.replace(",", " ").replace(";", " ").split()
    if len(parts) > MOST_TIMES or not all(
        part.isascii() and part.isdigit() and len(part) < 11 for part in parts
    ):
        raise ValueError("not numbers of persons found once, twice and so on")
    return tuple(int(part) for part in parts)


def undetected(known: Repeats) -> list[Estimates]:
    """Every answer that the methods have, never one: an empty list where nothing is known.

    Raises ValueError where the numbers can't be so.
    """
    found = []
    if known.times:
        found.append(repeat_interceptions(known.times))
    if known.attempts is not None and known.persons is not None:
        found.append(repeated_trials(known.attempts, known.persons))
    return found
