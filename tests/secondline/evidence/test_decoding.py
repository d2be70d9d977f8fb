"""Decoding: every mode comes out as the picture it means, and what is cut off, too big or no picture says so."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import FORMATS, corners, encoded, picture, scene
from PIL import Image, ImageCms

from secondline.evidence.darkroom.decode import decode, to_rgb
from secondline.evidence.darkroom.trouble import TroubleError
from secondline.evidence.darkroom.whole import is_whole
from secondline.evidence.rules import TROUBLES

PIXELS = 1_000_000
UPRIGHT = ["red", "green", "blue", "white"]


def trouble(data: bytes, pixels: int = PIXELS) -> str:
    """The code of what is wrong with the file; empty if nothing is."""
    code = ""
    try:
        decode(data, pixels)
    except TroubleError as error:
        code = error.code
    assert code in {"", *TROUBLES}
    return code


@pytest.mark.parametrize("format_", FORMATS)
def test_every_kind_comes_out_in_plain_rgb(format_: str) -> None:
    image = decode(encoded(scene(), format_), PIXELS)
    assert (image.mode, image.size, image.info) == ("RGB", (60, 40), {})
    assert corners(image) == UPRIGHT


def sixteen_bits() -> Image.Image:
    """Black left, a quarter of white in the middle, white right."""
    levels = np.zeros((40, 60), np.uint16)
    levels[:, 20:40], levels[:, 40:] = 16384, 65535
    return Image.fromarray(levels)


def test_sixteen_bits_of_grey_become_eight_and_are_not_cut_off_at_white() -> None:
    for format_ in ("PNG", "TIFF"):
        image = decode(encoded(sixteen_bits(), format_), PIXELS)
        levels = [image.getpixel((x, 20)) for x in (10, 30, 50)]
        assert levels == [(0, 0, 0), (64, 64, 64), (255, 255, 255)], format_


@pytest.mark.parametrize("top", [1.0, 255.0, 65535.0, 1e6])
def test_numbers_of_any_range_are_seen_as_grey(top: float) -> None:
    levels = np.zeros((10, 30), np.float32)
    levels[:, 10:20], levels[:, 20:] = top / 2, top
    image = decode(encoded(Image.fromarray(levels), "TIFF"), PIXELS)
    assert [np.asarray(image)[5, x, 0] for x in (5, 15, 25)] == pytest.approx([0, 128, 255], abs=1)


def test_long_whole_numbers_are_seen_as_grey() -> None:
    levels = np.zeros((10, 30), np.int32)
    levels[:, 10:20], levels[:, 20:] = -100, 200
    image = decode(encoded(Image.fromarray(levels), "TIFF"), PIXELS)
    assert [np.asarray(image)[5, x, 1] for x in (5, 15, 25)] == pytest.approx([72, 0, 215], abs=2)


def test_numbers_that_are_none_are_damage() -> None:
    levels = np.full((10, 10), np.nan, np.float32)
    assert trouble(encoded(Image.fromarray(levels), "TIFF")) == "damaged"


def in_mode(mode: str) -> Image.Image:
    image = scene()
    if mode == "LAB":
        profiles = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        turned = ImageCms.profileToProfile(image, *profiles, outputMode="LAB")
        assert turned is not None
        return turned
    if mode in {"P", "PA"}:
        return image.quantize(16).convert(mode)
    if mode in {"La", "RGBa"}:
        return image.convert(f"{mode[:-1]}A").convert(mode)
    return image.convert(mode)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "YCbCr", "LAB", "RGBA", "LA", "PA", "La", "RGBa", "RGBX"])
def test_every_mode_keeps_its_lights_and_darks(mode: str) -> None:
    found = np.asarray(to_rgb(in_mode(mode)).convert("L"), float)
    assert np.abs(found - np.asarray(scene().convert("L"), float)).mean() < 8


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "YCbCr", "LAB", "RGBA", "LA"])
def test_every_mode_is_understood_in_a_file_too(mode: str) -> None:
    found = decode(encoded(in_mode(mode), "TIFF"), PIXELS).convert("L")
    assert np.abs(np.asarray(found, float) - np.asarray(scene().convert("L"), float)).mean() < 8


def test_black_and_white_stay_black_and_white() -> None:
    found = np.asarray(decode(encoded(scene().convert("1"), "PNG"), PIXELS))
    assert set(found.flat) == {0, 255}


def test_a_cmyk_jpeg_is_not_shown_inverted() -> None:
    image = decode(encoded(scene().convert("CMYK"), "JPEG", quality=95), PIXELS)
    assert corners(image) == UPRIGHT


def test_what_is_clear_is_shown_on_white() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    clear.paste((255, 0, 0, 255), (0, 0, 10, 20))
    palette = clear.quantize(4)
    grey = Image.new("LA", (20, 20), (0, 0))
    for data in (encoded(clear), encoded(palette), encoded(grey), encoded(clear, "WEBP", lossless=True)):
        assert decode(data, PIXELS).getpixel((15, 10)) == (255, 255, 255)


def test_a_clear_colour_of_a_plain_picture_is_shown_on_white() -> None:
    data = encoded(Image.new("RGB", (20, 20), (1, 2, 3)), transparency=(1, 2, 3))
    assert decode(data, PIXELS).getpixel((5, 5)) == (255, 255, 255)


def test_colours_are_those_the_embedded_profile_means() -> None:
    """A profile in which red and blue have changed places (ICC.1, 7.3: the tag table)."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert corners(decode(encoded(scene(), icc_profile=srgb), PIXELS)) == UPRIGHT
    exchanged = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    assert exchanged != srgb
    turned = decode(encoded(scene(), icc_profile=exchanged), PIXELS)
    assert corners(turned) == ["blue", "green", "red", "white"]


