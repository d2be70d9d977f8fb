"""50 officers and 10 examiners at work on one server: p95 of the officers' pages, beside a bare page's.

    .venv/bin/python bench/load.py [--seconds N] [--officers 50] [--examiners 10]

Serves a demonstration of its own on SQLite. Each officer opens the list, a case, asks whether there is an
answer, and opens the form for a new inspection, with pauses as people make them; each examiner looks at the
queue, at a case, and at what was said. The pages poll as a browser does. `/health`, a page that asks the
database one question, is asked beside them all the time: what a busy machine costs everybody stands in its
line. The target (200 ms at p95 on two cores) is for a machine that does nothing else.
"""

import argparse
import random
import re
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "tests")]

from bench.pages import Client  # noqa: E402
from desk import Site, served  # noqa: E402  # the folder of the tests comes first

OFFICERS = ("olga", "tomas", "nurlan", "ines")
EXAMINERS = ("erik", "mei", "samir", "noor")
TARGET = 200.0  # milliseconds
PAUSE = (2.0, 6.0)  # seconds between two pages of one person
POLLS = 3.0  # an open case asks so often
HTMX = {"HX-Request": "true"}
CASE = re.compile(r'href="(/inspections/[0-9a-f-]{36}/)"')
Step = tuple[str, str, bool]  # name, address, whether it is a poll


class Tally:
    """Milliseconds of each page, gathered from all threads; anything but 200 and 204 is a fault."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.faults: list[str] = []

    def ask(self, client: Client, name: str, path: str, *, poll: bool = False) -> str:
        began = time.perf_counter()
        response, data = client.ask("GET", path, headers=HTMX if poll else None)
        spent = (time.perf_counter() - began) * 1000
        with self.lock:
            self.taken[name].append(spent)
            if response.status not in {200, 204}:
                self.faults.append(f"{path} answered {response.status}")
        return "" if poll or response.headers["Content-Encoding"] == "gzip" else data.decode()


def cases_of(client: Client, place: str) -> list[str]:
    return CASE.findall(client.get(place).decode())


def officer(cases: list[str], chance: random.Random) -> Iterator[Step]:
    while True:
        yield "officer: list", "/inspections/", False
        case = chance.choice(cases)
        yield "officer: case", case, False
        panel = f"/support/for/{case.split('/')[2]}/"
        for _ in range(3):
            yield "officer: is there an answer?", panel, True
        yield "officer: new inspection", "/inspections/new/", False


def examiner(cases: list[str], chance: random.Random) -> Iterator[Step]:
    while True:
        yield "examiner: queue", "/support/", False
        case = chance.choice(cases)
        yield "examiner: case", case, False
        for _ in range(3):
            yield "examiner: what was said", f"/support/for/{case.split('/')[2]}/talk/", True


def bare() -> Iterator[Step]:
    while True:
        yield "/health", "/health", False


def work(
    client: Client, steps: Iterator[Step], tally: Tally, until: float, chance: random.Random
) -> Callable[[], None]:
    def run() -> None:
        time.sleep(chance.uniform(0, PAUSE[1]))
        for name, path, poll in steps:
            if time.monotonic() > until:
                return
            tally.ask(client, name, path, poll=poll)
            time.sleep(POLLS if poll else chance.uniform(*PAUSE))

    return run


def people(site: Site, officers: int, examiners: int, seconds: float, tally: Tally) -> list[threading.Thread]:
    """Everybody with a connection of their own; whoever shares a name shares a log-in."""
    logged: dict[str, Client] = {}
    cases: dict[str, list[str]] = {}
    for name in (*OFFICERS, *EXAMINERS):
        logged[name] = Client(site)
        logged[name].log_in(name)
        cases[name] = cases_of(logged[name], "/inspections/" if name in OFFICERS else "/support/")
    until = time.monotonic() + seconds
    threads = []
    for number in range(officers + examiners + 1):
        chance = random.Random(number)  # pauses, not secrets
        if number < officers:
            name, plan = OFFICERS[number % len(OFFICERS)], officer
        else:
            name, plan = EXAMINERS[number % len(EXAMINERS)], examiner
        client = Client(site, dict(logged[name].cookies))
        steps = bare() if number == officers + examiners else plan(cases[name], chance)
        threads.append(threading.Thread(target=work(client, steps, tally, until, chance), daemon=True))
    return threads


def report(tally: Tally) -> bool:
    base = float(np.percentile(tally.taken["/health"], 95))
    print(f"{'page':32} {'asked':>6} {'median':>8} {'p95':>8} {'p95 to /health':>15}")
    for name in sorted(tally.taken):
        taken = tally.taken[name]
        median, late = float(np.median(taken)), float(np.percentile(taken, 95))
        print(f"{name:32} {len(taken):6} {median:8.1f} {late:8.1f} {late / base:13.1f} x")
    ours = [each for name, taken in tally.taken.items() if name.startswith("officer") for each in taken]
    late = float(np.percentile(ours, 95))
    print(f"\nofficers' pages: {len(ours)} asked, p95 {late:.0f} ms (target {TARGET:.0f} ms)")
    print(f"bare page: p95 {base:.0f} ms")
    print(f"faults: {len(tally.faults)} {tally.faults[:3]}")
    return late <= TARGET and not tally.faults


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--officers", type=int, default=50)
    parser.add_argument("--examiners", type=int, default=10)
    given = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory() as place, served(Path(place), seconds=900) as site:
        threads = people(site, given.officers, given.examiners, given.seconds, tally)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(given.seconds + 60)
    return 0 if report(tally) else 1


if __name__ == "__main__":
    raise SystemExit(main())
