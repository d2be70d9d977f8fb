"""Two pictures of one page laid on each other: taken from elsewhere, turned, or under another light.

What is recognised on both (SIFT: Lowe 2004) is sought on both as they are, on their edges, where ultraviolet
and transmitted light turn dark and bright round, and on one of them inverted. A homography is chosen among
the pairs (MAGSAC++: Barath et al. 2020); with it the moving picture is laid on the fixed one and the same is
sought anew, each point only where it should be. If they are two pictures of one page, most of those pairs
then agree closely; of two unrelated pictures about one in (REACH / CLOSE) ** 2 does, by chance.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from traveldoc.page.fit import Fit
from traveldoc.page.homography import Array, Size, overlap, spread, to_shares, unfit, warp
from traveldoc.page.views import contrast, edges, grey

Pixels = NDArray[np.uint8]
Plane = NDArray[np.uint8]

MOST_PIXELS: Final = 50_000_000
SEARCH: Final = 1200
"""Long side in pixels of the pictures in which is sought first, and then once more."""
REFINE: Final = 1800
MOST_POINTS: Final = 2500
RATIO: Final = 0.85
"""How much better the best partner of a point must be than the second best (Lowe 2004, 7.1)."""
NEAR: Final = 4.0
"""Pixels within which a pair agrees in the search."""
REACH: Final = 12.0
"""Pixels around its place in which a point's partner is sought after that."""
CLOSE: Final = 3.0
"""Pixels within which such a pair agrees."""
FEWEST: Final = 12
AGREEING: Final = 0.35
"""Share of those pairs that must agree: several times what chance gives."""
PLENTY: Final = 80
"""Points with which no other way is tried any more."""


@dataclass(frozen=True, slots=True)
class Points:
    at: Array  # (n, 2)
    signs: NDArray[np.float32]  # (n, 128)


@dataclass(frozen=True, slots=True)
class Found:
    """In the pixels of the pictures in which was sought: the matrix, and the points on the fixed picture."""

    matrix: Array
    there: Array
    away: Array


def align(fixed: Pixels, moving: Pixels) -> Fit:
    """Lay `moving` on `fixed`, pictures of (height, width) or (height, width, 3) with 8 bits.

    Bounded in work by the sizes above; ValueError for what is no picture or larger than MOST_PIXELS.
    """
    for pixels in (fixed, moving):
        if pixels.dtype != np.uint8 or pixels.ndim not in {2, 3} or not 0 < pixels.size <= 3 * MOST_PIXELS:
            raise ValueError("not a picture of 8 bits, or too large")
    best, why, sizes = None, "", ((1.0, 1.0), (1.0, 1.0))
    for look in LOOKS:
        found, reason, sizes = _try(fixed, moving, LOOKS[look])
        why = why or reason
        if found is not None and (best is None or len(found.there) > len(best.there)):
            best = found
        if best is not None and len(best.there) >= PLENTY:
            break
    if best is None:
        return Fit(None, why=why)
    (at, on) = sizes
    covered = spread(best.there) / max(1.0, overlap(best.matrix, at, on))
    return Fit(
        to_shares(best.matrix, at, on),
        points=len(best.there),
        coverage=min(1.0, covered),
        error=float(best.away.mean()) / max(on),
    )


Look = Callable[[Plane], Plane]


def _levels(plane: Plane) -> Plane:
    return contrast(plane)


def _inverted(plane: Plane) -> Plane:
    return np.asarray(255 - contrast(plane), np.uint8)


def _edges(plane: Plane) -> Plane:
    """Edges, as strong in dark parts as in bright ones."""
    steep = edges(np.asarray(cv2.GaussianBlur(plane, (0, 0), 1.2), np.uint8)).astype(np.float32)
    around = cv2.GaussianBlur(steep, (0, 0), 24.0)
    return np.asarray(np.clip(64 * cv2.GaussianBlur(steep, (0, 0), 1.0) / (around + 4), 0, 255), np.uint8)


# What is done to the fixed and to the moving picture before points are sought on them.
LOOKS: Final[Mapping[str, tuple[Look, Look]]] = {
    "levels": (_levels, _levels),
    "edges": (_edges, _edges),
    "inverted": (_levels, _inverted),
}


def _try(
    fixed: Pixels, moving: Pixels, looks: tuple[Look, Look]
) -> tuple[Found | None, str, tuple[Size, Size]]:
    """What is found in one way, or why it is unfit; and the sizes of the moving and of the fixed picture."""
    small = [look(_reduced(pixels, SEARCH)) for look, pixels in zip(looks, (fixed, moving), strict=True)]
    large = [look(_reduced(pixels, REFINE)) for look, pixels in zip(looks, (fixed, moving), strict=True)]
    on, at = _size(large[0]), _size(large[1])
    rough = _search(_points(small[0]), _points(small[1]))
    if rough is None:
        return None, "", (at, on)
    matrix = _resized(rough, _size(small[1]), _size(small[0]), at, on)
    if unfit(matrix, at, on):  # what pictures of two different pages give by chance
        return None, "", (at, on)
    found = _refine(large[0], large[1], matrix)
    why = unfit(found.matrix, at, on) if found else ""
    return (None if why else found), why, (at, on)


