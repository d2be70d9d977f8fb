"""Published series taken in: their vintages, remarks, sums and what is refused."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cast import Cast
from crossing_rows import write_csv
from django.http import Http404
from filing import DATA, SERIES, counts, numbers, take

from secondline.register.actions import (
    judge_remark,
)
from secondline.register.incoming import UnusableFileError
from secondline.register.mapping import MappingError, parse, written
from secondline.register.models import Observation
from secondline.register.queries import (
    observations_visible_to,
    remark_words,
    remarks,
)

pytestmark = pytest.mark.django_db


def users(cast: Cast, as_of: date | None = None) -> dict[int, int | None]:
    points = numbers(cast.analyst, "frontex", "false-document-user", as_of=as_of)
    return {point.period.year: point.value for point in points}


def test_earlier_vintages_are_never_overwritten(cast: Cast, at: datetime) -> None:
    """statistics, section 1: the total of 2016 stands as 8,361 in one report; each report keeps its own."""
    take(cast, at, SERIES, "series", source="frontex")
    assert users(cast, date(2020, 6, 1))[2016] == 8361
    assert users(cast, date(2019, 6, 1)) != users(cast)
    assert users(cast, date(2010, 1, 1)) == {}


def test_details_are_added_up(cast: Cast, at: datetime) -> None:
    path = DATA / "uk_irregular_migration_quarterly.csv"
    take(cast, at, path, "series", source="uk")
    points = numbers(cast.analyst, "uk", "illegal-crossing", citizenship="ALB")
    assert points
    lines = [line.split(",") for line in path.read_text().splitlines()[1:]]
    for point in points:
        quarter = (point.period.month + 2) // 3
        printed = [
            int(cells[-1]) for cells in lines if cells[2] == str(quarter) and cells[3].startswith("Small")
        ]
        assert point.value == sum(printed)


def test_a_number_that_the_source_does_not_know_makes_a_sum_unknown(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    names = ("indicator", "unit", "period", "value", "citizenship", "sex", "flag")
    rows = [
        {"indicator": "return", "unit": "person", "period": "2025", "value": value, "citizenship": "Total", "sex": sex, "flag": flag}
        for sex, value, flag in (("F", "5", "p"), ("M", ":", ""))
    ]  # fmt: skip
    take(cast, at, write_csv(tmp_path / "s.csv", rows, names), "series", source="office")
    points = numbers(cast.analyst, "office", "return")
    assert [(point.value, point.flag) for point in points] == [(None, "p")]
    (row, _other) = Observation.objects.order_by("detail")
    assert (row.citizenship, row.named, row.detail) == ("", "Total", "sex=F")


def test_the_same_thing_twice_is_said_and_with_another_number_refused(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    names = ("indicator", "unit", "period", "value")
    row = {"indicator": "return", "unit": "person", "period": "2025", "value": "5"}
    report = take(cast, at, write_csv(tmp_path / "s.csv", [row, row, row], names), "series", dry_run=True)
    assert (report.usable, len(report.remarks)) == (True, 1)
    path = write_csv(tmp_path / "s.csv", [row, row | {"value": "6"}, row | {"period": "x"}], names)
    report = take(cast, at, path, "series")
    assert [(wrong.row, wrong.column) for wrong in report.wrong] == [(2, "value"), (3, "period")]
    assert not Observation.objects.exists()


def test_a_revision_is_said_when_a_later_file_brings_it(cast: Cast, at: datetime, tmp_path: Path) -> None:
    """Eurostat's refused entries of 2023: 118,935, later 123,285 (domain, section 5)."""
    names = ("indicator", "unit", "period", "value")
    row = {"indicator": "refused-entry", "unit": "person", "period": "2023", "value": "118935"}
    early, late = datetime(2024, 4, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC)
    take(cast, at, write_csv(tmp_path / "a.csv", [row], names), "series", vintage=early)
    path = write_csv(tmp_path / "b.csv", [row | {"value": "123285"}], names)
    report = take(cast, at, path, "series", vintage=late)
    changed, revised = map(str, report.remarks)
    assert changed.startswith("Beside what stood before: 1 numbers are others (0 of them")
    assert "118935" in revised
    assert "123285" in revised
    assert [p.value for p in numbers(cast.analyst, "border-system", "refused-entry")] == [123285]
    before = numbers(cast.analyst, "border-system", "refused-entry", as_of=early.date())
    assert [p.value for p in before] == [118935]


