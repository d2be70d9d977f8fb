"""Public keys: RSA and points on elliptic curves, named or with their parameters in full (RFC 3279, 5480)."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha1
from typing import Final

from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

from traveldoc.chip import weierstrass
from traveldoc.chip.curve import BY_OID, BY_PARAMETERS, STANDARDIZED, Curve
from traveldoc.chip.der import (
    INTEGER,
    MAX_KEY_INTEGER,
    NULL,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    Fields,
    bits,
    identifier,
    integer,
    octets,
)
from traveldoc.chip.fault import ChipError
from traveldoc.chip.tlv import Tlv, parse
from traveldoc.finding import Phrase, gettext_noop

RSA: Final = "1.2.840.113549.1.1.1"
RSA_PSS: Final = "1.2.840.113549.1.1.10"
DSA: Final = "1.2.840.10040.4.1"
EC: Final = "1.2.840.10045.2.1"
EC_DH: Final = "1.3.132.1.12"
DH: Final = "1.2.840.113549.1.3.1"  # PKCS #3
DH_X942: Final = "1.2.840.10046.2.1"
STANDARDIZED_DOMAIN: Final = "0.4.0.127.0.7.1.2"  # Doc 9303-11, 9.5.1
PRIME_FIELD: Final = "1.2.840.10045.1.1"

# OpenSSL's binding has these; the others of `CURVES` are verified in `weierstrass`.
_IN_OPENSSL: Final[dict[str, ec.EllipticCurve]] = {
    "secp192r1": ec.SECP192R1(),
    "secp224r1": ec.SECP224R1(),
    "secp256r1": ec.SECP256R1(),
    "secp384r1": ec.SECP384R1(),
    "secp521r1": ec.SECP521R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}
# Beyond these, one verification takes seconds; no travel document needs them.
MAX_MODULUS: Final = 16_384  # bits
MAX_EXPONENT: Final = 64  # bits
MAX_AGREEMENT: Final = 3072  # bits of a Diffie-Hellman prime

_UNKNOWN_ALGORITHM: Final = gettext_noop("the key is of the kind %(oid)s, which can't be verified here")
_UNKNOWN_CURVE: Final = gettext_noop("the key lies on the curve %(oid)s, which can't be verified here")
_OWN_CURVE: Final = gettext_noop("the key has parameters of its own, which nobody has published")
_BAD_POINT: Final = gettext_noop("the key is not a point on its curve")
_BAD_MODULUS: Final = gettext_noop("the key has %(bits)s bits and an exponent that can't be verified here")


@dataclass(frozen=True)
class RsaKey:
    n: int
    e: int

    @property
    def name(self) -> str:
        return f"RSA {self.n.bit_length()}"

    @cached_property
    def loaded(self) -> rsa.RSAPublicKey:
        """OpenSSL's form of the key. Raises ChipError for one that it refuses."""
        size = self.n.bit_length()
        if size > MAX_MODULUS or self.e.bit_length() > MAX_EXPONENT:
            raise ChipError(_BAD_MODULUS, bits=size)
        try:
            return rsa.RSAPublicNumbers(self.e, self.n).public_key()
        except (ValueError, OverflowError):
            raise ChipError(_BAD_MODULUS, bits=size) from None


@dataclass(frozen=True)
class DsaKey:
    p: int
    q: int
    g: int
    y: int

    @property
    def name(self) -> str:
        return f"DSA {self.p.bit_length()}"

    @cached_property
    def loaded(self) -> dsa.DSAPublicKey:
        """OpenSSL's form of the key. Raises ChipError for one that it refuses."""
        try:
            numbers = dsa.DSAParameterNumbers(self.p, self.q, self.g)
            return dsa.DSAPublicNumbers(self.y, numbers).public_key()
        except (ValueError, OverflowError):
            raise ChipError(_BAD_MODULUS, bits=self.p.bit_length()) from None


@dataclass(frozen=True)
class DhKey:
    """A key of chip authentication: it agrees on secrets and signs nothing. `q` is 0 where it is not told."""

    p: int
    q: int
    g: int
    y: int

    @property
    def name(self) -> str:
        return f"DH {self.p.bit_length()}"


@dataclass(frozen=True)
class EcKey:
    curve: Curve
    x: int
    y: int
    explicit: bool = False

    @property
    def name(self) -> str:
        return self.curve.name

    @cached_property
    def loaded(self) -> ec.EllipticCurvePublicKey | None:
        """OpenSSL's form of the key; None where `weierstrass` does the work."""
        if self.curve.name not in _IN_OPENSSL:
            return None
        return ec.EllipticCurvePublicNumbers(self.x, self.y, _IN_OPENSSL[self.curve.name]).public_key()


@dataclass(frozen=True)
class UnknownKey:
    """A key that is read but can't be used; `reason` says why."""

    oid: str
    reason: Phrase

    @property
    def name(self) -> str:
        return self.oid


PublicKey = RsaKey | DsaKey | DhKey | EcKey | UnknownKey


@dataclass(frozen=True)
class KeyInfo:
    """SubjectPublicKeyInfo: the key, and the SHA-1 of its bits by which certificates name it."""

    key: PublicKey
    key_bits: bytes
    encoded: bytes

    @cached_property
    def sha1(self) -> bytes:
        return sha1(self.key_bits, usedforsecurity=False).digest()


