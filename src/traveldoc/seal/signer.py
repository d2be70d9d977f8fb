"""Who signed a seal, and does the signature hold (Doc 9303-13, 2.2.1 and 2.4; 9303-12, 7.1.3)?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from traveldoc.chip.algorithm import Scheme
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.key import EcKey, PublicKey
from traveldoc.chip.proof import HOLDS, Proof, State, fails, unexamined
from traveldoc.chip.signature import verify
from traveldoc.chip.trust import TrustStore
from traveldoc.finding import Phrase, gettext_noop
from traveldoc.seal.header import Header
from traveldoc.seal.vds import Vds
from traveldoc.seal.vds_nc import ALGORITHMS, VdsNc

COMMON_NAME: Final = "2.5.4.3"
# The seal does not name the hash function: that of the key's length first (9303-12, 4.1.6), then the others.
_BY_LENGTH: Final = ((224, "sha224"), (256, "sha256"), (384, "sha384"), (521, "sha512"))
_HASHES: Final = ("sha256", "sha384", "sha512", "sha224")
_SEQUENCE: Final = 0x30

NO_TRUST: Final = gettext_noop("no trust list was given")
UNKNOWN: Final = gettext_noop("no certificate of the signer %(signer)s with the number %(number)s is known")
_NO_FORM: Final = gettext_noop("the signature has %(size)s bytes, which no signature of this key can have")
_OTHER_ALGORITHM: Final = gettext_noop("the algorithm %(name)s of the signature can't be verified here")
DER: Final = Phrase(gettext_noop("the signature is written in DER, not as two numbers side by side"))
SHORT: Final = Phrase(gettext_noop("the two numbers of the signature lack their leading zeros"))
NAMED_OTHERWISE: Final = Phrase(gettext_noop("the certificate's name is not that of the signer in the seal"))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way in which a signature may be written: the algorithm, its bytes, what is irregular about it."""

    scheme: Scheme
    signature: bytes
    oddity: Phrase | None = None


@dataclass(frozen=True)
class Signing:
    """`held` is the signer's certificate; `exact` that it bears the name that the seal gives."""

    proof: Proof
    held: Certificate | None
    algorithm: str = ""
    exact: bool = True
    oddities: tuple[Phrase, ...] = ()


def sign_of(seal: Vds, store: TrustStore) -> Signing:
    """The certificate from the store; of several with one number, the one whose key made the signature."""
    if not store.is_filled:
        return Signing(unexamined(NO_TRUST), None)
    attempts = [_try(seal, held, exact=exact) for held, exact in _candidates(seal.header, store)]
    if not attempts:
        header = seal.header
        return Signing(unexamined(UNKNOWN, signer=header.signer, number=header.reference), None)
    return next((attempt for attempt in attempts if attempt.proof), attempts[0])


def _candidates(header: Header, store: TrustStore) -> Iterator[tuple[Certificate, bool]]:
    """Certificates of the State with the number: those with the signer's name first."""
    country, name = header.signer[:2], header.signer[2:]
    found = [
        held
        for serial in header.serials
        for held in store.numbered(serial)
        if (held.subject.country or held.issuer.country) == country
    ]
    named = [held.subject.first(COMMON_NAME).strip().upper() == name for held in found]
    yield from ((held, True) for held, same in zip(found, named, strict=True) if same)
    yield from ((held, False) for held, same in zip(found, named, strict=True) if not same)


def _try(seal: Vds, held: Certificate, *, exact: bool) -> Signing:
    proof, attempt = prove(held.key, seal.signed, seal.signature, attempts(held.key, seal.signature))
    odd = () if exact else (NAMED_OTHERWISE,)
    return _signing(proof, attempt, held, exact=exact, more=odd)


def sign_of_json(seal: VdsNc) -> Signing:
    """The certificate is in the seal itself."""
    held = seal.certificate
    if held is None:
        return Signing(Proof(State.NOT_EXAMINED, seal.broken or Phrase("")), None)
    hashed = ALGORITHMS.get(seal.algorithm)
    if hashed is None:
        return Signing(unexamined(_OTHER_ALGORITHM, name=seal.algorithm[:40]), held)
    ways = attempts(held.key, seal.signature, (hashed,))
    proof, attempt = prove(held.key, seal.signed, seal.signature, ways)
    return _signing(proof, attempt, held, exact=True)


def _signing(
    proof: Proof, attempt: Attempt | None, held: Certificate, *, exact: bool, more: tuple[Phrase, ...] = ()
) -> Signing:
    if attempt is None:
        return Signing(proof, held, exact=exact, oddities=more)
    odd = (*more, attempt.oddity) if attempt.oddity is not None else more
    return Signing(proof, held, attempt.scheme.name, exact, odd)


def prove(
    key: PublicKey, message: bytes, signature: bytes, ways: list[Attempt]
) -> tuple[Proof, Attempt | None]:
    """The first way in which the signature holds; what the first of them says where none does."""
    first: Proof | None = None
    for way in ways:
        proof = verify(key, way.scheme, message, way.signature)
        if proof:
            return HOLDS, way
        first = first or proof
    return first if first is not None else fails(_NO_FORM, size=len(signature)), None


def attempts(key: PublicKey, signature: bytes, hashes: tuple[str, ...] = ()) -> list[Attempt]:
    """All ways that the standard allows, and the two that careless issuers have."""
    if not isinstance(key, EcKey):
        return [
            Attempt(scheme, signature)
            for hashed in hashes or _HASHES[:3]
            for scheme in (Scheme("RSA", hashed), Scheme("RSA-PSS", hashed, hashed, _SALT[hashed]))
        ]
    ordered = hashes or tuple(dict.fromkeys((_natural(key), *_HASHES)))
    found = [
        Attempt(Scheme("ECDSA plain", hashed), raw, odd)
        for raw, odd in _raw(key, signature)
        for hashed in ordered
    ]
    if signature[:1] == bytes((_SEQUENCE,)):
        found += [Attempt(Scheme("ECDSA", hashed), signature, DER) for hashed in ordered]
    return found


_SALT: Final = {"sha256": 32, "sha384": 48, "sha512": 64}


def _natural(key: EcKey) -> str:
    length = key.curve.n.bit_length()
    return next((hashed for bits, hashed in _BY_LENGTH if length <= bits), "sha512")


def _raw(key: EcKey, signature: bytes) -> Iterator[tuple[bytes, Phrase | None]]:
    """2.4: r and s side by side, each as long as the key."""
    size = (key.curve.n.bit_length() + 7) // 8
    half, odd = divmod(len(signature), 2)
    if odd or not 0 < half <= size:
        return
    if half == size:
        yield signature, None
    else:
        yield signature[:half].rjust(size, b"\0") + signature[half:].rjust(size, b"\0"), SHORT
