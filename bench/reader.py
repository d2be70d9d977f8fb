"""How well and how fast the zone is read: this reader, PassportEye and Tesseract on the same pictures.

    python bench/reader.py [--pictures 40] [--alone] [--peers FOLDER]

Pictures are drawn at fixed seeds that no training saw: scans, small pictures, photographs, and five kinds of
pictures without a zone (pages and visas, text, tables, barcodes, noise). The published specimens of
../shared/data/mrz_images are read too where they are present. Tesseract gets the zone cut out, as by a
perfect finder. Times are seconds of one processor core, children included. PassportEye is installed into a
folder of its own (`--peers` keeps it); Tesseract comes through apt (tesseract-ocr). What can't be had is
said, and left out.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DOUBT = 0.9
ONE_THREAD = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
PEERS = ("PassportEye", "pytesseract", "setuptools<81")
HEADING = (
    f"{'':13s}{'':14s}exact documents  characters  no zone  false zones  errors marked  median ms  worst ms"
)


@dataclass
class Tally:
    """What one reader did on one kind of picture."""

    pictures: int = 0
    exact: int = 0
    unread: int = 0
    false: int = 0
    characters: int = 0
    right: int = 0
    errors: int = 0
    marked: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, truth: list[str], row: dict[str, Any]) -> None:
        lines = row["lines"]
        self.pictures += 1
        self.seconds.append(row["seconds"])
        if not truth:
            self.false += bool(lines)
            self.exact += not lines
            return
        self.exact += lines == truth
        self.unread += not lines
        whole = "".join(truth)
        self.characters += len(whole)
        self.right += max(0, len(whole) - distance(whole, "".join(lines or ())))
        if [len(line) for line in lines or ()] == [len(line) for line in truth]:
            self.count_errors(truth, lines, row.get("confidence") or [])

    def count_errors(self, truth: list[str], lines: list[str], confidence: list[list[float]]) -> None:
        for line, read, sure in zip(truth, lines, confidence, strict=False):
            for right, seen, share in zip(line, read, sure, strict=True):
                self.errors += right != seen
                self.marked += right != seen and share < DOUBT

    def __str__(self) -> str:
        share = f"{100 * self.right / self.characters:.2f} %" if self.characters else "-"
        marked = f"{self.marked}/{self.errors}" if self.errors else "-"
        documents = f"{self.exact}/{self.pictures}"
        return (
            f"{documents:>15s}  {share:>10s}  {self.unread:7d}  {self.false:11d}  {marked:>13s}"
            f"  {1000 * statistics.median(self.seconds):9.0f}  {1000 * max(self.seconds):8.0f}"
        )


def distance(one: str, two: str) -> int:
    """Levenshtein's: insertions, deletions and exchanges."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def run_reader(name: str, python: str, folder: Path, env: dict[str, str]) -> list[dict[str, Any]]:
    """One reader over all pictures in a process of its own; the last row is its memory."""
    script = Path(__file__).parent / "reader_rows.py"
    ran = subprocess.run(
        [python, str(script), name, str(folder)], capture_output=True, text=True, check=False, env=env
    )
    if ran.returncode:
        reason = (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
        print(f"\n{name} did not run here: {reason}", flush=True)
        return []
    return [json.loads(line) for line in ran.stdout.splitlines()]


def compare(name: str, rows: list[dict[str, Any]], truths: dict[str, dict[str, Any]]) -> dict[str, Tally]:
    """Print the reader's table; the tallies of each kind of pictures and of all."""
    whole = Tally()
    kinds: dict[str, Tally] = {}
    for row in rows[:-1]:
        told = truths[row["name"]]
        for tally in (kinds.setdefault(told["kind"], Tally()), whole):
            tally.add(told["lines"], row)
    kinds["all"] = whole
    for kind, tally in kinds.items():
        print(f"{name:13s}{kind:14s}{tally}")
    memory = rows[-1]
    print(f"{'':13s}memory: {memory['before']} MB before, {memory['peak']} MB at most\n", flush=True)
    return kinds


def install_peers(home: Path) -> str | None:
    """The Python that has PassportEye and pytesseract; None, with the reason said, where it can't be had."""
    python = home / "bin" / "python"
    if (
        python.exists()
        and not subprocess.run(
            [python, "-c", "import passporteye, pytesseract"], capture_output=True, check=False
        ).returncode
    ):
        return str(python)
    venv.create(home, with_pip=True)
    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", *PEERS], capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        print(f"PassportEye could not be installed here: {reason}\n")
        return None
    return str(python)


def bench_peers(
    home: Path, pictures: Path, truths: dict[str, dict[str, Any]], env: dict[str, str]
) -> dict[str, dict[str, Tally]]:
    if not shutil.which("tesseract"):
        print("Tesseract is not installed here (apt-get install tesseract-ocr): no comparison.\n")
        return {}
    python = install_peers(home)
    if python is None:
        return {}
    found = {name: run_reader(name, python, pictures, env) for name in ("passporteye", "tesseract")}
    return {name: compare(name, rows, truths) for name, rows in found.items() if rows}


def bench(count: int, folder: Path, peers: Path | None) -> None:
    pictures = folder / "pictures"
    pictures.mkdir()
    env = os.environ | ONE_THREAD | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    drawing = "import sys; from pathlib import Path; from bench.reader_pictures import draw_all"
    drawing += "; print(draw_all(int(sys.argv[1]), Path(sys.argv[2])))"
    drawn = subprocess.run(
        [sys.executable, "-c", drawing, str(count), str(pictures)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=env,
    )
    truths = {path.stem: json.loads(path.read_text("utf-8")) for path in pictures.glob("*.json")}
    print(f"{len(truths)} pictures, {drawn.stdout.strip()} of them published specimens\n{HEADING}")
    rows = run_reader("ours", sys.executable, pictures, env)
    if not rows:
        raise SystemExit(1)
    ours = compare("this reader", rows, truths)
    if peers is not None:
        for name, theirs in bench_peers(peers, pictures, truths, env).items():
            for kind in ("all", "specimen"):
                if kind in ours:
                    ratio = statistics.median(theirs[kind].seconds) / statistics.median(ours[kind].seconds)
                    print(f"{name}, {kind}: the median takes {ratio:.1f} times as long as with this reader")
    large = run_reader("large", sys.executable, pictures, env)
    if large:
        told = large[0]
        print(
            f"\n50 megapixels: {1000 * told['seconds']:.0f} ms; {told['before']} MB before, "
            f"{told['peak']} MB at most, of which the picture is {told['picture']} MB"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=40, help="of each kind with a zone; half without")
    parser.add_argument("--alone", action="store_true", help="this reader only")
    parser.add_argument("--peers", type=Path, help="a folder in which PassportEye is kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = None if options.alone else options.peers or Path(folder) / "peers"
        bench(options.pictures, Path(folder), home)


if __name__ == "__main__":
    main()
