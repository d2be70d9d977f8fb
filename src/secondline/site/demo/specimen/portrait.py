"""A drawn face of nobody: shapes and colours chosen by a seed, never a photograph.

Coordinates as on the board: hundredths of the picture's width. The head takes about 70 % of the height, as
Doc 9303-3, 3.9 asks of a portrait.
"""

from functools import lru_cache

from secondline.site.demo.specimen.board import Board, Outline, Picture, tone
from secondline.site.demo.specimen.hair import BACK, FRONT
from secondline.site.demo.specimen.inks import Colour
from secondline.site.demo.specimen.looks import Looks, looks


def mirrored(half: Outline) -> list[tuple[float, float]]:
    """An outline from its right half (given from top to bottom), mirrored at x = 50."""
    return [*half, *[(100 - x, y) for x, y in reversed(half) if x != 50]]


def face_outline(face: Looks) -> list[tuple[float, float]]:
    wide, jaw = face.width, face.jaw
    half = [
        (50, 19),
        (50 + wide * 0.62, 23),
        (50 + wide * 0.95, 38),
        (50 + wide, 56),
        (50 + wide * 0.95, 71),
        (50 + wide * jaw, 87),
        (50 + wide * 0.34, 97.5),
        (50, 99.5),
    ]
    return mirrored([(float(x), float(y)) for x, y in half])


@lru_cache(maxsize=32)
def portrait(seed: int, sex: str, age: int) -> Picture:
    """The face as 500 x 640 RGB pixels. Do not write into it: it is shared."""
    face = looks(seed, sex, age)
    board = Board((206, 216, 224))
    outline = face_outline(face)
    if face.style in BACK:
        board.shape(BACK[face.style], tone(_covering(face), 0.80))
    _body(board, face)
    for side in (-1, 1):
        _ear(board, face, side)
    board.shape(outline, face.skin)
    _shading(board, face, outline)
    _beard(board, face, outline)
    for side in (-1, 1):
        _eye(board, face, side)
    _nose(board, face)
    _mouth(board, face)
    _hair(board, face)
    if face.glasses:
        _glasses(board, face)
    board.pixels.setflags(write=False)
    return board.pixels


def _ear(board: Board, face: Looks, side: int) -> None:
    x = 50 + side * face.width
    lobe = [(-2.0, 56.0), (1.6, 54.5), (3.8, 57.0), (3.6, 63.0), (2.0, 70.0), (-0.5, 73.0), (-3.0, 70.0)]
    board.shape([(x + side * across, y) for across, y in lobe], tone(face.skin, 0.90))
    fold = [(1.0, 57.5), (2.3, 58.5), (2.0, 63.0), (0.8, 67.0)]
    board.line([(x + side * across, y) for across, y in fold], tone(face.skin, 0.68), 0.5)


def _body(board: Board, face: Looks) -> None:
    board.shape([(37, 84), (63, 84), (64, 108), (70, 120), (30, 120), (36, 108)], tone(face.skin, 0.86))
    board.soft([(36, 92), (64, 92), (63, 106), (50, 109), (37, 106)], tone(face.skin, 0.62), 0.55, 2.2)
    board.shape(
        [
            (50, 121),
            (64.5, 106),
            (80, 112),
            (96, 118),
            (104, 134),
            (-4, 134),
            (4, 118),
            (20, 112),
            (35.5, 106),
        ],
        face.cloth,
    )
    for side in (-1, 1):
        collar = [(50 + side * x, y) for x, y in ((14.6, 104.5), (17, 108), (9, 121), (0, 117.5))]
        board.shape(collar, face.shirt, curved=False)
        board.line([(50 + side * 17, 108), (50 + side * 9, 121)], tone(face.cloth, 0.8), 0.5)
    board.shape([(42, 117), (58, 117), (54, 130), (46, 130)], tone(face.shirt, 0.95), curved=False)
    board.soft([(80, 116), (100, 122), (100, 132), (76, 132)], tone(face.cloth, 0.6), 0.6, 3)
    board.soft([(6, 118), (24, 113), (20, 130), (2, 132)], tone(face.cloth, 1.2), 0.4, 3)


