"""DG2: the face (Doc 9303-10, 4.7.2), mandatory; the first recording is the interoperable one."""

from typing import Final

from traveldoc.chip.biometric import recordings
from traveldoc.chip.face import Face, faces
from traveldoc.chip.fault import ChipError
from traveldoc.chip.template import template
from traveldoc.finding import gettext_noop

TAG: Final = 0x75

_NONE: Final = gettext_noop("it holds no picture of a face, which the standard demands")


def dg2(data: bytes) -> tuple[Face, ...]:
    """Raises ChipError."""
    found = tuple(face for each in recordings(template(data, TAG)) for face in faces(each.data))
    if not found:
        raise ChipError(_NONE)
    return found
