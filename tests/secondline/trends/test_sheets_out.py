"""Signals, where to look and the link as files: the numbers of the page, and of nobody else's agency."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from cast import Cast, log_in
from crossing_rows import write_csv
from django.test import Client
from watched import LAST, Bring, crossings, history

from borderstats.link import Lead
from borderstats.phrase import Phrase
from borderstats.rate import jeffreys_share
from secondline.people.models import Person
from secondline.register.actions import import_detections, import_series
from secondline.register.queries import series_held
from secondline.trends.actions import judge_alarm, keep_plan
from secondline.trends.queries.looking import allocated, outlook, plan_rows
from secondline.trends.queries.own import own_side
from secondline.trends.rules import month_after
from secondline.trends.wording import lead_words

NOTHING = Phrase("")
SERIES = "office.illegal-crossing.event"


def rows_of(person: Person, address: str) -> list[dict[str, str]]:
    answer = log_in(person).get(address)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return list(csv.DictReader(StringIO(answer.getvalue().decode())))


def jump(ago: int) -> int:
    return 30 if ago == 0 else 3 + ago % 3


def published(
    cast: Cast, at: datetime, tmp_path: Path, value: Callable[[int], int], months: int = 60
) -> None:
    names = ("indicator", "unit", "period", "value", "area", "citizenship")
    rows = [
        {"indicator": "illegal-crossing", "unit": "event", "period": f"{month_after(LAST, -ago):%Y-%m}",
         "value": str(value(ago)), "area": "Route", "citizenship": "TUN"}
        for ago in range(months)
    ]  # fmt: skip
    import_series(path=write_csv(tmp_path / "s.csv", rows, names), by=cast.analyst, at=at, source="office")


def led(lag: int | None) -> Lead:
    """An answer of the lead-lag as it is shown, whatever it rests on."""
    lags, three = np.arange(-3, 4) if lag else np.arange(-1, 2), np.full(7 if lag else 3, 0.5)
    return Lead(lags, three, 0.4, three, three, 30, lag, NOTHING, NOTHING)


class TestSignals:
    def test_the_file_has_every_alarm_with_what_was_expected_and_what_a_person_said(
        self, cast: Cast, at: datetime
    ) -> None:
        history(cast, at, 60, jump)
        judge_alarm(
            level="nationality", stratum="TUN", month=LAST, verdict="real", reference="=1+1", by=cast.analyst, at=at
        )  # fmt: skip
        rows = rows_of(cast.analyst, "/trends/signals.csv")
        (row,) = [row for row in rows if row["level"] == "nationality"]
        assert (row["month"], row["group"], row["group_name"], row["seen"]) == (
            "2026-02",
            "TUN",
            "Tunisia",
            "30",
        )
        assert float(row["expected"]) < float(row["ordinary_up_to"]) < 30
        assert (row["stands_out_among_all"], row["verdict"]) == ("yes", "real")
        assert row["reference"] == "'=1+1"
        assert row["disclosure"].startswith("internal")
        page = log_in(cast.analyst).get("/trends/signals/")
        assert len(rows) == len(page.context["rows"])
        assert "/trends/signals.csv?month=2026-02&amp;of=&amp;unit=person" in page.content.decode()

    def test_what_the_plots_draw_is_there_month_by_month(self, cast: Cast, at: datetime) -> None:
        history(cast, at, 60, jump)
        rows = rows_of(cast.analyst, "/trends/signals.csv?sheet=history")
        told = {row["of_month"]: row["found"] for row in rows if row["level"] == "all"}
        assert told["2026-02"] == "30"
        assert told["2026-01"] == str(jump(1))

    def test_the_rises_of_a_series_are_there_every_one(
        self, cast: Cast, at: datetime, tmp_path: Path
    ) -> None:
        published(cast, at, tmp_path, lambda ago: {7: 30, 6: 50, 5: 90}.get(ago, 3 + ago % 2))
        (row,) = rows_of(cast.analyst, f"/trends/signals.csv?of={SERIES}&sheet=rises")
        assert (row["area"], row["citizenship_name"], row["seen"], row["peak"]) == (
            "Route",
            "Tunisia",
            "30",
            "90",
        )
        assert row["months_before_the_peak"] == "2"

    def test_the_statistical_file_has_each_plot_and_in_the_alarms_month_what_was_expected(
        self, cast: Cast, at: datetime
    ) -> None:
        history(cast, at, 60, jump)
        (alarm,) = [
            row for row in rows_of(cast.analyst, "/trends/signals.csv") if row["level"] == "nationality"
        ]
        rows = rows_of(cast.analyst, "/trends/signals.sdmx.csv")
        mine = {
            row["TIME_PERIOD"]: row
            for row in rows
            if (row["CITIZEN"], row["POST"], row["FRAUD_TYPE"], row["DOC_TYPE"]) == ("TUN", "_T", "_T", "_T")
        }
        assert {month: row["OBS_VALUE"] for month, row in mine.items()} == {
            f"{month_after(LAST, -ago):%Y-%m}": str(jump(ago)) for ago in range(36)
        }
        last = mine.pop("2026-02")
        assert (last["EXPECTED"], last["EXPECTED_HIGH"]) == (alarm["expected"], alarm["ordinary_up_to"])
        assert {row["EXPECTED"] for row in mine.values()} == {""}
        assert (last["INDICATOR"], last["UNIT"], last["CONF_STATUS"]) == (
            "false-document-user",
            "person",
            "N",
        )

    def test_months_that_nobody_told_are_missing_in_the_statistical_file(
        self, cast: Cast, at: datetime
    ) -> None:
        history(cast, at, 30, jump)
        rows = rows_of(cast.analyst, "/trends/signals.sdmx.csv")
        told = {
            row["TIME_PERIOD"]: (row["OBS_VALUE"], row["OBS_STATUS"])
            for row in rows
            if row["CITIZEN"] == "TUN"
        }
        before = f"{month_after(LAST, -31):%Y-%m}"
        assert told[before] == ("", "O")
        assert told["2026-02"] == ("30", "A")

    def test_the_statistical_file_of_a_series_is_that_of_its_publisher(
        self, cast: Cast, at: datetime, tmp_path: Path
    ) -> None:
        published(cast, at, tmp_path, jump)
        rows = rows_of(cast.analyst, f"/trends/signals.sdmx.csv?of={SERIES}")
        told = {row["TIME_PERIOD"]: row for row in rows}
        assert len(told) == len(rows) == 36
        last = told["2026-02"]
        assert (last["STRUCTURE_ID"], last["REF_AREA"], last["CITIZEN"], last["OBS_VALUE"]) == (
            "UTO:DF_IRREGULAR_TRAVEL(1.0)",
            "Route",
            "TUN",
            "30",
        )
        assert last["NOTE"] == "Published by office."
        assert float(last["EXPECTED"]) < float(last["EXPECTED_HIGH"]) < 30

    @pytest.mark.parametrize("kind", ["csv", "sdmx.csv"])
    @pytest.mark.parametrize("asked", ["of=nobody", "month=2031-01", "month=soon"])
    def test_what_is_not_understood_is_refused(self, cast: Cast, asked: str, kind: str) -> None:
        assert log_in(cast.analyst).get(f"/trends/signals.{kind}?{asked}").status_code == 400

    def test_another_agency_sees_none_of_it(self, cast: Cast, at: datetime) -> None:
        history(cast, at, 60, jump)
        for address in (
            *("/trends/signals.csv", "/trends/where.csv", "/trends/link.sdmx.csv"),
            *("/trends/signals.sdmx.csv", "/trends/where.sdmx.csv"),
        ):
            assert rows_of(cast.outside_analyst, address) == []
            assert log_in(cast.officer).get(address).status_code == 404


class TestWhere:
    def test_the_places_are_those_of_the_page_with_the_spread_of_a_plan(
        self, cast: Cast, at: datetime, bring: Bring, tmp_path: Path
    ) -> None:
        bring("2026-01", 40, forged=3)
        crossings(cast, at, tmp_path, TUN=5000)
        (plain,) = rows_of(cast.analyst, "/trends/where.csv?by=post")
        assert (plain["place"], plain["found"], plain["checks"]) == ("UTO-AIR", "3", "40")
        share = jeffreys_share(3, 40, per=100)
        assert float(plain["low_95"]) == pytest.approx(float(share.low), abs=1e-3)
        assert plain["plan_targeted"] == ""
        (spread,) = rows_of(cast.analyst, "/trends/where.csv?by=post&checks=50&random=20&spread=square-root")
        assert int(spread["plan_targeted"]) + int(spread["plan_by_lot"]) == 50
        page = log_in(cast.analyst).get("/trends/where/?by=post&checks=50&random=20").content.decode()
        assert "/trends/where.csv?by=post&amp;checks=50&amp;random=20" in page

    def test_the_statistical_file_has_the_places_with_what_to_expect(
        self, cast: Cast, at: datetime, bring: Bring, tmp_path: Path
    ) -> None:
        bring("2026-01", 40, forged=3)
        crossings(cast, at, tmp_path, TUN=5000)
        (plain,) = rows_of(cast.analyst, "/trends/where.csv?by=post")
        (row,) = rows_of(cast.analyst, "/trends/where.sdmx.csv?by=post")
        assert (row["POST"], row["FREQ"], row["TIME_PERIOD"]) == ("UTO-AIR", "_Z", "2025-03-01/P12M")
        numbers = ("OBS_VALUE", "INSPECTIONS", "CROSSINGS", "EXPECTED", "EXPECTED_LOW", "EXPECTED_HIGH")
        names = ("found", "checks", "crossings", "expected_per_100", "low_95", "high_95")
        assert [row[name] for name in numbers] == [plain[name] for name in names]
        assert log_in(cast.analyst).get("/trends/where.sdmx.csv?by=person").status_code == 400

    def test_a_file_of_some_groups_is_refused_as_a_series(
        self, cast: Cast, at: datetime, bring: Bring, tmp_path: Path
    ) -> None:
        bring("2026-01", 40, forged=3)
        path = tmp_path / "where.csv"
        path.write_bytes(log_in(cast.analyst).get("/trends/where.sdmx.csv").getvalue())
        told = import_series(path=path, by=cast.analyst, at=at, source="back")
        assert [(row.column, row.reason) for row in told.refused] == [("EXPECTED", "groups")]
        assert series_held(cast.analyst) == []

    @pytest.mark.parametrize("asked", ["by=person", "by=post&checks=-1", "by=post&checks=5&random=0"])
    def test_what_is_not_understood_is_refused(self, cast: Cast, bring: Bring, asked: str) -> None:
        bring("2026-01", 40, forged=3)
        assert log_in(cast.analyst).get(f"/trends/where.csv?{asked}").status_code == 400

    def test_a_plan_by_post_is_measured_by_the_effort_that_others_told(
        self, cast: Cast, at: datetime, bring: Bring
    ) -> None:
        """Found and checked a year before the plan and since, counted by hand."""
        for month, looked, forged in (("2025-06", 100, 2), ("2025-12", 50, 5)):
            bring(month, looked, forged=forged)
        then = at - timedelta(days=150)
        found = outlook(cast.analyst, "post", at=then)
        keep_plan(
            level="post", month=month_after(found.last), checks=20, random_percent=10,
            rows=plan_rows(allocated(found, 20, 10)), by=cast.analyst, at=then,
        )  # fmt: skip
        (row,) = rows_of(cast.analyst, "/trends/where.csv?sheet=plans")
        numbers = [row[name] for name in ("found_before", "checks_before", "found_since", "checks_since")]
        assert numbers == ["2", "100", "5", "50"]
        assert float(row["times"]) == pytest.approx(5.0, rel=0.2)

    def test_a_plan_whose_year_is_over_says_so(self, cast: Cast, at: datetime, bring: Bring) -> None:
        bring("2024-01", 100, forged=2)
        then = at - timedelta(days=500)
        keep_plan(
            level="post", month=month_after(LAST, -15), checks=20, random_percent=10, rows=[], by=cast.analyst, at=then
        )  # fmt: skip
        assert "its year is over" in log_in(cast.analyst).get("/trends/where/").content.decode()

    def test_checks_by_lot_that_are_told_beside_the_finds_are_set_against_the_others(
        self, cast: Cast, at: datetime, bring: Bring
    ) -> None:
        bring("2026-01", 100, random=40, forged=6)
        arms = outlook(cast.analyst, "post", at=at).arms
        assert arms is not None
        share = jeffreys_share(0, 40)
        assert float(arms.random.high) == pytest.approx(float(share.high))
        assert float(arms.targeted.value) == pytest.approx(float(jeffreys_share(6, 60).value))

    def test_lots_of_which_one_post_does_not_tell_are_set_against_nothing(
        self, cast: Cast, at: datetime, bring: Bring
    ) -> None:
        bring("2026-01", 100, random=40, forged=6)
        import_detections(
            rows=[{"month": "2026-02", "post": "UTO-AIR", "fraud_class": "forged"}],
            effort=[{"month": "2026-02", "post": "UTO-AIR", "inspections": 30}],
            by=cast.analyst, at=at, source="silent",
        )  # fmt: skip
        assert outlook(cast.analyst, "post", at=at).arms is None


class TestLink:
    def test_the_statistical_file_says_what_the_table_says(
        self, cast: Cast, at: datetime, tmp_path: Path
    ) -> None:
        published(cast, at, tmp_path, lambda ago: 100 + ago)
        history(cast, at, 24, jump, checks=60)
        asked = f"series={SERIES}&nationality=TUN"
        table = {row["period"]: row for row in rows_of(cast.analyst, f"/trends/link.csv?{asked}")}
        rows = rows_of(cast.analyst, f"/trends/link.sdmx.csv?{asked}")
        own = {row["TIME_PERIOD"]: row for row in rows if row["STRUCTURE_ID"] == "UTO:DF_DETECTIONS(1.0)"}
        others = {row["TIME_PERIOD"]: row for row in rows if row["STRUCTURE_ID"].endswith("TRAVEL(1.0)")}
        assert len(own) + len(others) == len(rows) == 24 + 60
        for period, row in own.items():
            assert (row["OBS_VALUE"], row["INSPECTIONS"]) == (
                table[period]["found"],
                table[period]["inspections"],
            )
            assert (row["CITIZEN"], row["CONF_STATUS"], row["POST"]) == ("TUN", "N", "_T")
        assert all(row["OBS_VALUE"] == table[period]["published"] for period, row in others.items())
        assert {row["REF_AREA"] for row in others.values()} == {"_T"}

    def test_the_register_reads_it_back(self, cast: Cast, at: datetime, tmp_path: Path) -> None:
        published(cast, at, tmp_path, lambda ago: 100 + ago)
        answer: Client = log_in(cast.analyst)
        text = answer.get(f"/trends/link.sdmx.csv?series={SERIES}").getvalue().decode()
        path = tmp_path / "back.csv"
        path.write_text(text, encoding="utf-8")
        import_series(path=path, by=cast.analyst, at=at, source="back")
        assert {each.source: each.numbers for each in series_held(cast.analyst)} == {"office": 60, "back": 60}

    def test_what_is_not_understood_is_refused(self, cast: Cast) -> None:
        assert (
            log_in(cast.analyst).get("/trends/link.sdmx.csv?nationality=XXX&event=never").status_code == 400
        )


class TestUndetected:
    def test_checks_by_lot_that_are_told_beside_the_finds_count(
        self, cast: Cast, at: datetime, bring: Bring, tmp_path: Path
    ) -> None:
        """Rows tell of finds alone: the number of checks by lot comes from the effort, never from them."""
        for ago in range(12):
            bring(f"{month_after(LAST, -ago):%Y-%m}", 100, random=20, forged=2)
        crossings(cast, at, tmp_path, TUN=1000)
        page = log_in(cast.analyst).get("/trends/link/")
        told = own_side(cast.analyst, citizenship="", at=at).undetected
        assert told is not None
        assert (told.checks, told.found) == (240, 0)
        high = float(jeffreys_share(0, 240).high) * 12_000 - 24
        assert told.high == pytest.approx(high)
        assert "0 found in 240 checks by lot" in page.content.decode()

    def test_one_month_whose_checks_by_lot_nobody_told_leaves_it_open(
        self, cast: Cast, at: datetime, bring: Bring, tmp_path: Path
    ) -> None:
        for ago in range(11):
            bring(f"{month_after(LAST, -ago):%Y-%m}", 100, random=20, forged=2)
        bring(f"{month_after(LAST, -11):%Y-%m}", forged=1)
        crossings(cast, at, tmp_path, TUN=1000)
        assert own_side(cast.analyst, citizenship="", at=at).undetected is None


@pytest.mark.parametrize(
    ("lag", "frequency", "words"),
    [
        (2, "M", "This led: the series moves 2 months before"),
        (-1, "M", "This followed: the series moves 1 month after"),
        (1, "Q", "This led: the series moves 1 quarter before"),
        (-3, "Q", "This followed: the series moves 3 quarters after"),
        (0, "M", "Both move together"),
        (None, "Q", "No evidence that one comes before the other: among 3 lags"),
    ],
)
def test_what_came_first_is_said_in_months_or_quarters(lag: int | None, frequency: str, words: str) -> None:
    assert lead_words(led(lag), frequency).startswith(words)
