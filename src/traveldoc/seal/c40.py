"""C40: three characters in two bytes (Doc 9303-13, 2.6; ISO/IEC 16022, 5.2.5)."""

from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final

from traveldoc.finding import gettext_noop
from traveldoc.seal.fault import SealError

UNLATCH: Final = 254  # 2.6.3 b: the byte after it is one character as ASCII value plus 1
_LARGEST: Final = 64_000  # 1600 * 39 + 40 * 39 + 39 + 1
# 2.6.1, table 2. The shift sets are not the standard's: its strings need none. ISO/IEC 16022, table C.1.
_BASIC: Final = f"   {' '}{digits}{ascii_uppercase}"
_SHIFTED: Final = (
    "".join(map(chr, range(32))),
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_",
    f"`{ascii_lowercase}{{|}}~\x7f",
)
_ALLOWED: Final = frozenset(f" {digits}{ascii_uppercase}")

_ODD: Final = gettext_noop("a text in C40 has %(size)s bytes, an odd number")
_TOO_LARGE: Final = gettext_noop("the bytes %(pair)s stand for no three characters in C40")
_STRAY: Final = gettext_noop("a text in C40 ends before its last bytes")
_NO_CHARACTER: Final = gettext_noop("the value %(value)s stands for no character in C40")


@dataclass(frozen=True, slots=True)
class Text:
    """`regular`: only characters that the standard's strings can have, and the padding that it asks for."""

    value: str
    regular: bool


def decode(data: bytes) -> Text:
    """Raises SealError for what is no C40 text."""
    if len(data) % 2:
        raise SealError(_ODD, size=len(data))
    values, last = _values(data)
    padding = 0
    while values and values[-1] == 0 and padding < 2:
        values.pop()
        padding += 1
    text = _characters(values) + last
    return Text(text, set(text) <= _ALLOWED and padding < 2 and not (last and padding))


def _values(data: bytes) -> tuple[list[int], str]:
    """The C40 values, and the single character that may stand behind them."""
    values: list[int] = []
    for place in range(0, len(data), 2):
        pair = data[place : place + 2]
        if pair[0] == UNLATCH:
            if place + 2 < len(data):
                raise SealError(_STRAY)
            if not 1 <= pair[1] <= 128:
                raise SealError(_NO_CHARACTER, value=pair[1])
            return values, chr(pair[1] - 1)
        number = int.from_bytes(pair) - 1
        if not 0 <= number < _LARGEST:
            raise SealError(_TOO_LARGE, pair=pair.hex(" "))
        values += [number // 1600, number // 40 % 40, number % 40]
    return values, ""


def _characters(values: list[int]) -> str:
    text = []
    rest = iter(values)
    for value in rest:
        chosen = _BASIC
        if value < len(_SHIFTED):
            chosen, value = _SHIFTED[value], next(rest, -1)  # noqa: PLW2901  # a shift is one character with the next
        if not 0 <= value < len(chosen):
            raise SealError(_NO_CHARACTER, value=value)
        text.append(chosen[value])
    return "".join(text)
