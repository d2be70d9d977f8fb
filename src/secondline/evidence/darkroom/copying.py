"""Working copies of a picture: page and thumbnail as JPEG, stripped of everything but pixels."""

from io import BytesIO
from typing import Any

from PIL import Image

from secondline.evidence.darkroom.decode import decode
from secondline.evidence.rules import JPEG_QUALITY, LONG_SIDE, Size

Answer = tuple[dict[str, Any], tuple[bytes, ...]]


def develop(data: bytes, most_pixels: int) -> Answer:
    """Page and thumbnail, with the size of the upright picture."""
    picture = decode(data, most_pixels)
    copies = tuple(copy(picture, size) for size in (Size.PAGE, Size.THUMB))
    return {"width": picture.width, "height": picture.height}, copies


def copy(picture: Image.Image, size: Size) -> bytes:
    small = picture.copy()
    small.thumbnail((LONG_SIDE[size], LONG_SIDE[size]), Image.Resampling.LANCZOS)
    file = BytesIO()
    small.save(file, "JPEG", quality=JPEG_QUALITY[size], optimize=True)
    return file.getvalue()
