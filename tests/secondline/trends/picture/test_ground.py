"""The map's ground: land by default, a deployment's own file in its place, and nothing that breaks the page."""

import json
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from cast import Cast, log_in
from hypothesis import given
from hypothesis import strategies as st
from picture_rows import rows_of, take
from pytest_django.fixtures import Settings

from secondline.people.models import Post
from secondline.trends import ground as grounds
from secondline.trends.ground import UnusableMapError, ground, read_map, round_the_world, svg
from traveldoc.vocabulary import vocabulary

SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
POINT = {
    "type": "Feature",
    "properties": {"post": "UTO-AIR"},
    "geometry": {"type": "Point", "coordinates": [5, 6]},
}


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def shape(kind: str, coordinates: object) -> dict[str, object]:
    return {"type": "Feature", "properties": None, "geometry": {"type": kind, "coordinates": coordinates}}


def test_without_a_file_there_is_land_without_borders_and_places_of_states() -> None:
    drawn = ground("")
    assert len(drawn.rings) > 100
    assert not drawn.lines
    assert not drawn.posts
    assert set(drawn.states) <= {term.id for term in vocabulary("state")}
    # Somewhere within the state (CIA World Factbook's geographic coordinates, within some degrees).
    for code, x, y in (("D", 9, 51), ("KAZ", 68, 48), ("BRA", -55, -10), ("AUS", 133, -27)):
        assert drawn.states[code] == pytest.approx((x, y), abs=4)


def test_geojson_is_read_with_the_places_of_posts_and_states() -> None:
    text = collection(
        shape("Polygon", [SQUARE]),
        shape("MultiPolygon", [[SQUARE], [SQUARE]]),
        shape("LineString", SQUARE),
        shape("MultiLineString", [SQUARE, SQUARE]),
        POINT,
        {**POINT, "properties": {"state": "UTO"}},
        {"type": "Feature", "properties": {}, "geometry": None},
        {"type": "Feature", "properties": {}, "geometry": {"type": "GeometryCollection", "geometries": []}},
        shape("MultiPoint", [[1, 1]]),
    )
    read = read_map(text)
    assert (len(read.rings), len(read.lines)) == (3, 3)
    assert read.posts == {"UTO-AIR": (5.0, 6.0)}
    assert read.states == {"UTO": (5.0, 6.0)}


def test_topojson_is_read_with_its_arcs_forwards_and_backwards() -> None:
    """The example of the TopoJSON specification 1.0, section 1.1: a polygon of two arcs, one shared."""
    text = json.dumps(
        {
            "type": "Topology",
            "transform": {"scale": [0.5, 0.5], "translate": [100, 0]},
            "objects": {
                "all": {
                    "type": "GeometryCollection",
                    "geometries": [
                        {"type": "Point", "properties": {"post": "A"}, "coordinates": [4, 5]},
                        {"type": "LineString", "arcs": [0]},
                        {"type": "Polygon", "arcs": [[-2, 0]]},
                        {"type": "MultiPolygon", "arcs": [[[-2, 0]]]},
                        {"type": None},
                    ],
                }
            },
            "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
        }
    )
    read = read_map(text)
    assert read.posts == {"A": (102.0, 2.5)}
    assert list(read.lines) == [[(100.0, 0.0), (101.0, 0.0), (101.0, 1.0)]]
    assert list(read.rings[0]) == [(101.0, 1.0), (100.0, 1.0), (100.0, 0.0), (101.0, 0.0), (101.0, 1.0)]


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "nonsense", collection({"type": "Feature"}), collection(shape("Polygon", [[1]])),
     '{"type":"Topology","objects":{"a":{"type":"LineString","arcs":[9]}},"arcs":[]}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_map_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UnusableMapError):
        read_map(text)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=9), lambda each: st.lists(each) | st.dictionaries(
    st.sampled_from(["type", "features", "geometry", "coordinates", "arcs", "objects", "transform"]), each)))  # fmt: skip
def test_any_json_is_a_map_or_is_refused(thing: object) -> None:
    with suppress(UnusableMapError):
        read_map(json.dumps(thing))


def test_metres_are_no_degrees() -> None:
    with pytest.raises(UnusableMapError, match="degrees"):
        read_map(collection(shape("Polygon", [[[500_000, 4_649_776]]])))


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "map.json"
    path.write_text(collection(shape("LineString", SQUARE)))
    monkeypatch.setattr(grounds, "MOST_POINTS", 3)
    assert "more than 3 points" in ground(str(path)).fault
    monkeypatch.setattr(grounds, "LARGEST", 20)
    path.write_text(collection(shape("LineString", SQUARE)) + " ")
    assert "more than 20 bytes" in ground(str(path)).fault


def test_the_deployments_file_takes_the_place_of_the_land(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text(collection(shape("Polygon", [SQUARE]), POINT))
    drawn = ground(str(path))
    assert drawn.own
    assert len(drawn.rings) == 1
    assert drawn.posts == {"UTO-AIR": (5.0, 6.0)}
    assert "KAZ" in drawn.states


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"{}"])
def test_a_file_that_cannot_be_used_leaves_the_land_and_says_why(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "map.json"
    if content is not None:
        path.write_bytes(content)
    drawn = ground(str(path))
    assert drawn.fault
    assert not drawn.own
    assert len(drawn.rings) > 100


def test_a_coast_over_the_edge_of_the_world_has_no_leap() -> None:
    lines = round_the_world([(170, 60), (179, 61), (-179, 62), (-170, 60)])
    assert [list(line) for line in lines] == [
        [(170, 60), (179, 61), (181, 62), (190, 60)],
        [(-190, 60), (-181, 61), (-179, 62), (-170, 60)],
    ]
    westwards = round_the_world([(-179, 1), (179, 1)])
    assert [list(line) for line in westwards] == [[(-179, 1), (-181, 1)], [(181, 1), (179, 1)]]
    for ring in ground("").rings:
        for line in round_the_world(ring):
            assert all(abs(x - to_x) < 180 or y < -89 for (x, y), (to_x, _to_y) in pairwise(line))


def test_the_picture_is_well_formed_and_has_north_up() -> None:
    root = ET.fromstring(svg(ground("")))
    assert root.attrib["viewBox"] == "-180 -90 360 180"


@pytest.mark.django_db
def test_a_post_stands_where_its_administrator_says_and_not_where_the_file_does(
    cast: Cast, at: Any, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "map.json"
    point = {"type": "Point", "coordinates": [5.0, 6.0]}
    path.write_text(json.dumps({"type": "Feature", "properties": {"post": "UTO-AIR"}, "geometry": point}))
    settings.MAP_FILE = str(path)
    take(cast, at, rows_of(seed=5, number=60))
    client = log_in(cast.analyst)
    query = "/trends/?view=map&first=2024-01&last=2025-12"
    harbour = dict(client.get(query).context["part"].atlas.off)
    assert "Utopia Harbour" in harbour
    assert "Utopia Airport" not in harbour
    Post.objects.filter(code="UTO-SEA").update(latitude=43.0, longitude=77.0)
    Post.objects.filter(code="UTO-AIR").update(latitude=42.0, longitude=70.0)
    drawn = client.get(query).context["part"].atlas
    assert drawn.off == []
    where = {spot.name: (spot.x % 360, -spot.y) for spot in drawn.spots if spot.kind == "post"}
    assert where["Utopia Harbour"] == pytest.approx((77.0, 43.0))
    assert where["Utopia Airport"] == pytest.approx((70.0, 42.0))
