"""The child: loads everything once, then forks a process for each picture, which answers and ends.

So no picture can leave anything behind for the next one, and each has the same limits.
"""

import gc
import os
import select
import sys
from collections.abc import Sequence
from io import BytesIO
from typing import IO, Final

import cv2
import numpy as np
from PIL import Image, ImageCms

from secondline.evidence.darkroom.confine import confine_house, confine_job
from secondline.evidence.darkroom.copying import develop
from secondline.evidence.darkroom.develop import answer
from secondline.evidence.darkroom.frame import FrameError, read_frame, write_frame
from secondline.evidence.rules import KINDS
from traveldoc.page import read
from traveldoc.page.alignment import align
from traveldoc.page.codes import read_codes
from traveldoc.page.typeface import load_shapes
from traveldoc.page.weights import NAMES, load_weights

LINE_ENDED: Final = 77
SIGNALLED: Final = 128


def serve_one(source: IO[bytes], sink: IO[bytes]) -> int:
    """Answer one frame; the exit status of the process that did it."""
    try:
        frame = read_frame(source)
        header, blobs = answer(frame.header, *frame.blobs)
        write_frame(sink, header, blobs)
    except (FrameError, BrokenPipeError):
        return LINE_ENDED
    return 0


def warm_up() -> None:
    """Load everything that a picture of any kind needs: afterwards no file can be opened any more."""
    blank = Image.new("RGB", (64, 64), "white")
    read(np.asarray(blank))
    read_codes(np.asarray(blank))
    for network in NAMES:  # but one are loaded only when there is a zone
        load_weights(network)
    load_shapes()
    align(np.asarray(blank), np.asarray(blank))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for format_ in {kind.format for kind in KINDS} - {""}:
        file = BytesIO()
        blank.save(file, format_, icc_profile=profile)
        develop(file.getvalue(), blank.width * blank.height)


def run(limits: Sequence[str], source: IO[bytes], sink: IO[bytes]) -> int:
    """Get ready, say so, close all doors, and answer; `limits` are bytes of memory and CPU seconds."""
    memory, seconds = (int(text) for text in limits)
    cv2.setNumThreads(1)
    warm_up()
    gc.freeze()
    write_frame(sink, {"ready": True})
    hush()
    confine_house()
    return serve(source, sink, memory=memory, seconds=seconds)


def serve(source: IO[bytes], sink: IO[bytes], *, memory: int, seconds: int) -> int:
    """Until the parent closes the line. A picture whose process died ends this one: its line is not clean."""
    while select.select([source], [], []):
        if status := fork_one(source, sink, memory=memory, seconds=seconds):
            break
    return 0 if status == LINE_ENDED else status


def hush() -> None:
    """From here on libraries speak of files from outside: nothing of it reaches the terminal or the log."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)


def fork_one(source: IO[bytes], sink: IO[bytes], *, memory: int, seconds: int) -> int:
    process = os.fork()
    if process == 0:
        status = 1
        try:
            confine_job(memory=memory, seconds=seconds)
            status = serve_one(source, sink)
        finally:
            os._exit(status)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return code if code >= 0 else SIGNALLED - code


if __name__ == "__main__":
    with open(0, "rb", buffering=0) as line_in, open(1, "wb", buffering=0) as line_out:
        sys.exit(run(sys.argv[1:], line_in, line_out))
