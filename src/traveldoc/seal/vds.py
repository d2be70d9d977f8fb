"""A seal in bytes: header, message zone and signature zone (Doc 9303-13, 2)."""

from dataclasses import dataclass
from typing import Final

from traveldoc.finding import Phrase, gettext_noop
from traveldoc.seal.fault import SealError
from traveldoc.seal.header import Header, read_header

SIGNATURE_MARKER: Final = 0xFF  # 2.4
MAX_FEATURES: Final = 64
MAX_LENGTH_BYTES: Final = 4  # 2.3.1: "one to five bytes", the first of which counts the others

_ENDS: Final = gettext_noop("it ends before the signature")
_LENGTH: Final = gettext_noop("a length is not in the form that the standard asks for")
_LONGER: Final = gettext_noop("the feature with the tag %(tag)s is longer than what is left")
_TOO_MANY: Final = gettext_noop("it has more than %(limit)s features")
_NO_SIGNATURE: Final = gettext_noop("the signature is longer than what is left")
TWICE: Final = Phrase(gettext_noop("a feature occurs twice"))
TRAILING: Final = Phrase(gettext_noop("there are data after the signature, which nobody signed"))
LONG_LENGTH: Final = Phrase(gettext_noop("a length is written with more bytes than it needs"))
CHARACTERS: Final = Phrase(gettext_noop("a text in the header has characters that it can't have"))


@dataclass(frozen=True, slots=True)
class Feature:
    tag: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Vds:
    """`signed` are header and message zone as they stand; `oddities` what is irregular and still readable."""

    header: Header
    features: tuple[Feature, ...]
    signed: bytes
    signature: bytes
    oddities: tuple[Phrase, ...]


class _Bytes:
    """The zones after the header, taken byte by byte."""

    def __init__(self, content: bytes, at: int, version: int) -> None:
        self.content, self.at, self.version = content, at, version
        self.long = False

    def byte(self) -> int:
        if self.at >= len(self.content):
            raise SealError(_ENDS)
        self.at += 1
        return self.content[self.at - 1]

    def length(self, *, direct: bool) -> int:
        """2.3: one byte in version 3, DER in version 4; 2.4: DER for the signature in both."""
        first = self.byte()
        if direct or first < 0x80:
            return first
        count = first & 0x7F
        if not 0 < count <= MAX_LENGTH_BYTES:
            raise SealError(_LENGTH)
        size = int.from_bytes(bytes(self.byte() for _ in range(count)))
        self.long = self.long or size < 0x80 or size >> (8 * (count - 1)) == 0
        return size

    def take(self, size: int) -> bytes | None:
        """None where less is left."""
        if size > len(self.content) - self.at:
            return None
        self.at += size
        return self.content[self.at - size : self.at]


def read_vds(content: bytes) -> Vds:
    """Raises SealError."""
    header = read_header(content)
    rest = _Bytes(content, header.size, header.version)
    features: list[Feature] = []
    while (tag := rest.byte()) != SIGNATURE_MARKER:
        value = rest.take(rest.length(direct=header.version == 3))
        if value is None:
            raise SealError(_LONGER, tag=tag)
        features.append(Feature(tag, value))
        if len(features) > MAX_FEATURES:
            raise SealError(_TOO_MANY, limit=MAX_FEATURES)
    end = rest.at - 1
    signature = _signature(rest)
    odd = (
        (CHARACTERS, not header.regular),
        (TWICE, len({feature.tag for feature in features}) < len(features)),
        (LONG_LENGTH, rest.long),
        (TRAILING, rest.at < len(content)),
    )
    oddities = tuple(phrase for phrase, found in odd if found)
    return Vds(header, tuple(features), content[:end], signature, oddities)


def _signature(rest: _Bytes) -> bytes:
    """In DER; a length of 128 in one byte, as version 3 writes lengths, is understood, too."""
    start = rest.at
    if rest.version == 3 and rest.content[start : start + 1] == b"\x80":
        length = rest.length(direct=True)
    else:
        length = rest.length(direct=False)
    signature = rest.take(length)
    if signature is None:
        raise SealError(_NO_SIGNATURE)
    return signature
