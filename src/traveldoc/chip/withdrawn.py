"""What the State itself said later: revocation lists and deviation lists (Doc 9303-12, 6.1.2, 7.1.4, 10)."""

from collections.abc import Iterator
from typing import Final

from traveldoc.checks.chip_trust import DEVIATION, REVOCATION
from traveldoc.chip.deviation_list import KINDS, OTHER, Deviation
from traveldoc.chip.proof import Proof, State
from traveldoc.chip.revocation import RevocationList
from traveldoc.chip.standing import Subject
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER

_NO_LIST: Final = Phrase(gettext_noop("no revocation list of this State was given"))
_REVOKED: Final = gettext_noop("withdrawn on %(date)s")
_NOT_REVOKED: Final = gettext_noop("not in the list of %(date)s")
_STALE: Final = gettext_noop("not in the list of %(date)s, which was to be replaced on %(next)s")
_UNPROVED: Final = gettext_noop("the revocation list can't be relied on: %(reason)s")
_NO_DEVIATIONS: Final = Phrase(gettext_noop("no deviation list was given"))
_NONE_FITS: Final = Phrase(gettext_noop("no announced fault fits"))
_ANNOUNCED: Final = gettext_noop("%(kind)s (%(description)s)")


def revocation(subject: Subject) -> Iterator[Finding]:
    """The newest list of the State whose signature holds."""
    lists = [found for _, found in subject.store.revocation_lists if found.concerns(subject.held)]
    if not lists:
        yield REVOCATION.not_examined(_NO_LIST)
        return
    proofs = [(found, _prove(found, subject)) for found in lists]
    good = [found for found, proof in proofs if proof]
    # A certificate stays withdrawn: an older list that names it counts as much as a newer one that does not.
    for found in good:
        revoked = found.revoked.get(subject.held.serial)
        if revoked is not None and found.issuer.normal == subject.held.issuer.normal:
            yield REVOCATION.faulty(Phrase(_REVOKED, {"date": f"{revoked:%Y-%m-%d}"}))
            return
    if not good:
        reason = {"reason": str(proofs[0][1].reason)}
        yield REVOCATION.faulty(Phrase(_UNPROVED, reason), grade=Grade.INCONCLUSIVE)
        return
    yield _fresh(max(good, key=lambda found: found.this_update), subject)


def _fresh(found: RevocationList, subject: Subject) -> Finding:
    values = {"date": f"{found.this_update:%Y-%m-%d}"}
    if found.next_update is None or found.next_update >= subject.today:
        return REVOCATION.consistent(Phrase(_NOT_REVOKED, values))
    values["next"] = f"{found.next_update:%Y-%m-%d}"
    return REVOCATION.faulty(Phrase(_STALE, values), grade=Grade.INCONCLUSIVE)


def _prove(found: RevocationList, subject: Subject) -> Proof:
    """Signed with a key of the same State in the trust store (7.1.4, note 1: its latest key signs)."""
    proof = Proof(State.NOT_EXAMINED, _NO_LIST)
    named = found.authority_key_identifier
    candidates = subject.store.with_key(named) if named else subject.store.of_state(found.issuer.country)
    for candidate in candidates:
        proof = found.signed_by(candidate.key)
        if proof:
            break
    return proof


def deviations(subject: Subject) -> Iterator[Finding]:
    """Entries that fit signer, kind of document, number and time of issue."""
    lists = subject.store.deviation_lists
    if not lists:
        yield DEVIATION.not_examined(_NO_DEVIATIONS)
        return
    fits = False
    for source, found in lists:
        if source.signer is None or source.issuer != subject.held.issuer.country:
            continue
        for deviation in found.deviations:
            if _fits(deviation, found.hash, subject):
                fits = True
                yield from _announced(deviation)
    if not fits:
        yield DEVIATION.consistent(_NONE_FITS)


def _announced(deviation: Deviation) -> Iterator[Finding]:
    for kind in deviation.kinds:
        values = {
            "kind": str(KINDS.get(kind, OTHER)),
            "description": "; ".join(deviation.descriptions) or kind,
        }
        yield DEVIATION.faulty(Phrase(_ANNOUNCED, values), grade=Grade.INCONCLUSIVE)


def _fits(deviation: Deviation, hashed: str, subject: Subject) -> bool:
    """10: joined by "AND"; what the chip does not say can't exclude an entry."""
    if not deviation.concerns_signer(subject.held, hashed):
        return False
    zone, at = subject.zone, subject.signed_at
    if deviation.issued is not None and at is not None and not deviation.issued.covers(at):
        return False
    if zone is None:
        return True
    code = zone.values["document_code"].rstrip(FILLER)
    number = zone.values["document_number"].rstrip(FILLER)
    if deviation.document_code and not code.startswith(deviation.document_code):
        return False
    return not deviation.document_numbers or number in deviation.document_numbers
