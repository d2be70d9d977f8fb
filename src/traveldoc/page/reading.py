"""What was read from one picture: the zone's characters, where they stand, and how sure the reader is."""

from dataclasses import dataclass, field

from traveldoc.finding import Phrase
from traveldoc.mrz.typeface import Typeface

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners of a character as (x, y) in pixels of the given picture: upper left, upper right, lower right,
lower left *as the character stands*, so a turned picture gives turned corners."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A character that the grammar of Doc 9303 chose between close runners-up. Line and column count from
    1.
    """

    line: int
    column: int
    read: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the picture shows the zone (or, without a zone, the whole picture).

    `character_height` in pixels of the given picture, 0 without a zone. `blur` is the width of an edge as a
    share of a character's height (sharp about 0.1, unusable from about 0.5). `glare` is the share of the zone
    that is burnt out, `contrast` the difference between paper and ink from 0 to 1.
    """

    character_height: float = 0.0
    blur: float = 0.0
    glare: float = 0.0
    contrast: float = 0.0
    cut_off: bool = False
    too_dark: bool = False
    advice: tuple[Phrase, ...] = ()
    retake: bool = False


@dataclass(frozen=True, slots=True)
class PageReading:
    """The reading of one picture. Without a zone `format`, `lines` and `typeface` are None and only `quality`
    is filled.

    `confidence`, `runners_up` and `boxes` have one entry for each character of `lines`.
    """

    format: str | None = None
    lines: tuple[str, ...] | None = None
    confidence: tuple[tuple[float, ...], ...] = ()
    runners_up: tuple[str, ...] = ()
    boxes: tuple[tuple[Quad, ...], ...] = ()
    choices: tuple[Choice, ...] = ()
    quality: Quality = field(default_factory=Quality)
    typeface: Typeface | None = None
