"""Flows as shapes of a drawing: stages beside each other, bands between them as wide as what flows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from secondline.trends.queries.flowing import Flows
from secondline.trends.rules import OTHERS

WIDTH, HEIGHT, TOP = 1080, 470, 34
NAMES = 230  # to the right of the last stage
BAR, GAP = 14, 12
LONGEST = 24  # letters of a name in the drawing; its whole name is in the table
Name = Callable[[int, str], str]  # of a word at a stage


@dataclass(frozen=True, slots=True)
class Bar:
    """One place at one stage. `kind`: "known", "others" or "unknown"."""

    x: float
    y: float
    height: float
    kind: str
    name: str
    short: str
    number: int
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Band:
    path: str
    kind: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Drawing:
    bars: Sequence[Bar]
    bands: Sequence[Band]
    heads: Sequence[tuple[float, str]]  # x and heading of the stage
    width: int = WIDTH
    height: int = HEIGHT


def drawing(flows: Flows, name: Name, headings: Sequence[str]) -> Drawing:
    """Every stage is as high as the whole, so that bands can be followed with the eye."""
    most = max(len(stage) for stage in flows.stages)
    scale = (HEIGHT - TOP - GAP * most) / max(flows.total, 1)
    step = (WIDTH - NAMES - BAR) / (len(flows.stages) - 1)
    bars: list[dict[str, Bar]] = []
    for place, stage in enumerate(flows.stages):
        y, here = float(TOP), {}
        for word, number in stage:
            here[word] = _bar(place * step, y, number, scale, word, name(place, word))
            y += number * scale + GAP
        bars.append(here)
    bands = [
        band
        for place, link in enumerate(flows.links)
        for band in _bands(bars[place], bars[place + 1], link, scale)
    ]
    heads = [(place * step, words) for place, words in enumerate(headings)]
    return Drawing([bar for stage in bars for bar in stage.values()], bands, heads)


def _bar(x: float, y: float, number: int, scale: float, word: str, name: str) -> Bar:
    height = number * scale
    return Bar(x, y, height, _kind(word), name, _short(name), number, x + BAR + 6, y + height / 2 + 2)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _kind(word: str) -> str:
    return "unknown" if not word else "others" if word == OTHERS else "known"


def _bands(
    left: Mapping[str, Bar], right: Mapping[str, Bar], link: Mapping[tuple[str, str], int], scale: float
) -> list[Band]:
    """From the top of each bar downwards, in the order of the bars at the other end: few cross."""
    rank_left = {word: place for place, word in enumerate(left)}
    rank_right = {word: place for place, word in enumerate(right)}
    at_left = {word: bar.y for word, bar in left.items()}
    at_right = {word: bar.y for word, bar in right.items()}
    ends: dict[tuple[str, str], float] = {}
    for pair in sorted(link, key=lambda pair: (rank_right[pair[1]], rank_left[pair[0]])):
        ends[pair] = at_right[pair[1]]
        at_right[pair[1]] += link[pair] * scale
    drawn = []
    for pair in sorted(link, key=lambda pair: (rank_left[pair[0]], rank_right[pair[1]])):
        one, other = left[pair[0]], right[pair[1]]
        path = _path(one.x + BAR, at_left[pair[0]], other.x, ends[pair], link[pair] * scale)
        at_left[pair[0]] += link[pair] * scale
        kind = "unknown" if "" in pair else "known"
        drawn.append(Band(path, kind, f"{one.name} → {other.name}", link[pair]))
    return drawn


def _path(x: float, y: float, to_x: float, to_y: float, height: float) -> str:
    middle = (x + to_x) / 2
    return (
        f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
        f"L{to_x:.1f} {to_y + height:.1f}C{middle:.1f} {to_y + height:.1f} {middle:.1f} {y + height:.1f} "
        f"{x:.1f} {y + height:.1f}Z"
    )
