"""Read one picture: find, rectify, read, let the grammar choose, say how good the picture is."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from traveldoc.mrz.alphabet import ALPHABET
from traveldoc.page.course import PITCH, Course
from traveldoc.page.grammar import BEGINNINGS
from traveldoc.page.hypothesis import SHAPES, Zone, read_again, read_lines
from traveldoc.page.quality import (
    DARK,
    find_burnt,
    is_cut_off,
    judge,
    judge_whole,
    measure_height,
    measure_strips,
)
from traveldoc.page.reading import PageReading, Quad, Quality
from traveldoc.page.rectify import HEIGHT, Source, even_out
from traveldoc.page.strip import (
    UNTURNED,
    Attitude,
    Line,
    count_fillers,
    find_attitude,
    look,
    look_beside,
    look_closer,
    take,
)
from traveldoc.page.typeface import compare
from traveldoc.page.zone import (
    CLOSE,
    SEARCHED,
    Region,
    cut_source,
    find_courses,
    find_pieces,
    gather,
    grey_of,
    search,
    stand_upright,
    take_courses,
)

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]
REGIONS = 3
"""How many likely regions are read, at all zooms, before the picture counts as one without a zone."""
LEAST_MASS, NOTABLE_MASS = 6.0, 20.0
"""Cells of a region in squares of one character's pitch: fewer are not looked at; more look like a zone."""
MOST_PIXELS = 50_000_000
LEAST_SIDE, SLIMMEST = 24, 40
CAUTION = 3
"""Power by which confidence is lowered: nine errors of ten must be marked on unfamiliar prints, too."""
NEARLY = 1.3
"""A picture that would be reduced by less is searched as it is."""
DOUBT = 0.9
"""Confidence below which a character counts as doubtful."""
HOPELESS, HOPELESS_SHORT = 0.5, 0.8
"""Share of a region's characters of which fewer are not worth a reading; the same for lines of which less
than SHORT characters were found.
"""
SHORT = 18
COLOURS, COARSE, FEW_TRIED = (1, 0), 2, 2
"""Colours (of red, green, blue) that are looked at alone where no zone was read; at how many zooms and in how
many regions; and up to how many regions that were none.
"""
COLOURFUL = 45
"""Levels by which the most coloured parts must have more colour than the least to be worth a look."""
LIKELY = 1.3
"""Sightings for each character from which lines are first taken to stand as they were found."""
FEWEST_FILLERS = 2
"""Frames that show a filler in lines of a zone, and fillers in its words: a name ends with two."""
FEWEST_KINDS, LEAST_WORDS = 6, 0.25
"""Different characters in a zone, and the share that are no fillers: a pattern of the paper, or one that
somebody typed, may look like one or two, again and again.
"""
PLAIN, MOST_LINES = 0.1, 5
"""Evidence below which lines that finding may have missed are looked for, and the lines that are enough."""
FAINT, HOPELESS_ZONE = -1.0, -2.5
"""Evidence below which lines of the first look are not looked for again, and no line is looked for beside;
beside as many lines as a zone can have none is looked for below FAINT.
"""
GAIN = 0.1
"""By how much a line that was found beside must add to the evidence for another one to be looked for."""
CONVINCING = -0.35
"""Least evidence on which a zone is claimed."""


def read(image: Picture) -> PageReading:
    """Read the machine readable zone in a picture.

    `image` is RGB (h, w, 3) or grey (h, w), 8 bits, at most 50 million pixels; ValueError otherwise.
    """
    picture = check(image)
    if min(picture.shape[:2]) < max(LEAST_SIDE, max(picture.shape[:2]) / SLIMMEST):
        return PageReading(quality=judge_whole(grey_of(picture), suspected=False))
    zooms = find_zooms(max(picture.shape[:2]))
    searched = find_zones(picture, zooms, REGIONS)
    zones, seen = (searched.zones, picture) if searched.zones else look_in_colours(picture, zooms, searched)
    best = max(zones, key=lambda zone: zone.evidence, default=None)
    if best and is_worded(best.wording.text):
        reading = report(read_again(best), picture.shape[1], picture.shape[0])
        return replace(reading, typeface=compare(seen, reading))
    return PageReading(quality=judge_whole(grey_of(searched.picture), suspected=searched.suspected))


@dataclass(frozen=True)
class Searched:
    """The zones that can be claimed; the picture as it was searched last; how many regions of it were read,
    and whether one looked like a zone.
    """

    zones: list[Zone]
    picture: Picture
    tried: int
    suspected: bool


