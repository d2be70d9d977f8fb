"""From the bytes of a hostile file to an upright RGB picture. Runs in the child only (and in its tests)."""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from math import isfinite
from typing import Final

from PIL import Image, ImageCms, ImageFile, PngImagePlugin, UnidentifiedImageError

from secondline.evidence.darkroom.trouble import TroubleError
from secondline.evidence.darkroom.whole import is_whole
from secondline.evidence.rules import HEAD_BYTES, sniff

# What Pillow raises for broken files, found by mutating files (tests/secondline/evidence/test_hostile.py).
BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    ZeroDivisionError,
    AssertionError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    struct.error,
    zlib.error,
    UnidentifiedImageError,
)
ORIENTATION_TAG: Final = 0x0112
SUBFILE_TAG: Final = 0x00FE  # TIFF 6.0, NewSubfileType: bit 0 marks a smaller copy of another page
MOST_FRAMES_LOOKED_AT: Final = 8
TURNS: Final = {  # EXIF 2.3, 4.6.4 A: how the stored picture is turned to stand upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

ImageFile.LOAD_TRUNCATED_IMAGES = False
PngImagePlugin.MAX_TEXT_CHUNK = 1 << 20
PngImagePlugin.MAX_TEXT_MEMORY = 4 << 20


def decode(data: bytes, most_pixels: int) -> Image.Image:
    """The picture in RGB, 8 bits, standing upright, without anything that was written into its file.

    Raises TroubleError with a code of rules.TROUBLES.
    """
    kind = sniff(data[:HEAD_BYTES])
    if kind.trouble:
        raise TroubleError(kind.trouble)
    try:
        with _bomb_guard(most_pixels):
            return _decode(data, kind.format)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TroubleError("too-many-pixels") from error
    except MemoryError as error:
        raise TroubleError("too-much-memory") from error
    except BROKEN as error:
        raise TroubleError("damaged") from error


@contextmanager
def _bomb_guard(most_pixels: int) -> Iterator[None]:
    """The bound is asked of the header, before anything is decoded, by Pillow itself."""
    before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, most_pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _decode(data: bytes, format_: str) -> Image.Image:
    with Image.open(BytesIO(data), formats=[format_]) as picture:
        if picture.width < 1 or picture.height < 1 or not is_whole(data, format_):
            raise TroubleError("damaged")
        _refuse_further_frames(picture)
        picture.load()
        turn = TURNS.get(_orientation(picture))
        plain = to_rgb(picture)
    plain = plain.transpose(turn) if turn is not None else plain
    plain.info = {}  # no profile, no comment, no resolution: the next writer would write them again
    return plain


def _orientation(picture: Image.Image) -> int:
    """How the picture is turned; 1 (upright) where the file says nothing usable."""
    with suppress(*BROKEN):
        value = picture.getexif().get(ORIENTATION_TAG, 1)
        return value if isinstance(value, int) else 1
    return 1


def _refuse_further_frames(picture: Image.Image) -> None:
    """One file, one page: no page may be lost silently. Smaller copies of the first page are none.

    A JPEG with further pictures behind the first (MPO: previews, depth, the other eye) is its first picture.
    """
    frames = getattr(picture, "n_frames", 1)
    if frames == 1 or picture.format == "MPO":
        return
    if picture.format != "TIFF" or frames > MOST_FRAMES_LOOKED_AT:
        raise TroubleError("many-frames")
    for number in range(1, frames):
        picture.seek(number)
        tags = getattr(picture, "tag_v2", {})
        if not int(tags.get(SUBFILE_TAG, 0)) & 1:
            raise TroubleError("many-frames")
    picture.seek(0)


def to_rgb(picture: Image.Image) -> Image.Image:
    """Any mode as RGB: depth cut to 8 bits, colours by the file's own profile, what is clear on white."""
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;"):
        return _eight_bits(picture).convert("RGB")
    if picture.mode == "La":
        picture = picture.convert("LA")
    if picture.mode == "P" or picture.has_transparency_data:
        picture = picture.convert("RGBA")
    if picture.mode == "RGBA":
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        return _by_profile(white, picture)
    return _by_profile(picture, picture)


def _by_profile(picture: Image.Image, source: Image.Image) -> Image.Image:
    """The colours as the embedded profile means them; without a usable profile as Pillow takes them."""
    profile = source.info.get("icc_profile")
    lab = picture.mode == "LAB"
    if lab or (profile and picture.mode in {"RGB", "CMYK", "L"}):
        with suppress(*BROKEN, ImageCms.PyCMSError):
            meant = ImageCms.createProfile("LAB") if lab else ImageCms.getOpenProfile(BytesIO(profile or b""))
            turned = ImageCms.profileToProfile(
                picture, meant, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            picture = turned or picture
    done = picture.mode == "RGB" and picture is not source  # of 100 megapixels no further copy is made
    return picture if done else picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Sixteen bits (or numbers of another range) scaled to 0..255, black on black and white on white."""
    low, high = picture.convert("F").getextrema()
    if not (isinstance(low, float) and isinstance(high, float)) or not isfinite(low + high):
        raise TroubleError("damaged")
    if picture.mode.startswith("I;16"):
        top = 65535.0
    else:
        bounds = (1.0, 255.0, 65535.0) if picture.mode == "F" else (255.0, 65535.0)
        top = next((bound for bound in bounds if high <= bound), high)
    low = min(low, 0.0)
    scale = 255.0 / (top - low)
    return picture.convert("F").point(lambda value: value * scale + (0.5 - low * scale)).convert("L")
