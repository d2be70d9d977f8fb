"""`./secondline hidden`: the reference values come out side by side, one clear line for what can't be used."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from secondline.site.commands import program

DATA = Path(__file__).parents[2] / "borderstats" / "data" / "counts"


def run(path: Path) -> Result:
    return CliRunner().invoke(program, ["hidden", str(path)])


def estimates(done: Result) -> dict[str, dict[str, str]]:
    assert done.exit_code == 0, done.output
    found = {row["method"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert len(found) > 1, "never one number"
    return found


def write(folder: Path, text: str) -> Path:
    path = folder / "counts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_numbers_of_persons_by_how_often_they_were_found(tmp_path: Path) -> None:
    found = estimates(run(write(tmp_path, "times,persons\n1,1645\n2,183\n3,37\n4,13\n5,1\n6,1\n")))
    assert float(found["chao"]["estimate"]) == pytest.approx(9273.51, abs=5e-3)
    assert float(found["one-inflation-robust"]["estimate"]) == pytest.approx(2874.80, abs=5e-3)
    alone = estimates(run(write(tmp_path, "k,f\n1,30\n")))
    assert alone["chao"]["estimate"] == "NA"
    assert "nobody" in alone["chao"]["assumption"]


def test_one_row_per_person_or_per_kind_of_person(tmp_path: Path) -> None:
    grouped = estimates(run(DATA / "netherlandsimmigrant.csv"))
    assert float(grouped["zelterman-regression"]["estimate"]) == pytest.approx(16188.30, abs=5e-3)
    assert float(grouped["chao"]["estimate"]) == pytest.approx(9273.51, abs=5e-3)
    with (DATA / "netherlandsimmigrant.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) for _ in range(int(row["persons"]))]
    text = "capture,gender\n" + "".join(f"{row['capture']},{row['gender']}\n" for row in rows)
    assert "zelterman-regression" in estimates(run(write(tmp_path, text)))
    bare = "capture\n" + "".join(f"{row['capture']}\n" for row in rows)
    plain = estimates(run(write(tmp_path, bare)))
    assert float(plain["zelterman-regression"]["estimate"]) == pytest.approx(9424.56, abs=5e-3)


def test_lists_and_repeated_trials(tmp_path: Path) -> None:
    found = estimates(run(DATA / "mse_UKdat_5.csv"))
    assert float(found["independence"]["estimate"]) == pytest.approx(13444, abs=0.5)
    assert "independence+LA:NG+NG:GP+PFNCA:GP+LA:PFNCA+GO:GP+NG:GO+LA:GP" in found
    band = estimates(run(write(tmp_path, "apprehensions,persons\n1000,700\n")))
    assert float(band["repeated-trials-d0"]["estimate"]) == pytest.approx(1000 + 700 / 0.3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour,weight\nred,1\n", "columns must be"),
        ("count\n4\n", "columns must be"),
        ("times,persons\n0,4\n1,3\n", "1, 2, 3"),
        ("times,persons\n1,4\n1,3\n", "each once"),
        ("times,persons\n1,0\n", "not all zero"),
        ("apprehensions,persons\n9,4\n9,3\n", "exactly one row"),
        ("apprehensions,persons\n4,9\n", "more apprehensions"),
        ("A,B,count\n1,2,5\n", "0 or 1"),
        ("A,B,count\n1,,5\n", "has no number"),
        ("capture,sex\n1,m\n1,f\n", "nobody twice"),
        ("capture,sex\n1,m\n2,m\n1,f\n", "coarser"),
        ("capture,sex,persons\n1,m,2000000000000\n2,m,3\n", "2,000,000 persons"),
        ("times,persons\n1,1e15\n2,5\n", "to 1e10"),
        ("times,persons\n1e400,5\n2,5\n", "too large"),
        ("times,persons\n1,1.000\n2,5\n", "in thousands"),
        ("apprehensions,persons\n1e300,5\n", "to 1e12"),
        ("capture,sex\n1,m\n2,m\n1e300,f\n1,f\n2,f\n", "more than 10,000 times"),
        ("capture,id\n" + "".join(f"1,{n}\n" for n in range(60)), "60 different values"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    done = run(write(tmp_path, text))
    assert (done.exit_code, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert said in done.stderr


def test_lists_may_be_called_f_and_k(tmp_path: Path) -> None:
    """F and K stand for other columns elsewhere: beside a count and lists of 0 and 1 they are lists."""
    rows = "1,0,75\n0,1,75\n1,1,25\n"
    for names in ("F,K", "N,A", "times,k"):
        found = estimates(run(write(tmp_path, f"{names},count\n{rows}")))
        assert float(found["independence"]["estimate"]) == pytest.approx(400)


def test_covariates_that_leave_nothing_to_compare_are_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def singular(*_: object) -> None:
        raise np.linalg.LinAlgError("Singular matrix")

    monkeypatch.setattr("secondline.site.commands.hiding.repeats_with_covariates", singular)
    done = run(write(tmp_path, "capture,sex\n1,m\n2,m\n1,f\n2,f\n"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "group it coarser" in done.stderr
