"""Names that are longer than the name field (Doc 9303-4, -5, -6 and -7, "Truncation of the name").

The standard leaves several ways to the issuing state; `fitted` takes one of them, `shortened` accepts all.
"""

from collections.abc import Sequence

from traveldoc.mrz.alphabet import FILLER


def fitted(primary: Sequence[str], secondary: Sequence[str], width: int) -> str:
    """The name field, filled to `width`; a name that is too long is truncated and ends with a letter."""
    first = FILLER.join(primary)
    second = FILLER.join(secondary)
    name = first + FILLER * 2 + second if second else first
    if len(name) <= width:
        return name.ljust(width, FILLER)
    if not second:
        return _cut(primary, width)
    # Three positions are freed for two fillers and the first character of the secondary identifier.
    if len(first) > width - 3:
        first = _cut(primary, width - 3)
    return first + FILLER * 2 + _cut(secondary, width - len(first) - 2)


def _cut(parts: Sequence[str], width: int) -> str:
    """As much as fits into `width`; the last character is a letter, so that truncation shows."""
    text = FILLER.join(parts)[:width]
    if len(text) < width or not text.endswith(FILLER):
        return text
    # A component ended just before the edge: it gives one letter for the initial of the next.
    following = FILLER.join(parts)[width]
    return text[:-2] + FILLER + following if text[-3:-2] not in ("", FILLER) else text[:-1]
