"""The same expressions on a second engine give the same counts: PySpark in local mode, as a cluster would run them."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import ibis
import pytest
from crossing_rows import NAMES, by_hand, write_csv
from ibis.expr import types as ir

from secondline.register.exposure import expressions as ask
from secondline.register.exposure.columns import COUNTS, KEY
from secondline.register.exposure.counting import Instructions, turns
from secondline.register.exposure.engine import engine, incoming

ZONES = {"UTO-AIR": "Asia/Almaty", "UTO-SEA": "America/Lima"}
ROWS = [
    {
        "crossed_at": f"2026-0{1 + number % 2}-{28 + number % 4 if number % 2 == 0 else 1 + number % 4:02} {hour:02}:30",
        "post": sorted(ZONES)[number % 2],
        "direction": ("entry", "exit", "")[number % 3],
        "nationality": ("KAZ", "D")[number % 2],
        "document_kind": "passport",
        "referred": ("", "yes", "no")[number % 3],
    }
    for number in range(40)
    for hour in (0, 12, 23)
]
WRONG = [ROWS[0] | {"crossed_at": "soon"}, ROWS[0] | {"post": "XXX"}]
HOW = Instructions({name: name for name in NAMES}, {}, ZONES, date(2026, 3, 1), single=True, utc=True)


def asked(table: ir.Table) -> tuple[ir.Table, ir.Table, ir.Table]:
    """Counts, faults and the newest vintage of a file of single crossings, every expression in use."""
    alike = ask.counted(ask.named(table, HOW.columns, single=True), turns(HOW))
    judged = ask.judged(alike, posts=sorted(ZONES), latest=HOW.latest, single=True)
    good = ask.of_crossings(judged)
    marked = good.mutate(source=ibis.literal("a"), vintage=ibis.literal("1"))
    older = good.mutate(source=ibis.literal("a"), vintage=ibis.literal("0"))
    newest = ask.newest(marked.union(older))
    return good, ask.faults(judged), newest.select(*KEY, *COUNTS)


@pytest.fixture(scope="module")
def spark() -> Iterator[ibis.BaseBackend]:
    if shutil.which("java") is None:
        pytest.fail(
            "Java is missing, so the second engine can't be asked. Ask for: apt install default-jre-headless"
        )
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield ibis.pyspark.connect(session)
    session.stop()


def rows_of(table: object, key: tuple[str, ...]) -> dict[tuple[object, ...], list[object]]:
    rows = table.to_pylist()  # type: ignore[attr-defined]
    return {
        tuple(r[name] for name in key): [v for name, v in sorted(r.items()) if name not in key] for r in rows
    }


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_duckdb_and_spark_say_the_same(tmp_path: Path, spark: ibis.BaseBackend) -> None:
    path = write_csv(tmp_path / "rows.csv", ROWS + WRONG)
    with engine(tmp_path) as duck:
        here = [duck.to_pyarrow(each) for each in asked(incoming(duck, path, tmp_path).table)]
    there = [spark.to_pyarrow(each) for each in asked(spark.read_csv(str(path), header=True))]
    counts, faults, newest = (
        (rows_of(mine, key), rows_of(other, key))
        for mine, other, key in zip(here, there, (KEY, ("fault",), KEY), strict=True)
    )
    assert counts[0] == counts[1]
    assert faults[0] == faults[1] == {("crossed_at moment",): [1], ("post post",): [1]}
    assert newest[0] == newest[1] == counts[0]
    by_key = {tuple(r[name] for name in KEY): [r[name] for name in COUNTS] for r in here[0].to_pylist()}
    assert by_key == by_hand(ROWS, ZONES)
