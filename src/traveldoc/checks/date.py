"""The dates (Doc 9303-3, 4.8): possible, plausible, in order, not expired, not valid for too long.

Centuries are resolved as `traveldoc.mrz.date` says; nothing here asks a clock.
"""

from datetime import date
from functools import lru_cache
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.deviation import known_deviation
from traveldoc.checks.doubt import fault
from traveldoc.checks.subject import Subject, span_of
from traveldoc.checks.validity import VALIDITY, limit_of
from traveldoc.finding import Finding, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.date import DateReading, DateState

BIRTH: Final = Check(
    "mrz.date.birth",
    Phrase(gettext_noop("Is the date of birth a date on which a living person can have been born?")),
    "Doc 9303-3, 4.8",
    Phrase(
        gettext_noop("a day that exists, in the past and before the expiry, with fillers for unknown parts")
    ),
    Phrase(gettext_noop("Compare with the date of birth in the visual zone.")),
)
EXPIRY: Final = Check(
    "mrz.date.expiry",
    Phrase(gettext_noop("Is the date of expiry a date?")),
    "Doc 9303-3, 4.8",
    Phrase(gettext_noop("a day that exists; fillers are for unknown dates of birth only")),
    Phrase(gettext_noop("Compare with the date of expiry in the visual zone.")),
)
EXPIRED: Final = Check(
    "mrz.date.expired",
    Phrase(gettext_noop("Is the document valid on the day of the examination?")),
    "Doc 9303-4, -5, -6 and -7, 4.2.2",
    Phrase(gettext_noop("a date of expiry on or after the day of the examination")),
    Phrase(gettext_noop("An expired document is not false, but it is not valid either.")),
)
ISSUED: Final = Check(
    "mrz.date.issue",
    Phrase(gettext_noop("Is the month of issue one in which such cards were made?")),
    "France, identity card model 1988",
    Phrase(gettext_noop("a month from 1988 to 2021, not after the day of the examination")),
    Phrase(gettext_noop("Compare with the date of issue in the visual zone.")),
)
CHECKS: Final = (BIRTH, EXPIRY, EXPIRED, VALIDITY, ISSUED)

_SEEN_DATE: Final = gettext_noop("%(date)s")
_SEEN_EITHER: Final = gettext_noop("%(date)s, or %(also)s: the zone has two digits for the year")
_SEEN_UNKNOWN: Final = Phrase(gettext_noop("unknown, all fillers"))
_SEEN_TEXT: Final = gettext_noop("“%(text)s”, which is no such date")
_SEEN_EXPIRED: Final = gettext_noop("expired on %(date)s")
_SEEN_VALID: Final = gettext_noop("valid until %(date)s")
_EXPECTED_DAY: Final = gettext_noop("a date of expiry on or after %(on)s")
_NO_DATE: Final = Phrase(gettext_noop("there is no date of expiry to compare"))
_NONE_IN_ZONE: Final = Phrase(gettext_noop("this format has no date of expiry in its machine readable zone"))
_OPEN_ENDED: Final = frozenset(("990101", "991231"))


def dates(subject: Subject) -> list[Finding]:
    """Birth, then expiry with validity; the French card has a month of issue instead of an expiry."""
    findings = [_birth(subject)]
    expiry = subject.expiry
    if expiry is None:
        return [*findings, _issued(subject), EXPIRED.not_examined(_NONE_IN_ZONE)]
    if expiry.day is None:
        return [*findings, _wrong_expiry(subject, expiry), EXPIRED.not_examined(_NO_DATE)]
    findings.append(_good_expiry(expiry.day))
    if expiry.day < subject.on:
        findings.append(_expired(subject, expiry))
        return findings
    findings.append(_in_time(expiry.day, subject.on))
    findings.append(limit_of(subject, expiry.day))
    return findings


def _birth(subject: Subject) -> Finding:
    birth = subject.birth
    if birth.state is not DateState.IMPOSSIBLE:
        return _good_birth(birth)
    item = subject.layout.by_name["date_of_birth"]
    seen = Phrase(_SEEN_TEXT, {"text": birth.text})
    return fault(BIRTH, subject, (span_of(item),), seen)


@lru_cache(maxsize=16384)
def _good_birth(birth: DateReading) -> Finding:
    if birth.state is DateState.UNKNOWN:
        return BIRTH.consistent(_SEEN_UNKNOWN)
    if birth.also:
        return BIRTH.consistent(Phrase(_SEEN_EITHER, {"date": birth.iso, "also": ", ".join(birth.also)}))
    return BIRTH.consistent(Phrase(_SEEN_DATE, {"date": birth.iso}))


@lru_cache(maxsize=16384)
def _good_expiry(expiry: date) -> Finding:
    return EXPIRY.consistent(Phrase(_SEEN_DATE, {"date": expiry.isoformat()}))


def _wrong_expiry(subject: Subject, expiry: DateReading) -> Finding:
    item = subject.layout.by_name["date_of_expiry"]
    seen = Phrase(_SEEN_TEXT, {"text": expiry.text})
    finding = fault(EXPIRY, subject, (span_of(item),), seen)
    empty = not expiry.text.strip(FILLER)
    return known_deviation(subject, "no expiry", finding) if empty else finding


@lru_cache(maxsize=16384)
def _in_time(expiry: date, on: date) -> Finding:
    expected = Phrase(_EXPECTED_DAY, {"on": on.isoformat()})
    return EXPIRED.consistent(Phrase(_SEEN_VALID, {"date": expiry.isoformat()}), expected=expected)


def _expired(subject: Subject, expiry: DateReading) -> Finding:
    item = subject.layout.by_name["date_of_expiry"]
    seen = Phrase(_SEEN_EXPIRED, {"date": expiry.iso})
    expected = Phrase(_EXPECTED_DAY, {"on": subject.on.isoformat()})
    finding = fault(EXPIRED, subject, (span_of(item),), seen, expected=expected)
    open_ended = expiry.text in _OPEN_ENDED
    return known_deviation(subject, "open-ended expiry", finding) if open_ended else finding


def _issued(subject: Subject) -> Finding:
    item = subject.layout.by_name["date_of_issue"]
    text = subject.mrz.values["date_of_issue"]
    seen = Phrase(_SEEN_TEXT, {"text": text})
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[2:]) <= 12:
        return fault(ISSUED, subject, (span_of(item),), seen)
    year = int(text[:2]) + (1900 if int(text[:2]) >= 88 else 2000)
    first = date(year, int(text[2:]), 1)
    if first > subject.on or year > 2021:
        return fault(ISSUED, subject, (span_of(item),), seen)
    return ISSUED.consistent(Phrase(_SEEN_DATE, {"date": f"{first:%Y-%m}"}))