@pytest.mark.parametrize(("column", "most"), [("area", 100), ("sex", 300)])
def test_words_too_long_for_a_place_are_refused(
    cast: Cast, at: datetime, tmp_path: Path, column: str, most: int
) -> None:
    row = {"indicator": "return", "unit": "person", "period": "2025", "value": "5", column: "x" * (most + 1)}
    report = take(cast, at, write_csv(tmp_path / "s.csv", [row], tuple(row)), "series")
    assert [str(wrong.why) for wrong in report.wrong] == ["is longer than a name of a place can be"]


def test_a_table_of_no_layout_is_refused_with_those_that_are_known(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    with pytest.raises(UnusableFileError, match="no layout"):
        take(cast, at, counts(tmp_path), "series")
    with pytest.raises(UnusableFileError, match="There is no column"):
        take(cast, at, counts(tmp_path), "series", layout="sdmx")


def test_a_person_says_what_a_remark_is(cast: Cast, at: datetime) -> None:
    take(cast, at, SERIES, "series", source="frontex")
    remark = remarks(cast.analyst)[0]
    assert str(remark_words(remark))
    judge_remark(remark=remark.pk, verdict="fault", by=cast.analyst, at=at)
    remark.refresh_from_db()
    assert (remark.verdict, remark.by, str(remark)) == ("fault", cast.analyst, f"{remark.kind} fault")
    for person, verdict in (
        (cast.outside_analyst, "fault"),
        (cast.officer, "fault"),
        (cast.analyst, "maybe"),
    ):
        with pytest.raises(Http404):
            judge_remark(remark=remark.pk, verdict=verdict, by=person, at=at)
    assert not remarks(cast.outside_analyst).exists()
    assert remarks(cast.analyst, str(remark.batch_id)).count() == remarks(cast.analyst, "nonsense").count()


def test_series_of_the_centre_serve_the_agencies_that_ask_it(cast: Cast, at: datetime) -> None:
    take(cast, at, SERIES, "series", source="frontex")
    assert not observations_visible_to(cast.outside_analyst).exists()
    Observation.objects.update(agency=cast.centre)
    assert observations_visible_to(cast.outside_analyst).exists()


def test_a_mapping_is_written_as_it_is_read() -> None:
    text = "month = Monat\nline := second\ndirection: E = entry"
    known = {"month", "line", "direction"}
    assert written(parse(f"# a remark\n\n{text}\n", known)) == text
    for wrong in ("Monat = month", "month", "month =", "= Monat"):
        with pytest.raises(MappingError) as error:
            parse(wrong, known)
        assert error.value.number == 1


def test_that_december_2020_is_missing_in_a_report_is_said_and_nothing_is_made_up_for_it(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    """statistics, section 1: ARA2021 excludes December 2020 for FR, LT, RO and ES, and the UK leaves."""
    report = take(cast, at, SERIES, "series", source="frontex")
    (words,) = [str(words) for words in report.remarks if "without December" in str(words)]
    for name in ("2020", "France", "Lithuania", "Romania", "Spain", "United Kingdom"):
        assert name in words
    rows = Observation.objects.filter(named="", detail="", indicator="false-document-user")
    assert rows.get(period="2020-01-01", vintage="2021-01-01").value == 3719
    assert rows.get(period="2019-01-01", vintage="2021-01-01").value == 5228
    earlier = tmp_path / "earlier.csv"
    lines = SERIES.read_text(encoding="utf-8").splitlines()
    earlier.write_text("\n".join(line for line in lines if not line.startswith("ARA2021")))
    report = take(cast, at, earlier, "series", source="frontex-before")
    assert not [words for words in report.remarks if "without December" in str(words)]
