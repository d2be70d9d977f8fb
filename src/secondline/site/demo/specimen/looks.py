"""What a face looks like: chosen by a seed, so that the same holder always has the same face."""

from dataclasses import dataclass

import numpy as np

from secondline.site.demo.specimen.hair import STYLES
from secondline.site.demo.specimen.inks import Colour

SKINS: tuple[Colour, ...] = (
    (250, 222, 200),
    (242, 206, 178),
    (230, 188, 154),
    (214, 166, 128),
    (184, 134, 98),
    (146, 102, 74),
    (112, 76, 56),
)
HAIRS: tuple[Colour, ...] = (
    (38, 32, 34),
    (62, 44, 38),
    (92, 62, 44),
    (128, 84, 52),
    (172, 116, 62),
    (206, 164, 98),
    (148, 66, 40),
)
GREY: Colour = (176, 176, 180)
IRISES: tuple[Colour, ...] = ((82, 56, 38), (98, 74, 40), (74, 104, 82), (72, 104, 140), (104, 112, 118))
CLOTHES: tuple[Colour, ...] = (
    (44, 56, 84),
    (70, 74, 82),
    (108, 52, 64),
    (48, 88, 84),
    (92, 78, 112),
    (142, 112, 72),
    (58, 66, 58),
)
SHIRTS: tuple[Colour, ...] = ((244, 244, 246), (214, 226, 240), (240, 226, 214), (222, 232, 222))


@dataclass(frozen=True, slots=True)
class Looks:
    """What the seed chose."""

    skin: Colour
    hair: Colour
    style: str
    iris: Colour
    cloth: Colour
    shirt: Colour
    width: float
    jaw: float
    eyes: float
    nose: float
    mouth: float
    smile: float
    brow: float
    beard: str
    glasses: bool


def looks(seed: int, sex: str, age: int) -> Looks:
    """Choose a face. The same seed, sex and age always give the same one."""
    chance = np.random.default_rng(seed)
    styles = STYLES[sex]
    skin = int(chance.integers(len(SKINS)))
    # Dark skins with straw-blond hair look like a mistake of the drawing.
    hair = HAIRS[int(chance.integers(len(HAIRS) if skin < 3 else 3))]
    beard = str(chance.choice(["none", "none", "full", "moustache", "stubble"])) if sex == "M" else "none"
    return Looks(
        skin=SKINS[skin],
        hair=GREY if age > 58 else hair,
        style=styles[int(chance.integers(len(styles)))],
        iris=IRISES[int(chance.integers(len(IRISES) if skin < 3 else 2))],
        cloth=CLOTHES[int(chance.integers(len(CLOTHES)))],
        shirt=SHIRTS[int(chance.integers(len(SHIRTS)))],
        width=float(chance.uniform(25.5, 29.0)) - (1.0 if sex == "F" else 0.0),
        jaw=float(chance.uniform(0.62, 0.80)) - (0.06 if sex == "F" else 0.0),
        eyes=float(chance.uniform(11.6, 13.6)),
        nose=float(chance.uniform(3.6, 5.2)),
        mouth=float(chance.uniform(8.2, 10.6)),
        smile=float(chance.uniform(-0.4, 1.4)),
        brow=float(chance.uniform(1.3, 2.0)) + (0.5 if sex == "M" else 0.0),
        beard=beard,
        glasses=bool(chance.random() < 0.22),
    )
