"""`./secondline signals` with compat=r beside R itself: drawn series and settings, missing counts and zeros.

tests/borderstats/data/surveillance/second.json holds what R 4.2.2 with surveillance 1.20.3 said of them
(farringtonFlexible, algo.farrington, earsC, algo.cusum, algo.glrnb, algo.glrpois, algo.bayes; the options are
R's own; an alarm that R calls NA is none).
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from secondline.site.commands import program

FILE = Path(__file__).parents[2] / "borderstats" / "data" / "surveillance" / "second.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['method']} {case['settings']}")
def test_bounds_and_alarms_are_those_of_r(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    counts = ["NA" if count is None else str(count) for count in case["series"]]
    path.write_text("\n".join(["observed", *counts]), encoding="utf-8")
    options = [part for setting in case["settings"].split() for part in ("--set", setting)]
    given = ["signals", str(path), "--method", case["method"], "--set", "compat=r", *options]
    done = CliRunner().invoke(program, given)
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [int(row["alarm"]) for row in rows] == case["alarm"]
    for row, upper in zip(rows, case["upperbound"], strict=True):
        said = None if row["upperbound"] == "NA" else float(row["upperbound"])
        assert said == (None if upper is None else pytest.approx(upper, rel=1e-4, abs=1e-4))
