"""From text to fields. Never raises on any text: what has no format is left to the checks to explain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from traveldoc.mrz.alphabet import FILLER, is_clean
from traveldoc.mrz.format import FORMATS, FR2X36, MRVA, MRVB, TD1, TD2, TD3, Format
from traveldoc.mrz.reading import Reading

_NOTHING: Final[Mapping[str, str]] = {}
# Joined without separator: so many characters are so many lines.
_JOINED: Final = {TD3.count * TD3.width: 2, TD2.count * TD2.width: 2, TD1.count * TD1.width: 3}
# Blanks, and the marks without width that files and clipboards bring along.
_BLANK: Final = " \t\r\n\v\f\u00a0\u1680\u2000\u2003\u2009\u200b\u200e\u202f\u2060\u3000\ufeff"
# Signs that keyboards and readers put for fillers; examined as fillers, and said so.
_FILLER_SIGNS: Final = {"«": "<<", "‹": "<", "＜": "<", "〈": "<", "≤": "<", "_": "<"}


@dataclass(frozen=True, slots=True)
class Mrz:
    """A machine readable zone cut into fields.

    `given` are the lines as they came, without surrounding blanks; `lines` are the lines as examined:
    the same, or (capital letters, blanks taken out) a proposal that the check `mrz.characters` reports.
    `format` is None and `values` empty where the lines fit no format. `reading` has the confidences.
    `text` are the lines joined; `clean` says that only the 37 characters of the standard are in it.
    """

    given: tuple[str, ...]
    lines: tuple[str, ...]
    format: Format | None
    values: Mapping[str, str]
    reading: Reading
    text: str = ""
    clean: bool = True

    @property
    def layout(self) -> str:
        """The name of the format, "" where the lines fit none."""
        return self.format.name if self.format else ""


def parse(source: str | Iterable[str] | Reading) -> Mrz:
    """Cut lines, one text with line breaks, or all lines joined, into the fields of their format."""
    if isinstance(source, str):
        source = Reading((source,))
    elif not isinstance(source, Reading):
        source = Reading(tuple(source))
    lines = source.lines
    if len(lines) == 1 and not source.confidences:
        lines = tuple(lines[0].split())
    return _exact(lines, source) or _parse(source)


def _exact(lines: tuple[str, ...], reading: Reading) -> Mrz | None:
    """The quick way: the right number of lines of the right length, the right characters."""
    layout = format_of(lines)
    if layout is None:
        return None
    text = "".join(lines)
    if not is_clean(text):
        return None
    fields = dict(zip(layout.names, layout.cut(text), strict=True))
    return Mrz(lines, lines, layout, fields, reading, text)


def _parse(reading: Reading) -> Mrz:
    reading = _split(_trimmed(reading))
    given = reading.lines
    layout = format_of(given)
    lines = given
    if layout is None or not is_clean("".join(given)):
        lines = _folded(given)
        layout = format_of(lines)
    if layout is None:
        return Mrz(given, given, None, _NOTHING, reading)
    text = "".join(lines)
    fields = dict(zip(layout.names, layout.cut(text), strict=True))
    return Mrz(given, lines, layout, fields, reading, text, is_clean(text))


def format_of(lines: tuple[str, ...]) -> Format | None:
    """The format by the number and length of the lines and the document code; None where none fits."""
    if len(lines) == 3:
        return TD1 if all(len(line) == TD1.width for line in lines) else None
    if len(lines) != 2 or len(lines[0]) != len(lines[1]):
        return None
    upper, lower = lines
    if len(upper) == TD3.width:
        return MRVA if upper[0] == "V" else TD3
    if len(upper) != TD2.width:
        return None
    if upper[0] == "V":
        return MRVB
    # The French card has no nationality in columns 11 to 13 of line 2 but digits of its number.
    french = upper.startswith("IDFRA") and not lower[10:13].replace(FILLER, "").isalpha()
    return FR2X36 if french else TD2


def _trimmed(reading: Reading) -> Reading:
    """Line breaks inside a line split it; surrounding blanks and empty lines go; confidences follow."""
    lines, spans = [], []
    for number, line in enumerate(reading.lines):
        offset = 0
        for piece in line.splitlines(keepends=True):
            stripped = piece.strip(_BLANK)
            start = offset + len(piece) - len(piece.lstrip(_BLANK))
            offset += len(piece)
            if stripped:
                lines.append(stripped)
                spans.append((number, start, start + len(stripped)))
    return _cut(reading, tuple(lines), spans)


def _split(reading: Reading) -> Reading:
    """One line that holds all lines of a format is cut into them."""
    if len(reading.lines) != 1 or len(reading.lines[0]) not in _JOINED:
        return reading
    line = reading.lines[0]
    width = len(line) // _JOINED[len(line)]
    spans = [(0, start, start + width) for start in range(0, len(line), width)]
    return _cut(reading, tuple(line[start:end] for _, start, end in spans), spans)


def _cut(reading: Reading, lines: tuple[str, ...], spans: list[tuple[int, int, int]]) -> Reading:
    return replace(
        reading,
        lines=lines,
        confidences=reading.confidences and tuple(reading.confidences[n][a:b] for n, a, b in spans),
        runners_up=reading.runners_up and tuple(reading.runners_up[n][a:b] for n, a, b in spans),
    )


def _folded(lines: tuple[str, ...]) -> tuple[str, ...]:
    """What the lines might mean: capitals, fillers for signs like them, and no blanks in between."""
    folded = []
    widths = {layout.width for layout in FORMATS.values()}
    for line in lines:
        text = "".join(_FILLER_SIGNS.get(sign, sign) for sign in line)
        capital = "".join(sign.upper() if len(sign.upper()) == 1 else sign for sign in text)
        dense = "".join(capital.split())
        filled = "".join(FILLER if sign.isspace() else sign for sign in capital)
        folded.append(dense if len(dense) in widths or len(filled) not in widths else filled)
    return tuple(folded)
