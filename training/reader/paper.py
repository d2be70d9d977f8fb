"""Paper, pattern, light and lens: what stands between a print and the pixels of a picture of it."""

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]


def draw_noise(rng: np.random.Generator, shape: tuple[int, int], cell: float) -> Plane:
    """Smooth noise of mean 0 and spread 1; `cell` is the size of its blotches in pixels."""
    small = (max(2, int(shape[1] / cell) + 2), max(2, int(shape[0] / cell) + 2))
    field = rng.normal(0, 1, (small[1], small[0])).astype(np.float32)
    return np.asarray(cv2.resize(field, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def draw_guilloche(rng: np.random.Generator, shape: tuple[int, int]) -> Plane:
    """Fine interlaced waves, as on security paper, from 0 to 1; drawn at half the size, for speed."""
    half = (shape[0] // 2 + 1, shape[1] // 2 + 1)
    y, x = np.mgrid[0 : half[0], 0 : half[1]].astype(np.float32) * 2
    turn = float(rng.uniform(0, np.pi))
    along, across = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
    total = np.zeros(half, np.float32)
    period = float(rng.uniform(5, 40))
    for _ in range(int(rng.integers(1, 4))):
        wave = float(rng.uniform(2, 30)) * np.sin(
            along * float(rng.uniform(0.005, 0.08)) + float(rng.uniform(0, 7))
        )
        line = np.abs(np.sin((across + wave) * np.pi / period))
        total = np.maximum(total, np.clip(1 - line * period / float(rng.uniform(2, 6)), 0, 1))
    whole = cv2.resize(total, (2 * half[1], 2 * half[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole[: shape[0], : shape[1]], np.float32)


def draw_background(rng: np.random.Generator, shape: tuple[int, int]) -> Plane:
    """What lies under the print: mean about 0, mostly between -1 and 1."""
    total = np.zeros(shape, np.float32)
    if rng.random() < 0.5:
        total += draw_guilloche(rng, shape) * float(rng.uniform(-1, 0.6))
    if rng.random() < 0.5:
        total += draw_noise(rng, shape, float(rng.uniform(15, 200))) * float(rng.uniform(0, 0.5))
    if rng.random() < 0.3:
        total += draw_noise(rng, shape, float(rng.uniform(1, 6))) * float(rng.uniform(0, 0.3))
    if rng.random() < 0.15:
        period = float(rng.uniform(4, 60))
        y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
        total += np.sign(np.sin((x + y * float(rng.uniform(-2, 2))) * 2 * np.pi / period)) * float(
            rng.uniform(0, 0.4)
        )
    if rng.random() < 0.12:  # a halftone, or the moire of one
        total += draw_halftone(rng, shape) * float(rng.uniform(0, 0.5))
    return np.asarray(total, np.float32)


def draw_halftone(rng: np.random.Generator, shape: tuple[int, int]) -> Plane:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    turn, period = float(rng.uniform(0, np.pi)), float(rng.uniform(2.5, 20))
    u, v = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
    dots = np.cos(2 * np.pi * u / period) + np.cos(2 * np.pi * v / period)
    return np.asarray(np.clip(dots - float(rng.uniform(-1, 1)), -1, 1), np.float32)


def overprint(rng: np.random.Generator, levels: Plane) -> Plane:
    """What crosses a print: a signature, a stamp's ring, SPECIMEN in large letters, a scratch."""
    height, width = levels.shape
    mask = np.zeros(levels.shape, np.uint8)
    size = float(rng.uniform(0.5, 4)) * height
    kind = int(rng.integers(4))
    middle = (int(rng.uniform(0, width)), int(rng.uniform(0, height)))
    if kind == 0:
        word = str(rng.choice(["SPECIMEN", "VOID", "SAMPLE", "UTOPIA", "COPY"]))
        scale, thick = size / 60, max(1, int(size / float(rng.uniform(8, 30))))
        at = (int(middle[0] - size), int(middle[1] + size / 4))
        cv2.putText(mask, word, at, int(rng.integers(0, 8)), scale, 255, thick, cv2.LINE_AA)
        turn = cv2.getRotationMatrix2D(middle, float(rng.choice([0, 0, 30, 45, -30])), 1)
        mask = np.asarray(cv2.warpAffine(mask, turn, (width, height)), np.uint8)
    elif kind == 1:
        for radius in (size / 2, size / 2.3):
            cv2.circle(mask, middle, max(2, int(radius)), 255, int(rng.integers(1, 5)), cv2.LINE_AA)
    else:
        for _ in range(int(rng.integers(1, 5))):
            points = np.cumsum(rng.normal(0, size / 6, (12, 2)), axis=0) + middle
            smooth = cv2.resize(points.astype(np.float32), (2, 120), interpolation=cv2.INTER_CUBIC)
            cv2.polylines(mask, [smooth.astype(np.int32)], False, 255, int(rng.integers(1, 5)), cv2.LINE_AA)
    alpha = mask.astype(np.float32) / 255 * float(rng.uniform(0.15, 0.75))
    return np.asarray(levels * (1 - alpha) + float(rng.choice([60, 100, 150, 255])) * alpha, np.float32)


def blur(rng: np.random.Generator, picture: Plane, most: float) -> Plane:
    """Out of focus or moved; `most` is the widest spread in pixels."""
    spread = float(rng.uniform(0, most))
    if rng.random() < 0.25 and spread > 0.5:
        length = max(2, round(spread * 3))
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1 / length
        turn = cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), float(rng.uniform(0, 180)), 1)
        kernel = np.asarray(cv2.warpAffine(kernel, turn, (length, length)), np.float32)
        return np.asarray(cv2.filter2D(picture, -1, kernel / max(float(kernel.sum()), 0.1)), np.float32)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), spread), np.float32) if spread > 0.15 else picture


