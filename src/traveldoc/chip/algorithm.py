"""Which signature algorithm an identifier names, with hash and parameters (Doc 9303-12, 4.1.6; RFC 4055)."""

import hashlib
from dataclasses import dataclass
from typing import Final

from traveldoc.chip.der import NULL, OBJECT_IDENTIFIER, SEQUENCE, Fields, identifier, inner, integer
from traveldoc.chip.fault import ChipError
from traveldoc.chip.key import EC, RSA, RSA_PSS
from traveldoc.chip.tlv import Tlv
from traveldoc.finding import gettext_noop

_NIST: Final = "2.16.840.1.101.3.4.2"
# Hash functions by identifier. MD5 is not among them: it proves nothing.
HASHES: Final[dict[str, str]] = {
    "1.3.14.3.2.26": "sha1",
    f"{_NIST}.4": "sha224",
    f"{_NIST}.1": "sha256",
    f"{_NIST}.2": "sha384",
    f"{_NIST}.3": "sha512",
    f"{_NIST}.7": "sha3_224",
    f"{_NIST}.8": "sha3_256",
    f"{_NIST}.9": "sha3_384",
    f"{_NIST}.10": "sha3_512",
}
# Accepted for documents that are still valid, with a remark (Doc 9303-12, 4.1.6: SHA-1 is no longer listed).
LEGACY: Final = frozenset({"sha1"})

_PKCS1: Final = "1.2.840.113549.1.1"
_NIST_SIGNATURE: Final = "2.16.840.1.101.3.4.3"
_X962: Final = "1.2.840.10045.4"
_SIGNATURES: Final[dict[str, tuple[str, str]]] = {
    "1.3.14.3.2.29": ("RSA", "sha1"),
    f"{_PKCS1}.5": ("RSA", "sha1"),
    f"{_PKCS1}.14": ("RSA", "sha224"),
    f"{_PKCS1}.11": ("RSA", "sha256"),
    f"{_PKCS1}.12": ("RSA", "sha384"),
    f"{_PKCS1}.13": ("RSA", "sha512"),
    f"{_X962}.1": ("ECDSA", "sha1"),
    f"{_X962}.3.1": ("ECDSA", "sha224"),
    f"{_X962}.3.2": ("ECDSA", "sha256"),
    f"{_X962}.3.3": ("ECDSA", "sha384"),
    f"{_X962}.3.4": ("ECDSA", "sha512"),
    "1.2.840.10040.4.3": ("DSA", "sha1"),
    f"{_NIST_SIGNATURE}.1": ("DSA", "sha224"),
    f"{_NIST_SIGNATURE}.2": ("DSA", "sha256"),
    f"{_NIST_SIGNATURE}.9": ("ECDSA", "sha3_224"),
    f"{_NIST_SIGNATURE}.10": ("ECDSA", "sha3_256"),
    f"{_NIST_SIGNATURE}.11": ("ECDSA", "sha3_384"),
    f"{_NIST_SIGNATURE}.12": ("ECDSA", "sha3_512"),
    f"{_NIST_SIGNATURE}.13": ("RSA", "sha3_224"),
    f"{_NIST_SIGNATURE}.14": ("RSA", "sha3_256"),
    f"{_NIST_SIGNATURE}.15": ("RSA", "sha3_384"),
    f"{_NIST_SIGNATURE}.16": ("RSA", "sha3_512"),
    # BSI TR-03111, 5.2.1.1: r and s side by side instead of in a SEQUENCE
    "0.4.0.127.0.7.1.1.4.1.1": ("ECDSA plain", "sha1"),
    "0.4.0.127.0.7.1.1.4.1.2": ("ECDSA plain", "sha224"),
    "0.4.0.127.0.7.1.1.4.1.3": ("ECDSA plain", "sha256"),
    "0.4.0.127.0.7.1.1.4.1.4": ("ECDSA plain", "sha384"),
    "0.4.0.127.0.7.1.1.4.1.5": ("ECDSA plain", "sha512"),
}
# RFC 5758, 3.2: these take no parameters, not even NULL.
ECDSA: Final = frozenset(oid for oid, (kind, _) in _SIGNATURES.items() if kind == "ECDSA")
# Identifiers of a key where one of a signature belongs: the hash is the one named beside it (RFC 3370, 3.2).
_KEY_ONLY: Final = {RSA: "RSA", EC: "ECDSA"}
# ANSI X9.62: the hash function stands in the parameters
_SPECIFIED: Final = f"{_X962}.3"
WITH_PARAMETERS: Final = frozenset({RSA_PSS, _SPECIFIED})
_MGF1: Final = f"{_PKCS1}.8"

