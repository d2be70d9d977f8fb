"""The map as shapes of a drawing: posts and places as circles, routes as arcs, no border drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from math import sqrt

from secondline.trends.ground import Ground, Point

LEAST_WIDTH = 40.0  # degrees: nearer, the coarse land would say more than it knows
RATIO = 0.5
MARGIN = 0.14
MOST_ARCS = 60
MOST_NAMED = 24
LETTERS = 1.6  # hundredths of the width


@dataclass(frozen=True, slots=True)
class Spot:
    """A circle. `kind`: "post" or "state"; `anchor` "" where there was no room for its name."""

    x: float
    y: float
    radius: float
    kind: str
    name: str
    number: int
    text_x: float = 0.0
    text_y: float = 0.0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    path: str
    width: float
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Atlas:
    """`box` is the part of the world that is shown, in degrees; `type` the size of letters in it.

    `grounds`: the western edges of the worlds that the box touches. `off`: what has no place on the map, with
    its number; it is listed, not left out.
    """

    box: str
    type: float
    line: float
    grounds: Sequence[int]
    spots: Sequence[Spot]
    arcs: Sequence[Arc]
    off: Sequence[tuple[str, int]]


Posts = Mapping[str, tuple[str, str, int]]  # id: code, name, number
States = Mapping[str, tuple[str, int]]  # code: name, number
Places = Mapping[str, Point]


def atlas(posts: Posts, states: States, routes: Mapping[tuple[str, str], int], ground: Ground) -> Atlas:
    """`routes`: state and post's id."""
    at_post = {key: ground.posts[code] for key, (code, _name, _n) in posts.items() if code in ground.posts}
    at_state = {code: ground.states[code] for code in states if code in ground.states}
    cut = _cut([x for x, _y in (*at_post.values(), *at_state.values())])
    at_post, at_state = _turned(at_post, cut), _turned(at_state, cut)
    west, north, width = _box([*at_post.values(), *at_state.values()])
    unit = width / 100
    most = max([n for _c, _name, n in posts.values()] + [n for _name, n in states.values()] + [1])
    spots = [
        _spot(at_post[key], name, number, "post", most, unit)
        for key, (_code, name, number) in posts.items()
        if key in at_post
    ]
    spots += [
        _spot(at_state[code], name, number, "state", most, unit)
        for code, (name, number) in sorted(states.items(), key=lambda each: (-each[1][1], each[0]))
        if code in at_state
    ]
    off = [(name, number) for key, (_code, name, number) in posts.items() if key not in at_post and number]
    off += [(name, number) for code, (name, number) in states.items() if code not in at_state]
    return Atlas(
        box=f"{west:.2f} {north:.2f} {width:.2f} {width * RATIO:.2f}",
        type=unit * LETTERS,
        line=unit * 0.12,
        grounds=[edge for edge in (-540, -180, 180) if edge < west + width and edge + 360 > west],
        spots=_named(spots, unit, west, west + width),
        arcs=_arcs(posts, states, at_post, at_state, routes, unit),
        off=off,
    )


def _cut(longitudes: Sequence[float]) -> float:
    """Where the world is cut open: in the middle of the widest gap between the places."""
    known = sorted(longitudes)
    if not known:
        return -180.0
    gaps = [(east - west, west) for west, east in pairwise([*known, known[0] + 360])]
    width, west = max(gaps)
    middle = west + width / 2
    return middle - 360 if middle > 0 else middle


def _turned(places: Places, cut: float) -> dict[str, Point]:
    return {name: ((x - cut) % 360 + cut, y) for name, (x, y) in places.items()}


def _box(points: Sequence[Point]) -> tuple[float, float, float]:
    """West, north (downwards positive), width of what holds all points and a margin; the world for none."""
    if not points:
        return -180.0, -90.0, 360.0
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    width = max((east - west) * (1 + 2 * MARGIN), (north - south) * (1 + 2 * MARGIN) / RATIO, LEAST_WIDTH)
    return (west + east - width) / 2, -(north + south) / 2 - width * RATIO / 2, width


def _spot(at: Point, name: str, number: int, kind: str, most: int, unit: float) -> Spot:
    """A circle whose area is the number."""
    return Spot(at[0], -at[1], unit * (0.35 + 1.9 * sqrt(number / most)), kind, name, number)


def _named(spots: Sequence[Spot], unit: float, west: float, east: float) -> list[Spot]:
    """Each with its name beside it, where no other name stands yet; the largest first, posts before all."""
    taken = [(s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius) for s in spots]
    done = []
    for rank, spot in enumerate(spots):
        width = (len(f"{spot.name} {spot.number}") + 2) * unit * LETTERS * 0.55
        height = unit * LETTERS
        for step, side in product((0, 1, -1, 2, -2, 3, -3), ("start", "end")):
            x = spot.x + (spot.radius + unit * 0.5) * (1 if side == "start" else -1)
            y = spot.y + step * height * 1.1 + height * 0.35
            left = x if side == "start" else x - width
            box = (left, y - height, left + width, y + height * 0.2)
            inside = west <= box[0] and box[2] <= east
            if rank < MOST_NAMED and inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                spot = replace(spot, text_x=x, text_y=y, anchor=side)  # noqa: PLW2901  # the same, with a name
                break
        done.append(spot)
    return done


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _arcs(
    posts: Posts,
    states: States,
    at_post: Places,
    at_state: Places,
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
