"""Does the document fit the description of known false ones? The alerts are handed in."""

from collections.abc import Iterable
from typing import Final

from traveldoc.alert import Alert, Fit, Seen, fit
from traveldoc.checks.check import Check
from traveldoc.checks.subject import Subject
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop

ALERT: Final = Check(
    "alert.known-false",
    Phrase(gettext_noop("Does the document fit the description of known false documents?")),
    "Doc 9303-2, appendix A, A.4",
    Phrase(gettext_noop("no alert that fits")),
    Phrase(gettext_noop("Look at what the alert describes, then decide. Genuine documents may fit, too.")),
)
CHECKS: Final = (ALERT,)

_NONE: Final = gettext_noop("none of %(count)s alerts fits")
_SEEN: Final[dict[Fit, str]] = {
    Fit.MARKED: gettext_noop(
        "it has a mark of the false documents of alert %(alert)s “%(title)s” (source: %(source)s)"
    ),
    Fit.NUMBERED: gettext_noop(
        "its number belongs to a series of alert %(alert)s “%(title)s” (source: %(source)s)"
    ),
    Fit.SAME_KIND: gettext_noop(
        "false documents of this kind are known: alert %(alert)s “%(title)s” (source: %(source)s)"
    ),
}
# That false ones are known says nothing about this one: it is something to look at, and lowers no grade.
_GRADES: Final[dict[Fit, Grade]] = {
    Fit.MARKED: Grade.INCONSISTENT,
    Fit.NUMBERED: Grade.INCONCLUSIVE,
    Fit.SAME_KIND: Grade.NOT_EXAMINED,
}
_RECOGNISE: Final = gettext_noop("How to recognise them: %(recognise)s")
BEST_FIRST: Final = (Fit.MARKED, Fit.NUMBERED, Fit.SAME_KIND)


def alerts(subject: Subject, seen: Seen, given: Iterable[Alert], found: Iterable[Finding]) -> list[Finding]:
    """A finding for each alert that fits, the best fit first; one that says so where none does."""
    faults = {finding.id for finding in found if finding.grade == Grade.INCONSISTENT}
    asked = Seen(seen.issuer, seen.kind, seen.number, faults, subject.facts.noticed)
    valid = [alert for alert in given if alert.is_valid(subject.on)]
    fits = [(how, alert) for alert in valid if (how := fit(alert, asked)) is not None]
    if not fits:
        return [ALERT.consistent(Phrase(_NONE, {"count": str(len(valid))}))] if valid else []
    fits.sort(key=lambda each: BEST_FIRST.index(each[0]))
    return [_finding(how, alert) for how, alert in fits]


def _finding(how: Fit, alert: Alert) -> Finding:
    values = {"alert": alert.id, "title": alert.title, "source": alert.source}
    hint = Phrase(_RECOGNISE, {"recognise": alert.recognise}) if alert.recognise else None
    return ALERT.faulty(Phrase(_SEEN[how], values), grade=_GRADES[how], hint=hint)
