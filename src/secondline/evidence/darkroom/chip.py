"""A chip's files out of what was handed in: one file or a ZIP; and the face on the chip, developed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from secondline.evidence.darkroom.archive import DumpError, is_zip, unpack
from secondline.evidence.darkroom.copying import Answer, develop
from secondline.evidence.darkroom.trouble import TroubleError
from secondline.evidence.rules import CHIP, clean_name
from traveldoc.chip.dg2 import dg2
from traveldoc.chip.evidence import NAME as PROOFS
from traveldoc.chip.evidence import read_evidence
from traveldoc.chip.fault import ChipError
from traveldoc.chip.files import ChipFiles


def unpack_chip(data: bytes, most_pixels: int) -> Answer:
    """The files one behind the other, then page and thumbnail of the face if there is one.

    What the reader recorded of the chip's own proofs ("evidence.json") lies with the files, as one of them.

    The header names them with their sizes, in order; what was not understood, or came twice and differed;
    and why there is no face. Raises TroubleError where no file of a chip is in it.
    """
    files = _files(data)
    names = list(files.files)
    face, copies = _face(files.get("DG2"), most_pixels)
    header = {
        "files": [[name, len(files.files[name])] for name in names],
        "ignored": [clean_name(name) for name in files.ignored],
        "twice": [clean_name(name) for name in files.twice],
        **face,
    }
    return header, (b"".join(files.files[name] for name in names), *copies)


def _files(data: bytes) -> ChipFiles:
    try:
        given = list(_bounded(_given(data)))
    except DumpError as error:
        raise TroubleError(error.code) from error
    proofs = next((each for each in given if _is_proofs(*each)), None)
    files = ChipFiles.told(each for each in given if each is not proofs)
    if not files:
        raise TroubleError("not-a-chip")
    return files if proofs is None else replace(files, files={**files.files, PROOFS: proofs[1]})


def _is_proofs(name: str, data: bytes) -> bool:
    if name.replace("\\", "/").rpartition("/")[2] != PROOFS:
        return False
    try:
        read_evidence(data)
    except ChipError:
        return False
    return True


def _given(data: bytes) -> Iterator[tuple[str, bytes]]:
    if is_zip(data):
        yield from unpack(data, most_files=CHIP.files, most_bytes=CHIP.file_bytes)
    elif len(data) > CHIP.file_bytes:
        raise TroubleError("chip-large")
    else:
        yield "", data


def _bounded(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    total = 0
    for name, data in files:
        total += len(data)
        if total > CHIP.bytes:
            raise TroubleError("zip-large")
        yield name, data


def _face(group: bytes | None, most_pixels: int) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """The first face of DG2: a hostile picture like any other."""
    if group is None:
        return {"face": ""}, ()
    try:
        size, copies = develop(dg2(group)[0].image.data, most_pixels)
    except ChipError:
        return {"face": "not-a-picture"}, ()
    except TroubleError as trouble:
        return {"face": trouble.code}, ()
    return {"face": "", **size}, copies
