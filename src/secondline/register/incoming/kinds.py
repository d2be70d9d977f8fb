"""What kind of file it is: by its first bytes, never by its name."""

from pathlib import Path
from typing import Final, Literal

from secondline.register.incoming.refusing import UnusableFileError

FileKind = Literal["csv", "parquet", "excel"]
UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_HEAD: Final = 4096
_PACKED: Final = (b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_MARKUP: Final = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<style", b"<!--")
_WORKBOOK: Final = b"[Content_Types].xml"


def kind_of(path: Path) -> FileKind:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise UnusableFileError("empty")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path, head)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableFileError("old-excel")
    if head.startswith(_PACKED):
        raise UnusableFileError("packed")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        raise UnusableFileError("web-page")
    if b"\x00" in head and not head.startswith(UTF16):
        raise UnusableFileError("not-text")
    return "csv"


def _kind_of_zip(path: Path, head: bytes) -> FileKind:
    """A workbook, or an archive with the table still in it. What is damaged is found when it is opened."""
    if b"application/vnd.oasis.opendocument" in head[:200]:
        raise UnusableFileError("opendocument")
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - (1 << 17)))
        listed = file.read()
    if b"PK\x05\x06" in listed and _WORKBOOK not in head and _WORKBOOK not in listed:
        raise UnusableFileError("packed")
    return "excel"
