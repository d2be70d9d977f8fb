"""Names of states in the languages of the house: for reading, and for finding what somebody typed."""

from collections.abc import Mapping, Sequence
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language

from traveldoc.vocabulary import Term, vocabulary

# So many letters of a name are enough where no other state's name begins with them.
ENOUGH_LETTERS = 3


def language() -> str:
    return get_language() or "en"


def locale() -> Locale:
    return _locale(language())


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def state_name(code: str) -> str:
    """The state's name in the reader's language (CLDR); what the standard does not know stays as it is."""
    term = vocabulary("state").get(code)
    return code if term is None else name_of(term)


def name_of(term: Term) -> str:
    return _territories(language()).get(term.alpha2) or term.label(language())


@cache
def _territories(language: str) -> Mapping[str, str]:
    """A page of the trends has a thousand names of states."""
    return dict(_locale(language).territories)


def state_label(code: str) -> str:
    """The name with the code of Doc 9303: Germany (D)."""
    return f"{state_name(code)} ({code})" if code else ""


def states() -> Sequence[str]:
    """All states for a list of suggestions, by name."""
    return _states(language())


@cache
def _states(language: str) -> Sequence[str]:
    del language  # that of the moment, under which the list is kept
    return tuple(sorted(state_label(term.id) for term in vocabulary("state")))


def find_states(text: str) -> list[str]:
    """The codes that a typed text can mean: one where it is clear, several where it is not, none if unknown.

    A code, a two-letter code, a name in the reader's language or in English, or its first letters;
    also as the list of suggestions writes it, with the code in brackets.
    """
    for typed in (text, text.rpartition("(")[2].rstrip(")")):
        wanted = typed.strip().casefold()
        exact = [term.id for term in vocabulary("state") if wanted in _known_as(term)]
        if exact:
            return exact[:1]
    begun = text.strip().casefold()
    if len(begun) < ENOUGH_LETTERS:
        return []
    names = ((term.id, {term.label().casefold(), name_of(term).casefold()}) for term in vocabulary("state"))
    return [code for code, known in names if any(name.startswith(begun) for name in known)]


def _known_as(term: Term) -> set[str]:
    return {each.casefold() for each in (term.id, term.alpha2, term.label(), name_of(term)) if each}


@cache
def names_everywhere(code: str) -> tuple[str, ...]:
    """The code and the state's names in every language of the house, for a search."""
    term = vocabulary("state").get(code)
    if term is None:
        return (code,) if code else ()
    tongues = [tag for tag, _name in settings.LANGUAGES]
    cldr = (Locale.parse(tag).territories.get(term.alpha2, "") for tag in tongues)
    known = (code, term.alpha2, *cldr, *(term.label(tag) for tag in tongues))
    return tuple(dict.fromkeys(each for each in known if each))


@cache
def labels_everywhere(name: str, code: str) -> tuple[str, ...]:
    """The labels of a vocabulary's term in every language of the house, for a search."""
    term = vocabulary(name).get(code)
    return tuple(dict.fromkeys(term.labels.values())) if term else ()
