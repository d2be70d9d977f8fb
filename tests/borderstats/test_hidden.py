"""The undetected: published values of three data sets, and a result that cannot be one number."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from borderstats.hidden.covariates import repeats_with_covariates, truncated_poisson
from borderstats.hidden.estimates import Estimate, Estimates, OneNumberError, by_logarithm
from borderstats.hidden.lists import chapman, exists, fit_overlaps, multiple_systems, overlaps
from borderstats.hidden.repeats import repeat_interceptions
from borderstats.hidden.trials import interdiction, repeated_trials
from borderstats.phrase import Phrase

Floats = NDArray[np.float64]
Rows = list[dict[str, str]]
Lists = tuple[list[str], Floats, Floats]
DUTCH = [1645, 183, 37, 13, 1, 1]  # repeat apprehensions, van der Heijden et al. 2003


def columns(rows: Rows, names: list[str]) -> Floats:
    found = []
    for name in names:
        for level in sorted({row[name] for row in rows})[1:]:
            found += [[float(row[name] == level) for row in rows]]
    return np.array(found).T


def test_the_dutch_apprehensions() -> None:
    """Values of singleRcapture and statistics.md 2c."""
    found = repeat_interceptions(DUTCH)
    assert found.seen == 1880
    chao = found["chao"]
    assert chao.value == pytest.approx(9273.51, abs=5e-3)
    assert chao.standard_error == pytest.approx(662.59, abs=5e-3)
    np.testing.assert_allclose([chao.low, chao.high], [8084.7, 10690.1], atol=0.05)
    assert found["chao-bias-corrected"].value == pytest.approx(9228.86, abs=5e-3)
    assert found["zelterman"].value == pytest.approx(9424.56, abs=5e-3)
    assert found["zelterman"].standard_error == pytest.approx(683.97, abs=5e-3)
    assert found["zero-truncated-poisson"].value == pytest.approx(7079.93, abs=5e-3)
    assert found["one-inflation-robust"].value == pytest.approx(2874.80, abs=5e-3)
    # Geometric by hand: mean 2185/1880 - 1, P(0) = 1 / (1 + mean).
    assert found["zero-truncated-geometric"].value == pytest.approx(1880 / (1 - 1880 / 2185))


@pytest.mark.parametrize(
    ("names", "zelterman", "chao"),
    [
        (["gender", "age", "nation"], 16129.39, 15983.83),
        (["gender", "age", "reason", "nation"], 16188.30, 16042.20),
    ],
)
def test_the_dutch_apprehensions_with_covariates(
    names: list[str], zelterman: float, chao: float, apprehensions: Rows
) -> None:
    times = [float(row["capture"]) for row in apprehensions]
    found = repeats_with_covariates(times, columns(apprehensions, names))
    assert found["zelterman-regression"].value == pytest.approx(zelterman, abs=5e-3)
    assert found["chao-regression"].value == pytest.approx(chao, abs=5e-3)


def test_the_truncated_poisson_regression_of_the_readme(apprehensions: Rows) -> None:
    """singleRcapture: 12,690.35, interval 7,186 to 18,194, log-likelihood -848.4504."""
    times = np.array([float(row["capture"]) for row in apprehensions])
    x = np.column_stack([np.ones(times.size), columns(apprehensions, ["gender", "age", "nation"])])
    found, likelihood = truncated_poisson(times, x)
    assert found.value == pytest.approx(12690.35, abs=5e-3)
    np.testing.assert_allclose([found.low, found.high], [7186, 18194], atol=0.6)
    assert likelihood == pytest.approx(-848.4504, abs=5e-5)


def test_without_covariates_the_regressions_are_the_plain_estimates() -> None:
    times = np.repeat(np.arange(1.0, 7.0), DUTCH)
    found, plain = repeats_with_covariates(times, np.zeros((times.size, 0))), repeat_interceptions(DUTCH)
    assert found["zelterman-regression"].value == pytest.approx(plain["zelterman"].value)
    assert found["zelterman-regression"].standard_error == pytest.approx(683.97, rel=1e-3)
    poisson = found["zero-truncated-poisson-regression"]
    assert poisson.value == pytest.approx(plain["zero-truncated-poisson"].value)
    assert poisson.standard_error == pytest.approx(plain["zero-truncated-poisson"].standard_error, rel=1e-6)


def test_where_all_are_alike_the_estimates_find_them() -> None:
    rng = np.random.default_rng(21)
    times = rng.poisson(0.8, 20000)
    found = repeat_interceptions(np.bincount(times[times > 0])[1:])
    for method in ("chao", "zelterman", "zero-truncated-poisson", "chao-bias-corrected"):
        assert found[method].low < 20000 < found[method].high
    wide = rng.geometric(1 / 1.8, 20000) - 1
    found = repeat_interceptions(np.bincount(wide[wide > 0])[1:])
    assert found["zero-truncated-geometric"].low < 20000 < found["zero-truncated-geometric"].high


def test_without_repeats_there_is_no_answer_and_the_reason_is_said() -> None:
    found = repeat_interceptions([30])
    assert [estimate.method for estimate in found if estimate.answered] == ["chao-bias-corrected"]
    assert "nobody" in str(found["chao"].assumption)
    assert "twice" in str(found["zelterman"].assumption)
    alone = repeat_interceptions([0, 0, 4])
    assert alone["chao-bias-corrected"].value == 4
    assert not alone["zelterman"].answered
    assert alone["one-inflation-robust"].value == 4


def test_the_result_cannot_be_taken_for_a_number() -> None:
    found = repeat_interceptions(DUTCH)
    attempts: list[Callable[[Any], object]] = [float, int, round, "{:.0f}".format, "%d".__mod__, [0].__mul__]
    for attempt in attempts:
        with pytest.raises(TypeError):
            attempt(found)
    with pytest.raises(OneNumberError, match="side by side"):
        float(found)
    assert str(found) == f"{found}" == "1880 seen; 6 estimates of the whole from 2875 to 13468"
    with pytest.raises(ValueError, match="two or more"):
        Estimates(3, (found["chao"],))
    nobody = Estimates(3, (repeat_interceptions([3])["chao"],) * 2)
    assert np.isnan(nobody.span).all()


def test_an_interval_never_goes_below_what_was_seen() -> None:
    close = by_logarithm("x", 100, 101, 400, Phrase("x"))
    assert 100 < close.low < 101 < close.high
    nothing = by_logarithm("x", 100, 100, 4, Phrase("x"))
    assert (nothing.low, nothing.high) == (100, 100)


def test_repeated_trials_are_a_band_over_deterrence() -> None:
    """A = 1,000 apprehensions of F = 700 persons: r = .3; d = 0 gives F / p = 700 / .3 got through."""
    found = repeated_trials(1000, 700, deterrence=[0, 0.25, 0.5, 0.8])
    unseen = [estimate.value - 1000 for estimate in found]
    assert unseen[0] == pytest.approx(700 / 0.3)
    assert unseen[1] == pytest.approx(1000 * (1 - 0.4) / 0.4)
    assert unseen[2] == pytest.approx(1000 * (1 - 0.6) / 0.6)
    assert np.isnan(unseen[3])
    assert "80 %" in str(found["repeated-trials-d0.8"].assumption)
    for estimate in list(found)[:3]:
        assert estimate.low < estimate.value < estimate.high


def test_repeated_trials_find_the_unseen_of_a_simulation() -> None:
    rng = np.random.default_rng(5)
    tries = rng.geometric(1 - 0.4, 50000)  # caught with .4 until through
    caught = int((tries - 1).sum())
    persons = int((tries > 1).sum())
    found = repeated_trials(caught, persons)["repeated-trials-d0"]
    assert found.low < caught + 50000 < found.high


def test_the_effectiveness_of_2015() -> None:
    """81.01 % of FY2015, as (A + T) / (A + T + G); the band is what doubt about G leaves."""
    found = interdiction(331333, 0, 77670)
    assert found.share == pytest.approx(0.8101, abs=5e-5)
    assert found.low < found.share < found.high


def test_chapman_by_hand() -> None:
    """Seber's example of form: n1 = n2 = 100, m = 25: (101)(101)/26 - 1."""
    found = chapman(100, 100, 25)
    assert found.value == pytest.approx(101 * 101 / 26 - 1)
    assert found.standard_error**2 == pytest.approx(101 * 101 * 75 * 75 / (26**2 * 27))
    assert found.low > 175
    same = chapman(5, 5, 5)
    assert same.value == 5


