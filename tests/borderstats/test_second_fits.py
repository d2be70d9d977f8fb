"""Fits and charts a second time: dense least squares in loops, closed forms, proportional fitting, enumeration."""

from itertools import product
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import nbinom, norm

from borderstats.disclosure import rounded, small, two_way
from borderstats.displacement import displacement
from borderstats.hidden.lists import fit_overlaps, overlaps
from borderstats.link import lead_lag
from borderstats.signal.cusum import CusumSettings, Transformation, cusum
from borderstats.signal.ears import Chart, EarsSettings, ears
from borderstats.signal.farrington import Settings, farrington_flexible
from borderstats.signal.multiplicity import benjamini_hochberg
from borderstats.signal.threshold import Method
from borderstats.targeting import checks_for_one_hit, highest_rate_without_hits
from borderstats.withholding import known_of, withheld

Floats = NDArray[np.float64]
Z = norm.ppf


def glm(design: Floats, y: Floats, prior: Floats, alpha: float = 0.0) -> tuple[Floats, Floats, Floats]:
    """Coefficients, means and (X'WX)^-1 of a log-linear model, variance mu + alpha mu^2, by normal equations."""
    mean = y + 0.5
    for _ in range(30):
        weight = prior * mean / (1 + alpha * mean)
        inverse = np.linalg.inv(design.T @ (weight[:, None] * design))
        beta = inverse @ design.T @ (weight * (np.log(mean) + (y - mean) / mean))
        mean = np.exp(design @ beta)
    return beta, mean, np.asarray(inverse, np.float64)


def bound_by_hand(y: Floats, t0: int, b: int, w: int, level: float, method: Method) -> tuple[float, float]:
    """Noufaily's steps on months: ten periods, w=1, the last three left out, the trend always kept."""
    points, block = [t0 - 12 * b - w], [0]
    for at in range(t0 - 12 * b, t0 - 3):
        step = (at - t0) % 12  # months after the last anniversary
        points.append(at)
        block.append(step - w if w < step < 12 - w else 0)
    where, season = np.array(points), np.array(block)
    design = np.column_stack([*((season == s).astype(float) for s in range(10)), where.astype(float) - t0])
    seen, ones = y[where], np.ones(where.size)
    _, mean, inverse = glm(design, seen, ones)
    spare = where.size - 11
    phi = max(1.0, float(np.sum((seen - mean) ** 2 / mean)) / spare)
    hat = np.einsum("ij,jk,ik->i", design, inverse, design) * mean
    s = 1.5 * (seen ** (2 / 3) * mean ** (-1 / 6) - np.sqrt(mean)) / np.sqrt(phi * (1 - hat))
    weight = np.where(s > 2.58, s**-2.0, 1.0)
    weight *= where.size / weight.sum()
    beta, mean, inverse = glm(design, seen, weight)
    phi = max(1.0, float(np.sum(weight * (seen - mean) ** 2 / mean)) / spare)
    now = np.append(np.arange(10) == 0, 0.0)
    eta, error = float(now @ beta), sqrt(phi * float(now @ inverse @ now))
    mu = exp(eta)
    if method is Method.DELTA:
        tau = phi + error**2 * mu
        return (mu ** (2 / 3) + Z(1 - level) * sqrt(4 / 9 * mu ** (1 / 3) * tau)) ** 1.5, mu
    if method is Method.MUAN:
        raised = exp(eta + Z(1 - level) * error)
        return float(nbinom.ppf(1 - level, raised / (phi - 1), 1 / phi)), mu
    return float(nbinom.ppf(1 - level, mu / (phi - 1), 1 / phi)), mu


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("seed", range(3))
def test_farringtons_bound_is_that_of_dense_least_squares(method: Method, seed: int) -> None:
    rng = np.random.default_rng(seed)
    month = np.arange(84)
    level = 40 * np.exp(0.004 * month) * (1 + 0.4 * np.sin(2 * np.pi * month / 12))
    y = rng.negative_binomial(6, 6 / (6 + level)).astype(float)
    y[50:53] += 200  # an outbreak to weigh down
    asked = Settings(freq=12, b=5, w=1, no_periods=10, past_weeks_not_included=3, p_threshold_trend=1.1,
                     threshold_method=method, alpha=0.01)  # fmt: skip
    found = farrington_flexible(y[None, :], [80], asked)
    assert float(found.expected[0, 0]) < y[19:77].max()  # else the trend would be left out
    upper, mean = bound_by_hand(y, 80, 5, 1, 0.01, method)
    assert float(found.expected[0, 0]) == pytest.approx(mean, rel=1e-4)  # ours stops where R's glm does
    assert float(found.upper[0, 0]) == pytest.approx(upper, rel=1e-4)


