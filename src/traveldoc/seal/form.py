"""The form of a seal, and who signed it, as findings (Doc 9303-13, 2, appendix D, 1 and 2)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from traveldoc.checks.seal import DATES, FEATURES, PROFILE, REFERENCE, SIGNATURE, SIGNER, STRUCTURE, VERSION
from traveldoc.chip.proof import State
from traveldoc.chip.trust import TrustStore
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.seal import vds_nc
from traveldoc.seal.content import Content
from traveldoc.seal.fault import SealError
from traveldoc.seal.header import Header, version_of
from traveldoc.seal.profile import Profile, faults, is_national
from traveldoc.seal.signer import Signing
from traveldoc.seal.standing import JSON_TYPES, noon
from traveldoc.seal.vds import Vds
from traveldoc.seal.vds_nc import VdsNc

TOLERANCE: Final = timedelta(days=1)  # the world has two dates at a time

_VERSION: Final = gettext_noop("version %(version)s")
_RECODED: Final = Phrase(gettext_noop("its bytes were written into the code as a text"))
_ODD: Final = gettext_noop("%(what)s")
_PROFILE: Final = gettext_noop("%(kind)s (category %(category)s, features %(reference)s)")
_NATIONAL: Final = gettext_noop(
    "a document of the State's own kind (category %(category)s, features %(reference)s)"
)
_UNKNOWN: Final = gettext_noop("category %(category)s with features %(reference)s")
_FURTHER: Final = gettext_noop("features that the standard does not know: %(tags)s")
_MAY_BE: Final = Phrase(gettext_noop("Features of the issuer's own are allowed and prove nothing."))
_REFERENCE: Final = gettext_noop("signer %(signer)s, certificate %(reference)s")
_TEST: Final = gettext_noop("signer %(signer)s, certificate %(reference)s, which is for tests")
_NO_REFERENCE: Final = gettext_noop("signer %(signer)s, certificate “%(reference)s”, which is no number")
_DATES: Final = gettext_noop("issued on %(issued)s, signed on %(signed)s")
_NO_DATE: Final = gettext_noop("%(number)s is no date")
_FUTURE: Final = gettext_noop("signed on %(signed)s, issued on %(issued)s, which is after %(on)s")
_SUBJECT: Final = gettext_noop("%(subject)s")


def unreadable(content: bytes, reason: Phrase) -> Iterator[Finding]:
    """What could not be read: the version where that is the reason, and the rest is not examined."""
    try:
        version = version_of(content) if content[:1] != b"{" else 0
    except SealError as error:
        if len(content) > 1:
            yield VERSION.faulty(error.phrase, grade=Grade.INCONCLUSIVE)
            yield STRUCTURE.not_examined(error.phrase)
        else:
            yield STRUCTURE.faulty(error.phrase)
    else:
        if version:
            yield VERSION.consistent(Phrase(_VERSION, {"version": str(version)}))
        yield STRUCTURE.faulty(reason)
    yield SIGNATURE.not_examined(reason)


def structure(seal: Vds, content: Content, profile: Profile | None, *, recoded: bool) -> Iterator[Finding]:
    yield VERSION.consistent(Phrase(_VERSION, {"version": str(seal.header.version)}))
    odd = (*seal.oddities, *content.oddities, *((_RECODED,) if recoded else ()))
    for what in odd:
        yield STRUCTURE.faulty(Phrase(_ODD, {"what": str(what)}), grade=Grade.INCONCLUSIVE)
    for what in content.faults:
        yield STRUCTURE.faulty(what)
    if not odd and not content.faults:
        yield STRUCTURE.consistent()
    yield _profile(seal.header, profile)
    if profile is not None:
        yield from _features(seal, content, profile)


def _profile(header: Header, profile: Profile | None) -> Finding:
    values = {"category": str(header.category), "reference": str(header.feature_reference)}
    if profile is not None:
        return PROFILE.consistent(Phrase(_PROFILE, values | {"kind": str(profile.label)}))
    if is_national(header.category):
        return PROFILE.not_examined(Phrase(_NATIONAL, values))
    return PROFILE.faulty(Phrase(_UNKNOWN, values), grade=Grade.INCONCLUSIVE)


def _features(seal: Vds, content: Content, profile: Profile) -> Iterator[Finding]:
    wrong = faults(profile, seal.features)
    for fault in wrong:
        yield FEATURES.faulty(fault, clause=profile.clause)
    if wrong:
        return
    if content.unknown:
        tags = ", ".join(map(str, dict.fromkeys(content.unknown)))
        yield FEATURES.consistent(Phrase(_FURTHER, {"tags": tags}), clause=profile.clause, hint=_MAY_BE)
    else:
        yield FEATURES.consistent(clause=profile.clause)


def header(found: Header, on: date) -> Iterator[Finding]:
    values = {"signer": found.signer, "reference": found.reference}
    if found.is_test:
        yield REFERENCE.faulty(Phrase(_TEST, values))
    elif not found.is_hex:
        yield REFERENCE.faulty(Phrase(_NO_REFERENCE, values))
    else:
        yield REFERENCE.consistent(Phrase(_REFERENCE, values))
    days = (found.issued, found.signed)
    wrong = [number for number, day in zip(found.dates, days, strict=True) if day is None]
    for number in wrong:
        yield DATES.faulty(Phrase(_NO_DATE, {"number": number}))
    if wrong:
        return
    told = {"issued": str(found.issued), "signed": str(found.signed), "on": on.isoformat()}
    if any(day is not None and day > on + TOLERANCE for day in days):
        yield DATES.faulty(Phrase(_FUTURE, told))
    else:
        yield DATES.consistent(Phrase(_DATES, told))


def signing(signed: Signing, trust: TrustStore) -> Iterator[Finding]:
    """Who signed, and whether it holds; what is there and can't be verified is inconclusive."""
    unknown = trust.is_filled and signed.held is None
    if signed.held is not None:
        seen = Phrase(_SUBJECT, {"subject": str(signed.held.subject)})
        if signed.exact:
            yield SIGNER.consistent(seen)
        else:
            yield SIGNER.faulty(seen, grade=Grade.INCONCLUSIVE)
    elif unknown:
        yield SIGNER.faulty(signed.proof.reason, grade=Grade.INCONCLUSIVE)
    else:
        yield SIGNER.not_examined(signed.proof.reason)
    for what in signed.oddities:
        yield STRUCTURE.faulty(what, grade=Grade.INCONCLUSIVE)
    if signed.proof:
        yield SIGNATURE.consistent()
    elif signed.proof.state is State.FAILED:
        yield SIGNATURE.faulty(signed.proof.reason)
    elif signed.held is None and not unknown:
        yield SIGNATURE.not_examined(signed.proof.reason)
    else:
        yield SIGNATURE.faulty(signed.proof.reason, grade=Grade.INCONCLUSIVE)


