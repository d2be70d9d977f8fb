"""Codes and single letters: states, sex, document code."""

from functools import lru_cache
from typing import Final

from traveldoc.checks.subject import Subject
from traveldoc.checks.visual_check import BY_FIELD, NOT_IN_ZONE, different, same
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.kind import kind_of
from traveldoc.vocabulary import vocabulary

_GIVE_CODE: Final = Phrase(
    gettext_noop(
        "This word could not be compared. Choose the state from the list, or give its three-letter code."
    )
)
_SECOND_LETTER: Final = Phrase(
    gettext_noop(
        "The first letter agrees; the second is printed in one zone only or differs. Compare with a specimen."
    )
)
# Cyrillic letters of Russian, Ukrainian, Kazakh and Mongolian passports stand before the Latin one, or alone.
_SEX: Final = {"F": "F", "M": "M", "X": FILLER, "<": FILLER, "Ж": "F", "М": "M"}
_UNKNOWN_SEX: Final = Phrase(gettext_noop("This letter could not be compared. Give F, M or X."))


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Every word under which a state can be given: its codes, and its names in the vocabulary."""
    words = {"DEU": "D"}
    for term in vocabulary("state"):
        words.setdefault(term.alpha2, term.id)
        for label in term.labels.values():
            words.setdefault(label.upper(), term.id)
    words |= {term.id: term.id for term in vocabulary("state")}
    words.pop("", None)
    return words


def compare_state(subject: Subject, name: str, visual: str) -> Finding:
    """`name` is "nationality" or "issuer"; several languages may be given with "/" between (3.6)."""
    field = subject.mrz.values.get(name)
    if field is None:
        return BY_FIELD[name].not_examined(NOT_IN_ZONE)
    words = [word.strip().upper() for word in (visual, *visual.split("/"))]
    known = {_codes()[word] for word in words if word in _codes()}
    if field.rstrip(FILLER) in known | set(words):
        return same(name, visual)
    if known:
        return different(subject, name, visual, name)
    return different(subject, name, visual, name, grade=Grade.INCONCLUSIVE, hint=_GIVE_CODE)


def compare_sex(subject: Subject, name: str, visual: str) -> Finding:
    """As printed, such as "F", "F/F" or "Ж/F": the Latin letter comes last (Doc 9303-4, 4.1.1)."""
    letter = _SEX.get(visual.rsplit("/", maxsplit=1)[-1].strip().upper())
    printed = subject.mrz.values["sex"]
    if letter is None:
        return different(
            subject, name, visual, "sex", grade=Grade.INCONCLUSIVE, hint=_UNKNOWN_SEX, printed=printed
        )
    if letter == printed or (letter, printed) == (FILLER, "X"):
        return same(name, visual)
    return different(subject, name, visual, "sex", printed=printed)


def compare_kind(subject: Subject, name: str, visual: str) -> Finding:
    """A document code as printed, or an id of the vocabulary `document-kind`."""
    values = subject.mrz.values
    printed, issuer = values["document_code"].rstrip(FILLER), values["issuer"].rstrip(FILLER)
    code = visual.strip().upper().rstrip(FILLER)
    if code == printed or visual == kind_of(printed, values.get("nationality", ""), issuer):
        return same(name, visual)
    if code[:1] == printed[:1] and len(code) <= 2:
        return different(
            subject, name, visual, "document_code", grade=Grade.INCONCLUSIVE, hint=_SECOND_LETTER
        )
    return different(subject, name, visual, "document_code")
