"""May this signer sign this document: path, purposes, times, State and kind (Doc 9303-12, 6 and 7.1.1)?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.chip_trust import (
    AUTHORITY,
    COUNTRY,
    DOCUMENT_TYPE,
    ISSUED_AT,
    PATH,
    PRIVATE_KEY,
    PROFILE,
    SIGNED_AT,
    SOURCE,
    TODAY,
    USAGE,
)
from traveldoc.chip import certificate as cert
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.extension import DIGITAL_SIGNATURE, KEY_CERT_SIGN, KNOWN, Period
from traveldoc.chip.fault import ChipError
from traveldoc.chip.path import Path, Why
from traveldoc.chip.state import names_state, two_letters
from traveldoc.chip.trust import TrustStore
from traveldoc.chip.trust_file import Kind
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.parse import Mrz

# Clocks of personalization machines and time zones; the standard speaks of days.
TOLERANCE: Final = timedelta(days=1)
# A list older than this may lack the keys of documents issued since (CSCA keys change every 3 to 5 years, new
# lists come several times a year).
OLD_LIST: Final = timedelta(days=365)


@dataclass(frozen=True)
class Subject:
    """What the questions are asked about; `zone` is DG1's, None where it was not read."""

    held: Certificate
    path: Path
    store: TrustStore
    on: date
    signed_at: datetime | None
    zone: Mrz | None

    @property
    def today(self) -> datetime:
        return datetime.combine(self.on, time(12), UTC)


_ISSUED_BY: Final = gettext_noop("issued by %(authority)s, valid %(period)s")
_RENAMED: Final = Phrase(gettext_noop("The State's key was issued under another name."))
_VOUCHED: Final = gettext_noop("%(kind)s “%(name)s” of %(issuer)s, signed on %(date)s")
_VOUCHED_SINGLE: Final = gettext_noop("%(kind)s “%(name)s”, brought by itself")
_OWN_WORD: Final = Phrase(
    gettext_noop("The list's own signature holds, but nobody else vouches for the one who signed it.")
)
_OLD: Final = Phrase(gettext_noop("The list is more than a year old: look for a newer one."))
_NO_AUTHORITY: Final = Phrase(gettext_noop("the certificate does not say that its holder is an authority"))
_NO_ISSUING: Final = Phrase(gettext_noop("its key must not sign certificates"))
_BROKEN: Final = gettext_noop("an extension of the certificate can't be read: %(reason)s")
_NO_SIGNING: Final = Phrase(gettext_noop("its key must not sign data"))
_IS_AUTHORITY: Final = Phrase(gettext_noop("an authority signed the document itself"))
_PURPOSE: Final = gettext_noop("the certificate is for another purpose (%(oid)s)")
_UNKNOWN_TIME: Final = Phrase(gettext_noop("it is not known when the document was signed"))
_WITHIN: Final = gettext_noop("%(at)s, within %(period)s")
_OUTSIDE: Final = gettext_noop("%(at)s, outside %(period)s")
_NO_PERIOD: Final = Phrase(gettext_noop("the certificate does not limit it"))
_EXPIRED: Final = gettext_noop("valid %(period)s, examined as of %(at)s")
_STATES: Final = gettext_noop("signer %(signer)s, State's key %(authority)s, document %(document)s")
_UNKNOWN_STATE: Final = Phrase(gettext_noop("it is not known which letters stand for this State"))
_TYPES: Final = gettext_noop("document code %(code)s; the signer may sign %(types)s")
_NO_TYPES: Final = Phrase(gettext_noop("the certificate does not list the kinds of documents"))
_NO_ZONE: Final = Phrase(gettext_noop("DG1 was not read"))
_CRITICAL: Final = gettext_noop("a critical extension that the standard does not know (%(oid)s)")
_OF_AUTHORITY: Final = Phrase(gettext_noop("This is about the State's certificate."))


