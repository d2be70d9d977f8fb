"""Where in the picture a zone's lines run: a coarse look at the whole, then a closer one where it pays."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from traveldoc.page.course import Course, Points, fit_together
from traveldoc.page.network import run_windows
from traveldoc.page.rectify import Source

Plane = NDArray[np.float32]
Array = NDArray[np.float64]
STRIDE = 4
"""Pixels of the searched picture to one cell of the finding network's answer."""
NEIGHBOURHOOD = 33
SEARCHED = (448, 800, 1400)
"""Longest sides at which the picture is looked at, one after the other until a zone is plain."""
FINE = 10.0
"""Pitch of the characters in the second look."""
FINEST = 22.0
"""Pitch beyond which a picture is reduced before it is read: the strips hold no more."""

ROOM = 6
"""Characters of room around a region."""
LONGEST = 44
"""Characters of the longest lines, Doc 9303 part 4."""
CLOSE = 7.5
"""Pitch of the characters in the first look from which it needs no second one."""
MOST_PIECES = 48
"""Connected pieces of print that are put together to regions."""


def even_out_picture(grey: Plane) -> Plane:
    """Take light and contrast out of grey levels 0 to 255, so that faint print looks like strong print."""
    size = (NEIGHBOURHOOD, NEIGHBOURHOOD)
    mean = cv2.blur(grey, size)
    spread = np.sqrt(np.maximum(cv2.blur(np.square(grey), size) - np.square(mean), 0))
    return np.asarray((grey - mean) / (spread + 6), np.float32)


