"""A file between its trial and its taking: kept as it came, so that it is sent once, and then erased.

It is named by its hash and read again under that hash only: what is taken is what was tried. It lies in the
folder of an agency or a person; who comes with the hash alone finds nothing in another's.
"""

import errno
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from django.conf import settings

from traveldoc.finding import gettext_noop

MOST_HELD: Final = 5  # files in one folder
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_CHUNK: Final = 1 << 20


class NoRoomError(Exception):
    """The disk is as good as full. Nothing was kept; `words` say so to a person."""

    words = gettext_noop("The disk of the centre is nearly full; nothing was taken. Tell the administrator.")


def hold(folder: Path, chunks: Iterable[bytes], spared: Collection[str] = ()) -> Path:
    """Keep a file that is being tried, on the disk before it answers; older ones of the folder go.

    `spared`: hashes of files that somebody still works on. Raises NoRoomError.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(folder).free < settings.FREE_BYTES:
        raise NoRoomError
    draft = folder / f"draft.{secrets.token_hex(8)}"
    try:
        path = folder / _write(draft, chunks)
        draft.replace(path)
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoomError from error
        raise
    finally:
        draft.unlink(missing_ok=True)
    sync(folder)
    others = [other for other in folder.iterdir() if other.name not in spared]
    for other in sorted(others, key=lambda each: -each.stat().st_mtime_ns)[MOST_HELD:]:
        other.unlink(missing_ok=True)
    return path


def _write(draft: Path, chunks: Iterable[bytes]) -> str:
    """The hash of what was written, once it is on the disk."""
    digest = hashlib.sha256()
    with draft.open("wb") as file:
        draft.chmod(0o600)
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def sync(path: Path) -> None:
    """On the disk, as far as the machine can say so."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def held(folder: Path, digest: str) -> Path | None:
    """A file that was tried, if it is still there and still the same."""
    path = folder / digest
    if not _DIGEST.fullmatch(digest) or not path.is_file():
        return None
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return path if found.hexdigest() == digest else None


def let_go(path: Path) -> None:
    """It was taken, or is not wanted any more."""
    path.unlink(missing_ok=True)


def sweep(paths: Iterable[Path], *, before: float, spared: Collection[str] = ()) -> int:
    """Files that were tried and never taken, older than this moment (seconds): deleted. How many."""
    old = [path for path in paths if path.name not in spared and path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
