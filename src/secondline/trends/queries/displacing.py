"""After an event: did they go elsewhere? One way of a nationality against its other ways, with controls."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np

from borderstats.displacement import FEWEST_BEFORE, Displacement, displacement
from secondline.people.models import Person
from secondline.register.moving import Way, everybody_else, ways
from secondline.register.queries import Held
from secondline.trends.rules import AFTER_EVENT, MOST_AREAS, month_after, months


@dataclass(frozen=True, slots=True)
class Moved:
    """What was asked, and the answer; `silent` is a key of rules.UNMOVED where nothing can be said."""

    ways: list[Way]  # to choose from, those with most first
    target: Way | None
    event: date | None
    until: date | None
    found: Displacement | None
    means: list[str]  # names of the alternatives that are another means of travel
    left_out: list[str]  # alternatives without a case before the event: nothing to set them against
    silent: str = ""


def moved(person: Person, held: Held | None, *, citizenship: str, target: str, event: date | None) -> Moved:
    """Every other way that the nationality took is an alternative; controls are all other nationalities."""
    if held is None or not held.monthly or not citizenship:
        return Moved([], None, None, None, None, [], [], "series")
    told = ways(person, held, citizenship=citizenship)
    offered = sorted(told, key=lambda way: (-sum(told[way].values()), way.key))[:MOST_AREAS]
    chosen = next((way for way in offered if way.key == target), None)
    if chosen is None or event is None:
        return Moved(offered, chosen, event, None, None, [], [], "")
    until = min(month_after(event, AFTER_EVENT - 1), held.last)
    answer = Moved(offered, chosen, event, until, None, [], [])
    axis = list(months(held.first, until))
    measure = axis.index(event) if event in axis else -1
    if measure < FEWEST_BEFORE:
        return _silent(answer, "short")
    rows = {way: [told[way].get(month, 0) for month in axis] for way in offered}
    others = [way for way in offered if way != chosen]
    usable = [way for way in others if any(rows[way][:measure])]
    means = [str(way) for way in usable if way.means != chosen.means]
    if not means:
        return _silent(answer, "means")
    controls = everybody_else(person, held, citizenship=citizenship)
    free = [controls.get(month, 0) for month in axis]
    if not any(free[:measure]) or not any(rows[chosen][:measure]):
        return _silent(answer, "controls")
    found = displacement(
        rows[chosen],
        _named(rows, usable),
        [free],
        measure=measure,
        modes=means,
        chance=np.random.default_rng(crc32(f"{held.source} {citizenship} {target} {event}".encode())),
    )
    left_out = [str(way) for way in others if way not in usable]
    return Moved(offered, chosen, event, until, found, means, left_out)


def _named(rows: Mapping[Way, list[int]], usable: list[Way]) -> dict[str, list[int]]:
    return {str(way): rows[way] for way in usable}


def _silent(answer: Moved, why: str) -> Moved:
    return Moved(answer.ways, answer.target, answer.event, answer.until, None, [], [], why)
