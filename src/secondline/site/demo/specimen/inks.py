"""Lights and inks: what each ink looks like under each light, as a table.

A page is drawn once as masks; the light decides only the colour in which a mask appears. That is why the
pictures of one page under all lights lie on each other pixel by pixel.
"""

from dataclasses import dataclass
from enum import StrEnum

Colour = tuple[int, int, int]


class Light(StrEnum):
    """How the page is lit when the picture is taken, by the ids of the vocabulary."""

    WHITE = "white"
    UV = "ultraviolet-a"
    OBLIQUE = "oblique"
    TRANSMITTED = "transmitted"
    IR = "infrared"


@dataclass(frozen=True, slots=True)
class Ink:
    """One printing ink.

    `colour` under white light, running to `into` from left to right (iris printing); `cover` how much of
    the ground it hides (0 to 1); `glow` what it gives back under ultraviolet, None where it stays dark;
    `infrared` how black it is in the near infrared (0: it vanishes);
    `opaque` how much of its cover is left when the light comes from behind.
    """

    colour: Colour
    into: Colour | None = None
    cover: float = 1.0
    glow: Colour | None = None
    infrared: float = 0.0
    opaque: float = 1.0


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet itself. Security paper has no optical brightener and stays dark under ultraviolet."""

    white: Colour
    uv: Colour
    ir: Colour
    transmitted: Colour


SECURITY_PAPER = Paper((249, 248, 242), (50, 40, 100), (226, 226, 226), (252, 232, 196))
COPIER_PAPER = Paper((250, 250, 252), (176, 196, 255), (232, 232, 232), (248, 240, 226))
POLYCARBONATE = Paper((245, 247, 248), (46, 42, 92), (220, 220, 220), (226, 232, 228))

# Doc 9303-3, 4.5: the machine readable zone must be readable at B900, so its ink holds carbon.
CARBON_BLACK = Ink((26, 26, 30), cover=0.96, infrared=0.94)
# The dye of an office printer: black to the eye, gone in the near infrared.
DYE_BLACK = Ink((46, 40, 52), cover=0.9, infrared=0.08)
TITLE_GREY = Ink((92, 96, 108), cover=0.92)
SPECIMEN_RED = Ink((200, 30, 52), cover=0.46, infrared=0.10)
HOLE = Ink((70, 66, 62), cover=0.75, infrared=0.6)
BLUE_PEN = Ink((34, 52, 132), cover=0.85, infrared=0.05)

FIBRES: tuple[Ink, ...] = (
    Ink((196, 92, 96), cover=0.10, glow=(255, 64, 72)),
    Ink((96, 120, 190), cover=0.10, glow=(80, 140, 255)),
    Ink((140, 168, 96), cover=0.10, glow=(178, 255, 72)),
)
"""Fibres of three colours in the paper: all but invisible in daylight, bright under ultraviolet."""

HIDDEN_EMBLEM = Ink((250, 250, 244), cover=0.0, glow=(58, 176, 66))
HIDDEN_WORDS = Ink((250, 250, 244), cover=0.0, glow=(84, 44, 6))
