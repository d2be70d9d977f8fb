"""Words and tables of the picture: what is said of nothing, of a series, of a map file, of exposure."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, log_in
from django.test import Client
from picture_rows import rows_of, take
from pytest_django.fixtures import Settings

from borderstats.phrase import Phrase
from secondline.register.actions import import_exposure, import_series
from secondline.register.queries import Choice, series_held
from secondline.register.queries.counts import crossings, exposures
from secondline.trends.queries.link import link
from secondline.trends.queries.own import own_side

pytestmark = pytest.mark.django_db
GENERAL = "indicator,unit,period,value,area,citizenship,vintage\n"


@pytest.fixture
def analyst(cast: Cast, at: Any, settings: Settings, tmp_path: Path) -> Client:
    settings.EXPOSURE_FOLDER = tmp_path / "exposure"
    take(cast, at, rows_of(seed=3, number=120))
    return log_in(cast.analyst)


def page(client: Client, query: str) -> str:
    response = client.get(f"/trends/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def expose(cast: Cast, at: datetime, folder: Path, lines: str, **more: Any) -> None:
    path = folder / f"{abs(hash(lines))}.csv"
    head = "month,post,direction,nationality,document_kind,crossings,first_line_checks,random_checks"
    path.write_text(f"{head}\n{lines}")
    columns = {name: name for name in head.split(",")}
    told = import_exposure(path=path, by=cast.analyst, at=at, source="border-system", columns=columns, **more)
    assert told.new


def test_crossings_come_from_the_exposure_kept_to_what_was_chosen(
    analyst: Client, cast: Cast, at: datetime, tmp_path: Path
) -> None:
    expose(
        cast, at, tmp_path,
        "2025-05,UTO-AIR,entry,UTO,passport,600,590,6\n2025-05,UTO-AIR,exit,UTO,passport,300,,3\n"
        "2025-05,UTO-AIR,entry,D,passport,100,90,1\n",
    )  # fmt: skip
    month = date(2025, 5, 1)
    for choice, narrowed in (
        (Choice(month, month), set()),
        (Choice(month, month, direction="entry"), {"direction"}),
        (Choice(month, month, document_nationality="D"), {"document_nationality"}),
        (Choice(month, month, document_kind="visa"), {"document_kind"}),
        (Choice(month, month, border_type="sea"), set()),
    ):
        told = exposures(cast.analyst, choice)
        assert told.narrowed == narrowed
        wanted = {"direction": choice.direction, "nationality": choice.document_nationality}
        second = [
            row
            for row in crossings(cast.analyst, choice, by=["post", "direction", "nationality"])
            if wanted["direction"] in {"", row.group[1]} and wanted["nationality"] in {"", row.group[2]}
        ]
        assert told.crossings.sum() == sum(row.crossings or 0 for row in second)
    text = page(analyst, "first=2025-05&last=2025-05&post=UTO-AIR")
    assert ">1,000<" in text
    assert ">680<" in text
    kept = page(analyst, "first=2025-05&last=2025-05&post=UTO-AIR&nationality=D")
    assert ">100<" in kept
    assert "against all crossings" not in kept


def test_without_exposure_there_is_none(cast: Cast, analyst: Client) -> None:
    month = date(2025, 5, 1)
    assert exposures(cast.analyst, Choice(month, month)).crossings.size == 0


def tell(cast: Cast, at: datetime, folder: Path, lines: str) -> None:
    path = folder / "series.csv"
    path.write_text(GENERAL + lines)
    import_series(path=path, by=cast.analyst, at=at, source="office")


def test_a_published_series_is_shown_with_its_vintage_and_its_largest_groups(
    analyst: Client, cast: Cast, at: datetime, tmp_path: Path
) -> None:
    tell(
        cast, at, tmp_path,
        "illegal-crossing,event,2025-01,30,North,KAZ,2025-06-30\nillegal-crossing,event,2025-01,12,South,KAZ,2025-06-30\n"
        "illegal-crossing,event,2025-02,5,North,TUR,2025-06-30\n",
    )  # fmt: skip
    text = page(analyst, "view=published&first=2025-01&last=2025-03")
    assert "47 in all, as of 30 Jun 2025" in text
    assert "The sum of the nationalities that the source lists, with those it does not name." in text
    assert "The largest groups" in text
    one = page(analyst, "view=published&first=2025-01&last=2025-03&area=North")
    assert "35 in all" in one
    file = analyst.get("/trends/detections.sdmx.csv?view=published&first=2025-01&last=2025-03")
    lines = file.getvalue().decode().splitlines()
    assert lines[0].startswith("STRUCTURE,STRUCTURE_ID,ACTION,FREQ,INDICATOR,UNIT,REF_AREA,CITIZEN")
    assert len(lines) == 4
    assert lines[1].startswith(
        "dataflow,UTO:DF_IRREGULAR_TRAVEL(1.0),I,M,illegal-crossing,event,North,KAZ,2025-01,30"
    )


def test_a_published_series_is_shown_where_the_agency_has_no_number_of_its_own(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    client = log_in(cast.analyst)
    assert "view=published" not in page(client, "")
    tell(cast, at, tmp_path, "illegal-crossing,event,2025-01,30,North,KAZ,2025-06-30\n")
    first = page(client, "first=2025-01&last=2025-03")
    assert "Nothing is known for this choice" in first
    assert "view=published" in first
    text = page(client, "view=published&first=2025-01&last=2025-03")
    assert "30 in all, as of 30 Jun 2025" in text
    assert "Nothing is known for this choice" in text


@pytest.mark.parametrize(
    ("more", "total"),
    [
        ("", 42),  # listed nationalities alone
        ("illegal-crossing,event,2025-01,7,North,OOO,2025-06-30\n", 49),  # those of whom nothing is known
        ("illegal-crossing,event,2025-01,5,South,Other and unknown,2025-06-30\n", 47),
        ("illegal-crossing,event,2025-01,42,North,Extra-EU28,2025-06-30\n", 42),  # the same once more
        ("illegal-crossing,event,2025-01,50,,Total,2025-06-30\n", 50),
        (
            "illegal-crossing,event,2025-01,50,,,2025-06-30\nillegal-crossing,event,2025-01,9,,Unknown,2025-06-30\n",
            50,
        ),
    ],
)
def test_all_nationalities_are_the_sources_own_total_or_else_all_parts_with_those_that_it_does_not_name(
    analyst: Client, cast: Cast, at: datetime, tmp_path: Path, more: str, total: int
) -> None:
    """Frontex writes OOO and OOS for whom it can't name: 770,000 events of land and sea, and no total."""
    rows = "illegal-crossing,event,2025-01,30,North,KAZ,2025-06-30\nillegal-crossing,event,2025-01,12,South,TUR,2025-06-30\n"
    tell(cast, at, tmp_path, rows + more)
    assert f"{total} in all, as of 30 Jun 2025" in page(analyst, "view=published&first=2025-01&last=2025-03")
    (held,) = series_held(cast.analyst)
    side = own_side(cast.analyst, citizenship="", at=at)
    silent = dict.fromkeys(("none", "short", "gaps"), Phrase(""))
    found = link(cast.analyst, held, side, area="", silent=silent)
    assert [row.published for row in found.rows if row.period == date(2025, 1, 1)] == [total]


