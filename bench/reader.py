"""How well and how fast the zone is read: this reader, PassportEye and Tesseract on the same pictures in
one run.

    python -m bench.reader [FOLDER] [--pictures 60] [--others]

Pictures of four kinds are drawn at fixed seeds by training/reader (which never trained on these seeds):
scans, small pictures, photographs, and pages without a zone. With FOLDER its pictures are read too; where
PICTURE.txt lies beside a picture, its lines are compared. `--others` installs PassportEye and pytesseract
into a throw-away environment and says plainly when that does not work.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from training.reader.pages import Shot, draw_page, shoot

from traveldoc.page import read

Picture = NDArray[np.uint8]
KINDS = ("scan", "small", "photograph", "without")
ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"}
DOUBT = 0.9
FAINTEST = 45
"""Grey levels from paper to ink that a drawn picture has at least."""


def draw_shots(kind: str, count: int) -> Iterator[Shot]:
    """The first `count` pictures of a kind that show all of their zone in print that is not too faint."""
    index = 0
    while count:
        if shot := draw_shot(kind, index):
            count -= 1
            yield shot
        index += 1


def draw_shot(kind: str, index: int) -> Shot | None:
    """Picture `index` of a kind, the same on every machine; None where the drawing is not legible."""
    rng = np.random.default_rng([777, KINDS.index(kind), index])
    page = draw_page(rng, empty=kind == "without")
    height, width = page.levels.shape
    pitch, turn, room = float(rng.uniform(11, 24)), float(rng.normal(0, 0.6)), 1.05
    if kind == "small":
        pitch = float(rng.uniform(6.5, 11))
    if kind == "photograph":
        pitch, room = float(rng.uniform(9, 30)), float(rng.uniform(1.1, 1.8))
        turn = float(rng.choice([0, 0, 0, 90, 180, 270]) + rng.normal(0, 6))
    size = (int(width * pitch / 16 * room), int(height * pitch / 16 * room))
    if 45 < turn % 180 < 135:
        size = (size[1], size[0])
    shot = shoot(rng, page, size, pitch, turn, (width / 2, height / 2))
    middles = np.concatenate([*shot.middles, np.array([size]) / 2])
    inside = (middles > 0.7 * pitch).all() and (middles < np.array(size) - 0.7 * pitch).all()
    return shot if inside and page.swing > FAINTEST else None


@dataclass
class Tally:
    """What one reader did on one kind of picture."""

    pictures: int = 0
    exact: int = 0
    unread: int = 0
    characters: int = 0
    right: int = 0
    errors: int = 0
    marked: int = 0
    false: int = 0
    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    def add(self, truth: tuple[str, ...], lines: tuple[str, ...] | None, seconds: float) -> None:
        self.pictures += 1
        self.seconds.append(seconds)
        self.exact += (lines or ()) == truth
        if not truth:
            self.false += lines is not None
            return
        self.unread += lines is None
        self.characters += sum(map(len, truth))
        for seen, line in zip(lines or (), truth, strict=False):
            self.right += sum(a == b for a, b in zip(seen, line, strict=False))

    def __str__(self) -> str:
        share = f"{100 * self.right / self.characters:6.2f} %" if self.characters else "       -"
        marked = f"{self.marked}/{self.errors}" if self.errors else "-"
        return (
            f"{self.exact:4d}/{self.pictures:<4d} {share}  {self.unread:6d}  {self.false:5d}  {marked:>9s}"
            f"  {1000 * statistics.median(self.seconds):7.0f}  {1000 * max(self.seconds):7.0f}"
            + (
                f"  {1000 * statistics.median(self.busy):7.0f}  {1000 * max(self.busy):7.0f}"
                if self.busy
                else ""
            )
        )


HEADING = "exact docs  characters  unread  false  err.marked  median ms  worst  cpu ms  worst"


def read_ours(picture: Picture, truth: tuple[str, ...], tally: Tally) -> None:
    start, busy = time.perf_counter(), time.process_time()
    reading = read(picture)
    tally.busy.append(time.process_time() - busy)
    tally.add(truth, reading.lines, time.perf_counter() - start)
    if not reading.lines or [len(a) for a in reading.lines] != [len(b) for b in truth]:
        return
    for line, sure, right in zip(reading.lines, reading.confidence, truth, strict=True):
        for a, confidence, b in zip(line, sure, right, strict=True):
            tally.errors += a != b
            tally.marked += a != b and confidence < DOUBT


def bench_drawn(count: int, folder: Path) -> None:
    print(f"drawn pictures, {count} of each kind, one core\n{'':12s}{HEADING}")
    for kind in KINDS:
        tally = Tally()
        for index, shot in enumerate(draw_shots(kind, count)):
            picture = np.repeat(np.clip(shot.picture, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)
            read_ours(picture, shot.lines, tally)
            name = folder / f"{kind}-{index:03d}"
            Image.fromarray(picture).save(name.with_suffix(".png"))
            name.with_suffix(".json").write_text(json.dumps({"lines": shot.lines, "box": find_box(shot)}))
        print(f"{kind:12s}{tally}", flush=True)


def find_box(shot: Shot) -> list[int]:
    """Left, upper, right, lower of the zone with some room: what a perfect finder would hand to Tesseract."""
    if not shot.middles:
        return [0, 0, shot.picture.shape[1], shot.picture.shape[0]]
    points = np.concatenate(shot.middles)
    room = 1.5 * float(np.hypot(*(shot.middles[0][1] - shot.middles[0][0])))
    low = np.maximum(points.min(axis=0) - room, 0)
    high = points.max(axis=0) + room
    return [int(v) for v in (*low, *high)]


def find_pictures(folder: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ENDINGS:
            text = path.with_suffix(".txt")
            yield path, tuple(text.read_text("ascii").split()) if text.exists() else ()


def bench_folder(folder: Path) -> None:
    print(f"\n{folder}")
    times = []
    for path, truth in find_pictures(folder):
        picture = np.asarray(Image.open(path).convert("RGB"))
        start = time.perf_counter()
        reading = read(picture)
        times.append(time.perf_counter() - start)
        verdict = "" if not truth else "exact" if reading.lines == truth else "WRONG"
        print(f"  {path.name:24s} {reading.format or 'no zone':8s} {1000 * times[-1]:5.0f} ms {verdict}")
        for line in reading.lines or ():
            print(f"      {line}")
    if times:
        print(f"  median {1000 * statistics.median(times):.0f} ms, worst {1000 * max(times):.0f} ms")


def bench_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    large = np.full((5000, 10000, 3), 230, np.uint8)
    start = time.perf_counter()
    read(large)
    spent = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"\n50 megapixels: {1000 * spent:.0f} ms; peak {before // 1024} MB before, {after // 1024} MB after",
        end="",
    )
    print(f" (the picture itself is {large.nbytes >> 20} MB)")


OTHERS = r"""
import json, sys, time
from pathlib import Path
import pytesseract
from PIL import Image
try:
    from passporteye import read_mrz
