"""Read one picture: find, rectify, read, let the grammar choose, say how good the picture is."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from traveldoc.mrz import FORMATS
from traveldoc.page.grammar import Wording, choose, name_format, unfit
from traveldoc.page.line import ALPHABET, NOTHING, Frames, Placement, middles, place, spread
from traveldoc.page.network import run_strips
from traveldoc.page.quality import find_burnt, is_cut_off, judge, judge_whole, measure_height, measure_strips
from traveldoc.page.reading import PageReading, Quad, Quality
from traveldoc.page.rectify import HEIGHT, PITCH, Course, Source, cut_strip, even_out
from traveldoc.page.zone import (
    SEARCHED,
    Region,
    cut_source,
    find_courses,
    find_pieces,
    gather,
    grey_of,
    search,
    stand_upright,
)

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]
SHAPES = ((3, 30), (2, 36), (2, 44))
"""Lines and characters in a line, Doc 9303 parts 4 to 7."""
LONGEST = 44
REGIONS = 3
"""How many likely regions are read before the picture counts as one without a zone."""
MOST_PIXELS = 50_000_000
LEAST_SIDE = 24
ENOUGH = 0.75
"""Share of a line's characters that, once seen, leaves no doubt which way it runs."""
DOUBT = 0.9
"""Confidence below which a character counts as doubtful."""


@dataclass(frozen=True)
class Line:
    """A line's course, its strip of grey levels and what the network saw on it."""

    course: Course
    strip: NDArray[np.float32]
    frames: Frames
    placement: Placement


@dataclass(frozen=True)
class Zone:
    """Lines read as a zone of one shape: `logs` characters x 37, `there` the characters' presence, both
    natural logarithms.
    """

    source: Source
    lines: tuple[Line, ...]
    length: int
    logs: Array
    there: Array
    form: str
    wording: Wording

    @property
    def evidence(self) -> float:
        """Mean log likelihood of the characters, with a bonus for each check digit that fits."""
        fits = [not bad for bad in unfit(FORMATS[self.form], self.wording.text)]
        return float((self.logs.max(axis=1) + self.there).mean()) + 0.08 * sum(fits)


def read(image: Picture) -> PageReading:
    """Read the machine readable zone in a picture.

    `image` is RGB (h, w, 3) or grey (h, w), 8 bits, at most 50 million pixels; ValueError otherwise.
    """
    picture = check(image)
    if min(picture.shape[:2]) < LEAST_SIDE:
        return PageReading(quality=judge_whole(grey_of(picture), suspected=False))
    best, suspected = None, False
    for side in (SEARCHED, 2 * SEARCHED):
        zoom = max(1.0, max(picture.shape[:2]) / side)
        small = shrink(picture, zoom)
        regions = gather(find_pieces(search(grey_of(small))))
        regions = [region for region in regions if region.mass > 6][:REGIONS]
        zones = [zone for region in regions for zone in read_region(picture, region, zoom)]
        suspected = suspected or any(region.mass > 20 for region in regions)
        good = [zone for zone in zones if is_convincing(zone)]
        if good:
            best = max(good, key=lambda zone: zone.evidence)
            break
        if zoom == 1:
            break
    if best is None:
        return PageReading(quality=judge_whole(grey_of(small), suspected=suspected))
    return report(best, picture.shape[1], picture.shape[0])


def check(image: Picture) -> Picture:
    if image.dtype != np.uint8 or not (image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 3)):
        raise ValueError(
            "a picture is an array of 8-bit numbers: height x width, or height x width x 3 (RGB)"
        )
    if image.shape[0] * image.shape[1] > MOST_PIXELS:
        raise ValueError(
            f"a picture of {image.shape[1]} x {image.shape[0]} pixels is over {MOST_PIXELS} pixels"
        )
    return np.ascontiguousarray(image)


