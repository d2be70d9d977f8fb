"""How points are named: what they say of the year, and where one does not follow the other."""

from datetime import date, timedelta

import pytest

from secondline.site.commands.periods import points_of

MONTHS = [f"{2009 + n // 12}-{n % 12 + 1:02d}" for n in range(40)]
DAYS = [date(2019, 12, 2) + timedelta(n) for n in range(140)]


def last_of_month(label: str) -> str:
    year, month = map(int, label.split("-"))
    return str(date(year + month // 12, month % 12 + 1, 1) - timedelta(1))


@pytest.mark.parametrize(
    ("labels", "freq"),
    [
        (MONTHS, 12),
        ([label.replace("-", "M") for label in MONTHS], 12),
        ([f"{label[5:]}/{label[:4]}" for label in MONTHS], 12),
        ([f"{label}-01" for label in MONTHS], 12),
        ([f"{label}-01T00:00:00" for label in MONTHS], 12),
        ([last_of_month(label) for label in MONTHS], 12),
        ([f"01.{label[5:]}.{label[:4]}" for label in MONTHS], 12),
        ([last_of_month(label) for label in MONTHS[2::3]], 4),
        (["2018Q1", "2018Q2", "2018Q3", "2018Q4", "2019Q1"], 4),
        (["2020-W52", "2020-W53", "2021-W01"], 52),
        (["2021-W51", "2021-W52", "2022-W01"], 52),
        ([str(day) for day in DAYS[::7]], 52),
        ([str(day) for day in DAYS], 365),
        (["2018", "2019", "2020"], 1),
    ],
)
def test_weeks_months_quarters_years_and_days_are_known_by_their_look(labels: list[str], freq: int) -> None:
    found = points_of(labels)
    assert found is not None
    assert (found.freq, found.broken) == (freq, None)


@pytest.mark.parametrize(
    "labels", [MONTHS, [f"{label}-01" for label in MONTHS], [str(day) for day in DAYS[::7]]]
)
def test_the_first_point_that_does_not_follow_is_named(labels: list[str]) -> None:
    for wrong in (labels[:9] + labels[10:], labels[:9] + labels[8:]):
        found = points_of(wrong)
        assert found is not None
        assert found.broken == 9
    backwards = points_of(labels[::-1])
    assert backwards is not None
    assert backwards.broken == 1


@pytest.mark.parametrize(
    "labels", [["a", "b"], ["2021-02-30", "2021-03-30"], ["2021-01-01"], ["2021-01", "x"]]
)
def test_other_names_say_nothing(labels: list[str]) -> None:
    assert points_of(labels) is None
