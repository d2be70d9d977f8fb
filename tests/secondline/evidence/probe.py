"""Stands in for a decoder that was taken over by its file: does what the picture says, inside the real child."""

import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from secondline.evidence.darkroom import child, develop

PAIR = (b"\xff\xd8\xff", b"\xff\xd8\xff")
WELL: tuple[dict[str, Any], tuple[bytes, ...]] = ({"width": 1, "height": 1}, PAIR)
kept: list[bytes] = []


def refused(deed: Any) -> bool:
    try:
        deed()
    except OSError:
        return True
    return False


def tell(text: bytes) -> None:
    os.write(1, text)
    os._exit(0)


def burn() -> None:
    while True:
        pass


def grow() -> None:
    while True:
        kept.append(bytes(50_000_000))


def starve() -> None:
    os.kill(os.getpid(), signal.SIGKILL)  # as the kernel does when memory is out


def keep() -> bool:
    """Whether nothing is here that another picture left."""
    clean = not kept
    kept.append(b"left for the next")
    return clean


DEEDS: dict[str, Any] = {
    "burn": burn,
    "grow": grow,
    "starve": starve,
    "sleep": lambda: time.sleep(600),
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "leave": lambda: os._exit(9),
    "fail": lambda: 1 // 0,
    "babble": lambda: tell(b"\x00\x00\x00\x05hello\x00\x00\x00\x00"),
    "boast": lambda: tell(b"\xff\xff\xff\xff"),
    "half": lambda: tell(b"\x00\x00\x00\x50{"),
}
FORBIDDEN: dict[str, Any] = {
    "write a file": lambda: refused(lambda: Path("/tmp/probe").write_text("x", encoding="ascii")),
    "open a file": lambda: refused(lambda: Path("/etc/hostname").read_text(encoding="ascii")),
    "open the network": lambda: refused(lambda: socket.create_connection(("127.0.0.1", 9), 1)),
    "start a process": lambda: refused(os.fork),
    "keep something": keep,
}
ANSWERS: dict[str, Any] = {
    "well": WELL,
    "lie": ({"width": "1", "height": 1}, PAIR),
    "invent": ({"trouble": "because"}, ()),
}


def probe(data: bytes, most_pixels: int) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    word = data[8:].decode()
    if word in DEEDS:
        DEEDS[word]()
    if word in FORBIDDEN:
        return WELL if FORBIDDEN[word]() else ({"trouble": "failed"}, ())
    answer: tuple[dict[str, Any], tuple[bytes, ...]] = ANSWERS[word]
    return answer


develop.WORDS = {"develop": probe, "read": probe}  # type: ignore[misc]  # the probe's whole point
with open(0, "rb", buffering=0) as line_in, open(1, "wb", buffering=0) as line_out:
    sys.exit(child.run(sys.argv[1:], line_in, line_out))
