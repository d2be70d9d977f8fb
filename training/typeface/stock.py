"""The cells of many drawn documents: for each document and character the mean of its cells."""

from dataclasses import dataclass
from multiprocessing import Pool

import cv2
import numpy as np
from numpy.typing import NDArray
from training.reader import ink
from training.reader.wording import ALPHABET
from training.typeface.documents import choose_font, draw_document

from traveldoc.page.cells import COLUMNS, ROWS, cut

Plane = NDArray[np.float32]


def draw_means() -> Plane:
    """How each character of OCR-B looks, a little soft, as `cut` wants it."""
    planes = []
    for character in ALPHABET:
        glyph = np.mean([ink.draw_glyph(name, character) for name in ink.GENUINE], axis=0)
        soft = cv2.GaussianBlur(glyph.astype(np.float32), (0, 0), 1.5)
        half = cv2.resize(soft, (24, 28), interpolation=cv2.INTER_AREA)
        planes.append(half[(28 - ROWS) // 2 : (28 + ROWS) // 2, (24 - COLUMNS) // 2 : (24 + COLUMNS) // 2])
    return np.asarray(np.stack(planes), np.float32)


MEANS = draw_means()


@dataclass(frozen=True)
class Drawn:
    """One document: for each different character (`kinds`) the mean of its cells."""

    cells: NDArray[np.float16]
    kinds: NDArray[np.int8]
    font: str
    pitch: float
    genuine: bool


def draw_cells(task: tuple[int, int, bool, bool]) -> Drawn:
    """`task`: seed, index, whether it is OCR-B, whether the face is one that no training sees."""
    seed, index, genuine, held_out = task
    cv2.setNumThreads(1)
    rng = np.random.default_rng([seed, index, genuine])
    font = choose_font(rng, genuine=genuine, held_out=held_out)
    pitch = float(np.exp(rng.uniform(np.log(11), np.log(40))))
    document = draw_document(rng, font, pitch)
    classes = np.array([ALPHABET.index(c) for c in "".join(document.lines)])
    cells = cut(document.picture, document.boxes, MEANS, classes)
    kinds = np.unique(classes)
    mean = np.stack([cells[classes == kind].mean(axis=0) for kind in kinds])
    return Drawn(mean.astype(np.float16), kinds.astype(np.int8), font, pitch, genuine)


def draw_stock(seed: int, count: int, *, held_out: bool = False, workers: int = 2) -> list[Drawn]:
    """`count` documents in OCR-B and as many in other faces."""
    tasks = [(seed, index, genuine, held_out) for index in range(count) for genuine in (True, False)]
    with Pool(workers) as pool:
        return pool.map(draw_cells, tasks, chunksize=32)
