"""Displacement: shares that were put there, the Cubans of 2023, and a plain "no evidence"."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from borderstats.displacement import NO_FALL, TOO_LITTLE, UNCERTAIN, Displacement, displacement

Floats = NDArray[np.float64]
Rows = list[dict[str, str]]
MONTHS, MEASURE = 84, 60


def world(seed: int, *, moved: float, fall: float = 0.6) -> Displacement:
    """A common rise and season; at the measure the target falls and a share of the fall goes by sea."""
    rng = np.random.default_rng(seed)
    month = np.arange(MONTHS)
    common = np.exp(0.004 * month + 0.3 * np.sin(2 * np.pi * month / 12))
    after = month >= MEASURE
    lost = 300 * common * fall * after
    target = rng.poisson(300 * common - lost)
    sea = rng.poisson(150 * common + moved * lost)
    other = rng.poisson(200 * common)
    controls = [rng.poisson(500 * common), rng.poisson(80 * common)]
    return displacement(
        target, {"sea": sea, "other route": other}, controls, measure=MEASURE, modes=["sea"], chance=rng
    )


def test_a_share_that_was_put_there_is_found() -> None:
    held = [(found := world(seed, moved=0.5)).low <= 0.5 <= found.high for seed in range(12)]
    assert sum(held) >= 10
    found = world(1, moved=0.5)
    assert found.target.difference == pytest.approx(-300 * 0.6 * 24 * 1.3, rel=0.15)
    assert "sea rose" in str(found.answer)
    assert found.alternatives["sea"].evidence
    assert "third cause" in str(found.caution)


def test_a_fall_without_a_spill_says_so() -> None:
    answers = [str(world(seed, moved=0.0).answer) for seed in range(8)]
    assert sum("no alternative rose" in answer for answer in answers) >= 6


def test_without_a_fall_there_is_no_evidence_and_no_share() -> None:
    found = world(3, moved=0.0, fall=0.0)
    assert str(found.answer).startswith("No evidence")
    assert np.isnan([found.share, found.low, found.high]).all()
    assert not found.target.evidence


def test_the_cubans_went_to_the_ports(border: dict[str, Floats]) -> None:
    """H2 2022 to H2 2023: between ports 171,366 to 10,146, at ports 185 to 54,921 (statistics.md 2d)."""
    cuba, ports = border["CUB_between"], border["CUB_at"]
    late, later = slice(33, 39), slice(45, 51)
    assert (cuba[late].sum(), cuba[later].sum()) == (171366, 10146)
    assert (ports[late].sum(), ports[later].sum()) == (185, 54921)
    found = displacement(
        cuba,
        {"ports": ports},
        [border["IND_between"]],
        measure=39,
        until=51,
        modes=["ports"],
        chance=np.random.default_rng(1),
    )
    assert found.target.difference < 0
    assert found.alternatives["ports"].difference > 20000


@pytest.fixture(scope="session")
def border() -> dict[str, Floats]:
    path = Path(__file__).parent / "data" / "counts" / "cbp_cuba_india_mexico.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0] if name != "month"}


FLAT = np.full(48, 20.0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda rng: displacement(FLAT, {"sea": FLAT}, [FLAT], measure=30, modes=[], chance=rng),
        lambda rng: displacement(FLAT, {"sea": FLAT}, [FLAT], measure=30, modes=["air"], chance=rng),
        lambda rng: displacement(FLAT, {"sea": FLAT}, [], measure=30, modes=["sea"], chance=rng),
        lambda rng: displacement(FLAT, {"sea": FLAT[1:]}, [FLAT], measure=30, modes=["sea"], chance=rng),
        lambda rng: displacement(FLAT, {"sea": FLAT * np.nan}, [FLAT], measure=30, modes=["sea"], chance=rng),
        lambda rng: displacement(FLAT, {"sea": FLAT}, [FLAT], measure=20, modes=["sea"], chance=rng),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: Callable[[np.random.Generator], object]) -> None:
    with pytest.raises(ValueError, match=r".{10}"):
        wrong(np.random.default_rng(0))


def test_controls_that_never_move_change_nothing() -> None:
    rng = np.random.default_rng(2)
    target = np.concatenate([rng.poisson(100, 36), rng.poisson(50, 12)])
    found = displacement(target, {"sea": rng.poisson(100, 48)}, [FLAT], measure=36, modes=["sea"], chance=rng)
    assert found.target.evidence
    assert "no alternative rose" in str(found.answer)


def test_counts_without_any_spread_are_as_good_as_poisson() -> None:
    """Every month the same: nothing fell, and no division by a spread of nought."""
    even = np.full(36, 4.0)
    found = displacement(
        even, {"air": even + 1}, [even + 2], measure=24, modes=["air"], chance=np.random.default_rng(1)
    )
    assert found.answer == NO_FALL
    assert found.target.expected == pytest.approx(48, abs=2)


def test_a_rise_of_a_hundredth_or_less_is_no_move_and_an_uncertain_share_is_not_named() -> None:
    """A fall of some 11,000 beside a rise of some 50; then a rise beside another way that swings widely."""
    draw = np.random.default_rng(5)
    fall = np.concatenate([draw.poisson(1000, 36), draw.poisson(50, 12)])
    small = np.concatenate([draw.poisson(1, 36), draw.poisson(6, 12)])
    steady, control = draw.poisson(300, 48), draw.poisson(500, 48)
    found = displacement(
        fall,
        {"sea": small, "air": steady},
        [control],
        measure=36,
        modes=["air"],
        chance=np.random.default_rng(1),
    )
    assert found.alternatives["sea"].evidence
    assert found.answer.template == TOO_LITTLE
    wild = draw.negative_binomial(0.7, 0.7 / (0.7 + 4000), 48)
    rise = np.concatenate([draw.poisson(300, 36), draw.poisson(600, 12)])
    found = displacement(
        fall,
        {"sea": rise, "air": wild},
        [control],
        measure=36,
        modes=["air"],
        chance=np.random.default_rng(1),
    )
    assert found.low < 0
    assert found.answer.template == UNCERTAIN