_JSON_TYPE: Final = gettext_noop("%(type)s")


def json_structure(seal: VdsNc) -> Iterator[Finding]:
    told = Phrase(_VERSION, {"version": str(seal.version)})
    known = seal.version == vds_nc.VERSION
    yield VERSION.consistent(told) if known else VERSION.faulty(told, grade=Grade.INCONCLUSIVE)
    for what in seal.oddities:
        yield STRUCTURE.faulty(what, grade=Grade.INCONCLUSIVE)
    if seal.broken is not None:
        yield STRUCTURE.faulty(seal.broken)
    elif not seal.oddities:
        yield STRUCTURE.consistent()
    kind = Phrase(_JSON_TYPE, {"type": seal.type or "?"})
    yield PROFILE.consistent(kind) if seal.type in JSON_TYPES else PROFILE.not_examined(kind)


def json_fields(seal: VdsNc) -> dict[str, str]:
    """What the message says of the holder, under names of their own."""
    named = {
        "name": seal.text("pid", "n"),
        "date_of_birth": seal.text("pid", "dob"),
        "sex": seal.text("pid", "sex"),
        "document_number": seal.text("pid", "i") or seal.text("pid", "dn"),
        "certificate_number": seal.text("uvci") or seal.text("utci"),
    }
    return {name: value[:200] for name, value in named.items() if value}


def signed_at(seal: VdsNc) -> datetime | None:
    """A seal in JSON does not say when it was signed; a test's report does (dat.ri)."""
    try:
        return noon(date.fromisoformat(seal.text("dat", "ri")[:10]))
    except ValueError:
        return None
