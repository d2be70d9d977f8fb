"""Signals and the link: watched as published detectors say, and every answer with its doubt."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cast import Cast, log_in
from crossing_rows import write_csv
from django.test import Client
from django.utils.translation import override
from watched import LAST, Bring, crossings, history

from borderstats.phrase import Phrase
from borderstats.rate import rate_ratio
from borderstats.signal.watch import watch
from secondline.record.models import Entry
from secondline.register import queries as register
from secondline.register.actions import import_series
from secondline.trends.actions import judge_alarm
from secondline.trends.models import Verdict
from secondline.trends.queries import looking
from secondline.trends.queries.link import link
from secondline.trends.queries.looking import outlook
from secondline.trends.queries.own import own_side
from secondline.trends.queries.signals import counts, latest_month, signals, worth
from secondline.trends.rules import SILENT, Fall, is_month_in_reach, month_after, read_fall
from secondline.trends.views.signals import said

pytestmark = pytest.mark.django_db


DATA = Path(__file__).parents[1] / "register" / "data"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "0.5 of 12, < 0.001, 2.0.1"), ("ru", "0,5 of 12, < 0,001, 2.0.1")]
)
def test_the_numbers_of_a_sentence_have_the_readers_sign(language: str, words: str) -> None:
    phrase = Phrase(
        "%(some)s of %(all)s, %(least)s, %(version)s",
        {"some": "0.5", "all": "12", "least": "< 0.001", "version": "2.0.1"},
    )
    with override(language):
        assert said(phrase) == words


def test_a_jump_is_an_alarm_and_it_explains_itself(cast: Cast, at: datetime) -> None:
    history(cast, at, 60, lambda ago: 30 if ago == 0 else 3 + ago % 3)
    found = signals(cast.analyst, LAST)
    everything = next(alarm for alarm in found.alarms if alarm.level == "all")
    assert (everything.seen, everything.believed) == (30, True)
    assert everything.upper < 30
    assert "30" in str(everything.headline)
    assert everything.because
    assert {alarm.level for alarm in found.alarms} >= {"all", "post", "nationality", "post-nationality"}


def test_the_page_says_what_the_detector_says(cast: Cast, at: datetime) -> None:
    """The same counts given to the detector straight, without the register in between."""
    history(cast, at, 60, lambda ago: 30 if ago == 0 else 3 + ago % 3)
    alarm = next(alarm for alarm in signals(cast.analyst, LAST).alarms if alarm.level == "nationality")
    series = np.array([[np.nan] * 12 + [3 + ago % 3 for ago in range(59, 0, -1)] + [30]], float)
    direct = watch(series, [71]).bounds
    assert alarm.expected == pytest.approx(direct.expected[0, 0])
    assert alarm.upper == pytest.approx(direct.upper[0, 0])


def test_an_even_history_gives_no_alarm_and_the_page_says_it_is_no_proof(cast: Cast, at: datetime) -> None:
    history(cast, at, 60, lambda ago: 4 + ago % 2)
    assert signals(cast.analyst, LAST).alarms == []
    page = log_in(cast.analyst).get("/trends/signals/").content.decode()
    assert "That is not proof that nothing changed" in page


def test_an_empty_register_watches_nothing(cast: Cast, at: datetime) -> None:
    assert signals(cast.analyst, LAST).strata == 0
    assert (
        "too little history" in log_in(cast.analyst).get("/trends/signals/?month=nonsense").content.decode()
    )


def test_months_before_anything_was_told_are_unknown_not_nought(cast: Cast, at: datetime) -> None:
    history(cast, at, 3, lambda _ago: 2)
    counted = counts(cast.analyst, "all", LAST)
    assert np.isnan(counted.found[0, :-3]).all()
    assert counted.found[0, -3:].tolist() == [2, 2, 2]


def alarm_of(cast: Cast, at: datetime) -> dict[str, Any]:
    history(cast, at, 60, lambda ago: 30 if ago == 0 else 3 + ago % 3)
    return {
        "level": "nationality",
        "stratum": "TUN",
        "month": f"{LAST:%Y-%m}",
        "verdict": "real",
        "reference": "UTO-A-7",
    }


def test_a_verdict_is_kept_shown_and_counted(cast: Cast, at: datetime) -> None:
    client = log_in(cast.analyst)
    given = alarm_of(cast, at)
    page = client.post("/trends/signals/verdict", given, follow=True).content.decode()
    assert "UTO-A-7" in page
    assert "100.0 %" in page
    verdict = Verdict.objects.get()
    assert (verdict.verdict, verdict.by, str(verdict)) == (
        "real",
        cast.analyst,
        "2026-02 nationality TUN: real",
    )
    entry = Entry.objects.latest("number")
    assert entry.verb == "trends.judge"
    assert "TUN" not in entry.facts
    assert worth(cast.analyst, at=at).precision == 1.0
    client.post("/trends/signals/verdict", given | {"verdict": "artefact"})
    assert worth(cast.analyst, at=at).precision == 0.0
    assert worth(cast.outside_analyst, at=at).judged == 0


@pytest.mark.parametrize(
    "wrong", [{"verdict": "maybe"}, {"level": "person"}, {"month": "2027-01"}, {"stratum": "x" * 200}]
)
def test_what_is_no_verdict_is_refused(cast: Cast, at: datetime, wrong: dict[str, str]) -> None:
    given = {"level": "all", "stratum": "", "month": "2026-02", "verdict": "real", "reference": ""}
    assert log_in(cast.analyst).post("/trends/signals/verdict", given | wrong).status_code == 404
    assert not Verdict.objects.exists()


def test_the_lead_is_measured_to_the_peak_of_the_year_after(cast: Cast, at: datetime) -> None:
    history(cast, at, 40, lambda ago: {20: 9, 17: 30}.get(ago, 3))
    early = month_after(LAST, -20)
    for level, stratum in (("nationality", "TUN"), ("nationality", "ARC"), ("series", "gone||TUN")):
        judge_alarm(
            level=level, stratum=stratum, month=early, verdict="real", reference="", by=cast.analyst, at=at
        )
    assert worth(cast.analyst, at=at).leads == [3]
    assert worth(cast.analyst, at=at).median_lead == 3.0


def frontex(cast: Cast, at: datetime) -> register.Held:
    import_series(path=DATA / "frontex_ibc_monthly.csv", by=cast.analyst, at=at, source="frontex")
    (held,) = register.series_held(cast.analyst)
    return held


def test_a_published_series_is_watched_like_the_own_counts(cast: Cast, at: datetime, tmp_path: Path) -> None:
    names = ("indicator", "unit", "period", "value", "area", "citizenship")
    rows = [
        {"indicator": "illegal-crossing", "unit": "event", "period": f"{month_after(LAST, -ago):%Y-%m}",
         "value": str(90 if ago == 0 and code != "MAR" else 5 + ago % 3), "area": "Route", "citizenship": code}
        for ago in range(48) for code in ("TUN", "IND", "MAR", "Total")
    ]  # fmt: skip
    path = write_csv(tmp_path / "s.csv", rows, names)
    import_series(path=path, by=cast.analyst, at=at, source="office")
    (held,) = register.series_held(cast.analyst)
    found = signals(cast.analyst, LAST, held=held)
    assert {alarm.stratum for alarm in found.alarms} == {
        ("office", "Route", "TUN"),
        ("office", "Route", "IND"),
    }
    for alarm in found.alarms:  # all that is watched, not only what is shown
        assert f"Among the {found.strata} groups watched" in " ".join(map(str, alarm.because))
    assert found.strata == 3
    page = log_in(cast.analyst).get("/trends/signals/?of=office.illegal-crossing.event").content.decode()
    assert "Route, Tunisia" in page
    judge_alarm(level="series", stratum="office|Route|TUN", month=month_after(LAST, -24), verdict="real", reference="",
                by=cast.analyst, at=at)  # fmt: skip
    assert len(worth(cast.analyst, at=at).leads) == 1


def asked(cast: Cast, at: datetime, held: register.Held | None, citizenship: str = "") -> Any:
    silent = {name: Phrase(words) for name, words in SILENT.items()}
    return link(
        cast.analyst, held, own_side(cast.analyst, citizenship=citizenship, at=at), area="", silent=silent
    )


def series_file(
    cast: Cast, at: datetime, tmp_path: Path, value: Callable[[int], str], months: int = 60
) -> register.Held:
    names = ("indicator", "unit", "period", "value", "area", "citizenship")
    rows = [
        {"indicator": "illegal-crossing", "unit": "event", "period": f"{month_after(LAST, -ago):%Y-%m}",
         "value": value(ago), "area": "Route", "citizenship": "TUN"}
        for ago in range(months)
    ]  # fmt: skip
    import_series(path=write_csv(tmp_path / "s.csv", rows, names), by=cast.analyst, at=at, source="office")
    (held,) = register.series_held(cast.analyst)
    return held


def test_a_series_that_comes_first_is_said_to_and_never_a_cause(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    chance = np.random.default_rng(7)
    shock = chance.poisson(20, 80)
    held = series_file(cast, at, tmp_path, lambda ago: str(shock[ago] * 10), 70)
    history(cast, at, 70, lambda ago: int(shock[min(ago + 2, 79)]))
    found = asked(cast, at, held, citizenship="TUN")
    assert found.lead is not None
    assert found.lead.best == 2
    page = (
        log_in(cast.analyst)
        .get("/trends/link/?series=office.illegal-crossing.event&nationality=TUN")
        .content.decode()
    )
    assert "This led: the series moves 2 months before what is found here" in page
    assert "A lead is no cause" in page
    assert "Route" in page


def test_nothing_in_common_is_said_plainly(cast: Cast, at: datetime, tmp_path: Path) -> None:
    assert asked(cast, at, None).silent.template == SILENT["none"]
    history(cast, at, 20, lambda _ago: 3)
    held = series_file(cast, at, tmp_path, lambda ago: str(ago + 1))
    assert asked(cast, at, held, citizenship="TUN").silent.template == SILENT["short"]
    page = log_in(cast.analyst).get("/trends/link/?nationality=XXX").content.decode()
    assert "Nothing can be said" in page


def test_missing_periods_are_said_to_be_missing(cast: Cast, at: datetime, tmp_path: Path) -> None:
    history(cast, at, 60, lambda ago: 3 + ago % 4)
    held = series_file(cast, at, tmp_path, lambda ago: ":" if ago == 20 else str(ago % 7 + 1))
    assert asked(cast, at, held, citizenship="TUN").silent.template == SILENT["gaps"]


def test_both_readings_of_a_fall_stand_side_by_side(cast: Cast, at: datetime) -> None:
    history(cast, at, 24, lambda ago: 1 if ago < 12 else 9, checks=60)
    found = asked(cast, at, None, citizenship="TUN")
    assert found.fall is Fall.BETTER_OR_BLINDER
    assert found.found_ratio is not None
    ratio = rate_ratio(12, 12 * 61, 108, 12 * 69)
    assert found.found_ratio[0] == pytest.approx(float(ratio.value))
    page = log_in(cast.analyst).get("/trends/link/?nationality=TUN").content.decode()
    assert "Blinder: it is seen less" in page
    assert "Nothing can be said: that takes checks by lot" in page


def test_the_undetected_are_a_range_from_checks_by_lot(cast: Cast, at: datetime, tmp_path: Path) -> None:
    history(cast, at, 12, lambda _ago: 2, checks=10, random=10)
    crossings(cast, at, tmp_path, TUN=1000)
    told = own_side(cast.analyst, citizenship="TUN", at=at).undetected
    assert told is not None
    assert told.low < told.high
    assert (
        "a range, never one number"
        in log_in(cast.analyst).get("/trends/link/?nationality=TUN").content.decode()
    )


def test_effort_that_others_told_counts_for_everything_together(
    cast: Cast, at: datetime, bring: Bring
) -> None:
    bring("2026-01", 40, forged=3)
    found = asked(cast, at, None)
    row = next(row for row in found.rows if row.period == date(2026, 1, 1))
    assert (row.found, row.looked) == (3, 40)
    assert row.rate is not None


def test_a_quarterly_series_takes_three_months_together(cast: Cast, at: datetime, tmp_path: Path) -> None:
    history(cast, at, 12, lambda _ago: 2)
    names = ("indicator", "unit", "period", "value", "citizenship")
    row = {"indicator": "return", "unit": "person", "period": "2025-Q4", "value": "50", "citizenship": "TUN"}
    import_series(path=write_csv(tmp_path / "s.csv", [row], names), by=cast.analyst, at=at, source="office")
    (held,) = register.series_held(cast.analyst)
    found = asked(cast, at, held, citizenship="TUN")
    quarter = next(row for row in found.rows if row.period == date(2025, 10, 1))
    assert (found.frequency, quarter.found, quarter.published) == ("Q", 6, 50)


@pytest.mark.parametrize(
    ("found", "effort", "fall"),
    [
        (None, 1.0, Fall.UNKNOWN),
        ((0.5, 0.3, 0.8), None, Fall.UNKNOWN),
        ((0.5, 0.3, 0.8), 1.0, Fall.BETTER_OR_BLINDER),
        ((0.9, 0.7, 1.2), 0.5, Fall.LESS_LOOKING),
        ((0.9, 0.7, 1.2), 1.1, Fall.NO_FALL),
    ],
)
def test_a_fall_is_read_with_its_effort(
    found: tuple[float, float, float] | None, effort: float | None, fall: Fall
) -> None:
    assert read_fall(found, effort) is fall


def test_only_months_that_are_over_can_be_asked_for(at: datetime) -> None:
    assert latest_month(at) == LAST
    assert is_month_in_reach(LAST, LAST)
    assert not is_month_in_reach(month_after(LAST), LAST)
    assert not is_month_in_reach(date(2026, 1, 2), LAST)


@pytest.mark.parametrize("role", ["officer", "administrator", "auditor"])
def test_statistics_are_open_to_whom_they_serve(cast: Cast, role: str) -> None:
    client: Client = log_in(getattr(cast, role))
    for address in ("signals/", "link/", "where/"):
        assert client.get(f"/trends/{address}").status_code == 404
    assert client.post("/trends/signals/verdict", {"month": "2026-02"}).status_code == 404
    assert client.post("/trends/where/", {"checks": "5", "random": "10"}).status_code == 404


def test_examiners_read_and_do_not_judge_or_plan(cast: Cast, at: datetime) -> None:
    client = log_in(cast.examiner)
    assert client.get("/trends/signals/").status_code == 200
    given = {"level": "all", "stratum": "", "month": "2026-02", "verdict": "real"}
    assert client.post("/trends/signals/verdict", given).status_code == 404


def test_another_agency_sees_no_signal_place_or_link_of_ours(cast: Cast, at: datetime) -> None:
    history(cast, at, 60, lambda ago: 30 if ago == 0 else 3, checks=20)
    assert signals(cast.outside_analyst, LAST).strata == 0
    assert outlook(cast.outside_analyst, "post", at=at).places == []
    assert looking.plans(cast.outside_analyst, at=at) == []


@pytest.mark.parametrize(("tongue", "shown"), [("en", "2.6"), ("ru", "2,6"), ("kk", "2,6")])
def test_numbers_in_sentences_have_the_readers_sign(tongue: str, shown: str) -> None:
    """In CLDR a comma stands before the fraction in Russian and in Kazakh."""
    with override(tongue):
        assert said(Phrase("%(number)s of %(place)s", {"number": "2.6", "place": "a.b"})) == f"{shown} of a.b"
