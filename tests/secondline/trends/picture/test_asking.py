"""Every address gets an answer: the picture, or what can't be understood in words; files refuse in words."""

import csv
from io import StringIO
from typing import Any

import pytest
from cast import Cast, log_in
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from picture_rows import rows_of, take

from secondline.people.models import Agency, Post
from secondline.trends.rules import VIEW_WORDS, View

pytestmark = pytest.mark.django_db
KNOWN = (
    *("first", "last", "unit", "post", "border", "document", "fraud", "nationality", "issuer", "direction"),
    *(
        "came_from",
        "next_stop",
        "destination",
        "outcome",
        "split",
        "scale",
        "series",
        "area",
        "view",
        "sheet",
    ),
)
WORDS = (
    *("2025-01", "2024-13", "1990-01", "9999-12", "UTO-AIR", "air", "passport", "forged", "UTO", "entry"),
    *(
        "post",
        "own",
        "document",
        "incident",
        "refused",
        "*",
        "",
        "0",
        "-1",
        "\x00",
        "' or 1=1",
        "é",
        "9" * 400,
    ),
    *VIEW_WORDS,
)
queries = st.dictionaries(
    st.sampled_from(KNOWN), st.one_of(st.sampled_from(WORDS), st.text(max_size=30)), max_size=8
)


@pytest.fixture
def analyst(cast: Cast, at: Any) -> Client:
    take(cast, at, rows_of(seed=2, number=80))
    return log_in(cast.analyst)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(queries)
def test_any_address_is_answered(analyst: Client, query: dict[str, str]) -> None:
    response = analyst.get("/trends/", query)
    assert response.status_code == 200
    for name in ("detections.csv", "detections.sdmx.csv"):
        file = analyst.get(f"/trends/{name}", query)
        assert file.status_code in {200, 400}
        body = file.getvalue().decode()
        assert body
        if file.status_code == 400:
            assert file["Content-Type"].startswith("text/plain")
            assert ": " in body


@pytest.mark.parametrize("view", VIEW_WORDS)
@pytest.mark.parametrize("unit", ["person", "incident", "document"])
def test_every_view_has_effort_and_coverage_beside_it(analyst: Client, view: str, unit: str) -> None:
    text = analyst.get(f"/trends/?view={view}&unit={unit}&first=2025-01&last=2025-12").content.decode()
    for words in ("Found per 100 inspections", "Found per 100,000 crossings", "First-line checks"):
        assert words in text
    assert "What may not be concluded" in text
    assert "What has changed" in text
    assert "style=" not in text.partition("<main")[2]
    assert "Traceback" not in text


@pytest.mark.parametrize("view", [view for view in View if view is not View.PUBLISHED])
def test_every_table_is_a_file_with_codes_names_and_what_may_be_done_with_it(
    analyst: Client, view: View
) -> None:
    response = analyst.get(f"/trends/detections.csv?view={view}&first=2025-01&last=2025-12")
    assert response["Content-Disposition"].startswith('attachment; filename="internal_detections_UTO_')
    rows = list(csv.DictReader(StringIO(response.getvalue().decode())))
    assert rows
    assert {row["disclosure"] for row in rows} == {"internal, not passed through disclosure control"}
    assert {row["unit"] for row in rows} == {"person"}
    coded = [name for name in rows[0] if f"{name}_name" in rows[0]]
    assert coded or view in {View.COUNTS, View.RATE, View.CROSSINGS}


def test_a_file_names_posts_by_code_and_says_what_is_not_known(analyst: Client) -> None:
    response = analyst.get("/trends/detections.csv?view=routes&first=2025-01&last=2025-12")
    rows = list(csv.DictReader(StringIO(response.getvalue().decode())))
    assert {row["post"] for row in rows} == {"UTO-AIR", "UTO-SEA"}
    assert {row["embarkation_name"] for row in rows if not row["embarkation"]} == {"not known"}
    assert {row["embarkation_name"] for row in rows if row["embarkation"] == "TUR"} == {"Türkiye"}
    assert sum(int(row["found"]) for row in rows) > 0


def test_the_chosen_sheet_is_the_file(analyst: Client) -> None:
    base = "/trends/detections.csv?view=combinations&first=2025-06&last=2025-12&sheet="
    fresh = analyst.get(f"{base}new").getvalue().decode()
    assert "chance" in fresh.partition("\n")[0]
    assert "times_before" in analyst.get(f"{base}combinations").getvalue().decode().partition("\n")[0]


def test_a_name_that_a_spreadsheet_would_compute_is_only_text(cast: Cast, at: Any) -> None:
    take(cast, at, rows_of(seed=2, number=80))
    Post.objects.filter(code="UTO-SEA").update(name="=1+1")
    file = log_in(cast.analyst).get("/trends/detections.csv?view=routes&first=2025-01&last=2025-12")
    rows = list(csv.DictReader(StringIO(file.getvalue().decode())))
    assert {row["post_name"] for row in rows if row["post"] == "UTO-SEA"} == {"'=1+1"}


@pytest.mark.parametrize("path", ["", "detections.csv", "detections.sdmx.csv", "ground.svg"])
def test_nobody_else_sees_it(cast: Cast, path: str) -> None:
    for person in (cast.officer, cast.administrator, cast.auditor):
        assert log_in(person).get(f"/trends/{path}").status_code == 404


def test_an_analyst_of_another_agency_gets_an_empty_picture(cast: Cast, at: Any) -> None:
    take(cast, at, rows_of(seed=2, number=80))
    Agency.objects.filter(pk=cast.arcadia.pk).exists()
    text = log_in(cast.outside_analyst).get("/trends/?view=routes").content.decode()
    assert "Nothing is known for this choice" in text
    assert "UTO-SEA" not in text


def test_what_is_new_is_asked_of_half_a_year_unless_told_otherwise(analyst: Client) -> None:
    text = analyst.get("/trends/?view=combinations").content.decode()
    assert '<option value="2025-10" selected>' in text


def test_settings_of_another_view_stay_in_the_address(analyst: Client) -> None:
    text = analyst.get("/trends/?view=routes&split=post&scale=own").content.decode()
    assert '<input type="hidden" name="split" value="post">' in text
    assert '<input type="hidden" name="scale" value="own">' in text


def test_narrowed_by_what_inspections_are_not_told_by_is_said(analyst: Client) -> None:
    text = analyst.get("/trends/?nationality=UTO").content.decode()
    assert "against inspections of all documents and travellers" in text
    assert "against all crossings" in text
    assert "against all crossings" not in analyst.get("/trends/").content.decode()
