"""All that others count of the same stratum, on the time axis of the link: refusals, asylum, inland finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from borderstats.phrase import Phrase
from secondline.people.models import Person
from secondline.register.queries import Held
from secondline.trends.queries.link import STEP, Link, link
from secondline.trends.queries.own import Side
from secondline.trends.rules import MOST_BESIDE, month_after


@dataclass(frozen=True, slots=True)
class Beside:
    """Another series. `drawn`: a number for each period of the link's own axis that is known.

    A series told by longer periods than those of the axis has the same number in all of them: `longer`.
    """

    held: Held
    found: Link
    drawn: Mapping[date, int]
    longer: bool


def beside(
    person: Person, chosen: Link, side: Side, held: Sequence[Held], *, silent: Mapping[str, Phrase]
) -> list[Beside]:
    """The other series, all areas together, where they know anything of this nationality in these years."""
    found = []
    for each in [other for other in held if other != chosen.source]:
        told = link(person, each, side, area="", silent=silent)
        numbers = {row.period: row.published for row in told.rows if row.published is not None}
        drawn = _drawn(
            numbers, STEP[told.frequency], [row.period for row in chosen.rows], STEP[chosen.frequency]
        )
        if drawn:
            found.append(Beside(each, told, drawn, STEP[told.frequency] > STEP[chosen.frequency]))
    return found[:MOST_BESIDE]


def _drawn(told: Mapping[date, int], step: int, axis: Sequence[date], wide: int) -> dict[date, int]:
    """Numbers told every `step` months on an axis with a place every `wide` months."""
    if step >= wide:
        return {
            when: told[start]
            for when in axis
            if (start := month_after(when, -((when.month - 1) % step))) in told
        }
    parts = {when: [month_after(when, n) for n in range(0, wide, step)] for when in axis}
    return {when: sum(told[each] for each in of) for when, of in parts.items() if all(e in told for e in of)}
