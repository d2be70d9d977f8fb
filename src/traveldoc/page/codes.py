"""Bar codes in a picture: a quick look at all of it, then a closer one where something looks like a code.

zxing-cpp decodes; it finds square codes at any angle, and PDF417 only where it stands nearly straight and
large enough. So regions full of edges are cut out, set straight, enlarged and shown to it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from traveldoc.barcode import MAX_CONTENT, Barcode

Grey = NDArray[np.uint8]
Matrix = NDArray[np.float64]

MOST_CODES: Final = 8
FIRST_SIDE, SEARCH_SIDE = 1600, 1600
"""Long side at which the whole picture is looked at first, and at which regions are searched."""
COARSE: Final = 4
"""How many pixels of that are one cell of the map of regions."""
REGIONS: Final = 6
"""How many regions are looked at more closely."""
REACH: Final = 7
"""Pixels around a place in which both dark and light must stand for it to lie in a code."""
APART, LEAST_APART = 0.45, 40
"""How far apart, as a share of the picture's whole contrast, and of 255 at least."""
BUSY: Final = 0.9
"""Share of a cell that must be so."""
LEAST_SIDE, LEAST_AREA = 9, 0.0015
"""Shorter side of a region in cells, and its share of the picture."""
NECKS: Final = (7, 13)
FULL: Final = 0.7
"""Share of its rectangle that a region fills; codes are rectangles."""
SLIMMEST: Final = 9
"""Sides longer than this many times the other are lines of text."""
CLOSE_SIDE, MOST_ZOOM = 900, 4.0
"""Long side to which a region is enlarged, and by how much at most."""
MARGIN: Final = 0.06

_NAMES: Final = {
    zxingcpp.BarcodeFormat.PDF417: "PDF417",
    zxingcpp.BarcodeFormat.Aztec: "Aztec",
    zxingcpp.BarcodeFormat.DataMatrix: "Data Matrix",
    zxingcpp.BarcodeFormat.QRCode: "QR Code",
}
_FORMATS: Final = zxingcpp.BarcodeFormats(tuple(_NAMES))


@dataclass(frozen=True, slots=True)
class Region:
    """Four corners (upper left, upper right, lower right, lower left) in pixels of the searched picture."""

    corners: Matrix
    weight: float

    def holds(self, x: float, y: float) -> bool:
        return cv2.pointPolygonTest(self.corners.astype(np.float32), (x, y), measureDist=False) >= 0


def read_codes(picture: Grey, source: str = "") -> tuple[Barcode, ...]:
    """The codes in a picture (grey or RGB, 8 bits), each once. Never raises on any picture."""
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    zoom = max(1.0, max(grey.shape) / FIRST_SIDE)
    found: list[Barcode] = list(_decode(_shrunk(grey, zoom), np.diag([zoom, zoom, 1.0]), source))
    zoom = max(1.0, max(grey.shape) / SEARCH_SIDE)
    scale = zoom * COARSE
    searched = find_regions(_shrunk(grey, zoom))
    regions = (region for region in searched if not _is_read(region, found, scale))
    for region in islice(regions, REGIONS):
        found += _closer(grey, region.corners * scale, source)
    first: dict[bytes, Barcode] = {}
    for code in found:
        first.setdefault(code.content, code)
    return tuple(first.values())[:MOST_CODES]


