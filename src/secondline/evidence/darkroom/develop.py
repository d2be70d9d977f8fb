"""What the child does with a file: copies, the reading of the zone in a picture, the files of a chip."""

import traceback
from base64 import b64encode
from collections.abc import Callable, Mapping
from math import ceil, sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from secondline.evidence.darkroom.chip import unpack_chip
from secondline.evidence.darkroom.copying import Answer, develop
from secondline.evidence.darkroom.cutting import cut
from secondline.evidence.darkroom.decode import decode
from secondline.evidence.darkroom.laying import lay
from secondline.evidence.darkroom.trouble import TroubleError
from traveldoc.barcode import Barcode
from traveldoc.page import PageReading, fingerprint, portrait, read
from traveldoc.page.codes import read_codes

READ_PIXELS: Final = 48_000_000  # the reader takes 50 million


def read_page(data: bytes, most_pixels: int) -> Answer:
    """All that a page shows: the zone, bar codes, hashes."""
    pixels, size, scale = look(data, most_pixels)
    reading = read(pixels)
    marks = {
        "codes": codes_to_plain(read_codes(pixels), scale),
        "fingerprint": fingerprint(pixels),
        "portrait": portrait(pixels, reading.format, reading.boxes),
    }
    return to_plain(reading, size, scale) | marks, ()


def read_zone(data: bytes, most_pixels: int) -> Answer:
    """The zone alone."""
    pixels, size, scale = look(data, most_pixels)
    return to_plain(read(pixels), size, scale), ()


def look(data: bytes, most_pixels: int) -> tuple[NDArray[np.uint8], tuple[int, int], float]:
    """The pixels to read, the size of the upright picture, and how many of its pixels one of those is: of a
    picture larger than the reader takes, a smaller one is read.
    """
    picture = decode(data, most_pixels)
    shrink = ceil(max(1.0, sqrt(picture.width * picture.height / READ_PIXELS)))
    return np.asarray(picture if shrink == 1 else picture.reduce(shrink)), picture.size, float(shrink)


WORDS: Final[Mapping[str, Callable[..., Answer]]] = {  # of the data, the most pixels, and further files
    "develop": develop,
    "cut": cut,
    "lay": lay,
    "read": read_page,
    "zone": read_zone,
    "unpack": unpack_chip,
}


def answer(header: Mapping[str, Any], data: bytes, *more: bytes) -> Answer:
    """Do the word of the header; trouble is an answer as well."""
    try:
        return WORDS[header["word"]](data, header["pixels"], *more)
    except TroubleError as trouble:
        return {"trouble": trouble.code}, ()
    except MemoryError:
        return {"trouble": "too-much-memory"}, ()
    except Exception as error:  # noqa: BLE001  # a fault of ours must not look like a fault of the picture
        place = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__} in {place.name}, line {place.lineno}"
        return {"trouble": "failed", "detail": detail}, ()


def to_plain(reading: PageReading, size: tuple[int, int], scale: float = 1.0) -> dict[str, Any]:
    """The JSON form of a reading (see plain.py), rounded to what the numbers are worth.

    `size` is of the upright picture, `scale` how many of its pixels one pixel of the read picture was.
    """
    quality = reading.quality
    return {
        "format": reading.format,
        "lines": None if reading.lines is None else list(reading.lines),
        "confidence": [[round(float(value), 4) for value in line] for line in reading.confidence],
        "runners_up": list(reading.runners_up),
        "boxes": [
            [[[round(float(x) * scale, 1), round(float(y) * scale, 1)] for x, y in quad] for quad in line]
            for line in reading.boxes
        ],
        "choices": [
            {"line": c.line, "column": c.column, "read": c.read, "chosen": c.chosen} for c in reading.choices
        ],
        "quality": {
            "character_height": round(float(quality.character_height) * scale, 2),
            "blur": round(float(quality.blur), 4),
            "glare": round(float(quality.glare), 4),
            "contrast": round(float(quality.contrast), 4),
            "cut_off": bool(quality.cut_off),
            "too_dark": bool(quality.too_dark),
            "retake": bool(quality.retake),
            "advice": [{"template": p.template, "values": dict(p.values)} for p in quality.advice],
        },
        "typeface": reading.typeface
        and {
            "verdict": reading.typeface.verdict.value,
            "kinds": reading.typeface.kinds,
            "odd": [[odd.line, odd.column, odd.character] for odd in reading.typeface.odd],
        },
        "width": size[0],
        "height": size[1],
    }


def codes_to_plain(codes: tuple[Barcode, ...], scale: float) -> list[dict[str, Any]]:
    """The JSON form of the bar codes (see plain.py)."""
    return [
        {
            "symbology": code.symbology,
            "content": b64encode(code.content).decode("ascii"),
            "corners": [[round(x * scale, 1), round(y * scale, 1)] for x, y in code.corners],
        }
        for code in codes
    ]