def _shading(board: Board, face: Looks, outline: Outline) -> None:
    wide = face.width
    dark, light = tone(face.skin, 0.74), tone(face.skin, 1.35)
    side = [
        (50 + wide * 0.72, 30),
        (50 + wide * 1.3, 50),
        (50 + wide * 1.1, 90),
        (52, 104),
        (62, 92),
        (50 + wide * 0.78, 66),
    ]
    board.soft(side, dark, 0.55, 3.4, outline)
    board.soft(
        [(50 - wide, 50), (50 - wide * 0.8, 50), (50 - wide * 0.75, 76), (50 - wide, 78)],
        dark,
        0.30,
        2.6,
        outline,
    )
    board.soft([(38, 28), (58, 27), (60, 40), (40, 42)], light, 0.30, 4.5, outline)
    board.soft([(46, 89), (54, 89), (53, 96), (47, 96)], light, 0.18, 2.0, outline)
    for x in (-1, 1):
        _cheek_and_socket(board, face, x, outline)


def _cheek_and_socket(board: Board, face: Looks, side: int, outline: Outline) -> None:
    x = 50 + side * face.width * 0.62
    cheek = [(x - 5, 70), (x + 5, 70), (x + 4, 79), (x - 4, 79)]
    board.soft(cheek, (214, 110, 96), 0.17, 3.0, outline)
    socket = [(50 + side * across, y) for across, y in ((5, 54), (20, 53), (19, 63), (7, 65))]
    board.soft(socket, tone(face.skin, 0.74), 0.26, 2.2, outline)


def _eye(board: Board, face: Looks, side: int) -> None:
    x = 50 + side * face.eyes
    dark = tone(face.skin, 0.42)
    white = [(x - 5.6, 60.4), (x - 2, 57.4), (x + 2, 57.4), (x + 5.6, 60.4), (x + 2, 62.4), (x - 2, 62.4)]
    lid = [(x - 5.8, 60.4), (x - 2, 56.9), (x + 2, 56.9), (x + 5.8, 60.4)]
    board.shape(white, (250, 248, 244))
    board.dot((x, 59.8), 2.75, tone(face.iris, 0.7))
    board.dot((x, 59.8), 2.3, face.iris)
    board.dot((x, 59.8), 1.15, (16, 14, 16))
    board.dot((x - 0.9, 58.8), 0.55, (255, 255, 255))
    # The iris runs out of the eye at top and bottom: the lids cover it again.
    board.shape([*lid, (x + 5.6, 56.2), (x + 2, 54.6), (x - 2, 54.6), (x - 5.6, 56.2)], tone(face.skin, 0.93))
    under = [(x - 5.6, 60.5), (x - 2, 62.7), (x + 2, 62.7), (x + 5.6, 60.5)]
    board.line(lid, dark, 0.75)
    board.line(under, tone(face.skin, 0.72), 0.35)
    board.line([(x - 5.2, 56.6), (x, 54.4), (x + 5.2, 56.6)], tone(face.skin, 0.76), 0.4)
    inner, outer = x - side * 6.2, x + side * 7.2
    thick = face.brow
    brow = [
        (inner, 50.0 - thick * 0.5),
        (x + side * 1.5, 49.2 - thick),
        (outer, 51.8),
        (x + side * 1.5, 49.6 + thick * 0.3),
        (inner, 50.6 + thick * 0.8),
    ]
    board.shape(brow, tone(face.hair, 0.82))


def _nose(board: Board, face: Looks) -> None:
    dark, wide = tone(face.skin, 0.66), face.nose
    board.soft([(51, 60), (53, 60), (50 + wide + 1.4, 76), (51.5, 77)], dark, 0.42, 1.0)
    board.soft([(48.4, 62), (50.4, 62), (50.6, 74), (48.6, 74)], tone(face.skin, 1.5), 0.30, 0.9)
    board.line(
        [(50 - wide, 75.6), (50 - wide * 0.6, 77.4), (50, 78.2), (50 + wide * 0.6, 77.4), (50 + wide, 75.6)],
        dark,
        0.6,
    )
    board.line([(50 + wide, 75.8), (50 + wide + 0.7, 74.0), (50 + wide * 0.9, 72.2)], dark, 0.45)
    board.line(
        [(50 - wide, 75.8), (50 - wide - 0.7, 74.0), (50 - wide * 0.9, 72.2)], tone(face.skin, 0.8), 0.45
    )


