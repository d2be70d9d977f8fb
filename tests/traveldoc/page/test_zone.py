"""Finding: pieces of one direction and size that stand together become a region, whatever its turn."""

import numpy as np
import pytest

from traveldoc.page.zone import (
    MOST_PIECES,
    Piece,
    belong,
    find_bend,
    find_direction,
    find_longest,
    find_near,
    find_pieces,
    gather,
)


def piece(x: float, y: float, length: float = 100, pitch: float = 10, degrees: float = 0) -> Piece:
    direction = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))])
    along = np.linspace(0, length, 1 + int(length / 4))
    spots = np.array([x, y]) + along[:, None] * direction
    return Piece(spots, direction, pitch, np.ones(len(spots)))


def test_lines_below_each_other_belong_together() -> None:
    assert belong(piece(0, 0), piece(0, 25))
    assert belong(piece(0, 0), piece(130, 2))


@pytest.mark.parametrize(
    "other", [piece(0, 90), piece(300, 0), piece(0, 25, pitch=20), piece(0, 25, degrees=90)]
)
def test_what_is_far_off_or_of_another_size_or_turn_does_not(other: Piece) -> None:
    assert not belong(piece(0, 0), other)


def test_the_greatest_region_comes_first_and_knows_its_measures() -> None:
    regions = gather([piece(0, 300, length=60), piece(0, 0), piece(0, 25), piece(0, 50)])
    assert [round(region.length) for region in regions] == [100, 60]
    assert regions[0].depth == pytest.approx(50)
    assert regions[0].middle == pytest.approx([50, 25])


def test_only_pairs_that_are_near_each_other_are_compared() -> None:
    near = find_near([piece(0, 0), piece(0, 25), piece(0, 2000)])
    assert near.tolist() == [[False] * 3, [True, False, False], [False] * 3]
    assert gather([]) == []


def test_of_a_page_full_of_print_only_the_largest_pieces_count() -> None:
    page = [piece(1000.0 * at, 0, length=40 + at) for at in range(MOST_PIECES + 20)]
    regions = gather(page)
    assert len(regions) == MOST_PIECES
    assert min(region.length for region in regions) > 40 + 20 - 4


def test_the_direction_is_the_axis_of_all_and_the_way_of_most() -> None:
    seen = np.array([[1, 1, 1, -1], [0.1, -0.1, 0.0, 0.0]])
    assert find_direction(seen) == pytest.approx([1, 0], abs=1e-6)
    assert find_direction(-seen) == pytest.approx([-1, 0], abs=1e-6)


def test_specks_are_no_pieces() -> None:
    cells = np.zeros((4, 20, 20), np.float32)
    cells[0, 3, 3:6] = 1
    assert find_pieces(cells) == []
    cells[0, 10, 2:18] = 1
    cells[1, 10, 2:18] = 1
    (found,) = find_pieces(cells)
    assert found.pitch == pytest.approx(8)
    assert found.spots[0] == pytest.approx([9.5, 41.5])  # cells are 4 pixels wide


def test_the_bend_of_what_is_too_short_is_none() -> None:
    cells = np.zeros((4, 20, 20), np.float32)
    cells[0, 10, 4:10] = 1
    assert find_bend(find_longest(cells)) == (0.0, 0.0, 0.0)
