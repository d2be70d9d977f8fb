"""Is the document reported lost, stolen or revoked? (Doc 9303-2, 6.4.) The look-up is handed in."""

from typing import Final

from traveldoc.alert import Seen
from traveldoc.checks.check import Check
from traveldoc.checks.subject import ZONE, Subject
from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop
from traveldoc.numbering import alternatives, normalised
from traveldoc.reported import Answer, LookUp, Report
from traveldoc.vocabulary import vocabulary

LISTED: Final = Check(
    "reported.listed",
    Phrase(gettext_noop("Is the document reported lost, stolen or revoked?")),
    "Doc 9303-2, 6.4",
    Phrase(gettext_noop("a number that stands in no list")),
    Phrase(
        gettext_noop(
            "Ask whoever reported it whether the report still stands: documents are found again, and lists "
            "err. It says nothing about the person who shows it."
        )
    ),
)
AGE: Final = Check(
    "reported.age",
    Phrase(gettext_noop("Are the lists of lost and stolen documents recent?")),
    "Doc 9303-2, 6.3",
    Phrase(gettext_noop("lists no older than agreed with their source")),
    Phrase(gettext_noop("Ask the administrator for a newer list. What was reported since is not in it.")),
)
CHECKS: Final = (LISTED, AGE)

_NOT: Final = gettext_noop("in none of %(count)s lists")
_NO_LIST: Final = Phrase(gettext_noop("no list is held here"))
_NO_NUMBER: Final = Phrase(gettext_noop("no document number was read"))
_HIT: Final = gettext_noop(
    "%(what)s: %(kind)s of %(issuer)s, reported on %(reported)s. Source: %(source)s, list of %(as_of)s, "
    "%(age)s days old. %(circumstances)s"
)
_HIT_UNDATED: Final = gettext_noop(
    "%(what)s: %(kind)s of %(issuer)s, day of the report not known. Source: %(source)s, list of %(as_of)s, "
    "%(age)s days old. %(circumstances)s"
)
_RANGE_HIT: Final = gettext_noop(
    "%(what)s: the number lies in a range of %(kind)s of %(issuer)s, reported on %(reported)s. Source: "
    "%(source)s, list of %(as_of)s, %(age)s days old. %(circumstances)s"
)
_CALL: Final = gettext_noop(
    "Call %(contact)s and ask whether the report still stands: documents are found again, and lists err. "
    "It says nothing about the person who shows it."
)
_MAYBE: Final = gettext_noop(
    "the number as read is in no list, but %(number)s is: O and 0 look alike. Compare them on the document"
)
_UNREADABLE: Final = gettext_noop(
    "the list of %(source)s can't be read and was not looked through; tell the administrator"
)
_OLD: Final = gettext_noop("%(source)s is of %(as_of)s, %(age)s days old")


def reported(subject: Subject, seen: Seen, look_up: LookUp) -> list[Finding]:
    """What the lists say of the number, and a word on every list that is old."""
    number = normalised(seen.number)
    if not number:
        return [LISTED.not_examined(_NO_NUMBER)]
    answer = look_up(seen.issuer, seen.kind, number)
    if not answer.sources and not answer.reports:
        return [LISTED.not_examined(_NO_LIST), *_old(answer, subject)]
    place = _place(subject)
    if answer.reports:
        doubtful = place is not None and bool(
            subject.doubtful([(place.line or 1, place.start or 1, place.end or 1)])
        )
        findings = [_hit(report, subject, place, sure=not doubtful) for report in answer.reports]
    else:
        findings = [_not_listed(answer, seen, number, look_up, place)]
    return [*findings, *_old(answer, subject)]


def _place(subject: Subject) -> Place | None:
    if subject.mrz.format is None:
        return None
    item = subject.mrz.format.by_name["document_number"]
    return Place(ZONE, item.line, item.start, item.end)


def _not_listed(answer: Answer, seen: Seen, number: str, look_up: LookUp, place: Place | None) -> Finding:
    """Nothing under the number itself; under another reading of it there may be something."""
    for other in alternatives(number):
        if look_up(seen.issuer, seen.kind, other).reports:
            said = Phrase(_MAYBE, {"number": other})
            return LISTED.faulty(said, grade=Grade.INCONCLUSIVE, place=place)
    return LISTED.consistent(Phrase(_NOT, {"count": str(len(answer.sources))}), place=place)


def _hit(report: Report, subject: Subject, place: Place | None, *, sure: bool) -> Finding:
    """Graded by the document, never by its bearer; a number read without certainty waits for a person."""
    what, kinds, states = vocabulary("reported"), vocabulary("document-kind"), vocabulary("state")
    values = {
        "what": what.label(report.sort),
        "kind": kinds.label(report.kind or "other"),
        "issuer": states.label(report.issuer),
        "reported": report.reported.isoformat() if report.reported else "",
        "source": report.source,
        "as_of": report.as_of.isoformat(),
        "age": str(max(0, (subject.on - report.as_of).days)),
        "circumstances": report.circumstances,
    }
    template = _HIT if report.reported else _HIT_UNDATED
    template = _RANGE_HIT if report.extent == "range" and report.reported else template
    hint = Phrase(_CALL, {"contact": report.contact}) if report.contact else None
    grade = Grade.INCONSISTENT if sure else Grade.INCONCLUSIVE
    return LISTED.faulty(Phrase(template, values), grade=grade, hint=hint, place=place)


def _old(answer: Answer, subject: Subject) -> list[Finding]:
    """An old list is not wrong, so it lowers no grade; but nobody should rely on what it does not hold."""
    missing = [AGE.not_examined(Phrase(_UNREADABLE, {"source": name})) for name in answer.missing]
    return missing + [
        AGE.not_examined(
            Phrase(
                _OLD,
                {
                    "source": source.name,
                    "as_of": source.as_of.isoformat(),
                    "age": str(source.age(subject.on)),
                },
            )
        )
        for source in answer.sources
        if source.is_old(subject.on)
    ]
