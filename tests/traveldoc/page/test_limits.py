"""Where reading ends: what is no zone, how many places are read, and what may go on beyond the picture's edge."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from traveldoc.page import hypothesis, read, reader, zone

Picture = NDArray[np.uint8]
Draw = Callable[..., Picture]

# Doc 9303-4, Appendix B.
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def test_lines_that_somebody_typed_of_brackets_and_a_few_letters_are_no_zone(draw_page: Draw) -> None:
    rng = np.random.default_rng(5)
    typed = ["".join(rng.choice(list("<<<<<<<<<KI7DL"), 44)) for _ in range(3)]
    assert read(draw_page(tuple(typed))).lines is None


def test_of_a_page_full_of_print_only_the_likeliest_places_are_read(
    draw_page: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[float] = []

    def refuse(picture: Picture, region: zone.Region, zoom: float) -> list[hypothesis.Zone]:
        tried.append(zoom)
        return []

    monkeypatch.setattr(reader, "read_region", refuse)
    quality = read(np.tile(draw_page(TD3), (3, 2))).quality
    assert len(tried) == reader.REGIONS
    assert quality.retake  # it looked like a zone


def test_beside_as_many_lines_as_a_zone_has_another_is_looked_for_only_where_they_nearly_make_one(
    draw_page: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[hypothesis.Zone] = []
    read_region = reader.read_region

    def keep(picture: Picture, region: zone.Region, zoom: float) -> list[hypothesis.Zone]:
        found.extend(read_region(picture, region, zoom))
        return found

    monkeypatch.setattr(reader, "read_region", keep)
    assert read(draw_page(TD3)).lines == TD3
    plain = found[0]
    text = replace(plain, there=plain.there - plain.evidence - 1.5)
    close = replace(plain, there=plain.there - plain.evidence - 0.5)
    assert reader.is_worth_more([None, text], 2)
    assert not reader.is_worth_more([None, text], 3)
    assert reader.is_worth_more([None, close], 3)
    assert not reader.is_worth_more([None, close], reader.MOST_LINES)
    assert not reader.is_worth_more([None, plain], 2)


@pytest.mark.parametrize("right", [True, False])
def test_a_passports_lines_cut_to_the_length_of_a_cards_are_called_cut_off(
    right: bool, draw_page: Draw
) -> None:
    page = draw_page(TD3)
    lost = round((3 + 8) * page.shape[1] / (3 + 44 + 3))  # of the paper beside it, and of a passport's 44
    part = page[:, :-lost] if right else page[:, lost:]
    found = read(np.ascontiguousarray(part))
    assert found.lines != TD3
    assert found.lines is None or (found.quality.cut_off and found.quality.retake)
    assert not read(page).quality.cut_off
