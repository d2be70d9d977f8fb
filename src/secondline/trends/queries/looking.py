"""Where to look next: expected hits per 100 checks of documents, routes and posts; plans."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID
from zlib import crc32

import numpy as np

from borderstats.phrase import Phrase
from borderstats.rate import Estimate, jeffreys_share, rate_ratio
from borderstats.shrinkage import gamma_poisson
from borderstats.targeting import (
    Arms,
    allocate_by_square_root,
    allocate_by_thompson,
    checks_for_one_hit,
    compare_arms,
    highest_rate_without_hits,
    horvitz_thompson,
    outcome_test,
)
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.chances import chances
from secondline.register.queries import Choice
from secondline.register.queries.counts import crossings
from secondline.register.rules import FOUND
from secondline.trends.models import Plan
from secondline.trends.queries.signals import Stratum, latest_month
from secondline.trends.rules import (
    FEWEST_CHECKS,
    LOOKED_BACK,
    PER,
    PLACES,
    Spread,
    Worthwhile,
    month_after,
    worthwhile,
)


@dataclass(frozen=True, slots=True)
class Place:
    """One stratum: what was found in how many checks, and what to expect of the next hundred.

    `expected` is shrunk towards all strata together, with its 95 % interval: a place with three checks does
    not shout. `crossings` None: nobody told. `targeted` and `by_lot` are checks of a plan.
    """

    stratum: Stratum
    found: int
    checks: int
    expected: float
    low: float
    high: float
    crossings: int | None
    at_most: float | None  # hits per 100 that may still be there where nothing was found
    targeted: int = 0
    by_lot: int = 0

    @property
    def hardly(self) -> bool:
        return self.checks < FEWEST_CHECKS

    @property
    def key(self) -> str:
        return "|".join(self.stratum)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Checks with a known chance of being chosen, their finds, and the finds there would be among all."""

    checks: int
    found: int
    total: float
    low: float
    high: float

    @property
    def seen(self) -> tuple[float, float] | None:
        """The share of all that was found: its lowest and highest, in per cent."""
        if not self.found:
            return None
        return PER * self.found / self.high, min(float(PER), PER * self.found / self.low)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The strata of a level, the most expected first, with what limits them."""

    level: str
    first: date
    last: date
    places: Sequence[Place]
    overall: float | None
    enough_for_one: int | None  # random checks that find one with 95 % at the overall rate
    arms: Arms | None
    warnings: Sequence[Phrase]
    caution: Phrase | None
    generated: bool
    crossings_known: bool
    weighed: Weighed | None


@dataclass(slots=True)
class _Sum:
    found: int = 0
    looked: int = 0
    random: int = 0
    random_found: int = 0


def outlook(person: Person, level: str, *, at: datetime) -> Outlook:
    """The last twelve months that are over; only rows of sources that also tell of checks without a find."""
    last = latest_month(at)
    first = month_after(last, 1 - LOOKED_BACK)
    sums, generated = _told(person, level, first, last)
    crossed = _crossings(person, level, first, last)
    places = _places(sums, crossed)
    whole = _Sum(*(sum(getattr(each, column.name) for each in sums.values()) for column in fields(_Sum)))
    share = whole.found / whole.looked if whole.looked else 0.0
    warned = _outcome(sums, crossed)
    return Outlook(
        level=level,
        first=first,
        last=last,
        places=places,
        overall=PER * share if whole.looked else None,
        enough_for_one=checks_for_one_hit(share) if 0 < share < 1 else None,
        arms=_arms(whole, sum(crossed.values()) if crossed else None),
        warnings=warned[0],
        caution=warned[1],
        generated=generated,
        crossings_known=bool(crossed),
        weighed=_weighed(person, first, last),
    )


def _told(person: Person, level: str, first: date, last: date) -> tuple[dict[Stratum, _Sum], bool]:
    """Finds and checks of each stratum, and whether any of it is generated."""
    every = register.grouped(person, by=PLACES[level], first=first, last=last)
    rows = [row for row in every if row.whole and all(row.stratum)]
    sums: defaultdict[Stratum, _Sum] = defaultdict(_Sum)
    for row in rows:
        total = sums[row.stratum]
        total.found += row.found
        total.looked += row.looked
        total.random += row.random
        total.random_found += row.random_found
    generated = any(row.generated for row in rows)
    if level == "post":
        hits: Counter[tuple[str, date]] = Counter()
        for row in every:
            hits[row.stratum[0], row.month] += row.random_found
        by_effort, made_up = _by_effort(person, Choice(first, last), hits)
        lots = any(told.random for told in by_effort.values())
        for stratum, told in by_effort.items():
            own = sums[stratum]
            by_lot = (told.random, told.random_found) if lots else (own.random, own.random_found)
            sums[stratum] = _Sum(told.found, told.looked, *by_lot)
        generated |= made_up
    return dict(sums), generated


def _weighed(person: Person, first: date, last: date) -> Weighed | None:
    """What there was among all that could be chosen, where the chances are known (Horvitz and Thompson)."""
    told = chances(person, first=first, last=last)
    if not told:
        return None
    found = sum(finds for _chance, _checks, finds in told)
    chance = np.repeat([each for each, _checks, _finds in told], [finds for _c, _checks, finds in told])
    total = horvitz_thompson(np.ones(chance.size), chance)
    checks = sum(number for _chance, number, _finds in told)
    return Weighed(checks, found, float(total.value), float(total.low), float(total.high))


def _by_effort(
    person: Person, choice: Choice, hits: Mapping[tuple[str, date], int]
) -> tuple[dict[Stratum, _Sum], bool]:
    """Of posts, effort that other sources told counts too; a month with fewer checks than finds does not.

    Checks by lot only where they are told for every post and month, `hits` being their finds. With whether
    any of that effort is generated.
    """
    codes = {post.pk: post.code for post in register.posts(person)}
    found: Counter[tuple[UUID, date]] = Counter()
    for result in register.counted(person, choice):
        if result.fraud_class in FOUND:
            found[result.post, result.month] += result.number
    checks: Counter[tuple[UUID, date]] = Counter()
    efforts = register.looked(person, choice)
    lots: Counter[tuple[UUID, date]] = Counter()
    for effort in efforts:
        checks[effort.post, effort.month] += effort.inspections
        lots[effort.post, effort.month] += effort.random_checks or 0
    told = all(effort.random_checks is not None for effort in efforts) and all(
        hits.get((codes[post], month), 0) <= lots[post, month] for post, month in checks
    )
    sums: defaultdict[Stratum, _Sum] = defaultdict(_Sum)
    for (post, month), number in checks.items():
        if found[post, month] <= number:
            total = sums[codes[post],]
            total.found += found[post, month]
            total.looked += number
            total.random += lots[post, month] if told else 0
            total.random_found += hits.get((codes[post], month), 0) if told else 0
    return dict(sums), any(effort.generated for effort in efforts)


_EXPOSURE = {"post__code": "post", "document_kind": "document_kind", "document_nationality": "nationality"}


def _crossings(person: Person, level: str, first: date, last: date) -> dict[Stratum, int]:
    by = [_EXPOSURE[name] for name in PLACES[level]]
    rows = crossings(person, Choice(first, last), by=by)
    return {row.group: row.crossings for row in rows if row.crossings is not None and all(row.group)}


def _places(sums: Mapping[Stratum, _Sum], crossed: Mapping[Stratum, int]) -> list[Place]:
    strata = [stratum for stratum, total in sums.items() if total.looked]
    if not strata:
        return []
    found = [sums[stratum].found for stratum in strata]
    checks = [sums[stratum].looked for stratum in strata]
    # One stratum alone, or none with a find, has nothing to be shrunk towards.
    shrinks = len(strata) > 1 and any(found)
    rate = gamma_poisson(found, checks) if shrinks else jeffreys_share(found, checks)
    values = zip(*((PER * each).tolist() for each in (rate.value, rate.low, rate.high)), strict=True)
    places = [
        Place(
            stratum,
            y,
            n,
            min(value, PER),
            low,
            min(high, PER),
            crossed.get(stratum),
            PER * highest_rate_without_hits(n) if not y else None,
        )
        for stratum, y, n, (value, low, high) in zip(strata, found, checks, values, strict=True)
    ]
    return sorted(places, key=lambda place: (-place.expected, place.stratum))


def _arms(whole: _Sum, crossings: int | None) -> Arms | None:
    """Targeted against random checks, where both were made; what targeting missed needs the crossings."""
    targeted, targeted_found = whole.looked - whole.random, whole.found - whole.random_found
    if not whole.random or not targeted:
        return None
    not_targeted = max((crossings or 0) - targeted, whole.random)
    return compare_arms(targeted_found, targeted, whole.random_found, whole.random, not_targeted=not_targeted)


def _outcome(
    sums: Mapping[Stratum, _Sum], crossed: Mapping[Stratum, int]
) -> tuple[Sequence[Phrase], Phrase | None]:
    """Who is checked more and found less: only where crossings are told for at least two strata."""
    both = [s for s, total in sums.items() if total.looked and crossed.get(s, 0) >= total.looked]
    if len(both) < 2 or not any(sums[s].found for s in both):
        return (), None
    test = outcome_test(
        [" ".join(s) for s in both],
        [sums[s].found for s in both],
        [sums[s].looked for s in both],
        [crossed[s] for s in both],
    )
    return test.warnings, test.caution


def allocated(
    found: Outlook, checks: int, random_percent: int, spread: Spread = Spread.SQUARE_ROOT
) -> list[Place]:
    """The same places with a plan for so many checks; never more in a place than crossings (or ten times the
    checks made there, where crossings are not told). Raises ValueError in words for a person.
    """
    room = [place.crossings if place.crossings is not None else 10 * place.checks for place in found.places]
    share = random_percent / 100
    if spread is Spread.THOMPSON:
        # The same question is drawn the same way, so that what is kept is what was shown.
        chance = np.random.default_rng(crc32(f"{found.level} {found.last} {checks}".encode()))
        hits, checked = ([getattr(place, name) for place in found.places] for name in ("found", "checks"))
        plan = allocate_by_thompson(checks, room, hits, checked, random_share=share, chance=chance)
    else:
        expected = [place.expected for place in found.places]
        plan = allocate_by_square_root(checks, room, expected, random_share=share)
    return [
        replace(place, targeted=int(targeted), by_lot=int(by_lot))
        for place, targeted, by_lot in zip(found.places, plan.targeted, plan.random, strict=True)
    ]


def plan_rows(spread: Sequence[Place]) -> list[dict[str, str | int | float]]:
    """A spread as a plan keeps it."""
    return [
        {
            "stratum": place.key,
            "targeted": place.targeted,
            "by_lot": place.by_lot,
            "expected": round(place.expected, 3),
        }
        for place in spread
    ]


@dataclass(frozen=True, slots=True)
class Aftermath:
    """A plan and what was found in the months after it, against the year before it."""

    plan: Plan
    found_before: int
    checks_before: int
    found_after: int
    checks_after: int
    ratio: Estimate | None
    months: int

    @property
    def worth(self) -> Worthwhile | None:
        return worthwhile(float(self.ratio.low), float(self.ratio.high)) if self.ratio else None


def plans(person: Person, *, at: datetime, most: int | None = 12) -> list[Aftermath]:
    """The agency's plans, newest first; each is measured until the next one (at most a year)."""
    found, until = [], latest_month(at)
    for plan in Plan.objects.filter(agency=person.agency_id).select_related("by")[:most]:
        last = min(month_after(plan.month, LOOKED_BACK - 1), until)
        found.append(_aftermath(person, plan, last))
    return found


