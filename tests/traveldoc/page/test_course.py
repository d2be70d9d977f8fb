"""Courses are fitted together: what is known of one line of a zone helps the others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from traveldoc.page.course import (
    MARGIN,
    PITCH,
    STEEPEST,
    Course,
    Points,
    bound_grade,
    compose,
    fit_together,
)

Array = NDArray[np.float64]


def see(u: Array, v: Array) -> Points:
    return Points(u, v, np.ones(len(u)))


def test_a_straight_course_is_a_shift_and_a_scale() -> None:
    course = Course((0.0, 50.0), left=100, right=420, pitch=10, height=10)
    x = np.array([MARGIN * PITCH, (MARGIN + 2) * PITCH], np.float64)
    u, v = course.upright(x, np.array([0.0, PITCH]))
    assert u.tolist() == [100, 120]
    assert v.tolist() == [50, 60]
    assert course.width == (32 + 2 * MARGIN) * PITCH


def test_rows_stand_square_to_a_sloping_course() -> None:
    course = Course((1.0, 0.0), left=0, right=100, pitch=10, height=10)
    u, v = course.upright(np.array([MARGIN * PITCH + 16.0]), np.array([16.0]))
    assert u[0] == pytest.approx(10 - 10 / np.sqrt(2))
    assert v[0] == pytest.approx(10 + 10 / np.sqrt(2))


def test_a_moved_course_begins_later_lies_lower_and_is_wider() -> None:
    moved = Course((0.5, 7.0), left=3, right=90, pitch=10, height=10).move(right=2, down=4, wide=1.5)
    assert moved == Course((0.5, 11.0), left=5, right=90, pitch=15, height=10)


@settings(deadline=None)
@given(st.floats(-2e-4, 2e-4), st.floats(-0.1, 0.1), st.floats(-0.02, 0.02))
def test_a_bent_zone_in_perspective_is_found_again(bend: float, slope: float, fan: float) -> None:
    u = np.arange(0, 440, 5.0)
    truth = [bend * (u - 220) ** 2 + (slope + fan * row) * u + 25.0 * row for row in range(3)]
    for polynomial, v in zip(fit_together([see(u, v) for v in truth], 10), truth, strict=True):
        assert np.allclose(np.polyval(polynomial, u), v, atol=0.6)


def test_a_line_of_which_a_quarter_was_seen_takes_its_way_from_the_others() -> None:
    u = np.arange(0, 440, 5.0)
    v = 1e-4 * (u - 220) ** 2 + 0.05 * u
    noise = np.random.default_rng(3).normal(0, 0.5, len(u))
    lines = [see(u, v), see(u, v + 25), see(u[:22], (v + 50 + noise)[:22])]
    assert np.allclose(np.polyval(fit_together(lines, 10)[2], u), v + 50, atol=2)


def test_stray_points_do_not_bend_a_course() -> None:
    u = np.arange(0, 440, 5.0)
    v = np.full(len(u), 30.0)
    v[::9] += 12
    assert np.allclose(np.polyval(fit_together([see(u, v)], 10)[0], u), 30, atol=0.5)


def test_a_short_line_alone_is_taken_as_straight() -> None:
    u = np.array([10.0, 20, 30, 40])
    found = fit_together([see(u, 0.1 * u + 5)], 10)[0]
    assert np.polyval(found, 25.0) == pytest.approx(7.5, abs=0.2)


@given(st.floats(-0.024, 0.024), st.floats(20, 44))
def test_a_line_seen_from_the_side_keeps_its_ends_and_its_columns_lead_back(
    grade: float, count: float
) -> None:
    course = Course((0.0, 5.0), left=10, right=10 + 8 * count, pitch=8, height=8, grade=grade)
    ends = np.array([MARGIN, MARGIN + course.count]) * PITCH
    assert course.along(ends) == pytest.approx([course.left, course.right])
    x = np.linspace(ends[0], ends[1], 30)
    assert course.columns(course.along(x)) == pytest.approx(x, abs=1e-6)
    middle = x.mean()
    assert course.growth(np.array([middle])) == pytest.approx([1])
    step = np.diff(course.along(np.array([ends[1] - 0.5, ends[1] + 0.5])))  # how far one column leads there
    assert step == pytest.approx(course.growth(ends[1:]) * course.pitch / PITCH, rel=1e-6)


def test_no_line_shrinks_to_nothing_at_its_end() -> None:
    assert bound_grade(0.001, 44) == 0.001
    for grade in (-1.0, 1.0):
        bound = bound_grade(grade, 44)
        course = Course((0.0, 0.0), 0, 440, 10, 10, bound)
        assert bound * grade > 0
        assert course.growth(np.array([0.0, course.width])).min() == pytest.approx(1 - STEEPEST)


def test_the_middle_of_a_course_lies_in_its_middle() -> None:
    course = Course((0.0, 5.0), left=10, right=410, pitch=10, height=10)
    assert (course.cut(20).left, course.cut(20).right) == (110, 310)
    assert course.cut(60) == course


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=6), st.floats(0.1, 2), st.floats(-2, 2))
def test_a_composed_polynomial_has_the_values_of_one_in_the_other(
    outer: list[float], factor: float, shift: float
) -> None:
    u = np.linspace(-2, 2, 9)
    found = np.polyval(compose(np.array(outer), factor, shift), u)
    assert found == pytest.approx(np.polyval(outer, factor * u + shift), rel=1e-6, abs=1e-6)
