"""The methods behind the pages of the own agency, each computed a second time."""

from collections.abc import Sequence
from datetime import date, datetime
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cast import Cast, log_in
from crossing_rows import write_csv
from django.core.cache import cache

from borderstats.displacement import displacement
from borderstats.hidden.repeats import repeat_interceptions
from secondline.people.models import Post
from secondline.register import queries as register
from secondline.register.actions import import_detections, import_series
from secondline.register.moving import Way, everybody_else, ways
from secondline.trends.models import Plan
from secondline.trends.queries.displacing import moved
from secondline.trends.queries.looking import allocated, outlook
from secondline.trends.queries.scanning import scanned
from secondline.trends.queries.undetected import Repeats, times_of, undetected
from secondline.trends.rules import Spread, Worthwhile, month_after, worthwhile

pytestmark = pytest.mark.django_db
LAST = date(2026, 2, 1)


# The undetected


def test_the_estimates_are_those_published_for_the_netherlands(cast: Cast) -> None:
    """van der Heijden et al. (2003): f = 1645, 183, 37, 13, 1, 1 (statistics.md, 2c)."""
    page = log_in(cast.analyst).get("/trends/link/?times=1645,183,37,13,1,1").content.decode()
    for number in ("9,274", "9,229", "9,425", "7,080", "2,875"):
        assert number in page
    assert "never one number" in page
    assert "Every person is equally likely to be found" in page


def test_attempts_and_persons_give_a_band_over_deterrence(cast: Cast) -> None:
    """A = 1000, F = 800: r = 0.2, attempts = A / p = A (1 - d) / r."""
    (band,) = undetected(Repeats(attempts=1000, persons=800))
    assert [round(each.value) for each in band] == [
        round(1000 * (1 - d) / 0.2) for d in (0, 0.1, 0.2, 0.3, 0.4, 0.5)
    ]
    page = log_in(cast.analyst).get("/trends/link/?attempts=1000&persons=800").content.decode()
    assert "5,000" in page
    assert "2,500" in page


def test_without_repeats_it_is_said_what_would_be_needed(cast: Cast) -> None:
    page = log_in(cast.analyst).get("/trends/link/").content.decode()
    assert "The register knows no persons" in page
    assert "Found and not found together" not in page


@pytest.mark.parametrize("asked", ["times=a,b", "times=0,0", "attempts=5&persons=9", "attempts=x&persons=1"])
def test_impossible_repeats_are_said_to_be_so(cast: Cast, asked: str) -> None:
    page = log_in(cast.analyst).get(f"/trends/link/?{asked}").content.decode()
    assert "These can&#x27;t be numbers of persons" in page


def test_times_are_read_however_they_are_set_apart() -> None:
    assert times_of("1645, 183;37  13") == (1645, 183, 37, 13)
    assert times_of("") == ()
    with pytest.raises(ValueError, match="not numbers"):
        times_of("1 " * 30)
    (answer,) = undetected(Repeats((10, 3, 1)))
    assert answer.span == repeat_interceptions([10, 3, 1]).span


# Displacement

PAST, AFTER = 48, 12
EVENT = month_after(LAST, 1 - AFTER)


def moving(cast: Cast, at: datetime, tmp_path: Path, fall: float = 0.1, rise: float = 3.0) -> register.Held:
    """Tunisians by two ways, Indians as everybody else; in the last twelve months one falls, one rises."""
    chance = np.random.default_rng(3)
    lines = ["route,type,nat,month,n"]
    for ago in range(PAST + AFTER - 1, -1, -1):
        month = f"{month_after(LAST, -ago):%Y-%m}"
        after = ago < AFTER
        for route, kind, nat, mean in (
            ("Western Balkan Route", "Land", "TUN", 60 * (fall if after else 1)),
            ("Central Mediterranean Route", "Sea", "TUN", 40 * (rise if after else 1)),
            ("Central Mediterranean Route", "Sea", "IND", 200),
        ):
            lines.append(f"{route},{kind},{nat},{month},{chance.poisson(mean)}")
    path = tmp_path / "frontex.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_series(path=path, by=cast.analyst, at=at, source="frontex")
    (held,) = register.series_held(cast.analyst)
    return held


