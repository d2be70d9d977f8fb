"""What chance says of something new: the binomial tail that scipy gives, and what can't be asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from borderstats.novelty import chance_of_newness


@given(st.integers(1, 60), st.floats(0.01, 1e6), st.floats(0, 1e6))
def test_it_is_the_chance_that_every_case_falls_into_the_later_period(
    count: int, exposure: float, before: float
) -> None:
    tail = binom.sf(count - 1, count, exposure / (exposure + before))
    assert chance_of_newness(count, exposure, before) == pytest.approx(tail)


def test_many_at_once_and_nothing_before() -> None:
    told = chance_of_newness([1, 2, 3], 6, 18)
    assert told == pytest.approx([0.25, 0.0625, 0.015625])
    assert chance_of_newness(5, 3, 0) == 1.0


@pytest.mark.parametrize("count", [0, -1, 1.5, np.nan])
def test_what_is_new_was_counted(count: float) -> None:
    with pytest.raises(ValueError, match="counted at least once"):
        chance_of_newness(count, 1, 1)


@pytest.mark.parametrize(("exposure", "before"), [(-1, 1), (1, -1), (0, 0)])
def test_exposure_is_some_time(exposure: float, before: float) -> None:
    with pytest.raises(ValueError, match="exposure"):
        chance_of_newness(1, exposure, before)
