"""What the child answers about pictures and chips, checked before anybody believes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import isfinite
from typing import Any, Final

from secondline.evidence.darkroom.frame import Frame
from secondline.evidence.darkroom.trouble import TroubleError
from secondline.evidence.pyramid import Pyramid
from secondline.evidence.rules import CHIP, NAME_LONGEST, TROUBLES
from traveldoc.chip.evidence import NAME as PROOFS
from traveldoc.chip.files import NAMES

JPEG_MAGIC: Final = b"\xff\xd8\xff"
LARGEST: Final = 1_000_000
LONGEST_WHY: Final = 200


@dataclass(frozen=True, slots=True)
class Developed:
    """Working copy and thumbnail as JPEG; width and height of the upright original."""

    width: int
    height: int
    page: bytes
    thumb: bytes


@dataclass(frozen=True, slots=True)
class CutUp:
    """All tiles of a picture, one behind the other, and how many bytes each has."""

    pyramid: Pyramid
    sizes: tuple[int, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A chip's files, one behind the other in `data`: their names and sizes in order.

    `ignored` are names that no file of a chip has, `twice` those of second files that differ from the first.
    `face` is the picture in DG2, `face_trouble` why there is none (empty where there is no DG2 either).
    """

    data: bytes
    files: tuple[tuple[str, int], ...]
    ignored: tuple[str, ...]
    twice: tuple[str, ...]
    face: Developed | None
    face_trouble: str

    def plain(self) -> dict[str, Any]:
        """The JSON form, which lies beside the item; the files themselves lie among the derived ones."""
        return {
            "files": [list(each) for each in self.files],
            "ignored": list(self.ignored),
            "twice": list(self.twice),
            "face": self.face is not None,
            "face_trouble": self.face_trouble,
        }


def developed(header: Mapping[str, Any], blobs: Sequence[bytes], most_pixels: int) -> Developed:
    width, height = _sides(header, most_pixels)
    if len(blobs) != 2 or not all(blob.startswith(JPEG_MAGIC) for blob in blobs):
        raise TroubleError("damaged")
    return Developed(width, height, *blobs)


def _sides(header: Mapping[str, Any], most_pixels: int) -> tuple[int, int]:
    width, height = header.get("width"), header.get("height")
    if type(width) is not int or type(height) is not int or not (width > 0 < height):
        raise TroubleError("damaged")
    if width * height > most_pixels:
        raise TroubleError("damaged")
    return width, height


def cut_up(frame: Frame, most_pixels: int) -> CutUp:
    """Every tile that the picture must have is there, and is a JPEG."""
    pyramid, sizes = Pyramid(*_sides(frame.header, most_pixels)), frame.header.get("sizes")
    if not isinstance(sizes, list) or not all(type(size) is int and size > 0 for size in sizes):
        raise TroubleError("damaged")
    if len(frame.blobs) != 1 or len(sizes) != pyramid.count or sum(sizes) != len(frame.blobs[0]):
        raise TroubleError("damaged")
    starts = accumulate(sizes[:-1], initial=0)
    if not all(frame.blobs[0].startswith(JPEG_MAGIC, start) for start in starts):
        raise TroubleError("damaged")
    return CutUp(pyramid, tuple(sizes), frame.blobs[0])


def laid(frame: Frame) -> dict[str, Any]:
    """A matrix of nine numbers or none, and in bounds what is said of it."""
    header = frame.header
    matrix, why = header.get("matrix"), header.get("why")
    points, coverage, error = header.get("points"), header.get("coverage"), header.get("error")
    fit = (
        (matrix is None or (isinstance(matrix, list) and len(matrix) == 9 and all(map(_is_share, matrix))))
        and (type(points) is int and 0 <= points < LARGEST)
        and _is_share(coverage)
        and (error is None or _is_share(error))
        and (isinstance(why, str) and len(why) <= LONGEST_WHY)
    )
    if not fit or frame.blobs:
        raise TroubleError("damaged")
    return {"matrix": matrix, "points": points, "coverage": coverage, "error": error, "why": why}


def _is_share(value: Any) -> bool:
    return type(value) in {int, float} and isfinite(value) and abs(value) < LARGEST


def unpacked(frame: Frame, most_pixels: int) -> Unpacked:
    header, blobs = frame.header, frame.blobs
    files, trouble = _files(header.get("files")), header.get("face")
    if not blobs or sum(size for _, size in files) != len(blobs[0]):
        raise TroubleError("damaged")
    if trouble != "" and trouble not in TROUBLES:
        raise TroubleError("damaged")
    face = developed(header, blobs[1:], most_pixels) if blobs[1:] else None
    return Unpacked(
        blobs[0], files, _names(header.get("ignored")), _names(header.get("twice")), face, str(trouble)
    )


def _files(said: Any) -> tuple[tuple[str, int], ...]:
    """Each file of the standard at most once, with its size."""
    try:
        files = tuple((name, size) for name, size in said)
        named = all(name in (*NAMES, PROOFS) for name, _ in files)
        fit = named and all(type(size) is int and 0 < size <= CHIP.file_bytes for _, size in files)
    except (TypeError, ValueError) as error:
        raise TroubleError("damaged") from error
    if not fit or not files or len({name for name, _ in files}) != len(files):
        raise TroubleError("damaged")
    return files


def _names(said: Any) -> tuple[str, ...]:
    fit = isinstance(said, list) and len(said) <= CHIP.files
    if not fit or not all(isinstance(name, str) and len(name) <= NAME_LONGEST for name in said):
        raise TroubleError("damaged")
    return tuple(said)
