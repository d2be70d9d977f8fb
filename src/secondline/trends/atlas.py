"""The map as shapes of a drawing: posts and places as circles, routes as arcs, no border drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from secondline.trends.ground import Ground, Point

LEAST_WIDTH = 40.0  # degrees: nearer, the coarse land would say more than it knows
RATIO = 0.5
MARGIN = 0.14
MOST_ARCS = 60
MOST_NAMED = 14


@dataclass(frozen=True, slots=True)
class Spot:
    """A circle. `kind`: "post" or "state"."""

    x: float
    y: float
    radius: float
    kind: str
    name: str
    number: int
    text_x: float
    text_y: float
    anchor: str
    named: bool


@dataclass(frozen=True, slots=True)
class Arc:
    path: str
    width: float
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Atlas:
    """`box` is the part of the world that is shown, in degrees; `type` the size of letters in it.

    `off`: what has no place on the map, with its number; it is listed, not left out.
    """

    box: str
    type: float
    line: float
    spots: Sequence[Spot]
    arcs: Sequence[Arc]
    off: Sequence[tuple[str, int]]


Named = Mapping[str, tuple[str, int]]  # code or id: name, number


def atlas(
    posts: Mapping[str, tuple[str, str, int]],
    states: Named,
    routes: Mapping[tuple[str, str], int],
    ground: Ground,
) -> Atlas:
    """`posts`: id to code, name, number; `states`: code to name, number; `routes`: state and post's id."""
    at_post = {key: ground.posts[code] for key, (code, _name, _n) in posts.items() if code in ground.posts}
    at_state = {code: ground.states[code] for code in states if code in ground.states}
    points = [*at_post.values(), *at_state.values()]
    west, north, width = _box(points)
    unit = width / 100
    most = max(
        [number for _code, _name, number in posts.values()] + [n for _name, n in states.values()] + [1]
    )
    arcs = _arcs(posts, states, at_post, at_state, routes, unit)
    spots = [
        _spot(at_state[code], name, number, "state", most, unit, rank < MOST_NAMED, west + width)
        for rank, (code, (name, number)) in enumerate(_largest(states))
        if code in at_state
    ]
    spots += [
        _spot(at_post[key], name, number, "post", most, unit, True, west + width)
        for key, (_code, name, number) in posts.items()
        if key in at_post
    ]
    off = [(name, number) for key, (_code, name, number) in posts.items() if key not in at_post and number]
    off += [(name, number) for code, (name, number) in states.items() if code not in at_state]
    box = f"{west:.2f} {north:.2f} {width:.2f} {width * RATIO:.2f}"
    return Atlas(box, unit * 1.9, unit * 0.12, spots, arcs, off)


def _largest(states: Named) -> list[tuple[str, tuple[str, int]]]:
    return sorted(states.items(), key=lambda each: (-each[1][1], each[0]))


def _box(points: Sequence[Point]) -> tuple[float, float, float]:
    """West, north (downwards positive), width of what holds all points and a margin; the world for none."""
    if not points:
        return -180.0, -90.0, 360.0
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    width = max((east - west) * (1 + 2 * MARGIN), (north - south) * (1 + 2 * MARGIN) / RATIO, LEAST_WIDTH)
    return (west + east - width) / 2, -(north + south) / 2 - width * RATIO / 2, width


def _spot(
    at: Point, name: str, number: int, kind: str, most: int, unit: float, named: bool, east: float
) -> Spot:
    """A circle whose area is the number; its name on the side where there is room."""
    radius = unit * (0.5 + 2.6 * sqrt(number / most))
    x, y = at[0], -at[1]
    left = x > east - unit * 24
    text_x = x - radius - unit * 0.6 if left else x + radius + unit * 0.6
    return Spot(x, y, radius, kind, name, number, text_x, y + unit * 0.65, "end" if left else "start", named)


def _arcs(
    posts: Mapping[str, tuple[str, str, int]],
    states: Named,
    at_post: Mapping[str, Point],
    at_state: Mapping[str, Point],
    routes: Mapping[tuple[str, str], int],
    unit: float,
) -> list[Arc]:
    known = [(pair, n) for pair, n in routes.items() if pair[0] in at_state and pair[1] in at_post]
    known.sort(key=lambda each: (-each[1], each[0]))
    most = max((number for _pair, number in known), default=1)
    return [
        Arc(
            _bow(at_state[state], at_post[post]),
            unit * (0.15 + 1.1 * number / most),
            f"{states[state][0]} → {posts[post][1]}",
            number,
        )
        for (state, post), number in known[:MOST_ARCS]
    ]


def _bow(start: Point, end: Point) -> str:
    """Bent to the left of the way, so that two directions don't lie on each other."""
    (x, y), (to_x, to_y) = (start[0], -start[1]), (end[0], -end[1])
    bend_x, bend_y = (x + to_x) / 2 + (to_y - y) * 0.18, (y + to_y) / 2 - (to_x - x) * 0.18
    return f"M{x:.2f} {y:.2f}Q{bend_x:.2f} {bend_y:.2f} {to_x:.2f} {to_y:.2f}"
