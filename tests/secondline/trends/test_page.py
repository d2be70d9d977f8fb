"""The page, its plot and its file: everything together, in the reader's language, for whom it is meant."""

import csv
import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, log_in
from django.test import Client

import secondline.trends
from borderstats.rate import jeffreys_share
from secondline.register.rules import FOUND
from secondline.trends.rules import COLOURS

pytestmark = pytest.mark.django_db
Bring = Callable[..., None]
STATIC = Path(secondline.trends.__file__).parent / "static" / "trends"


@pytest.fixture
def analyst(cast: Cast) -> Client:
    return log_in(cast.analyst)


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/trends/{query}")
    assert response.status_code == 200
    return response.content.decode()


def main(text: str) -> str:
    return text.partition("<main")[2]


def plots(text: str) -> list[dict[str, Any]]:
    blocks = re.findall(r'<script id="plot-\d+" type="application/json">(.*?)</script>', text, re.DOTALL)
    return [json.loads(block) for block in blocks]


def lines(text: str) -> list[str]:
    """The rows of the table as words."""
    body = text.partition('id="table"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", f"<tr{row}").split()) for row in body.split("<tr")[1:]]


@pytest.mark.parametrize("role", ["officer", "administrator", "auditor"])
def test_trends_are_open_to_whom_they_serve(cast: Cast, role: str) -> None:
    client = log_in(getattr(cast, role))
    assert client.get("/trends/").status_code == 404
    assert client.get("/trends/detections.csv").status_code == 404


def test_a_stranger_is_asked_to_log_in(db: None, client: Client) -> None:
    assert client.get("/trends/")["Location"].startswith("/account/login/")


def test_nothing_known_is_said_and_nothing_is_drawn(analyst: Client) -> None:
    text = page(analyst)
    assert "Nothing is known for this choice" in text
    assert "vega" not in text


def test_a_centre_is_told_why_it_sees_no_numbers(cast: Cast, bring: Bring) -> None:
    bring("2026-01", 50, forged=2)
    text = page(log_in(cast.examiner))
    assert "A centre has no posts of its own." in text
    assert "Take over new inspections" not in text


def test_the_table_has_the_newest_month_first_and_count_rate_interval_effort_coverage_together(
    analyst: Client, bring: Bring
) -> None:
    bring("2025-12", 1200, forged=6)
    bring("2026-02", 40, random=4, forged=2, impostor=2)
    table = lines(page(analyst))
    assert table[0] == "Mar 2026 no data"
    share = jeffreys_share(4, 40, per=100)
    assert table[1].startswith(
        f"Feb 2026 4 40 10.0 {share.low:.1f} – {share.high:.1f} 1 of 1 posts 0 2 0 0 2 0 0 4"
    )
    assert table[2] == "Jan 2026 no data"
    assert table[3].startswith("Dec 2025 6 1,200 0.5")


def test_without_javascript_the_table_still_has_everything(analyst: Client, bring: Bring) -> None:
    bring("2026-02", 40, forged=2)
    text = page(analyst)
    assert "<noscript>" in text
    assert "The table below has every number." in text
    assert 'onclick="' not in text
    assert "style=" not in text


def test_the_plot_has_a_bar_for_each_class_found_and_a_gap_for_each_missing_month(
    analyst: Client, bring: Bring
) -> None:
    bring("2025-12", 50, forged=3, impostor=1)
    bring("2026-02", 50)
    main_plot, effort = plots(page(analyst))
    gaps, bars = main_plot["layer"]
    assert [row["month"] for row in gaps["data"]["values"]] == ["Jan 2026", "Mar 2026"]
    rows = bars["data"]["values"]
    assert {(row["month"], row["class"], row["n"]) for row in rows} == {
        ("Dec 2025", "Forged genuine document", 3),
        ("Dec 2025", "Impostor", 1),
    }
    assert main_plot["encoding"]["x"]["scale"]["domain"] == ["Dec 2025", "Jan 2026", "Feb 2026", "Mar 2026"]
    assert [row["n"] for row in effort["layer"][1]["data"]["values"]] == [50, 50]
    assert {tip["field"] for tip in bars["encoding"]["tooltip"]} >= {
        "found", "inspections", "rate_words", "interval", "coverage",
    }  # fmt: skip


def test_the_rate_view_draws_line_and_band_and_a_whisker_where_a_month_stands_alone(
    analyst: Client, bring: Bring
) -> None:
    bring("2025-12", 50, forged=3)
    bring("2026-02", 50, forged=1)
    layer = plots(page(analyst, "?view=rate"))[0]["layer"][1]
    rows = layer["data"]["values"]
    assert [(row["month"], row["rate"], row["alone"]) for row in rows] == [
        ("Dec 2025", 6.0, True), ("Jan 2026", None, False), ("Feb 2026", 2.0, True), ("Mar 2026", None, False),
    ]  # fmt: skip
    assert [inner["mark"]["type"] for inner in layer["layer"]] == ["area", "line", "rule", "point"]


def test_the_view_per_crossing_has_crossings_below(analyst: Client, bring: Bring) -> None:
    bring("2026-01", 50, crossings=400_000, forged=8)
    drawn, crossings = plots(page(analyst, "?view=crossings&last=2026-02"))
    assert [row["rate"] for row in drawn["layer"][1]["data"]["values"]] == [2.0, None]
    assert [row["n"] for row in crossings["layer"][1]["data"]["values"]] == [400]
    assert "400,000 2.0 0.9 – 3.9" in lines(page(analyst))[-1]
    assert read_csv(analyst)[0]["found_per_100000_crossings"] == "2.0000"


@pytest.mark.parametrize(
    ("view", "words"), [("rate", "how much was inspected"), ("crossings", "how many persons")]
)
def test_a_rate_without_anything_to_divide_by_is_said_to_be_none(
    analyst: Client, bring: Bring, view: str, words: str
) -> None:
    bring("2026-01", forged=3)
    text = page(analyst, f"?view={view}")
    assert f"No rate: nobody has told {words}" in text
    assert [len(drawn["layer"]) for drawn in plots(text)] == [1, 1]


def test_neighbouring_months_need_no_whiskers(analyst: Client, bring: Bring) -> None:
    bring("2026-01", 50, forged=3)
    bring("2026-02", 50, forged=1)
    layer = plots(page(analyst, "?view=rate&last=2026-02"))[0]["layer"][1]
    assert [inner["mark"]["type"] for inner in layer["layer"]] == ["area", "line", "point"]


def test_each_class_by_itself_has_one_scale_for_all(analyst: Client, bring: Bring) -> None:
    bring("2026-01", 50, forged=9, impostor=1)
    drawn = plots(page(analyst, "?view=classes"))
    assert len(drawn) == len(FOUND) + 1
    assert {tuple(p["layer"][1]["encoding"]["y"]["scale"]["domain"]) for p in drawn[:-1]} == {(0, 9)}
    own = plots(page(analyst, "?view=classes&scale=own"))
    assert {tuple(p["layer"][1]["encoding"]["y"]["scale"]["domain"]) for p in own[:-1]} == {(0, 9), (0, 1)}


def test_generated_numbers_are_marked_in_plot_table_and_file(analyst: Client, bring: Bring) -> None:
    bring("2026-01", 50, forged=2, generated=True)
    text = page(analyst)
    assert "These numbers are generated for the demonstration" in text
    assert plots(text)[0]["title"]["text"] == "Generated data, nobody was inspected"
    assert "Jan 2026 generated" in lines(text)[-1]
    bring("2026-02", 50, forged=2)
    both = page(analyst)
    assert "Part of these numbers is generated" in both
    assert plots(both)[0]["title"]["text"] == "Partly generated data"
    rows = read_csv(analyst)
    assert [row["generated"] for row in rows] == ["yes", "no", "no"]


def test_measured_numbers_carry_no_mark(analyst: Client, bring: Bring) -> None:
    bring("2026-01", 50, forged=2)
    text = page(analyst)
    assert "enerated" not in main(text)
    assert "title" not in plots(text)[0]


def test_the_filters_stand_in_the_address_and_are_shown_as_chosen(analyst: Client, bring: Bring) -> None:
    bring("2026-01", 50, forged=2)
    text = page(analyst, "?post=UTO-AIR&border=air&document=passport&first=2026-01&last=2026-01&view=rate")
    for chosen in ("UTO-AIR", "air", "passport", "2026-01"):
        assert f'<option value="{chosen}" selected>' in text
    assert len(lines(text)) == 1
    assert "against inspections of all documents and travellers" in text
    assert "detections.csv?post=UTO-AIR&amp;border=air" in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?first=2026-03&last=2026-01", "The first month lies after the last."),
        ("?post=ARC-SEA", "Post: Select a valid choice."),
        ("?first=soon", "From: Select a valid choice."),
        ("?view=pie", "Select a valid choice."),
    ],
)
def test_what_cannot_be_shown_is_said_and_the_usual_is_shown(
    analyst: Client, bring: Bring, query: str, words: str
) -> None:
    bring("2026-01", 50, forged=2)
    text = page(analyst, query)
    assert words in text
    assert lines(text)


