"""Space-time scan: New Mexico as in the brief, and clusters that were put there."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from borderstats.regression import poisson
from borderstats.scan import Statistic, great_circle, nearest_zones, scan

Floats = NDArray[np.float64]
Rows = list[dict[str, str]]


def test_new_mexico_1986_to_1989(new_mexico: Rows, new_mexico_places: Rows) -> None:
    """415 zones of 15 nearest seats; {Los Alamos, Santa Fe} over 4 years, F = 9.180617, risk 2.08146."""
    names = sorted({row["county"] for row in new_mexico})
    place = {row["county"]: row for row in new_mexico_places}
    longitude, latitude = ([float(place[name][c]) for name in names] for c in ("seat_long", "seat_lat"))
    zones = nearest_zones(great_circle(longitude, latitude), k=15)
    assert len(zones) == 415
    early = [row for row in new_mexico if int(row["year"]) < 1986]
    design = np.array([[1.0, int(row["year"]) - 1985] for row in early])
    offset = np.log([float(row["population"]) for row in early])
    fitted = poisson(design, np.array([float(row["count"]) for row in early]), offset=offset)
    counts, baseline = np.zeros((4, len(names))), np.zeros((4, len(names)))
    for row in new_mexico:
        year = int(row["year"]) - 1986
        if 0 <= year <= 3:
            cell = (year, names.index(row["county"]))
            counts[cell] = float(row["count"])
            trend = fitted.coefficients @ [1.0, year + 1.0]
            baseline[cell] = float(row["population"]) * np.exp(trend)
    found = scan(counts, zones, baseline=baseline, replicates=199, chance=np.random.default_rng(1))
    first = found.clusters[0]
    assert {names[i] for i in first.zone} == {"losalamos", "santafe"}
    assert first.duration == 4
    assert first.score == pytest.approx(9.180617, abs=5e-7)
    assert first.relative_risk == pytest.approx(2.08146, abs=5e-6)
    assert found.clusters[1].score == pytest.approx(9.177699, abs=5e-7)
    assert found.zones == 415
    assert found.p_value <= 0.03  # the README's is .005 with 999 replicates


def test_distances_on_the_globe() -> None:
    """A quarter of the way round, along the equator and to the pole; one degree is 111.2 km."""
    found = great_circle([0, 90, 0, 1], [0, 0, 90, 0])
    quarter = np.pi / 2 * 6371.0088
    np.testing.assert_allclose(found[0], [0, quarter, quarter, 111.195], rtol=1e-5)


def grid() -> tuple[tuple[int, ...], ...]:
    x, y = np.meshgrid(np.arange(5.0), np.arange(5.0))
    across, up = x.ravel(), y.ravel()
    return nearest_zones((across[:, None] - across) ** 2 + (up[:, None] - up) ** 2, k=5)


@pytest.mark.parametrize("statistic", list(Statistic))
def test_a_cluster_that_was_put_there_is_found(statistic: Statistic) -> None:
    rng = np.random.default_rng(7)
    baseline = np.full((10, 25), 5.0)
    counts = rng.poisson(baseline).astype(float)
    counts[7:, [1, 6]] += 12
    found = scan(
        counts, grid(), baseline=baseline, statistic=statistic, longest=5, replicates=99, chance=rng, keep=1
    )
    assert set(found.clusters[0].zone) == {1, 6}
    assert found.clusters[0].duration == 3
    assert found.p_value == pytest.approx(0.01)


@pytest.mark.parametrize("statistic", list(Statistic))
def test_where_nothing_happened_p_values_are_even(statistic: Statistic) -> None:
    rng = np.random.default_rng(3)
    baseline = np.full((6, 9), 4.0)
    zones = [(i,) for i in range(9)]
    p_values = [
        scan(
            rng.poisson(baseline), zones, baseline=baseline, statistic=statistic, replicates=19, chance=rng
        ).p_value
        for _ in range(60)
    ]
    assert 0.3 < np.mean(p_values) < 0.7


def test_the_scores_by_hand() -> None:
    counts = np.array([[10.0, 2.0], [12.0, 1.0]])
    baseline = np.full((2, 2), 5.0)
    rng = np.random.default_rng(0)
    expected = scan(counts, [(0,), (1,)], baseline=baseline, replicates=1, chance=rng).clusters
    assert expected[0].duration == 2
    assert expected[0].score == pytest.approx(22 * np.log(22 / 10) + 10 - 22)
    population = scan(
        counts, [(0,), (1,)], baseline=baseline, statistic=Statistic.POPULATION, replicates=1, chance=rng
    ).clusters
    assert population[0].score == pytest.approx(22 * np.log(22 / 12.5) + 3 * np.log(3 / 12.5))
    shuffled = scan(
        counts, [(0,)], statistic=Statistic.PERMUTATION, replicates=1, chance=rng, longest=1
    ).clusters
    assert shuffled[0].expected == pytest.approx(13 * 22 / 25)


def test_all_places_together_over_all_periods_are_no_cluster_of_the_population() -> None:
    counts = np.array([[3.0, 4.0]])
    found = scan(
        counts,
        [(0, 1)],
        baseline=counts,
        statistic=Statistic.POPULATION,
        replicates=3,
        chance=np.random.default_rng(0),
    )
    assert found.clusters == ()
    assert found.p_value == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda rng: scan(np.zeros((2, 2)), [(0,)], baseline=np.ones((2, 2)), chance=rng),
        lambda rng: scan(np.ones(2), [(0,)], baseline=np.ones(2), chance=rng),
        lambda rng: scan(np.ones((2, 2)), [], baseline=np.ones((2, 2)), chance=rng),
        lambda rng: scan(np.ones((2, 2)), [(2,)], baseline=np.ones((2, 2)), chance=rng),
        lambda rng: scan(np.ones((2, 2)), [(0,)], baseline=np.zeros((2, 2)), chance=rng),
        lambda rng: scan(np.ones((2, 2)), [(0,)], chance=rng),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: Callable[[np.random.Generator], object]) -> None:
    with pytest.raises(ValueError, match=r".{10}"):
        wrong(np.random.default_rng(0))