@pytest.mark.parametrize("chart", list(Chart))
def test_ears_by_loops(chart: Chart) -> None:
    rng = np.random.default_rng(4)
    y = rng.poisson(6, 60).astype(float)
    y[30:34] += 12
    alpha = {Chart.C1: 0.001, Chart.C2: 0.001, Chart.C3: 0.025}[chart]
    z = Z(1 - alpha)
    lag = 0 if chart is Chart.C1 else 2

    def base(t: int) -> tuple[float, float]:
        window = [y[j] for j in range(t - lag - 7, t - lag)]
        middle = sum(window) / 7
        return middle, max(sqrt(sum((v - middle) ** 2 for v in window) / 6), 0.5)

    found = ears(y[None, :], np.arange(11, 60), EarsSettings(chart, min_sigma=0.5))
    for column, t in enumerate(range(11, 60)):
        middle, spread = base(t)
        upper = middle + z * spread
        if chart is Chart.C3:
            past = sum(max(0.0, (y[t - j] - base(t - j)[0]) / base(t - j)[1] - 1) for j in (1, 2))
            upper = max(0.0, y[t] + spread * (z - past))
        assert float(found.upper[0, column]) == pytest.approx(upper)
        assert bool(found.alarm[0, column]) == (y[t] > upper)


@pytest.mark.parametrize("trans", [Transformation.STANDARD, Transformation.ROSSI, Transformation.ANSCOMBE])
def test_cusum_by_loops(trans: Transformation) -> None:
    rng = np.random.default_rng(8)
    y = rng.poisson(9, 70).astype(float)
    y[50:] += 4
    m, k, h = float(y[:30].mean()), 1.04, 2.26
    found = cusum(y[None, :], np.arange(30, 70), CusumSettings(k=k, h=h, trans=trans))
    total = 0.0
    for column, x in enumerate(y[30:].tolist()):
        score = {
            Transformation.STANDARD: (x - m) / sqrt(m),
            Transformation.ROSSI: (x - 3 * m + 2 * sqrt(x * m)) / (2 * sqrt(m)),
            Transformation.ANSCOMBE: 1.5 * (x ** (2 / 3) - m ** (2 / 3)) / m ** (1 / 6),
        }[trans]
        total = max(0.0, total + score - k)
        assert float(found.exceedance[0, column]) == pytest.approx(total)
        assert bool(found.alarm[0, column]) == (total >= h)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.sampled_from([0.05, 0.2]))
def test_benjamini_and_hochberg_by_their_words(p: list[float], rate: float) -> None:
    """Reject the k smallest, k the largest with p_(k) <= k q / m."""
    ordered = sorted(p)
    k = max((i + 1 for i, one in enumerate(ordered) if one <= (i + 1) * rate / len(p)), default=0)
    found = benjamini_hochberg(np.array(p), rate=rate)
    assert found.believed.sum() == sum(one <= ordered[k - 1] for one in p) if k else not found.believed.any()


@pytest.mark.parametrize("rate", [0.3, 0.016, 1 / 1000])
@pytest.mark.parametrize("confidence", [0.95, 0.8])
def test_the_checks_for_one_hit_are_the_first_number_that_is_enough(rate: float, confidence: float) -> None:
    missed, number = 1.0, 0
    while 1 - missed < confidence:
        missed, number = missed * (1 - rate), number + 1
    assert checks_for_one_hit(rate, confidence=confidence) == number
    top = highest_rate_without_hits(number, confidence=confidence)
    assert (1 - top) ** number == pytest.approx(1 - confidence)
    assert top <= rate + 1e-12