def test_the_period_is_three_years_unless_asked_for_more(analyst: Client, bring: Bring) -> None:
    bring("2020-01", 50, forged=2)
    bring("2026-01", 50, forged=2)
    assert len(lines(page(analyst))) == 36
    assert len(lines(page(analyst, "?first=2020-01"))) == 75


def test_two_whole_years_are_compared_in_words(analyst: Client, bring: Bring) -> None:
    for year, looked, found in ((2024, 100, 10), (2025, 30, 7)):
        for month in range(1, 13):
            bring(f"{year}-{month:02}", looked, forged=found)
    text = page(analyst, "?last=2025-12")
    assert "Jan 2025 to Dec 2025 against the year before" in text
    assert "120 → 84" in text
    assert "2.33 times (95 % interval 1." in text
    assert "the fall comes from fewer inspections" in text
    assert "Only the posts whose effort is known" not in text
    assert "The number of inspections has changed" in text
    assert "before which the register knows nothing" in page(analyst, "?first=2024-01&last=2024-02")


def test_doubtful_effort_is_pointed_out(analyst: Client, bring: Bring) -> None:
    bring("2026-01", 2, forged=2)
    bring("2026-01", forged=3, kind="visa")
    assert "fewer inspections than finds" in page(analyst)


def read_csv(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/trends/detections.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(response.getvalue().decode())))


