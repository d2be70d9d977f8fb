"""The visual zone: heading, titles and values of the fields, signature."""

from zlib import crc32

import cv2
import numpy as np

from secondline.site.demo.specimen import security
from secondline.site.demo.specimen.board import smooth
from secondline.site.demo.specimen.document import Specimen
from secondline.site.demo.specimen.emblem import emblem
from secondline.site.demo.specimen.faults import Trait
from secondline.site.demo.specimen.ground import band, copied
from secondline.site.demo.specimen.inks import (
    BLUE_PEN,
    CARBON_BLACK,
    DYE_BLACK,
    SECURITY_PAPER,
    TITLE_GREY,
    Ink,
)
from secondline.site.demo.specimen.layout import Box, Layout, Slot
from secondline.site.demo.specimen.lettering import Face, width_of, write
from secondline.site.demo.specimen.sheet import Sheet, box_points, fill, stroke
from secondline.site.demo.specimen.states import State, kind_name, titles

GAP = 1.30
"""From a title's baseline down to its value's, in ems of the value."""
SCRAPED = Ink(SECURITY_PAPER.white, cover=0.78, glow=(64, 72, 110), opaque=0.0)
"""Paper that was scraped: fine lines gone, and brighter under ultraviolet because the surface is."""


def print_heading(sheet: Sheet, specimen: Specimen, place: Layout, *, real: bool) -> None:
    """The band, the emblem, the state's name in its languages, and the kind of document."""
    state, relief = specimen.state, Trait.NO_RELIEF not in specimen.traits
    left, top, wide, high = place.heading
    line = band(sheet.size, top + high * 0.98)
    sheet.lay(line if real else copied(line), Ink(state.dark, into=state.first, cover=0.62))
    radius = high * 0.47
    mark = emblem(sheet.blank(), state.emblem, (left + radius, top + radius), radius)
    sheet.lay(mark, state.solid)
    if relief:
        sheet.emboss(mark, 1.3)
        sheet.emboss(line, 0.8)
    _print_names(sheet, specimen, place, left + 2 * radius + 2.2)
    words, ink = f"{state.name}SPECIMEN".replace(" ", ""), Ink(state.dark, cover=0.85)
    security.microtext_line(sheet, words, (left, top + high * 1.24), wide, ink, real=real)
    if place.lines:
        edge = place.mrz_zone[1] + 0.5
        security.microtext_line(sheet, words, (2.0, edge), place.size[0] - 4, ink, real=real)


def _print_names(sheet: Sheet, specimen: Specimen, place: Layout, x: float) -> None:
    """The state's names from x on, and the kind of document at the right end."""
    state = specimen.state
    left, top, wide, high = place.heading
    big, small = high * 0.40, high * 0.235
    kind = kind_name(specimen.kind, state)
    size = min(big * 0.80, big * 0.80 * wide * 0.40 / width_of(kind, big * 0.80, Face.BOLD))
    used = width_of(kind, size, Face.BOLD)
    room = wide - (x - left) - used - 3
    write(sheet, (x, top + high * 0.38), state.full_name[0], big, state.solid, face=Face.BOLD, room=room)
    write(sheet, (x, top + high * 0.72), state.full_name[1], small, state.solid, room=room)
    write(sheet, (left + wide - used, top + high * 0.42), kind, size, state.solid, face=Face.BOLD)


def print_fields(sheet: Sheet, specimen: Specimen, place: Layout) -> None:
    """Titles in the state's languages, values beneath them."""
    printed = specimen.printed
    for slot in place.slots:
        if printed[slot.field]:
            _print_field(sheet, specimen, place, slot, printed[slot.field])
    if place.signature is not None:
        x, y = place.signature
        write(
            sheet,
            (x, y),
            fitting("signature", specimen.state, place.title_size, 25),
            place.title_size,
            TITLE_GREY,
        )
        sign(sheet, specimen.holder.surname, (x + 1, y + place.value_size * 1.25))


def _print_field(sheet: Sheet, specimen: Specimen, place: Layout, slot: Slot, value: str) -> None:
    words = fitting(slot.title or slot.field, specimen.state, place.title_size, slot.room)
    write(sheet, (slot.x, slot.y), words, place.title_size, TITLE_GREY, room=slot.room)
    baseline = slot.y + place.value_size * GAP
    dye = Trait.DYE in specimen.traits
    ink = DYE_BLACK if dye else CARBON_BLACK
    face = Face.BOLD if slot.field == "number" else Face.PLAIN
    if slot.field == "birth" and Trait.VISUAL_BIRTH_DIGIT in specimen.traits:
        before = width_of(value[:-1], place.value_size, face)
        size = place.value_size
        scrape(sheet, (slot.x + before - 0.4, baseline - size * 0.92, size * 0.9, size * 1.12))
        # The forger's digit stands a hair too high.
        write(sheet, (slot.x, baseline), value[:-1], size, ink, face=face)
        write(sheet, (slot.x + before + 0.08, baseline - 0.14), value[-1], size * 1.03, DYE_BLACK, face=face)
        return
    write(sheet, (slot.x, baseline), value, place.value_size, ink, face=face, room=slot.room)


def fitting(field: str, state: State, size: float, room: float) -> str:
    """The title in as many of the state's languages as stand in the room without being made tiny."""
    forms = titles(field, state)
    return next((form for form in forms if width_of(form, size) <= room * 1.15), forms[-1])


def scrape(sheet: Sheet, box: Box) -> None:
    """Scrape the surface off: the ground is paler, the paper thinner and rough."""
    mask = fill(sheet.blank(), [smooth(box_points(*box).tolist())])
    mask = cv2.GaussianBlur(mask, (0, 0), 3).astype(np.uint8)
    sheet.lay(mask, SCRAPED)
    sheet.emboss(mask, -0.9)
    sheet.thicken(mask, -0.28)


def sign(sheet: Sheet, name: str, at: tuple[float, float]) -> None:
    """A scrawl in blue pen: loops that come from the name, no letters of it."""
    chance = np.random.default_rng(crc32(name.encode()))
    count = 8 + len(name) // 2
    across = np.linspace(0, 17.0, count) + chance.uniform(-0.9, 0.5, count)
    down = np.where(np.arange(count) % 2, -1.0, 0.5) * chance.uniform(0.35, 1.5, count)
    curve = smooth(list(zip(across, down, strict=True)), closed=False, steps=16) + np.array(at)
    tail = smooth([(-0.6, 0.9), (7, 0.5), (13, 0.9), (18.5, -0.3)], closed=False, steps=16) + np.array(at)
    sheet.lay(stroke(sheet.blank(), [curve, tail], width=3), BLUE_PEN)
