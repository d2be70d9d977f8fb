"""docs/tour.md says what the pages show: every number is looked for where the tour sends its reader.

What stands in the published files is counted a second time here, by itself.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cast import Cast, log_in
from django.test import Client
from pytest_django.fixtures import Settings

from secondline.register.actions import import_series
from secondline.site import clock
from secondline.site.demo import earlier, loading
from secondline.site.demo.region import GATES

ROOT = Path(__file__).resolve().parents[3]
TOUR = " ".join((ROOT / "docs" / "tour.md").read_text(encoding="utf-8").split())
OF, ROUTE = "frontex.illegal-crossing.event", "Western Balkan Route"
Page = Callable[[str], str]
pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cast: Cast, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """The pages of an analyst who has taken over both series, without tags."""
    now = datetime(2026, 11, 25, 8, tzinfo=UTC)
    settings.KEYS_FOLDER = tmp_path / "keys"
    monkeypatch.setattr(clock, "now", lambda: now)
    for source in ("frontex", "uk"):
        import_series(path=loading.SERIES / f"{source}.csv", by=cast.analyst, at=now, source=source)
    client: Client = log_in(cast.analyst)

    def shown(address: str) -> str:
        text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
        return " ".join(text.split())

    return shown


def crossings(nationality: str) -> Counter[str]:
    """Frontex by month, the Western Balkan Route only."""
    with (loading.SERIES / "frontex.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["route"] == ROUTE and row["nat"] == nationality]
    told: Counter[str] = Counter()
    for row in rows:
        told[row["month"]] += int(row["n"])
    return told


def year(told: Counter[str], of: str) -> int:
    return sum(number for month, number in told.items() if month.startswith(of))


def boats(nationality: str) -> Counter[str]:
    """United Kingdom, detected crossings by quarter."""
    told: Counter[str] = Counter()
    with (loading.SERIES / "uk.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["Nationality"] == nationality and "mall boat" in row["Method of entry"]:
                told[f"{row['Year']}-Q{row['Quarter']}"] += int(row["Number of detections"])
    return told


def both(words: str, page: str) -> bool:
    """In the tour and on the page."""
    return words in TOUR and words in page


def test_the_picture_points_to_where_the_tour_begins(page: Page) -> None:
    picture = page("/trends/")
    assert both("Where to begin", picture)
    assert both("Rises of the past, seen before their peak", picture)
    assert both("What fell, and what rose meanwhile", picture)


def test_the_rises_are_seen_before_their_peak_as_the_tour_says(page: Page) -> None:
    signals = page(f"/trends/signals/?of={OF}")
    assert both("Detected illegal border crossing (Events, Frontex)", signals)
    india, tunisia = crossings("IND"), crossings("TUN")
    assert (india["2021-06"], india["2021-05"], india["2022-08"]) == (20, 2, 1393)
    assert (tunisia["2021-09"], tunisia["2021-08"], tunisia["2022-06"]) == (54, 27, 1408)
    assert max(india.values()) == 1393
    assert max(tunisia.values()) == 1408
    assert "Western Balkan Route, India Jun 2021 20 (2 the month before) 1,393 Aug 2022 14" in signals
    assert "Western Balkan Route, Tunisia Sept 2021 54 (27 the month before) 1,408 Jun 2022 9" in signals
    assert (
        "| Western Balkan Route, India | Jun 2021 | 20 (2 the month before) | 1,393 in Aug 2022 | 14 |"
        in TOUR
    )
    assert (
        "| Western Balkan Route, Tunisia | Sept 2021 | 54 (27 the month before) | 1,408 in Jun 2022 | 9 |"
        in TOUR
    )
    assert "Of 144 rises 83 became more after their first signal" in TOUR
    assert "144 rises, of which 83 became more after their first signal" in signals
    october = page(f"/trends/signals/?of={OF}&month=2021-10")
    assert (tunisia["2021-10"], india["2021-10"]) == (189, 107)
    assert "189 Tunisians and 107 Indians" in TOUR
    assert re.search(r"Western Balkan Route, Tunisia Frontex 189 seen", october)
    assert re.search(r"Western Balkan Route, India Frontex 107 seen", october)


def test_the_fall_of_2023_is_told_with_what_rose_meanwhile(page: Page) -> None:
    link = page("/trends/link/?year=2023")
    india = crossings("IND")
    assert (year(india, "2022"), year(india, "2023")) == (6992, 352)
    quarters = boats("India")
    assert [sum(n for q, n in quarters.items() if q[:4] == of) for of in ("2022", "2023")] == [748, 1192]
    assert (
        "Western Balkan Route, India Detected illegal border crossing (Events, Frontex) 6,992 → 352" in link
    )
    assert "748 → 1,192 (1.59 times)" in link
    assert "fell from 6,992 to 352" in TOUR
    assert "from 748 to 1,192" in TOUR
    for group, before, now in (("AFG", "23,409", "7,349"), ("PAK", "6,370", "2,021"), ("TUN", "6,782", "44")):
        told = crossings(group)
        assert [f"{year(told, '2022'):,}", f"{year(told, '2023'):,}"] == [before, now]
        assert f"({before} to {now})" in TOUR
        assert f"{before} → {now}" in link


def test_the_line_of_the_indians_leads_to_all_series_of_them_under_one_axis(page: Page) -> None:
    link = page(f"/trends/link/?series={OF}&nationality=IND&year=2023")
    india, quarters = crossings("IND"), boats("India")
    assert (india["2022-12"], india["2023-01"]) == (618, 69)
    assert [quarters[q] for q in ("2022-Q3", "2022-Q4", "2023-Q1")] == [134, 502, 670]
    assert "618 were detected in December 2022 and 69 in January 2023" in TOUR
    assert "134 in the third quarter of 2022, 502 in the fourth and 670 in the first quarter of 2023" in TOUR
    for number in (618, 69, 134, 502, 670):
        assert re.search(rf"(?<![\d,]){number}(?![\d,])", link), number
    assert link.count("(Persons, UK Home Office), by quarter") >= 3


def test_what_the_tour_says_of_the_invented_years_is_how_they_are_invented() -> None:
    """That the link finds the rule again is tested where the years are made (demo/test_earlier.py)."""
    assert f"the series moves {earlier.LATER} months before what is found here" in TOUR
    assert f"invented back to {earlier.BEGINNING:%B %Y}" in TOUR
    assert f"invented to follow the {earlier.ROUTE} by two months" in TOUR
    gate = next(each for each in GATES if each.code == earlier.POST)
    assert f"at {gate.name} they were invented" in TOUR
