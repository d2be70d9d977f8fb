"""How often the comparison of typefaces is wrong: whole pictures through the whole reader.

    python -m training.typeface.measure [--documents 400] [--seed 31]

Per state of the print for OCR-B, per face for others; faces of documents.HELD_OUT were seen by no training.
"""

import argparse
from collections import Counter, defaultdict
from multiprocessing import Pool

import cv2
import numpy as np
from training.reader import ink
from training.typeface.documents import choose_font, draw_document, is_held_out

from traveldoc.mrz.typeface import Verdict
from traveldoc.page import read

SIZES = ((9, 12), (12, 16), (16, 24), (24, 60))
Row = tuple[str, float, str]


def look(task: tuple[int, int, bool, bool]) -> Row:
    """Font, pitch and verdict of one drawn document ("unread" without a zone)."""
    seed, index, genuine, held_out = task
    cv2.setNumThreads(1)
    rng = np.random.default_rng([seed, index, genuine, held_out])
    font = choose_font(rng, genuine=genuine, held_out=held_out)
    low, high = SIZES[int(rng.integers(len(SIZES)))]
    pitch = float(np.exp(rng.uniform(np.log(low), np.log(high))))
    reading = read(draw_document(rng, font, pitch).picture)
    return font, pitch, reading.typeface.verdict.value if reading.typeface else "unread"


def tell(title: str, rows: list[Row]) -> None:
    found = Counter(verdict for _, _, verdict in rows)
    told = ", ".join(f"{verdict} {found[verdict]}" for verdict in (*Verdict, "unread") if found[verdict])
    print(f"{title:44s} {len(rows):5d}: {told}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--seed", type=int, default=31)
    options = parser.parse_args()
    kinds = ((True, False), (False, False), (False, True))
    tasks = [(options.seed, index, *kind) for kind in kinds for index in range(options.documents)]
    with Pool(2) as pool:
        rows = pool.map(look, tasks, chunksize=16)
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        name = row[0].rsplit("/", 1)[-1].rsplit(".", 1)[0]
        kind = "OCR-B" if row[0] in ink.GENUINE else "unseen faces" if is_held_out(row[0]) else "seen faces"
        size = next(f"{low}-{high} px" for low, high in SIZES if row[1] < high)
        groups[f"{kind}, {size}"].append(row)
        if kind != "OCR-B":
            groups[f"{kind}: {name}"].append(row)
    for title in sorted(groups):
        tell(title, groups[title])


if __name__ == "__main__":
    main()
