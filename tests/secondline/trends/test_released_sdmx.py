"""A released table as SDMX-CSV: what its CSV tells and nothing more, read back by the house's own reader."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from cast import Cast, log_in
from release_desk import USUAL, Desk, family, outline, rows, shown

from secondline.register.series.layout import LAYOUTS, layout_of, read_rows
from secondline.trends.actions import withdraw_release
from secondline.trends.models import Release
from secondline.trends.release_rules import ALL, OTHER, Measure
from secondline.trends.released_sdmx import COLUMNS, DIMENSIONS, period_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]


def lines(cast: Cast, release: Release) -> list[dict[str, str]]:
    response = log_in(cast.outside_analyst).get(f"/trends/releases/{release.pk}/table.sdmx.csv")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{release.code}.sdmx.csv"'
    return list(csv.DictReader(StringIO(response.content.decode())))


def test_every_number_stands_there_as_readers_see_it(desk: Desk, cast: Cast) -> None:
    desk.put(USUAL)
    release = desk.release(outline("month", "class"))
    told = lines(cast, release)
    assert tuple(told[0]) == COLUMNS
    code = {ALL: "_T", OTHER: "_O"}
    expected = {
        (month or "2025-10-01/P5M", code.get(fraud, fraud)): number
        for (month, fraud), number in shown(release).items()
    }
    assert {
        (row["TIME_PERIOD"], row["FRAUD_TYPE"]): int(row["OBS_VALUE"]) if row["OBS_VALUE"] else None
        for row in told
    } == expected
    for row in told:
        withheld = row["OBS_VALUE"] == ""
        assert (row["OBS_STATUS"], row["CONF_STATUS"]) == (("Q", "C") if withheld else ("A", "N"))
        assert row["FREQ"] == ("M" if len(row["TIME_PERIOD"]) == 7 else "_Z")
        assert (row["STRUCTURE_ID"], row["RELEASE"]) == ("UTO:DF_RELEASED(1.0)", "UTO-R-0001")
        assert (row["SHARING"], row["POST"], row["CAME_THROUGH"]) == ("amber", "_T", "_T")
    assert any(row["OBS_VALUE"] == "" for row in told)


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure.PERSONS, ("false-document-user", "person")),
        (Measure.INCIDENTS, ("false-document-user", "event")),
        (Measure.DOCUMENTS, ("false-document", "document")),
    ],
)
def test_it_is_read_back_number_for_number(
    desk: Desk, cast: Cast, measure: Measure, words: tuple[str, str]
) -> None:
    desk.put(family("2025-11", "forged", "IND", size=2, number=15))
    desk.put(rows(("2025-12", "pseudo", "TUN", 22), ("2025-10", "forged", "TUN", 3)))
    release = desk.release(outline("month", "nationality", last="2025-12", measure=measure))
    told = lines(cast, release)
    names = tuple(told[0])
    assert layout_of(names) is LAYOUTS["sdmx"]
    read = list(
        read_rows(iter([list(row.values()) for row in told]), names, LAYOUTS["sdmx"], latest=date(2026, 3, 1))
    )
    assert [(each.column, each.reason) for each in read if each.reason] == []
    observed = [one for each in read for one in each.observed]
    assert {(each.indicator, each.unit, each.area) for each in observed} == {(*words, "UTO")}
    assert {each.frequency for each in observed} == {"M", "Q"}  # three months are the last quarter of 2025
    values = sorted(shown(release).values(), key=str)
    assert sorted((each.value for each in observed), key=str) == values


def test_effort_stands_beside_its_numbers(desk: Desk, cast: Cast) -> None:
    desk.put(rows(("2026-01", "forged", "IND", 20)))
    desk.looked(m2026_01=400)
    (total,) = [
        row
        for row in lines(cast, desk.release(outline("class", first="2026-01", last="2026-01", effort=True)))
        if row["FRAUD_TYPE"] == "_T"
    ]
    assert (total["FREQ"], total["TIME_PERIOD"], total["OBS_VALUE"], total["INSPECTIONS"]) == (
        "M", "2026-01", "20", "400",
    )  # fmt: skip
    assert total["RATE_INSPECTIONS"].startswith("5.")


def test_proposals_withdrawn_tables_and_those_for_others_are_not_given_out(desk: Desk, cast: Cast) -> None:
    desk.put(USUAL)
    release = desk.propose(outline("class"))
    address = f"/trends/releases/{release.pk}/table.sdmx.csv"
    assert log_in(cast.analyst).get(address).status_code == 404
    released = desk.release(outline("month"), to=[cast.centre])
    assert (
        log_in(cast.outside_analyst).get(f"/trends/releases/{released.pk}/table.sdmx.csv").status_code == 404
    )
    ours = desk.release(outline("class"))
    withdraw_release(release=ours, why="wrong", by=cast.analyst, at=desk.at)
    assert log_in(cast.outside_analyst).get(f"/trends/releases/{ours.pk}/table.sdmx.csv").status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "value", "told"),
    [
        ("2025-01", "2025-12", "", ("A", "2025")),
        ("2025-04", "2026-03", "", ("_Z", "2025-04-01/P12M")),
        ("2025-02", "2025-04", "", ("_Z", "2025-02-01/P3M")),
        ("2025-04", "2025-06", "", ("Q", "2025-Q2")),
        ("2025-05", "2025-05", "", ("M", "2025-05")),
        ("2025-02", "2026-12", "2025", ("_Z", "2025-02-01/P11M")),
        ("2025-02", "2026-12", "2026", ("A", "2026")),
        ("2025-02", "2026-12", "2025-Q1", ("_Z", "2025-02-01/P2M")),
        ("2025-02", "2026-12", "2025-Q4", ("Q", "2025-Q4")),
        ("2025-02", "2026-12", "2025-12", ("M", "2025-12")),
    ],
)
def test_a_period_is_a_month_a_whole_quarter_a_whole_year_or_a_range(
    first: str, last: str, value: str, told: tuple[str, str]
) -> None:
    release = Release(first=date.fromisoformat(f"{first}-01"), last=date.fromisoformat(f"{last}-01"))
    assert period_of(release, value) == told


def test_the_document_names_every_column() -> None:
    text = (ROOT / "docs" / "data-structure.md").read_text(encoding="utf-8")
    part = text[text.index("`DF_RELEASED(1.0)`") :]
    for name in (*DIMENSIONS, *COLUMNS[-13:]):
        assert f"`{name}`" in part, name
