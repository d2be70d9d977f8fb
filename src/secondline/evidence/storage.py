"""A write-once folder tree by SHA-256: what lies in it survives a power cut once it is acknowledged.

- incoming/<random>.part: being written; locked by whoever writes it
- originals/<agency>/<2 hex>/<sha256>: sealed, read-only, never overwritten
- derived/<agency>/<2 hex>/<sha256>.<form>: working copies, which can be made again
- damaged/<sha256>.<random>: a sealed file that no longer has its hash, set aside
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Protocol
from uuid import UUID

from secondline.evidence.rules import HEAD_BYTES

CHUNK = 1 << 18


class StorageError(Exception):
    """`code` is one of rules.TROUBLES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Sealed:
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A file received whole and synced, not yet in its place. `head` are its first bytes."""

    path: Path
    sha256: str
    size: int
    head: bytes


class Storage:
    """All files of one agency. `root` is the evidence folder of the house."""

    # Folders whose own entries are known to be on the disk; per process, so each process syncs them once.
    _durable: set[Path] = set()

    def __init__(self, root: Path, agency: UUID) -> None:
        self.root = root
        self._originals = root / "originals" / agency.hex
        self._derived = root / "derived" / agency.hex

    def path(self, sha256: str) -> Path:
        return self._originals / sha256[:2] / sha256

    def derived_path(self, sha256: str, form: str) -> Path:
        return self._derived / sha256[:2] / f"{sha256}.{form}"

    def put(self, stream: Source, *, limit: int, free: int = 0) -> Sealed:
        """Receive and seal in one go."""
        with self.receive(stream, limit=limit, free=free) as draft:
            return self.seal(draft)

    @contextmanager
    def receive(self, stream: Source, *, limit: int, free: int = 0, expected: int = 0) -> Iterator[Draft]:
        """Write the stream beside its place and sync it. The draft is gone when the block is left.

        Raises StorageError: "too-many-bytes" as soon as `limit` is passed, "empty", "no-room" when less than
        `free` bytes (after the `expected` ones) are left on the disk.
        """
        folder = self.root / "incoming"
        self._make(folder)
        if shutil.disk_usage(folder).free - expected < free:
            raise StorageError("no-room")
        handle, path = _locked_part(folder)
        try:
            with _room(), os.fdopen(handle, "wb", closefd=False) as file:
                draft = _copy(stream, file, path, limit)
                file.flush()
                os.fsync(handle)
            yield draft
        finally:
            path.unlink(missing_ok=True)
            os.close(handle)

    def seal(self, draft: Draft) -> Sealed:
        """Give the draft its place for good. A file that lies there already is verified and left alone."""
        place = self.path(draft.sha256)
        with _room():
            self._make(place.parent)
            if place.exists() and _hash(place) != draft.sha256:
                self._set_aside(place)
            with suppress(FileExistsError):  # sealed before, perhaps this moment by another process
                draft.path.chmod(0o400)
                os.link(draft.path, place)
            _sync(place)
            _sync(place.parent)
        return Sealed(draft.sha256, draft.size)

    def holds(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def open(self, sha256: str) -> BinaryIO:
        return self.path(sha256).open("rb")

    def verify(self, sha256: str) -> bool:
        """Whether the sealed file still has its hash."""
        return self.holds(sha256) and _hash(self.path(sha256)) == sha256

    def put_derived(self, sha256: str, form: str, data: bytes) -> None:
        place = self.derived_path(sha256, form)
        with _room():
            self._make(place.parent)
            part = place.with_name(f"{place.name}.{token_hex(8)}.part")
            try:
                with part.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(place)
                _sync(place.parent)
            finally:
                part.unlink(missing_ok=True)

    def open_derived(self, sha256: str, form: str) -> BinaryIO:
        return self.derived_path(sha256, form).open("rb")

    def holds_derived(self, sha256: str, form: str) -> bool:
        return self.derived_path(sha256, form).exists()

    def erase_derived(self, sha256: str, form: str) -> None:
        self.derived_path(sha256, form).unlink(missing_ok=True)

    def erase(self, sha256: str) -> None:
        """Delete the original and everything derived; an absent file is erased already."""
        folder = self.derived_path(sha256, "x").parent
        for path in (self.path(sha256), *folder.glob(f"{sha256}.*")):
            path.unlink(missing_ok=True)
            if path.parent.exists():
                _sync(path.parent)

    def _set_aside(self, place: Path) -> None:
        damaged = self.root / "damaged"
        self._make(damaged)
        place.rename(damaged / f"{place.name}.{token_hex(8)}")
        _sync(damaged)
        _sync(place.parent)

    def _make(self, folder: Path) -> None:
        """The folder and its parents up to the root's own, each one's entry synced in its parent."""
        if folder in self._durable and folder.exists():
            return
        if folder != self.root:
            self._make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True, parents=folder == self.root)
        _sync(folder.parent)
        self._durable.add(folder)


def _locked_part(folder: Path) -> tuple[int, Path]:
    """A new file that is locked while its writer lives, so that `sweep` can tell the dead from the living."""
    while True:
        path = folder / f"{token_hex(16)}.part"
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, path
        os.close(handle)  # swept between its making and its locking


def _copy(stream: Source, file: BinaryIO, path: Path, limit: int) -> Draft:
    digest, size, head = hashlib.sha256(), 0, b""
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise StorageError("too-many-bytes")
        if len(head) < HEAD_BYTES:
            head = (head + chunk)[:HEAD_BYTES]
        digest.update(chunk)
        file.write(chunk)
    if not size:
        raise StorageError("empty")
    return Draft(path, digest.hexdigest(), size, head)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {ENOSPC, EDQUOT}:
            raise StorageError("no-room") from error
        raise


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(root: Path) -> int:
    """Delete what dead writers left in incoming/; returns how many files."""
    swept = 0
    for path in (root / "incoming").glob("*.part"):
        with suppress(FileNotFoundError), path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            path.unlink()
            swept += 1
    return swept


def sealed_files(root: Path) -> Iterator[tuple[UUID, str, Path]]:
    """Every sealed file as (agency, name, path); the name is the SHA-256 that it should have."""
    for folder in sorted((root / "originals").glob("[0-9a-f]" * 32)):
        for path in sorted(folder.glob("*/*")):
            yield UUID(folder.name), path.name, path


def file_hash(path: Path) -> str:
    return _hash(path)
