"""Pictures for the tests, drawn here: every mode and format, with metadata, and broken ones."""

from io import BytesIO
from typing import Any

from PIL import Image

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "JPEG2000")


def scene(width: int = 60, height: int = 40) -> Image.Image:
    """Red upper left, green upper right, blue lower left, white lower right: turned, it is seen."""
    image = Image.new("RGB", (width, height), "white")
    half = (width // 2, height // 2)
    image.paste((200, 0, 0), (0, 0, *half))
    image.paste((0, 160, 0), (half[0], 0, width, half[1]))
    image.paste((0, 0, 200), (0, half[1], half[0], height))
    return image


def encoded(image: Image.Image, format_: str = "PNG", **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def picture(colour: str = "red", size: tuple[int, int] = (60, 40), format_: str = "PNG") -> bytes:
    return encoded(Image.new("RGB", size, colour), format_)


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def corners(image: Image.Image) -> list[str]:
    """The strongest colour near each corner: upper left, upper right, lower left, lower right."""
    image = image.convert("RGB")
    dx, dy = max(1, image.width // 5), max(1, image.height // 5)
    places = [
        (dx, dy),
        (image.width - dx, dy),
        (dx, image.height - dy),
        (image.width - dx, image.height - dy),
    ]
    return [_name(image.getpixel(place)) for place in places]


def _name(pixel: Any) -> str:
    red, green, blue = pixel
    if min(pixel) > 180:
        return "white"
    return max((red, "red"), (green, "green"), (blue, "blue"))[1]
