"""The holder's likeness on the page: the portrait under each light, glued in or grown in, and the ghost."""

import cv2
import numpy as np
from numpy.typing import NDArray

from secondline.site.demo.specimen import security
from secondline.site.demo.specimen.document import Specimen
from secondline.site.demo.specimen.faults import Trait
from secondline.site.demo.specimen.ground import wave_net
from secondline.site.demo.specimen.inks import Ink, Light
from secondline.site.demo.specimen.layout import Layout
from secondline.site.demo.specimen.portrait import portrait
from secondline.site.demo.specimen.sheet import Sheet, pixels


def print_faces(sheet: Sheet, specimen: Specimen, place: Layout) -> None:
    """The portrait, and the ghost image of the one who was issued the document."""
    holder = specimen.holder
    age = specimen.issued.year - holder.birth.year
    own = portrait(holder.seed, holder.sex, age)
    if place.ghost is not None:
        copy = Trait.PRINTED_COPY in specimen.traits
        ink = Ink(specimen.state.dark, cover=0.5 if copy else 0.72, infrared=0.05 if copy else 0.5)
        security.ghost(sheet, own, place.ghost, ink)
    if place.portrait is None:
        return
    other = Trait.OTHER_PORTRAIT in specimen.traits
    shown = portrait(holder.seed + 7919, holder.sex, age + 6) if other else own
    left, top, wide, high = place.portrait
    scaled = cv2.resize(shown, (pixels(wide), pixels(high)), interpolation=cv2.INTER_AREA)
    seen = lit(scaled.astype(np.float32), sheet.light, dye=Trait.DYE in specimen.traits)
    at = (pixels(left), pixels(top))
    if Trait.CUT_EDGES in specimen.traits:
        glue(sheet, seen, at)
        return
    sheet.paste(seen, security.soft_frame(seen.shape[0], seen.shape[1]), at)
    lines = wave_net(sheet.size, specimen.state.emblem)
    over = lines[at[1] : at[1] + seen.shape[0], at[0] : at[0] + seen.shape[1]]
    sheet.lay(over, Ink(specimen.state.first, into=specimen.state.second, cover=0.20), at)


def lit(face: NDArray[np.float32], light: Light, *, dye: bool) -> NDArray[np.float32]:
    """The printed portrait as a light shows it."""
    if light is Light.UV:
        return face * np.array((0.16, 0.13, 0.30), np.float32) + np.array((6, 4, 16), np.float32)
    if light is Light.IR:
        grey = face.mean(axis=2, keepdims=True)
        # Dye lets the infrared through to the white paper; toner and laser marks do not.
        seen = grey * 0.10 + 200 if dye else grey * 0.86 + 14
        return np.repeat(seen, 3, axis=2).astype(np.float32)
    if light is Light.TRANSMITTED:
        return face * np.float32(0.62) + np.array((88, 80, 66), np.float32)
    return face


def glue(sheet: Sheet, face: NDArray[np.float32], at: tuple[int, int]) -> None:
    """A portrait cut out with a white rim and glued in a little askew, with a shadow along its edges."""
    high, wide = face.shape[:2]
    rim = 6
    framed = cv2.copyMakeBorder(face, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=_rim(sheet.light))
    full = np.full(framed.shape[:2], 255, np.uint8)
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), 1.7, 1.0)
    room = 14
    turn[:, 2] += room
    size = (wide + 2 * room + 2 * rim, high + 2 * room + 2 * rim)
    tilted = cv2.warpAffine(framed, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpAffine(full, turn, size).astype(np.uint8)
    corner = (at[0] - room - rim + 8, at[1] - room - rim + 5)
    shadow = cv2.GaussianBlur(mask, (0, 0), 4).astype(np.uint8)
    sheet.lay(shadow, Ink((70, 66, 60), cover=0.55), (corner[0] + 4, corner[1] + 4))
    sheet.paste(tilted.astype(np.float32), mask, corner)
    whole = sheet.blank()
    whole[corner[1] : corner[1] + size[1], corner[0] : corner[0] + size[0]] = mask
    sheet.emboss(whole, 1.6)
    sheet.thicken(whole, 0.75)


def _rim(light: Light) -> tuple[float, float, float]:
    """The white rim of photographic paper, which has an optical brightener."""
    return {Light.UV: (150.0, 170.0, 255.0), Light.IR: (228.0, 228.0, 228.0)}.get(
        light, (250.0, 250.0, 250.0)
    )