def test_a_yearly_series_is_told_by_its_own_total(
    analyst: Client, cast: Cast, at: datetime, tmp_path: Path
) -> None:
    tell(
        cast,
        at,
        tmp_path,
        "refused-entry,person,2024,70,,,2025-06-30\nrefused-entry,person,2025,,,,2025-06-30\n",
    )
    text = page(analyst, "view=published&first=2024-01&last=2025-12")
    assert "70 in all" in text
    assert "not known" in text
    file = analyst.get("/trends/detections.sdmx.csv?view=published&first=2024-01&last=2025-12")
    first, second = file.getvalue().decode().splitlines()[1:]
    assert ",A,refused-entry,person,_T,_T,2024,70,A," in first
    assert ",2025,,O," in second


def test_without_a_series_that_is_said_and_its_file_is_refused(analyst: Client) -> None:
    assert "holds no published series yet" in page(analyst, "view=published")
    assert analyst.get("/trends/detections.csv?view=published").status_code == 400
    assert len(analyst.get("/trends/detections.sdmx.csv?view=published").getvalue().splitlines()) == 1


def test_a_choice_without_finds_is_said_to_be_one(analyst: Client) -> None:
    nothing = "first=2026-02&last=2026-03"
    assert "Nothing is known for this choice" in page(analyst, f"view=flows&{nothing}")
    empty = (
        "&first=2025-01&last=2025-02&document=visa&nationality=D&issuer=FRA&direction=exit&outcome=arrested"
    )
    for view in ("routes", "combinations", "flows", "map", "classes"):
        text = page(analyst, f"view={view}{empty}&came_from=KAZ&next_stop=TUR&destination=SGP")
        assert "What may not be concluded" in text


def test_the_ground_is_a_picture_and_a_broken_map_file_is_said(
    analyst: Client, settings: Settings, tmp_path: Path
) -> None:
    picture = analyst.get("/trends/ground.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<path" in picture.content
    assert "No border is drawn." in page(analyst, "view=map")
    settings.MAP_FILE = str(tmp_path / "map.json")
    (tmp_path / "map.json").write_text("{}")
    assert "can&#x27;t be used: the map file is neither GeoJSON nor TopoJSON" in page(analyst, "view=map")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_view_is_written_in_the_readers_language(analyst: Client, language: str) -> None:
    analyst.cookies["django_language"] = language
    text = page(analyst, "view=routes&first=2025-01&last=2025-12")
    assert {"ru": "Турция", "kk": "Түркия"}[language] in text
