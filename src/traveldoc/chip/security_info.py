"""SecurityInfos: which protocols a chip speaks, in DG14 and EF.CardAccess (Doc 9303-10, 4.7.14.2)."""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.der import INTEGER, OBJECT_IDENTIFIER, SEQUENCE, SET, Fields, expect, identifier, integer
from traveldoc.chip.fault import ChipError
from traveldoc.chip.key import KeyInfo, key_info
from traveldoc.chip.tlv import Tlv
from traveldoc.finding import gettext_noop

MAX_INFOS: Final = 64  # a chip has a dozen; each may bring a key that costs time
_TOO_MANY: Final = gettext_noop("it names more than %(limit)s protocols")
_BSI: Final = "0.4.0.127.0.7.2.2"
PUBLIC_KEY: Final = f"{_BSI}.1"
CHIP_AUTHENTICATION: Final = f"{_BSI}.3"
PACE: Final = f"{_BSI}.4"
TERMINAL_AUTHENTICATION: Final = f"{_BSI}.2"
ACTIVE_AUTHENTICATION: Final = "2.23.136.1.1.5"

_CIPHERS: Final = {"1": "3DES-CBC", "2": "AES-128", "3": "AES-192", "4": "AES-256"}
_KEYS: Final = {"1": "DH", "2": "ECDH"}
_PACE: Final = {"1": "DH-GM", "2": "ECDH-GM", "3": "DH-IM", "4": "ECDH-IM", "6": "ECDH-CAM"}


@dataclass(frozen=True)
class SecurityInfo:
    """One protocol: `name` for people; `key`, `key_id` where it brings a key; `algorithm` of DG15's key."""

    oid: str
    name: str
    version: int | None = None
    key: KeyInfo | None = None
    key_id: int | None = None
    algorithm: str = ""


def security_infos(element: Tlv) -> tuple[SecurityInfo, ...]:
    """Raises ChipError when it is no SET of SecurityInfo; what is odd inside one is left out of it."""
    if len(expect(element, SET).children) > MAX_INFOS:
        raise ChipError(_TOO_MANY, limit=MAX_INFOS)
    return tuple(_info(each) for each in Fields(element, SET).rest())


def _info(element: Tlv) -> SecurityInfo:
    fields = Fields(element)
    oid = identifier(fields.take(OBJECT_IDENTIFIER))
    required, optional = fields.optional(), fields.optional()
    version = integer(required) if required is not None and required.tag == INTEGER else None
    key_id = integer(optional) if optional is not None and optional.tag == INTEGER else None
    key, algorithm = None, ""
    if oid.startswith(f"{PUBLIC_KEY}.") and required is not None and required.tag == SEQUENCE:
        key = _key(required)
    if oid == ACTIVE_AUTHENTICATION and optional is not None and optional.tag == OBJECT_IDENTIFIER:
        algorithm = identifier(optional)
    return SecurityInfo(oid, _name(oid), version, key, key_id, algorithm)


def _key(element: Tlv) -> KeyInfo | None:
    try:
        return key_info(element)
    except ChipError:
        return None


def _name(oid: str) -> str:
    """PACE ECDH-GM AES-128, Chip Authentication ECDH AES-256 ... (Doc 9303-11, 9.2.1 to 9.2.8)."""
    kind, _, cipher = oid.removeprefix(f"{_BSI}.").partition(".")[2].partition(".")
    shown = _CIPHERS.get(cipher, "")
    if oid.startswith(f"{PACE}."):
        return f"PACE {_PACE.get(kind, '')} {shown}".rstrip()
    if oid.startswith(f"{CHIP_AUTHENTICATION}."):
        return f"Chip Authentication {_KEYS.get(kind, '')} {shown}".rstrip()
    if oid.startswith(f"{PUBLIC_KEY}."):
        return f"Chip Authentication public key {_KEYS.get(kind, '')}".rstrip()
    return {
        TERMINAL_AUTHENTICATION: "Terminal Authentication",
        ACTIVE_AUTHENTICATION: "Active Authentication",
    }.get(oid, oid)
