"""The outcome of one proof: it holds, it fails, or it could not be examined, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.finding import Phrase


class State(StrEnum):
    """Three states that are never merged: what nobody could check is neither verified nor failed."""

    VERIFIED = "verified"
    FAILED = "failed"
    NOT_EXAMINED = "not examined"


_NO_REASON: Final = Phrase("")


@dataclass(frozen=True, slots=True)
class Proof:
    """`reason` is empty for what holds."""

    state: State
    reason: Phrase = _NO_REASON

    def __bool__(self) -> bool:
        return self.state is State.VERIFIED


HOLDS: Final = Proof(State.VERIFIED)


def fails(template: str, **values: object) -> Proof:
    return Proof(State.FAILED, ChipError(template, **values).phrase)


def unexamined(template: str, **values: object) -> Proof:
    return Proof(State.NOT_EXAMINED, ChipError(template, **values).phrase)