def standing_plans(agency: UUID, *, at: datetime) -> list[Plan]:
    """The newest of each level, unless it was withdrawn or is older than a year."""
    oldest = month_after(latest_month(at), 1 - LOOKED_BACK)
    newest: dict[str, Plan] = {}
    for plan in Plan.objects.filter(agency=agency, month__gte=oldest).select_related("by", "agency"):
        newest.setdefault(plan.level, plan)
    return [plan for plan in newest.values() if plan.withdrawn_at is None]


MOST_AIMS = 40
AIMS_A_POST = 3


@dataclass(frozen=True, slots=True)
class Aim:
    """What a plan sends officers to look at: at this post ("" every one) documents of this State and kind."""

    post: str
    issuer: str
    kind: str


def aims_of(plan: Plan, *, at: datetime) -> list[Aim]:
    """The plan's strata with checks, the most expected first, as documents that a card can be about.

    A post alone says nothing of documents: what was found there in the last year says it.
    """
    rows = sorted(plan.rows, key=lambda row: -row["expected"])
    strata = [row["stratum"].split("|") for row in rows if row["targeted"] or row["by_lot"]]
    if plan.level == "kind":
        aims = [Aim("", "", kind) for (kind,) in strata]
    elif plan.level == "nationality":
        aims = [Aim("", issuer, "") for (issuer,) in strata]
    elif plan.level == "post-nationality":
        aims = [Aim(post, issuer, "") for post, issuer in strata]
    else:
        aims = [aim for (post,) in strata for aim in _found_at(plan, post, at)]
    return aims[:MOST_AIMS]