BALKANS = Way("Western Balkan Route", "Land")


def test_a_fall_beside_a_rise_by_sea_is_said_with_its_share(cast: Cast, at: datetime, tmp_path: Path) -> None:
    held = moving(cast, at, tmp_path)
    answer = moved(cast.analyst, held, citizenship="TUN", target=BALKANS.key, event=EVENT)
    assert answer.found is not None
    assert answer.means == ["Central Mediterranean Route, Sea"]
    # The second way: the numbers added up from the file by hand.
    told = ways(cast.analyst, held, citizenship="TUN")
    after = [month_after(EVENT, n) for n in range(AFTER)]
    assert answer.found.target.observed == sum(told[BALKANS][month] for month in after)
    assert answer.found.target.expected == pytest.approx(12 * 60, rel=0.15)
    assert answer.found.share == pytest.approx(80 / 54, rel=0.25)
    page = (
        log_in(cast.analyst)
        .get(
            "/trends/link/",
            {
                "series": "frontex.illegal-crossing.event",
                "nationality": "TUN",
                "way": BALKANS.key,
                "event": f"{EVENT:%Y-%m}",
            },
        )
        .content.decode()
    )
    assert "rose beyond what was to be expected" in page
    assert "other means of travel" in page
    assert "Both may have a third cause" in page


def test_a_fall_alone_is_no_evidence_of_a_move(cast: Cast, at: datetime, tmp_path: Path) -> None:
    held = moving(cast, at, tmp_path, rise=1.0)
    answer = moved(cast.analyst, held, citizenship="TUN", target=BALKANS.key, event=EVENT)
    assert answer.found is not None
    assert "no alternative rose" in str(answer.found.answer)
    steady = moving_again(cast, held)
    assert "No evidence" in str(steady)


def moving_again(cast: Cast, held: register.Held) -> object:
    """The other way, which did not fall."""
    other = Way("Central Mediterranean Route", "Sea").key
    answer = moved(cast.analyst, held, citizenship="TUN", target=other, event=EVENT)
    assert answer.found is not None
    return answer.found.answer


def test_controls_are_all_other_nationalities(cast: Cast, at: datetime, tmp_path: Path) -> None:
    held = moving(cast, at, tmp_path)
    assert set(ways(cast.analyst, held, citizenship="IND")) == {Way("Central Mediterranean Route", "Sea")}
    indians = ways(cast.analyst, held, citizenship="IND")[Way("Central Mediterranean Route", "Sea")]
    assert everybody_else(cast.analyst, held, citizenship="TUN") == indians
    direct = displacement(
        [1.0] * 30,
        {"air": [2.0] * 30},
        [[3.0] * 30],
        measure=24,
        modes=["air"],
        chance=np.random.default_rng(1),
    )
    assert "No evidence" in str(direct.answer)


@pytest.mark.parametrize(
    ("citizenship", "target", "event", "silent"),
    [
        ("", "", EVENT, "series"),
        ("TUN", BALKANS.key, month_after(LAST, -50), "short"),
        ("IND", "Central Mediterranean Route|Sea", EVENT, "means"),
        ("TUN", "", EVENT, ""),
        ("TUN", BALKANS.key, None, ""),
    ],
)
def test_where_nothing_can_be_said_of_a_move_it_is_said_why(
    cast: Cast, at: datetime, tmp_path: Path, citizenship: str, target: str, event: date | None, silent: str
) -> None:
    held = moving(cast, at, tmp_path)
    answer = moved(cast.analyst, held, citizenship=citizenship, target=target, event=event)
    assert (answer.silent, answer.found) == (silent, None)


