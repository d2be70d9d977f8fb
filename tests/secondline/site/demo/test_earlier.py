"""The years before the story: as invented as the rest, after a rule that the link then finds again."""

import csv
from collections import Counter
from datetime import date

import pytest

from borderstats.link import lead_lag
from secondline.site.demo import earlier, loading, story

TODAY = date(2026, 11, 25)


def route() -> Counter[str]:
    """Frontex on the Western Balkan Route, counted here a second time."""
    told: Counter[str] = Counter()
    with (loading.SERIES / "frontex.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["route"] == "Western Balkan Route":
                told[row["month"]] += int(row["n"])
    return told


class TestEarlier:
    rows, effort = earlier.tell_earlier("UTOPIA", TODAY, route())

    def test_they_end_where_the_story_begins_and_are_the_same_each_time(self) -> None:
        months = {row["month"] for row in self.effort}
        assert (min(months), max(months), len(months)) == ("2018-01", "2023-11", 71)
        assert earlier.tell_earlier("UTOPIA", TODAY, route()) == (self.rows, self.effort)

    def test_a_later_day_adds_months_and_changes_none(self) -> None:
        later, _effort = earlier.tell_earlier("UTOPIA", date(2027, 2, 1), route())
        counts, before = Counter(row["month"] for row in later), Counter(row["month"] for row in self.rows)
        assert max(counts) == "2024-02"
        assert {month: counts[month] for month in before} == before

    def test_other_agencies_have_no_such_years(self) -> None:
        assert earlier.tell_earlier("EREWHON", TODAY, route()) == ([], [])

    def test_nothing_follows_where_nothing_was_published(self) -> None:
        quiet, _effort = earlier.tell_earlier("UTOPIA", TODAY, {})
        assert len(quiet) < len(self.rows) / 2
        cut, _effort = earlier.tell_earlier("UTOPIA", TODAY, {"2020-01": 100})
        assert max(Counter(row["month"] for row in cut).items(), key=lambda each: each[1])[0] == "2020-03"

    def test_no_inspection_found_more_than_was_inspected(self) -> None:
        found = Counter((row["month"], row["post"]) for row in self.rows)
        assert all(row["inspections"] >= found[row["month"], row["post"]] for row in self.effort)

    @pytest.mark.parametrize("today", [TODAY, date(2028, 6, 1)])
    def test_what_is_found_follows_the_route_by_two_months(self, today: date) -> None:
        """From the rows themselves, as the register counts them: finds, not what could not be determined."""
        early, _effort = earlier.tell_earlier("UTOPIA", today, route())
        late, _effort = story.tell("UTOPIA", today)
        own = Counter(row["month"] for row in early + late if row["fraud_class"] != "cannot-determine")
        months = sorted(month for month in route() if month >= "2018-01")
        told = lead_lag([route()[month] for month in months], [own[month] for month in months])
        assert told.best == earlier.LATER
