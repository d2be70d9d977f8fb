"""Pictures of faces: the records of ISO/IEC 19794-5:2005 and ISO/IEC 39794-5:2019."""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.chip.image import Image, image, is_image
from traveldoc.chip.tlv import Tlv
from traveldoc.finding import gettext_noop

# ISO/IEC 19794-5, 5.3 to 5.6: facial record header, facial information, image information
_RECORD: Final = Struct(">4s4sLH")
_FACE: Final = Struct(">LHBBB3s2s3s3s")
_POINT: Final = 8  # bytes of a feature point
_IMAGE: Final = Struct(">BBHHBBHH")
_MAGIC: Final = b"FAC\x00"
_VERSION: Final = b"010\x00"
MAX_FACES: Final = 20

_NOT_A_FACE: Final = gettext_noop("the picture's record is of no kind that the standard allows")
_TRUNCATED: Final = gettext_noop("the picture's record ends too early")
_NO_PICTURE: Final = gettext_noop("there is no picture in the record")


@dataclass(frozen=True, slots=True)
class Face:
    """One picture and what its header says of it; sizes are 0 where the header does not say.

    `standard` is "ISO/IEC 19794-5" or "ISO/IEC 39794-5"; `announced` is the kind of picture in the header.
    """

    image: Image
    standard: str
    width: int = 0
    height: int = 0
    announced: str = ""


def faces(data: Tlv) -> tuple[Face, ...]:
    """The pictures of a recording, in their order. Raises ChipError."""
    value = data.value
    if value.startswith(_MAGIC):
        return tuple(_faces_19794(value))
    if data.constructed:
        return _faces_39794(data)
    raise ChipError(_NOT_A_FACE)


def _faces_19794(value: bytes) -> Iterator[Face]:
    if len(value) < _RECORD.size:
        raise ChipError(_TRUNCATED)
    _, version, _, count = _RECORD.unpack_from(value)
    if version != _VERSION or not 0 < count <= MAX_FACES:
        raise ChipError(_NOT_A_FACE)
    position = _RECORD.size
    for _ in range(count):
        if position + _FACE.size > len(value):
            raise ChipError(_TRUNCATED)
        length, points, *_ = _FACE.unpack_from(value, position)
        end = position + length
        start = position + _FACE.size + points * _POINT + _IMAGE.size
        if not start < end <= len(value):
            raise ChipError(_TRUNCATED)
        _, kind, width, height, *_ = _IMAGE.unpack_from(value, start - _IMAGE.size)
        announced = {0: "image/jpeg", 1: "image/jp2"}.get(kind, "")
        yield Face(image(value[start:end]), "ISO/IEC 19794-5", width, height, announced)
        position = end


def _faces_39794(data: Tlv) -> tuple[Face, ...]:
    """Nested elements: the pictures are the only values that begin like one (representationData2D)."""
    found = tuple(Face(image(value), "ISO/IEC 39794-5") for value in _values(data) if is_image(value))
    if not found or len(found) > MAX_FACES:
        raise ChipError(_NO_PICTURE)
    return found


def _values(element: Tlv) -> Iterator[bytes]:
    """All values that hold no other elements; the depth is bounded where the elements are read."""
    waiting = [element]
    while waiting:
        current = waiting.pop()
        if current.constructed:
            waiting += reversed(current.children)
        else:
            yield current.value