def test_without_anybody_to_compare_with_nothing_is_said(cast: Cast, at: datetime, tmp_path: Path) -> None:
    names = ("indicator", "unit", "period", "value", "area", "citizenship", "type")
    rows = [
        {"indicator": "illegal-crossing", "unit": "event", "period": f"{month_after(LAST, -ago):%Y-%m}", "value": "9",
         "area": area, "citizenship": "TUN", "type": kind}
        for ago in range(40) for area, kind in (("A", "Land"), ("B", "Sea"))
    ]  # fmt: skip
    import_series(path=write_csv(tmp_path / "s.csv", rows, names), by=cast.analyst, at=at, source="office")
    (held,) = register.series_held(cast.analyst)
    assert moved(cast.analyst, held, citizenship="TUN", target="A|Land", event=EVENT).silent == "controls"


# The scan


def history(cast: Cast, at: datetime, months: int, **number: Sequence[int] | int) -> None:
    """`UTO_AIR=3, UTO_SEA=(2, 9)`: so many a month; a pair is (before, in the last two months)."""
    rows: list[dict[str, Any]] = []
    for ago in range(months):
        for name, each in number.items():
            usual, last = (each, each) if isinstance(each, int) else each
            rows += [
                {
                    "month": f"{month_after(LAST, -ago):%Y-%m}",
                    "post": name.replace("_", "-"),
                    "fraud_class": "forged",
                    "document_nationality": "IND",
                }
            ] * (last if ago < 2 else usual)
    import_detections(rows=rows, by=cast.analyst, at=at, source="past")


@pytest.fixture
def posts(cast: Cast) -> None:
    for code, kind in (("UTO-SEA", "sea"), ("UTO-LAND", "land"), ("UTO-RAIL", "land")):
        Post.objects.create(agency=cast.utopia, code=code, name=f"Post {code}", border_type=kind)
    cache.clear()


@pytest.mark.usefixtures("posts")
def test_two_posts_that_rise_together_are_found_with_count_and_expected(cast: Cast, at: datetime) -> None:
    history(cast, at, 42, UTO_AIR=6, UTO_SEA=(4, 12), UTO_LAND=(4, 11), UTO_RAIL=5)
    found = scanned(cast.analyst, "post", LAST)
    # Every one, two and three of four places.
    assert found.groups == comb(4, 1) + comb(4, 2) + comb(4, 3)
    first = found.found[0]
    assert {stratum[0] for stratum in first.strata} == {"UTO-SEA", "UTO-LAND"}
    assert (first.months, first.count) == (2, 46)
    # The posts' own mean of 36 months and half a case, twice; no season.
    assert first.expected == pytest.approx(2 * 2 * (4 * 36 + 0.5) / 36, rel=1e-6)
    assert first.times == pytest.approx(first.count / first.expected)
    assert first.p_value == pytest.approx(1 / 200)
    page = log_in(cast.analyst).get("/trends/signals/").content.decode()
    assert "The first group has more than chance lets expect" in page
    assert "Post UTO-LAND + Post UTO-SEA" in page or "Post UTO-SEA + Post UTO-LAND" in page


@pytest.mark.usefixtures("posts")
def test_an_even_past_is_no_evidence(cast: Cast, at: datetime) -> None:
    history(cast, at, 42, UTO_AIR=6, UTO_SEA=4)
    assert all(each.p_value > 0.05 for each in scanned(cast.analyst, "post", LAST).found)
    page = log_in(cast.analyst).get("/trends/signals/?group=nationality").content.decode()
    assert "No evidence that any group" in page


