"""Where things stand on each kind of document, in millimetres from the upper left corner.

Sizes and the place of the machine readable zone are those of Doc 9303 parts 4 to 7; the rest of the
visual zone is the fictional states' own, within the zones the standard gives.
"""

from dataclasses import dataclass
from enum import StrEnum

Box = tuple[float, float, float, float]
"""Left, top, width, height."""

MRZ_HEIGHT = 23.2
"""Doc 9303-3, figure 5."""


class Side(StrEnum):
    """A side of a document. Whatever has only one is drawn as its front."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of the visual zone: the title's baseline starts at (x, y), the value stands beneath."""

    field: str
    x: float
    y: float
    room: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One side of one kind. `lines` are the centre lines of the MRZ, measured from the lower edge."""

    size: tuple[float, float]
    mrz_left: float
    lines: tuple[float, ...]
    portrait: Box | None
    ghost: Box | None
    heading: Box
    slots: tuple[Slot, ...]
    value_size: float = 2.7
    title_size: float = 1.35
    perforation: tuple[float, float] | None = None
    signature: tuple[float, float] | None = None
    foil: tuple[float, float, float] | None = None

    @property
    def centre_lines(self) -> tuple[float, ...]:
        """The centre lines measured from the upper edge."""
        return tuple(self.size[1] - line for line in self.lines)

    @property
    def mrz_zone(self) -> Box:
        top = self.size[1] - MRZ_HEIGHT
        return (0.0, top, self.size[0], MRZ_HEIGHT)


TWO_LINES = (15.75, 9.40)
"""Doc 9303-4, figure 3; 9303-6, figure 6; 9303-7, figure 3: centre lines of the two code lines."""
THREE_LINES = (11.5 + 4.23, 11.5, 11.5 - 4.23)
"""Doc 9303-5, figure 6."""

PASSPORT = Layout(
    size=(125.0, 88.0),
    mrz_left=6.0,
    lines=TWO_LINES,
    portrait=(5.0, 16.0, 35.0, 44.8),
    ghost=(100.0, 38.6, 18.0, 23.04),
    heading=(4.0, 3.2, 117.0, 10.0),
    slots=(
        Slot("type", 43, 17.2, 10),
        Slot("code", 56, 17.2, 22),
        Slot("number", 84, 17.2, 33, "passport"),
        Slot("surname", 43, 23.9, 74),
        Slot("given_names", 43, 30.6, 74),
        Slot("nationality", 43, 37.3, 28),
        Slot("personal", 74, 37.3, 24),
        Slot("birth", 43, 44.0, 28),
        Slot("sex", 74, 44.0, 9),
        Slot("birthplace", 84, 44.0, 15),
        Slot("issued", 43, 50.7, 28),
        Slot("authority", 74, 50.7, 25),
        Slot("expires", 43, 57.4, 28),
    ),
    perforation=(120.6, 16.5),
    signature=(74, 57.4),
    foil=(35.4, 55.6, 7.2),
)
IDENTITY_FRONT = Layout(
    size=(85.6, 53.98),
    mrz_left=5.0,
    lines=(),
    portrait=(3.5, 13.0, 26.5, 33.9),
    ghost=(67.5, 31.2, 14.5, 18.56),
    heading=(3.0, 2.6, 79.6, 8.0),
    slots=(
        Slot("surname", 32.5, 14.0, 49),
        Slot("given_names", 32.5, 20.0, 49),
        Slot("nationality", 32.5, 26.0, 26),
        Slot("sex", 60, 26.0, 8),
        Slot("birth", 32.5, 32.0, 17),
        Slot("expires", 51, 32.0, 16),
        Slot("number", 32.5, 38.0, 17),
        Slot("personal", 51, 38.0, 16),
    ),
    value_size=2.35,
    title_size=1.2,
    signature=(32.5, 44.0),
    foil=(26.6, 43.0, 5.4),
)
IDENTITY_BACK = Layout(
    size=(85.6, 53.98),
    mrz_left=5.0,
    lines=THREE_LINES,
    portrait=None,
    ghost=None,
    heading=(3.0, 2.6, 79.6, 8.0),
    slots=(
        Slot("birthplace", 5, 14.0, 34),
        Slot("issued", 42, 14.0, 18),
        Slot("number", 62, 14.0, 20),
        Slot("authority", 5, 20.6, 34),
        Slot("code", 42, 20.6, 18),
    ),
    value_size=2.35,
    title_size=1.2,
    foil=(74.0, 22.0, 6.4),
)
VISA = Layout(
    size=(120.0, 80.0),
    mrz_left=4.0,
    lines=TWO_LINES,
    portrait=(4.5, 14.5, 29.5, 37.76),
    ghost=(98.5, 31.4, 17.0, 21.76),
    heading=(3.6, 2.8, 112.8, 9.6),
    slots=(
        Slot("issued", 38, 16.2, 26, "from"),
        Slot("expires", 66, 16.2, 26, "until"),
        Slot("entries", 94, 16.2, 22),
        Slot("number", 38, 23.3, 26),
        Slot("personal", 66, 23.3, 26, "passport"),
        Slot("type", 94, 23.3, 22),
        Slot("surname", 38, 30.4, 56),
        Slot("given_names", 38, 37.5, 56),
        Slot("birth", 38, 44.6, 26),
        Slot("sex", 66, 44.6, 9),
        Slot("nationality", 77, 44.6, 19),
        Slot("authority", 38, 51.7, 56),
    ),
    foil=(31.0, 48.6, 6.4),
)
RESIDENCE_PERMIT = Layout(
    size=(105.0, 74.0),
    mrz_left=4.0,
    lines=TWO_LINES,
    portrait=(4.0, 13.0, 28.0, 35.84),
    ghost=(87.2, 28.6, 14.0, 17.92),
    heading=(3.2, 2.6, 98.6, 8.6),
    slots=(
        Slot("number", 35.5, 14.6, 30),
        Slot("type", 68, 14.6, 12),
        Slot("code", 82, 14.6, 19),
        Slot("surname", 35.5, 20.8, 66),
        Slot("given_names", 35.5, 27.0, 50),
        Slot("nationality", 35.5, 33.2, 30),
        Slot("sex", 68, 33.2, 10),
        Slot("birth", 35.5, 39.4, 30),
        Slot("birthplace", 68, 39.4, 18),
        Slot("issued", 35.5, 45.6, 30),
        Slot("expires", 68, 45.6, 18),
    ),
    value_size=2.45,
    title_size=1.25,
    foil=(29.2, 45.0, 5.8),
)
