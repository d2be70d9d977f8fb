"""A library as a folder: one folder a type or an alert, with a YAML file and its pictures (docs/library.md).

types/UTO-AO-04001/type.yaml      alerts/F-2026-0001/alert.yaml
types/UTO-AO-04001/data-white.jpg
"""

import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from traveldoc.finding import Phrase, gettext_noop

MOST_FILES: Final = 5000
MOST_BYTES: Final = 1_000_000_000
MOST_FILE_BYTES: Final = 40_000_000
LONGEST_NAME: Final = 200
_PART: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,80}", re.ASCII)
_PLACE: Final = re.compile(r"(types|alerts)/([^/]+)/([^/]+)")

_NO_ZIP: Final = gettext_noop("This is no ZIP file, or it is damaged.")
_MANY: Final = gettext_noop("There are more than %(most)s files.")
_LARGE: Final = gettext_noop("Unpacked it is larger than %(most)s megabytes.")
_LARGE_FILE: Final = gettext_noop("The file is larger than %(most)s megabytes.")
_NAME: Final = gettext_noop("The name is not taken. Files lie in types/CODE/ or alerts/CODE/.")
_LOCKED: Final = gettext_noop("The file is encrypted.")
_LINK: Final = gettext_noop("Links are not taken.")
_NO_YAML: Final = gettext_noop("There is no %(name)s in this folder.")
_NOTHING: Final = gettext_noop("There is no type and no alert in it.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which file, in which line (0: as a whole)."""

    file: str
    line: int
    phrase: Phrase

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.phrase}"


class FolderError(Exception):
    """The folder can't be used; `faults` says why, file by file."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(str(faults[0]))
        self.faults = faults


@dataclass(slots=True)
class Bundle:
    """The files of one type or alert by their names; each is read when asked for."""

    noun: str
    name: str
    files: dict[str, Callable[[], bytes]] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return f"{self.noun}s/{self.name}"


def _fault(file: str, template: str, **values: str) -> FolderError:
    return FolderError([Fault(file[:LONGEST_NAME], 0, Phrase(template, values))])


def from_zip(stream: BinaryIO) -> list[Bundle]:
    """The bundles in a ZIP from outside. Names, counts and sizes are bounded before anything is unpacked;
    no file is written anywhere, and no size that the archive tells of itself is believed.
    """
    try:
        archive = zipfile.ZipFile(stream)
        infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _fault("ZIP", _NO_ZIP) from error
    if len(infos) > MOST_FILES:
        raise _fault("ZIP", _MANY, most=str(MOST_FILES))
    allowance = _Allowance()
    files: dict[str, Callable[[], bytes]] = {}
    for info in infos:
        if info.is_dir():
            continue
        if info.flag_bits & 1:
            raise _fault(info.filename, _LOCKED)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise _fault(info.filename, _LINK)
        files[info.filename] = _reader(archive, info, allowance)
    return _bundles(files)


@dataclass(slots=True)
class _Allowance:
    """What all files of one archive may still unpack to."""

    left: int = MOST_BYTES


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: _Allowance) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(info) as file:
                data = file.read(MOST_FILE_BYTES + 1)
        except Exception as error:  # zipfile raises whatever it meets in a broken member
            raise _fault(info.filename, _NO_ZIP) from error
        if len(data) > MOST_FILE_BYTES:
            raise _fault(info.filename, _LARGE_FILE, most=str(MOST_FILE_BYTES // 1_000_000))
        allowance.left -= len(data)
        if allowance.left < 0:
            raise _fault("ZIP", _LARGE, most=str(MOST_BYTES // 1_000_000))
        return data

    return read


def from_folder(root: Path) -> list[Bundle]:
    """The bundles in a folder at the machine itself; what begins with a dot is left alone."""
    files: dict[str, Callable[[], bytes]] = {}
    for noun in ("types", "alerts"):
        for folder, folders, names in os.walk(root / noun):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for name in sorted(names):
                path = Path(folder) / name
                if name.startswith("."):
                    continue
                if path.is_symlink():
                    raise _fault(str(path.relative_to(root)), _LINK)
                if len(files) >= MOST_FILES:
                    raise _fault(str(root), _MANY, most=str(MOST_FILES))
                files[path.relative_to(root).as_posix()] = _file_reader(path, root)
    return _bundles(files)


def _file_reader(path: Path, root: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        with path.open("rb") as file:
            data = file.read(MOST_FILE_BYTES + 1)
        if len(data) > MOST_FILE_BYTES:
            most = str(MOST_FILE_BYTES // 1_000_000)
            raise _fault(str(path.relative_to(root)), _LARGE_FILE, most=most)
        return data

    return read


def _bundles(files: Mapping[str, Callable[[], bytes]]) -> list[Bundle]:
    found: dict[tuple[str, str], Bundle] = {}
    faults: list[Fault] = []
    start = _common_start(files)
    for name, read in sorted(files.items()):
        place = _PLACE.fullmatch(name.removeprefix(start))
        if place is None or not all(_PART.fullmatch(part) for part in place.groups()):
            if name.removeprefix(start).rpartition("/")[2].startswith("README"):
                continue
            faults.append(Fault(name[:LONGEST_NAME], 0, Phrase(_NAME)))
            continue
        noun, folder, file = place[1].removesuffix("s"), place[2], place[3]
        found.setdefault((noun, folder), Bundle(noun, folder)).files[file] = read
    faults += [
        Fault(bundle.place, 0, Phrase(_NO_YAML, {"name": f"{bundle.noun}.yaml"}))
        for bundle in found.values()
        if f"{bundle.noun}.yaml" not in bundle.files
    ]
    if faults:
        raise FolderError(faults)
    if not found:
        raise _fault("ZIP", _NOTHING)
    return list(found.values())


def _common_start(files: Mapping[str, Any]) -> str:
    """A folder that all files lie in, as an archive of a folder has it: library/types/..."""
    firsts = {name.partition("/")[0] for name in files}
    if len(firsts) == 1 and not firsts & {"types", "alerts"}:
        return f"{firsts.pop()}/"
    return ""


def to_zip(files: Iterator[tuple[str, bytes]], target: BinaryIO) -> None:
    """A ZIP of the files in the given order; the same files give the same bytes."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            stored = name.endswith(".jpg")
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
