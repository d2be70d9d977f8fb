"""The ground of the map: land without boundaries, or what the deployment's file draws; places of symbols."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
LARGEST: Final = 20_000_000  # bytes
MOST_POINTS: Final = 500_000
LINES: Final = frozenset({"LineString", "MultiLineString"})

SOUTH_POLE: Final = -89.9  # along it the coast of Antarctica is closed in a plane map

Point = tuple[float, float]
Line = Sequence[Point]


class UnusableMapError(ValueError):
    """The file is no map that can be drawn; the message says why."""


@dataclass(frozen=True, slots=True)
class Ground:
    """`rings` are filled, `lines` drawn. `own`: of the deployment's file; `fault`: why that is not used."""

    rings: Sequence[Line] = ()
    lines: Sequence[Line] = ()
    posts: Mapping[str, Point] = field(default_factory=dict)
    states: Mapping[str, Point] = field(default_factory=dict)
    own: bool = False
    fault: str = ""


def ground(path: str) -> Ground:
    """The deployment's map ("" none); land alone where it can't be read, and then said so."""
    if not path:
        return _land()
    try:
        stamp = Path(path).stat()
        return _own(path, stamp.st_mtime_ns, stamp.st_size)
    except (OSError, UnusableMapError) as error:
        land = _land()
        return Ground(land.rings, land.lines, land.posts, land.states, fault=str(error))


@lru_cache(maxsize=1)
def _land() -> Ground:
    with (HERE / "states.csv").open(encoding="utf-8", newline="") as file:
        states = {
            row["state"]: (float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)
        }
    read = read_map((HERE / "land.geojson").read_text(encoding="utf-8"))
    return Ground(read.rings, read.lines, {}, states)


@lru_cache(maxsize=2)
def _own(path: str, _changed: int, size: int) -> Ground:
    if size > LARGEST:
        raise UnusableMapError(f"the map file has more than {LARGEST:,} bytes")
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UnusableMapError("the map file is no text in UTF-8") from error
    read = read_map(text)
    return Ground(read.rings, read.lines, read.posts, {**_land().states, **read.states}, own=True)


def read_map(text: str) -> Ground:
    """GeoJSON (RFC 7946) or TopoJSON 1.0, in degrees. Raises UnusableMapError."""
    try:
        whole = json.loads(text)
        pairs = list(_topology(whole) if _type(whole) == "Topology" else _features(whole))
        return _sorted(pairs)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        if isinstance(error, UnusableMapError):
            raise
        raise UnusableMapError("the map file is neither GeoJSON nor TopoJSON") from error


_Pair = tuple[Mapping[str, Any], str, Any]  # properties, kind of geometry, coordinates


def _type(thing: Mapping[str, Any]) -> str:
    return str(thing["type"])


def _features(thing: Mapping[str, Any]) -> Iterator[_Pair]:
    if _type(thing) == "FeatureCollection":
        for feature in thing["features"]:
            yield from _features(feature)
    elif _type(thing) == "Feature":
        if thing["geometry"]:
            for _none, kind, coordinates in _features(thing["geometry"]):
                yield thing.get("properties") or {}, kind, coordinates
    elif _type(thing) == "GeometryCollection":
        for geometry in thing["geometries"]:
            yield from _features(geometry)
    else:
        yield {}, _type(thing), thing["coordinates"]


def _topology(thing: Mapping[str, Any]) -> Iterator[_Pair]:
    scale, move = (1.0, 1.0), (0.0, 0.0)
    if transform := thing.get("transform"):
        scale, move = tuple(transform["scale"]), tuple(transform["translate"])
    arcs = [_arc(arc, scale, move, delta=bool(transform)) for arc in thing["arcs"]]
    for each in thing["objects"].values():
        yield from _object(each, arcs, scale, move)