def key_info(element: Tlv) -> KeyInfo:
    """Raises ChipError when it is no SubjectPublicKeyInfo; a kind that is not known gives an UnknownKey."""
    fields = Fields(element)
    algorithm = Fields(fields.take(SEQUENCE))
    oid = identifier(algorithm.take(OBJECT_IDENTIFIER))
    parameters = algorithm.optional()
    key_bits = bits(fields.take())
    return KeyInfo(_key(oid, parameters, key_bits), key_bits, element.encoded)


def _key(oid: str, parameters: Tlv | None, key_bits: bytes) -> PublicKey:
    if oid not in {RSA, RSA_PSS, DSA, DH, DH_X942, EC, EC_DH, STANDARDIZED_DOMAIN}:
        return UnknownKey(oid, ChipError(_UNKNOWN_ALGORITHM, oid=oid).phrase)
    try:
        if oid in {RSA, RSA_PSS}:
            numbers = Fields(parse(key_bits))
            return RsaKey(_number(numbers.take()), _number(numbers.take()))
        if oid == DSA:
            return _dsa(parameters, key_bits)
        if oid in {DH, DH_X942}:
            return _dh(parameters, key_bits, with_order=oid == DH_X942)
        curve, explicit = _curve(parameters)
        return EcKey(curve, *_point(curve, key_bits), explicit=explicit)
    except ChipError as error:
        return UnknownKey(oid, error.phrase)


def _number(element: Tlv) -> int:
    return integer(element, MAX_KEY_INTEGER)


def _dsa(parameters: Tlv | None, key_bits: bytes) -> DsaKey:
    """Dss-Parms (RFC 3279, 2.3.2); a key without them can't be used."""
    if parameters is None:
        raise ChipError(_OWN_CURVE)
    fields = Fields(parameters)
    p, q, g = (_number(fields.take()) for _ in range(3))
    return DsaKey(p, q, g, _number(parse(key_bits)))


def _dh(parameters: Tlv | None, key_bits: bytes, *, with_order: bool) -> DhKey:
    """DHParameter of PKCS #3 (p, g), or DomainParameters (RFC 3279, 2.3.3: p, g, q)."""
    if parameters is None:
        raise ChipError(_OWN_CURVE)
    fields = Fields(parameters)
    p, g = (_number(fields.take()) for _ in range(2))
    q = _number(fields.take()) if with_order else 0
    y = _number(parse(key_bits))
    if p.bit_length() > MAX_AGREEMENT or not (0 <= q < p and 1 < g < p - 1 and 1 < y < p - 1):
        raise ChipError(_BAD_MODULUS, bits=p.bit_length())
    return DhKey(p, q, g, y)


def _curve(parameters: Tlv | None) -> tuple[Curve, bool]:
    """The curve, and whether its parameters are given in full."""
    if parameters is None or parameters.tag == NULL:
        raise ChipError(_OWN_CURVE)
    if parameters.tag == INTEGER:
        number = integer(parameters)
        if number not in STANDARDIZED:
            raise ChipError(_UNKNOWN_CURVE, oid=number)
        return STANDARDIZED[number], False
    if parameters.tag == OBJECT_IDENTIFIER:
        oid = identifier(parameters)
        if oid not in BY_OID:
            raise ChipError(_UNKNOWN_CURVE, oid=oid)
        return BY_OID[oid], False
    curve = BY_PARAMETERS.get(_domain(parameters))
    if curve is None:
        raise ChipError(_OWN_CURVE)
    return curve, True


def _domain(parameters: Tlv) -> tuple[int, ...]:
    """p, a, b, x, y, n of explicit parameters (RFC 3279, 2.3.5: ECParameters)."""
    fields = Fields(parameters)
    integer(fields.take(INTEGER))
    field = Fields(fields.take(SEQUENCE))
    kind = identifier(field.take())
    if kind != PRIME_FIELD:
        raise ChipError(_UNKNOWN_CURVE, oid=kind)
    p = _number(field.take())
    coefficients = Fields(fields.take(SEQUENCE))
    a, b = (int.from_bytes(octets(coefficients.take())) for _ in range(2))
    x, y = _coordinates(p, a, b, octets(fields.take(OCTET_STRING)))
    return p, a, b, x, y, _number(fields.take())


def _coordinates(p: int, a: int, b: int, encoded: bytes) -> tuple[int, int]:
    return _decode(Curve("", "", p, a, b, 0, 0, 0), encoded)


def _point(curve: Curve, encoded: bytes) -> tuple[int, int]:
    x, y = _decode(curve, encoded)
    if not weierstrass.is_on(curve, x, y):
        raise ChipError(_BAD_POINT)
    return x, y


def _decode(curve: Curve, encoded: bytes) -> tuple[int, int]:
    """SEC 1, 2.3.4: 04 x y, or 02/03 x for a compressed point."""
    size = curve.size
    if len(encoded) == 1 + 2 * size and encoded[0] == 4:
        return int.from_bytes(encoded[1 : 1 + size]), int.from_bytes(encoded[1 + size :])
    if len(encoded) == 1 + size and encoded[0] in {2, 3} and size <= 66:
        x = int.from_bytes(encoded[1:])
        y = weierstrass.solve(curve, x, encoded[0] & 1)
        if y is not None:
            return x, y
    raise ChipError(_BAD_POINT)
