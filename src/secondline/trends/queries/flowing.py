"""Flows: from where, through which state, at which post, to where in the end; what is unknown stays so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.queries import Choice
from secondline.register.rules import FOUND
from secondline.trends.rules import DIRECT, OTHERS

STAGES = ("embarkation", "transit", "post", "final_destination")
# All that a row tells of its journey, in order of the way: for the file.
JOURNEY = ("embarkation", "transit", "post", "next_stop", "final_destination")
MOST_AT_A_STAGE = 8


@dataclass(frozen=True, slots=True)
class Flows:
    """`stages`: what each has, the largest first, the small ones together, the unknown last; `links` between
    neighbouring stages. Each adds up to `total`.
    """

    stages: Sequence[Sequence[tuple[str, int]]]
    links: Sequence[Mapping[tuple[str, str], int]]
    total: int


def flows(person: Person, choice: Choice) -> Flows:
    rows = register.chosen(person, choice).only({"fraud_class": set(FOUND)}).taken(*STAGES)
    # Where nothing lay between, the second stage says so: the first state is not drawn as passed through.
    rows = rows.told_alike("embarkation", "transit", DIRECT)
    for stage in STAGES:
        rows = rows.relabelled(stage, _together({word: n for (word,), n in rows.sums(stage).items()}))
    stages = [{word: n for (word,), n in rows.sums(stage).items()} for stage in STAGES]
    links = [_pairs(rows.sums(*neighbours)) for neighbours in pairwise(STAGES)]
    return Flows([_ordered(stage) for stage in stages], links, rows.total())


def _together(sums: Mapping[str, int]) -> dict[str, str]:
    """Under which word each place is drawn: all but the largest are drawn as one, the unknown as unknown."""
    known = sorted((word for word in sums if word), key=lambda word: (-sums[word], word))
    most = MOST_AT_A_STAGE if len(known) <= MOST_AT_A_STAGE else MOST_AT_A_STAGE - 1
    return dict.fromkeys(known[most:], OTHERS)


def _pairs(sums: Mapping[tuple[str, ...], int]) -> dict[tuple[str, str], int]:
    return {(one, other): number for (one, other), number in sums.items()}


def _ordered(stage: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(stage.items(), key=lambda each: (each[0] == "", each[0] == OTHERS, -each[1], each[0]))
