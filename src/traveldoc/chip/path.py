"""From the signer's certificate to a State's key in the trust store (Doc 9303-12, 6.1.2 and appendix D).

A path has exactly one step: a CSCA issues all signers itself. A link certificate is a State key like others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from traveldoc.chip.certificate import Certificate
from traveldoc.chip.proof import HOLDS, Proof, State, fails, unexamined
from traveldoc.chip.trust import TrustStore
from traveldoc.finding import gettext_noop


class Why(StrEnum):
    """Why a path ends as it does."""

    FOUND = "found"
    EMPTY = "empty"  # there is no trust store, or no certificate to start from
    NO_STATE = "no-state"  # no key of this State is in it
    NO_KEY = "no-key"  # keys of this State are, but not the one that is named
    WRONG = "wrong"  # the named key is in it, and the signature is not its signature
    UNVERIFIABLE = "unverifiable"


@dataclass(frozen=True)
class Path:
    proof: Proof
    why: Why
    authority: Certificate | None = None


# A State has a dozen keys; a list with thousands of one name was made to keep somebody waiting.
MAX_CANDIDATES: Final = 100

_EMPTY: Final = gettext_noop("no trust list was given")
_NO_STATE: Final = gettext_noop("the trust store has no key of %(country)s")
_NO_KEY: Final = gettext_noop("the trust store has keys of %(country)s, but not the one that is named")
_WRONG: Final = gettext_noop("the signer's certificate is not signed by the State's key that it names")


def find_path(held: Certificate, store: TrustStore) -> Path:
    """The State certificate that issued `held`; of several with one key, the one that was valid then."""
    if not len(store):
        return Path(unexamined(_EMPTY), Why.EMPTY)
    named = held.authority_key_identifier
    by_key = store.with_key(named) if named else ()
    unverifiable: Proof | None = None
    for candidate in islice(_candidates(held, by_key, store.named(held)), MAX_CANDIDATES):
        proof = held.signed_by(candidate.key)
        if proof:
            return Path(HOLDS, Why.FOUND, candidate)
        if proof.state is State.NOT_EXAMINED:
            unverifiable = proof
    if unverifiable is not None:
        return Path(unverifiable, Why.UNVERIFIABLE)
    return _not_found(held, store, named_is_known=bool(by_key))


def _candidates(held: Certificate, *groups: tuple[Certificate, ...]) -> Iterator[Certificate]:
    """Those that the key identifier names first; each certificate once, the ones valid at issue first."""
    seen: set[bytes] = set()
    for group in groups:
        for candidate in sorted(group, key=lambda each: _rank(held, each)):
            if candidate.encoded not in seen:
                seen.add(candidate.encoded)
                yield candidate


def _rank(held: Certificate, candidate: Certificate) -> tuple[bool, bool]:
    """A State's self-signed certificate goes before its link certificate, which often is made carelessly."""
    issued = held.validity.start
    careless = candidate.is_link or not candidate.self_issued
    return issued is not None and not candidate.validity.covers(issued), careless


def _not_found(held: Certificate, store: TrustStore, *, named_is_known: bool) -> Path:
    country = held.issuer.country or "?"
    if named_is_known:
        return Path(fails(_WRONG), Why.WRONG)
    if country in store.countries:
        return Path(fails(_NO_KEY, country=country), Why.NO_KEY)
    return Path(fails(_NO_STATE, country=country), Why.NO_STATE)
