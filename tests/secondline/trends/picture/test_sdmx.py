"""SDMX-CSV: the columns that docs/data-structure.md names, read back by the house's own reader."""

import csv
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, log_in
from picture_rows import Row, found, rows_of, take

from secondline.register.actions import import_series
from secondline.register.queries import Choice, series_held
from secondline.register.series.layout import LAYOUTS, layout_of, read_rows
from secondline.register.series.observed import Observed
from secondline.trends.queries.published import points
from secondline.trends.rules import View
from secondline.trends.sdmx import COLUMNS, FORECAST, PUBLISHED

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[4]
MONTHS = "first=2025-01&last=2025-12"


@pytest.fixture
def rows(cast: Cast, at: Any) -> list[Row]:
    drawn = rows_of(seed=8, number=300)
    take(cast, at, drawn)
    return drawn


def file(cast: Cast, query: str) -> list[list[str]]:
    response = log_in(cast.analyst).get(f"/trends/detections.sdmx.csv?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(response.getvalue().decode())))


def read_back(lines: list[list[str]]) -> list[Observed]:
    names = tuple(lines[0])
    layout = layout_of(names)
    assert layout is LAYOUTS["sdmx"]
    read = list(read_rows(iter(lines[1:]), names, layout, latest=date(2026, 3, 1)))
    assert [(each.row, each.column, each.reason) for each in read if each.reason] == []
    return [observed for each in read for observed in each.observed]


@pytest.mark.parametrize("view", ["routes", "combinations", "flows", "map"])
def test_what_is_written_is_read_back_number_for_number(cast: Cast, rows: list[Row], view: str) -> None:
    told = read_back(file(cast, f"view={view}&{MONTHS}"))
    now = found(rows, "2025-01", "2025-12")
    assert sum(each.value or 0 for each in told) == len(now)
    months = Counter(row["month"] for row in now)
    read = Counter[str]()
    for each in told:
        read[f"{each.period:%Y-%m}"] += each.value or 0
    assert read == months
    assert {(each.indicator, each.unit, each.area) for each in told} == {
        ("false-document-user", "person", "UTO")
    }
    posts = {each.word("post") for each in told}
    assert posts == {"UTO-AIR", "UTO-SEA"}
    froms = {each.word("came_from") for each in told}
    assert froms == ({"_U"} | {row["embarkation"] for row in now}) - {""}


def test_totals_and_their_parts_stand_in_one_file(cast: Cast, rows: list[Row]) -> None:
    told = read_back(file(cast, MONTHS))
    totals = [each for each in told if not each.word("fraud_type")]
    assert len(totals) == 12
    for total in totals:
        parts = [each.value or 0 for each in told if each.word("fraud_type") and each.period == total.period]
        assert sum(parts) == total.value


def test_each_row_has_effort_coverage_and_how_it_may_be_used(cast: Cast, rows: list[Row]) -> None:
    header, *lines = file(cast, f"view=routes&{MONTHS}")
    assert tuple(header) == COLUMNS
    for line in lines:
        row = dict(zip(header, line, strict=True))
        assert row["STRUCTURE"] == "dataflow"
        assert row["STRUCTURE_ID"] == "UTO:DF_DETECTIONS(1.0)"
        assert (row["ACTION"], row["FREQ"], row["CONF_STATUS"]) == ("I", "M", "N")
        assert (row["INSPECTIONS"], row["CROSSINGS"], row["COVERAGE"]) == ("500", "90000", "1/1")
        assert row["OBS_STATUS"] == "A"
        assert row["DOC_TYPE"] == "_T"
        assert "not passed through disclosure control" in row["NOTE"]


def test_a_month_without_data_is_missing_and_the_running_one_provisional(
    cast: Cast, at: Any, rows: list[Row]
) -> None:
    header, *lines = file(cast, "first=2025-12&last=2026-03&nationality=D")
    status = {line[header.index("TIME_PERIOD")]: line[header.index("OBS_STATUS")] for line in lines}
    assert status["2025-12"] == "A"
    assert status["2026-03"] == "O"
    assert {line[header.index("CITIZEN")] for line in lines} == {"D"}


@pytest.mark.parametrize("view", ["", "&view=routes", "&view=classes&split=document_nationality"])
def test_taken_over_as_a_series_nothing_counts_twice(
    cast: Cast, at: Any, rows: list[Row], tmp_path: Path, view: str
) -> None:
    """The file has a total and its parts, or parts alone: either way the series is what was found."""
    path = tmp_path / "back.csv"
    path.write_bytes(log_in(cast.analyst).get(f"/trends/detections.sdmx.csv?{MONTHS}{view}").getvalue())
    import_series(path=path, by=cast.analyst, at=at, source="back")
    (held,) = series_held(cast.analyst)
    told = points(cast.analyst, held, Choice(date(2025, 1, 1), date(2025, 12, 1)), "").points
    inside = found(rows, "2025-01", "2025-12")
    assert sum(point.value or 0 for point in told) == len(inside) > 0


@pytest.mark.parametrize(
    ("unit", "words"),
    [("incident", ("false-document-user", "event")), ("document", ("false-document", "document"))],
)
def test_what_is_counted_is_indicator_and_unit(
    cast: Cast, rows: list[Row], unit: str, words: tuple[str, str]
) -> None:
    told = read_back(file(cast, f"unit={unit}&{MONTHS}&view=classes&split=issuer"))
    assert {(each.indicator, each.unit) for each in told} == {words}


def test_the_document_names_every_column() -> None:
    text = (ROOT / "docs" / "data-structure.md").read_text(encoding="utf-8")
    for name in {*COLUMNS, *PUBLISHED, *FORECAST}:
        assert f"`{name}`" in text, name
    for view in View:
        assert f"`{view}`" in text, view
