"""Does a signature hold? With OpenSSL where it knows the key, with plain integers where it does not."""

from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from traveldoc.chip import weierstrass
from traveldoc.chip.algorithm import Scheme, digest
from traveldoc.chip.der import Fields, integer
from traveldoc.chip.fault import ChipError
from traveldoc.chip.key import DsaKey, EcKey, PublicKey, RsaKey, UnknownKey
from traveldoc.chip.proof import HOLDS, Proof, State, fails, unexamined
from traveldoc.chip.tlv import Notes, parse
from traveldoc.finding import gettext_noop

HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1(),  # noqa: S303  # legacy documents, accepted with a remark
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha3_224": hashes.SHA3_224(),
    "sha3_256": hashes.SHA3_256(),
    "sha3_384": hashes.SHA3_384(),
    "sha3_512": hashes.SHA3_512(),
}

_HALF: Final = 96  # bytes of r or s; the longest curve has 66
_WRONG: Final = gettext_noop("the signature is not this key's signature of these data")
_WRONG_KIND: Final = gettext_noop("the signature is of the kind %(scheme)s, but the key is %(key)s")
_UNSUPPORTED: Final = gettext_noop("the signature can't be verified here: %(reason)s")


def verify(key: PublicKey, scheme: Scheme, message: bytes, signature: bytes) -> Proof:
    """Whether `signature` is the key's signature of `message`."""
    if isinstance(key, UnknownKey):
        return Proof(State.NOT_EXAMINED, key.reason)
    try:
        if isinstance(key, RsaKey) and scheme.kind.startswith("RSA"):
            _verify_rsa(key, scheme, message, signature)
        elif isinstance(key, EcKey) and scheme.kind.startswith("ECDSA"):
            _verify_ecdsa(key, scheme, message, signature)
        elif isinstance(key, DsaKey) and scheme.kind == "DSA":
            key.loaded.verify(signature, message, HASHES[scheme.hash])
        else:
            return fails(_WRONG_KIND, scheme=scheme.kind, key=key.name)
    except InvalidSignature:
        return fails(_WRONG)
    except ChipError as error:
        return Proof(State.NOT_EXAMINED, error.phrase)
    except (UnsupportedAlgorithm, ValueError) as error:
        return unexamined(_UNSUPPORTED, reason=error)
    return HOLDS


def _verify_rsa(key: RsaKey, scheme: Scheme, message: bytes, signature: bytes) -> None:
    hashed = HASHES[scheme.hash]
    pad: padding.AsymmetricPadding = padding.PKCS1v15()
    if scheme.kind == "RSA-PSS":
        pad = padding.PSS(padding.MGF1(HASHES[scheme.mask_hash]), scheme.salt)
    key.loaded.verify(signature, message, pad, hashed)


def _verify_ecdsa(key: EcKey, scheme: Scheme, message: bytes, signature: bytes) -> None:
    plain = scheme.kind == "ECDSA plain"
    if key.loaded is not None:
        if plain:
            signature = encode_dss_signature(*_halves(key, signature))
        key.loaded.verify(signature, message, ec.ECDSA(HASHES[scheme.hash]))
        return
    pair = _halves(key, signature) if plain else _pair(signature)
    if not weierstrass.verify(key.curve, (key.x, key.y), digest(scheme.hash, message), pair):
        raise InvalidSignature


def _halves(key: EcKey, signature: bytes) -> tuple[int, int]:
    """R and s side by side, each as long as the order of the curve (TR-03111, 5.2.1.1)."""
    size = (key.curve.n.bit_length() + 7) // 8
    if len(signature) != 2 * size:
        raise InvalidSignature
    return int.from_bytes(signature[:size]), int.from_bytes(signature[size:])


def _pair(signature: bytes) -> tuple[int, int]:
    """Ecdsa-Sig-Value (RFC 3279, 2.2.3), in DER and nothing else: as strict as OpenSSL is."""
    notes = Notes()
    try:
        fields = Fields(parse(signature, notes))
        pair = integer(fields.take(), _HALF), integer(fields.take(), _HALF)
        fields.end()
    except ChipError:
        raise InvalidSignature from None
    if notes.irregular:
        raise InvalidSignature
    return pair
