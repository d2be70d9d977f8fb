"""Machine readable zones a second: this parser with all findings against the package `mrz`, in one run.

    .venv/bin/python bench/mrz.py [--count N]

`mrz` is under the GPL: it is installed into a temporary folder of this bench only and is never a dependency.
Both get the same zones (half of them with a deliberate fault), made from a fixed seed; both run in this
process on one core, alternating, and the best of several rounds of processor time counts. Exit status 1
where the demand is missed.
"""

import argparse
import importlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from traveldoc.examine import examine  # noqa: E402 - the folder of the sources comes first
from traveldoc.facts import Facts, Reading  # noqa: E402
from traveldoc.mrz import Particulars, compose, parse  # noqa: E402
from traveldoc.mrz.alphabet import DIGITS, LETTERS  # noqa: E402
from traveldoc.vocabulary import vocabulary  # noqa: E402

UV = ROOT / ".tools" / "bin" / "uv"
ON = date(2026, 11, 23)
DEMAND = 20_000
PACKAGE = "mrz==0.6.2"
KINDS = (("TD3", "P"), ("TD3", "PD"), ("TD1", "ID"), ("TD2", "I"), ("MRVA", "V"), ("MRVB", "VC"))


def day(chance: random.Random, first: int, last: int) -> str:
    """YYMMDD with a year between the two."""
    return f"{chance.randint(first, last):02}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"


def zones(count: int, seed: int = 9303) -> list[str]:
    """Zones of all five ICAO formats with random particulars; every second one has one changed character."""
    chance = random.Random(seed)
    states = [term.id for term in vocabulary("state") if term.alpha2]
    made = []
    for number in range(count):
        layout, code = chance.choice(KINDS)
        state = chance.choice(states)
        lines = compose(
            layout,
            Particulars(
                document_code=code,
                issuer=state,
                surname="".join(chance.choices(LETTERS, k=chance.randint(3, 14))),
                given_names=" ".join(
                    "".join(chance.choices(LETTERS, k=5)) for _ in range(chance.randint(0, 2))
                ),
                document_number="".join(chance.choices(LETTERS + DIGITS, k=9)),
                nationality=state,
                date_of_birth=day(chance, 0, 99),
                sex=chance.choice("FM<"),
                date_of_expiry=day(chance, 27, 35),
            ),
        )
        text = "\n".join(lines)
        if number % 2:
            place = chance.randrange(len(text))
            if text[place] != "\n":
                text = text[:place] + chance.choice(LETTERS + DIGITS) + text[place + 1 :]
        made.append(text)
    return made


def seconds(run: Callable[[str], object], texts: Sequence[str]) -> float:
    start = time.process_time()
    for text in texts:
        run(text)
    return time.process_time() - start


def other(folder: str) -> Callable[[str], object]:
    """The checkers of the package `mrz`, by the shape and the first letter of the text."""
    subprocess.run(
        [str(UV), "pip", "install", "--quiet", "--target", folder, PACKAGE],
        check=True,
        cwd=ROOT,
    )
    sys.path.insert(0, folder)
    checkers = {
        name: getattr(importlib.import_module(f"mrz.checker.{name.lower()}"), f"{name}CodeChecker")
        for name in ("TD1", "TD2", "TD3", "MRVA", "MRVB")
    }

    def check(text: str) -> object:
        if len(text) == 92:
            name = "TD1"
        elif len(text) == 89:
            name = "MRVA" if text[0] == "V" else "TD3"
        else:
            name = "MRVB" if text[0] == "V" else "TD2"
        try:
            return checkers[name](text).report
        except Exception:  # noqa: BLE001 - it raises on some texts, which counts as an answer here
            return None

    return check


def ours(text: str) -> object:
    return examine(Facts(mrz=(Reading((text,)),)), on=ON)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    count = parser.parse_args().count
    texts = zones(count)
    if not UV.exists():
        print(
            "bench/mrz.py needs .tools/bin/uv to install the package it compares with: run ./secondline once."
        )
        return 2
    with tempfile.TemporaryDirectory() as folder:
        check = other(folder)
        rounds = [(seconds(ours, texts), seconds(parse, texts), seconds(check, texts)) for _ in range(3)]
    whole, only, theirs = (count / min(column) for column in zip(*rounds, strict=True))
    print(f"{count} zones of five formats, half of them faulty; zones a second, best of 3 rounds")
    print(f"  traveldoc, examination with all findings  {whole:10,.0f}   {whole / theirs:6.1f} x {PACKAGE}")
    print(f"  traveldoc, parsing only                   {only:10,.0f}   {only / theirs:6.1f} x {PACKAGE}")
    print(f"  {PACKAGE}, parsing with its report        {theirs:10,.0f}")
    fast_enough = whole >= DEMAND and whole > theirs
    answer = "met" if fast_enough else "MISSED"
    print(f"demand: at least {DEMAND:,} a second and faster than {PACKAGE}: {answer}")
    return 0 if fast_enough else 1


if __name__ == "__main__":
    sys.exit(main())
