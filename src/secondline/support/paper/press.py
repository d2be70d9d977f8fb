"""The parent's side: a folder with everything in it, one bounded process, and the bytes that come out."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

SRC: Final = Path(__file__).resolve().parents[3]
WALL_SECONDS: Final = 90


class PressError(RuntimeError):
    """The paper could not be made; the message is for the log, not for the reader."""


def press(content: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """The PDF of this content; `pictures` are the JPEGs that it names (0.jpg ...). The same gives the
    same.
    """
    with tempfile.TemporaryDirectory(prefix="secondline-paper-") as place:
        folder = Path(place)
        (folder / "content.json").write_text(json.dumps(dict(content)), encoding="utf-8")
        for name, data in pictures.items():
            (folder / name).write_bytes(data)
        return _run(folder)


def _run(folder: Path) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  # our own program, no word from outside
            [sys.executable, "-P", "-s", "-B", "-m", "secondline.support.paper.child", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=WALL_SECONDS,
            check=False,
            cwd="/",
            env={
                "PYTHONPATH": str(SRC),
                "PATH": os.defpath,
                "LC_ALL": "C.UTF-8",
                "RAYON_NUM_THREADS": "1",
                "TMPDIR": str(folder),
            },
        )
    except subprocess.TimeoutExpired as error:
        raise PressError("it took too long") from error
    out = folder / "out.pdf"
    if done.returncode or not out.is_file():
        raise PressError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')[-600:]}")
    return out.read_bytes()
