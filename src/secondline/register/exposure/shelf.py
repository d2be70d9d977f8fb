"""Where the counts lie: one Parquet file an import, a folder an agency, written once."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Final
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

MOST_HELD: Final = 5  # files that an agency is trying
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def folder_of(agency: UUID) -> Path:
    return Path(settings.EXPOSURE_FOLDER) / str(agency)


def path_of(agency: UUID, exposure: UUID) -> Path:
    return folder_of(agency) / f"{exposure}.parquet"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of one's own that is gone afterwards; what lay in it is never kept."""
    folder = Path(settings.EXPOSURE_FOLDER) / "scratch" / secrets.token_hex(8)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def put(agency: UUID, exposure: UUID, table: pa.Table) -> Path:
    """On the disk before the row that names it: file, then folder, then the database."""
    path = path_of(agency, exposure)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    pq.write_table(table, draft, compression="zstd")
    _sync(draft)
    draft.replace(path)
    _sync(path.parent)
    return path


def hold(agency: UUID, chunks: Iterable[bytes]) -> Path:
    """Keep a file that is being tried, so that it need not be sent again; older ones of the agency go."""
    folder = _held_folder(agency)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft, digest = folder / f"draft.{secrets.token_hex(8)}", hashlib.sha256()
    with draft.open("wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    path = folder / digest.hexdigest()
    draft.replace(path)
    for other in sorted(folder.iterdir(), key=lambda each: -each.stat().st_mtime_ns)[MOST_HELD:]:
        other.unlink(missing_ok=True)
    return path


def held(agency: UUID, digest: str) -> Path | None:
    """A file that was tried, if it is still there."""
    path = _held_folder(agency) / digest
    return path if _DIGEST.fullmatch(digest) and path.is_file() else None


def let_go(path: Path) -> None:
    path.unlink(missing_ok=True)


def sweep(*, before: float) -> int:
    """Files that were tried and never taken, older than this moment (seconds): deleted. How many."""
    old = [path for path in Path(settings.EXPOSURE_FOLDER).glob("held/*/*") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _held_folder(agency: UUID) -> Path:
    return Path(settings.EXPOSURE_FOLDER) / "held" / str(agency)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
