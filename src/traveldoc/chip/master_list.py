"""CSCA master lists: the certificates of many States, signed by one of them (Doc 9303-12, 9)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from traveldoc.chip.certificate import Certificate, certificate
from traveldoc.chip.der import INTEGER, SET, Fields, expect, integer
from traveldoc.chip.fault import ChipError
from traveldoc.chip.proof import HOLDS, Proof, State, fails, unexamined
from traveldoc.chip.signed_data import SignedData, prove, signed_data
from traveldoc.chip.tlv import Notes, parse
from traveldoc.finding import Phrase, gettext_noop

MASTER_LIST: Final = "2.23.136.1.1.2"  # 9.2
MAX_SIZE: Final = 32 * 1024 * 1024  # bytes; the largest seen has one

_OTHER: Final = gettext_noop("what is signed is of the kind %(oid)s, not a master list")
_NOT_AUTHORISED: Final = gettext_noop("its signer's certificate does not allow it to sign such a list")
_NO_ISSUER: Final = gettext_noop("the certificate of its signer was issued by a key that is not known")
_OWN_ISSUER: Final = gettext_noop("its signer is vouched for only by a certificate in the list itself")
_WRONG_ISSUER: Final = gettext_noop("the certificate of its signer is not signed by the key that it names")


@dataclass(frozen=True)
class MasterList:
    """`unreadable` has the number of each certificate that can't be read (from 1) and the reason."""

    signed: SignedData
    certificates: tuple[Certificate, ...]
    unreadable: tuple[tuple[int, Phrase], ...]
    notes: Notes


def master_list(data: bytes) -> MasterList:
    """Raises ChipError for what is no master list."""
    notes = Notes()
    return read_master_list(signed_data(parse(data, notes)))


def read_master_list(signed: SignedData) -> MasterList:
    """CscaMasterList (9.2) in signed data."""
    if signed.content_type != MASTER_LIST:
        raise ChipError(_OTHER, oid=signed.content_type)
    notes = signed.notes
    fields = Fields(parse(signed.content, notes))
    integer(fields.take(INTEGER))
    entries = expect(fields.take(), SET)
    readable: list[Certificate] = []
    unreadable: list[tuple[int, Phrase]] = []
    for number, entry in enumerate(entries.children, start=1):
        try:
            readable.append(certificate(entry))
        except ChipError as error:
            unreadable.append((number, error.phrase))
    return MasterList(signed, tuple(readable), tuple(unreadable), notes)


def prove_list(signed: SignedData, purpose: str) -> tuple[Proof, Certificate | None]:
    """Does the list's own signature hold, by somebody whose certificate allows it to sign such lists?"""
    proof = unexamined(_NO_ISSUER)
    for signer in signed.signers:
        held = signed.certificate_of(signer)
        proof = prove(signed, signer, held)
        if proof and held is not None:
            return _allowed(held, purpose), held
    return proof, None


def _allowed(held: Certificate, purpose: str) -> Proof:
    try:
        return HOLDS if purpose in held.extended_key_usage else fails(_NOT_AUTHORISED)
    except ChipError as error:
        return Proof(State.FAILED, error.phrase)


def own_word(signer: Certificate, carried: Iterable[Certificate]) -> Proof:
    """`not examined` when nobody but the list itself vouches for its signer; failed when not even that."""
    own = _issued(signer, carried)
    return unexamined(_OWN_ISSUER) if own else own


def prove_signer(signer: Certificate, trusted: Iterable[Certificate], own: Proof) -> Proof:
    """Is the list's signer vouched for: by a trusted key, or by its own word only?"""
    known = _issued(signer, trusted)
    return known if known or known == fails(_WRONG_ISSUER) else own


def issuers(signer: Certificate, candidates: Iterable[Certificate]) -> Iterator[Certificate]:
    """Those of the candidates that issued the signer's certificate: who brings the list compares it."""
    for candidate in candidates:
        if _names(signer, candidate) and signer.signed_by(candidate.key):
            yield candidate


def _names_key(signer: Certificate, candidate: Certificate) -> bool:
    named = signer.authority_key_identifier
    return named != b"" and candidate.key_identifier == named


def _names(signer: Certificate, candidate: Certificate) -> bool:
    return _names_key(signer, candidate) or candidate.subject.normal == signer.issuer.normal


def _issued(signer: Certificate, candidates: Iterable[Certificate]) -> Proof:
    """HOLDS when one of the candidates issued the signer's certificate."""
    known = tuple(candidates)
    if next(issuers(signer, known), None) is not None:
        return HOLDS
    return fails(_WRONG_ISSUER if any(_names_key(signer, each) for each in known) else _NO_ISSUER)
