"""The parent's side: a small pool of children, each given one picture at a time and replaced when it dies."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from queue import LifoQueue
from threading import Timer
from types import TracebackType
from typing import IO, Any, ClassVar, Final, Self

from secondline.evidence.darkroom.answer import CutUp, Developed, Unpacked, cut_up, developed, laid, unpacked
from secondline.evidence.darkroom.frame import Frame, FrameError, LineEndedError, read_frame, write_frame
from secondline.evidence.darkroom.plain import UnfitReadingError, checked
from secondline.evidence.darkroom.trouble import TroubleError
from secondline.evidence.rules import HEAD_BYTES, TROUBLES, Kind, Limits, sniff, sniff_chip

log = logging.getLogger(__name__)
SRC: Final = Path(__file__).resolve().parents[3]
# CPU time is what is bounded; the clock on the wall only catches a child that sleeps.
WALL_FACTOR: Final = 8
SIGNALLED: Final = 128
# How a child ended -> what that says of the picture. Any other end is a decoder that fell over it.
ENDS: Final[Mapping[int, str]] = {
    SIGNALLED + signal.SIGXCPU: "too-long",
    SIGNALLED + signal.SIGKILL: "too-much-memory",  # the kernel's out-of-memory killer
    -signal.SIGKILL: "too-long",  # our own watch
}


class DarkroomError(RuntimeError):
    """The darkroom itself does not work: no picture's fault."""


Line = subprocess.Popen[bytes]


class Darkroom:
    """Decode hostile files. Every method raises TroubleError with a code of rules.TROUBLES.

    Safe to be called from `workers` threads at once; more callers wait. Children start when first needed.
    """

    def __init__(self, limits: Limits, workers: int = 1) -> None:
        self._limits = limits
        self._children: LifoQueue[Child] = LifoQueue()
        self._all = [Child(limits) for _ in range(workers)]
        for child in self._all:
            self._children.put(child)

    def start(self) -> None:
        """Start the children now, so that the first picture does not wait for it."""
        for child in self._all:
            child.launch()
        for child in self._all:
            child.running()

    def develop(self, data: bytes) -> Developed:
        frame = self._ask("develop", data)
        return developed(frame.header, frame.blobs, self._limits.pixels)

    def cut(self, data: bytes) -> CutUp:
        """The tiles of all sizes."""
        return cut_up(self._ask("cut", data), self._limits.pixels)

    def lay(self, fixed: bytes, moving: bytes) -> dict[str, Any]:
        """How a picture lies on another, as plain data (see laying.py)."""
        return laid(self._ask("lay", fixed, more=moving))

    def unpack(self, data: bytes) -> Unpacked:
        """The files of a chip, and the face on it."""
        return unpacked(self._ask("unpack", data, sniff_chip), self._limits.pixels)

    def read(self, data: bytes) -> dict[str, Any]:
        """The machine readable zone, bar codes and hashes of the picture, as plain data (see plain.py)."""
        return self._read("read", data)

    def read_zone(self, data: bytes) -> dict[str, Any]:
        """The same without bar codes and hashes, which take longer than to decode the picture."""
        return self._read("zone", data)

    def _read(self, word: str, data: bytes) -> dict[str, Any]:
        try:
            return checked(self._ask(word, data).header)
        except UnfitReadingError as error:
            raise TroubleError("damaged") from error

    def _ask(
        self, word: str, data: bytes, sniffed: Callable[[bytes], Kind] = sniff, more: bytes | None = None
    ) -> Frame:
        blobs = [data] if more is None else [data, more]
        for blob in blobs:
            if len(blob) > self._limits.file_bytes:
                raise TroubleError("too-many-bytes")
            if unfit := sniffed(blob[:HEAD_BYTES]).trouble:
                raise TroubleError(unfit)
        child = self._children.get()
        try:
            frame = child.ask({"word": word, "pixels": self._limits.pixels}, *blobs)
        finally:
            self._children.put(child)
        trouble = frame.header.get("trouble")
        if trouble == "failed":
            log.error("the darkroom failed on a picture: %s", str(frame.header.get("detail"))[:300])
        if trouble is not None:
            raise TroubleError(trouble if trouble in TROUBLES else "damaged")
        return frame

    def close(self) -> None:
        for child in self._all:
            child.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Child:
    """One process apart and the line to it."""

    PROGRAM: ClassVar[tuple[str, ...]] = ("-m", "secondline.evidence.darkroom.child")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: Line | None = None
        self._ready = False

    def ask(self, header: dict[str, Any], *blobs: bytes) -> Frame:
        process = self.running()
        watch = Timer(self._limits.seconds * WALL_FACTOR, _kill, [process])
        watch.start()
        try:
            write_frame(_pipe(process.stdin), header, blobs)
            return read_frame(_pipe(process.stdout))
        except (LineEndedError, OSError) as error:
            raise TroubleError(self._end(process)) from error
        except FrameError as error:
            self.stop()
            raise TroubleError("damaged") from error
        except BaseException:  # interrupted between question and answer: the line is not clean any more
            self.stop()
            raise
        finally:
            watch.cancel()

    def running(self) -> Line:
        """The process, started and ready. Raises DarkroomError if it does not get so far."""
        process = self.launch()
        if not self._ready:
            try:
                read_frame(_pipe(process.stdout))
            except FrameError as error:
                self.stop()
                raise DarkroomError("The decoding process does not start; its error stands above.") from error
            self._ready = True
        return process

    def launch(self) -> Line:
        """Start the process if none runs; it gets ready on its own."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        limits = [str(self._limits.memory), str(self._limits.seconds)]
        self._process = subprocess.Popen(  # noqa: S603  # our own program, no word from outside
            [sys.executable, "-P", "-s", "-B", *self.PROGRAM, *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            cwd="/",
            env={
                "PYTHONPATH": str(SRC),
                "OPENBLAS_NUM_THREADS": "1",
                "OMP_NUM_THREADS": "1",
                "LC_ALL": "C.UTF-8",
            },
        )
        return self._process

    def _end(self, process: Line) -> str:
        """How the child ended, as a trouble; what is left of it is put away."""
        code = 0
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(timeout=2)
        self.stop()
        return ENDS.get(code, "damaged")

    def stop(self) -> None:
        process, self._process, self._ready = self._process, None, False
        if process is not None:
            _kill(process)
            process.wait()
            _pipe(process.stdout).close()
            with suppress(OSError):  # what was still unsent goes nowhere
                _pipe(process.stdin).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise DarkroomError("The decoding process has no line.")
    return pipe


def _kill(process: Line) -> None:
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
