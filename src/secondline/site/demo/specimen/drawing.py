"""Drawing a specimen: the same page under any light, pixel on pixel."""

from zlib import crc32

import cv2
import numpy as np
from PIL import Image

from secondline.site.demo.specimen import security
from secondline.site.demo.specimen.document import LAYOUTS, Kind, Specimen
from secondline.site.demo.specimen.faults import Trait
from secondline.site.demo.specimen.ground import print_ground, print_hidden
from secondline.site.demo.specimen.inks import (
    CARBON_BLACK,
    COPIER_PAPER,
    DYE_BLACK,
    POLYCARBONATE,
    SECURITY_PAPER,
    SPECIMEN_RED,
    Light,
    Paper,
)
from secondline.site.demo.specimen.layout import Layout, Side
from secondline.site.demo.specimen.lettering import PITCH, Face, machine_line, turned
from secondline.site.demo.specimen.lighting import finish
from secondline.site.demo.specimen.likeness import print_faces
from secondline.site.demo.specimen.sheet import SCALE, Mask, Sheet, pixels
from secondline.site.demo.specimen.visual import print_fields, print_heading, scrape


def draw(specimen: Specimen, light: Light | str = Light.WHITE, side: Side | str = Side.FRONT) -> Image.Image:
    """One side of a specimen as RGB, 14 pixels to the millimetre, without any surroundings.

    Raises KeyError for a side that this kind of document does not have.
    """
    light, place = Light(light), LAYOUTS[specimen.kind, Side(side)]
    sheet = Sheet(place.size, light, _paper(specimen))
    real = Trait.PRINTED_COPY not in specimen.traits
    print_ground(sheet, specimen.state, mrz=place.mrz_zone if place.lines else None, genuine=real)
    _body(sheet, specimen, place)
    print_heading(sheet, specimen, place, real=real)
    if Trait.CUT_EDGES in specimen.traits:
        _lay_foil(sheet, specimen, place)
    print_faces(sheet, specimen, place)
    print_fields(sheet, specimen, place)
    _machine_zone(sheet, specimen, place)
    _protection(sheet, specimen, place)
    _mark_as_specimen(sheet, place)
    finish(sheet, crc32(specimen.number.encode()))
    return sheet.picture()


def _paper(specimen: Specimen) -> Paper:
    if Trait.COPIER_PAPER in specimen.traits:
        return COPIER_PAPER
    return POLYCARBONATE if specimen.kind is Kind.IDENTITY_CARD else SECURITY_PAPER


def _body(sheet: Sheet, specimen: Specimen, place: Layout) -> None:
    """What is in the paper, and the pattern that only ultraviolet shows."""
    if Trait.NO_FIBRES not in specimen.traits:
        print_hidden(sheet, specimen.state)
        security.sow_fibres(sheet, crc32(f"fibres {specimen.number}".encode()))
    # A card of polycarbonate is no paper: nothing shines through it.
    if Trait.NO_WATERMARK not in specimen.traits and specimen.kind is not Kind.IDENTITY_CARD:
        wide, high = place.size
        security.watermark(sheet, specimen.state, (wide * 0.84, high * 0.31), high * 0.125)


def _machine_zone(sheet: Sheet, specimen: Specimen, place: Layout) -> None:
    ink = DYE_BLACK if Trait.DYE in specimen.traits else CARBON_BLACK
    face = Face.BOLD if Trait.FOREIGN_TYPE in specimen.traits else Face.OCR_B
    shape = (sheet.height.shape[0], sheet.height.shape[1])
    for number, (text, y) in enumerate(zip(specimen.mrz, place.centre_lines, strict=False)):
        if number == 1 and Trait.MRZ_BIRTH_DIGIT in specimen.traits:
            # The second digit of the birth year stands in column 15 of the lower line (column 2 of TD1's).
            column = 1 if len(place.lines) == 3 else 14
            scrape(sheet, (place.mrz_left + column * PITCH - 0.5, y - 2.0, 2.9, 4.0))
        line = machine_line(text, (place.mrz_left, y), shape, face)
        sheet.lay(line, ink)


def _protection(sheet: Sheet, specimen: Specimen, place: Layout) -> None:
    """What comes last: the foil over the portrait, the perforation through everything."""
    if Trait.CUT_EDGES not in specimen.traits:
        _lay_foil(sheet, specimen, place)
    if place.perforation is not None:
        other = Trait.OTHER_PERFORATION in specimen.traits
        number = specimen.number[0] + specimen.number[:0:-1] if other else specimen.number
        security.perforate(sheet, number, place.perforation)


def _lay_foil(sheet: Sheet, specimen: Specimen, place: Layout) -> None:
    """Over the portrait's corner; a photo glued in later covers it."""
    if place.foil is not None:
        security.foil(sheet, specimen.state, place.foil, real=Trait.DULL_FOIL not in specimen.traits)


def _mark_as_specimen(sheet: Sheet, place: Layout) -> None:
    """The word that nobody can overlook, across the visual zone and clear of the machine readable zone."""
    wide, high = place.size
    free = high - (23.2 if place.lines else 0)
    word = turned("SPECIMEN", min(free * 0.36, wide * 0.13), 14)
    word = hatched(word)
    at = (round(wide * 0.64 * SCALE - word.shape[1] / 2), round(free * 0.60 * SCALE - word.shape[0] / 2))
    bottom = pixels(free) - at[1]
    sheet.lay(word[:bottom], SPECIMEN_RED, at)


def hatched(letters: Mask) -> Mask:
    """Letters as an outline filled with slanting lines, so that what lies beneath stays legible."""
    rim = cv2.morphologyEx(letters, cv2.MORPH_GRADIENT, np.ones((4, 4), np.uint8))
    rows, columns = np.mgrid[0 : letters.shape[0], 0 : letters.shape[1]].astype(np.float32)
    lines = np.clip(np.cos((rows * 0.9 + columns * 0.45) * (2 * np.pi / (0.62 * SCALE))) * 2.2 - 0.7, 0, 1)
    both: Mask = np.maximum(rim, (letters * lines * 0.75).astype(np.uint8))
    return both