def find_zones(picture: Picture, zooms: list[float], most: int) -> Searched:
    """Read `most` regions, those of a coarser zoom first, until one is plain."""
    zones: list[Zone] = []
    suspected, tried = False, 0
    reduced = shrink(picture, zooms[-1])
    for zoom in zooms:
        small = shrink(reduced, zoom / zooms[-1])
        regions = [
            region for region in gather(find_pieces(search(grey_of(small)))) if region.mass > LEAST_MASS
        ]
        suspected = suspected or any(region.mass > NOTABLE_MASS for region in regions)
        for region in regions[: most - tried]:
            zones += read_region(picture, region, zoom)
            tried += 1
            if are_enough(zones):
                break
        if are_enough(zones):
            break
    return Searched([zone for zone in zones if zone.evidence > CONVINCING], small, tried, suspected)


def look_in_colours(picture: Picture, zooms: list[float], searched: Searched) -> tuple[list[Zone], Picture]:
    """Zones in one of a picture's colours alone, and that colour. Ink that is not black fades in the lightest
    of the colours, as other print does; faint print over print is also seen a little otherwise.
    """
    if searched.tried <= FEW_TRIED and is_coloured(searched.picture):
        for colour in COLOURS:
            plane = np.ascontiguousarray(picture[:, :, colour])
            if zones := find_zones(plane, zooms[:COARSE], COARSE).zones:
                return zones, plane
    return [], picture


def is_coloured(picture: Picture) -> bool:
    """Whether some of it has more colour than the rest: one tint all over hides nothing."""
    if picture.ndim == 2:
        return False
    red, green, blue = cv2.split(picture)
    brightest, darkest = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    low, high = np.percentile(cv2.subtract(brightest, darkest), (1, 99))
    return bool(high - low > COLOURFUL)


def is_worded(text: str) -> bool:
    """Whether this can be what a zone says: not a name alone, nor a pattern of the paper."""
    fillers = text.count("<")
    return (
        FEWEST_FILLERS <= fillers <= (1 - LEAST_WORDS) * len(text)
        and len(set(text)) >= FEWEST_KINDS
        and text[0].isalpha()
    )


def find_zooms(side: int) -> list[float]:
    """By how much a picture with a longest side of so many pixels is reduced, one look after the other."""
    zooms: list[float] = []
    for searched in SEARCHED:
        zoom = side / searched
        if zoom < NEARLY:
            return [*zooms, 1.0]
        zooms.append(zoom)
    return zooms


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
    """The zones that a region may hold: one, or none, or one for each way up where that is in doubt.

    Where the first look was close enough its lines are read as they are, and looked for again only where
    that gives no plain zone.
    """
    source = cut_source(picture, region, zoom)
    if region.pitch > CLOSE:
        zones = read_courses(source, take_courses(region))
        best = max((zone.evidence for zone in zones), default=-np.inf)
        if best > PLAIN or best < FAINT:
            return zones
    return read_courses(source, find_courses(stand_upright(source, region)))


def read_courses(source: Source, courses: list[Course]) -> list[Zone]:
    """The zones that lines may be, for the ways up that are possible."""
    if not courses:
        return []
    lines = [look(source, course) for course in courses]
    attitude, share = find_attitude(lines, LIKELY)
    if share < (HOPELESS_SHORT if are_short(lines) else HOPELESS):
        return []
    zones = [read_attitude(lines, attitude)]
    if attitude in UNTURNED and not is_plain(zones[0]):
        other, _ = find_attitude(lines, np.inf)
        if other != attitude:
            zones.append(read_attitude(lines, other))
    return [zone for zone in zones if zone]


def are_short(lines: list[Line]) -> bool:
    """Whether so little of the lines was found that it does not say much."""
    return all(line.course.right - line.course.left < SHORT * line.course.pitch for line in lines)


def is_plain(zone: Zone | None) -> bool:
    return zone is not None and zone.evidence > PLAIN


def are_enough(zones: list[Zone]) -> bool:
    """Whether one zone is plain, or what was read once was read again from another look at the picture."""
    said = [zone.wording.text for zone in zones if zone.evidence > CONVINCING]
    return any(map(is_plain, zones)) or len(set(said)) < len(said)