def test_the_five_lists_of_the_united_kingdom(five_lists: Lists) -> None:
    """statistics.md 2c: independence 13,444 (AIC 217.78) ... NG:GO 11,313 (127.60), LA:GP 11,175 (125.12)."""
    names, patterns, count = five_lists
    table = overlaps(names, patterns, count)
    found = multiple_systems(table)
    assert found.seen == 2744
    steps = [13444, 14218, 13477, 12365, 13101, 12262, 11313, 11175]
    assert [round(estimate.value) for estimate in found if estimate.answered] == steps
    added = ["LA:NG", "NG:GP", "PFNCA:GP", "LA:PFNCA", "GO:GP", "NG:GO", "LA:GP"]
    assert list(found)[7].method == "independence+" + "+".join(added)
    assert fit_overlaps(table, []).aic == pytest.approx(217.78, abs=5e-3)
    pairs = [(names.index(a), names.index(b)) for a, b in (pair.split(":") for pair in added)]
    assert fit_overlaps(table, pairs[:6]).aic == pytest.approx(127.60, abs=5e-3)
    assert fit_overlaps(table, pairs).aic == pytest.approx(125.12, abs=5e-3)
    for estimate in found:
        assert not estimate.answered or estimate.low < estimate.value < estimate.high


def test_two_independent_lists_give_petersen() -> None:
    table = overlaps(["a", "b"], [[1, 0], [0, 1], [1, 1]], [75, 75, 25])
    found = multiple_systems(table)
    assert found["independence"].value == pytest.approx(400)
    assert "a:b" in str(found["other-pairs"].assumption)