def _shrunk(grey: Grey, zoom: float) -> Grey:
    if zoom == 1:
        return grey
    size = (max(1, round(grey.shape[1] / zoom)), max(1, round(grey.shape[0] / zoom)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _decode(grey: Grey, back: Matrix, source: str) -> Iterator[Barcode]:
    """What stands in a picture; `back` leads from its pixels to those of the given picture."""
    if min(grey.shape, default=0) < 2:
        return
    for code in zxingcpp.read_barcodes(np.ascontiguousarray(grey), formats=_FORMATS):
        content = bytes(code.bytes)
        if not content or len(content) > MAX_CONTENT:
            continue
        place = code.position
        corners = (
            (p.x, p.y) for p in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        )
        moved = cv2.perspectiveTransform(np.array([[*corners]], np.float64), back)[0]
        quad = tuple((round(float(x), 1), round(float(y), 1)) for x, y in moved)
        yield Barcode(content, _NAMES.get(code.symbology, str(code.symbology)), quad, source)


def _is_read(region: Region, found: list[Barcode], coarse: float) -> bool:
    centres = (np.mean(code.corners, axis=0) / coarse for code in found)
    return any(region.holds(float(x), float(y)) for x, y in centres)


def find_regions(grey: Grey) -> list[Region]:
    """Rectangles in which dark and light stand close together everywhere, the largest first."""
    if min(grey.shape) < COARSE * LEAST_SIDE:
        return []
    window = np.ones((REACH, REACH), np.uint8)
    apart = cv2.morphologyEx(cv2.GaussianBlur(grey, (3, 3), 0), cv2.MORPH_GRADIENT, window)
    low, high = np.percentile(grey[::8, ::8], (2, 98))
    busy = (apart > max(LEAST_APART, APART * (high - low))).astype(np.uint8) * 255
    size = (grey.shape[1] // COARSE, grey.shape[0] // COARSE)
    cells = (cv2.resize(busy, size, interpolation=cv2.INTER_AREA) > 255 * BUSY).astype(np.uint8)
    cells = np.asarray(cv2.morphologyEx(cells, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
    found: list[Region] = []
    for neck in NECKS:
        for region in _outlined(cells, neck):
            x, y = region.corners.mean(axis=0)
            if not any(known.holds(x, y) for known in found):
                found.append(region)
    return sorted(found, key=lambda region: -region.weight)


def _outlined(cells: Grey, neck: int) -> list[Region]:
    """Regions after what is narrower than `neck` is taken away: text that touches a code."""
    opened = cv2.morphologyEx(cells, cv2.MORPH_OPEN, np.ones((neck, neck), np.uint8))
    outlines, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    least = LEAST_AREA * cells.size
    regions = (
        _region(np.asarray(outline, np.int32)) for outline in outlines if cv2.contourArea(outline) > least
    )
    return [region for region in regions if region]


def _region(outline: NDArray[np.int32]) -> Region | None:
    (_, sides, _) = rectangle = cv2.minAreaRect(outline)
    short, long = min(sides), max(sides)
    area = cv2.contourArea(cv2.convexHull(outline))
    if short < LEAST_SIDE or long > SLIMMEST * short or cv2.contourArea(outline) < FULL * short * long:
        return None
    return Region(_ordered(_corners(outline, rectangle, area)), area)


def _corners(outline: NDArray[np.int32], rectangle: cv2.typing.RotatedRect, area: float) -> Matrix:
    """The hull as four corners where that fits it, which follows perspective; else its rectangle."""
    hull = cv2.convexHull(outline)
    for share in (0.04, 0.06, 0.08):
        quad = cv2.approxPolyDP(hull, share * cv2.arcLength(hull, closed=True), closed=True)
        if len(quad) == 4 and cv2.contourArea(quad) > 0.85 * area:
            return quad[:, 0].astype(np.float64)
    return np.asarray(cv2.boxPoints(rectangle), np.float64)


def _ordered(corners: Matrix) -> Matrix:
    """Clockwise, the longer side first: bars of PDF417 stand on it."""
    centre = corners.mean(axis=0)
    turn = np.arctan2(*(corners - centre).T[::-1])
    ordered = corners[np.argsort(turn)]
    first, second = (np.linalg.norm(ordered[i + 1] - ordered[i]) for i in (0, 1))
    return ordered if first >= second else np.roll(ordered, -1, axis=0)


def _closer(grey: Grey, corners: Matrix, source: str) -> list[Barcode]:
    """The region as it is; then set straight and enlarged; then with sharper edges."""
    for look, back in _looks(grey, corners):
        found = list(_decode(look, back, source))
        if found:
            return found
    return []


def _looks(grey: Grey, corners: Matrix) -> Iterator[tuple[Grey, Matrix]]:
    """Pictures of the region, each with the way back from its pixels to the given picture's."""
    rim = 2 * MARGIN * float(np.ptp(corners, axis=0).max())
    left, top = (max(0, int(edge - rim)) for edge in corners.min(axis=0))
    right, bottom = (int(edge + rim) + 1 for edge in corners.max(axis=0))
    yield grey[top:bottom, left:right], np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], np.float64)
    there, size = _straightening(corners)
    straight = np.asarray(
        cv2.warpPerspective(grey, there, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )
    back = np.asarray(np.linalg.inv(there), np.float64)
    yield straight, back
    yield _sharpened(straight), back


def _straightening(corners: Matrix) -> tuple[Matrix, tuple[int, int]]:
    """From the picture to a rectangle with a margin, and its size."""
    width, height = (float(np.linalg.norm(corners[i + 1] - corners[i])) for i in (0, 1))
    size = np.array([width, height]) * min(MOST_ZOOM, CLOSE_SIDE / max(width, height))
    rim = MARGIN * float(size.max())
    goal = np.array([[0, 0], [size[0], 0], size, [0, size[1]]]) + rim
    there = cv2.getPerspectiveTransform(corners.astype(np.float32), goal.astype(np.float32))
    return np.asarray(there, np.float64), (round(float(size[0] + 2 * rim)), round(float(size[1] + 2 * rim)))


def _sharpened(grey: Grey) -> Grey:
    soft = cv2.GaussianBlur(grey, (0, 0), 3)
    return np.asarray(cv2.addWeighted(grey, 2.5, soft, -1.5, 0), np.uint8)
