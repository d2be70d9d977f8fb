"""A seal in JSON (VDS-NC): header, message, and a signature with the signer's certificate beside it.

Doc 9303-13 in its edition of 2021 does not have it; ICAO's technical report "VDS-NC: Visible Digital Seal for
non-constrained environments" has, and what is read here is what the seals that States issue have in common.
"""

import binascii
from dataclasses import dataclass
from typing import Final

from traveldoc.chip.certificate import Certificate, load_certificate
from traveldoc.chip.fault import ChipError
from traveldoc.finding import Phrase, gettext_noop
from traveldoc.seal.canonical import Json, canonical, load
from traveldoc.seal.fault import SealError

MAX_BASE64: Final = 8 * 1024
ALGORITHMS: Final = {"ES256": "sha256", "ES384": "sha384", "ES512": "sha512"}
VERSION: Final = 1

_NO_MEMBER: Final = gettext_noop("the member “%(name)s” is not there, or not of the right kind")
_BASE64: Final = gettext_noop("the member “%(name)s” is not Base64")
BASE64: Final = Phrase(gettext_noop("a value is in plain Base64 where Base64url belongs"))
MEMBERS: Final = Phrase(gettext_noop("there are members beside data and signature, which nobody signed"))


@dataclass(frozen=True)
class VdsNc:
    """`certificate` is None where it is broken (`broken` says why). `message` is the signed message."""

    type: str
    version: int
    issuer: str
    message: dict[str, Json]
    algorithm: str
    signed: bytes
    signature: bytes
    certificate: Certificate | None
    broken: Phrase | None
    oddities: tuple[Phrase, ...]

    def text(self, *path: str) -> str:
        """A text or number somewhere in the message; "" where there is none."""
        value: Json = self.message
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def read_vds_nc(content: bytes) -> VdsNc:
    """Raises SealError."""
    whole = load(content)
    if not isinstance(whole, dict):
        raise SealError(_NO_MEMBER, name="data")
    data, sig = _object(whole, "data"), _object(whole, "sig")
    header, message = _object(data, "hdr"), _object(data, "msg")
    signature, plain_signature = _bytes(sig, "sigvl")
    encoded, plain_certificate = _bytes(sig, "cer")
    held, broken = _certificate(encoded)
    version = header.get("v")
    if not isinstance(version, int) or isinstance(version, bool):
        raise SealError(_NO_MEMBER, name="v")
    odd = ((BASE64, plain_signature or plain_certificate), (MEMBERS, set(whole) != {"data", "sig"}))
    return VdsNc(
        type=_string(header, "t"),
        version=version,
        issuer=_string(header, "is"),
        message=message,
        algorithm=_string(sig, "alg"),
        signed=canonical(data),
        signature=signature,
        certificate=held,
        broken=broken,
        oddities=tuple(phrase for phrase, found in odd if found),
    )


def _object(value: dict[str, Json], name: str) -> dict[str, Json]:
    found = value.get(name)
    if not isinstance(found, dict):
        raise SealError(_NO_MEMBER, name=name)
    return found


def _string(value: dict[str, Json], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise SealError(_NO_MEMBER, name=name)
    return found[:200]


def _bytes(value: dict[str, Json], name: str) -> tuple[bytes, bool]:
    """Base64url with or without padding, and whether it was the other alphabet (RFC 4648, 4 and 5)."""
    found = value.get(name)
    if not isinstance(found, str) or len(found) > MAX_BASE64:
        raise SealError(_NO_MEMBER, name=name)
    written = found.translate(_STANDARD_ALPHABET).rstrip("=")
    try:
        return _strict(written), bool({"+", "/"} & set(found))
    except (binascii.Error, ValueError):
        raise SealError(_BASE64, name=name) from None


_STANDARD_ALPHABET: Final = str.maketrans("-_", "+/")


def _strict(written: str) -> bytes:
    """Nothing but the 64 characters: the library alone would skip others."""
    padded = written + "=" * (-len(written) % 4)
    return binascii.a2b_base64(padded.encode("ascii"), strict_mode=True)


def _certificate(encoded: bytes) -> tuple[Certificate | None, Phrase | None]:
    try:
        return load_certificate(encoded), None
    except ChipError as error:
        return None, error.phrase
