"""`./secondline rates`: the reference table comes out, one clear line for what can't be used."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from secondline.site.commands import program

NEW_MEXICO = Path(__file__).parents[2] / "borderstats" / "data" / "counts" / "NM_popcas.csv"


def run(folder: Path, text: str, *options: str) -> Result:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(program, ["rates", str(path), *options])


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["county"]: row for row in csv.DictReader(io.StringIO(text))}


def test_the_reference_values_of_new_mexico_come_out(tmp_path: Path) -> None:
    total: dict[str, list[int]] = {}
    with NEW_MEXICO.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if 1986 <= int(row["year"]) <= 1989 and row["county"] != "cibola":
                there = total.setdefault(row["county"], [0, 0])
                there[0] += int(row["count"])
                there[1] += int(row["population"])
    text = "county,Count,population\n" + "".join(f"{name},{y},{e}\n" for name, (y, e) in total.items())
    done = run(tmp_path, text)
    assert done.exit_code == 0, done.output
    found = rows(done.stdout)["guadalupe"]
    assert float(found["rate"]) == pytest.approx(24.257, abs=5e-4)
    assert float(found["marshall"]) == pytest.approx(7.056, abs=5e-4)
    assert float(found["shrunk"]) == pytest.approx(7.357, abs=5e-4)
    assert float(found["shrunk_low"]) == pytest.approx(3.71, abs=5e-3)
    assert found["outside"] == "0"


def test_two_groups_have_no_funnel(tmp_path: Path) -> None:
    done = run(tmp_path, "county,count,exposure\na,3,100\nb,9,100\n", "--per", "100", "--times", "1")
    assert rows(done.stdout)["a"]["outside"] == "NA"
    assert float(rows(done.stdout)["a"]["rate"]) == 3


@pytest.mark.parametrize(
    "text", ["county,count,exposure\na,3,100\n", "county,count,exposure\na,0,100\nb,0,90\n"]
)
def test_one_group_or_no_case_has_its_rate_and_nothing_to_shrink(text: str, tmp_path: Path) -> None:
    found = rows(run(tmp_path, text).stdout)["a"]
    assert float(found["high"]) > 3000
    assert {found[name] for name in ("marshall", "shrunk", "p_above", "outside")} == {"NA"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("county,count\na,1\n", "needs a column 'exposure'"),
        ("county,exposure\na,1\n", "needs a column 'count'"),
        ("county,count,exposure\na,,100\nb,1,5\n", "line 2: 'count' has no number"),
        ("county,count,exposure\na,1,0\nb,1,5\n", "line 2: 'exposure' must be a number above zero"),
        ("county,count,exposure\na,5,1e-300\nb,9,1e300\n", "1e-12 to 1e+15"),
        ("county,count,exposure\na,1,5\nb,1,\n", "line 3: 'exposure' must be a number above zero"),
        ("county,count,exposure\na,1,1e400\nb,1,5\n", "line 2: 'exposure' is too large"),
        ("county;count;exposure\na;1;10.500\nb;1;9\n", "line 2: 'exposure' has 10.500"),
        (
            "county,count,exposure\na,1.000,10\nb,1,9\n",
            "line 2: 'count' has 1.000, which could be in thousands",
        ),
        ("county,count,exposure\na,0,-10\n", "line 2: 'exposure' must be"),
        ("county,count,exposure\na,1,-4\nb,1,5\n", "line 2: 'exposure' must be"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    done = run(tmp_path, text)
    assert (done.exit_code, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert said in done.stderr


@pytest.mark.parametrize(
    "option", [("--per", "nan"), ("--per", "inf"), ("--per", "1e300"), ("--times", "nan")]
)
def test_a_scale_that_is_no_number_is_refused(option: tuple[str, str], tmp_path: Path) -> None:
    done = run(tmp_path, "county,count,exposure\na,3,100\nb,9,100\n", *option)
    assert (done.exit_code, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert "must be numbers" in done.stderr


def test_a_column_that_is_called_like_a_result_keeps_its_values_beside_it(tmp_path: Path) -> None:
    found = rows(run(tmp_path, "county,count,exposure,rate\na,3,100,77\nb,9,100,78\n").stdout)["a"]
    assert (found["given_rate"], found["rate"]) == ("77", "3000")


def test_tiny_and_huge_exposures_keep_their_rates(tmp_path: Path) -> None:
    text = "county,count,exposure\na,1,1e-9\nb,1000000000,1e12\nc,900000000,1e12\n"
    found = rows(run(tmp_path, text).stdout)
    assert float(found["a"]["rate"]) == pytest.approx(1e14)
    assert float(found["b"]["rate"]) == pytest.approx(100)
    for row in found.values():
        assert float(row["shrunk_low"]) <= float(row["shrunk"]) <= float(row["shrunk_high"])
