"""Flows: from where, through which state, at which post, to where in the end; what is unknown stays so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    rows = register.chosen(person, choice).only({"fraud_class": set(FOUND)})
    journeys = _direct(rows.sums(*STAGES))
    sums = [_at(journeys, place) for place in range(len(STAGES))]
    kept = [_kept(each) for each in sums]
    stages = [_together(each, names) for each, names in zip(sums, kept, strict=True)]
    links: list[dict[tuple[str, str], int]] = []
    for place in range(len(STAGES) - 1):
        link: dict[tuple[str, str], int] = {}
        for journey, number in journeys.items():
            ends = _short(journey[place], kept[place]), _short(journey[place + 1], kept[place + 1])
            link[ends] = link.get(ends, 0) + number
        links.append(link)
    return Flows([_ordered(stage) for stage in stages], links, rows.total())


def _direct(told: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], int]:
    """Where nothing lay between, the second stage says so: the first state is not drawn as passed through."""
    journeys: dict[tuple[str, ...], int] = {}
    for (came_from, through, *rest), number in told.items():
        between = DIRECT if through and through == came_from else through
        journey = (came_from, between, *rest)
        journeys[journey] = journeys.get(journey, 0) + number
    return journeys


def _at(journeys: Mapping[tuple[str, ...], int], place: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for journey, number in journeys.items():
        sums[journey[place]] = sums.get(journey[place], 0) + number
    return sums


def _kept(sums: Mapping[str, int]) -> set[str]:
    known = sorted((word for word in sums if word), key=lambda word: (-sums[word], word))
    most = MOST_AT_A_STAGE if len(known) <= MOST_AT_A_STAGE else MOST_AT_A_STAGE - 1
    return set(known[:most])


def _short(word: str, kept: set[str]) -> str:
    return word if word in kept or not word else OTHERS


def _together(sums: Mapping[str, int], kept: set[str]) -> dict[str, int]:
    stage: dict[str, int] = {}
    for word, number in sums.items():
        short = _short(word, kept)
        stage[short] = stage.get(short, 0) + number
    return stage


def _ordered(stage: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(stage.items(), key=lambda each: (each[0] == "", each[0] == OTHERS, -each[1], each[0]))
