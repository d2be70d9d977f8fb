"""A picture of 100 megapixels through the darkroom, in every format: seconds, megabytes, taken or not.

Beside it, in the same run, the bare cost of decoding the JPEG once. Then the tiles: how long one takes in
each view, beside reading it as it lies there.

    .venv/bin/python bench/tiles.py [megapixels] [format ...]
"""

import io
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from math import sqrt
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import cv2
import numpy as np
from PIL import Image, ImageCms

from secondline.evidence.darkroom import Darkroom, TroubleError
from secondline.evidence.laying import tile_onto
from secondline.evidence.pyramid import Pack, pack
from secondline.evidence.rules import Limits
from secondline.evidence.tiles import tile
from secondline.site.environment import Environment
from traveldoc.page.views import VIEWS

environment = Environment()

# As the house sets them, but for the bytes of a file: what is decoded counts here.
LIMITS = Limits(
    file_bytes=900_000_000,
    pixels=environment.number("SECONDLINE_MAX_MEGAPIXELS") * 1_000_000,
    seconds=environment.number("SECONDLINE_DECODE_SECONDS"),
    memory=environment.number("SECONDLINE_DECODE_MB") * 1_000_000,
)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def saved(image: Image.Image, format_: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


SMALL = saved(Image.new("RGB", (9, 9)), "PNG")


def drawn(megapixels: float) -> Image.Image:
    """Paper with grain, guilloches and lines of print: neither flat nor pure noise."""
    width = round(1000 * sqrt(megapixels * 1.44))
    height = round(megapixels * 1e6 / width)
    x = np.arange(width, dtype=np.float32)[None, :]
    sheet = np.empty((height, width, 3), np.uint8)
    grain = np.random.default_rng(7).integers(-4, 5, (512, width, 1), np.int16)
    for top in range(0, height, 512):
        y = np.arange(top, min(height, top + 512), dtype=np.float32)[:, None]
        wave = np.sin(x / 9 + 6 * np.sin(y / 160)) * 18
        inks = np.stack([225 + wave, 215 + 0.5 * wave, 200 - wave], axis=-1)
        sheet[top : top + len(y)] = np.clip(inks + grain[: len(y)], 0, 255)
    for row in range(height // 40):
        cv2.putText(sheet, "P<UTOERIKSSON<<ANNA<MARIA<<" * 12, (60, 40 * row + 30), 0, 1.0, (40, 30, 60), 2)
    return Image.fromarray(sheet)


def kinds(picture: Image.Image) -> dict[str, Callable[[], bytes]]:
    turned = Image.Exif()
    turned[0x0112] = 6

    return {
        "JPEG": lambda: saved(picture, "JPEG", quality=88),
        "JPEG, turned, with a profile": lambda: saved(
            picture, "JPEG", quality=88, exif=turned, icc_profile=PROFILE
        ),
        "PNG": lambda: saved(picture, "PNG", compress_level=1),
        "PNG with alpha, turned": lambda: saved(
            picture.convert("RGBA"), "PNG", compress_level=1, exif=turned
        ),
        "TIFF, 16 bits grey": lambda: saved(
            Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257), "TIFF"
        ),
        "TIFF, CMYK": lambda: saved(picture.convert("CMYK"), "TIFF"),
        "WebP": lambda: saved(picture, "WEBP", quality=80, method=0),
    }


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds here and wall seconds."""
    began, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - began, time.perf_counter() - wall


def grown(data: bytes, word: str) -> str:
    """Through a darkroom and a process of their own: the children's CPU and the most that one held."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    trouble = ""
    with Darkroom(LIMITS) as room:
        try:
            getattr(room, word)(data)
        except TroubleError as error:
            trouble = error.code
        room.develop(SMALL)  # by now the process that did the work has been counted
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{word} {cpu:5.1f} s CPU, {after.ru_maxrss / 1000:5.0f} MB {trouble}"


def main() -> None:
    picture = drawn(float(sys.argv[1]) if len(sys.argv) > 1 else 100.0)
    print(f"{picture.width} x {picture.height}")
    data = kinds(picture)["JPEG"]()
    bare, _ = spent(lambda: np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
    print(f"decoding the JPEG of {len(data) / 1e6:.0f} MB, bare: {bare:.1f} s CPU")
    for name, make in kinds(picture).items():
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        try:
            data = make()
        except (OSError, ValueError) as error:
            print(f"{name}: can't be written here: {error}")
            continue
        for word in ("develop", "read", "cut"):
            with ProcessPoolExecutor(1, get_context("spawn")) as apart:
                said = apart.submit(grown, data, word).result()
            print(f"{name:30} {len(data) / 1e6:5.0f} MB  {said}", flush=True)
    serve(kinds(picture)["JPEG"]())


def serve(data: bytes) -> None:
    with Darkroom(LIMITS) as room:
        found = room.cut(data)
    packed = Pack(io.BytesIO(pack(found.pyramid, found.sizes, found.data)))
    print(f"{found.pyramid.count} tiles, {len(found.data) / 1e6:.0f} MB")
    level = found.pyramid.levels - 1
    slant = (0.995, -0.02, 0.01, 0.02, 0.99, 0.0, 0.001, 0.0, 1.0)
    print(f"as it lies there: {each(lambda x: packed.tile(level, x, 3)):.2f} ms")
    for view in VIEWS:
        seen = each(lambda x, view=view: tile(packed, view, level, x, 3))  # type: ignore[misc]
        laid = each(lambda x, view=view: tile_onto(packed, packed.pyramid, slant, view, level, x, 3))  # type: ignore[misc]
        print(f"{view:10} {seen:6.1f} ms CPU, laid on another {laid:6.1f} ms CPU")


def each(work: Callable[[int], object]) -> float:
    """Milliseconds of CPU for one of eight tiles in a row."""
    return spent(lambda: [work(x) for x in range(1, 9)])[0] / 8 * 1000


if __name__ == "__main__":
    cv2.setNumThreads(1)
    Image.MAX_IMAGE_PIXELS = None
    main()