def test_a_broken_profile_is_passed_over() -> None:
    assert corners(decode(encoded(scene(), icc_profile=b"no profile"), PIXELS)) == UPRIGHT


TURNED = {  # EXIF orientation: the corners as a person sees them, from the stored red, green, blue, white
    1: ["red", "green", "blue", "white"],
    2: ["green", "red", "white", "blue"],
    3: ["white", "blue", "green", "red"],
    4: ["blue", "white", "red", "green"],
    5: ["red", "blue", "green", "white"],
    6: ["blue", "red", "white", "green"],
    7: ["white", "green", "blue", "red"],
    8: ["green", "white", "red", "blue"],
}


@pytest.mark.parametrize("orientation", sorted(TURNED))
def test_a_picture_stands_upright_as_its_camera_meant(orientation: int) -> None:
    """TIFF 6.0, Orientation: which stored row and column are the visual top and left."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    for format_ in ("JPEG", "PNG", "WEBP", "TIFF"):
        image = decode(encoded(scene(), format_, exif=exif), PIXELS)
        assert corners(image) == TURNED[orientation], format_
        assert image.size == ((60, 40) if orientation < 5 else (40, 60))


@pytest.mark.parametrize("value", [0, 9, 77])
def test_a_senseless_orientation_leaves_the_picture_as_it_is(value: object) -> None:
    exif = Image.Exif()
    exif[0x0112] = value
    assert corners(decode(encoded(scene(), "JPEG", exif=exif), PIXELS)) == UPRIGHT


def test_broken_exif_does_not_cost_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    data = encoded(scene(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")
    assert corners(decode(data, PIXELS)) == UPRIGHT

    def fail(image: Image.Image) -> None:
        raise SyntaxError("not a TIFF file")

    monkeypatch.setattr(Image.Image, "getexif", fail)
    assert corners(decode(encoded(scene()), PIXELS)) == UPRIGHT


# Too big, too many.


def png(width: int, height: int, data: bytes = b"", extra: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", data) + chunk(b"IEND")


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_a_bomb_is_known_by_its_header() -> None:
    assert trouble(png(50_000, 50_000, zlib.compress(bytes(1000)))) == "too-many-pixels"
    assert trouble(encoded(Image.new("1", (2000, 2000)))) == "too-many-pixels"


def test_one_pixel_more_than_allowed_is_too_many() -> None:
    data = encoded(Image.new("L", (100, 100)))
    assert trouble(data, 10_000) == ""
    assert trouble(data, 9_999) == "too-many-pixels"


def test_a_bomb_in_a_text_chunk_is_not_unpacked() -> None:
    bomb = chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(100_000_000), 9))
    assert trouble(png(1, 1, zlib.compress(bytes(4)), bomb)) in {"damaged", "too-much-memory"}


def test_a_picture_of_no_size_is_damaged() -> None:
    assert trouble(png(0, 0)) == "damaged"


def frames(format_: str, count: int = 3) -> bytes:
    rest = [Image.new("RGB", (60, 40), colour) for colour in ("blue", "green", "red")[: count - 1]]
    return encoded(scene(), format_, save_all=True, append_images=rest)


@pytest.mark.parametrize("format_", ["TIFF", "PNG", "WEBP"])
def test_several_pages_or_an_animation_are_refused_so_that_no_page_is_lost_silently(format_: str) -> None:
    assert trouble(frames(format_)) == "many-frames"


def test_very_many_pages_are_not_even_looked_through() -> None:
    file = BytesIO()
    page = Image.new("1", (8, 8))
    page.save(file, "TIFF", save_all=True, append_images=[page] * 50)
    assert trouble(file.getvalue()) == "many-frames"


def with_smaller_copies(count: int) -> bytes:
    """A TIFF whose further pages say that they are smaller copies of the first (TIFF 6.0, NewSubfileType)."""
    copies = [scene(30, 20) for _ in range(count)]
    for copy in copies:
        copy.encoderinfo = {"tiffinfo": {254: 1}}
    return encoded(scene(), "TIFF", save_all=True, append_images=copies)


def test_smaller_copies_behind_the_page_are_no_further_pages() -> None:
    data = with_smaller_copies(2)
    with Image.open(BytesIO(data)) as file:
        assert getattr(file, "n_frames", 1) == 3
    image = decode(data, PIXELS)
    assert image.size == (60, 40)
    assert corners(image) == UPRIGHT
    assert trouble(with_smaller_copies(20)) == "many-frames"


def test_of_a_phones_jpeg_with_more_behind_it_the_first_picture_is_taken() -> None:
    file = BytesIO()
    scene().save(file, "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40))])
    assert corners(decode(file.getvalue(), PIXELS)) == UPRIGHT
    video = encoded(scene(), "JPEG") + b"ftypmp42" + bytes(range(256)) * 40 + b"\xff\xda\x00"
    assert corners(decode(video, PIXELS)) == UPRIGHT


# Cut off, changed, pretending.

PHOTO = scene(160, 120)
VARIANTS: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: encoded(PHOTO, "JPEG"),
    "jpeg, progressive": lambda: encoded(PHOTO, "JPEG", progressive=True),
    "jpeg with a preview": lambda: encoded(PHOTO, "JPEG", exif=b"Exif\0\0" + encoded(scene(), "JPEG")),
    "png": lambda: encoded(PHOTO, "PNG"),
    "webp": lambda: encoded(PHOTO, "WEBP"),
    "webp, lossless": lambda: encoded(PHOTO, "WEBP", lossless=True),
    "jpeg 2000": lambda: encoded(PHOTO, "JPEG2000"),
    "jpeg 2000, bare": lambda: encoded(PHOTO, "JPEG2000", no_jp2=True),
    "tiff": lambda: encoded(PHOTO.resize((40, 30)), "TIFF"),
    "tiff, lzw": lambda: encoded(PHOTO, "TIFF", compression="tiff_lzw"),
    "tiff, deflate": lambda: encoded(PHOTO, "TIFF", compression="tiff_adobe_deflate"),
    "tiff, fax": lambda: encoded(PHOTO.convert("1"), "TIFF", compression="group4"),
}


@pytest.mark.parametrize("kind", sorted(VARIANTS))
def test_a_file_cut_off_anywhere_says_so(kind: str) -> None:
    whole = VARIANTS[kind]()
    expected = decode(whole, PIXELS).tobytes()
    for end in [*range(0, len(whole), max(1, len(whole) // 150)), len(whole) - 1, len(whole) - 2]:
        code = trouble(whole[:end])
        if not code:  # what was cut off was no part of the picture
            assert decode(whole[:end], PIXELS).tobytes() == expected, f"{end} of {len(whole)}"
            assert len(whole) - end < 32
        assert code in {"", "empty", "not-a-picture", "damaged", "too-many-pixels"}, end


@pytest.mark.parametrize("kind", sorted(VARIANTS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_file_changed_anywhere_gives_a_picture_or_a_clear_word(
    kind: str, changes: list[tuple[float, int]]
) -> None:
    data = bytearray(VARIANTS[kind]())
    for place, value in changes:
        data[int(place * len(data))] = value
    trouble(bytes(data))


@settings(max_examples=100, deadline=None)
@given(
    head=st.sampled_from(
        [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"RIFF\0\0\0\0WEBP"]
    ),
    rest=st.binary(max_size=300),
)
def test_a_right_beginning_with_anything_behind_it_is_damaged(head: bytes, rest: bytes) -> None:
    assert trouble(head + rest) != ""


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"P<UTOERIKSSON<<ANNA<MARIA", id="text"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(b"PK\x03\x04" + bytes(100), id="zip"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", id="eps"),
        pytest.param(b"\x00" * 500, id="zeros"),
        pytest.param(b"GIF89a" + bytes(100), id="gif"),
        pytest.param(encoded(Image.new("RGB", (9, 9)), "PDF"), id="pdf"),
        pytest.param(encoded(Image.new("RGB", (9, 9)), "PPM"), id="ppm"),
        pytest.param(encoded(Image.new("RGB", (9, 9)), "BMP"), id="bmp"),
    ],
)
def test_what_only_pretends_to_be_a_picture_never_reaches_a_decoder(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*given: object, **options: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(Image, "open", never)
    assert trouble(data) in {"not-a-picture", "unsupported", "pdf"}


def test_a_zip_behind_a_picture_is_left_behind_by_the_copy() -> None:
    polyglot = picture(format_="JPEG") + b"PK\x03\x04secret"
    assert b"secret" not in encoded(decode(polyglot, PIXELS), "JPEG")


def test_a_decoder_without_memory_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def starve(*given: object, **options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Image, "open", starve)
    assert trouble(picture()) == "too-much-memory"


def test_the_end_of_a_jpeg_is_looked_for_where_it_belongs() -> None:
    whole = encoded(scene(), "JPEG")
    assert is_whole(whole, "JPEG")
    assert not is_whole(whole[:-2], "JPEG")
    assert not is_whole(whole[:3], "JPEG")
    # an end marker inside a segment (a preview) is not the end of the picture
    segment = b"\xff\xe1\x00\x06" + b"\xff\xd9\x00\x00"
    assert not is_whole(whole[:2] + segment + whole[2:-2], "JPEG")
    assert is_whole(whole[:2] + segment + whole[2:], "JPEG")


def test_the_pictures_of_the_standard_are_whole() -> None:
    found = sorted((Path(__file__).parents[2] / "traveldoc" / "page" / "pictures").glob("*.jpg"))
    assert found
    for path in found:
        assert trouble(path.read_bytes()) == "", path.name
