"""What a bar code holds: a seal, or something else that is shown as what it is."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from traveldoc.finding import Phrase, gettext_noop
from traveldoc.mrz.parse import Mrz, parse
from traveldoc.seal.header import MAGIC

MAX_SHOWN: Final = 500  # characters of a text that is no seal


class Kind(StrEnum):
    """A seal in bytes, a seal in JSON, or what else is found on travel documents."""

    SEAL = "seal"
    JSON_SEAL = "seal in JSON"
    ZONE = "machine readable zone"
    LICENCE = "driving licence"
    HEALTH = "health certificate"
    STAMP = "2D-Doc"
    IDB = "ICAO data structure for bar codes"
    BOARDING = "boarding pass"
    ADDRESS = "web address"
    TEXT = "text"
    BYTES = "bytes"


_LABELS: Final[dict[Kind, str]] = {
    Kind.SEAL: gettext_noop("a visible digital seal"),
    Kind.JSON_SEAL: gettext_noop("a visible digital seal in JSON (VDS-NC)"),
    Kind.ZONE: gettext_noop("a machine readable zone as plain text, not a seal: %(text)s"),
    Kind.LICENCE: gettext_noop("the data of a driving licence (AAMVA), not a seal: %(text)s"),
    Kind.HEALTH: gettext_noop("a health certificate, not a seal of this standard: %(text)s"),
    Kind.STAMP: gettext_noop("a French 2D-Doc, not a seal of this standard: %(text)s"),
    Kind.IDB: gettext_noop("ICAO's later data structure for bar codes, which is not read here: %(text)s"),
    Kind.BOARDING: gettext_noop("a boarding pass, not a seal: %(text)s"),
    Kind.ADDRESS: gettext_noop("a web address, not a seal; it was not opened: %(text)s"),
    Kind.TEXT: gettext_noop("a text, not a seal: %(text)s"),
    Kind.BYTES: gettext_noop("bytes of an unknown kind, not a seal: %(text)s"),
}


# Only the beginning tells; whoever wrote the code decides what stands there, so nothing is concluded from it.
_BEGINNINGS: Final = (
    (Kind.LICENCE, re.compile(rb"@\r?\n?\x1c?\x1e?\r?\n?(?:ANSI|AAMVA|AAMVACAN)", re.IGNORECASE)),
    (Kind.HEALTH, re.compile(rb"(?:HC1|NZCP):")),
    (Kind.STAMP, re.compile(rb"DC0[1-9][0-9A-Z]{4}")),
    (Kind.IDB, re.compile(rb"[NR]DB1")),
    (Kind.ADDRESS, re.compile(rb"(?:https?://|www\.)", re.IGNORECASE)),
    (Kind.BOARDING, re.compile(rb"M[1-4][A-Z ]+/[A-Z /]+E[A-Z0-9]")),
)
_JSON: Final = re.compile(rb"\s*\{")
_SEAL_MEMBERS: Final = (b'"hdr"', b'"msg"', b'"sigvl"')
_HEX: Final = re.compile(rb"\s*DC(?:[\s:]*[0-9A-F]{2}){18,}\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Payload:
    """`content` are the bytes of the seal; `recoded` says that they were written as a text in the code."""

    kind: Kind
    content: bytes
    text: str = ""
    zone: Mrz | None = None
    recoded: bool = False

    @property
    def shown(self) -> Phrase:
        """What it is, and where it is no seal what it says."""
        seals = {Kind.SEAL, Kind.JSON_SEAL}
        return Phrase(_LABELS[self.kind], {} if self.kind in seals else {"text": self.text})


def recognise(content: bytes) -> Payload:
    """What the bytes of a code hold. Never raises."""
    plain, recoded = _plain(content)
    if plain[:1] == bytes((MAGIC,)):
        return Payload(Kind.SEAL, plain, recoded=recoded)
    text = _text(content)
    if _JSON.match(content) and sum(member in content for member in _SEAL_MEMBERS) > 1:
        return Payload(Kind.JSON_SEAL, content, text)
    for kind, beginning in _BEGINNINGS:
        if beginning.match(content):
            return Payload(kind, content, text, _zone(text))
    zone = _zone(text)
    if zone is not None:
        return Payload(Kind.ZONE, content, text, zone)
    return Payload(Kind.TEXT if text else Kind.BYTES, content, text or content[: MAX_SHOWN // 2].hex())


def _plain(content: bytes) -> tuple[bytes, bool]:
    """The bytes themselves, where a writer took them for Latin-1 and wrote UTF-8, or wrote hexadecimals."""
    if content.startswith(b"\xc3\x9c"):
        try:
            return content.decode("utf-8").encode("latin-1"), True
        except UnicodeError:
            return content, False
    if _HEX.fullmatch(content):
        return bytes.fromhex(re.sub(rb"[\s:]", b"", content).decode("ascii")), True
    return content, False


def _text(content: bytes) -> str:
    """As a person can read it, in one line and bounded; "" for bytes that are no text."""
    try:
        decoded = content.decode("utf-8")
    except UnicodeDecodeError:
        decoded = content.decode("latin-1")
    shown = "".join(letter if letter.isprintable() else " " for letter in decoded)
    unreadable = sum(not letter.isprintable() and not letter.isspace() for letter in decoded)
    if unreadable * 10 > len(decoded) or not shown.strip():
        return ""
    joined = " ".join(shown.split())
    return joined if len(joined) <= MAX_SHOWN else f"{joined[: MAX_SHOWN - 1]}…"


def _zone(text: str) -> Mrz | None:
    """A machine readable zone somewhere in the text: lines of a format, apart or joined."""
    words = [word for word in text.split() if "<" in word or len(word) >= _SHORTEST]
    for count in (3, 2, 1):
        for start in range(min(len(words), _MOST_WORDS) - count + 1):
            found = parse("\n".join(words[start : start + count]))
            if found.format is not None and found.clean and "<" in found.text:
                return found
    return None


_SHORTEST: Final = 30
_MOST_WORDS: Final = 12
