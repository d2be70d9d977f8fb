"""From courses to strips that the network has seen: which way up, along which curve, in common columns."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from traveldoc.mrz.alphabet import ALPHABET
from traveldoc.page.course import MARGIN, PITCH, Course, Points, bound_grade, fit_together
from traveldoc.page.line import NOTHING, STRIDE, Frames, Places, find_middles
from traveldoc.page.network import run_strips
from traveldoc.page.rectify import Source, cut_strip, even_out

Plane = NDArray[np.float32]
Array = NDArray[np.float64]
Attitude = tuple[bool, bool]
"""Whether lines are upside down, and whether print is lighter than paper."""
AS_FOUND: Attitude = (False, False)
UNTURNED = (AS_FOUND, (False, True))
ENOUGH = 0.75
"""Share of a line's characters that, once seen, leaves no doubt which way it runs."""
FILLER = ALPHABET.index("<")
SEEN, FEW = 0.5, 6
"""Presence from which a frame counts as a character's, and the number of frames that is too few to go by."""
SOME = 0.4
"""Share of a line's characters that must be seen where finding saw no line."""
DISTANCES = (1.7, 2.05, 2.4, 2.75)
"""From line to line in characters, where only one line was found."""
MOST_BENT = 5
"""Degree of the polynomial that a line is followed by."""
STEADY = 400.0
"""Characters squared by which a line's grade is held to what it was: a short line says little."""
MIDDLE = 20
"""Characters of a line by which its attitude is judged."""
TOO_LONG = 58
"""Characters of a line that no zone has, even with something beside it."""
MOST_LOOKS, GROWN, SLIP = 8, 1.0, 0.2
"""How often lines are looked at again, and by how many characters they must have grown or slipped."""


@dataclass(frozen=True)
class Line:
    """A line's course in its source, its strip of grey levels and what the network saw on it."""

    source: Source
    course: Course
    strip: Plane
    frames: Frames


def look(source: Source, course: Course, network: str = "strips") -> Line:
    strip = cut_strip(source, course)
    return Line(source, course, strip, Frames(*run_strips(even_out(strip), network)))


def look_closer(lines: list[Line]) -> list[Line]:
    """Look along corrected courses with common columns, again while the lines prove longer or bent."""
    source, courses = lines[0].source, follow(lines)
    for _ in range(MOST_LOOKS):
        courses = share_columns(courses)
        lines = [look(source, course) for course in courses]
        longer = share_columns(follow(lines))
        grown = max(courses[0].left - longer[0].left, longer[0].right - courses[0].right)
        if grown < GROWN * courses[0].pitch and find_slip(courses, longer) < SLIP:
            break
        if longer[0].count > TOO_LONG:
            break  # print that runs on is no zone
        courses = longer
    return lines


def find_slip(old: list[Course], new: list[Course]) -> float:
    """By how many characters' pitches courses moved up or down, where they moved most."""
    u = np.linspace(new[0].left, new[0].right, 45)
    moves = [np.abs(after.v(u) - before.v(u)).max() for before, after in zip(old, new, strict=True)]
    return float(max(moves)) / new[0].pitch


def look_beside(lines: list[Line]) -> list[Line]:
    """The lines and what stands above and below them at a line's distance: finding may have missed a line."""
    pitch, middle = lines[0].course.pitch, (lines[0].course.left + lines[0].course.right) / 2
    heights = [float(line.course.v(np.array(middle))) for line in lines]
    steps = np.diff(heights) if len(lines) > 1 else np.array(DISTANCES) * pitch
    beside = []
    for line, side in ((lines[0], -1), (lines[-1], 1)):
        ways = [line.course.move(down=side * float(step)) for step in np.unique(steps)]
        seen = [count_visible(look(line.source, way.cut(MIDDLE)).frames) for way in ways]
        best = int(np.argmax(seen))
        enough = SOME * min(MIDDLE, line.course.count)
        beside.append([look(line.source, ways[best])] if seen[best] > enough else [])
    above, below = beside
    if not above and not below:
        return lines
    return look_closer([*above, *lines, *below])


def share_columns(courses: list[Course]) -> list[Course]:
    """The same ends, pitch and grade for all, as far as their pitches are those of one zone."""
    pitch = float(np.median([course.pitch for course in courses]))
    mine = [course for course in courses if abs(np.log(course.pitch / pitch)) < 0.15]
    left, right = min(course.left for course in mine), max(course.right for course in mine)
    pitch = float(np.mean([course.pitch for course in mine]))
    grade = bound_grade(float(np.mean([course.grade for course in mine])), (right - left) / pitch)
    return [
        replace(course, left=left, right=right, pitch=pitch, height=pitch, grade=grade) for course in courses
    ]


