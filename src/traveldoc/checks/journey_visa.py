"""A visa against the entries that were made with it."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.journey import ENTRY, Journey, Leg, Visa, area
from traveldoc.vocabulary import vocabulary

_CLAUSE: Final = "manual FALSEDOC, step O (overseas travel); Regulation (EC) 810/2009, articles 2 and 24"
VISA_VALIDITY: Final = Check(
    "journey.visa.validity",
    Phrase(gettext_noop("Was every entry made while the visa was valid?")),
    _CLAUSE,
    Phrase(gettext_noop("an entry between the first and the last day of the visa")),
    Phrase(
        gettext_noop(
            "The entry may have been made with another visa or a permit: look for it. Otherwise the stamp or "
            "the visa does not belong here."
        )
    ),
)
VISA_ENTRIES: Final = Check(
    "journey.visa.entries",
    Phrase(gettext_noop("Were there no more entries than the visa allows?")),
    _CLAUSE,
    Phrase(gettext_noop("no more entry stamps within its validity than its number of entries")),
    Phrase(gettext_noop("Count the entry stamps again; look for a second visa or a permit.")),
)
_AT: Final = gettext_noop(
    "number %(number)s, %(state)s: %(date)s; the visa was valid from %(since)s to %(until)s"
)
_COUNT: Final = gettext_noop("%(count)s entries, the visa allows %(allowed)s")
_NO_VISA: Final = Phrase(gettext_noop("no visa with its dates was given"))
_NO_LIMIT: Final = Phrase(gettext_noop("no visa with a number of entries was given"))
_OPEN: Final = "…"


def visas(told: Journey, on: date) -> Iterator[Finding]:
    """Both questions, once for each fault; a visa of another state or area is not asked."""
    del on
    dated = [visa for visa in told.visas if visa.state and (visa.valid_from or visa.valid_until)]
    outside = [leg for leg in told.stamps if _outside(leg, dated)]
    if not dated:
        yield VISA_VALIDITY.not_examined(_NO_VISA)
    elif not outside:
        yield VISA_VALIDITY.consistent()
    for leg in outside:
        visa = next(visa for visa in dated if _of(visa, leg))
        # With several visas an entry is outside of all of them; the first of the same area is named.
        yield VISA_VALIDITY.faulty(_seen(leg, visa), grade=_grade(told, leg))
    yield from _entries(told, dated)


def _grade(told: Journey, leg: Leg) -> Grade:
    """The own people need no visa; an entry by them says nothing about it."""
    return Grade.INCONCLUSIVE if leg.state in told.home else Grade.INCONSISTENT


def _entries(told: Journey, dated: list[Visa]) -> Iterator[Finding]:
    limited = [visa for visa in dated if visa.entries]
    faults = 0
    for visa in limited:
        count = sum(1 for leg in told.stamps if _of(visa, leg) and _within(visa, leg))
        if visa.entries and count > visa.entries:
            faults += 1
            values = {"count": str(count), "allowed": str(visa.entries)}
            yield VISA_ENTRIES.faulty(Phrase(_COUNT, values))
    if not limited:
        yield VISA_ENTRIES.not_examined(_NO_LIMIT)
    elif not faults:
        yield VISA_ENTRIES.consistent()


def _of(visa: Visa, leg: Leg) -> bool:
    """Whether the leg is an entry into where the visa is for."""
    return (
        leg.direction == ENTRY
        and leg.day is not None
        and area(leg.state, leg.day) == area(visa.state, leg.day)
    )


def _within(visa: Visa, leg: Leg) -> bool:
    day = leg.day or date.min
    return (visa.valid_from or date.min) <= day <= (visa.valid_until or date.max)


def _outside(leg: Leg, dated: list[Visa]) -> bool:
    mine = [visa for visa in dated if _of(visa, leg)]
    return bool(mine) and not any(_within(visa, leg) for visa in mine)


def _seen(leg: Leg, visa: Visa) -> Phrase:
    return Phrase(
        _AT,
        {
            "number": str(leg.number),
            "state": vocabulary("state").label(leg.state),
            "date": leg.day.isoformat() if leg.day else "",
            "since": visa.valid_from.isoformat() if visa.valid_from else _OPEN,
            "until": visa.valid_until.isoformat() if visa.valid_until else _OPEN,
        },
    )
