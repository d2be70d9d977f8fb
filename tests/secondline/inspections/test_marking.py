"""Places on pictures: the polygon holds the characters, the strip stands upright around them."""

from math import cos, hypot, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondline.inspections.marking import mark, quads_at

LINES = ("ABCDE", "FGHIJ")


def boxes(angle: float = 0.0, size: float = 20.0) -> list[list[list[list[float]]]]:
    """Two lines of five characters, `size` high, half as wide, turned around the origin, then moved."""
    a = radians(angle)

    def at(x: float, y: float) -> list[float]:
        return [x * cos(a) - y * sin(a) + 500, x * sin(a) + y * cos(a) + 400]

    half = size / 2
    return [
        [
            [
                at(c * half, r * 2 * size),
                at((c + 1) * half, r * 2 * size),
                at((c + 1) * half, r * 2 * size + size),
                at(c * half, r * 2 * size + size),
            ]
            for c in range(5)
        ]
        for r in range(2)
    ]


def place(line: int | None, start: int | None, end: int | None, zone: str = "mrz") -> dict[str, object]:
    return {"zone": zone, "line": line, "start": start, "end": end}


def test_a_place_has_the_quads_of_its_columns_counted_from_one() -> None:
    rows = quads_at(boxes(), LINES, place(2, 2, 3))
    assert [len(row) for row in rows] == [2]
    assert rows[0][0][0] == (510.0, 440.0)


@pytest.mark.parametrize(
    ("where", "counts"),
    [(place(1, None, None), [5]), (place(None, None, None), [5, 5]), (place(2, 5, 9), [1])],
)
def test_a_place_without_columns_is_a_line_and_without_a_line_the_zone(
    where: dict[str, object], counts: list[int]
) -> None:
    assert [len(row) for row in quads_at(boxes(), LINES, where)] == counts


@pytest.mark.parametrize(
    "where",
    [None, place(1, 1, 1, "viz"), place(3, 1, 1), place(1, 9, 9)],
    ids=["nowhere", "visual zone", "no such line", "beyond the end"],
)
def test_what_is_not_on_the_picture_gets_no_mark(where: dict[str, object] | None) -> None:
    assert quads_at(boxes(), LINES, where) == []


def test_lines_that_a_person_changed_in_length_get_no_mark() -> None:
    assert quads_at(boxes(), ("ABCD", "FGHIJ"), place(1, 1, 1)) == []
    assert quads_at([], LINES, place(1, 1, 1)) == []


def numbers(text: str) -> list[float]:
    return [float(each) for each in text.replace(",", " ").split()]


@given(angle=st.floats(-180, 180), size=st.floats(8, 80), start=st.integers(1, 5))
def test_turned_by_any_angle_the_strip_turns_back_and_holds_the_mark(
    angle: float, size: float, start: int
) -> None:
    found = mark(quads_at(boxes(angle, size), LINES, place(1, start, 5)))
    turn, cx, cy = numbers(found.turn.removeprefix("rotate(").removesuffix(")"))
    assert abs((turn + angle + 180) % 360 - 180) < 1e-1
    left, top, width, height = numbers(found.view_box)
    points = numbers(found.points)
    for x, y in zip(points[::2], points[1::2], strict=True):
        a = radians(turn)
        ux = cx + (x - cx) * cos(a) - (y - cy) * sin(a)
        uy = cy + (x - cx) * sin(a) + (y - cy) * cos(a)
        assert left - 0.5 <= ux <= left + width + 0.5
        assert top - 0.5 <= uy <= top + height + 0.5
    assert width >= 13.9 * size
    assert hypot(points[0] - points[6], points[1] - points[7]) == pytest.approx(size, abs=0.3)


def test_a_mark_without_height_is_still_a_mark() -> None:
    flat = [[((1.0, 1.0), (2.0, 1.0), (2.0, 1.0), (1.0, 1.0))]]
    assert numbers(mark(flat).view_box)[2] == pytest.approx(14.0)