def trace(path: Path) -> Finding:
    """The path alone: the first question, asked even where there is no trust store."""
    if path.authority is None:
        if path.why is Why.EMPTY:
            return PATH.not_examined(path.proof.reason)
        grade = Grade.INCONSISTENT if path.why is Why.WRONG else Grade.INCONCLUSIVE
        return PATH.faulty(path.proof.reason, grade=grade)
    values = {"authority": str(path.authority.subject), "period": str(path.authority.validity)}
    return PATH.consistent(Phrase(_ISSUED_BY, values))


def sources(subject: Subject) -> Iterator[Finding]:
    """Everybody who vouches for the State's key."""
    if subject.path.authority is None:
        return
    for vouched in subject.store.anchor(subject.path.authority).vouched:
        source = vouched.source
        if source.kind is not Kind.MASTER_LIST:
            seen = Phrase(_VOUCHED_SINGLE, {"kind": source.kind.value, "name": source.name})
            yield SOURCE.consistent(seen)
            continue
        dated = f"{source.issued:%Y-%m-%d}" if source.issued else "?"
        values = {"kind": source.kind.value, "name": source.name, "issuer": source.issuer, "date": dated}
        old = source.issued is not None and subject.today - source.issued > OLD_LIST
        hint = _OLD if old else Phrase("")
        yield SOURCE.consistent(Phrase(_VOUCHED, values), hint=hint if vouched.proof else _OWN_WORD)


def authority(subject: Subject) -> Iterator[Finding]:
    found = subject.path.authority
    if found is None:
        return
    constraints, usage = found.basic_constraints, found.key_usage
    # Real link certificates (Italy, Luxembourg, Portugal, Turkey) deny what they are for.
    grade = Grade.INCONCLUSIVE if found.is_link or constraints is None else Grade.INCONSISTENT
    if usage is not None and KEY_CERT_SIGN not in usage:
        yield AUTHORITY.faulty(_NO_ISSUING, grade=grade)
    elif (constraints is None and found.version == 3) or (constraints is not None and not constraints[0]):
        yield AUTHORITY.faulty(_NO_AUTHORITY, grade=grade)
    else:
        yield AUTHORITY.consistent()


def usage(subject: Subject) -> Iterator[Finding]:
    held = subject.held
    if held.key_usage is not None and DIGITAL_SIGNATURE not in held.key_usage:
        yield USAGE.faulty(_NO_SIGNING)
    elif held.basic_constraints is not None and held.basic_constraints[0]:
        yield USAGE.faulty(_IS_AUTHORITY)
    elif held.extended_key_usage:
        yield USAGE.faulty(Phrase(_PURPOSE, {"oid": held.extended_key_usage[0]}))
    else:
        yield USAGE.consistent()


def _timed(check: Check, at: datetime, period: Period, grade: Grade = Grade.INCONSISTENT) -> Finding:
    values = {"at": f"{at:%Y-%m-%d}", "period": str(period)}
    if period.covers(at) or period.covers(at + TOLERANCE) or period.covers(at - TOLERANCE):
        return check.consistent(Phrase(_WITHIN, values))
    return check.faulty(Phrase(_OUTSIDE, values), grade=grade)


def times(subject: Subject) -> Iterator[Finding]:
    """When it was signed against the signer's certificate, and today against it."""
    held = subject.held
    if subject.signed_at is None:
        yield SIGNED_AT.not_examined(_UNKNOWN_TIME)
        yield PRIVATE_KEY.not_examined(_UNKNOWN_TIME)
    else:
        yield _timed(SIGNED_AT, subject.signed_at, held.validity)
        use = held.private_key_usage
        if use is None:
            yield PRIVATE_KEY.not_examined(_NO_PERIOD)
        else:
            yield _timed(PRIVATE_KEY, subject.signed_at, use, Grade.INCONCLUSIVE)
    values = {"period": str(held.validity), "at": subject.on.isoformat()}
    valid = held.validity.covers(subject.today)
    yield TODAY.consistent() if valid else TODAY.faulty(Phrase(_EXPIRED, values), grade=Grade.INCONCLUSIVE)


