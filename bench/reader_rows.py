"""One reader over a folder of pictures, a JSON row for each on standard output; bench/reader.py runs it.

    python bench/reader_rows.py ours|large|passporteye|tesseract FOLDER

The peers run in an environment that has nothing of ours: each reader imports what it needs when asked.
"""

import importlib
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Reader = Callable[[Path], Row]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"


def spent() -> float:
    """Seconds of a core that this process and its children have used; finer than the ticks of os.times."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def peak() -> int:
    """MB that this process, or the largest of its children, had at most."""
    of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in of) >> 10


def make_ours() -> Reader:
    importlib.import_module("cv2").setNumThreads(1)
    read = importlib.import_module("traveldoc.page").read
    image, numpy = importlib.import_module("PIL.Image"), importlib.import_module("numpy")

    def run(path: Path) -> Row:
        reading = read(numpy.asarray(image.open(path).convert("RGB")))
        return {"lines": reading.lines, "confidence": reading.confidence}

    return run


def make_passporteye() -> Reader:
    read_mrz = importlib.import_module("passporteye").read_mrz

    def run(path: Path) -> Row:
        try:
            found = read_mrz(str(path))
        except Exception as error:  # noqa: BLE001  # a peer that fails on a picture has not read it
            return {"lines": None, "failed": repr(error)}
        return {"lines": found.aux["text"].split() if found else None}

    return run


def make_tesseract() -> Reader:
    """The zone cut out by a perfect finder; without a zone there is nothing to hand on."""
    tesseract, image = importlib.import_module("pytesseract"), importlib.import_module("PIL.Image")
    config = f"--psm 6 -c tessedit_char_whitelist={LETTERS}"

    def run(path: Path) -> Row:
        told = json.loads(path.with_suffix(".json").read_text("utf-8"))
        text = tesseract.image_to_string(image.open(path).crop(told["box"]), config=config)
        return {"lines": text.split() if told["lines"] else None}

    return run


def read_large() -> Row:
    """A picture of 50 megapixels, drawn here."""
    numpy = importlib.import_module("numpy")
    read = importlib.import_module("traveldoc.page").read
    picture = numpy.full((5000, 10000, 3), 230, numpy.uint8)
    before, start = peak(), spent()
    read(picture)
    return {"seconds": spent() - start, "before": before, "peak": peak(), "picture": picture.nbytes >> 20}


MAKERS = {"ours": make_ours, "passporteye": make_passporteye, "tesseract": make_tesseract}


def main(name: str, folder: Path) -> None:
    if name == "large":
        print(json.dumps(read_large()))
        return
    run = MAKERS[name]()
    pictures = sorted(folder.glob("*.png"))
    run(pictures[0])  # what is loaded once is not the picture's time
    before = peak()
    for path in pictures:
        start = spent()
        row = run(path)
        print(json.dumps({"name": path.stem, "seconds": spent() - start, **row}))
    print(json.dumps({"before": before, "peak": peak()}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
