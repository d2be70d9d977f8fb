"""The files of a chip as readers write them down: recognised by name, and by what they begin with."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from traveldoc.chip.com import GROUP_TAGS

SOD: Final = "EF.SOD"
COM: Final = "EF.COM"
CARD_ACCESS: Final = "EF.CardAccess"
CARD_SECURITY: Final = "EF.CardSecurity"
GROUPS: Final[tuple[str, ...]] = tuple(f"DG{number}" for number in GROUP_TAGS)
NAMES: Final[tuple[str, ...]] = (COM, SOD, CARD_ACCESS, CARD_SECURITY, *GROUPS)

# Doc 9303-10, 4.7, table 38, and 3.11: the first byte of each file. 31 and 30 begin other things as well.
_TAGS: Final[dict[int, str]] = {
    0x60: COM,
    0x77: SOD,
    **{tag: f"DG{number}" for number, tag in GROUP_TAGS.items()},
}
_GROUP: Final = re.compile(
    r"(?:^|[^A-Z0-9])(?:EF[._ -]?)?(?:DG|DATA[._ -]?GROUP)[._ -]?0?([1-9]|1[0-6])(?![0-9])"
)
_SOD: Final = re.compile(r"(?:^|[^A-Z])(?:EF[._ -]?)?SOD(?![A-Z])")
_COM: Final = re.compile(r"(?:^|[^A-Z])(?:EF[._ -]?)?COM(?![A-Z])")
_ACCESS: Final = re.compile(r"CARD[._ -]?ACCESS")
_SECURITY: Final = re.compile(r"CARD[._ -]?SECURITY")
# File identifiers (table 38), where nothing else is the name: 0101 to 0110, 011C to 011E.
_IDENTIFIER: Final = re.compile(r"(?:EF[._ -]?)?(?:0X)?01(0[1-9A-F]|10|1C|1D|1E)")
_EXTENSION: Final = re.compile(r"[.](BIN|DAT|DER|RAW|DUMP|DMP|TLV|EF)$")
# What readers write beside the dumps; a picture called DG2.jpg is no data group.
_NO_DUMP: Final = re.compile(r"[.](JPE?G|JP2|J2K|PNG|BMP|TXT|JSON|XML|CSV|LOG|MD|HTML?|CER|PEM|PDF)$")


# Doc 9303-11, 9.2: EF.CardAccess names protocols under id-PACE; EF.CardSecurity signs id-SecurityObject.
_ACCESS_PROTOCOL: Final = bytes.fromhex("04007f0007020204")
_CARD_SECURITY_OBJECT: Final = bytes.fromhex("060804007f0007030201")


@dataclass(frozen=True)
class ChipFiles:
    """The standard's names of files ("EF.SOD", "DG1") with their bytes; names not understood, or twice."""

    files: Mapping[str, bytes]
    ignored: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()

    def get(self, name: str) -> bytes | None:
        return self.files.get(name)

    def __bool__(self) -> bool:
        return bool(self.files)

    @classmethod
    def named(cls, given: Iterable[tuple[str, bytes]]) -> "ChipFiles":
        """From names and contents as they lie in a folder; the first counts where a file comes twice."""
        return cls._gathered(given, recognise)

    @classmethod
    def told(cls, given: Iterable[tuple[str, bytes]]) -> "ChipFiles":
        """The same where names may lie: first bytes tell, a name only where they are mute."""
        return cls._gathered(given, _told)

    @classmethod
    def _gathered(
        cls, given: Iterable[tuple[str, bytes]], recognised: Callable[[str, bytes], str | None]
    ) -> "ChipFiles":
        found: dict[str, bytes] = {}
        ignored: list[str] = []
        twice: list[str] = []
        for name, data in given:
            known = recognised(name, data)
            if known is None:
                ignored.append(name)
            elif known not in found:
                found[known] = data
            elif found[known] != data:
                twice.append(name)
        return cls(found, tuple(ignored), tuple(twice))


def recognise(name: str, data: bytes) -> str | None:
    """Which file of the standard this is; None when neither name nor first byte tells."""
    shown = name.replace("\\", "/").rpartition("/")[2].upper()
    if not data or _NO_DUMP.search(shown):
        return None
    by_tag = _TAGS.get(data[0])
    by_name = _by_name(shown, data[0])
    if by_name is None and by_tag is None and _looks_signed(data):
        return SOD
    return by_name or by_tag


def told_by_bytes(data: bytes) -> str | None:
    """Which file of the standard begins like this; None where a first byte alone does not tell."""
    if not data:
        return None
    head = data[:256]
    if data[0] == 0x31 and _ACCESS_PROTOCOL in head:
        return CARD_ACCESS
    if data[0] == 0x30 and _CARD_SECURITY_OBJECT in head:
        return CARD_SECURITY
    if _looks_signed(data):
        return SOD
    return _TAGS.get(data[0]) if _is_whole(data) else None


def _told(name: str, data: bytes) -> str | None:
    no_dump = _NO_DUMP.search(name.upper())
    return None if no_dump else told_by_bytes(data) or recognise(name, data)


def _is_whole(data: bytes) -> bool:
    """After the tag stands a length (of at most four bytes) that ends within the file, or an open one."""
    first = data[1] if len(data) > 1 else 0xFF
    if first <= 0x80:
        return first == 0x80 or 2 + first <= len(data)
    count = first & 0x7F
    return count <= 4 and 2 + count + int.from_bytes(data[2 : 2 + count]) <= len(data)


def _by_name(shown: str, first: int) -> str | None:
    stem = _EXTENSION.sub("", shown)
    identifier = _IDENTIFIER.fullmatch(stem)
    if identifier is not None:
        return _by_identifier(int(identifier[1], 16), first)
    for pattern, known in ((_SOD, SOD), (_COM, COM), (_ACCESS, CARD_ACCESS), (_SECURITY, CARD_SECURITY)):
        if pattern.search(stem):
            return known
    group = _GROUP.search(stem)
    return None if group is None else f"DG{group[1]}"


def _by_identifier(number: int, first: int) -> str | None:
    """1D is EF.SOD in the application and EF.CardSecurity outside; 1E is EF.COM or EF.DIR."""
    if number == 0x1C:
        return CARD_ACCESS
    if number == 0x1D:
        return SOD if first == 0x77 else CARD_SECURITY
    if number == 0x1E:
        return COM if first == 0x60 else None
    return f"DG{number}"


def _looks_signed(data: bytes) -> bool:
    """Signed data of the kind "security object" without the file's own tag around it."""
    return data[0] == 0x30 and b"\x06\x06\x67\x81\x08\x01\x01\x01" in data[:256]
