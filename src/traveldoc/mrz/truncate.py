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
    # Three positions are freed for two fillers and the first character of the secondary identifier. Where
    # that ends with a filler (initials only), the primary gives letters until the last one is a letter.
    sizes = range(min(len(first), width - 3), 0, -1)
    names = [_pair(primary, secondary, size, width) for size in sizes]
    return next((each for each in names if len(each) == width), names[0].ljust(width, FILLER))


def _pair(primary: Sequence[str], secondary: Sequence[str], size: int, width: int) -> str:
    first = _cut(primary, size)
    return first + FILLER * 2 + _cut(secondary, width - len(first) - 2)


def _cut(parts: Sequence[str], width: int) -> str:
    """As much as fits into `width`; the last character is a letter, so that truncation shows."""
    text = FILLER.join(parts)
    if len(text) <= width or text[width - 1] != FILLER:
        return text[:width]
    # A component ends just before the edge: the longest gives one letter for the initial of the next.
    kept = text[: width - 1].split(FILLER)
    longest = max(range(len(kept)), key=lambda place: len(kept[place]))
    if len(kept[longest]) == 1:
        return text[: width - 1]
    kept[longest] = kept[longest][:-1]
    return FILLER.join([*kept, text[width]])
