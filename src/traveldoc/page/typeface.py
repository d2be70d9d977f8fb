"""Whether a zone is printed in OCR-B: its characters' shapes against those of genuine and of other prints.

The shapes were learned from drawings by training/typeface. A worn print differs from OCR-B here and there; a
print in another face differs in most of its characters, each time in the same way. So cells of the same
character are averaged first, and it takes many different characters to say "another face".
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from traveldoc.mrz.alphabet import ALPHABET
from traveldoc.mrz.typeface import Odd, Typeface, Verdict
from traveldoc.page.cells import cut
from traveldoc.page.reading import PageReading
from traveldoc.page.weights import read_weights

Plane = NDArray[np.float32]
Array = NDArray[np.float64]
SMALLEST: Final = 9.0
"""Height of a capital in pixels below which shapes are not compared."""
SOFTEST: Final = 0.4
"""Width of an edge as a share of a capital's height above which shapes are not compared."""
SURE: Final = 0.9
"""Confidence below which a character is not compared: what was misread looks wrong in every face."""
FEWEST: Final = 8
"""Different characters that must be there to be compared."""
LEGIBLE: Final = 0.5
"""Likeness to the characters that were read below which the print is too damaged to be judged."""
LIMIT: Final = 6.0
"""How much one character can say for or against OCR-B, as a natural logarithm of odds."""
GENUINE: Final = 0.5
OTHER: Final = -1.0
"""Mean of the characters' logarithms of odds from which a zone is OCR-B, and below which it is not.
training/typeface/README.md says how often that is wrong."""
ODD: Final = -0.5
"""Logarithm of odds below which a character of a zone in another face is named."""


@dataclass(frozen=True)
class Shapes:
    """`means` (37, rows, columns) of OCR-B, and for each character a small network of one layer."""

    means: Plane
    inner: Plane
    inner_bias: Plane
    outer: Plane
    outer_bias: Plane

    @classmethod
    def load(cls, data: bytes) -> Self:
        """As training/typeface saves them."""
        with np.load(BytesIO(data), allow_pickle=False) as parts:
            inner = parts["inner"].astype(np.float32) * parts["scale"]
            means = parts["means"].astype(np.float32)
            return cls(means, inner, parts["inner_bias"], parts["outer"], parts["outer_bias"])

    def odds(self, cells: Plane, classes: NDArray[np.int64]) -> Array:
        """The natural logarithm of the odds that each cell is a character of OCR-B."""
        flat = cells.reshape(len(cells), -1)
        inner = np.einsum("np,nph->nh", flat, self.inner[classes]) + self.inner_bias[classes]
        found = (np.maximum(inner, 0) * self.outer[classes]).sum(axis=1) + self.outer_bias[classes]
        return np.asarray(np.clip(found, -LIMIT, LIMIT), np.float64)


@lru_cache(maxsize=1)
def load_shapes() -> Shapes:
    return Shapes.load(read_weights("typeface"))


def compare(picture: NDArray[np.uint8], reading: PageReading) -> Typeface:
    """The typeface of a zone that was read in a picture."""
    quality = reading.quality
    if quality.character_height < SMALLEST:
        return Typeface(Verdict.SMALL)
    if quality.blur > SOFTEST:
        return Typeface(Verdict.BLURRED)
    text = "".join(reading.lines or ())
    classes = np.array([ALPHABET.index(character) for character in text], np.int64)
    sure = find_sure(reading)
    kinds = np.unique(classes[sure])
    if len(kinds) < FEWEST:
        return Typeface(Verdict.FEW, len(kinds))
    shapes = load_shapes()
    cells = cut(picture, reading.boxes, shapes.means, classes)
    return judge(shapes, cells, classes, sure, reading)


def find_sure(reading: PageReading) -> NDArray[np.bool_]:
    """Which characters were read without doubt and without the help of the grammar."""
    sure = np.array([share >= SURE for line in reading.confidence for share in line])
    length = len(reading.confidence[0])
    for choice in reading.choices:
        sure[(choice.line - 1) * length + choice.column - 1] = False
    return sure


def judge(
    shapes: Shapes, cells: Plane, classes: NDArray[np.int64], sure: NDArray[np.bool_], reading: PageReading
) -> Typeface:
    kinds = np.unique(classes[sure])
    mean = np.stack([cells[sure & (classes == kind)].mean(axis=0) for kind in kinds])
    if find_likeness(mean, shapes.means[kinds]) < LEGIBLE:
        return Typeface(Verdict.UNCLEAR, len(kinds))
    odds = shapes.odds(mean, kinds)
    if odds.mean() > GENUINE:
        return Typeface(Verdict.OCR_B, len(kinds))
    if odds.mean() > OTHER:
        return Typeface(Verdict.UNCLEAR, len(kinds))
    wrong = sure & np.isin(classes, kinds[odds < ODD]) & (shapes.odds(cells, classes) < ODD)
    return Typeface(Verdict.OTHER, len(kinds), name(wrong, reading))


def find_likeness(cells: Plane, means: Plane) -> float:
    """Mean correlation of cells with the means of OCR-B: other faces have about 0.7, ruins less than 0.4."""
    centred = means - means.mean(axis=(1, 2), keepdims=True)
    size = centred.std(axis=(1, 2)) * cells.std(axis=(1, 2)) + 1e-6
    return float(((cells * centred).mean(axis=(1, 2)) / size).mean())


def name(wrong: NDArray[np.bool_], reading: PageReading) -> tuple[Odd, ...]:
    lines = reading.lines or ()
    length = len(lines[0])
    places = [divmod(int(at), length) for at in np.flatnonzero(wrong)]
    return tuple(Odd(row + 1, column + 1, lines[row][column]) for row, column in places)
