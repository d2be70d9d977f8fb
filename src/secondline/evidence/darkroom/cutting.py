"""The tiles of a picture, from the largest size to a single pixel, stripped of everything but pixels."""

from io import BytesIO

from PIL import Image

from secondline.evidence.darkroom.copying import Answer
from secondline.evidence.darkroom.decode import decode
from secondline.evidence.pyramid import TILE_QUALITY, Pyramid


def cut(data: bytes, most_pixels: int) -> Answer:
    """All tiles one behind the other, in the order of `Pyramid.number`, with their sizes in the header."""
    pyramid, tiles = cut_picture(decode(data, most_pixels))
    header = {"width": pyramid.width, "height": pyramid.height, "sizes": [len(tile) for tile in tiles]}
    return header, (b"".join(tiles),)


def cut_picture(picture: Image.Image) -> tuple[Pyramid, list[bytes]]:
    """Each tile by itself. The picture is let go as soon as the next smaller one is made."""
    pyramid = Pyramid(picture.width, picture.height)
    levels: list[list[bytes]] = []
    for level in reversed(range(pyramid.levels)):
        levels.append([encode(picture.crop(box)) for box in pyramid.boxes(level)])
        picture = picture.reduce(2)  # the last row or column of an odd side stands for itself
    return pyramid, [tile for level in reversed(levels) for tile in level]


def encode(picture: Image.Image) -> bytes:
    """With all of its colour: fine coloured lines are what an examiner looks at."""
    file = BytesIO()
    picture.save(file, "JPEG", quality=TILE_QUALITY, subsampling=0)
    return file.getvalue()