def search(grey: Plane) -> Plane:
    """Cells (4, h / 4, w / 4) of grey levels whose sides are cut to multiples of STRIDE."""
    height, width = (side // STRIDE * STRIDE for side in grey.shape)
    return run_windows(even_out_picture(grey[:height, :width]))


@dataclass(frozen=True)
class Piece:
    """Connected cells: their middles (n x 2) in pixels, the mean reading direction and pitch."""

    spots: Array
    direction: Array
    pitch: float
    weight: Array


@dataclass(frozen=True)
class Region:
    """Where lines seem to stand together, in pixels of the searched picture: a turned rectangle, and the
    pieces that make it.
    """

    pieces: tuple[Piece, ...]
    middle: Array
    direction: Array
    pitch: float
    length: float
    depth: float
    mass: float


def find_pieces(cells: Plane) -> list[Piece]:
    mask = (cells[0] > 0.5).astype(np.uint8)
    count, names = cv2.connectedComponents(mask, connectivity=8)
    order = np.argsort(names, axis=None, kind="stable")
    bounds = np.searchsorted(names.ravel()[order], np.arange(1, count + 1))
    pieces = []
    for begin, end in pairwise(bounds):
        if end - begin < 5:
            continue
        rows, columns = np.unravel_index(order[begin:end], names.shape)
        direction = find_direction(cells[1:3, rows, columns].astype(np.float64))
        pitch = 8 * float(np.exp(np.median(cells[3, rows, columns])))
        spots = np.stack([columns, rows], axis=1) * STRIDE + (STRIDE - 1) / 2
        weight = cells[0, rows, columns].astype(np.float64)
        pieces.append(Piece(spots.astype(np.float64), direction, pitch, weight))
    return pieces


def find_direction(seen: Array) -> Array:
    """The common reading direction of cells (2 x n): their axis by doubled angles, and the way most of them
    say.
    """
    angle = np.arctan2((2 * seen[0] * seen[1]).sum(), (np.square(seen[0]) - np.square(seen[1])).sum()) / 2
    axis = np.array([np.cos(angle), np.sin(angle)])
    return axis if float((axis @ seen).sum()) >= 0 else -axis


def belong(one: Piece, two: Piece) -> bool:
    """Whether two pieces can be of one zone: the same direction and size, and near each other."""
    if abs(float(one.direction @ two.direction)) < 0.9 or abs(np.log(one.pitch / two.pitch)) > 0.4:
        return False
    pitch = (one.pitch + two.pitch) / 2
    along, across = one.direction, np.array([-one.direction[1], one.direction[0]])
    first, second = one.spots @ along, two.spots @ along
    gap = max(first.min() - second.max(), second.min() - first.max())
    rows = abs(np.median(one.spots @ across) - np.median(two.spots @ across))
    return bool(gap < 8 * pitch and rows < (3.6 + 0.12 * max(gap, 0) / pitch) * pitch)


def gather(pieces: list[Piece]) -> list[Region]:
    """Pieces that belong together, greatest mass first. On a page full of print only the largest count."""
    pieces = sorted(pieces, key=lambda piece: -len(piece.spots) / piece.pitch)[:MOST_PIECES]
    group = list(range(len(pieces)))
    for i, j in zip(*np.nonzero(find_near(pieces)), strict=True):
        if group[i] != group[j] and belong(pieces[i], pieces[j]):
            old, new = group[i], group[j]
            group = [new if name == old else name for name in group]
    regions = [
        bound([pieces[i] for i, name in enumerate(group) if name == wanted]) for wanted in sorted(set(group))
    ]
    return sorted(regions, key=lambda region: -region.mass)


def find_near(pieces: list[Piece]) -> NDArray[np.bool_]:
    """Which pairs (the second before the first) are worth a closer comparison: by the circles around them."""
    middles = np.array([piece.spots.mean(axis=0) for piece in pieces]).reshape(-1, 2)
    reach = [
        float(np.hypot(*(piece.spots - middle).T).max())
        for piece, middle in zip(pieces, middles, strict=True)
    ]
    pitch = np.array([piece.pitch for piece in pieces])
    apart = np.hypot(*(middles[:, None] - middles[None]).T) - np.add.outer(reach, reach)
    return np.tril(apart < 4 * np.add.outer(pitch, pitch), -1)


def bound(pieces: list[Piece]) -> Region:
    sizes = np.array([len(piece.spots) for piece in pieces], np.float64)
    direction = find_direction((np.array([piece.direction for piece in pieces]) * sizes[:, None]).T)
    pitch = float(np.exp((np.log([piece.pitch for piece in pieces]) * sizes).sum() / sizes.sum()))
    spots = np.concatenate([piece.spots for piece in pieces])
    direction = level(spots, direction, pitch)
    across = np.array([-direction[1], direction[0]])
    u, v = spots @ direction, spots @ across
    middle = direction * (u.min() + u.max()) / 2 + across * (v.min() + v.max()) / 2
    mass = float(sizes.sum() * STRIDE**2 / pitch**2)
    return Region(tuple(pieces), middle, direction, pitch, float(np.ptp(u)), float(np.ptp(v)), mass)


def level(spots: Array, direction: Array, pitch: float) -> Array:
    """The direction corrected by the way the cells lie, when they are much longer than deep."""
    centred = spots - spots.mean(axis=0)
    values, vectors = np.linalg.eigh(centred.T @ centred)
    if values[1] < 9 * values[0] or np.sqrt(values[1] / len(spots)) < 3 * pitch:
        return direction
    main = vectors[:, 1] * np.sign(vectors[:, 1] @ direction)
    return np.asarray(main if main @ direction > 0.94 else direction)


def find_corner(region: Region) -> Array:
    """The upper left corner of a region with room around, in pixels of the searched picture."""
    along, across = region.direction, np.array([-region.direction[1], region.direction[0]])
    half = np.array([region.length, region.depth]) / 2 + ROOM * region.pitch
    return np.asarray(region.middle - along * half[0] - across * half[1], np.float64)


def cut_source(picture: NDArray[np.uint8], region: Region, zoom: float) -> Source:
    """The part of the picture around a region; `zoom` is picture pixels to a searched pixel.

    Upright coordinates have FINE units to a character and begin at the region's upper left corner with room
    around; where little of a line was found there may be more to both sides. A picture finer than FINEST is
    reduced.
    """
    unit = region.pitch / FINE
    along, across = region.direction, np.array([-region.direction[1], region.direction[0]])
    corner = find_corner(region)
    long = max(region.length / 2, LONGEST * region.pitch - region.length / 2) + ROOM * region.pitch
    deep = region.depth / 2 + ROOM * region.pitch
    corners = [region.middle + along * x + across * y for x in (-long, long) for y in (-deep, deep)]
    low = np.maximum(np.floor(np.min(corners, axis=0) * zoom).astype(int) - 4, 0)
    high = np.ceil(np.max(corners, axis=0) * zoom).astype(int) + 4
    part = picture[low[1] : high[1], low[0] : high[0]]
    scale = max(1.0, region.pitch * zoom / FINEST)
    if scale > 1:
        size = (max(1, round(part.shape[1] / scale)), max(1, round(part.shape[0] / scale)))
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    margin = int(region.pitch * zoom / scale) + 2
    matrix = np.empty((2, 3))
    matrix[:, 0], matrix[:, 1] = along * unit * zoom / scale, across * unit * zoom / scale
    # A searched pixel's middle p lies at (p + 0.5) * zoom - 0.5 of the picture.
    matrix[:, 2] = ((corner + 0.5) * zoom - 0.5 - low + 0.5) / scale - 0.5 + margin
    return Source(
        surround(grey_of(part), margin), matrix, scale, (low[0] - margin * scale, low[1] - margin * scale)
    )


def surround(levels: Plane, margin: int) -> Plane:
    """Some paper around a part of a picture: ink that touches its edge must not run out of it."""
    around = cv2.copyMakeBorder(levels, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    around = cv2.dilate(around, np.ones((margin, margin), np.uint8))
    around[margin:-margin, margin:-margin] = levels
    return np.asarray(around, np.float32)


def grey_of(picture: NDArray[np.uint8]) -> Plane:
    """The lightest of a pixel's colours: what is printed in colour fades, and the zone's ink is black."""
    if picture.ndim == 3:
        red, green, blue = cv2.split(picture)
        picture = np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
    return np.asarray(picture, np.float32)


def stand_upright(source: Source, region: Region) -> Plane:
    """The region drawn with FINE pixels to a character, lines running to the right."""
    unit = FINE / region.pitch
    around = 2 * ROOM * region.pitch
    size = (int((region.length + around) * unit), int((region.depth + around) * unit))
    levels = source.levels
    shrink = float(np.hypot(source.to_source[0, 0], source.to_source[1, 0]))
    if shrink > 1:
        levels = np.asarray(cv2.GaussianBlur(levels, (0, 0), 0.45 * shrink), np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    upright = cv2.warpAffine(levels, source.to_source, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(upright, np.float32)


def take_courses(region: Region) -> list[Course]:
    """The courses of a region's lines from the first look alone, where it was close enough."""
    along, corner = region.direction, find_corner(region)
    across = np.array([-along[1], along[0]])
    unit = FINE / region.pitch
    spots = [(piece.spots - corner) @ np.stack([along, across], axis=1) * unit for piece in region.pieces]
    longest = max(spots, key=len)
    points = np.concatenate(spots)
    weight = np.concatenate([piece.weight for piece in region.pieces])
    return lay_courses(points[:, 0], points[:, 1], weight, FINE, longest)


def find_courses(upright: Plane) -> list[Course]:
    """The courses of the lines in an upright region, from the top down."""
    cells = search(upright)
    rows, columns = np.nonzero((cells[0] > 0.4) & (np.abs(cells[1]) > np.abs(cells[2])))
    if len(rows) < 8:
        return []
    u = columns.astype(np.float64) * STRIDE + (STRIDE - 1) / 2
    v = rows.astype(np.float64) * STRIDE + (STRIDE - 1) / 2
    weight = cells[0, rows, columns].astype(np.float64)
    pitch = FINE * float(np.exp(np.median(cells[3, rows, columns]) - np.log(FINE / 8)))
    return lay_courses(u, v, weight, pitch, find_longest(cells))


def lay_courses(u: Array, v: Array, weight: Array, pitch: float, longest: Array) -> list[Course]:
    """Courses through weighted points; the `longest` connected ones (n x 2) say how they bend."""
    rest = np.asarray(v - np.polyval(find_bend(longest), u), np.float64)
    rows_found = find_rows(rest, weight, pitch)
    near = [np.abs(rest - row) < 0.8 * pitch for row in rows_found]
    lines = [Points(u[mine], v[mine], weight[mine]) for mine in near]
    left, right = float(u[np.any(near, axis=0)].min()), float(u[np.any(near, axis=0)].max())
    return [Course(polynomial, left, right, pitch, pitch) for polynomial in fit_together(lines, pitch)]


def find_longest(cells: Plane) -> Array:
    """The middles (n x 2) of the cells that are connected to most others."""
    _, names = cv2.connectedComponents((cells[0] > 0.4).astype(np.uint8), connectivity=8)
    sizes = np.bincount(names.ravel())
    sizes[0] = 0
    rows, columns = np.nonzero(names == sizes.argmax())
    return np.asarray(np.stack([columns, rows], axis=1) * STRIDE + (STRIDE - 1) / 2, np.float64)


def find_bend(longest: Array) -> tuple[float, ...]:
    """The common bend of the lines: that of the longest connected one, without its height."""
    u, v = longest[:, 0], longest[:, 1]
    if np.ptp(u) < 8 * FINE:
        return (0.0, 0.0, 0.0)
    degree = 2 if np.ptp(u) > 16 * FINE else 1
    found = np.polyfit(u, v, degree)
    padded = np.concatenate([np.zeros(2 - degree), found[:-1], [0.0]])
    return tuple(float(x) for x in padded)


def find_rows(rest: Array, weight: Array, pitch: float) -> list[float]:
    """The heights at which cells gather."""
    low = float(rest.min()) - 20
    density = np.bincount((rest - low).round().astype(int), weight, minlength=int(np.ptp(rest)) + 40)
    spread = int(0.9 * pitch)
    kernel = np.exp(-0.5 * (np.arange(-spread, spread + 1) / (0.3 * pitch)) ** 2)
    density = np.convolve(density, kernel, "same")
    rows: list[float] = []
    least = 0.2 * density.max()
    while density.max() > least and len(rows) < 6:
        top = int(density.argmax())
        rows.append(top + low)
        reach = int(1.3 * pitch)
        density[max(0, top - reach) : top + reach + 1] = 0
    return sorted(rows)
