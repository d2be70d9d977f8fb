"""Text for generated zones: plausible lines of every format, and strings that no grammar bounds."""

import numpy as np

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
ALPHABET = DIGITS + LETTERS + "<"
SHAPES = {"TD1": (3, 30), "TD2": (2, 36), "TD3": (2, 44), "MRVA": (2, 44), "MRVB": (2, 36), "FR2x36": (2, 36)}
"""Format -> (lines, characters in a line): Doc 9303 parts 4 to 7; the French card has 2 x 36."""
STATES = (
    "UTO",
    "D<<",
    "XXA",
    "XXB",
    "XXX",
    "UNO",
    "FRA",
    "ESP",
    "ISL",
    "KAZ",
    "CHN",
    "GBR",
    "USA",
    "AUT",
    "QWZ",
)
VALUE = {character: index for index, character in enumerate(DIGITS + LETTERS)} | {"<": 0}


def check_digit(text: str) -> str:
    """Doc 9303 part 3, section 4.9: weights 7, 3, 1."""
    return str(sum(VALUE[c] * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def draw_word(rng: np.random.Generator, low: int = 2, high: int = 11) -> str:
    vowels, others = "AEIOUY", "BCDFGHJKLMNPQRSTVWXZ"
    start = int(rng.integers(2))
    return "".join(
        str(rng.choice(list(vowels if (i + start) % 2 else others)))
        for i in range(int(rng.integers(low, high)))
    )


def draw_name(rng: np.random.Generator, length: int) -> str:
    surname = "<".join(draw_word(rng) for _ in range(1 + int(rng.random() < 0.2)))
    given = "<".join(draw_word(rng) for _ in range(int(rng.integers(0, 4))))
    return f"{surname}<<{given}"[:length].ljust(length, "<")


def draw_number(rng: np.random.Generator, length: int = 9) -> str:
    pool = list(DIGITS if rng.random() < 0.5 else DIGITS + LETTERS)
    text = "".join(str(c) for c in rng.choice(pool, int(rng.integers(6, length + 1))))
    return ("".join(str(c) for c in rng.choice(list(LETTERS), 2)) + text)[:length].ljust(length, "<")


def draw_date(rng: np.random.Generator) -> str:
    return f"{rng.integers(100):02d}{rng.integers(1, 13):02d}{rng.integers(1, 29):02d}"


def draw_optional(rng: np.random.Generator, length: int) -> str:
    if rng.random() < 0.5:
        return "<" * length
    return draw_number(rng, length)


def draw_zone(rng: np.random.Generator, shape: str) -> tuple[str, ...]:
    """Lines of one zone; one check digit in twenty is wrong on purpose."""
    state, sex = str(rng.choice(STATES)), str(rng.choice(list("MF<")))
    number, born, until = draw_number(rng), draw_date(rng), draw_date(rng)
    body = f"{born}{check_digit(born)}{sex}{until}{check_digit(until)}"
    numbered = number + check_digit(number)
    if rng.random() < 0.05:
        numbered = number + str(rng.integers(10))
    if shape == "TD1":
        first = f"{rng.choice(list('IAC'))}{rng.choice(list('<DR'))}{state}{numbered}{draw_optional(rng, 15)}"
        second = f"{body}{state}{draw_optional(rng, 11)}"
        whole = first[5:30] + second[0:7] + second[8:15] + second[18:29]
        return first, second + check_digit(whole), draw_name(rng, 30)
    if shape == "FR2x36":
        first = f"IDFRA{draw_word(rng)}".ljust(30, "<")[:30] + draw_number(rng, 6)
        serial = "".join(str(c) for c in rng.choice(list(DIGITS), 12))
        given = draw_name(rng, 14)
        second = f"{serial}{check_digit(serial)}{given}{born}{check_digit(born)}{sex.replace('<', 'F')}"
        return first, second + check_digit(first + second)
    width = SHAPES[shape][1]
    kind = "V" if shape.startswith("MRV") else "P" if shape == "TD3" else str(rng.choice(list("IAC")))
    first = f"{kind}{rng.choice(list('<<<DSEPM'))}{state}{draw_name(rng, width - 5)}"
    second = f"{numbered}{state}{body}"
    if shape == "TD3":
        optional = draw_optional(rng, 14)
        second += optional + check_digit(optional)
    else:
        second += draw_optional(rng, width - len(second) - (shape == "TD2"))
    if shape in {"TD2", "TD3"}:
        second += check_digit(second[0:10] + second[13:20] + second[21 : width - 1])
    return first, second


def draw_line(rng: np.random.Generator, length: int) -> str:
    """A stretch of a zone or, as often, characters without any grammar, so that none is learned too well."""
    if rng.random() < 0.5:
        line = str(rng.choice(list(draw_zone(rng, str(rng.choice(list(SHAPES)))))))
        at = int(rng.integers(0, max(1, len(line) - length + 1)))
        return line[at : at + length]
    pool = list(ALPHABET + "<<<" if rng.random() < 0.7 else DIGITS)
    return "".join(str(c) for c in rng.choice(pool, length))


def draw_prose(rng: np.random.Generator, length: int) -> str:
    """Words as the rest of a page has them: mixed case, other scripts, punctuation."""
    scripts = (
        "abcdefghijklmnopqrstuvwxyz",
        "abcdefghijklmnopqrstuvwxyzéèüñ,.",
        "абвгдежзийклмнопрстуфхцчшщ",
        "αβγδεζηθικλμνξοπρστυ",
        "ابتثجحخدذرزسشصضطظعغ",
        LETTERS,
        DIGITS + "./- ",
    )
    pool = list(scripts[int(rng.integers(len(scripts)))])
    text = "".join(str(c) for c in rng.choice(pool, length))
    for at in range(int(rng.integers(2, 8)), length, int(rng.integers(4, 10))):
        text = text[:at] + " " + text[at + 1 :]
    return text.title() if rng.random() < 0.3 else text


RANGES = {
    "thai": (0x0E01, 0x0E2E),
    "arabic": (0x0627, 0x064A),
    "hebrew": (0x05D0, 0x05EA),
    "devanagari": (0x0905, 0x0939),
    "bengali": (0x0985, 0x09B9),
    "georgian": (0x10D0, 0x10F0),
    "armenian": (0x0531, 0x0556),
    "khmer": (0x1780, 0x17A2),
    "ethiopic": (0x1200, 0x1300),
    "tamil": (0x0B85, 0x0BB9),
    "chinese": (0x4E00, 0x9FA0),
}
"""Code points from which words of a script are drawn; they mean nothing."""


def draw_foreign(rng: np.random.Generator, length: int) -> tuple[str, str]:
    """Letters of another script, without any meaning, and the script."""
    script = str(rng.choice(list(RANGES)))
    text = "".join(chr(int(c)) for c in rng.integers(*RANGES[script], length))
    for at in range(int(rng.integers(2, 9)), length, int(rng.integers(4, 10))):
        text = text[:at] + " " + text[at + 1 :]
    return text, script