def test_estimates_that_do_not_exist_are_not_given() -> None:
    """Nobody on two lists: any number of persons on none fits as well, the more the better."""
    table = overlaps(["A", "B", "C"], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [10, 10, 10])
    assert not exists(table, [])
    assert not any(estimate.answered for estimate in multiple_systems(table))
    assert exists(overlaps(["a", "b"], [[1, 0], [0, 1], [1, 1]], [5, 5, 5]), [])
    assert not exists(overlaps(["a", "b"], [[1, 0], [0, 1], [1, 1]], [5, 5, 5]), [(0, 1)])


def test_a_pair_that_changes_nothing_is_not_taken() -> None:
    rng = np.random.default_rng(12)
    on = rng.random((30000, 3)) < np.array([0.2, 0.3, 0.25])
    on = on[on.any(axis=1)]
    cells, count = np.unique(on, axis=0, return_counts=True)
    found = multiple_systems(overlaps(["a", "b", "c"], cells, count))
    assert found["independence"].low < 30000 < found["independence"].high


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: repeat_interceptions([]),
        lambda: repeat_interceptions([0, 0]),
        lambda: repeat_interceptions([1.5]),
        lambda: repeats_with_covariates([0, 1, 2], np.zeros((3, 0))),
        lambda: repeats_with_covariates([1, 1, 1], np.zeros((3, 0))),
        lambda: repeats_with_covariates([1, 2, 1], np.ones((3, 1))),
        lambda: repeats_with_covariates([1, 2, 1, 1], [[0], [0], [1], [1]]),
        lambda: repeat_interceptions([1e15, 5]),
        lambda: repeated_trials(5, 5),
        lambda: repeated_trials(5, 3, deterrence=[0.1]),
        lambda: repeated_trials(5, 3, deterrence=[0.1, 1.0]),
        lambda: interdiction(0, 0, 5),
        lambda: chapman(5, 5, 6),
        lambda: overlaps(["a"], [[1]], [1]),
        lambda: overlaps(["a", "b"], [[1, 2]], [1]),
        lambda: overlaps(["a", "b"], [[1, 0]], [-1]),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: Callable[[], Estimate | Estimates]) -> None:
    with pytest.raises(ValueError, match=r".{10}"):
        wrong()


def test_what_gives_no_answer_says_the_true_reason() -> None:
    never_once = {each.method: str(each.assumption) for each in repeat_interceptions([0, 5, 1])}
    assert never_once["zelterman"] == "No answer: nobody was found only once."
    apart = multiple_systems(overlaps(["A", "B"], [[1, 0], [0, 1]], [10, 20]))
    assert {str(each.assumption) for each in apart} == {
        "No answer: too few persons are on more than one list."
    }
    # Three lists, each with every second person, whatever the others have: independence is enough.
    patterns = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]]
    alone = list(multiple_systems(overlaps(["A", "B", "C"], patterns, [100] * 7)))
    assert [each.method for each in alone] == ["independence", "other-pairs"]
    assert str(alone[1].assumption) == "No answer: no pair of lists explains the overlaps better."