def read_attitude(lines: list[Line], attitude: Attitude) -> Zone | None:
    """The zone in lines that stand so; looked at again only where they show no plain one."""
    lines = take(lines, attitude)
    if lack_fillers(lines):
        return None
    zones = [read_lines(lines)]
    if zones[0] and is_plain(zones[0]) and zones[0].is_settled:
        return zones[0]
    lines = look_closer(lines)
    if lack_fillers(lines):
        return zones[0]
    zones.append(read_lines(lines))
    while is_worth_more(zones, len(lines)):
        more = look_beside(lines)
        if len(more) == len(lines):
            break
        lines = more
        zones.append(read_lines(lines))
    return max(filter(None, zones), key=lambda zone: (zone.is_settled, zone.evidence), default=None)


def lack_fillers(lines: list[Line]) -> bool:
    """Whether these are capitals and numbers, as on many a page: long lines without a filler."""
    return not are_short(lines) and sum(count_fillers(line.frames) for line in lines) < FEWEST_FILLERS


def is_worth_more(zones: list[Zone | None], lines: int) -> bool:
    """Whether a further line may make a zone of so many: none is plain, the last is not hopeless and, if
    others were looked for, better for what was found.
    """
    *earlier, last = zones
    if lines >= MOST_LINES or last is None:
        return lines < MOST_LINES
    if not (HOPELESS_ZONE if lines < max(SHAPES) else FAINT) < last.evidence < PLAIN:
        return False
    return len(zones) == 2 or not earlier[-1] or last.evidence > earlier[-1].evidence + GAIN


def report(zone: Zone, width: int, height: int) -> PageReading:
    text, length = zone.wording.text, zone.length
    chosen = np.array([ALPHABET.index(c) for c in text])
    order = np.arange(len(text))
    posterior = np.exp(zone.wording.posterior)
    confidence = (posterior[order, chosen] * np.exp(np.maximum(zone.there, -1))) ** CAUTION
    others = posterior.copy()
    others[order, chosen] = 0
    runners = "".join(ALPHABET[i] for i in others.argmax(axis=1))
    split = range(0, len(text), length)
    boxes = tuple(bound_line(line, columns) for line, columns in zip(zone.lines, zone.columns, strict=True))
    return PageReading(
        format=zone.form,
        lines=tuple(text[i : i + length] for i in split),
        confidence=tuple(tuple(round(float(c), 3) for c in confidence[i : i + length]) for i in split),
        runners_up=tuple(runners[i : i + length] for i in split),
        boxes=boxes,
        choices=zone.wording.choices,
        quality=assess(zone, boxes, int((confidence < DOUBT).sum()), (width, height)),
    )


def bound_line(line: Line, columns: Array) -> tuple[Quad, ...]:
    """The characters' corners in the picture: half a pitch to each side, the height of a capital."""
    corners = []
    for across, down in ((-0.5, -0.58), (0.5, -0.58), (0.5, 0.58), (-0.5, 0.58)):
        u, v = line.course.upright(columns + across * PITCH, np.full(len(columns), down * PITCH))
        corners.append(np.stack(line.source.picture(u, v), axis=1))
    return tuple(
        tuple((x, y) for x, y in quad)  # type: ignore[misc]
        for quad in np.stack(corners, axis=1).round(1).tolist()
    )


def begins_well(zone: Zone) -> bool:
    """Whether a document's code stands where its lines begin: else they may go on to the left, or to the
    right where a passport's are short.
    """
    first = zone.wording.text[0]
    return first in BEGINNINGS and not (first == "P" and zone.form == "TD2")


def assess(zone: Zone, boxes: tuple[tuple[Quad, ...], ...], doubtful: int, size: tuple[int, int]) -> Quality:
    strips = [line.strip for line in zone.lines]
    edge, contrast, paper = measure_strips(strips)
    rows = min(measure_height([even_out(strip) for strip in strips]), HEIGHT)
    source = zone.lines[0].source
    zoom = float(np.hypot(*source.to_source[:, 0])) * source.scale
    unit = float(np.mean([line.course.height for line in zone.lines])) * zoom / PITCH
    burnt = [find_burnt(line.strip, columns) for line, columns in zip(zone.lines, zone.columns, strict=True)]
    quality = Quality(
        character_height=round(rows * unit, 1),
        blur=round(edge / max(rows, 1), 3),
        glare=round(float(np.mean(burnt)), 3),
        contrast=round(contrast, 3),
        cut_off=is_cut_off(boxes, *size, room=0.0 if begins_well(zone) else PITCH * unit),
        too_dark=paper < DARK,
    )
    advice, retake = judge(quality, doubtful, len(zone.there))
    return replace(quality, advice=advice, retake=retake)
