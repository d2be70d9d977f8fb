"""Everything that the files of a chip say, each read by its own module; what can't be read says why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from traveldoc.chip.card_access import card_access
from traveldoc.chip.com import Com, com
from traveldoc.chip.dg1 import dg1
from traveldoc.chip.dg2 import dg2
from traveldoc.chip.dg3 import dg3
from traveldoc.chip.dg4 import dg4
from traveldoc.chip.dg5 import dg5
from traveldoc.chip.dg7 import dg7
from traveldoc.chip.dg11 import HolderDetails, dg11
from traveldoc.chip.dg12 import DocumentDetails, dg12
from traveldoc.chip.dg13 import dg13
from traveldoc.chip.dg14 import dg14
from traveldoc.chip.dg15 import dg15
from traveldoc.chip.dg16 import PersonToNotify, dg16
from traveldoc.chip.face import Face
from traveldoc.chip.fault import ChipError
from traveldoc.chip.files import CARD_ACCESS, COM, ChipFiles
from traveldoc.chip.image import Image
from traveldoc.chip.key import KeyInfo
from traveldoc.chip.security_info import SecurityInfo
from traveldoc.finding import Phrase
from traveldoc.mrz.parse import Mrz

T = TypeVar("T")

# Data groups that the standard leaves open (Doc 9303-10, 4.7.6, 4.7.8 to 4.7.10): nothing in them is read.
OPEN: Final[tuple[str, ...]] = ("DG6", "DG8", "DG9", "DG10")


@dataclass(frozen=True)
class Contents:
    """None, or empty, for what is not there or can't be read; `faults` says why, by file."""

    com: Com | None = None
    zone: Mrz | None = None
    faces: tuple[Face, ...] = ()
    fingers: int | None = None
    irises: int | None = None
    portraits: tuple[Image, ...] = ()
    signatures: tuple[Image, ...] = ()
    holder: HolderDetails | None = None
    document: DocumentDetails | None = None
    optional: bytes | None = None
    protocols: tuple[SecurityInfo, ...] = ()
    active_key: KeyInfo | None = None
    persons: tuple[PersonToNotify, ...] = ()
    access: tuple[SecurityInfo, ...] = ()
    faults: dict[str, Phrase] = field(default_factory=dict)


def contents(files: ChipFiles) -> Contents:
    """Never raises."""
    faults: dict[str, Phrase] = {}

    def read(name: str, decode: Callable[[bytes], T]) -> T | None:
        data = files.get(name)
        if data is None:
            return None
        try:
            return decode(data)
        except ChipError as error:
            faults[name] = error.phrase
            return None

    return Contents(
        com=read(COM, com),
        zone=read("DG1", dg1),
        faces=read("DG2", dg2) or (),
        fingers=read("DG3", dg3),
        irises=read("DG4", dg4),
        portraits=read("DG5", dg5) or (),
        signatures=read("DG7", dg7) or (),
        holder=read("DG11", dg11),
        document=read("DG12", dg12),
        optional=read("DG13", dg13),
        protocols=read("DG14", dg14) or (),
        active_key=read("DG15", dg15),
        persons=read("DG16", dg16) or (),
        access=read(CARD_ACCESS, card_access) or (),
        faults=faults,
    )