def shrink(picture: Picture, zoom: float) -> Picture:
    if zoom == 1:
        return picture
    size = (max(1, round(picture.shape[1] / zoom)), max(1, round(picture.shape[0] / zoom)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def read_region(picture: Picture, region: Region, zoom: float) -> list[Zone]:
    """The zones that a region may hold: at most one."""
    source = cut_source(picture, region, zoom)
    courses = find_courses(stand_upright(source, region))
    if not courses:
        return []
    turned, negative = find_attitude(source, courses)
    if turned:
        source, courses = turn_over(source, courses)
    if negative:
        source = replace(source, levels=255 - source.levels)
    lines = [read_course(source, course) for course in courses]
    zone = assemble(source, lines)
    return [zone] if zone else []


def find_attitude(source: Source, courses: list[Course]) -> tuple[bool, bool]:
    """Whether the lines are upside down, and whether print is lighter than paper: as the network sees most."""
    strips = [even_out(cut_strip(source, course)) for course in courses[:2]]
    expected = sum((course.right - course.left) / course.pitch for course in courses[:2])
    seen: dict[tuple[bool, bool], float] = {}
    for turned, negative in ((False, False), (True, False), (False, True), (True, True)):
        views = [-strip if negative else strip for strip in strips]
        views = [np.ascontiguousarray(view[::-1, ::-1]) for view in views] if turned else views
        seen[turned, negative] = sum(visible(Frames(*run_strips(view))) for view in views)
        if turned and max(seen.values()) > ENOUGH * expected:
            break
    return max(seen, key=lambda attitude: seen[attitude])


def visible(frames: Frames) -> float:
    """How many characters are seen, each counted by how sure it is."""
    kinds = np.exp(frames.logs[:, :NOTHING].max(axis=1).astype(np.float64))
    return float(np.square(kinds).sum())


def turn_over(source: Source, courses: list[Course]) -> tuple[Source, list[Course]]:
    """Upright coordinates turned by 180 degrees around their origin."""
    matrix = source.to_source * np.array([[-1.0, -1.0, 1.0]])
    turned = []
    for course in reversed(courses):
        polynomial = np.poly1d(course.polynomial)(np.poly1d([-1.0, 0.0])) * -1
        coefficients = tuple(float(c) for c in np.atleast_1d(np.asarray(polynomial.coeffs)))
        turned.append(replace(course, polynomial=coefficients, left=-course.right, right=-course.left))
    return replace(source, to_source=matrix), turned


def look(source: Source, course: Course) -> tuple[NDArray[np.float32], Frames]:
    strip = cut_strip(source, course)
    return strip, Frames(*run_strips(even_out(strip)))


def read_course(source: Source, course: Course) -> Line:
    """Look twice: once to correct the course, once to read."""
    course = follow(course, look(source, course)[1])
    strip, frames = look(source, course)
    return Line(course, strip, frames, place(frames, LONGEST))


def follow(course: Course, frames: Frames) -> Course:
    """The course corrected by where the network saw the characters."""
    weight = 1 - np.exp(frames.logs[:, NOTHING].astype(np.float64))
    at = np.flatnonzero(weight > 0.5)
    if len(at) < 6:
        return course
    weight = weight[at]
    columns, rows = middles(frames, at)
    u, v = course.upright(columns, rows)
    stretch = float(np.exp(np.clip(np.average(frames.offsets[at, 2], weights=weight), -0.4, 0.4)))
    pitch = course.pitch * stretch
    degree = 3 if np.ptp(u) > 20 * pitch else 2 if np.ptp(u) > 8 * pitch else 1
    found = np.polyfit(u, v, degree, w=weight)
    rest = np.abs(v - np.polyval(found, u))
    near = rest <= max(2.5 * float(np.median(rest)), 0.1 * pitch)
    if near.sum() > degree + 4:
        found = np.polyfit(u[near], v[near], degree, w=weight[near])
    left, right = float(u.min()) - pitch / 2, float(u.max()) + pitch / 2
    polynomial = tuple(float(c) for c in found)
    return Course(polynomial, left, right, pitch, pitch)


def assemble(source: Source, lines: list[Line]) -> Zone | None:
    """The best run of lines that has one of the standard's shapes."""
    best, least = None, -np.inf
    for count, length in SHAPES:
        for first in range(len(lines) - count + 1):
            inside = range(first, first + count)
            total = sum(line.placement.scores[length if i in inside else 0] for i, line in enumerate(lines))
            if total > least:
                best, least = (lines[first : first + count], length), total
    return read_lines(source, *best) if best else None


def read_lines(source: Source, lines: list[Line], length: int) -> Zone:
    places = [line.placement.frames(length) for line in lines]
    logs = np.concatenate([spread(line.frames, at) for line, at in zip(lines, places, strict=True)]).astype(
        np.float64
    )
    there = np.concatenate([line.frames.there[at] for line, at in zip(lines, places, strict=True)])
    seen = "".join(ALPHABET[i] for i in logs.argmax(axis=1))
    form = name_format(tuple(seen[i : i + length] for i in range(0, len(seen), length)))
    return Zone(source, tuple(lines), length, logs, there, form, choose(form, logs))


def is_convincing(zone: Zone) -> bool:
    """Whether a reading is evidence of a zone at all; pages of text, photographs and noise are not."""
    return zone.evidence > -0.55


def report(zone: Zone, width: int, height: int) -> PageReading:
    text, length = zone.wording.text, zone.length
    chosen = np.array([ALPHABET.index(c) for c in text])
    order = np.arange(len(text))
    posterior = np.exp(zone.wording.posterior)
    confidence = posterior[order, chosen] * np.exp(np.maximum(zone.there, -1))
    others = posterior.copy()
    others[order, chosen] = 0
    runners = "".join(ALPHABET[i] for i in others.argmax(axis=1))
    split = range(0, len(text), length)
    boxes = tuple(bound_line(zone.source, line, length) for line in zone.lines)
    return PageReading(
        format=zone.form,
        lines=tuple(text[i : i + length] for i in split),
        confidence=tuple(tuple(round(float(c), 4) for c in confidence[i : i + length]) for i in split),
        runners_up=tuple(runners[i : i + length] for i in split),
        boxes=boxes,
        choices=zone.wording.choices,
        quality=assess(zone, boxes, int((confidence < DOUBT).sum()), (width, height)),
    )


def bound_line(source: Source, line: Line, length: int) -> tuple[Quad, ...]:
    """The characters' corners in the picture: half a pitch to each side, the height of a capital."""
    columns, rows = middles(line.frames, line.placement.frames(length))
    corners = []
    for across, down in ((-0.5, -0.58), (0.5, -0.58), (0.5, 0.58), (-0.5, 0.58)):
        u, v = line.course.upright(columns + across * PITCH, rows + down * PITCH)
        corners.append(np.stack(source.picture(u, v), axis=1))
    return tuple(
        tuple((round(float(x), 1), round(float(y), 1)) for x, y in quad)  # type: ignore[misc]
        for quad in np.stack(corners, axis=1)
    )


def assess(zone: Zone, boxes: tuple[tuple[Quad, ...], ...], doubtful: int, size: tuple[int, int]) -> Quality:
    strips = [line.strip for line in zone.lines]
    edge, contrast, paper = measure_strips(strips)
    rows = min(measure_height([even_out(strip) for strip in strips]), HEIGHT)
    zoom = float(np.hypot(*zone.source.to_source[:, 0])) * zone.source.scale
    unit = float(np.mean([line.course.height for line in zone.lines])) * zoom / PITCH
    burnt = [
        find_burnt(line.strip, middles(line.frames, line.placement.frames(zone.length))[0])
        for line in zone.lines
    ]
    quality = Quality(
        character_height=round(rows * unit, 1),
        blur=round(edge / max(rows, 1), 3),
        glare=round(float(np.mean(burnt)), 3),
        contrast=round(contrast, 3),
        cut_off=is_cut_off(boxes, *size),
        too_dark=paper < 60,
    )
    advice, retake = judge(quality, doubtful, len(zone.logs))
    return replace(quality, advice=advice, retake=retake)