def _arc(arc: Sequence[Any], scale: Any, move: Any, *, delta: bool) -> list[Point]:
    x = y = 0.0
    points = []
    for step in arc:
        x, y = (x + step[0], y + step[1]) if delta else (step[0], step[1])
        points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
    return points


def _object(each: Mapping[str, Any], arcs: Sequence[list[Point]], scale: Any, move: Any) -> Iterator[_Pair]:
    properties, kind = each.get("properties") or {}, each.get("type")
    if kind == "GeometryCollection":
        for inner in each["geometries"]:
            yield from _object(inner, arcs, scale, move)
    elif kind == "Point":
        x, y = each["coordinates"][:2]
        yield properties, kind, (x * scale[0] + move[0], y * scale[1] + move[1])
    elif kind in {"Polygon", "MultiLineString"}:
        yield properties, kind, [_joined(ring, arcs) for ring in each["arcs"]]
    elif kind == "MultiPolygon":
        yield properties, kind, [[_joined(ring, arcs) for ring in part] for part in each["arcs"]]
    elif kind == "LineString":
        yield properties, kind, _joined(each["arcs"], arcs)


def _joined(places: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """Arcs one after the other; a negative place is that arc backwards (TopoJSON 1.0, section 2.1.4)."""
    points: list[Point] = []
    for place in places:
        arc = arcs[place] if place >= 0 else arcs[~place][::-1]
        points += arc[1:] if points else arc
    return points


def _sorted(pairs: Sequence[_Pair]) -> Ground:
    rings: list[Line] = []
    lines: list[Line] = []
    places: dict[str, dict[str, Point]] = {"post": {}, "state": {}}
    for properties, kind, coordinates in pairs:
        if kind == "Point":
            for name, known in places.items():
                if word := properties.get(name):
                    known[str(word)] = _point(coordinates)
        elif kind in {"Polygon", "MultiPolygon"}:
            parts = [coordinates] if kind == "Polygon" else coordinates
            rings += [[_point(point) for point in ring] for part in parts for ring in part]
        elif kind in LINES:
            parts = [coordinates] if kind == "LineString" else coordinates
            lines += [[_point(point) for point in part] for part in parts]
    if sum(len(line) for line in (*rings, *lines)) > MOST_POINTS:
        raise UnusableMapError(f"the map file has more than {MOST_POINTS:,} points")
    return Ground(rings, lines, places["post"], places["state"])


def _point(pair: Sequence[float]) -> Point:
    x, y = float(pair[0]), float(pair[1])
    if not (-360 <= x <= 360 and -90 <= y <= 90):
        raise UnusableMapError("the map file is not in degrees of longitude and latitude")
    return x, y


def svg(drawn: Ground) -> str:
    """A picture of the whole world in degrees, north up (plate carrée)."""
    land = "".join(_path(ring) + "Z" for whole in drawn.rings for ring in round_the_world(whole))
    lines = "".join(_path(line) for whole in drawn.lines for line in round_the_world(whole))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -90 360 180" preserveAspectRatio="none">'
        f'<path d="{land}" fill="#e4e9e6" stroke="#c3ccc8" stroke-width="0.15" fill-rule="evenodd"/>'
        f'<path d="{lines}" fill="none" stroke="#8d9a95" stroke-width="0.2"/></svg>'
    )


def round_the_world(line: Line) -> list[Line]:
    """The line without leaps from one edge of the world to the other, and what lies beyond the edge again."""
    shift, steady, before = 0.0, [], None
    for x, y in line:
        if before is not None and y > SOUTH_POLE:
            shift += 360 if x - before < -180 else -360 if x - before > 180 else 0
        before = x
        steady.append((x + shift, y))
    again = [360.0] if any(x < -180 for x, _y in steady) else []
    again += [-360.0] if any(x > 180 for x, _y in steady) else []
    return [steady, *([(x + turn, y) for x, y in steady] for turn in again)]


def _path(line: Line) -> str:
    return "M" + "L".join(f"{x:.2f} {-y:.2f}" for x, y in line) if line else ""