def spoil(rng: np.random.Generator, picture: Plane, swing: float = 150) -> Plane:
    """Sensor, sharpening, palette and compression; grey levels 0 to 255 in, the same out. 2 or 3 dimensions.

    `swing` is the difference of paper and ink in levels: what is faint is spoilt less, so that it stays
    legible.
    """
    if rng.random() < 0.35:
        strength = float(rng.uniform(0.3, 1.5)) if rng.random() < 0.8 else float(rng.uniform(1.5, 3.5))
        halo = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.6, 1.8)))
        picture = picture + strength * (picture - halo)
    if rng.random() < 0.6:
        picture = picture + rng.normal(
            0, float(rng.choice([1, 3, 6, 12])) * (0.15 + swing / 180), picture.shape
        ).astype(np.float32)
    if rng.random() < 0.05:  # two half pictures a moment apart, or lines of a tube
        picture = picture.copy()
        picture[::2] = np.roll(picture[::2], int(rng.integers(0, 2)), axis=1) * float(rng.uniform(0.85, 1))
    picture = np.clip(picture, 0, 255).astype(np.float32)
    if rng.random() < 0.1:
        step = float(rng.uniform(0.08, 0.3)) * swing
        dither = rng.uniform(-step / 2, step / 2, picture.shape).astype(np.float32)
        picture = np.clip(np.round((picture + dither) / step) * step, 0, 255).astype(np.float32)
    if rng.random() < 0.75:
        picture = compress(rng, picture, swing)
    return picture


def compress(rng: np.random.Generator, picture: Plane, swing: float) -> Plane:
    """Through JPEG, its blocks beginning anywhere. Of coloured paper the lightest colour is what is read, and
    it bleeds into the ink, since colours are kept at half the size.
    """
    quality = int(rng.integers(25 if swing > 100 else 60, 97))
    top, left = (int(x) for x in rng.integers(0, 8, 2))
    border = cv2.copyMakeBorder(picture, top, 0, left, 0, cv2.BORDER_REPLICATE)
    coloured = picture.ndim == 2 and rng.random() < 0.5
    if coloured:
        tint = np.append(rng.uniform(0.55, 1, 2), 1.0)
        border = border[:, :, None] * rng.permutation(tint)
    _, data = cv2.imencode(".jpg", border.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])
    flag = cv2.IMREAD_COLOR if coloured or picture.ndim == 3 else cv2.IMREAD_GRAYSCALE
    levels = np.asarray(cv2.imdecode(data, flag), np.float32)[top:, left:]
    return levels.max(axis=2) if coloured else levels


SHRINKING = (
    cv2.INTER_AREA,
    cv2.INTER_AREA,
    cv2.INTER_LINEAR,
    cv2.INTER_CUBIC,
    cv2.INTER_LANCZOS4,
    cv2.INTER_NEAREST,
)


def resample(rng: np.random.Generator, picture: Plane, swing: float, scale: float) -> Plane:
    """The picture resized once more by about `scale`, as everything that went through the web was; spoilt
    before.
    """
    picture = spoil(rng, picture, swing)
    height, width = picture.shape[:2]
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    how = int(rng.choice(SHRINKING[: 6 if scale > 0.6 else 5]))
    if scale < 0.8 and how != cv2.INTER_AREA:
        picture = np.asarray(
            cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.2, 0.5)) / scale), np.float32
        )
    return np.clip(cv2.resize(picture, size, interpolation=how), 0, 255).astype(np.float32)


def light(rng: np.random.Generator, picture: Plane) -> Plane:
    """Uneven light, shadow edges and glare over a picture of 0 to 255 (2 dimensions)."""
    shape = picture.shape[:2]
    if rng.random() < 0.4:
        picture = picture * (
            1 + draw_noise(rng, (shape[0], shape[1]), max(shape) / 2) * float(rng.uniform(0, 0.25))
        )
    if rng.random() < 0.12:
        y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
        cx, cy, r = rng.uniform(0, shape[1]), rng.uniform(0, shape[0]), rng.uniform(0.1, 0.6) * max(shape)
        spot = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * r * r)) * float(rng.uniform(20, 120))
        picture = picture + spot
    if rng.random() < 0.1:
        lit = np.arange(shape[1]) > rng.uniform(0, shape[1])
        picture = picture * np.where(lit, 1, rng.uniform(0.5, 0.9)).astype(np.float32)
    if rng.random() < 0.2:
        picture = np.asarray(
            255 * (np.clip(picture, 0, 255) / 255) ** float(rng.uniform(0.6, 1.6)), np.float32
        )
    return np.asarray(picture, np.float32)
