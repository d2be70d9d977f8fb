"""How large a picture shows the document, from the prescribed distance of the zone's characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.page.reading import Quad
from traveldoc.page.scale import millimetre


def box(x: float, y: float, turn: complex, scale: float) -> Quad:
    corners = [(x + dx) + 1j * (y + dy) for dx, dy in ((0, 0), (1.8, 0), (1.8, 3), (0, 3))]
    ends = [corner * turn * scale for corner in corners]
    return tuple((end.real, end.imag) for end in ends)  # type: ignore[return-value]


@given(st.floats(0.5, 60), st.sampled_from([1, 1j, -1, -1j, 0.6 + 0.8j]))
def test_a_line_of_44_characters_is_43_tenths_of_an_inch_long_however_it_is_turned(
    scale: float, turn: complex
) -> None:
    line = [box(2.54 * column, 7, turn, scale) for column in range(44)]
    assert millimetre([line, line]) == pytest.approx(scale)


def test_without_a_zone_there_is_no_scale() -> None:
    assert millimetre(()) == 0
    assert millimetre([[box(0, 0, 1, 1)]]) == 0
