"""Where the counts lie: one Parquet file an import, a folder an agency, written once; and files on trial."""

import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Final
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from secondline.people import held as keeping


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
    keeping.sync(draft)
    draft.replace(path)
    keeping.sync(path.parent)
    return path


def hold(agency: UUID, chunks: Iterable[bytes], spared: Collection[str] = ()) -> Path:
    """Keep a file that is being tried, so that it need not be sent again."""
    return keeping.hold(_held_folder(agency), chunks, spared)


def held(agency: UUID, digest: str) -> Path | None:
    """A file that was tried, if it is still there."""
    return keeping.held(_held_folder(agency), digest)


def let_go(path: Path) -> None:
    keeping.let_go(path)


def sweep(*, before: float, spared: Collection[str] = ()) -> int:
    """Files that were tried and never taken, older than this moment (seconds): deleted. How many."""
    folder = Path(settings.EXPOSURE_FOLDER)
    beside = keeping.sweep((path for name in _BESIDE for path in folder.glob(f"{name}/*")), before=before)
    return beside + keeping.sweep(folder.glob("held/*/*"), before=before, spared=spared)


def _held_folder(agency: UUID) -> Path:
    return Path(settings.EXPOSURE_FOLDER) / "held" / str(agency)


# Beside a file on trial: how far it is, and its refused rows. Neither is worth a place in the database.
_BESIDE: Final = ("progress", "refused")


def progress_of(intake: UUID) -> Path:
    return _beside("progress", intake)


def refused_of(intake: UUID) -> Path:
    return _beside("refused", intake)


def _beside(name: str, intake: UUID) -> Path:
    folder = Path(settings.EXPOSURE_FOLDER) / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / str(intake)


def write_beside(path: Path, text: str) -> None:
    """All of it or nothing, for whoever reads at the same moment."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