def issued(subject: Subject) -> Iterator[Finding]:
    """When the signer's certificate was issued, against the State's key."""
    found, start = subject.path.authority, subject.held.validity.start
    if found is None or start is None:
        return
    finding = _timed(ISSUED_AT, start, found.validity)
    use = found.private_key_usage
    if finding.grade is Grade.CONSISTENT and use is not None:
        finding = _timed(ISSUED_AT, start, use, Grade.INCONCLUSIVE)
    yield finding


def country(subject: Subject) -> Iterator[Finding]:
    held, found = subject.held, subject.path.authority
    code = subject.zone.values["issuer"].rstrip(FILLER) if subject.zone is not None else ""
    letters = {held.issuer.country, held.subject.country or held.issuer.country}
    letters |= set() if found is None else {found.subject.country}
    values = {
        "signer": held.subject.country or held.issuer.country or "?",
        "authority": "?" if found is None else found.subject.country or "?",
        "document": code or "-",
    }
    seen = Phrase(_STATES, values)
    same = len(letters) == 1 or any(letters <= two_letters(each) for each in ("CHN", "RKS"))
    known = names_state(held, code) if code else True
    if not same or known is False:
        yield COUNTRY.faulty(seen)
    elif known is None:
        yield COUNTRY.faulty(_UNKNOWN_STATE, grade=Grade.INCONCLUSIVE)
    elif not code:
        yield COUNTRY.consistent(seen, hint=_NO_ZONE)
    else:
        yield COUNTRY.consistent(seen)


def document_type(subject: Subject) -> Iterator[Finding]:
    types = subject.held.document_types
    if types is None:
        yield DOCUMENT_TYPE.not_examined(_NO_TYPES)
        return
    if subject.zone is None:
        yield DOCUMENT_TYPE.not_examined(_NO_ZONE)
        return
    code = subject.zone.values["document_code"].rstrip(FILLER)
    seen = Phrase(_TYPES, {"code": code, "types": ", ".join(types)})
    # 7.1.1.6: a single letter stands for all codes that begin with it
    fits = any(code == kind or (len(kind) == 1 and code.startswith(kind)) for kind in types)
    yield DOCUMENT_TYPE.consistent(seen) if fits else DOCUMENT_TYPE.faulty(seen)


def profile(subject: Subject) -> Iterator[Finding]:
    """What is odd in either certificate; of the State's only as a remark, since it is in the trust store."""
    held, found = subject.held, subject.path.authority
    remarks = (cert.SERIAL, cert.VERSION, cert.PARAMETERS)
    odd = False
    for seen in held.oddities:
        odd = True
        if seen in remarks:
            yield PROFILE.consistent(seen)
        else:
            yield PROFILE.faulty(seen, grade=Grade.INCONCLUSIVE)
    for extension in held.extensions.values():
        if extension.critical and extension.oid not in KNOWN:
            odd = True
            yield PROFILE.faulty(Phrase(_CRITICAL, {"oid": extension.oid}), grade=Grade.INCONCLUSIVE)
    for reason in held.broken:
        odd = True
        yield PROFILE.faulty(Phrase(_BROKEN, {"reason": str(reason)}), grade=Grade.INCONCLUSIVE)
    for seen in () if found is None else found.oddities:
        odd = True
        yield PROFILE.consistent(seen, hint=_OF_AUTHORITY)
    if not odd:
        yield PROFILE.consistent()


_QUESTIONS: Final[tuple[tuple[Check, Callable[[Subject], Iterator[Finding]]], ...]] = (
    (SOURCE, sources),
    (AUTHORITY, authority),
    (USAGE, usage),
    (SIGNED_AT, times),
    (ISSUED_AT, issued),
    (COUNTRY, country),
    (DOCUMENT_TYPE, document_type),
    (PROFILE, profile),
)


def standing(subject: Subject) -> list[Finding]:
    """All questions; an extension that can't be read makes its question inconclusive, never passed over."""
    findings = [trace(subject.path)]
    for check, ask in _QUESTIONS:
        try:
            findings += ask(subject)
        except ChipError as error:
            seen = Phrase(_BROKEN, {"reason": str(error.phrase)})
            findings.append(check.faulty(seen, grade=Grade.INCONCLUSIVE))
    return findings