def test_interrupted_series_are_those_of_a_second_fit() -> None:
    """The expected totals of target and alternative, from dense weighted least squares with the same dispersion."""
    rng = np.random.default_rng(3)
    month, measure = np.arange(84), 60
    common = np.exp(0.005 * month + 0.3 * np.sin(2 * np.pi * month / 12))
    control = rng.poisson(900 * common).astype(float)
    rows = {"": rng.negative_binomial(40, 40 / (40 + 300 * common)).astype(float)}
    rows["sea"] = rng.negative_binomial(40, 40 / (40 + 120 * common)).astype(float)
    rows[""][measure:] *= 0.4
    found = displacement(rows[""], {"sea": rows["sea"]}, [control], measure=measure, modes=["sea"],
                         chance=np.random.default_rng(1))  # fmt: skip
    turn = 2 * np.pi * month / 12
    waves = [f(n * turn) for n in (1, 2) for f in (np.cos, np.sin)]
    level = np.log1p(control)
    design = np.column_stack(
        [np.ones(84), (month - measure) / measure, *waves, level - level[:measure].mean()]
    )
    for name, row in rows.items():
        best, alpha = -np.inf, 0.0
        for trial in np.linspace(0.001, 0.12, 60):  # the likelihood over the dispersion, by a grid
            _, mean, _ = glm(design[:measure], row[:measure], np.ones(measure), trial)
            value = float(nbinom.logpmf(row[:measure], 1 / trial, 1 / (1 + trial * mean)).sum())
            best, alpha = max((best, alpha), (value, float(trial)))
        beta, _, _ = glm(design[:measure], row[:measure], np.ones(measure), alpha)
        expected = float(np.exp(design[measure:] @ beta).sum())
        said = found.alternatives["sea"] if name else found.target
        assert said.expected == pytest.approx(expected, rel=0.02)
        assert said.observed == row[measure:].sum()
    gone = found.target.expected - rows[""][measure:].sum()
    assert found.share == pytest.approx(found.alternatives["sea"].difference / gone)


