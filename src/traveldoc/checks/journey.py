"""Overseas travel and consistency: stamps, the journey as told, a visa and the document's dates.

Nothing here says that a stamp is genuine. What no border stamps any more cannot be missed: a missing partner
is `inconclusive`, two things that cannot both be true are `inconsistent`.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.journey_visa import VISA_ENTRIES, VISA_VALIDITY, visas
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.journey import ENTRY, Journey, Leg, area, pair
from traveldoc.vocabulary import vocabulary

TRAVEL: Final = "manual FALSEDOC, step O (overseas travel)"
TOGETHER: Final = "manual FALSEDOC, step C (consistency)"
_LOOK: Final = Phrase(gettext_noop("Look at the stamp again: day, month and year, and the state it names."))
_UNSTAMPED: Final = Phrase(
    gettext_noop(
        "Not every border stamps: electronic gates, the European Entry/Exit System since October 2025, "
        "residents. Look for the partner on other pages and in an earlier passport, then ask."
    )
)

FUTURE: Final = Check(
    "journey.stamp.future",
    Phrase(gettext_noop("Is every stamp dated no later than today?")),
    TRAVEL,
    Phrase(gettext_noop("a date on or before the day of the examination")),
    _LOOK,
)
BEFORE_ISSUE: Final = Check(
    "journey.stamp.before-issue",
    Phrase(gettext_noop("Is every stamp younger than the document it stands in?")),
    TOGETHER,
    Phrase(gettext_noop("a date on or after the date of issue")),
    Phrase(
        gettext_noop(
            "A stamp cannot be older than the booklet: look for pages from another document, a changed date "
            "of issue or a false stamp."
        )
    ),
)
AFTER_EXPIRY: Final = Check(
    "journey.stamp.after-expiry",
    Phrase(gettext_noop("Was the document valid at every entry?")),
    TOGETHER,
    Phrase(gettext_noop("an entry on or before the date of expiry")),
    Phrase(gettext_noop("Compare the date of expiry in both zones, and look at the stamp's year again.")),
)
EXIT_FIRST: Final = Check(
    "journey.stamp.exit-without-entry",
    Phrase(gettext_noop("Does an entry stand before every exit?")),
    TRAVEL,
    Phrase(gettext_noop("an entry stamp of the same state or area before the exit")),
    _UNSTAMPED,
)
NO_EXIT: Final = Check(
    "journey.stamp.entry-without-exit",
    Phrase(gettext_noop("Does an exit stand between two entries into the same state?")),
    TRAVEL,
    Phrase(gettext_noop("an exit stamp before the next entry into the same state or area")),
    _UNSTAMPED,
)
OVERLAP: Final = Check(
    "journey.stay.overlap",
    Phrase(gettext_noop("Was the bearer in one place at a time?")),
    TRAVEL,
    Phrase(gettext_noop("no stamp of another state between an entry and its exit")),
    Phrase(
        gettext_noop(
            "One of the stamps does not belong to this journey. Look at ink, frame, number and date of each, "
            "under ultraviolet light too."
        )
    ),
)
ORDER: Final = Check(
    "journey.told.order",
    Phrase(gettext_noop("Is the journey as told possible in that order?")),
    TRAVEL,
    Phrase(gettext_noop("no day before the day of the leg before")),
    Phrase(
        gettext_noop("Ask again how the journey went; correct the list if it was typed in another order.")
    ),
)
TOLD: Final = Check(
    "journey.told.stamps",
    Phrase(gettext_noop("Do the stamps say the same as the person?")),
    TOGETHER,
    Phrase(gettext_noop("the days of the stamps, and no place where the stamps say otherwise")),
    Phrase(gettext_noop("Ask once more, openly. People mistake days; look at ticket and boarding pass.")),
)
CHECKS: Final = (
    FUTURE,
    BEFORE_ISSUE,
    AFTER_EXPIRY,
    EXIT_FIRST,
    NO_EXIT,
    OVERLAP,
    ORDER,
    TOLD,
    VISA_VALIDITY,
    VISA_ENTRIES,
)

_AT: Final = gettext_noop("number %(number)s, %(state)s: %(date)s")
_AT_ISSUED: Final = gettext_noop(
    "number %(number)s, %(state)s: %(date)s; the document was issued on %(other)s"
)
_AT_EXPIRED: Final = gettext_noop(
    "number %(number)s, %(state)s: %(date)s; the document was valid until %(other)s"
)
_AT_EXIT: Final = gettext_noop(
    "number %(number)s: exit from %(state)s on %(date)s without an entry before it"
)
_AT_ENTRY: Final = gettext_noop("number %(number)s: entry into %(state)s on %(date)s, then another entry")
_AT_STAY: Final = gettext_noop(
    "number %(number)s, %(state)s: %(date)s, within the stay in %(there)s from %(since)s to %(until)s"
)
_AT_ORDER: Final = gettext_noop("number %(number)s, %(state)s: %(date)s, after a leg on %(other)s")
_AT_TOLD: Final = gettext_noop("number %(number)s, %(state)s: %(date)s was told, the stamp says %(other)s")
_NO_DATES: Final = Phrase(gettext_noop("no stamp with a date"))
_NO_ISSUE: Final = Phrase(gettext_noop("the date of issue is not known"))
_NO_EXPIRY: Final = Phrase(gettext_noop("the date of expiry is not known"))
# A day told that lies so near to a stamp's is the same crossing told differently.
NEAR_DAYS: Final = 31


def journey(told: Journey, *, on: date) -> tuple[Finding, ...]:
    """All questions about a journey, seen on the day `on`. Nothing given, nothing asked."""
    if not told.legs and not told.visas:
        return ()
    findings: list[Finding] = []
    for check, family in _FAMILIES:
        found = list(family(told, on))
        findings += found or [check.consistent()]
    return (*findings, *visas(told, on))


def _future(told: Journey, on: date) -> Iterator[Finding]:
    dated = [leg for leg in told.stamps if leg.day]
    if not dated:
        yield FUTURE.not_examined(_NO_DATES)
    for leg in dated:
        if leg.day and leg.day > on:
            yield FUTURE.faulty(_phrase(_AT, leg))


def _before_issue(told: Journey, on: date) -> Iterator[Finding]:
    del on
    dated = [leg for leg in told.stamps if leg.day]
    if not dated or told.issued is None:
        yield BEFORE_ISSUE.not_examined(_NO_ISSUE if dated else _NO_DATES)
        return
    for leg in dated:
        if leg.day and leg.day < told.issued:
            yield BEFORE_ISSUE.faulty(_phrase(_AT_ISSUED, leg, other=told.issued.isoformat()))


def _after_expiry(told: Journey, on: date) -> Iterator[Finding]:
    """A state lets its own people in with an expired document: then it is no contradiction by itself."""
    del on
    dated = [leg for leg in told.stamps if leg.day and leg.direction == ENTRY]
    if not dated or told.expires is None:
        yield AFTER_EXPIRY.not_examined(_NO_EXPIRY if dated else _NO_DATES)
        return
    for leg in dated:
        if leg.day and leg.day > told.expires:
            grade = Grade.INCONCLUSIVE if leg.state in told.home else Grade.INCONSISTENT
            seen = _phrase(_AT_EXPIRED, leg, other=told.expires.isoformat())
            yield AFTER_EXPIRY.faulty(seen, grade=grade)


def _abroad(told: Journey, legs: tuple[Leg, ...]) -> Iterator[Leg]:
    """People leave their own state first and come back last: no partner is missed there."""
    for leg in legs:
        if area(leg.state, leg.day) not in {area(state, leg.day) for state in told.home}:
            yield leg


def _exit_first(told: Journey, on: date) -> Iterator[Finding]:
    del on
    if not any(leg.whole for leg in told.stamps):
        yield EXIT_FIRST.not_examined(_NO_DATES)
    for leg in _abroad(told, pair(told.stamps).lone_exits):
        yield EXIT_FIRST.faulty(_phrase(_AT_EXIT, leg), grade=Grade.INCONCLUSIVE)


def _no_exit(told: Journey, on: date) -> Iterator[Finding]:
    del on
    if not any(leg.whole for leg in told.stamps):
        yield NO_EXIT.not_examined(_NO_DATES)
    for leg in _abroad(told, pair(told.stamps).open_before):
        yield NO_EXIT.faulty(_phrase(_AT_ENTRY, leg), grade=Grade.INCONCLUSIVE)


def _overlap(told: Journey, on: date) -> Iterator[Finding]:
    del on
    if not any(leg.whole for leg in told.stamps):
        yield OVERLAP.not_examined(_NO_DATES)
    for leg in told.stamps:
        if (seen := _elsewhere(told, leg)) is not None:
            yield OVERLAP.faulty(seen)


def _elsewhere(told: Journey, leg: Leg) -> Phrase | None:
    """The stay in another area, abroad, in the middle of which this leg falls."""
    if leg.day is None or not leg.state:
        return None
    for stay in pair(told.stamps).stays:
        at_home = stay.area in {area(state, stay.entered.day) for state in told.home}
        if at_home or stay.area == area(leg.state, leg.day) or not stay.covers(leg.day):
            continue
        there = {"there": _state(stay.entered.state), "since": _day(stay.entered), "until": _day(stay.left)}
        return _phrase(_AT_STAY, leg, **there)
    return None


def _order(told: Journey, on: date) -> Iterator[Finding]:
    del on
    dated = [leg for leg in told.told if leg.day]
    if not dated:
        yield ORDER.not_examined()
    for before, leg in pairwise(dated):
        if before.day and leg.day and leg.day < before.day:
            yield ORDER.faulty(_phrase(_AT_ORDER, leg, other=_day(before)))


def _told(told: Journey, on: date) -> Iterator[Finding]:
    del on
    dated = [leg for leg in told.told if leg.day]
    if not dated or not told.stamps:
        yield TOLD.not_examined()
        return
    for leg in dated:
        seen = _told_otherwise(told, leg) or _elsewhere(told, leg)
        if seen is not None:
            yield TOLD.faulty(seen, grade=Grade.INCONCLUSIVE)


def _told_otherwise(told: Journey, leg: Leg) -> Phrase | None:
    """A stamp of the same crossing with another day, where none has the day that was told."""
    if leg.day is None or not leg.whole:
        return None
    here = area(leg.state, leg.day)
    days = [
        stamp.day
        for stamp in told.stamps
        if stamp.day and stamp.direction == leg.direction and area(stamp.state, stamp.day) == here
    ]
    near = min(days, key=lambda day: abs((day - leg.day).days) if leg.day else 0, default=None)
    if near is None or near == leg.day or abs((near - leg.day).days) > NEAR_DAYS:
        return None
    return _phrase(_AT_TOLD, leg, other=near.isoformat())


def _phrase(template: str, leg: Leg, **more: str) -> Phrase:
    values = {"number": str(leg.number), "state": _state(leg.state), "date": _day(leg), **more}
    return Phrase(template, values)


def _state(code: str) -> str:
    return vocabulary("state").label(code) if code else "?"


def _day(leg: Leg | None) -> str:
    return leg.day.isoformat() if leg and leg.day else ""


_FAMILIES: Final[tuple[tuple[Check, Callable[[Journey, date], Iterator[Finding]]], ...]] = (
    (FUTURE, _future),
    (BEFORE_ISSUE, _before_issue),
    (AFTER_EXPIRY, _after_expiry),
    (EXIT_FIRST, _exit_first),
    (NO_EXIT, _no_exit),
    (OVERLAP, _overlap),
    (ORDER, _order),
    (TOLD, _told),
)
