"""Lead and lag: leads that were put there, none where there is none, and the plain words for it."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from borderstats.link import lead_lag

Floats = NDArray[np.float64]


def pair(seed: int, *, lead: int, strength: float, months: int = 180) -> tuple[Floats, Floats]:
    """Two series with memory, season and trend; the second follows the first's shocks after `lead` months."""
    rng = np.random.default_rng(seed)
    shock = rng.normal(0, 1, months + 20)
    own = rng.normal(0, 1, months + 20)
    x, y = np.zeros(months + 20), np.zeros(months + 20)
    for t in range(12, months + 20):
        x[t] = 0.6 * x[t - 1] + shock[t]
        y[t] = 0.3 * y[t - 1] + strength * shock[t - lead] + own[t]
    month = np.arange(months)
    season = 4 + 0.5 * np.sin(2 * np.pi * month / 12) + 0.003 * month
    first, second = (np.floor(np.exp(season + 0.3 * z[20:])) for z in (x, y))
    return np.asarray(first, np.float64), np.asarray(second, np.float64)


@pytest.mark.parametrize("lead", [-2, 0, 3])
def test_a_lead_that_was_put_there_is_found(lead: int) -> None:
    first, second = pair(4, lead=abs(lead), strength=2.0)
    if lead < 0:
        first, second = second, first
    found = lead_lag(first, second)
    assert found.best == lead
    words = {-2: "2 points after", 0: "move together", 3: "3 points before"}
    assert words[lead] in str(found.answer)
    assert found.shift_p[np.flatnonzero(found.lags == lead)[0]] < 0.02
    assert "no cause" in str(found.caution)


def test_where_there_is_no_link_none_is_found() -> None:
    found = [lead_lag(*pair(seed, lead=0, strength=0.0)).best for seed in range(60)]
    assert sum(best is not None for best in found) <= 6


def test_no_evidence_is_said_with_what_chance_gives() -> None:
    found = lead_lag(*pair(2, lead=0, strength=0.0))
    assert found.best is None
    assert str(found.answer).startswith("No evidence that one leads the other")
    assert f"under {1.96 / np.sqrt(found.points):.2f}" in str(found.answer)


def test_memory_alone_is_no_link() -> None:
    """Two independent walks correlate at sight; prewhitened they do not."""
    wrong = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        first, second = (np.round(np.exp(5 + 0.1 * np.cumsum(rng.normal(size=150)))) for _ in range(2))
        wrong += lead_lag(first, second).best is not None
    assert wrong <= 5


def test_a_series_that_never_moves_leads_nothing() -> None:
    rng = np.random.default_rng(1)
    found = lead_lag(np.full(60, 5.0), rng.poisson(9, 60))
    assert found.best is None
    np.testing.assert_array_equal(found.correlation, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: lead_lag(np.ones(50), np.ones(49)),
        lambda: lead_lag(np.full(50, np.nan), np.ones(50)),
        lambda: lead_lag(np.ones(27), np.ones(27)),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r".{10}"):
        wrong()
