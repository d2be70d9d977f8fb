"""Signals, the link, where to look: watched as published detectors say, and every answer with its doubt."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cast import Cast, log_in
from crossing_rows import write_csv
from django.http import Http404
from django.test import Client
from django.utils.translation import override

from borderstats.phrase import Phrase
from borderstats.rate import rate_ratio
from borderstats.shrinkage import gamma_poisson
from borderstats.signal.watch import watch
from borderstats.targeting import allocate_by_square_root
from secondline.record.models import Entry
from secondline.register import queries as register
from secondline.register.actions import import_detections, import_series
from secondline.register.actions.filing import Filing, take_file
from secondline.trends.actions import judge_alarm, keep_plan
from secondline.trends.models import Plan, Verdict
from secondline.trends.queries import looking
from secondline.trends.queries.link import link
from secondline.trends.queries.looking import allocated, outlook, plans
from secondline.trends.queries.signals import counts, latest_month, signals, worth
from secondline.trends.rules import SILENT, Fall, is_month_in_reach, month_after, read_fall
from secondline.trends.views.signals import said

pytestmark = pytest.mark.django_db
Bring = Callable[..., None]
LAST = date(2026, 2, 1)  # the last month that is over on the tests' day
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


def history(
    cast: Cast, at: datetime, months: int, found: Callable[[int], int], *, nationality: str = "TUN", source: str = "past",
    checks: int = 0, random: int = 0,
) -> None:  # fmt: skip
    """`found(ago)` detections in each of the last months, with so many checks without a find beside them."""
    rows: list[dict[str, Any]] = []
    for ago in range(months):
        month = {
            "month": f"{month_after(LAST, -ago):%Y-%m}",
            "post": "UTO-AIR",
            "document_nationality": nationality,
        }
        rows += [{**month, "fraud_class": "forged", "document_kind": "passport"}] * found(ago)
        rows += [{**month, "fraud_class": "no-fraud-found", "document_kind": "passport"}] * checks
        rows += [{**month, "fraud_class": "no-fraud-found", "selection": "random"}] * random
    import_detections(rows=rows, by=cast.analyst, at=at, source=source)


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


def test_places_are_ranked_by_what_is_to_be_expected_and_little_looked_at_is_said(
    cast: Cast, at: datetime
) -> None:
    history(cast, at, 12, lambda ago: 1 if ago == 0 else 0, nationality="TUN", source="first", checks=1)
    history(cast, at, 12, lambda _ago: 3, nationality="IND", source="second", checks=50)
    history(cast, at, 12, lambda _ago: 0, nationality="KAZ", source="third", checks=40)
    found = outlook(cast.analyst, "nationality", at=at)
    shrunk = gamma_poisson([1, 36, 0], [13, 636, 480])
    expected = {place.stratum[0]: place.expected for place in found.places}
    assert [expected[code] for code in ("TUN", "IND", "KAZ")] == pytest.approx((100 * shrunk.value).tolist())
    tunisia, kazakhstan = (next(p for p in found.places if p.stratum == (code,)) for code in ("TUN", "KAZ"))
    assert tunisia.hardly
    assert kazakhstan.at_most == pytest.approx(100 * (1 - 0.05 ** (1 / 480)))
    assert found.enough_for_one is not None
    page = log_in(cast.analyst).get("/trends/where/?by=nationality").content.decode()
    assert "hardly looked at" in page
    assert "nobody was checked by lot" in page


def test_posts_are_ranked_by_effort_that_other_sources_told(cast: Cast, at: datetime, bring: Bring) -> None:
    bring("2026-01", 40, forged=3)
    bring("2026-02", 2)
    rows = [{"month": "2026-02", "post": "UTO-AIR", "fraud_class": "forged"}] * 3
    # More finds than checks, as two sources that don't belong together tell: that month is left out.
    import_detections(rows=rows, by=cast.analyst, at=at, source="elsewhere")
    (place,) = outlook(cast.analyst, "post", at=at).places
    assert (place.stratum, place.found, place.checks) == (("UTO-AIR",), 3, 40)


def test_rows_without_checks_are_no_rate(cast: Cast, at: datetime) -> None:
    history(cast, at, 12, lambda _ago: 3)
    assert outlook(cast.analyst, "post", at=at).places == []
    assert "Nothing can be ranked" in log_in(cast.analyst).get("/trends/where/").content.decode()


def crossings(cast: Cast, at: datetime, tmp_path: Path, **number: int) -> None:
    names = ("month", "post", "nationality", "document_kind", "crossings")
    rows = [
        {"month": f"{month_after(LAST, -ago):%Y-%m}", "post": "UTO-AIR", "nationality": code, "document_kind": "passport", "crossings": str(n)}
        for ago in range(12) for code, n in number.items()
    ]  # fmt: skip
    path = write_csv(tmp_path / "c.csv", rows, names)
    take_file(path=path, filing=Filing("counts", "border"), by=cast.analyst, at=at, dry_run=False)


def test_checks_by_lot_show_what_targeting_is_worth(cast: Cast, at: datetime, tmp_path: Path) -> None:
    history(cast, at, 12, lambda _ago: 3, nationality="TUN", checks=20, random=5)
    history(cast, at, 12, lambda _ago: 0, nationality="IND", source="more", checks=300, random=2)
    crossings(cast, at, tmp_path, TUN=4000, IND=900)
    found = outlook(cast.analyst, "nationality", at=at)
    assert found.crossings_known
    assert found.arms is not None
    lift = rate_ratio(36, 36 + 12 * 320, 0, 12 * 7)
    assert float(found.arms.lift.low) == pytest.approx(float(lift.low))
    assert any("IND" in str(words) for words in found.warnings)
    page = log_in(cast.analyst).get("/trends/where/?by=nationality").content.decode()
    assert "Share of all that targeting sees" in page
    assert "Why?" in page


def test_a_plan_spreads_checks_is_kept_and_measured(cast: Cast, at: datetime, tmp_path: Path) -> None:
    history(cast, at, 12, lambda _ago: 3, nationality="TUN", checks=20)
    history(cast, at, 12, lambda _ago: 1, nationality="IND", source="second", checks=40)
    crossings(cast, at, tmp_path, TUN=5000, IND=9000)
    found = outlook(cast.analyst, "nationality", at=at)
    spread = allocated(found, 200, 10)
    direct = allocate_by_square_root(
        200, [p.crossings or 0 for p in found.places], [p.expected for p in found.places], random_share=0.1
    )
    assert [place.targeted for place in spread] == direct.targeted.tolist()
    assert sum(place.targeted + place.by_lot for place in spread) == 200
    client = log_in(cast.analyst)
    page = client.get("/trends/where/?by=nationality&checks=200&random=10").content.decode()
    assert "Keep as the plan" in page
    page = client.post(
        "/trends/where/", {"by": "nationality", "checks": 200, "random": 10}, follow=True
    ).content.decode()
    assert "The plan is kept" in page
    assert "not over yet" in page
    plan = Plan.objects.get()
    assert (plan.checks, plan.month, str(plan)) == (200, date(2026, 3, 1), "2026-03 nationality 200")
    assert Entry.objects.latest("number").verb == "trends.plan"
    Plan.objects.update(month=date(2026, 1, 1))
    (aftermath,) = plans(cast.analyst, at=at)
    assert (aftermath.months, aftermath.found_after, aftermath.checks_after) == (2, 8, 2 * 64)
    assert aftermath.ratio is not None
    assert "95 % interval" in client.get("/trends/where/").content.decode()


@pytest.mark.parametrize(("given", "words"), [
    ({"checks": "5", "random": "0"}, "greater than or equal to 5"),
    ({"checks": "900000", "random": "10"}, "fewer crossings than that"),
])  # fmt: skip
def test_a_plan_that_cannot_be_is_said_in_words(
    cast: Cast, at: datetime, given: dict[str, str], words: str
) -> None:
    history(cast, at, 12, lambda _ago: 3, checks=20)
    page = log_in(cast.analyst).get("/trends/where/", {"by": "nationality", **given}).content.decode()
    assert words in page
    with pytest.raises(Http404):
        keep_plan(level="post", month=LAST, checks=5, random_percent=0, rows=[], by=cast.analyst, at=at)


def asked(cast: Cast, at: datetime, held: register.Held | None, **said: str) -> Any:
    silent = {name: Phrase(words) for name, words in SILENT.items()}
    return link(
        cast.analyst,
        held,
        citizenship=said.get("citizenship", ""),
        area=said.get("area", ""),
        at=at,
        silent=silent,
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
    assert "moves 2 points before the second" in page
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
    found = asked(cast, at, None, citizenship="TUN")
    assert found.undetected is not None
    low, high = found.undetected[1:]
    assert low < high
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