def follow(lines: list[Line]) -> list[Course]:
    """The lines' courses corrected by where the network saw the characters."""
    seen = [find_points(line) for line in lines]
    polynomials = fit_together(
        [points for points, _ in seen], float(np.median([pitch for _, (pitch, _) in seen])), MOST_BENT
    )
    courses = []
    for polynomial, (points, (pitch, grade)) in zip(polynomials, seen, strict=True):
        left, right = float(points.u.min()) - pitch / 2, float(points.u.max()) + pitch / 2
        courses.append(Course(polynomial, left, right, pitch, pitch, grade))
    return courses


def find_seen(line: Line) -> Places:
    """The frames that show a character."""
    return np.flatnonzero(line.frames.logs[:, NOTHING] < np.log(1 - SEEN))


def find_points(line: Line) -> tuple[Points, tuple[float, float]]:
    """Where a line's characters were seen, their pitch and grade; its old way, lightly, for too few."""
    course, at = line.course, find_seen(line)
    if len(at) < FEW:
        u = np.linspace(course.left + course.pitch / 2, course.right - course.pitch / 2, FEW)
        return Points(u, course.v(u), np.full(FEW, 1e-3)), (course.pitch, course.grade)
    columns, rows = find_middles(line.frames, at)
    present = 1 - np.exp(line.frames.logs[at, NOTHING].astype(np.float64))
    stretch = np.clip(line.frames.offsets[at, 2].astype(np.float64), -0.4, 0.4)
    return Points(*course.upright(columns, rows), present), find_size(course, columns, stretch, present)


def find_size(course: Course, columns: Array, stretch: Array, weight: Array) -> tuple[float, float]:
    """Pitch in the middle and grade, from logarithms of how much larger than meant characters are."""
    index = columns / PITCH
    middle = np.average(index, weights=weight)
    away = (index - middle) * weight
    lean = float(away @ stretch) / (float(away @ (index - middle)) + STEADY)
    mean = float(np.average(stretch, weights=weight))
    here = float(course.growth(np.array(middle * PITCH)))
    return course.pitch * here * float(np.exp(mean)), course.grade / here + lean


def find_attitude(lines: list[Line], sure: float) -> tuple[Attitude, float]:
    """How the lines stand, as the network sees most, and which share of the characters it sees then.

    Where it sees the share `sure` in the lines as they were found, no other attitude is tried. The middles
    of two lines are enough.
    """
    some = [(line, find_middle(line)) for line in lines[:2]]
    expected = sum((part.stop - part.start) / PITCH for _, part in some)
    seen = {AS_FOUND: sum(count_visible(line.frames.part(part)) for line, part in some)}
    strips = [even_out(line.strip)[:, part] for line, part in some]
    for attitude in ((True, False), (False, True), (True, True)):
        turned, negative = attitude
        best = max(seen, key=lambda attitude: seen[attitude])
        # What was seen most so far, turned over, may be seen better still.
        enough = sure if best == (not turned, negative) else ENOUGH
        if seen[best] > enough * expected:
            break
        views = [-strip if negative else strip for strip in strips]
        views = [np.ascontiguousarray(view[::-1, ::-1]) for view in views] if turned else views
        seen[attitude] = sum(count_visible(Frames(*run_strips(view))) for view in views)
    best = max(seen, key=lambda attitude: seen[attitude])
    return best, seen[best] / expected


def find_middle(line: Line) -> slice:
    """The columns of a line's middle characters, MIDDLE at most."""
    margin, width = MARGIN * PITCH, line.strip.shape[1]
    room = max(margin, (width - MIDDLE * PITCH) // 2 // STRIDE * STRIDE)
    return slice(room, width - room)


def take(lines: list[Line], attitude: Attitude) -> list[Line]:
    """The lines looked at in another attitude."""
    if attitude == AS_FOUND:
        return lines
    turned, negative = attitude
    source, courses = lines[0].source, [line.course for line in lines]
    if turned:
        source, courses = turn_over(source, courses)
    if negative:
        source = replace(source, levels=255 - source.levels)
    return [look(source, course) for course in courses]


def count_visible(frames: Frames) -> float:
    """How many characters are seen, each counted by how sure it is."""
    kinds = np.exp(frames.logs[:, :NOTHING].max(axis=1).astype(np.float64))
    return float(np.square(kinds).sum())


def count_fillers(frames: Frames) -> int:
    """In how many frames a filler is likelier than not."""
    return int((frames.logs[:, FILLER] > np.log(0.5)).sum())


def turn_over(source: Source, courses: list[Course]) -> tuple[Source, list[Course]]:
    """Upright coordinates turned by 180 degrees around their origin."""
    matrix = source.to_source * np.array([[-1.0, -1.0, 1.0]])
    turned = []
    for course in reversed(courses):
        # v(u) becomes -v(-u): coefficients of even powers change their sign.
        powers = np.arange(len(course.polynomial))[::-1]
        signs = np.where(powers % 2 == 0, -1.0, 1.0)
        polynomial = tuple(float(c) for c in np.array(course.polynomial) * signs)
        ends = {"left": -course.right, "right": -course.left}
        turned.append(replace(course, polynomial=polynomial, grade=-course.grade, **ends))
    return replace(source, to_source=matrix), turned
