"""Fifty million single crossings counted: seconds and memory, beside the engine's own bare count.

    .venv/bin/python bench/exposure.py [ROWS]

The file is made by DuckDB and deleted afterwards. What is measured is `register.exposure` as an import uses
it: one pass, judging, months in the posts' own zones. The ratio is against the least that has to be done:
`count(*)` grouped by the same columns, asked of DuckDB in its own words.
"""

import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from secondline.register.exposure.counting import Instructions, count
from secondline.register.exposure.engine import engine

POSTS = [f"P{number}" for number in range(40)]
COLUMNS = {
    "crossed_at": "zeit",
    "post": "grenze",
    "direction": "richtung",
    "nationality": "nat",
    "document_kind": "art",
    "referred": "zweite",
}
WORDS = {"direction": {"E": "entry", "A": "exit"}, "nationality": {"DEU": "D"}}
MAKE = """
copy (
    select timestamp '2021-01-01' + to_seconds(cast(random() * 157000000 as bigint)) as zeit,
        'P' || cast(floor(random() * 40) as int) as grenze,
        case when random() < 0.5 then 'E' else 'A' end as richtung,
        (['KAZ','RUS','CHN','IND','TUR','DEU','FRA','UZB','KGZ','TJK','MNG','THA','LKA','BGD'])
            [1 + cast(floor(random() * 14) as int)] as nat,
        (['passport','identity-card'])[1 + cast(floor(random() * 2) as int)] as art,
        random() < 0.02 as zweite
    from range({rows})
) to '{path}' (format parquet, compression zstd)
"""
BARE = """
select date_trunc('month', zeit), grenze, richtung, nat, art, zweite, count(*) from read_parquet('{path}')
group by all
"""


def measured(part: str, path: str) -> None:
    """One part in a process of its own, so that its memory is its own."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        if part == "bare":
            with engine(Path(folder)) as connection:
                rows = len(connection.raw_sql(BARE.format(path=path)).fetchall())
        else:
            zones = dict.fromkeys(POSTS, "Asia/Almaty")
            how = Instructions(COLUMNS, WORDS, zones, date(2026, 3, 1), single=True, utc=part == "utc")
            counted = count(Path(path), how, Path(folder))
            rows = counted.table.num_rows if counted.table is not None else 0
        seconds = time.perf_counter() - began
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, rows)


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crossings.parquet"
        with engine(Path(folder)) as connection:
            connection.raw_sql("select setseed(0.5)")
            connection.raw_sql(MAKE.format(rows=rows, path=path))
        print(f"{rows:,} crossings, {path.stat().st_size / 1e6:.0f} MB of Parquet, 2 threads")
        found = {}
        for part in ("bare", "local", "utc"):
            command = [sys.executable, __file__, "--part", part, str(path)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
            found[part] = [float(word) for word in run.stdout.split()]
    print(f"{'':34}{'seconds':>9}{'ratio':>8}{'GB':>7}{'groups':>10}")
    names = {"bare": "DuckDB's own count", "local": "counted, times local", "utc": "counted, times UTC"}
    for part, (seconds, memory, groups) in found.items():
        print(f"{names[part]:34}{seconds:9.1f}{seconds / found['bare'][0]:8.2f}{memory:7.2f}{groups:10,.0f}")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--part"]:
        measured(*sys.argv[2:4])
    else:
        raise SystemExit(main())
