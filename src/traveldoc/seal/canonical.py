"""JSON in its one canonical form, over which seals in JSON are signed (RFC 8785)."""

import json
from collections.abc import Iterable
from math import isfinite
from typing import Final

from traveldoc.finding import gettext_noop
from traveldoc.seal.fault import SealError

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

MAX_DEPTH: Final = 16
_LARGEST_EXACT: Final = 1 << 53  # ECMA-262, 21.1.2.6: whole numbers up to here are exact
_DECIMAL_FROM: Final = -6  # ECMA-262, 6.1.6.1.20: exponents between these are written without one
_DECIMAL_TO: Final = 21

_NO_JSON: Final = gettext_noop("it is no JSON text")
_TWICE: Final = gettext_noop("the member “%(name)s” occurs twice")
_NUMBER: Final = gettext_noop("a number in it can't be represented")
_DEEP: Final = gettext_noop("it is nested more than %(limit)s levels deep")
_SURROGATE: Final = gettext_noop("a text in it has half a character")


def load(data: bytes) -> Json:
    """A JSON text in UTF-8 (I-JSON, RFC 7493: no member twice). Raises SealError."""
    try:
        value: Json = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_members,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_number,
        )
    except (ValueError, RecursionError) as error:
        if isinstance(error, SealError):
            raise
        raise SealError(_NO_JSON) from None
    _bound(value)
    return value


def _members(pairs: Iterable[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, value in pairs:
        if name in found:
            raise SealError(_TWICE, name=name[:40])
        found[name] = value
    return found


def _number(written: str) -> int | float:
    """As ECMAScript reads it: a double, with whole numbers kept whole."""
    value = float(written)
    if not isfinite(value):
        raise SealError(_NUMBER)
    return int(value) if value.is_integer() and abs(value) < _LARGEST_EXACT else value


def _bound(value: Json, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise SealError(_DEEP, limit=MAX_DEPTH)
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _bound(child, depth + 1)


def canonical(value: Json) -> bytes:
    """RFC 8785, 3.2: members sorted by UTF-16 code units, no blanks, all else as ECMAScript writes it."""
    try:
        return _written(value).encode("utf-8")
    except UnicodeEncodeError:
        raise SealError(_SURROGATE) from None


def _written(value: Json) -> str:
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_written(name)}:{_written(item)}" for name, item in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, float):
        return number(value)
    return json.dumps(value, ensure_ascii=False)


def number(value: float) -> str:
    """ECMA-262, 6.1.6.1.20, Number::toString: the shortest digits that give the number back."""
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, power = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(power or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= _DECIMAL_TO:
        return digits + "0" * (point - count)
    if 0 < point <= _DECIMAL_TO:
        return f"{digits[:point]}.{digits[point:]}"
    if _DECIMAL_FROM < point <= 0:
        return f"0.{'0' * -point}{digits}"
    power = f"{'+' if point > 0 else '-'}{abs(point - 1)}"
    return f"{digits[0]}{'.' if count > 1 else ''}{digits[1:]}e{power}"
