"""The picture's numbers against plain loops over the rows that were taken in."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from cast import Cast, log_in
from picture_rows import MONTHS, Row, counted, found, rows_of, take

from borderstats.rate import Estimate, poisson_rate, rate_ratio
from secondline.people.models import Person, Post
from secondline.register.actions import import_detections
from secondline.register.queries import Choice
from secondline.trends.naming import post_codes
from secondline.trends.queries import Series, series
from secondline.trends.queries.combining import COMBINATION, ROUTE, Key, news, ranking
from secondline.trends.queries.flowing import JOURNEY, MOST_AT_A_STAGE, STAGES, flows
from secondline.trends.queries.splitting import parts
from secondline.trends.rules import DIRECT, OTHERS

pytestmark = pytest.mark.django_db
FIRST, LAST = "2025-04", "2025-09"


@pytest.fixture
def rows(cast: Cast, at: datetime) -> list[Row]:
    drawn = rows_of(seed=4, number=900)
    take(cast, at, drawn)
    return drawn


def asked(first: str = FIRST, last: str = LAST, **choice: Any) -> Choice:
    return Choice(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01"), **choice)


def look(person: Person, at: datetime, **choice: Any) -> Series:
    return series(person, asked(**choice), at=at)


def named(person: Person, key: Key, by: tuple[str, ...]) -> Key:
    """The key with posts as the rows name them."""
    codes = post_codes(person)
    return tuple(codes[word] if name == "post" else word for name, word in zip(by, key, strict=True))


def floats(estimate: Estimate) -> tuple[float, float, float]:
    return float(estimate.value), float(estimate.low), float(estimate.high)


FILTERS = [
    {},
    {"document_kind": "passport"},
    {"issuer": "FRA", "direction": "entry"},
    {"document_nationality": "D", "outcome": "refused"},
    {"embarkation": "KAZ", "final_destination": "CHL"},
    {"transit": "TUR", "direction": "entry"},
    {"next_stop": "SGP", "fraud_class": "forged"},
]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_every_filter_counts_what_a_loop_counts(
    cast: Cast, at: datetime, rows: list[Row], filters: dict[str, str]
) -> None:
    told = look(cast.analyst, at, **filters)
    loop = Counter(row["month"] for row in found(rows, FIRST, LAST, **filters))
    assert {f"{month.month:%Y-%m}": month.found for month in told.months} == {
        month: loop[month] for month in MONTHS if FIRST <= month <= LAST
    }
    assert {month.inspections for month in told.months} == {1000}


def test_a_post_is_chosen_with_its_own_effort(cast: Cast, at: datetime, rows: list[Row]) -> None:
    harbour = Post.objects.get(code="UTO-SEA")
    told = look(cast.analyst, at, post=harbour.pk)
    assert sum(month.found or 0 for month in told.months) == len(found(rows, FIRST, LAST, post="UTO-SEA"))
    assert {month.inspections for month in told.months} == {500}


@pytest.mark.parametrize("by", [ROUTE, COMBINATION])
def test_a_ranking_has_count_interval_rate_and_change_of_each(
    cast: Cast, at: datetime, rows: list[Row], by: tuple[str, ...]
) -> None:
    told = ranking(cast.analyst, look(cast.analyst, at), by, most=10_000)
    now, before = found(rows, FIRST, LAST), found(rows, "2024-10", "2025-03")
    assert {named(cast.analyst, row.key, by): row.found for row in told.rows} == counted(now, by)
    assert told.total == len(now)
    assert [row.found for row in told.rows] == sorted((row.found for row in told.rows), reverse=True)
    then = counted(before, by)
    for row in told.rows[:20]:
        key = named(cast.analyst, row.key, by)
        assert row.before == then[key]
        assert row.inspections == 3000
        rate = poisson_rate(row.found, 3000, per=100)
        assert row.rate == pytest.approx(floats(rate))
        ratio = floats(rate_ratio(row.found, 3000, then[key], 3000))
        assert row.ratio == (pytest.approx(ratio) if then[key] else None)


def test_the_most_frequent_are_shown_and_the_rest_is_counted(
    cast: Cast, at: datetime, rows: list[Row]
) -> None:
    some = ranking(cast.analyst, look(cast.analyst, at), COMBINATION, most=5)
    every = ranking(cast.analyst, look(cast.analyst, at), COMBINATION, most=10_000)
    assert [row.found for row in some.rows] == [row.found for row in every.rows[:5]]
    assert some.total == every.total > sum(row.found for row in some.rows)


def test_nothing_is_compared_with_a_time_of_which_nothing_is_known(
    cast: Cast, at: datetime, rows: list[Row]
) -> None:
    told = ranking(cast.analyst, look(cast.analyst, at, first="2024-02", last="2024-09"), ROUTE, most=9)
    assert told.before is None
    assert {row.before for row in told.rows} == {None}
    assert {row.ratio for row in told.rows} == {None}


def test_new_is_what_no_month_before_had(cast: Cast, at: datetime, rows: list[Row]) -> None:
    told = news(cast.analyst, look(cast.analyst, at), most=10_000)
    now, earlier = found(rows, FIRST, LAST), found(rows, "2024-01", "2025-03")
    known = set(counted(earlier, COMBINATION))
    fresh = {key: n for key, n in counted(now, COMBINATION).items() if key not in known}
    assert {named(cast.analyst, row.key, COMBINATION): row.found for row in told.rows} == fresh
    assert (told.history, told.length) == (15, 6)
    assert (told.number, told.total) == (len(fresh), sum(fresh.values()))
    few = news(cast.analyst, look(cast.analyst, at), most=3)
    assert [row.found for row in few.rows] == [row.found for row in told.rows[:3]]
    assert (few.number, few.strong) == (told.number, sum(row.believed for row in told.rows))
    for row in told.rows:
        assert row.chance == pytest.approx((6 / 21) ** row.found)
        months = [
            each["month"] for each in now if named_row(each) == named(cast.analyst, row.key, COMBINATION)
        ]
        assert f"{row.first:%Y-%m}" == min(months)
    before = found(rows, "2024-10", "2025-03")
    older = set(counted(found(rows, "2024-01", "2024-09"), COMBINATION))
    assert told.usual == len(set(counted(before, COMBINATION)) - older)


def named_row(row: Row) -> Key:
    return tuple(row[name] for name in COMBINATION)


def test_without_history_nothing_is_new(cast: Cast, at: datetime, rows: list[Row]) -> None:
    told = news(cast.analyst, look(cast.analyst, at, first="2024-01", last="2024-03"), most=9)
    assert (list(told.rows), told.history, told.usual) == ([], 0, None)


def test_flows_add_up_at_every_stage_and_keep_the_unknown(cast: Cast, at: datetime, rows: list[Row]) -> None:
    told = flows(cast.analyst, asked())
    now = found(rows, FIRST, LAST)
    assert told.total == len(now)
    for place, stage in enumerate(told.stages):
        assert sum(n for _word, n in stage) == len(now)
        if STAGES[place] != "post":
            assert dict(stage)[""] == len([row for row in now if not row[STAGES[place]]])
    for place, link in enumerate(told.links):
        assert sum(link.values()) == len(now)
        for word, n in told.stages[place]:
            assert sum(m for (one, _), m in link.items() if one == word) == n
        for word, n in told.stages[place + 1]:
            assert sum(m for (_, other), m in link.items() if other == word) == n
    direct = len([row for row in now if row["transit"] and row["transit"] == row["embarkation"]])
    assert dict(told.stages[1])[DIRECT] == direct > 0
    through = {
        code: len([row for row in now if row["transit"] == code != row["embarkation"]])
        for code in {row["transit"] for row in now} - {""}
    }
    assert {code: n for code, n in told.stages[1] if code not in {"", DIRECT}} == through
    assert sum(n for (_came, between), n in told.links[0].items() if between == DIRECT) == direct


def test_the_file_of_flows_has_every_stage_of_the_way(cast: Cast, rows: list[Row]) -> None:
    text = log_in(cast.analyst).get("/trends/detections.csv?view=flows&first=2024-01&last=2025-12")
    lines = list(csv.DictReader(StringIO(text.getvalue().decode())))
    told = Counter[tuple[str, ...]]()
    for line in lines:
        told[tuple(line[name] for name in JOURNEY)] += int(line["found"])
    now = found(rows, "2024-01", "2025-12")
    assert told == Counter(tuple(row[name] for name in JOURNEY) for row in now)


def test_small_flows_are_drawn_together(cast: Cast, at: datetime) -> None:
    many = ["KAZ", "TUR", "SGP", "CHL", "FRA", "D", "GBR", "BRA", "KOR", "AUS"]
    rows = [
        {"month": "2025-05", "post": "UTO-AIR", "fraud_class": "forged", "embarkation": code}
        for number, code in enumerate(many, 1)
        for _ in range(number)
    ]
    take(cast, at, rows)
    stage = flows(cast.analyst, asked()).stages[0]
    assert len(stage) == MOST_AT_A_STAGE
    assert stage[0] == ("AUS", 10)
    assert stage[-1] == (OTHERS, 1 + 2 + 3)


@pytest.mark.parametrize("split", ["fraud_class", "post", "embarkation", "document_kind"])
def test_what_stands_side_by_side_adds_up_to_the_whole(
    cast: Cast, at: datetime, rows: list[Row], split: str
) -> None:
    told = parts(cast.analyst, look(cast.analyst, at), split)
    now = found(rows, FIRST, LAST)
    assert sum(part.found for part in told) == len(now)
    for part in told:
        (label,) = named(cast.analyst, (part.label,), (split,)) if part.label != OTHERS else (OTHERS,)
        loop = counted([row for row in now if row[split] == label], ("month",))
        assert {(f"{month:%Y-%m}",): n for month, n in part.months.items()} == loop
        looked = 3000 if split == "post" else 6000
        rate = poisson_rate(part.found, looked, per=100)
        assert part.rate == pytest.approx(floats(rate))


def test_what_is_too_much_side_by_side_is_one_more(cast: Cast, at: datetime, rows: list[Row]) -> None:
    told = parts(cast.analyst, look(cast.analyst, at), "embarkation", most=3)
    assert [part.label for part in told][-1] == OTHERS
    assert len(told) == 3
    assert sum(part.found for part in told) == len(found(rows, FIRST, LAST))


def test_another_agency_sees_nothing_of_it(cast: Cast, at: datetime, rows: list[Row]) -> None:
    stranger = cast.outside_analyst
    told = look(stranger, at)
    assert not told.known
    assert ranking(stranger, told, ROUTE, most=9).rows == []
    assert news(stranger, told, most=9).rows == []
    assert flows(stranger, asked()).total == 0


def test_a_corrected_row_is_counted_where_it_now_stands(cast: Cast, at: datetime, rows: list[Row]) -> None:
    choice = asked(embarkation="CHL")
    before = flows(cast.analyst, choice).total
    more = {"month": "2025-05", "post": "UTO-AIR", "fraud_class": "forged", "embarkation": "CHL"}
    take_one(cast, at, more)
    assert flows(cast.analyst, choice).total == before + 1
    take_one(cast, at, more | {"embarkation": "SGP"})
    assert flows(cast.analyst, choice).total == before
    take_one(cast, at, more | {"fraud_class": "no-fraud-found"})
    assert flows(cast.analyst, replace(choice, embarkation="")).total == len(found(rows, FIRST, LAST))


def take_one(cast: Cast, at: datetime, row: Row) -> None:
    import_detections(rows=[{**row, "reference": "one"}], by=cast.analyst, at=at, source="corrected")
