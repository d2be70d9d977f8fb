"""Every page of the trends on a register of a million detections and fifty million crossings: p50 and p95.

    .venv/bin/python bench/trends.py [--detections N] [--rounds N]

Makes a register of its own on SQLite in a temporary folder (ten years, forty posts), asks every page and file
of the trends in this process, through all of Django, and prints each one's times and their ratio to the limit
of 500 ms at p95; on a machine that others use too, the processor's own time says more. The first answer after
a start, which reads the packed months, is printed beside them. A health check of the run is the yardstick
for the machine.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]
FOLDER = tempfile.TemporaryDirectory()
os.environ |= {
    "SECONDLINE_VAR": FOLDER.name,
    "SECONDLINE_DEMONSTRATION": "1",
    "DJANGO_SETTINGS_MODULE": "secondline.site.settings",
}

import django  # noqa: E402  # the settings' folder is chosen above

django.setup()

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from secondline.people.models import Agency, Person, Post  # noqa: E402
from secondline.people.rules import Role  # noqa: E402
from secondline.register import counts  # noqa: E402
from secondline.register.actions import import_series  # noqa: E402
from secondline.register.actions.packing import pack  # noqa: E402
from secondline.register.exposure import shelf  # noqa: E402
from secondline.register.models import Batch, Detection, Effort, Exposure, Observation  # noqa: E402
from secondline.register.queries import series_held  # noqa: E402
from secondline.register.queries.standing import forget  # noqa: E402
from secondline.register.rules import FOUND  # noqa: E402
from secondline.site.heap import settle  # noqa: E402
from secondline.trends.naming import series_key  # noqa: E402
from traveldoc.vocabulary import vocabulary  # noqa: E402

LIMIT = 500.0  # ms at p95
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MONTHS = [date(2016 + n // 12, n % 12 + 1, 1) for n in range(120)]
POSTS = 40
CROSSINGS = 50_000_000
STATES = [term.id for term in vocabulary("state") if term.alpha2][:180]
KINDS = ("passport", "identity-card", "residence-permit", "visa", "driving-licence")
PAGES = {
    "numbers by class": "?first=2017-01",
    "the usual three years": "",
    "rate, one post": "?view=rate&post=P07",
    "rate per crossing, one nationality": "?view=crossings&nationality=UTO",
    "side by side by nationality": "?view=classes&split=document_nationality&first=2017-01",
    "routes": "?view=routes",
    "routes, ten years": "?view=routes&first=2017-01",
    "combinations and new ones": "?view=combinations&first=2025-03",
    "map": "?view=map&first=2017-01",
    "flows": "?view=flows&first=2017-01",
    "many filters": "?view=rate&document=passport&fraud=forged&direction=entry&outcome=refused&issuer=UTO",
}
OTHERS = {
    "signals": "signals/",
    "signals of a published series": "signals/?of={frontex}&month=2021-10",
    "irregular travel": "?view=published&series={frontex}",
    "the link": "link/",
    "the link, one nationality": "link/?series={frontex}&nationality=IND",
    "where to look": "where/",
    "where to look, checks allocated": "where/?checks=1000",
    "tables let go": "releases/",
    "the form of a new table": "releases/new",
    "register": "/register/",
    "table as CSV": "detections.csv?first=2017-01",
    "SDMX-CSV by class": "detections.sdmx.csv?first=2017-01",
}


def skewed(chance: np.random.Generator, words: Any, number: int) -> list[Any]:
    """A few words are most of it, as in life: the n-th comes 1/n as often as the first."""
    weights = 1 / np.arange(1, len(words) + 1)
    return list(np.asarray(words, object)[chance.choice(len(words), size=number, p=weights / weights.sum())])


def build(detections: int) -> Person:
    agency = Agency.objects.create(code="BENCH", name="Bench")
    posts = [
        Post.objects.create(
            agency=agency, code=f"P{n:02}", name=f"Post {n}", border_type=("air", "land", "sea")[n % 3]
        )
        for n in range(POSTS)
    ]
    analyst = Person.objects.create_user("bench", None, name="Bench", role=Role.ANALYST, agency=agency)
    batch = Batch.objects.create(agency=agency, source="bench", at=NOW)
    chance = np.random.default_rng(6)
    with transaction.atomic():
        for month in MONTHS:
            insert(made(chance, agency, posts, batch, month, detections // len(MONTHS)))
    Effort.objects.bulk_create(
        Effort(
            agency=agency, post=post, batch=batch, source="bench", month=month,
            inspections=5000, random_checks=500, crossings=CROSSINGS // (POSTS * len(MONTHS)),
        )
        for month in MONTHS
        for post in posts
    )  # fmt: skip
    pack(agency.pk, MONTHS)  # the tallies beside it are read by none of these pages
    expose(agency, analyst, posts)
    for source, file in published().items():
        import_series(path=file, by=analyst, at=NOW, source=source)
    return analyst


def published() -> dict[str, Path]:
    """Every table of ../shared/data/series where that is present, else the demonstration's extracts."""
    tables = {"frontex": "frontex_ibc_monthly", "uk": "uk_irregular_migration_quarterly"}
    whole = {file.stem: file for file in (ROOT.parent / "shared" / "data" / "series").glob("*.csv")}
    found = {source: whole.pop(stem) for source, stem in tables.items() if stem in whole}
    found |= {stem.replace("_", "-")[:32].rstrip("-"): file for stem, file in whole.items()}
    extracts = ROOT / "src" / "secondline" / "site" / "demo" / "series"
    return found or {source: extracts / f"{source}.csv" for source in tables}


