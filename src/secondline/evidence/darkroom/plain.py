"""A reading as plain data: what the child says is checked before anybody believes it.

    {"format", "lines", "confidence", "runners_up", "boxes", "choices", "quality", "typeface",
     "width", "height", "codes"}

as traveldoc.page.PageReading has them; the boxes are in pixels of the upright picture of `width` x `height`.
`codes` are the bar codes: {"symbology", "content" in Base64, "corners"}; `fingerprint` and `portrait` are
hashes of what it shows (traveldoc.page.fingerprint). Readings that were stored before there were checks of
them have no typeface, codes or hashes.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any, Final

from traveldoc.barcode import MAX_CONTENT, Barcode
from traveldoc.finding import Phrase
from traveldoc.mrz.reading import Reading
from traveldoc.mrz.typeface import Odd, Typeface, Verdict

_LONGEST_LINE: Final = 64
_MOST_LINES: Final = 4
_LONGEST_TEXT: Final = 500
_MOST_SIDE: Final = 1_000_000
_MOST_CODES: Final = 8
_NUMBERS: Final = ("character_height", "blur", "glare", "contrast")
_VERDICTS: Final = [verdict.value for verdict in Verdict]
_FINGERPRINT: Final = re.compile(r"(?:[0-9a-f]{64})?")
_FLAGS: Final = ("cut_off", "too_dark", "retake")


class UnfitReadingError(ValueError):
    """Not the reading of a page."""


def checked(data: Any) -> dict[str, Any]:
    """The same data if it has the shape and the bounds of a reading; UnfitReadingError otherwise."""
    try:
        _check(data)
    except (KeyError, TypeError, AttributeError) as error:
        raise UnfitReadingError(str(error)) from error
    reading: dict[str, Any] = data
    return reading


def mrz_reading(data: Mapping[str, Any] | None, source: str = "") -> Reading | None:
    """What `traveldoc.examine` wants of a reading; None without a machine readable zone."""
    if data is None or data["lines"] is None:
        return None
    return Reading(
        tuple(data["lines"]),
        tuple(tuple(line) for line in data["confidence"]),
        tuple(tuple(letter.strip() for letter in line) for line in data["runners_up"]),
        source,
    )


def barcodes(data: Mapping[str, Any] | None, source: str = "") -> tuple[Barcode, ...]:
    """The bar codes of a reading, as `traveldoc.examine` wants them."""
    return tuple(
        Barcode(
            b64decode(code["content"]),
            code["symbology"],
            tuple((float(x), float(y)) for x, y in code["corners"]),
            source,
        )
        for code in (data or {}).get("codes", ())
    )


def advice(data: Mapping[str, Any]) -> list[Phrase]:
    """What the person who took the picture should do better."""
    return [Phrase(each["template"], each["values"]) for each in data["quality"]["advice"]]


def typeface(data: Mapping[str, Any] | None) -> Typeface | None:
    """How the zone is printed; None where there is no zone, or where nobody looked."""
    found = data.get("typeface") if data else None
    if not found:
        return None
    odd = tuple(Odd(line, column, character) for line, column, character in found["odd"])
    return Typeface(Verdict(found["verdict"]), found["kinds"], odd)


def _check(data: Any) -> None:
    lines = data["lines"]
    if (data["format"] is None) != (lines is None):
        raise UnfitReadingError("a format without lines, or lines without a format")
    if lines is not None:
        _line(data["format"])
        _each(lines, _line, _MOST_LINES)
    lengths = [len(line) for line in lines or ()]
    for name, check in (("confidence", _numbers), ("runners_up", _line), ("boxes", _quads)):
        _each(data[name], check, _MOST_LINES)
        if [len(line) for line in data[name]] != lengths:
            raise UnfitReadingError(f"{name}: not one entry for each character")
    _each(data["choices"], _choice)
    _quality(data["quality"])
    _typeface(data.get("typeface"), lines)
    _each(data.get("codes", ()), _code, _MOST_CODES)
    for name in ("fingerprint", "portrait"):
        _fingerprint(data.get(name, ""))
    for side in (data["width"], data["height"]):
        if type(side) is not int or not 0 < side <= _MOST_SIDE:
            raise UnfitReadingError("not a side of a picture")


def _each(values: Any, check: Callable[[Any], None], most: int = _MOST_LINES * _LONGEST_LINE) -> None:
    if not isinstance(values, Sequence) or isinstance(values, str) or len(values) > most:
        raise UnfitReadingError("not a short list")
    for value in values:
        check(value)


def _numbers(values: Any) -> None:
    _each(values, _number)


def _number(value: Any) -> None:
    if type(value) not in {int, float} or not isfinite(value):
        raise UnfitReadingError("not a number")


def _text(value: Any) -> None:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT or not value.isprintable():
        raise UnfitReadingError("not a short text")


def _line(value: Any) -> None:
    _text(value)
    if len(value) > _LONGEST_LINE or not value.isascii():
        raise UnfitReadingError("not a line of the zone")


def _quads(values: Any) -> None:
    _each(values, _quad)


def _quad(value: Any) -> None:
    _each(value, _numbers, 4)
    if [len(point) for point in value] != [2, 2, 2, 2]:
        raise UnfitReadingError("not four corners")


def _fingerprint(value: Any) -> None:
    if not isinstance(value, str) or not _FINGERPRINT.fullmatch(value):
        raise UnfitReadingError("not a fingerprint")


def _choice(value: Any) -> None:
    if type(value["line"]) is not int or type(value["column"]) is not int:
        raise UnfitReadingError("not a place")
    _line(value["read"])
    _line(value["chosen"])


def _code(value: Any) -> None:
    _line(value["symbology"])
    content = value["content"]
    if not isinstance(content, str) or len(content) > 4 * (MAX_CONTENT // 3 + 1):
        raise UnfitReadingError("not the content of a bar code")
    try:
        if not binascii.a2b_base64(content.encode("ascii"), strict_mode=True):
            raise UnfitReadingError("an empty bar code")
    except (binascii.Error, UnicodeEncodeError) as error:
        raise UnfitReadingError("not Base64") from error
    _quad(value["corners"])


def _quality(quality: Any) -> None:
    for name in _NUMBERS:
        _number(quality[name])
    for name in _FLAGS:
        if type(quality[name]) is not bool:
            raise UnfitReadingError("not yes or no")
    _each(quality["advice"], _phrase)


def _typeface(value: Any, lines: Sequence[str] | None) -> None:
    if value is None:
        return
    if lines is None:
        raise UnfitReadingError("a typeface without lines")
    if value["verdict"] not in _VERDICTS or type(value["kinds"]) is not int or not 0 <= value["kinds"] <= 37:
        raise UnfitReadingError("not a typeface")
    _each(value["odd"], lambda odd: _odd(odd, lines))


def _odd(value: Any, lines: Sequence[str]) -> None:
    _each(value, lambda _: None, 3)
    if len(value) != 3:
        raise UnfitReadingError("not an odd character")
    line, column, character = value
    if type(line) is not int or type(column) is not int or line < 1 or column < 1:
        raise UnfitReadingError("not a place")
    if line > len(lines) or lines[line - 1][column - 1 : column] != character:
        raise UnfitReadingError("not a character of the zone")


def _phrase(value: Any) -> None:
    for text in (value["template"], *value["values"].keys(), *value["values"].values()):
        _text(text)
    try:
        str(Phrase(value["template"], value["values"]))
    except (ValueError, KeyError, TypeError) as error:
        raise UnfitReadingError("not a phrase") from error
