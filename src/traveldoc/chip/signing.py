"""Who signed the security object, and does the signature hold (Doc 9303-11, 5.1; RFC 5652, 5.6)?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.chip import ALGORITHM, ATTRIBUTES, SIGNATURE, SIGNER
from traveldoc.chip.algorithm import LEGACY, WITH_PARAMETERS, hash_name, scheme, shown_hash
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.fault import ChipError
from traveldoc.chip.files import SOD
from traveldoc.chip.proof import Proof, State, unexamined
from traveldoc.chip.security_object import SecurityObject
from traveldoc.chip.signed_data import Signer, prove_attributes, prove_signature
from traveldoc.chip.trust import TrustStore
from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop

_PLACE: Final = Place(SOD)
_ABSENT: Final = gettext_noop("the security object was not read")
_NAMED: Final = gettext_noop("%(subject)s")
_NAMED_OTHERWISE: Final = gettext_noop("%(subject)s, whose issuer is written in another way")
_FROM_STORE: Final = Phrase(gettext_noop("The certificate was not on the chip; the trust store had it."))
_TOLERATED: Final = Phrase(gettext_noop("Genuine chips are known to have this; it proves nothing by itself."))
_NOT_FOUND: Final = gettext_noop("no certificate of %(signer)s, neither on the chip nor in the trust store")
_NOT_NAMED: Final = gettext_noop(
    "the certificate on the chip is not that of %(signer)s, whom the signature names"
)
_UNREADABLE: Final = gettext_noop("the certificate on the chip can't be read: %(reason)s")
_NO_ATTRIBUTES: Final = Phrase(gettext_noop("nothing but the list itself is signed; attributes are missing"))
_MORE_SIGNERS: Final = gettext_noop("%(count)s signatures, of which one holds")
_USED: Final = gettext_noop("%(algorithm)s with a key of the kind %(key)s, hash values by %(hash)s")
_LEGACY: Final = Phrase(
    gettext_noop("SHA-1 is no longer allowed for new documents; older ones still have it.")
)
_ODD_PARAMETERS: Final = Phrase(gettext_noop("the signature algorithm has parameters that it can't have"))


@dataclass(frozen=True)
class Signing:
    """`held` is the signer's certificate, on the chip or from the store; `proof` is about the signature."""

    proof: Proof
    signer: Signer | None
    held: Certificate | None
    findings: tuple[Finding, ...]
    algorithms: dict[str, str]


def signing(found: SecurityObject | None, store: TrustStore) -> Signing:
    if found is None:
        absent = unexamined(_ABSENT)
        findings = tuple(check.not_examined(absent.reason) for check in (ATTRIBUTES, SIGNER, SIGNATURE))
        return Signing(absent, None, None, findings, {})
    attempts = [_attempt(found, signer, store) for signer in found.signed.signers]
    return next((attempt for attempt in attempts if attempt.proof), attempts[0])


def _attempt(found: SecurityObject, signer: Signer, store: TrustStore) -> Signing:
    held = found.signed.certificate_of(signer)
    from_store = held is None
    if held is None:
        held = store.signer(signer.id)
    attributes = prove_attributes(found.signed, signer)
    signature = prove_signature(found.signed, signer, held)
    proof = signature if attributes else attributes
    algorithms = _algorithms(found, signer, held)
    findings = (
        *_attributes(signer, attributes),
        _named(found, signer, held, from_store=from_store),
        _signature(found, signature),
        *_strength(algorithms, signer),
    )
    return Signing(proof, signer, held, findings, algorithms)


def answer(check: Check, proof: Proof, seen: Phrase | None = None) -> Finding:
    """The finding for a proof. What is there and can't be verified is inconclusive, never passed over."""
    if proof:
        return check.consistent(place=_PLACE) if seen is None else check.consistent(seen, place=_PLACE)
    grade = Grade.INCONSISTENT if proof.state is State.FAILED else Grade.INCONCLUSIVE
    return check.faulty(proof.reason, grade=grade, place=_PLACE)


def _attributes(signer: Signer, proof: Proof) -> Iterator[Finding]:
    if signer.attributes is None:
        yield ATTRIBUTES.faulty(_NO_ATTRIBUTES, grade=Grade.INCONCLUSIVE, place=_PLACE)
    else:
        yield answer(ATTRIBUTES, proof)


def _signature(found: SecurityObject, proof: Proof) -> Finding:
    count = len(found.signed.signers)
    more = Phrase(_MORE_SIGNERS, {"count": str(count)}) if proof and count > 1 else None
    return answer(SIGNATURE, proof, more)


def _named(found: SecurityObject, signer: Signer, held: Certificate | None, *, from_store: bool) -> Finding:
    values = {"signer": str(signer.id)}
    if held is not None:
        named = {"subject": str(held.subject)}
        if from_store:
            return SIGNER.consistent(Phrase(_NAMED, named), hint=_FROM_STORE, place=_PLACE)
        if not signer.id.names_exactly(held):
            return SIGNER.consistent(Phrase(_NAMED_OTHERWISE, named), hint=_TOLERATED, place=_PLACE)
        return SIGNER.consistent(Phrase(_NAMED, named), place=_PLACE)
    if found.signed.unreadable:
        seen = Phrase(_UNREADABLE, {"reason": str(found.signed.unreadable[0])})
        return SIGNER.faulty(seen, grade=Grade.INCONCLUSIVE, place=_PLACE)
    if found.signed.certificates:
        return SIGNER.faulty(Phrase(_NOT_NAMED, values), place=_PLACE)
    return SIGNER.faulty(Phrase(_NOT_FOUND, values), grade=Grade.INCONCLUSIVE, place=_PLACE)


def _algorithms(found: SecurityObject, signer: Signer, held: Certificate | None) -> dict[str, str]:
    """For people: signature, key, hash values; an identifier where the algorithm is not known."""
    try:
        signature = scheme(signer.algorithm, signer.digest).name
    except ChipError:
        signature = signer.algorithm.oid
    try:
        hashed = shown_hash(hash_name(found.hash))
    except ChipError:
        hashed = found.hash.oid
    return {"signature": signature, "key": "" if held is None else held.key.name, "hash": hashed}


def _strength(algorithms: dict[str, str], signer: Signer) -> Iterator[Finding]:
    seen = Phrase(
        _USED,
        {"algorithm": algorithms["signature"], "key": algorithms["key"] or "?", "hash": algorithms["hash"]},
    )
    shown = {shown_hash(name) for name in LEGACY}
    used = {algorithms["signature"].rpartition(" ")[2], algorithms["hash"]}
    yield ALGORITHM.consistent(seen, hint=_LEGACY if shown & used else Phrase(""), place=_PLACE)
    if signer.algorithm.has_parameters and signer.algorithm.oid not in WITH_PARAMETERS:
        yield ALGORITHM.faulty(_ODD_PARAMETERS, grade=Grade.INCONCLUSIVE, place=_PLACE)
