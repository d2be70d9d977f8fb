"""`./secondline signals`: R's numbers from the command line, one clear line for what can't be used."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from secondline.site.commands import program

HOUSE = Path(__file__).parents[3]
REFERENCE = HOUSE / "tests" / "borderstats" / "data" / "surveillance"
AGONA = str(REFERENCE / "salmonella_agona.csv")
FLEXIBLE = (
    "b=4 w=3 noPeriods=10 weightsThreshold=2.58 pastWeeksNotIncluded=26 pThresholdTrend=1 alpha=0.1 range=282:312"
    " freq=52 compat=r"
)
GOLDEN = {
    "gold_agona_flex_delta_a10": ("farringtonFlexible", f"{FLEXIBLE} thresholdMethod=delta"),
    "gold_agona_flex_nbPlugin_a10": ("flexible", f"{FLEXIBLE} thresholdMethod=nbPlugin"),
    "gold_agona_flex_muan_a10": ("farrington_flexible", f"{FLEXIBLE} thresholdMethod=muan reweight=TRUE"),
    "gold_agona_flex_nbPlugin_a10_nolimit54": ("flex", f"{FLEXIBLE} thresholdMethod=nbPlugin limit54=c(0,4)"),
    "gold_agona_farrington_original_a10": (
        "farrington",
        "noPeriods=1 b=4 weightsThreshold=1 pastWeeksNotIncluded=3 alpha=.1 range=282:312 freq=52 compat=r",
    ),
    "gold_agona_farrington_original_a10#": ("original", "b=4 alpha=.1 range=282:312 limit54=5 compat=r"),
    "gold_agona_ears_C1": ("earsC", "method=C1 minSigma=0.5 range=200:312 compat=r"),
    "gold_agona_ears_C2": ("C2", "minSigma=0.5 range=200:312 freq=52"),
    "gold_agona_ears_C3": ("ears", "method=C3 minSigma=0.5 alpha=NULL range=200:312"),
    "gold_agona_cusum": ("cusum", "k=1.04 h=2.26 trans=standard m=NULL range=209:312"),
    "gold_agona_glrnb": (
        "glrnb",
        "c.ARL=4 theta=log(2) S=1 trend=TRUE ret=cases range=209:312 freq=52 compat=r",
    ),
    "gold_agona_bayes_b4w3": ("bayes", "b=4 w=3 alpha=0.05 range=282:312 compat=r"),
}


def run(path: str, method: str, settings: str = "") -> Result:
    options = [part for setting in settings.split() for part in ("--set", setting)]
    return CliRunner().invoke(program, ["signals", path, "--method", method, *options])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_the_golden_outputs_come_out_of_the_command_line(name: str) -> None:
    done = run(AGONA, *GOLDEN[name])
    assert done.exit_code == 0, done.output
    ours = rows(done.stdout)
    theirs = rows((REFERENCE / f"{name.rstrip('#')}.csv").read_text(encoding="utf-8"))
    assert list(ours[0]) == ["t", "observed", "upperbound", "alarm", "expected"]
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert (one["t"], one["observed"]) == (other["t"], other["observed"])
        assert float(one["upperbound"]) == pytest.approx(float(other["upperbound"]), rel=1e-6)
        assert one["alarm"] == {"TRUE": "1", "FALSE": "0"}.get(other["alarm"], other["alarm"])
        if "expected" in other:
            assert float(one["expected"]) == pytest.approx(float(other["expected"]), rel=1e-6)


def test_several_strata_get_their_name_and_months_are_recognised(tmp_path: Path) -> None:
    done = run(str(REFERENCE / "frontex_series.csv"), "monthly", "range=142")
    assert done.exit_code == 0, done.output
    found = {row["stratum"]: row for row in rows(done.stdout)}
    assert len(found) == 9
    assert found["WBR_TUN"]["t"] == "142"
    assert found["WBR_TUN"]["alarm"] == "1"


def write(folder: Path, text: str) -> str:
    path = folder / "series.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def months(count: int, value: str = "7") -> str:
    return "".join(f"{2010 + row // 12}-{row % 12 + 1:02d},{value},{1000 + row}\n" for row in range(count))


def test_rates_per_crossing_need_the_column_population(tmp_path: Path) -> None:
    table = write(tmp_path, "month,observed,population\n" + months(80))
    done = run(table, "farringtonFlexible", "w=1 populationOffset=TRUE")
    assert done.exit_code == 0, done.output
    assert rows(done.stdout)[0]["t"] == "2015-02"
    assert run(table, "farringtonFlexible", "w=1 populationOffset=no").exit_code == 0
    assert "works with farrington" in run(table, "C1", "populationOffset=TRUE").stderr
    other = write(tmp_path, "month,observed,what\n" + months(80))
    assert "no column population" in run(other, "farrington", "populationOffset=TRUE").stderr


def test_the_monthly_preset_stays_monthly_where_nothing_tells_the_frequency(tmp_path: Path) -> None:
    text = "observed\n" + "7\n" * 70
    assert len(rows(run(write(tmp_path, text), "monthly").stdout)) == 70 - 61


def test_a_missing_count_and_the_unsayable_are_na(tmp_path: Path) -> None:
    table = write(
        tmp_path, "t;observed\n" + "".join(f"{t};{'' if t == 8 else t % 3}\n" for t in range(1, 13))
    )
    done = run(table, "C1", "range=8,9")
    assert done.exit_code == 0, done.output
    assert [row["upperbound"] == "NA" for row in rows(done.stdout)] == [False, True]
    assert rows(done.stdout)[0]["observed"] == "NA"


WRONG = [
    ("t,observed\n1,2\n", "nonsense", "", "no method 'nonsense'"),
    ("t,observed\n1,2\n", "", "", "--method is missing"),
    ("t,observed\n1,2\n", "C1", "colour=red", "no option 'colour'"),
    ("t,observed\n1,2\n", "glrnb", "change=epi", "must be intercept"),
    ("t,observed\n1,2\n", "glrnb", "change=intercept", "too short"),
    ("t,observed\n1,2\n", "C1", "alpha", "KEY=VALUE"),
    ("t,observed\n1,2\n", "C1", "alpha=.1 Alpha=.2", "twice"),
    ("t,observed\n1,2\n", "C1", "alpha=much", "must be a number"),
    ("t,observed\n1,2\n", "C1", "alpha=inf", "must be a number"),
    ("t,observed\n1,2\n", "C1", "baseline=2.5", "must be a whole number"),
    ("t,observed\n1,2\n", "C1", "method=C9", "must be one of C1, C2, C3"),
    ("t,observed\n1,2\n", "glrnb", "theta=log(0)", "logarithm"),
    ("t,observed\n1,2\n", "glrnb", "trend=perhaps", "TRUE or FALSE"),
    ("t,observed\n1,2\n", "farrington", "limit54=five", "two whole numbers"),
    ("t,observed\n1,2\n", "farrington", "compat=sas", "r or none"),
    ("t,observed\n1,2\n", "farrington", "populationOffset=perhaps", "TRUE or FALSE"),
    ("t,observed\n1,2\n", "farrington", "range=now", "such as 282:312"),
    ("t,observed\n1,2\n", "farrington", "range=1:9", "within 1 to 1"),
    ("t,observed\n1,2\n", "farringtonFlexible", "", "too short"),
    ("t,observed\n1,2\n3,4\n", "C1", "", "follow each other"),
    ("t,observed\n3,2\n2,4\n", "C1", "", "from the oldest to the newest"),
    ("month,observed\n2021-01,2\n2021-03,4\n", "C1", "", "line 3: month is 2021-03 after 2021-01"),
    ("month,observed\n2021-01,2\n2021-01,4\n", "C1", "", "groups are columns of their own"),
    ("month;observed\n2021-01;2,0\n", "C1", "", "with a decimal point"),
    ("t,observed\n1,two\n", "C1", "", "must be a number, not 'two'"),
    ("t,observed\n1,-2\n", "C1", "", "whole number from 0 up"),
    ("t,observed\n1,2.5\n", "C1", "", "line 2"),
    ("t,observed\n1,1e400\n", "C1", "", "line 2: 'observed' is too large"),
    ("t,observed\n1,1.000\n", "C1", "", "line 2: 'observed' has 1.000, which could be in thousands"),
    ("t,observed\n1,2\n2,3\n", "C1", "alpha=log(x)", "alpha=log(x): must be a number"),
    ("observed\n" + "2\n" * 20, "bocpd", "alpha=0", "alpha must lie"),
    ("observed\n" + "2\n" * 20, "bocpd", "alpha=1", "alpha must lie"),
    ("observed\n" + "2\n" * 20, "bocpd", "lambda=1", "must be above 1"),
    ("observed\n" + "2\n" * 20, "gammaPoisson", "points=0", "points at 1"),
    ("observed\n" + "0\n" * 120, "glrnb", "compat=r freq=12", "no case before the range"),
    ("t,observed\n1,2,3\n", "C1", "", "3 cells"),
    ("t,month\n1,2010-01\n", "C1", "", "no column of counts"),
    ("t,t\n1,2\n", "C1", "", "a name of its own"),
    ("t,observed\n", "C1", "", "no rows"),
    ('t,observed\n1,"2\n', "C1", "", "no CSV table"),
    ("", "C1", "", "no rows"),
]


@pytest.mark.parametrize(("text", "method", "given", "said"), WRONG)
def test_what_cannot_be_used_is_said_in_one_line(
    text: str, method: str, given: str, said: str, tmp_path: Path
) -> None:
    done = run(write(tmp_path, text), method, given)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_seasonal_mean_is_asked_for_by_its_word() -> None:
    done = run(AGONA, "cusum", "m=glm range=209:210")
    assert done.exit_code == 0, done.output
    assert len({row["expected"] for row in rows(done.stdout)}) == 2
    assert run(AGONA, "cusum", "m=2.5 range=209:210").exit_code == 0
    assert run(AGONA, "farrington", "reweight=2").exit_code == 2


def test_short_histories_and_changes_of_level(tmp_path: Path) -> None:
    table = write(
        tmp_path, "observed\n" + "".join(f"{y}\n" for y in [3, 5, 4, 2, 6, 3, 4, 5, 3, 4, 2, 5, 30])
    )
    for method in ("gammaPoisson", "bocpd"):
        done = run(table, method, "alpha=0.01 range=13")
        assert done.exit_code == 0, done.output
        assert rows(done.stdout)[0]["alarm"] == "1"
    rated = write(tmp_path, "t,observed,crossings\n1,4,100\n2,5,100\n3,40,1000\n")
    assert (
        rows(run(rated, "gammaPoisson", "populationOffset=TRUE range=3 points=NULL").stdout)[0]["alarm"]
        == "0"
    )


def test_no_text_no_file_and_a_folder_are_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    path.write_bytes(b"t,observed\n1,\xff\n")
    for name, said in (
        (str(path), "not UTF-8"),
        (str(tmp_path / "none.csv"), "can't be read"),
        (str(tmp_path), "can't be read"),
    ):
        done = run(name, "C1")
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
        assert said in done.stderr


def test_a_file_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secondline.site.commands.counts.MOST_BYTES", 5)
    assert "larger than" in run(write(tmp_path, "t,observed\n1,2\n"), "C1").stderr


def test_the_word_starts_without_django() -> None:
    code = (
        "import sys; from secondline.site.commands import program\n"
        f"program(['signals', {AGONA!r}, '--method', 'C1'], standalone_mode=False)\n"
        "assert 'django' not in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, env={"PYTHONPATH": str(HOUSE / "src")}
    )


@pytest.mark.parametrize("method", ["improved", "bocpd", "gammaPoisson", "glrpois", "monthly"])
def test_the_largest_counts_there_can_be_come_to_an_end(method: str, tmp_path: Path) -> None:
    """2^53 in every row: beyond it whole numbers are more than one apart, and a search must know."""
    rows_told = 20 if method == "bocpd" else 72  # scipy's incomplete beta takes a third of a second for each
    table = write(tmp_path, "month,observed,population\n" + months(rows_told, "9007199254740992"))
    done = run(table, method, "w=1" if method == "improved" else "")
    assert done.exit_code == 0, done.output
    assert {row["alarm"] for row in rows(done.stdout)} == {"0"}


def test_a_chart_without_a_known_count_before_its_range_has_no_bound(tmp_path: Path) -> None:
    table = write(tmp_path, "observed\n" + "NA\n" * 10 + "4\n" * 5)
    done = run(table, "cusum", "range=11:15")
    assert done.exit_code == 0, done.output
    assert {row["upperbound"] for row in rows(done.stdout)} == {"NA"}
