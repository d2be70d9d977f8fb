"""Where to look: places ranked, what checks by lot are worth, plans that spread checks and are measured."""

from datetime import date, datetime
from pathlib import Path

import pytest
from cast import Cast, log_in
from django.http import Http404
from watched import LAST, Bring, crossings, history

from borderstats.rate import rate_ratio
from borderstats.shrinkage import gamma_poisson
from borderstats.targeting import allocate_by_square_root
from secondline.record.models import Entry
from secondline.register.actions import import_detections
from secondline.trends.actions import keep_plan
from secondline.trends.models import Plan
from secondline.trends.queries.looking import allocated, outlook, plans

pytestmark = pytest.mark.django_db


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
    assert "of no check is it told that it was by lot" in page


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
