"""An honest card with a few files, read through anything that stands between."""

import os
from collections.abc import Callable

from chipcard import Card
from chipmaker import ZONE as PRINTED
from chipmaker import der

from traveldoc.chip.terminal import ChipReading, from_number, from_zone, read_chip
from traveldoc.chip.terminal.channel import Channel
from traveldoc.mrz.parse import parse

ZONE = from_zone(parse(PRINTED))
CAN = from_number("123456")
FILES = {
    "EF.COM": der(0x60, der(0x5C, b"\x61\x6d")),
    "DG1": der(0x61, bytes(40)),
    "DG13": der(0x6D, bytes(600)),
}


def card(**changes: object) -> Card:
    given: dict[str, object] = {"files": dict(FILES), "zone": ZONE.printed, "can": CAN.printed, "bac": True}
    return Card(**(given | changes))  # type: ignore[arg-type]


def read(transmit: Callable[[bytes], bytes], password: object = ZONE, **bounds: int) -> ChipReading:
    return read_chip(transmit, password, os.urandom, Channel(transmit, **bounds))  # type: ignore[arg-type]


def said(found: ChipReading) -> str:
    return " | ".join(f"{step.name}: {step.outcome} {step.said}" for step in found.steps)
