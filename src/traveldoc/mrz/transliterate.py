"""National characters in the machine readable zone (Doc 9303-3, section 6), with all the forms it allows.

A name of the visual zone becomes components, each a row of characters with their possible forms, so that
it can be compared with what the zone prints without listing every combination.
"""

import unicodedata
from enum import IntEnum
from typing import Final

from traveldoc.mrz.alphabet import LETTERS
from traveldoc.mrz.letters.arabic import ALLAH, ALLAH_FORMS, ARABIC, SHADDA
from traveldoc.mrz.letters.cyrillic import CYRILLIC, CYRILLIC_FIRST, PRACTICE
from traveldoc.mrz.letters.latin import LATIN

# Doc 9303-3, 4.6: these separate components; every other punctuation character is left out.
_SEPARATORS: Final = frozenset("-,\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u058a\uff0d\u00ad")

Forms = tuple[str, ...]


class Rule(IntEnum):
    """Which forms count: those of the standard, or those of states' own practice besides."""

    STANDARD = 0
    PRACTICE = 1


def components(name: str) -> tuple[str, ...]:
    """The components of a name as the visual zone writes it, in capitals, without punctuation (4.6)."""
    capital = unicodedata.normalize("NFC", name).upper()
    spaced = "".join(" " if sign in _SEPARATORS or sign.isspace() else sign for sign in capital)
    words = ("".join(sign for sign in word if _is_written(sign)) for word in spaced.split())
    return tuple(word for word in words if word)


def _is_written(sign: str) -> bool:
    """Letters and digits; modifier letters (as in Uzbek and Ukrainian names) are apostrophes here."""
    category = unicodedata.category(sign)
    return (category[0] in "LN" and category != "Lm") or sign in ARABIC or sign == SHADDA


def forms(component: str, rule: Rule = Rule.STANDARD) -> tuple[Forms, ...] | None:
    """The possible forms of each character of a component; None where one has no known form."""
    row: list[Forms] = []
    place = 0
    while place < len(component):
        if component.startswith(ALLAH, place):
            row.append(ALLAH_FORMS)
            place += len(ALLAH)
            continue
        sign = component[place]
        place += 1
        if sign == SHADDA:
            if row:
                row[-1] = (*(form * 2 for form in row[-1]), *row[-1])
            continue
        found = _forms_of(sign, first=not row, rule=rule)
        if not found:
            return None
        row.append(found)
    return tuple(row)


def _forms_of(sign: str, *, first: bool, rule: Rule) -> Forms:
    if sign in LETTERS:
        return (sign,)
    found = LATIN.get(sign) or CYRILLIC.get(sign) or ARABIC.get(sign) or ()
    if first:
        found += CYRILLIC_FIRST.get(sign, ())
    if rule is Rule.PRACTICE:
        found += PRACTICE.get(sign, ()) + _without_marks(sign)
    return found or _without_marks(sign)


def _without_marks(sign: str) -> Forms:
    """A Latin letter that the tables leave out, without its diacritical marks (4.3 forbids them)."""
    letter = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return (letter,) if letter and not letter.strip(LETTERS) else ()


def transliterate(name: str) -> tuple[str, ...] | None:
    """The components with the recommended (first) form of each character; None where one has none."""
    written = []
    for component in components(name):
        row = forms(component)
        if row is None:
            return None
        text = "".join(form[0] for form in row)
        # C, note 2: teh marbuta at the end of a component is XAH.
        written.append(text[:-3] + "XAH" if component.endswith("\u0629") else text)
    return tuple(item for item in written if item)


def reached(row: tuple[Forms, ...], text: str) -> tuple[bool, bool]:
    """Whether `text` is the whole of a component (first) or a beginning of it (second)."""
    places = {0}
    begun = not text
    for found in row:
        following = set()
        for place in places:
            rest = text[place:]
            for form in found:
                if rest.startswith(form):
                    following.add(place + len(form))
                elif rest and form.startswith(rest):
                    begun = True
        if len(text) in following:
            begun = True
        places = following
    return len(text) in places, begun