def test_lead_and_lag_by_loops() -> None:
    """Seasonal differences, an autoregression by AIC, correlations at every shift, Benjamini and Hochberg."""
    rng = np.random.default_rng(12)
    shock = rng.normal(size=110)
    x = np.exp(4 + 0.3 * shock[4:]).round()
    y = np.exp(4 + 0.3 * (0.7 * shock[2:-2] + rng.normal(size=106))).round()
    found = lead_lag(x, y, most=4)
    a, b = ([log(v[t] + 1) - log(v[t - 12] + 1) for t in range(12, len(v))] for v in (x.tolist(), y.tolist()))
    a, b = ([v - sum(s) / len(s) for v in s] for s in (a, b))
    n, most = len(a), min(14, len(a) // 6)
    fits = []
    for order in range(most + 1):
        past = np.array([[1.0, *(a[t - k] for k in range(1, order + 1))] for t in range(most, n)])
        beta = np.linalg.solve(past.T @ past, past.T @ np.array(a[most:]))
        rest = float(np.sum((np.array(a[most:]) - past @ beta) ** 2))
        fits.append(((n - most) * log(rest / (n - most)) + 2 * order, order, beta[1:]))
    _, order, beta = min(fits, key=lambda one: one[:2])

    def white(s: list[float]) -> list[float]:
        out = [s[t] - sum(beta[k - 1] * s[t - k] for k in range(1, order + 1)) for t in range(order, n)]
        middle = sum(out) / len(out)
        spread = sqrt(sum((v - middle) ** 2 for v in out) / len(out))
        return [(v - middle) / spread for v in out]

    a, b = white(a), white(b)
    n = len(a)

    def r(one: list[float], other: list[float], k: int) -> float:
        return sum(one[(t - k) % n] * other[t] for t in range(n)) / n

    inflation = max(1.0, sum(r(a, a, j) * r(b, b, j) for j in range(-(n // 4), n // 4 + 1)))
    others = [abs(r(a, b, k)) for k in range(5, n - 4)]
    p = []
    for column, lag in enumerate(range(-4, 5)):
        value = r(a, b, lag)
        assert float(found.correlation[column]) == pytest.approx(value)
        assert float(found.shift_p[column]) == pytest.approx(
            (1 + sum(o >= abs(value) for o in others)) / (len(others) + 1)
        )
        p.append(2 * norm.sf(abs(value) / sqrt(inflation / n)))
    for column, one in enumerate(p):
        larger = [(sum(q <= other for q in p), other) for other in p if other >= one]
        assert float(found.p_values[column]) == pytest.approx(
            min(1.0, *(9 * other / rank for rank, other in larger))
        )
    assert found.best == 2


Cell = tuple[int, ...]
CELLS: list[Cell] = [cell for cell in product((1, 0), repeat=3) if any(cell)]
COUNTS: dict[Cell, float] = {
    (1, 1, 1): 7.0,
    (1, 1, 0): 21.0,
    (1, 0, 1): 13.0,
    (0, 1, 1): 9.0,
    (1, 0, 0): 80.0,
    (0, 1, 0): 64.0,
    (0, 0, 1): 45.0,
}


def proportional(pairs: list[tuple[int, int]]) -> float:
    """Iterative proportional fitting to the margins of the seven cells; the eighth from the fitted odds."""
    margins = [*((i,) for i in range(3)), *pairs]
    fitted = dict.fromkeys(CELLS, 1.0)
    for _ in range(400):
        for names in margins:
            for values in product((1, 0), repeat=len(names)):
                inside = [c for c in CELLS if all(c[i] == v for i, v in zip(names, values, strict=True))]
                ratio = sum(COUNTS[c] for c in inside) / sum(fitted[c] for c in inside)
                for cell in inside:
                    fitted[cell] *= ratio
    up = fitted[1, 1, 1] * fitted[1, 0, 0] * fitted[0, 1, 0] * fitted[0, 0, 1]
    return up / (fitted[1, 1, 0] * fitted[1, 0, 1] * fitted[0, 1, 1])


@pytest.mark.parametrize("pairs", [[], [(0, 1)], [(0, 1), (0, 2)], [(0, 1), (0, 2), (1, 2)]])
def test_overlaps_of_three_lists_by_proportional_fitting(pairs: list[tuple[int, int]]) -> None:
    table = overlaps(["a", "b", "c"], CELLS, [COUNTS[cell] for cell in CELLS])
    assert fit_overlaps(table, pairs).unseen == pytest.approx(proportional(pairs), rel=1e-4)


def test_overlaps_whose_maximum_is_known_in_closed_form() -> None:
    """Bishop, Fienberg and Holland, Discrete Multivariate Analysis (1975), table 6.4-1."""
    table, n = overlaps(["a", "b", "c"], CELLS, [COUNTS[cell] for cell in CELLS]), COUNTS
    all_pairs = n[1, 1, 1] * n[1, 0, 0] * n[0, 1, 0] * n[0, 0, 1] / (n[1, 1, 0] * n[1, 0, 1] * n[0, 1, 1])
    assert fit_overlaps(table, [(0, 1), (0, 2), (1, 2)]).unseen == pytest.approx(all_pairs, rel=1e-6)
    assert fit_overlaps(table, [(0, 1), (0, 2)]).unseen == pytest.approx(
        n[0, 1, 0] * n[0, 0, 1] / n[0, 1, 1], rel=1e-6
    )
    only_c, with_c = n[0, 0, 1], n[1, 1, 1] + n[1, 0, 1] + n[0, 1, 1]
    without_c = n[1, 1, 0] + n[1, 0, 0] + n[0, 1, 0]
    assert fit_overlaps(table, [(0, 1)]).unseen == pytest.approx(only_c * without_c / with_c, rel=1e-6)
    two = overlaps(["a", "b"], [(1, 1), (1, 0), (0, 1)], [12, 40, 30])
    assert fit_overlaps(two, []).unseen == pytest.approx(40 * 30 / 12, rel=1e-6)


@settings(max_examples=12)
@given(cells=st.lists(st.integers(0, 11), min_size=4, max_size=4))
def test_every_table_that_fits_leaves_a_small_number_from_one_to_five(cells: list[int]) -> None:
    """Enumeration: all whole tables that would be shown like this one; a small number may be each of 1 to 5."""
    counts, sums = np.array(cells, float), two_way(2, 2)
    hidden = withheld(counts, csr_array(sums), small(sums @ counts))
    low, high = known_of(np.where(hidden, np.nan, rounded(sums @ counts)))
    tables = np.array(list(product(range(15), repeat=4)), float)
    values = tables @ sums.T
    fitting = values[((values >= low) & (values <= high)).all(axis=1)]
    for row in np.flatnonzero(small(sums @ counts)):
        assert {1, 2, 3, 4, 5} <= set(fitting[:, row].tolist())


@given(st.lists(st.integers(0, 300), min_size=1, max_size=8))
def test_rounded_parts_and_rounded_totals_are_within_half_a_base_each(parts: list[int]) -> None:
    """Each is within two of the truth, so parts and total differ by at most two for each number beside."""
    shown, total = rounded(parts), float(rounded(sum(parts)))
    assert np.all(np.abs(shown - parts) <= 2)
    assert abs(total - sum(parts)) <= 2
    assert abs(float(shown.sum()) - total) <= 2 * (len(parts) + 1)
    assert np.all(shown % 5 == 0)
    assert rounded(shown).tolist() == shown.tolist()
