"""A ZIP of dumps, opened as if an enemy had packed it: few files, small ones, no surprise in unpacking."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

# PKWARE APPNOTE, 4.3.16: the end of central directory record
_END: Final = b"PK\x05\x06"
_END_FORMAT: Final = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT: Final = 65_535
_ENTRY_BYTES: Final = 46 + 3 * 256  # of the directory: an entry with a name and extra fields of usual length
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# The files of a chip are keys, hash values and pictures, which hardly shrink; only padding does.
_MOST_RATIO: Final = 100
_RATIO_FROM: Final = 64 * 1024  # bytes; a small file may shrink as it likes


class DumpError(ValueError):
    """The folder or ZIP can't be used; the message says why, `code` is one of evidence.rules.TROUBLES."""

    def __init__(self, message: str, code: str = "zip-large") -> None:
        super().__init__(message)
        self.code = code


def is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", _END))


def unpack(data: bytes, *, most_files: int, most_bytes: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the files. Raises DumpError for what is no honest ZIP, or too much."""
    _bounded_directory(data, most_files)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > most_files:
                raise DumpError(f"There are more than {most_files} files in it.", "zip-many")
            for entry in entries:
                yield entry.filename, _content(archive, entry, most_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, NotImplementedError) as error:
        raise DumpError("It is a damaged ZIP.", "zip-damaged") from error


def _bounded_directory(data: bytes, most_files: int) -> None:
    """The directory is read as a whole by the library: its announced size is checked before."""
    start = data.rfind(_END, max(0, len(data) - _LONGEST_COMMENT - _END_FORMAT.size))
    if start < 0 or start + _END_FORMAT.size > len(data):
        raise DumpError("It is a damaged ZIP.", "zip-damaged")
    size = _END_FORMAT.unpack_from(data, start)[5]
    if size > (most_files + 1) * _ENTRY_BYTES:
        raise DumpError(f"There are more than {most_files} files in it.", "zip-many")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most_bytes: int) -> bytes:
    if entry.flag_bits & 0x1:
        raise DumpError(f"{entry.filename} is locked with a password.", "zip-locked")
    if entry.compress_type not in _METHODS:
        raise DumpError(f"{entry.filename} is packed in a way that is not read here.", "zip-packed")
    with archive.open(entry) as file:
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise DumpError(f"{entry.filename} has more than {most_bytes} bytes.")
    if len(content) > max(_RATIO_FROM, _MOST_RATIO * entry.compress_size):
        raise DumpError(f"{entry.filename} is packed more than {_MOST_RATIO} times smaller than it is.")
    if is_zip(content):
        raise DumpError(f"{entry.filename} is a ZIP inside the ZIP.", "zip-nested")
    return content
