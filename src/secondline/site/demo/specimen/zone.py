"""The machine readable zone of a specimen: spoiled as its fault says."""

from collections.abc import Callable
from datetime import date

from secondline.site.demo.specimen.faults import Trait
from traveldoc.mrz import FORMATS, check_digit

Lines = tuple[str, ...]


def yymmdd(day: date) -> str:
    return day.strftime("%y%m%d")


def spoiled(format_name: str, lines: Lines, traits: frozenset[Trait]) -> Lines:
    """The lines after the forger."""
    for trait, deed in SPOILING.items():
        if trait in traits:
            lines = deed(format_name, lines)
    return lines


def _put(format_name: str, lines: Lines, field: str, text: str) -> Lines:
    layout = FORMATS[format_name]
    joined = "".join(lines)
    where = layout.slice_of(field)
    joined = joined[: where.start] + text + joined[where.stop :]
    return tuple(joined[start : start + layout.width] for start in range(0, len(joined), layout.width))


def _get(format_name: str, lines: Lines, field: str) -> str:
    return "".join(lines)[FORMATS[format_name].slice_of(field)]


def other_birth_digit(format_name: str, lines: Lines) -> Lines:
    """The second digit of the year, four higher: its weight is 3, so the check digit always sees it."""
    birth = _get(format_name, lines, "date_of_birth")
    return _put(format_name, lines, "date_of_birth", birth[0] + str((int(birth[1]) + 4) % 10) + birth[2:])


def later_expiry(format_name: str, lines: Lines) -> Lines:
    """Five years more, with the field's own check digit; the composite check digit is left as it was."""
    expiry = _get(format_name, lines, "date_of_expiry")
    late = f"{(int(expiry[:2]) + 5) % 100:02}{expiry[2:]}"
    lines = _put(format_name, lines, "date_of_expiry", late)
    return _put(format_name, lines, "date_of_expiry_check", check_digit(late))


def zeros_for_check_digits(format_name: str, lines: Lines) -> Lines:
    """What somebody prints who has never heard of check digits."""
    for check in FORMATS[format_name].check_digits:
        lines = _put(format_name, lines, check.field, "0")
    return lines


SPOILING: dict[Trait, Callable[[str, Lines], Lines]] = {
    Trait.MRZ_BIRTH_DIGIT: other_birth_digit,
    Trait.LATER_EXPIRY: later_expiry,
    Trait.NO_CHECK_DIGITS: zeros_for_check_digits,
}
