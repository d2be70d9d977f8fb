"""How far the taking over of a file is, as it is told to whoever waits."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Final, TypeVar

Thing = TypeVar("Thing")


class Step(StrEnum):
    READ = "read"
    COUNT = "count"  # of crossings, in per cent of the file
    JUDGE = "judge"
    COMPARE = "compare"
    STORE = "store"


Tell = Callable[[Step, int, int], None]  # step, how many are done, of how many (0: nobody knows)
EVERY: Final = 1_000  # rows after which it is told again


def quiet(_step: Step, _done: int, _of: int) -> None:
    """Nobody asked how far it is."""


def told(things: Iterable[Thing], tell: Tell, step: Step, of: int = 0) -> Iterator[Thing]:
    """The same things, their number told on the way."""
    for number, thing in enumerate(things):
        if number % EVERY == 0:
            tell(step, number, of)
        yield thing