_UNKNOWN: Final = gettext_noop("the signature algorithm %(oid)s can't be verified here")
_UNKNOWN_HASH: Final = gettext_noop("the hash function %(oid)s can't be computed here")
_NO_HASH: Final = gettext_noop("the signature algorithm %(oid)s does not say which hash function was used")
_UNKNOWN_MASK: Final = gettext_noop("the mask function %(oid)s of the signature can't be computed here")
_TRAILER: Final = gettext_noop("the signature has a trailer field that the standard does not know")
_PARAMETERS: Final = gettext_noop(
    "the hash function %(oid)s of the signature has parameters that it can't have"
)
_SALT: Final = gettext_noop("the length of the signature's salt can't be right")


@dataclass(frozen=True, slots=True)
class Identifier:
    """AlgorithmIdentifier: what it names and the parameters as they stand."""

    oid: str
    parameters: Tlv | None
    encoded: bytes

    @property
    def has_parameters(self) -> bool:
        """Other than none and NULL, which mean the same."""
        return self.parameters is not None and (self.parameters.tag != NULL or self.parameters.value != b"")


@dataclass(frozen=True, slots=True)
class Scheme:
    """`kind` is RSA, RSA-PSS, DSA, ECDSA or ECDSA plain; the last two fields are RSA-PSS's alone."""

    kind: str
    hash: str
    mask_hash: str = ""
    salt: int = 0

    @property
    def name(self) -> str:
        return f"{self.kind} {shown_hash(self.hash)}"


def shown_hash(name: str) -> str:
    """SHA-256, SHA3-256."""
    return name.upper().replace("_", "-") if "_" in name else f"SHA-{name[3:]}"


def digest(name: str, data: bytes) -> bytes:
    return hashlib.new(name, data, usedforsecurity=False).digest()


def algorithm(element: Tlv) -> Identifier:
    fields = Fields(element)
    oid = identifier(fields.take(OBJECT_IDENTIFIER))
    parameters = fields.optional()
    fields.end()
    return Identifier(oid, parameters, element.encoded)


def hash_name(named: Identifier) -> str:
    if named.oid not in HASHES:
        raise ChipError(_UNKNOWN_HASH, oid=named.oid)
    return HASHES[named.oid]


def scheme(named: Identifier, beside: Identifier | None = None) -> Scheme:
    """The algorithm that is named; `beside` is the hash named next to it, for identifiers that name none."""
    if named.oid == RSA_PSS:
        return _pss(named)
    if named.oid == _SPECIFIED and named.parameters is not None:
        return Scheme("ECDSA", _bare(algorithm(named.parameters)))
    if named.oid in _SIGNATURES:
        return Scheme(*_SIGNATURES[named.oid])
    if named.oid in _KEY_ONLY:
        if beside is None:
            raise ChipError(_NO_HASH, oid=named.oid)
        return Scheme(_KEY_ONLY[named.oid], hash_name(beside))
    raise ChipError(_UNKNOWN, oid=named.oid)


def _pss(named: Identifier) -> Scheme:
    """RSASSA-PSS-params (RFC 4055, 3.1): each field may be left out and then has its old default."""
    hashed, mask_hash, salt, trailer = "sha1", "sha1", 20, 1
    if named.parameters is not None and named.parameters.tag != NULL:
        fields = Fields(named.parameters, SEQUENCE)
        if (field := fields.optional(0xA0)) is not None:
            hashed = _bare(algorithm(inner(field)))
        if (field := fields.optional(0xA1)) is not None:
            mask_hash = _mask(algorithm(inner(field)))
        if (field := fields.optional(0xA2)) is not None:
            salt = integer(inner(field))
        if (field := fields.optional(0xA3)) is not None:
            trailer = integer(inner(field))
        fields.end()
    if trailer != 1:
        raise ChipError(_TRAILER)
    if not 0 <= salt <= 2048:
        raise ChipError(_SALT)
    return Scheme("RSA-PSS", hashed, mask_hash, salt)


def _mask(named: Identifier) -> str:
    if named.oid != _MGF1:
        raise ChipError(_UNKNOWN_MASK, oid=named.oid)
    return "sha1" if named.parameters is None else _bare(algorithm(named.parameters))


def _bare(named: Identifier) -> str:
    """A hash function takes no parameters."""
    if named.has_parameters:
        raise ChipError(_PARAMETERS, oid=named.oid)
    return hash_name(named)
