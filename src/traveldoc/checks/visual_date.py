"""Dates: the same day, and an issue that fits the expiry."""

from datetime import date
from typing import Final

from traveldoc.checks.subject import Subject
from traveldoc.checks.validity import LIMITS, years_after
from traveldoc.checks.visual_check import BY_FIELD, NOT_IN_ZONE, different, same
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER

_CENTURY: Final = Phrase(
    gettext_noop(
        "The two digits of the year agree, the century does not. Look at the year in the visual zone again."
    )
)
_SEEN: Final = gettext_noop("%(date)s")
_FUTURE: Final = Phrase(gettext_noop("issued on or before the day of the examination"))
_BEFORE: Final = Phrase(gettext_noop("issued before the document expires, and after the birth of its holder"))
_TERM: Final = gettext_noop("issued no more than %(years)s years before it expires")
_PARTLY: Final = Phrase(gettext_noop("the date of issue is not known to the day"))


def zone_text(iso: str) -> str:
    """YYYY-MM-DD, with XX for unknown parts, as the machine readable zone writes it."""
    return (iso[2:4] + iso[5:7] + iso[8:]).replace("X", FILLER)


def compare_date(subject: Subject, name: str, visual: str) -> Finding:
    """`name` is "date_of_birth" or "date_of_expiry"."""
    printed = subject.mrz.values.get(name)
    if printed is None:
        return BY_FIELD[name].not_examined(NOT_IN_ZONE)
    if zone_text(visual) != printed:
        return different(subject, name, visual, name)
    if name == "date_of_birth" and visual not in (subject.birth.iso, *subject.birth.also):
        return different(subject, name, visual, name, grade=Grade.INCONCLUSIVE, hint=_CENTURY)
    return same(name, visual)


def compare_issue(subject: Subject, name: str, visual: str) -> Finding:
    """The machine readable zone has no date of issue (the French card has its month)."""
    if "date_of_issue" in subject.mrz.values:
        if zone_text(visual)[:4] == subject.mrz.values["date_of_issue"]:
            return same(name, visual)
        return different(subject, name, visual, "date_of_issue")
    if "X" in visual:
        return BY_FIELD[name].not_examined(_PARTLY)
    expected = _unmet(subject, date.fromisoformat(visual))
    if expected is None:
        return same(name, visual)
    seen = Phrase(_SEEN, {"date": visual})
    return BY_FIELD[name].faulty(seen, expected=expected)


def _unmet(subject: Subject, issued: date) -> Phrase | None:
    """What the date of issue should have been; None where nothing is against it."""
    if issued > subject.on:
        return _FUTURE
    expiry = subject.expiry.day if subject.expiry else None
    birth = subject.birth.day
    if (expiry and issued >= expiry) or (birth and issued < birth and not subject.birth.also):
        return _BEFORE
    code = subject.mrz.values["document_code"].rstrip(FILLER)
    limit = LIMITS.get(code) or LIMITS.get(code[:1])
    if expiry and limit and limit.longest and expiry > years_after(issued, limit.longest):
        return Phrase(_TERM, {"years": str(limit.longest)})
    return None
