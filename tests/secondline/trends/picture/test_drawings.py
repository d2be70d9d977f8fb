"""The drawings' measures: what is drawn is as large as what was found, and names don't lie on each other."""

import re
from math import pi

import pytest

from secondline.trends.alluvial import HEIGHT, WIDTH, drawing
from secondline.trends.atlas import atlas
from secondline.trends.ground import Ground
from secondline.trends.queries.flowing import Flows

FLOWS = Flows(
    stages=[[("KAZ", 6), ("*", 2), ("", 2)], [("p", 10)], [("TUR", 7), ("", 3)], [("D", 10)]],
    links=[
        {("KAZ", "p"): 6, ("*", "p"): 2, ("", "p"): 2},
        {("p", "TUR"): 7, ("p", ""): 3},
        {("TUR", "D"): 7, ("", "D"): 3},
    ],
    total=10,
)
HEADS = ["Came from", "Post", "Next stop", "Final destination"]


def test_bars_and_bands_are_as_high_as_what_flows() -> None:
    drawn = drawing(FLOWS, lambda _place, word: word * 12, HEADS)
    unit = {round(bar.height / bar.number, 6) for bar in drawn.bars}
    assert len(unit) == 1
    assert {bar.kind for bar in drawn.bars} == {"known", "others", "unknown"}
    assert max(bar.y + bar.height for bar in drawn.bars) <= HEIGHT
    assert max(bar.x for bar in drawn.bars) < WIDTH
    assert max(len(bar.short) for bar in drawn.bars) <= 24
    assert len(drawn.bands) == 7
    for band in drawn.bands:
        left = [float(number) for number in re.findall(r"-?[\d.]+", band.path)]
        assert left[-1] - left[1] == pytest.approx(band.number * unit.copy().pop(), abs=0.11)
    assert [words for _x, words in drawn.heads] == HEADS


GROUND = Ground(
    posts={"A": (76.0, 43.0), "B": (77.0, 43.5)}, states={"TUR": (35.0, 39.0), "NZL": (171.0, -44.0)}
)
POSTS = {"1": ("A", "Airport", 40), "2": ("B", "Bridge", 10), "3": ("C", "Nowhere", 5)}
STATES = {"TUR": ("Türkiye", 30), "NZL": ("New Zealand", 10), "UTO": ("Utopia", 3)}


def test_circles_are_as_large_as_what_was_found_and_what_has_no_place_is_listed() -> None:
    drawn = atlas(POSTS, STATES, {("TUR", "1"): 30, ("NZL", "2"): 10, ("UTO", "1"): 3}, GROUND)
    assert {spot.name for spot in drawn.spots} == {"Airport", "Bridge", "Türkiye", "New Zealand"}
    assert list(drawn.off) == [("Nowhere", 5), ("Utopia", 3)]
    sizes = {spot.name: pi * spot.radius**2 for spot in drawn.spots}
    assert sizes["Airport"] > sizes["Türkiye"] > sizes["New Zealand"]
    assert sizes["Bridge"] == pytest.approx(sizes["New Zealand"])
    assert [(arc.name, arc.number) for arc in drawn.arcs] == [
        ("Türkiye → Airport", 30),
        ("New Zealand → Bridge", 10),
    ]
    assert drawn.arcs[0].width > drawn.arcs[1].width


def test_every_place_lies_within_the_box() -> None:
    drawn = atlas(POSTS, STATES, {}, GROUND)
    west, north, width, height = (float(number) for number in drawn.box.split())
    for spot in drawn.spots:
        assert west < spot.x < west + width
        assert north < spot.y < north + height


def test_the_world_is_cut_open_where_nothing_is() -> None:
    """Fiji and Tonga lie on both sides of the 180th meridian, four degrees apart."""
    both = Ground(states={"FJI": (178.0, -18.0), "TON": (-175.0, -21.0)})
    drawn = atlas({}, {"FJI": ("Fiji", 1), "TON": ("Tonga", 1)}, {}, both)
    assert abs(drawn.spots[0].x - drawn.spots[1].x) == pytest.approx(7.0)
    assert len(drawn.grounds) == 2


def test_names_do_not_lie_on_each_other() -> None:
    close = Ground(posts={f"P{n}": (70 + n * 0.2, 40.0) for n in range(6)})
    posts = {str(n): (f"P{n}", f"Post number {n}", 5) for n in range(6)}
    named = [spot for spot in atlas(posts, {}, {}, close).spots if spot.anchor]
    places = [(spot.anchor, round(spot.text_y, 3)) for spot in named]
    assert len(places) == len(set(places)) >= 4


def test_without_any_place_the_world_is_shown() -> None:
    drawn = atlas({}, {}, {}, Ground())
    assert drawn.box == "-180.00 -90.00 360.00 180.00"
    assert list(drawn.grounds) == [-180]
