"""LDIF as the ICAO Public Key Directory gives it (RFC 2849; Doc 9303-12, 5.1.2)."""

import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.finding import gettext_noop

MAX_SIZE: Final = 192 * 1024 * 1024  # bytes; the directory's largest file has about 100 MB
MAX_LINES: Final = 3_000_000  # that file has about 1.5 million
MAX_VALUES: Final = 100_000  # the world's signers are about 30,000
# Attributes that hold what a trust store is made of; the name of an attribute may carry options (";binary").
CERTIFICATE: Final = "usercertificate"
AUTHORITY: Final = "cacertificate"
REVOCATION_LIST: Final = "certificaterevocationlist"
MASTER_LIST: Final = "pkdmasterlistcontent"
MASTER_LIST_OLD: Final = "cscamasterlistdata"
DEVIATION_LIST: Final = "pkddeviationlistcontent"
WANTED: Final = frozenset(
    {CERTIFICATE, AUTHORITY, REVOCATION_LIST, MASTER_LIST, MASTER_LIST_OLD, DEVIATION_LIST}
)

_TOO_BIG: Final = gettext_noop("the file has %(size)s bytes, more than the %(limit)s that are read")
_TOO_LONG: Final = gettext_noop("the file has more than the %(limit)s lines or values that are read")
_BAD_VALUE: Final = gettext_noop("the value in line %(line)s is not Base64")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value, in Base64: the attribute in small letters without options, its first line (from 1)."""

    attribute: str
    line: int
    base64: bytes

    def decoded(self) -> bytes:
        try:
            return binascii.a2b_base64(self.base64, strict_mode=True)
        except binascii.Error:
            raise ChipError(_BAD_VALUE, line=self.line) from None


def looks_like_ldif(data: bytes) -> bool:
    """The first line that says anything is "version:" or "dn:"."""
    for line in data[:4096].removeprefix(b"\xef\xbb\xbf").splitlines():
        if line.strip() and not line.startswith(b"#"):
            return line.lower().startswith((b"version:", b"dn:"))
    return False


def entries(data: bytes) -> Iterator[Entry]:
    """The wanted values in their order. Raises ChipError for a file that is too big or too long."""
    if len(data) > MAX_SIZE:
        raise ChipError(_TOO_BIG, size=len(data), limit=MAX_SIZE)
    if data.count(b"\n") > MAX_LINES:
        raise ChipError(_TOO_LONG, limit=MAX_LINES)
    count = 0
    for number, line in _unfolded(data):
        head, colons, rest = line.partition(b"::")
        attribute = head.split(b";")[0].strip().lower().decode("ascii", "replace")
        if colons and attribute in WANTED:
            count += 1
            if count > MAX_VALUES:
                raise ChipError(_TOO_LONG, limit=MAX_VALUES)
            yield Entry(attribute, number, rest.strip())


def _unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Lines with their continuations (which begin with one blank); the number is that of the first."""
    pieces: list[bytes] = []
    begun = 0
    for number, line in enumerate(_lines(data), start=1):
        if line.startswith(b" ") and pieces:
            pieces.append(line[1:])
            continue
        if pieces:
            yield begun, b"".join(pieces)
        pieces, begun = [line], number
    if pieces:
        yield begun, b"".join(pieces)


def _lines(data: bytes) -> Iterator[bytes]:
    """One line after the other, so that a large file is never held twice."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield data[start:end].rstrip(b"\r")
        start = end + 1