def _found_at(plan: Plan, post: str, at: datetime) -> list[Aim]:
    last = latest_month(at)
    columns = ("post__code", "document_nationality", "document_kind")
    found: Counter[tuple[str, str]] = Counter()
    for row in register.grouped(plan.by, by=columns, first=month_after(last, 1 - LOOKED_BACK), last=last):
        if row.stratum[0] == post and row.found and row.stratum[1]:
            found[row.stratum[1], row.stratum[2]] += row.found
    return [Aim(post, issuer, kind) for (issuer, kind), _number in found.most_common(AIMS_A_POST)]


def _aftermath(person: Person, plan: Plan, last: date) -> Aftermath:
    before = _hits(person, plan, month_after(plan.month, -LOOKED_BACK), month_after(plan.month, -1))
    after = _hits(person, plan, plan.month, last) if last >= plan.month else (0, 0)
    ratio = rate_ratio(after[0], after[1], before[0], before[1]) if after[1] and before[1] else None
    length = max(0, (last.year - plan.month.year) * 12 + last.month - plan.month.month + 1)
    return Aftermath(plan, *before, *after, ratio, length)


def _hits(person: Person, plan: Plan, first: date, last: date) -> tuple[int, int]:
    sums, _generated = _told(person, plan.level, first, last)
    return sum(each.found for each in sums.values()), sum(each.looked for each in sums.values())