def made(
    chance: np.random.Generator, agency: Agency, posts: list[Post], batch: Batch, month: date, number: int
) -> dict[str, list[Any]]:
    """The rows of a month by their columns; what is not told is as the register has it by itself."""
    at = skewed(chance, posts, number)
    return {
        "document_kind": skewed(chance, KINDS, number),
        "issuer": skewed(chance, ["UTO", *STATES], number),
        "document_nationality": skewed(chance, ["UTO", *STATES], number),
        "fraud_class": skewed(chance, FOUND, number),
        "outcome": skewed(chance, [term.id for term in vocabulary("outcome")], number),
        "direction": skewed(chance, ["entry", "exit", "transit"], number),
        "embarkation": skewed(chance, ["", *STATES], number),
        "transit": skewed(chance, ["", *STATES], number),
        "next_stop": skewed(chance, ["", *STATES], number),
        "final_destination": skewed(chance, ["", *STATES], number),
        "selection": skewed(chance, ["officer-suspicion", "targeted", "random"], number),
        "agency": [agency.pk] * number,
        "batch": [batch.pk] * number,
        "month": [month] * number,
        "source": ["bench"] * number,
        "id": [uuid4() for _ in range(number)],
        "post": [post.pk for post in at],
        "border_type": [post.border_type for post in at],
        "pseudonym": [uuid4().hex for _ in range(number)],
    }


def insert(columns: dict[str, list[Any]]) -> None:
    """Straight into the table: a million objects would take longer than all that is measured."""
    fields = Detection._meta.concrete_fields  # noqa: SLF001  # public
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    number = len(columns["id"])
    told = [stored(field, columns.get(field.name) or [field.get_default()] * number) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Detection._meta.db_table} ({names}) VALUES ({marks})",  # noqa: SLF001
            list(zip(*told, strict=True)),
        )


def stored(field: Any, column: list[Any]) -> list[Any]:
    """As the table has it; what occurs often is put into its form once."""
    form: dict[str, Any] = {}
    for value in column:
        if str(value) not in form:
            form[str(value)] = field.get_db_prep_save(value, connection)
    return [form[str(value)] for value in column]


def expose(agency: Agency, by: Person, posts: list[Post]) -> None:
    """Fifty million crossings as the exposure keeps them: counted by month, post and dimensions."""
    rows: dict[str, list[Any]] = {
        name: [] for name in ("month", "post", "direction", "nationality", "document_kind")
    }
    for month in MONTHS:
        for post in posts:
            for direction in ("entry", "exit"):
                for nationality in ["UTO", *STATES[:13]]:
                    for kind in KINDS[:2]:
                        for name, word in zip(
                            rows, (month, post.code, direction, nationality, kind), strict=True
                        ):
                            rows[name].append(word)
    number = len(rows["month"])
    each = np.full(number, CROSSINGS // number, np.int64)
    nothing = pa.nulls(number, pa.int64())
    table = pa.table(
        {
            **rows,
            "crossings": each, "first_line_checks": each, "referrals": nothing, "random_checks": nothing,
            "source": ["bench"] * number, "vintage": [NOW.isoformat(timespec="microseconds")] * number,
        }
    )  # fmt: skip
    exposure = Exposure.objects.create(
        agency=agency, source="bench", vintage=NOW, at=NOW, by=by, digest="0" * 64, single=True,
        first=MONTHS[0], last=MONTHS[-1], lines=CROSSINGS, crossings=CROSSINGS,
    )  # fmt: skip
    shelf.put(agency.pk, exposure.pk, table)


def timed(client: Client, path: str, rounds: int) -> tuple[list[float], float]:
    """Milliseconds of each round, and those that the processor worked for one."""
    taken, work = [], time.process_time()
    for _ in range(rounds):
        began = time.perf_counter()
        response = client.get(path)
        size = len(response.getvalue())
        taken.append((time.perf_counter() - began) * 1000)
        if response.status_code != 200 or not size:
            raise SystemExit(f"{path} answers {response.status_code}")
    return taken, (time.process_time() - work) * 1000 / rounds


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--detections", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=20)
    given = arguments.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.perf_counter()
    analyst = build(given.detections)
    built = time.perf_counter() - began
    print(
        f"{given.detections:,} detections, {CROSSINGS:,} crossings, {Observation.objects.count():,}",
        f"published numbers; built in {built:.0f} s",
    )
    settle()  # as the web server does before it answers
    client = Client(HTTP_HOST="localhost")
    client.force_login(analyst, backend=settings.AUTHENTICATION_BACKENDS[0])
    bare = statistics.median(timed(Client(HTTP_HOST="localhost"), "/health", 20)[0])
    print(f"{'':38}{'p50 ms':>9}{'p95 ms':>9}{'of limit':>10}{'CPU ms':>9}{'first ms':>10}{'health x':>10}")
    frontex = next(series_key(held) for held in series_held(analyst) if held.source == "frontex")
    late = 0.0
    for name, query in {**PAGES, **OTHERS}.items():
        path = query if query.startswith("/") else f"/trends/{query.format(frontex=frontex)}"
        counts.forget()
        forget()
        first = timed(client, path, 1)[0][0]
        taken, work = timed(client, path, given.rounds)
        p95 = float(np.percentile(taken, 95))
        late = max(late, p95 if name in PAGES else 0.0)
        middle = statistics.median(taken)
        print(
            f"{name:38}{middle:9.0f}{p95:9.0f}{p95 / LIMIT:10.2f}{work:9.0f}{first:10.0f}",
            f"{middle / bare:9.1f}",
            flush=True,
        )
    return int(late > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