@pytest.mark.usefixtures("posts")
def test_a_short_past_says_nothing_and_the_same_counts_are_scanned_once(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    history(cast, at, 17, UTO_AIR=6)
    assert scanned(cast.analyst, "post", LAST).silent
    assert "a year and a half of counts" in log_in(cast.analyst).get("/trends/signals/").content.decode()
    assert scanned(cast.outside_analyst, "post", LAST).silent
    history(cast, at, 42, UTO_SEA=3)
    kept = scanned(cast.analyst, "post", LAST)

    def never(*_: object, **__: object) -> object:
        raise AssertionError

    monkeypatch.setattr("secondline.trends.queries.scanning.scan", never)
    assert scanned(cast.analyst, "post", LAST) == kept


# Where to look


def checks(cast: Cast, at: datetime, nationality: str, found: int, looked: int, **facts: Any) -> None:
    month = {"month": f"{LAST:%Y-%m}", "post": "UTO-AIR", "document_nationality": nationality, **facts}
    rows = [{**month, "fraud_class": "forged"}] * found + [
        {**month, "fraud_class": "no-fraud-found"}
    ] * looked
    import_detections(rows=rows, by=cast.analyst, at=at, source=f"c-{nationality.lower()}")


def test_draws_try_what_is_little_known_and_never_drop_the_lot(cast: Cast, at: datetime) -> None:
    checks(cast, at, "IND", 5, 900)
    checks(cast, at, "TUN", 0, 5)
    found = outlook(cast.analyst, "nationality", at=at)
    drawn = {place.stratum[0]: place for place in allocated(found, 40, 5, Spread.THOMPSON)}
    # P(Beta(.5, 5.5) > Beta(5.5, 900.5)): about two thirds, counted here from draws of another generator.
    other = np.random.default_rng(99)
    share = np.mean(other.beta(0.5, 5.5, 100_000) > other.beta(5.5, 900.5, 100_000))
    assert drawn["TUN"].targeted == pytest.approx(38 * share, abs=3)
    assert sum(place.by_lot for place in drawn.values()) == 2
    assert sum(place.by_lot + place.targeted for place in drawn.values()) == 40
    assert allocated(found, 40, 5, Spread.THOMPSON) == list(allocated(found, 40, 5, Spread.THOMPSON))
    given = {"by": "nationality", "checks": 40, "random": 5, "spread": "thompson"}
    log_in(cast.analyst).post("/trends/where/", given)
    assert Plan.objects.get().spread == "thompson"


def test_known_chances_weigh_what_was_found(cast: Cast, at: datetime) -> None:
    """Two finds with a chance of 1 in 10 and three with 1 in 2: 20 + 6 among all."""
    checks(cast, at, "IND", 2, 30, selection_probability=0.1)
    checks(cast, at, "TUN", 3, 10, selection_probability=0.5)
    told = outlook(cast.analyst, "nationality", at=at).weighed
    assert told is not None
    assert (told.checks, told.found) == (45, 5)
    assert told.total == pytest.approx(26)
    half = 1.959964 * (2 * 0.9 / 0.01 + 3 * 0.5 / 0.25) ** 0.5
    assert told.high == pytest.approx(26 + half, rel=1e-5)
    assert told.low == 5  # never fewer than were found
    assert told.seen is not None
    assert told.seen[0] == pytest.approx(500 / (26 + half))
    assert told.seen[1] == 100
    page = log_in(cast.analyst).get("/trends/where/").content.decode()
    assert "5 found in 45 checks whose chance is known" in page


def test_known_chances_without_a_find_say_no_share(cast: Cast, at: datetime) -> None:
    checks(cast, at, "IND", 0, 30, selection_probability=0.1)
    told = outlook(cast.analyst, "nationality", at=at).weighed
    assert told is not None
    assert (told.found, told.seen) == (0, None)
    assert "Among all that could be chosen" in log_in(cast.analyst).get("/trends/where/").content.decode()


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(1.1, 2.0, Worthwhile.MORE), (0.4, 0.9, Worthwhile.LESS), (0.8, 1.4, Worthwhile.SAME)],
)
def test_a_plan_was_worth_it_only_beyond_chance(low: float, high: float, word: Worthwhile) -> None:
    assert worthwhile(low, high) is word