except Exception as error:
    read_mrz = None
    print("PassportEye cannot be imported:", error, file=sys.stderr)
for name in sorted(Path(sys.argv[1]).glob("*.png")):
    truth = json.loads(name.with_suffix(".json").read_text())
    row = {"kind": name.stem.rsplit("-", 1)[0], "truth": truth["lines"]}
    if read_mrz:
        start = time.perf_counter()
        try:
            found = read_mrz(str(name))
            lines = found.aux["text"].split() if found else None
        except Exception:
            lines = None
        row["passporteye"] = [lines, time.perf_counter() - start]
    start = time.perf_counter()
    text = pytesseract.image_to_string(
        Image.open(name).crop(truth["box"]),
        config="--psm 6 -c tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<",
    )
    lines = text.split() if truth["lines"] else None
    row["tesseract"] = [lines, time.perf_counter() - start]
    print(json.dumps(row))
"""


def bench_others(folder: Path) -> None:
    """The same pictures through PassportEye and Tesseract, each in its own environment."""
    with tempfile.TemporaryDirectory() as home:
        venv.create(home, with_pip=True)
        python = f"{home}/bin/python"
        wanted = ["PassportEye", "pytesseract", "setuptools<81"]
        done = subprocess.run(
            [python, "-m", "pip", "install", "-q", *wanted], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"\nPassportEye could not be installed here:\n  {done.stderr.strip().splitlines()[-1]}")
            return
        environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
        run = subprocess.run(
            [python, "-c", OTHERS, str(folder)], capture_output=True, text=True, check=False, env=environment
        )
        if run.returncode:
            print(f"\nPassportEye and Tesseract did not run here:\n  {run.stderr.strip().splitlines()[-1]}")
            return
        tallies: dict[tuple[str, str], Tally] = {}
        for row in map(json.loads, run.stdout.splitlines()):
            for reader in ("passporteye", "tesseract"):
                if reader in row:
                    lines, seconds = row[reader]
                    tally = tallies.setdefault((reader, row["kind"]), Tally())
                    tally.add(tuple(row["truth"]), tuple(lines) if lines else None, seconds)
        print(f"\n{'':24s}{HEADING}")
        for (reader, kind), tally in tallies.items():
            print(f"{reader:12s}{kind:12s}{tally}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--pictures", type=int, default=60)
    parser.add_argument("--others", action="store_true")
    options = parser.parse_args()
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":  # read by the library when it is loaded
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        os.execv(sys.executable, [sys.executable, "-m", "bench.reader", *sys.argv[1:]])
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        bench_drawn(options.pictures, Path(folder))
        bench_memory()
        if options.folder:
            bench_folder(options.folder)
        if options.others:
            bench_others(Path(folder))


if __name__ == "__main__":
    main()