def _reduced(pixels: Pixels, side: int) -> Plane:
    levels = grey(pixels)
    scale = side / max(levels.shape)
    if scale >= 1:
        return levels
    size = (max(1, round(levels.shape[1] * scale)), max(1, round(levels.shape[0] * scale)))
    return np.asarray(cv2.resize(levels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _size(plane: Plane) -> Size:
    return float(plane.shape[1]), float(plane.shape[0])


def _points(plane: Plane, mask: Plane | None = None) -> Points | None:
    """What can be recognised, the strongest first; places count from the edge, not the first pixel."""
    sift: Any = cv2.SIFT_create(nfeatures=MOST_POINTS)  # type: ignore[attr-defined]  # its stubs lack it
    places, signs = sift.detectAndCompute(plane, mask)
    if signs is None or len(places) < FEWEST:
        return None
    at = np.asarray([place.pt for place in places[:MOST_POINTS]], np.float64) + 0.5
    return Points(at, np.asarray(signs[:MOST_POINTS], np.float32))


def _search(fixed: Points | None, moving: Points | None) -> Array | None:
    """A matrix on which clearly more pairs agree than four, wherever on the pictures they lie."""
    if fixed is None or moving is None:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(moving.signs, fixed.signs, 2)
    clear = [best for best, second in pairs if best.distance < RATIO * second.distance]
    if len(clear) < FEWEST:
        return None
    here = moving.at[[pair.queryIdx for pair in clear]]
    there = fixed.at[[pair.trainIdx for pair in clear]]
    matrix, mask = cv2.findHomography(here, there, cv2.USAC_MAGSAC, NEAR, maxIters=5000, confidence=0.999)
    return None if matrix is None or mask.sum() < FEWEST // 2 else np.asarray(matrix)


def _resized(matrix: Array, moving: Size, fixed: Size, at: Size, on: Size) -> Array:
    """A matrix between two pictures, for the same two in other sizes."""
    back = np.diag([moving[0] / at[0], moving[1] / at[1], 1.0])
    forth = np.diag([on[0] / fixed[0], on[1] / fixed[1], 1.0])
    return np.asarray(forth @ matrix @ back)


_HALF: Final = np.asarray([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])


def _refine(fixed: Plane, moving: Plane, matrix: Array) -> Found | None:
    """Lay the picture on the other with this matrix, look again, and correct it by what is still apart."""
    size = (fixed.shape[1], fixed.shape[0])
    step = np.linalg.inv(_HALF) @ matrix @ _HALF
    laid = np.asarray(cv2.warpPerspective(moving, step, size), np.uint8)
    there_is = np.asarray(cv2.warpPerspective(np.full_like(moving, 255), step, size), np.uint8)
    inside = np.asarray(cv2.erode(there_is, np.ones((9, 9), np.uint8)), np.uint8)
    first, second = _points(fixed, inside), _points(laid, inside)
    if first is None or second is None:
        return None
    here, there = _partners(second, first)
    if len(here) < FEWEST:
        return None
    found = _corrected(here, there)
    if found is None or len(found.there) < max(FEWEST, AGREEING * len(here)):
        return None
    return Found(np.asarray(found.matrix @ matrix), found.there, found.away)


def _partners(moving: Points, fixed: Points) -> tuple[Array, Array]:
    """Pairs of points near each other that are each other's best."""
    apart = ((moving.at[:, None] - fixed.at[None]) ** 2).sum(axis=2)
    unlike = 2 - 2 * _even(moving.signs) @ _even(fixed.signs).T
    unlike[apart > REACH**2] = np.inf
    best, back = unlike.argmin(axis=1), unlike.argmin(axis=0)
    rows = np.arange(len(best))
    kept = rows[(back[best] == rows) & np.isfinite(unlike[rows, best])]
    return moving.at[kept], fixed.at[best[kept]]


def _even(signs: NDArray[np.float32]) -> NDArray[np.float32]:
    """The square roots of the shares: the product is 1 for the same sign (Arandjelovic, Zisserman 2012)."""
    return np.asarray(np.sqrt(signs / np.maximum(signs.sum(axis=1, keepdims=True), 1e-6)), np.float32)


def _corrected(here: Array, there: Array) -> Found | None:
    """What lays the points on each other as closely as can be, without those that stay apart."""
    robust, mask = cv2.findHomography(here, there, cv2.USAC_MAGSAC, CLOSE, maxIters=5000, confidence=0.999)
    kept = np.zeros(len(here), np.bool_) if robust is None else mask.ravel() != 0
    for _ in range(3):
        if kept.sum() < FEWEST:
            return None
        closest, _ = cv2.findHomography(here[kept], there[kept], 0)
        matrix = np.asarray(robust if closest is None else closest, np.float64)
        away = np.hypot(*(warp(matrix, here) - there).T)
        kept = away < CLOSE
    return Found(matrix, there[kept], away[kept])
