"""From particulars to lines: every format, with check digits, long numbers and truncated names."""

from collections.abc import Sequence
from dataclasses import dataclass

from traveldoc.mrz.alphabet import FILLER, LETTERS, is_clean
from traveldoc.mrz.check_digit import check_digit
from traveldoc.mrz.field import CheckDigit, Kind
from traveldoc.mrz.format import FORMATS, Format
from traveldoc.mrz.number import CONTINUED_IN
from traveldoc.mrz.transliterate import transliterate
from traveldoc.mrz.truncate import fitted


class ComposeError(ValueError):
    """The particulars cannot be written in this format; the message says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a zone is composed from. Names as in the visual zone; dates YYMMDD, `<` for unknown parts.

    `empty_check` stands for the check digit over empty optional data (TD3 only): "<" or "0".
    The French card takes `date_of_issue` (YYMM), `department`, `office` and `sequence` besides.
    """

    document_code: str
    issuer: str
    surname: str
    given_names: str = ""
    document_number: str = ""
    nationality: str = ""
    date_of_birth: str = ""
    sex: str = FILLER
    date_of_expiry: str = ""
    optional_data: str = ""
    optional_data_2: str = ""
    empty_check: str = FILLER
    date_of_issue: str = ""
    department: str = ""
    office: str = ""
    sequence: str = ""


def compose(format_name: str, particulars: Particulars) -> tuple[str, ...]:
    """The lines of the zone; ComposeError where a particular has no place in the format."""
    layout = FORMATS.get(format_name)
    if layout is None:
        raise ComposeError(f"There is no format {format_name!r}; there are {', '.join(FORMATS)}.")
    written = _fields(layout, particulars)
    cells = [FILLER] * (layout.count * layout.width)
    for name, text in written.items():
        cells[layout.slice_of(name)] = text
    for check in layout.check_digits:
        cells[layout.slice_of(check.field)] = _check(layout, check, cells, particulars)
    text = "".join(cells)
    return tuple(text[start : start + layout.width] for start in range(0, len(text), layout.width))


def _fields(layout: Format, particulars: Particulars) -> dict[str, str]:
    written = _names(layout, particulars)
    numbers = {"document_number": _plain(particulars.document_number)}
    if layout.name in CONTINUED_IN and len(numbers["document_number"]) > 9:
        numbers = _continued(numbers["document_number"], particulars)
    for item in layout.fields:
        if item.kind is Kind.CHECK_DIGIT or item.name in written:
            continue
        if layout.name == "FR2x36" and item.name == "document_number":
            continue
        raw = numbers.get(item.name, _plain(getattr(particulars, item.name)))
        if len(raw) > item.width:
            raise ComposeError(
                f"{item.name} {raw!r} has {len(raw)} characters, {item.width} fit in {layout.name}."
            )
        if not is_clean(raw):
            raise ComposeError(f"{item.name} {raw!r}: only the letters A to Z, digits and < can be printed.")
        written[item.name] = raw.ljust(item.width, FILLER)
    return written


def _plain(text: str) -> str:
    """Special characters and blanks inside a number are written as fillers (Doc 9303-4, 4.2.2.2)."""
    return "".join(sign if sign.isalnum() else FILLER for sign in text.strip().upper())


def _names(layout: Format, particulars: Particulars) -> dict[str, str]:
    primary = _components("surname", particulars.surname)
    secondary = _components("given names", particulars.given_names)
    if "name" in layout.by_name:
        return {"name": fitted(primary, secondary, layout.by_name["name"].width)}
    # The French card has a field for each, and two fillers between given names.
    surname = FILLER.join(primary)[:25].ljust(25, FILLER)
    return {"surname": surname, "given_names": (FILLER * 2).join(secondary)[:14].ljust(14, FILLER)}


def _components(which: str, name: str) -> Sequence[str]:
    written = transliterate(name)
    if written is None or any(part.strip(LETTERS) for part in written):
        raise ComposeError(f"The {which} {name!r} cannot be written with the letters A to Z (Doc 9303-3, 6).")
    return written


def _continued(number: str, particulars: Particulars) -> dict[str, str]:
    """Doc 9303-5 and 9303-6, 4.2.2 note j: the rest, its check digit and a filler open the optional data."""
    rest = number[9:] + check_digit(number)
    optional = _plain(particulars.optional_data)
    return {"document_number": number[:9], "optional_data": rest + (FILLER + optional if optional else "")}


def _check(layout: Format, check: CheckDigit, cells: list[str], particulars: Particulars) -> str:
    is_number = check.field == "document_number_check" and layout.name in CONTINUED_IN
    if is_number and len(_plain(particulars.document_number)) > 9:
        return FILLER
    over = "".join("".join(cells[layout.span(*span)]) for span in check.over)
    if check.filler_when_empty and not over.strip(FILLER):
        return particulars.empty_check
    return check_digit(over)
