"""One choice side by side: by post, by nationality, by what else the register tells apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from borderstats.rate import poisson_rate
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.cube import MONTH, first_day
from secondline.register.rules import FOUND
from secondline.trends.queries.series import Series, triples
from secondline.trends.rules import MOST_PLOTS, OTHERS, PER, Rate


@dataclass(frozen=True, slots=True)
class Part:
    """One of them. `label` "" is what nobody told, OTHERS all the smaller ones; `rate` per 100 inspections:
    of its own post where posts are told apart, of all inspections otherwise.
    """

    label: str
    months: Mapping[date, int]
    found: int
    inspections: int | None
    rate: Rate | None


def parts(person: Person, found: Series, split: str, *, most: int = MOST_PLOTS) -> Sequence[Part]:
    """The largest by themselves, the others together, so that they add up to the whole."""
    rows = register.chosen(person, found.choice).only({"fraud_class": set(FOUND)})
    told: dict[str, dict[date, int]] = {}
    for (label, month), number in rows.sums(split, MONTH).items():
        told.setdefault(label, {})[first_day(month)] = number
    if split == "fraud_class":
        return [_part(found, split, fraud, told.get(fraud, {})) for fraud in FOUND]
    order = sorted(told, key=lambda label: (label == "", -sum(told[label].values()), label))
    kept = order if len(order) <= most else order[: most - 1]
    rest: dict[date, int] = {}
    for label in order[len(kept) :]:
        for when, number in told[label].items():
            rest[when] = rest.get(when, 0) + number
    drawn = [_part(found, split, label, told[label]) for label in kept]
    return [*drawn, *([_part(found, split, OTHERS, rest)] if rest else [])]


def _part(found: Series, split: str, label: str, months: Mapping[date, int]) -> Part:
    """The rate is made of months and posts whose effort is known, for all parts the same ones."""
    counted = {month.month: month for month in found.months if month.inspections is not None}
    if split == "post" and label not in {"", OTHERS}:
        own = {when: found.cells.at(when, UUID(label)) for when in counted}
        cells = {when: cell for when, cell in own.items() if cell is not None and cell.sound}
        looked = sum(cell.inspections or 0 for cell in cells.values())
        hits = sum(months.get(when, 0) for when in cells)
    else:
        whole = [month for month in counted.values() if month.posts_known == month.posts]
        looked = sum(month.inspections or 0 for month in whole)
        hits = sum(months.get(month.month, 0) for month in whole)
    rate = triples(poisson_rate([hits], [looked], per=PER))[0]
    return Part(label, months, sum(months.values()), looked or None, rate)
