"""May this signer seal this document: path, purpose, times, State, kind (Doc 9303-12, 6 and 7.1.3)?"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.seal_trust import COUNTRY, DOCUMENT_TYPE, OF_CHIP, USAGE, of_seal
from traveldoc.chip import standing as chip
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.extension import DIGITAL_SIGNATURE
from traveldoc.chip.fault import ChipError
from traveldoc.chip.state import names_state, two_letters
from traveldoc.chip.withdrawn import revocation
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER

SEAL_SIGNER: Final = "2.23.136.1.1.11.1"  # Doc 9303-12, 7.1.3: id-icao-vdsSigner
JSON_SIGNER: Final = "2.23.136.1.1.14.2"  # technical report VDS-NC
# Technical report VDS-NC: kinds of seals in the signer's list of document types.
JSON_TYPES: Final = {"icao.vacc": "NV", "icao.test": "NT"}

_IS_AUTHORITY: Final = Phrase(gettext_noop("an authority signed the seal itself"))
_PURPOSE: Final = gettext_noop("the certificate is for another purpose (%(oid)s)")
_NO_PURPOSE: Final = Phrase(gettext_noop("the certificate does not say that it is for seals"))
_NO_SIGNING: Final = Phrase(gettext_noop("its key must not sign data"))
_STATES: Final = gettext_noop(
    "seal %(seal)s, its zone %(zone)s, signer %(signer)s, State's key %(authority)s"
)
_UNKNOWN_STATE: Final = Phrase(gettext_noop("it is not known which letters stand for this State"))
_TYPES: Final = gettext_noop("document code %(code)s; the signer may sign %(types)s")
_NO_TYPES: Final = Phrase(gettext_noop("the certificate does not list the kinds of documents"))
_NO_CODE: Final = Phrase(gettext_noop("the seal does not say of which kind its document is"))
_BROKEN: Final = gettext_noop("an extension of the certificate can't be read: %(reason)s")


def noon(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(12), UTC)


def _usage(held: Certificate, purpose: str) -> Iterator[Finding]:
    purposes = held.extended_key_usage
    if held.basic_constraints is not None and held.basic_constraints[0]:
        yield USAGE.faulty(_IS_AUTHORITY)
    elif held.key_usage is not None and DIGITAL_SIGNATURE not in held.key_usage:
        yield USAGE.faulty(_NO_SIGNING)
    elif purpose in purposes:
        yield USAGE.consistent()
    elif purposes:
        yield USAGE.faulty(Phrase(_PURPOSE, {"oid": purposes[0]}))
    else:
        yield USAGE.faulty(_NO_PURPOSE, grade=Grade.INCONCLUSIVE)


def _country(subject: chip.Subject, code: str) -> Iterator[Finding]:
    """Three letters in the seal, two in the certificates; the zone in the seal belongs to the same State."""
    held, found = subject.held, subject.path.authority
    inside = "" if subject.zone is None else subject.zone.values["issuer"].rstrip(FILLER)
    letters = {held.issuer.country, held.subject.country or held.issuer.country}
    letters |= set() if found is None else {found.subject.country}
    values = {
        "seal": code or "?",
        "zone": inside or "-",
        "signer": held.subject.country or held.issuer.country or "?",
        "authority": "?" if found is None else found.subject.country or "?",
    }
    seen = Phrase(_STATES, values)
    same = len(letters) == 1 or any(letters <= two_letters(each) for each in ("CHN", "RKS"))
    known = names_state(held, code)
    if known is None and found is not None:  # a seal's signer has no alternative name: the State's key has
        known = names_state(found, code)
    fits = not inside or inside == code or bool(two_letters(inside) & two_letters(code))
    if not same or known is False or not fits:
        yield COUNTRY.faulty(seen)
    elif known is None:
        yield COUNTRY.faulty(_UNKNOWN_STATE, grade=Grade.INCONCLUSIVE)
    else:
        yield COUNTRY.consistent(seen)


def _document_type(held: Certificate, code: str) -> Iterator[Finding]:
    types = held.document_types
    if types is None:
        yield DOCUMENT_TYPE.not_examined(_NO_TYPES)
    elif not code:
        yield DOCUMENT_TYPE.not_examined(_NO_CODE)
    else:
        seen = Phrase(_TYPES, {"code": code, "types": ", ".join(types)})
        fits = any(code == kind or (len(kind) == 1 and code.startswith(kind)) for kind in types)
        yield DOCUMENT_TYPE.consistent(seen) if fits else DOCUMENT_TYPE.faulty(seen)


_OF_CHIP: Final[tuple[tuple[str, Callable[[chip.Subject], Iterator[Finding]]], ...]] = (
    ("chip.trust.source", chip.sources),
    ("chip.trust.authority", chip.authority),
    ("chip.trust.signed-at", chip.times),
    ("chip.trust.issued-at", chip.issued),
    ("chip.trust.profile", chip.profile),
    ("chip.trust.revocation", revocation),
)


def standing(subject: chip.Subject, *, country: str, code: str, purpose: str) -> list[Finding]:
    """All questions; an extension that can't be read makes its question inconclusive, never passed over."""
    findings = [of_seal(chip.trace(subject.path))]
    own: tuple[tuple[Check, Callable[[], Iterator[Finding]]], ...] = (
        (USAGE, lambda: _usage(subject.held, purpose)),
        (COUNTRY, lambda: _country(subject, country)),
        (DOCUMENT_TYPE, lambda: _document_type(subject.held, code)),
    )
    for id_, ask in _OF_CHIP:
        findings += _asked(OF_CHIP[id_], lambda ask=ask: map(of_seal, ask(subject)))  # type: ignore[misc]
    for check, ask_own in own:
        findings += _asked(check, ask_own)
    return findings


def _asked(check: Check, ask: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(ask())
    except ChipError as error:
        return [check.faulty(Phrase(_BROKEN, {"reason": str(error.phrase)}), grade=Grade.INCONCLUSIVE)]