def test_the_file_has_the_same_numbers_and_empty_cells_where_nothing_is_known(
    analyst: Client, bring: Bring, at: datetime
) -> None:
    bring("2026-01", 50, random=5, forged=2, cannot_determine=1)
    response = analyst.get("/trends/detections.csv?last=2026-02")
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="internal_detections_UTO_2026-01_2026-02.csv"'
    )
    known, missing = read_csv(analyst, "?last=2026-02")
    assert (known["month"], known["forged"], known["impostor"], known["found"]) == ("2026-01", "2", "0", "2")
    assert (known["inspections"], known["random_checks"], known["found_per_100"]) == ("50", "5", "4.0000")
    assert (known["cannot-determine"], known["posts_known"], known["posts"]) == ("1", "1", "1")
    assert known["as_of"] == at.isoformat(timespec="seconds")
    for column in ("forged", "found", "inspections", "random_checks", "found_per_100", "low_95", "high_95"):
        assert missing[column] == ""


def test_a_file_with_filters_that_cannot_be_understood_is_refused(analyst: Client, bring: Bring) -> None:
    bring("2026-01", 50, forged=2)
    response = analyst.get("/trends/detections.csv?post=ARC-SEA")
    assert response.status_code == 400
    assert response.content.decode().startswith("post: Select a valid choice.")


def test_a_file_that_is_part_measured_part_generated_in_a_month_says_partly(
    analyst: Client, bring: Bring
) -> None:
    bring("2026-01", 50, forged=2, generated=True)
    bring("2026-01", forged=1, kind="visa", post="UTO-AIR")
    assert read_csv(analyst)[0]["generated"] == "partly"
    assert "partly generated" in page(analyst)


@pytest.mark.parametrize(("language", "month", "decimal"), [("ru", "янв", ","), ("kk", "қаң", ",")])
def test_months_and_numbers_are_written_in_the_readers_language(
    analyst: Client, bring: Bring, language: str, month: str, decimal: str
) -> None:
    bring("2026-01", 1000, forged=25)
    analyst.cookies["django_language"] = language
    text = page(analyst)
    assert month in text
    drawn = plots(text)[0]
    first = drawn["encoding"]["x"]["scale"]["domain"][0]
    assert month in first
    assert "2026" in first
    assert drawn["config"]["locale"]["number"]["decimal"] == decimal
    assert f"2{decimal}5" in lines(text)[-1]


def test_the_legend_has_the_colours_of_the_plot() -> None:
    sheet = (STATIC / "trends.css").read_text()
    assert set(COLOURS) == set(FOUND)
    for fraud, colour in COLOURS.items():
        assert f".swatch.{fraud} {{ background: {colour}; }}" in sheet


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", COLOURS.values())
def test_each_colour_stands_out_from_the_paper(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 3


def test_the_vendored_files_are_those_that_the_note_names() -> None:
    note = (STATIC / "vendor" / "README.md").read_text()
    for name in ("vega", "vega-lite", "vega-embed"):
        content = (STATIC / "vendor" / f"{name}.min.js").read_bytes()
        assert f"`{hashlib.sha256(content).hexdigest()}`" in note
        assert (STATIC / "vendor" / f"LICENSE-{name}").exists()
        assert b"sourceMappingURL" not in content