def _mouth(board: Board, face: Looks) -> None:
    lip = tuple(round(0.55 * part + 0.45 * red) for part, red in zip(face.skin, (176, 64, 70), strict=True))
    half, up = face.mouth, face.smile
    corner = 85.6 - up * 0.8
    mouth: Colour = (lip[0], lip[1], lip[2])
    board.shape(
        [(50 - half, corner), (47.4, 83.4), (50, 84.0), (52.6, 83.4), (50 + half, corner), (50, 86.4)],
        tone(mouth, 0.9),
    )
    board.shape(
        [
            (50 - half * 0.92, corner + 0.2),
            (50, 86.0 + up * 0.2),
            (50 + half * 0.92, corner + 0.2),
            (50 + 4, 89.2),
            (50 - 4, 89.2),
        ],
        tone(mouth, 1.12),
    )
    board.line(
        [
            (50 - half - 0.4, corner - 0.2),
            (46, 85.8),
            (50, 86.2 + up * 0.2),
            (54, 85.8),
            (50 + half + 0.4, corner - 0.2),
        ],
        tone(mouth, 0.55),
        0.5,
    )
    board.soft([(44, 90.6), (56, 90.6), (54, 92.4), (46, 92.4)], tone(face.skin, 0.66), 0.30, 0.9)


def _beard(board: Board, face: Looks, outline: Outline) -> None:
    if face.beard == "none":
        return
    wide = face.width
    colour = tone(face.hair, 0.95)
    tash = [(40, 84), (45, 80), (50, 80.6), (55, 80), (60, 84), (55, 83.6), (50, 83), (45, 83.6)]
    if face.beard == "moustache":
        board.shape(tash, colour)
        return
    lower = [
        (50 - wide, 66),
        (50 - wide * 0.78, 80),
        (41, 82),
        (50, 79.6),
        (59, 82),
        (50 + wide * 0.78, 80),
        (50 + wide, 66),
        (50 + wide, 92),
        (62, 102),
        (50, 104),
        (38, 102),
        (50 - wide, 92),
    ]
    strength, blur = (0.92, 0.9) if face.beard == "full" else (0.34, 1.6)
    board.soft([(float(x), float(y)) for x, y in lower], colour, strength, blur, outline)
    if face.beard == "full":
        board.shape(tash, colour)


def _covering(face: Looks) -> Colour:
    """The colour of what is on the head: hair, or a scarf."""
    return tone(face.cloth, 1.25) if face.style == "scarf" else face.hair


def _hair(board: Board, face: Looks) -> None:
    colour = _covering(face)
    for part in FRONT[face.style]:
        board.shape(part, colour)
        board.soft([(32, 17), (46, 13), (54, 15), (40, 24), (31, 30)], tone(colour, 1.22), 0.60, 2.6, part)
        board.soft([(70, 18), (84, 34), (84, 70), (74, 60), (72, 36)], tone(colour, 0.6), 0.55, 3.0, part)


def _glasses(board: Board, face: Looks) -> None:
    frame = (52, 48, 54)
    for side in (-1, 1):
        x = 50 + side * face.eyes
        rim = [
            (x - 8, 55.5),
            (x, 54.4),
            (x + 8, 55.5),
            (x + 8.2, 61),
            (x + 5, 66),
            (x - 5, 66),
            (x - 8.2, 61),
        ]
        board.soft([(x - 6, 56), (x - 1, 56), (x - 5, 64)], (255, 255, 255), 0.22, 0.8)
        board.line([*rim, rim[0]], frame, 0.9)
        board.line([(x + side * 8, 57), (50 + side * (face.width + 0.4), 58)], frame, 0.9)
    board.line([(50 - face.eyes + 8, 57.6), (50, 56.2), (50 + face.eyes - 8, 57.6)], frame, 0.9)
