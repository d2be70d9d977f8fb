"""The series: counts with effort, rate, interval and coverage; what is not known is never a zero."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from cast import Cast

from borderstats.rate import jeffreys_share, poisson_rate, rate_ratio
from secondline.people.models import Post
from secondline.register.queries import Choice, span
from secondline.trends.queries import Change, Series, series
from secondline.trends.rules import Against, Incomparable, Month, Reading, month_after, months, read_change

pytestmark = pytest.mark.django_db
Bring = Callable[..., None]


def look(cast: Cast, at: datetime, first: str, last: str, **choice: object) -> Series:
    asked = Choice(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01"), **choice)  # type: ignore[arg-type]
    return series(cast.analyst, asked, at=at)


def only(found: Series) -> Month:
    (month,) = found.months
    return month


def test_a_month_has_counts_by_class_effort_rate_and_interval(cast: Cast, at: datetime, bring: Bring) -> None:
    bring("2026-01", 50, random=5, forged=2, impostor=1, cannot_determine=4, no_fraud_found=9)
    month = only(look(cast, at, "2026-01", "2026-01"))
    assert month.of_class() == [0, 2, 0, 0, 1, 0]
    assert (month.found, month.undetermined, month.inspections, month.random_checks) == (3, 4, 50, 5)
    assert (month.posts_known, month.posts) == (1, 1)
    share = jeffreys_share(3, 50, per=100)
    assert month.rate == (6.0, float(share.low), float(share.high))


def test_a_month_of_which_nobody_told_is_missing_and_not_zero(cast: Cast, at: datetime, bring: Bring) -> None:
    bring("2026-01", 50, forged=2)
    bring("2026-03", 50)
    found = look(cast, at, "2026-01", "2026-03")
    assert [month.found for month in found.months] == [2, None, 0]
    assert [month.inspections for month in found.months] == [50, None, 50]
    assert [month.rate[0] if month.rate else None for month in found.months] == [4.0, None, 0.0]
    assert [month.month for month in found.missing] == [date(2026, 2, 1)]


def test_detections_without_known_effort_are_counted_and_have_no_rate(
    cast: Cast, at: datetime, bring: Bring
) -> None:
    bring("2026-01", forged=2)
    month = only(look(cast, at, "2026-01", "2026-01"))
    assert (month.found, month.inspections, month.rate, month.posts_known) == (2, None, None, 0)


def test_the_rate_is_made_of_posts_whose_effort_is_known(cast: Cast, at: datetime, bring: Bring) -> None:
    Post.objects.create(agency=cast.utopia, code="UTO-SEA", name="Utopia Harbour", border_type="sea")
    bring("2026-01", 50, forged=2)
    bring("2026-01", post="UTO-SEA", forged=30)
    month = only(look(cast, at, "2026-01", "2026-01"))
    assert (month.found, month.rated) == (32, 2)
    assert month.rate is not None
    assert month.rate[0] == 4.0
    assert (month.posts_known, month.posts) == (1, 2)


def test_the_rate_per_crossing_is_exact_poisson_and_of_posts_whose_crossings_are_known(
    cast: Cast, at: datetime, bring: Bring
) -> None:
    Post.objects.create(agency=cast.utopia, code="UTO-SEA", name="Utopia Harbour", border_type="sea")
    bring("2026-01", 50, crossings=400_000, forged=8)
    bring("2026-01", 50, post="UTO-SEA", forged=5)
    month = only(look(cast, at, "2026-01", "2026-01"))
    assert (month.crossings, month.crossed, month.found) == (400_000, 8, 13)
    rate = poisson_rate(8, 400_000)
    assert month.per_crossing == (2.0, float(rate.low), float(rate.high))


def test_effort_smaller_than_the_finds_is_doubted_not_used(cast: Cast, at: datetime, bring: Bring) -> None:
    bring("2026-01", 2, forged=2)
    bring("2026-01", forged=3, post="UTO-AIR", kind="visa")
    month = only(look(cast, at, "2026-01", "2026-01"))
    assert (month.found, month.inspections, month.rate, month.doubtful) == (5, None, None, 1)


def test_filters_choose_post_border_and_document(cast: Cast, at: datetime, bring: Bring) -> None:
    harbour = Post.objects.create(
        agency=cast.utopia, code="UTO-SEA", name="Utopia Harbour", border_type="sea"
    )
    bring("2026-01", 50, forged=2)
    bring("2026-01", 10, post="UTO-SEA", kind="visa", forged=1)
    assert only(look(cast, at, "2026-01", "2026-01", post=harbour.pk)).found == 1
    assert only(look(cast, at, "2026-01", "2026-01", border_type="air")).inspections == 50
    visas = only(look(cast, at, "2026-01", "2026-01", document_kind="visa"))
    assert (visas.found, visas.inspections) == (1, 60)


def test_another_agency_sees_nothing_of_it(cast: Cast, at: datetime, bring: Bring) -> None:
    bring("2026-01", 50, forged=2)
    foreign = series(cast.outside_analyst, Choice(date(2026, 1, 1), date(2026, 1, 1)), at=at)
    assert not foreign.known
    assert foreign.as_of is None
    assert span(cast.outside_analyst) is None


def test_generated_months_are_called_so_also_beside_measured_ones(
    cast: Cast, at: datetime, bring: Bring
) -> None:
    bring("2026-01", 50, forged=2, generated=True)
    bring("2026-02", 50, forged=2)
    found = look(cast, at, "2026-01", "2026-02")
    assert [(month.generated, month.measured) for month in found.months] == [(True, False), (False, True)]
    assert (found.generated, found.measured) == (True, True)


def test_the_running_month_is_not_over(cast: Cast, at: datetime, bring: Bring) -> None:
    bring("2026-02", 10)
    bring("2026-03", 10)
    found = look(cast, at, "2026-02", "2026-03")
    assert [month.over for month in found.months] == [True, False]
    assert found.running


@pytest.mark.parametrize(("hour", "over"), [(11, False), (13, True)])
def test_a_month_is_over_when_it_is_over_at_every_post(
    cast: Cast, bring: Bring, at: datetime, hour: int, over: bool
) -> None:
    bring("2026-02", 10)
    assert only(look(cast, datetime(2026, 3, 1, hour, tzinfo=UTC), "2026-02", "2026-02")).over is over


def two_years(bring: Bring, before: tuple[int, int], now: tuple[int, int]) -> None:
    for number in range(24):
        looked, found = before if number < 12 else now
        bring(f"{month_after(date(2024, 3, 1), number):%Y-%m}", looked, forged=found)


def test_fewer_found_in_fewer_inspections_can_be_a_higher_rate(
    cast: Cast, at: datetime, bring: Bring
) -> None:
    """The lesson of 2020: counts fell by 29 % while the rate rose 2.3 times."""
    two_years(bring, (100, 10), (30, 7))
    change, recent = look(cast, at, "2024-03", "2026-02").changes
    assert isinstance(change, Change)
    assert isinstance(recent, Change)
    assert (change.against, recent.against) == (Against.YEAR, Against.PERIOD)
    assert (recent.first, recent.found, recent.before) == (date(2025, 12, 1), 21, 21)
    assert list(change.warnings) == ["effort"]
    assert (change.before, change.found) == (120, 84)
    assert (change.inspections_before, change.inspections) == (1200, 360)
    assert change.ratio == pytest.approx((84 / 360) / (120 / 1200))
    assert change.low > 1
    assert change.reading is Reading.FEWER_BUT_HIGHER
    assert (change.first, change.last) == (date(2025, 3, 1), date(2026, 2, 1))


def test_a_gap_in_two_years_forbids_the_comparison(cast: Cast, at: datetime, bring: Bring) -> None:
    for number in range(24):
        if number != 7:
            bring(f"{month_after(date(2024, 3, 1), number):%Y-%m}", 30, forged=1)
    assert look(cast, at, "2024-03", "2026-02").changes[0] is Incomparable.GAPS
    assert look(cast, at, "2024-03", "2024-05").changes == [Incomparable.TOO_SHORT, Incomparable.TOO_SHORT]
    assert look(cast, at, "2026-03", "2026-03").changes == [Incomparable.TOO_SHORT]


def test_a_comparison_is_of_the_posts_that_are_known_in_both_and_says_how_many(
    cast: Cast, at: datetime, bring: Bring
) -> None:
    Post.objects.create(agency=cast.utopia, code="UTO-SEA", name="Utopia Harbour", border_type="sea")
    bring("2025-01", 100, forged=10, random=5, crossings=100_000)
    bring("2026-01", 100, forged=20, random=20, crossings=50_000)
    bring("2026-01", 100, post="UTO-SEA", forged=50)
    change = look(cast, at, "2026-01", "2026-01").changes[0]
    assert isinstance(change, Change)
    assert (change.found, change.before, change.matched, change.posts) == (20, 10, 1, 2)
    assert list(change.warnings) == ["coverage", "lot"]
    assert change.ratio == 2.0
    ratio = rate_ratio(20, 50_000, 10, 100_000)
    assert change.crossing_ratio == (4.0, float(ratio.low), float(ratio.high))


def test_two_years_without_any_find_have_nothing_to_compare(cast: Cast, at: datetime, bring: Bring) -> None:
    two_years(bring, (10, 0), (10, 0))
    change = look(cast, at, "2024-03", "2026-02").changes[0]
    assert isinstance(change, Change)
    assert change.ratio is None
    assert change.reading is Reading.SAME


@pytest.mark.parametrize(
    ("found", "before", "low", "high", "reading"),
    [
        (10, 12, 0.5, 1.5, Reading.SAME),
        (10, 12, 1.1, 2.0, Reading.FEWER_BUT_HIGHER),
        (14, 12, 1.1, 2.0, Reading.HIGHER),
        (14, 12, 0.2, 0.9, Reading.MORE_BUT_LOWER),
        (10, 12, 0.2, 0.9, Reading.LOWER),
        (0, 0, float("nan"), float("nan"), Reading.SAME),
    ],
)
def test_a_change_is_read_from_count_and_interval(
    found: int, before: int, low: float, high: float, reading: Reading
) -> None:
    assert read_change(found, before, low, high) is reading


def test_months_run_over_the_end_of_a_year() -> None:
    assert list(months(date(2025, 11, 1), date(2026, 2, 1))) == [
        date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1),
    ]  # fmt: skip
    assert month_after(date(2026, 1, 1), -1) == date(2025, 12, 1)


def test_a_choice_without_any_inspection_has_no_rate(cast: Cast, at: datetime, bring: Bring) -> None:
    assert look(cast, at, "2026-01", "2026-01").whole is None
    bring("2026-01", 50, forged=2)
    whole = look(cast, at, "2025-01", "2026-01").whole
    assert whole is not None
    assert whole[0] == 4.0
