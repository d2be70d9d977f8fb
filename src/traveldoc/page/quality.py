"""How well the picture shows the zone, in numbers and in words that tell the officer what to do."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from traveldoc.finding import Phrase, gettext_noop
from traveldoc.page.reading import Quad, Quality

Plane = NDArray[np.float32]
Array = NDArray[np.float64]
SMALL, TOO_SMALL = 9.0, 6.0
"""Height of a capital in pixels below which advice is given, and below which a retake is asked for."""
SOFT, TOO_SOFT = 0.45, 0.7
"""Width of an edge as a share of a capital's height: the same two lines."""
FAINT = 0.12
"""Difference of paper and ink, as a share of the full range, below which the print counts as faint."""
DARK = 60
"""Level of the paper, of 255, below which the picture counts as dark."""
BURNT = 0.04
"""Share of the zone's characters that may be burnt out: more cannot be read, whatever was guessed."""
DOUBTFUL = 0.12
"""Share of a zone's characters that may be doubtful before a retake is asked for."""
LIKELY_SMALL, LIKELY_SOFT, LIKELY_FAINT = 12.0, 0.2, 0.25
"""What counts as small, blurred and faint where characters could not be read: the likely reason."""
SHARP, SMEARED = 1.5, 1 / 130
"""Width of the sharpest edges, in pixels and as a share of the long side, from which a picture without a zone
is blurred: more than half a character of a zone that fills the picture's width.
"""
SPECK = 64
"""Pixels that a picture's short side must have for its sharpness to mean anything."""

_SMALL = gettext_noop(
    "The characters are only %(height)s pixels high. Go closer or choose a higher resolution."
)
_SOFT = gettext_noop("The zone is blurred. Hold still, tap on the zone to focus and take it again.")
_GLARE = gettext_noop("Light is reflected on the zone. Tilt the document or move the lamp.")
_FAINT = gettext_noop("The print hardly stands out from the paper. Use more, and even, light.")
_DARK = gettext_noop("The picture is too dark. Use more light.")
_CUT = gettext_noop("The zone is cut off at the edge of the picture. Show all of it, with some room around.")
_DOUBTFUL = gettext_noop(
    "%(count)s characters could not be read with certainty. Take the picture again, or type them."
)
_BLURRED = gettext_noop("The picture is blurred. Hold still, tap on the zone to focus and take it again.")
_UNREAD = gettext_noop("There seems to be a machine readable zone, but it could not be read.")
_NONE = gettext_noop(
    "No machine readable zone was found. If the document has one, photograph it whole and from above."
)


def measure_strips(strips: Sequence[Plane]) -> tuple[float, float, float]:
    """Of the lines' strips: edge width in strip rows, contrast from 0 to 1, level of the paper."""
    levels = np.clip(np.concatenate([strip[4:-4].ravel() for strip in strips]), 0, 255)
    ink, paper = np.percentile(levels, (4, 90))
    steep = np.concatenate([np.abs(np.diff(strip, axis=1)).ravel() for strip in strips])
    edge = float((paper - ink) / max(float(np.percentile(steep, 98)), 1e-3))
    return edge, float((paper - ink) / 255), float(paper)


def measure_height(strips: Sequence[Plane]) -> float:
    """Rows that the characters of evened-out strips are high: where the spread along a row is over its
    half.
    """
    spread = np.mean([strip.std(axis=1) for strip in strips], axis=0)
    low, high = float(spread.min()), float(np.percentile(spread, 90))
    return float((spread > (low + high) / 2).sum())


def find_burnt(strip: Plane, columns: Array) -> float:
    """Share of a line's characters that stand in light so strong that their print is gone."""
    cells = [strip[6:-6, max(0, int(at) - 7) : int(at) + 8] for at in columns]
    swings = np.array([float(np.ptp(cell)) for cell in cells])
    lowest = np.array([float(cell.min()) for cell in cells])
    return float(((lowest > 235) & (swings < 0.3 * np.median(swings))).mean())


def is_cut_off(boxes: Sequence[Sequence[Quad]], width: int, height: int, room: float = 0.0) -> bool:
    """Whether a character reaches out of the picture, or has not so much `room` to its edge."""
    corners = np.array([box for line in boxes for box in line]).reshape(-1, 2)
    low, high = corners.min(axis=0), corners.max(axis=0)
    return bool((low < room - 1.5).any() or (high > np.array([width, height]) + 0.5 - room).any())


def judge(quality: Quality, doubtful: int, total: int) -> tuple[tuple[Phrase, ...], bool]:
    """What to tell the officer about a zone that was read, and whether to ask for another picture."""
    unsure = doubtful > DOUBTFUL * total
    advice = []
    if unsure:
        advice.append(Phrase(_DOUBTFUL, {"count": str(doubtful)}))
    if quality.character_height < (LIKELY_SMALL if unsure else SMALL):
        advice.append(Phrase(_SMALL, {"height": f"{quality.character_height:.0f}"}))
    if quality.blur > (LIKELY_SOFT if unsure else SOFT):
        advice.append(Phrase(_SOFT))
    if quality.glare > (0 if unsure else BURNT):
        advice.append(Phrase(_GLARE))
    if quality.too_dark:
        advice.append(Phrase(_DARK))
    elif quality.contrast < (LIKELY_FAINT if unsure else FAINT):
        advice.append(Phrase(_FAINT))
    if quality.cut_off:
        advice.append(Phrase(_CUT))
    illegible = quality.character_height < TOO_SMALL or quality.blur > TOO_SOFT or quality.glare > BURNT
    return tuple(advice), unsure or quality.cut_off or illegible


def measure_smear(grey: Plane) -> float:
    """Width of a picture's sharpest edges in its pixels: from its darkest to its brightest in one edge."""
    if min(grey.shape) < SPECK:
        return 0.0
    dark, bright = (float(x) for x in np.percentile(grey, (1, 99)))
    across, down = np.abs(np.diff(grey, axis=1)), np.abs(np.diff(grey, axis=0))
    steep = max(float(np.percentile(across, 99.9)), float(np.percentile(down, 99.9)))
    return (bright - dark) / max(steep, 0.5)


def judge_whole(grey: Plane, *, suspected: bool) -> Quality:
    """The quality of a picture in which no zone was read; `suspected` says that something looked like one."""
    dark, bright = (float(x) for x in np.percentile(grey, (2, 98)))
    too_dark, contrast = bright < DARK, (bright - dark) / 255
    blurred = contrast > FAINT and measure_smear(grey) > SHARP + SMEARED * max(grey.shape)
    advice = [Phrase(_UNREAD if suspected else _NONE)]
    if too_dark:
        advice.append(Phrase(_DARK))
    if blurred:
        advice.append(Phrase(_BLURRED))
    retake = suspected or too_dark or blurred
    return Quality(contrast=contrast, too_dark=too_dark, advice=tuple(advice), retake=retake)
