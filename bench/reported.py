"""How long a list of lost and stolen documents takes to import, and a number to be looked up in it.

    .venv/bin/python bench/reported.py [--rows 10000000]

Beside it the same rows are put into an indexed SQLite table as plain text and looked up there: what a list
would cost without keyed hashes. Prints times and ratios; the aim is ten million rows in two minutes and a
look-up in 5 ms.
"""

import argparse
import csv
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="secondline-bench-"))
os.environ["SECONDLINE_VAR"] = str(FOLDER / "var")
os.environ["DJANGO_SETTINGS_MODULE"] = "secondline.site.settings"
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import django  # noqa: E402  # the folder comes first

django.setup()

from django.core.management import call_command  # noqa: E402

from secondline.people.models import Agency  # noqa: E402
from secondline.reference.actions.importing import Described, import_list  # noqa: E402
from secondline.reference.columns import Columns  # noqa: E402
from secondline.reference.queries.reported import look_up_for  # noqa: E402
from traveldoc.numbering import normalised  # noqa: E402

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
COLUMNS = Columns(
    number="number", issuer="issuer", kind="kind", sort="reason", day="reported", circumstances="how"
)
STATES = ("UTO", "KAZ", "THA", "LKA", "MNG", "D", "FRA", "KEN", "PER", "NZL")
KINDS = ("passport", "identity-card", "residence-permit")
HOW = ("in a tram", "at home", "at a hotel", "burglary", "not told")
LOOK_UPS = 2000


def rows(count: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(9303)  # invented numbers
    days = [(date(2016, 1, 1) + timedelta(days=number)).isoformat() for number in range(3600)]
    pick = chance.random
    for number in range(count):
        letter = chr(65 + number % 26)
        yield (
            f"{letter}{number * 7919 % 100_000_000:08d}",
            STATES[int(pick() * 10)],
            KINDS[int(pick() * 3)],
            "lost" if pick() < 0.7 else "stolen",
            days[int(pick() * 3600)],
            HOW[int(pick() * 5)],
        )


def write_table(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("number", "issuer", "kind", "reason", "reported", "how"))
        table.writerows(rows(count))


def into_sqlite(path: Path, table: Path) -> float:
    began = time.perf_counter()
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE listed (number TEXT, issuer TEXT, kind TEXT, sort TEXT, day TEXT, how TEXT)"
    )
    with table.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        connection.executemany("INSERT INTO listed VALUES (?,?,?,?,?,?)", lines)
    connection.execute("CREATE INDEX listed_number ON listed (number)")
    connection.commit()
    connection.close()
    return time.perf_counter() - began


def timed(look: object, numbers: list[str]) -> tuple[float, float]:
    """Median and 99th percentile in milliseconds."""
    times = []
    for number in numbers:
        began = time.perf_counter()
        look(number)  # type: ignore[operator]  # a function of one number
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    count = parser.parse_args().rows
    call_command("migrate", verbosity=0)
    agency = Agency.objects.create(code="BENCH", name="Bench")
    table = FOLDER / "table.csv"
    write_table(table, count)
    print(f"{count:,} rows, {table.stat().st_size / 1e6:,.0f} MB of CSV")
    began = time.perf_counter()
    with table.open("rb") as stream:
        described = Described("bench", AT.date())
        made, _new = import_list(
            stream=stream, columns=COLUMNS, described=described, agency=agency, by=None, at=AT
        )
    ours = time.perf_counter() - began
    plain = into_sqlite(FOLDER / "plain.sqlite3", table)
    print(f"import: {ours:.1f} s ({made.rows / ours:,.0f} rows a second); plain SQLite table {plain:.1f} s, ")
    print(f"        ratio {ours / plain:.2f}")
    some = [row[0] for number, row in enumerate(rows(min(count, 200_000))) if number % 100 == 0][:LOOK_UPS]
    absent = [number[::-1] for number in some]
    look_up = look_up_for(agency)
    assert all(look_up("", "", normalised(number)).reports for number in some[:200])
    connection = sqlite3.connect(FOLDER / "plain.sqlite3")
    for name, numbers in (("listed", some), ("not listed", absent)):
        median, worst = timed(lambda number: look_up("UTO", "passport", normalised(number)), numbers)
        beside, _ = timed(
            lambda number: connection.execute("SELECT * FROM listed WHERE number = ?", (number,)).fetchall(),
            numbers,
        )
        print(f"look-up, {name}: median {median:.3f} ms, p99 {worst:.3f} ms; plain table {beside:.3f} ms")
    began = time.perf_counter()
    look_up_for(agency)("UTO", "passport", "A00000000")
    print(f"with the list of lists read from the database: {(time.perf_counter() - began) * 1000:.2f} ms")


if __name__ == "__main__":
    main()
