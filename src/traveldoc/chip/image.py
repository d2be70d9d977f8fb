"""Which kind of picture some bytes begin with; the picture itself is opened by nobody here."""

from dataclasses import dataclass
from typing import Final

_BEGINNINGS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/j2c"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)


@dataclass(frozen=True, slots=True)
class Image:
    """`media_type` is "" for bytes that begin like no kind of picture that the standard allows."""

    data: bytes
    media_type: str


def image(data: bytes) -> Image:
    return Image(data, next((kind for start, kind in _BEGINNINGS if data.startswith(start)), ""))


def is_image(data: bytes) -> bool:
    return image(data).media_type != ""
