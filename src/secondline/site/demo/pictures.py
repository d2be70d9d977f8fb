"""The specimens' pictures as files: a table of shots, each drawn once and kept beside the database."""

import io
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from zlib import crc32

import cv2
from PIL import Image

from secondline.site.demo.specimen import Light, Side, Specimen, cast, draw, photograph

THUMB_WIDTH = 480
DRAWERS = 2


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: which specimen, which side, under which light. White light is a photograph on a desk,
    unless it is `flat`; the other lights are taken flat in a comparator.
    """

    specimen: str
    side: Side = Side.FRONT
    light: Light = Light.WHITE
    flat: bool = False

    @property
    def name(self) -> str:
        """The name of the file, as a newcomer sees it in the folder of downloads."""
        return f"{self._stem}.jpg"

    @property
    def thumb_name(self) -> str:
        return f"{self._stem}-small.jpg"

    @property
    def is_photo(self) -> bool:
        return self.light == Light.WHITE and not self.flat

    @property
    def _stem(self) -> str:
        return f"{self.specimen}-{self.side}-{self.light}{'-flat' if self.flat else ''}"


# The page of this specimen was under the comparator in white light, too: its lights lie on one another.
COMPARED = Shot("permit-photo", flat=True)


def shots_of(specimen: Specimen) -> list[Shot]:
    """Each side as a photograph, and the lights under which what is wrong can be seen."""
    lights = [light for light in (specimen.fault.lights if specimen.fault else ()) if light != Light.WHITE]
    sides = [Shot(specimen.name, side) for side in specimen.sides]
    flat = [COMPARED] if specimen.name == COMPARED.specimen else []
    return [*sides, *flat, *(Shot(specimen.name, Side.FRONT, light) for light in lights)]


def all_shots(on: date) -> dict[str, Shot]:
    """Every shot that is offered, by file name: what is not in here is never drawn."""
    return {shot.name: shot for specimen in cast(on).values() for shot in shots_of(specimen)}


class Album:
    """The pictures of the cast as of one day, in a folder; what is missing is drawn when asked for."""

    def __init__(self, folder: Path, on: date) -> None:
        self.on = on
        self.folder = folder / on.isoformat()
        self._beside: dict[Shot, Future[None]] = {}

    def photo(self, shot: Shot) -> bytes:
        return self._read(shot, shot.name)

    def thumb(self, shot: Shot) -> bytes:
        return self._read(shot, shot.thumb_name)

    def _read(self, shot: Shot, name: str) -> bytes:
        if shot in self._beside:
            self._beside[shot].result()
        elif self.missing([shot]):
            draw_into(self.folder, self.on, shot)
        return (self.folder / name).read_bytes()

    def missing(self, shots: Iterable[Shot]) -> list[Shot]:
        return [shot for shot in shots if not (self.folder / shot.thumb_name).exists()]

    @contextmanager
    def drawn_beside(self, shots: Iterable[Shot]) -> Iterator[None]:
        """Draw what is missing of these in processes beside, in this order; at the end the rest is left."""
        wanted = self.missing(shots)
        if not wanted:
            yield
            return
        pool = ProcessPoolExecutor(DRAWERS, mp_context=get_context("spawn"), initializer=be_quiet)
        try:
            self._beside = {shot: pool.submit(draw_into, self.folder, self.on, shot) for shot in wanted}
            yield
        finally:
            self._beside = {}
            pool.shutdown(wait=True, cancel_futures=True)


def draw_into(folder: Path, on: date, shot: Shot) -> None:
    """Both files, the small one last; each appears whole or not at all, whoever else draws it too."""
    folder.mkdir(parents=True, exist_ok=True)
    data = take(cast(on)[shot.specimen], shot)
    for name, content in ((shot.name, data), (shot.thumb_name, small(data))):
        draft = folder / f".{name}.{os.getpid()}"
        draft.write_bytes(content)
        draft.replace(folder / name)


def be_quiet() -> None:
    """Ctrl-C is the parent's business, and the pages come first; nobody draws for a dead parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    cv2.setNumThreads(1)
    Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """Wait for the parent's end, which no signal tells a child of, and end at once."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def take(specimen: Specimen, shot: Shot) -> bytes:
    """The shot as a JPEG."""
    page = draw(specimen, shot.light, shot.side)
    if shot.is_photo:
        return photograph(page, crc32(shot.name.encode()))
    store = io.BytesIO()
    page.save(store, "JPEG", quality=90)
    return store.getvalue()


def small(data: bytes) -> bytes:
    picture = Image.open(io.BytesIO(data))
    picture.draft("RGB", (THUMB_WIDTH * 2, THUMB_WIDTH * 2))
    picture.thumbnail((THUMB_WIDTH, THUMB_WIDTH))
    store = io.BytesIO()
    picture.save(store, "JPEG", quality=72)
    return store.getvalue()
