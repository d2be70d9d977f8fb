"""Looking back on published series: rises dated by their first signal, falls with what rose meanwhile."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from cast import Cast, log_in

from secondline.register.actions import import_series
from secondline.register.queries import series_held
from secondline.trends.queries.beside import _drawn
from secondline.trends.queries.episodes import Episode, _runs, episodes
from secondline.trends.queries.shifts import shifts

pytestmark = pytest.mark.django_db
Counts = Mapping[tuple[str, str], Mapping[str, int]]


def tell(cast: Cast, at: datetime, tmp_path: Path, counts: Counts, source: str = "office") -> None:
    lines = ["route,type,nat,month,n"]
    lines += [f"{area},Land,{nat},{m},{n}" for (area, nat), told in counts.items() for m, n in told.items()]
    path = tmp_path / f"{source}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    import_series(path=path, by=cast.analyst, at=at, source=source)


def every_month(first: int, last: int) -> Iterator[str]:
    return (f"{year}-{month:02}" for year in range(first, last + 1) for month in range(1, 13))


def flat(number: int, first: int = 2018, last: int = 2024, **other: int) -> dict[str, int]:
    """The same in every month but for those that are given as _2022_05=70."""
    told = dict.fromkeys(every_month(first, last), number)
    return told | {name[1:].replace("_", "-"): n for name, n in other.items()}


def test_a_rise_is_dated_by_its_first_signal_and_measured_to_its_peak(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    rising = flat(4, _2022_03=30, _2022_04=60, _2022_05=55, _2022_06=90)
    tell(cast, at, tmp_path, {("North", "TUN"): rising, ("South", "IND"): flat(5)})
    (held,) = series_held(cast.analyst)
    found = episodes(cast.analyst, held)
    (rise,) = found.shown
    assert (rise.stratum, rise.first, rise.peak) == (
        ("office", "North", "TUN"), date(2022, 3, 1), date(2022, 6, 1),
    )  # fmt: skip
    assert (rise.seen, rise.before, rise.highest, rise.lead) == (30, 4, 90, 3)
    assert (found.number, found.grew, found.since) == (1, 1, date(2021, 1, 1))
    page = log_in(cast.analyst).get("/trends/signals/?of=office.illegal-crossing.event").content.decode()
    assert "30 (4 the month before)" in page
    assert "month=2022-03" in page


def test_a_signal_that_never_became_more_is_counted_and_leads_nowhere(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    tell(cast, at, tmp_path, {("North", "TUN"): flat(4, _2022_03=60)})
    found = episodes(cast.analyst, series_held(cast.analyst)[0])
    assert [(each.first, each.lead) for each in found.shown] == [(date(2022, 3, 1), 0)]
    assert (found.number, found.grew) == (1, 0)


def test_without_three_years_behind_it_no_month_is_judged(cast: Cast, at: datetime, tmp_path: Path) -> None:
    tell(cast, at, tmp_path, {("North", "TUN"): flat(4, 2023, 2024, _2024_11=90)})
    assert episodes(cast.analyst, series_held(cast.analyst)[0]).shown == []


@pytest.mark.parametrize(
    ("alarms", "runs"),
    [
        ([], []),
        ([(0, 40)], [(0, 40, 40)]),
        ([(0, 40), (0, 44), (0, 49)], [(0, 40, 44), (0, 49, 49)]),
        ([(1, 41), (0, 40)], [(0, 40, 40), (1, 41, 41)]),
    ],
)
def test_signals_up_to_four_months_apart_are_one_rise(
    alarms: list[tuple[int, int]], runs: list[tuple[int, int, int]]
) -> None:
    assert list(_runs(alarms)) == runs


def test_the_lead_is_counted_over_the_turn_of_the_year() -> None:
    rise = Episode(("s", "a", "c"), date(2021, 11, 1), 5, 1, date(2022, 2, 1), 9)
    assert rise.lead == 3


MOVED: Counts = {
    ("North", "TUN"): flat(20, 2022, 2022) | flat(5, 2023, 2023),
    ("South", "TUN"): flat(10, 2022, 2022) | flat(40, 2023, 2023),
    ("West", "TUN"): flat(10, 2022, 2022) | flat(11, 2023, 2023),
    ("South", "IND"): flat(10, 2022, 2022) | flat(90, 2023, 2023),
    ("North", "IND"): flat(30, 2022, 2022) | flat(16, 2023, 2023),
}


def test_a_fall_stands_beside_what_rose_for_the_same_nationality(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    tell(cast, at, tmp_path, MOVED)
    found = shifts(cast.analyst, series_held(cast.analyst), None)
    assert (found.year, list(found.years)) == (2023, [2023])
    (shift,) = found.shown
    assert (shift.fell.area, shift.fell.citizenship, shift.fell.before, shift.fell.now) == (
        "North", "TUN", 240, 60,
    )  # fmt: skip
    assert [(way.area, way.before, way.now) for way in shift.rose] == [("South", 120, 480)]


def test_the_link_begins_with_the_falls_and_the_file_has_them_all(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    tell(cast, at, tmp_path, MOVED)
    client = log_in(cast.analyst)
    page = client.get("/trends/link/?year=2023").content.decode()
    assert "240 → 60 (0.25 times)" in page
    assert "120 → 480 (4.00 times)" in page
    lines = client.get("/trends/link.csv?sheet=shifts&year=2023").getvalue().decode().splitlines()
    assert lines[1].startswith("TUN,Tunisia,office.illegal-crossing.event,North,240,60,")
    assert ',South,120,480,"internal' in lines[1]


@pytest.mark.parametrize("year", ["1066", "99999999999999", "next", "²⁰²³", ""])
def test_a_year_that_is_not_told_is_the_last_whole_one(
    cast: Cast, at: datetime, tmp_path: Path, year: str
) -> None:
    tell(cast, at, tmp_path, MOVED)
    answer = log_in(cast.analyst).get("/trends/link/", {"year": year})
    assert answer.status_code == 200
    assert answer.context["year"] == 2023


def test_a_year_of_which_months_are_missing_is_not_compared(cast: Cast, at: datetime, tmp_path: Path) -> None:
    half = {month: 20 for month in every_month(2022, 2023) if month < "2023-07"}
    tell(cast, at, tmp_path, {("North", "TUN"): half})
    assert shifts(cast.analyst, series_held(cast.analyst), None).year is None


def test_ways_of_one_nationality_have_a_table_and_a_file(cast: Cast, at: datetime, tmp_path: Path) -> None:
    tell(cast, at, tmp_path, MOVED)
    client = log_in(cast.analyst)
    asked = "series=office.illegal-crossing.event&nationality=TUN"
    assert 'id="areas-table"' in client.get(f"/trends/link/?{asked}").content.decode()
    lines = client.get(f"/trends/link.csv?{asked}&sheet=areas").getvalue().decode().splitlines()
    assert lines[0] == "period,South,North,West,disclosure"
    assert lines[1].startswith('2023-12,40,5,11,"internal')


def test_the_file_of_the_link_has_own_numbers_and_those_of_others(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    tell(cast, at, tmp_path, MOVED)
    client = log_in(cast.analyst)
    lines = client.get("/trends/link.csv").getvalue().decode().splitlines()
    head = lines[0].split(",")
    assert head[:8] == [
        *("period", "found", "inspections", "found_per_100", "rate_low_95", "rate_high_95"), "crossings", "published",
    ]  # fmt: skip
    told = dict(zip(head, lines[1].split(","), strict=False))
    assert (told["period"], told["published"]) == ("2023-12", str(5 + 40 + 11 + 90 + 16))
    refused = client.get("/trends/link.csv?nationality=XXX&event=never")
    assert refused.status_code == 400
    assert "nationality" in refused.content.decode()


def test_a_source_without_a_total_is_added_up_and_that_is_said(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    tell(cast, at, tmp_path, MOVED)
    page = log_in(cast.analyst).get("/trends/link/").content.decode()
    assert "The sum of the nationalities that the source lists, with those it does not name." in page


def test_longer_periods_are_drawn_over_all_of_theirs_and_shorter_ones_added_up() -> None:
    months = [date(2023, n, 1) for n in range(1, 7)]
    assert _drawn({date(2023, 4, 1): 9}, 3, months, 1) == dict.fromkeys(months[3:], 9)
    parts = {when: n for n, when in enumerate(months[:5])}
    assert _drawn(parts, 1, [date(2023, 1, 1), date(2023, 4, 1)], 3) == {date(2023, 1, 1): 3}


def test_all_other_series_stand_under_the_same_axis_each_with_its_answer(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    tell(cast, at, tmp_path, MOVED)
    lines = ["indicator,unit,period,value,area,citizenship,as_of"]
    lines += [f"asylum-application,person,2023-Q{n},{50 + n},,TUN,2024-06-30" for n in range(1, 5)]
    path = tmp_path / "asylum.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    import_series(path=path, by=cast.analyst, at=at, source="eurostat")
    asked = "series=office.illegal-crossing.event&nationality=TUN"
    answer = log_in(cast.analyst).get(f"/trends/link/?{asked}")
    headings = [each["heading"] for each in answer.context["plots"]]
    assert headings[-1].endswith("(Persons, Eurostat), by quarter")
    (names, _words), *_others = answer.context["says"]
    assert names[1].endswith("(Persons, Eurostat)")
    page = answer.content.decode()
    assert page.count("Nothing can be said") >= 2
    assert "54" in page
