"""States by name, sentences in the reader's language, ages in days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel import Locale
from django import template
from django.utils.translation import get_language, gettext

from secondline.reference.models import TrustSource
from secondline.reference.queries.trust import age_of
from secondline.reference.trust_rules import FRESHNESS, VERDICTS, Freshness, Verdict
from traveldoc.chip.deviation_list import KINDS, OTHER
from traveldoc.finding import Phrase
from traveldoc.vocabulary import vocabulary

register = template.Library()


@register.filter
def key_state(code: str) -> str:
    """The State by its code of the zone or the two letters of its certificates; what is unknown as it is."""
    language = get_language() or "en"
    states = vocabulary("state")
    term = states.get(code) or next((each for each in states if code and each.alpha2 == code), None)
    if term is None:
        return code or gettext("no State named")
    names = Locale.parse(language.replace("-", "_")).territories
    return names.get(term.alpha2) or term.label(language)


@register.filter
def said(phrase: Phrase | Mapping[str, Any]) -> str:
    """A sentence, stored or not, in the reader's language."""
    if not isinstance(phrase, Phrase):
        phrase = Phrase(phrase["template"], phrase["values"])
    return phrase.filled(gettext(phrase.template)) if phrase.template else ""


@register.filter
def fingerprint(digest: str) -> str:
    """In groups of four, as people compare it aloud."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


@register.filter
def source_age(source: TrustSource, on: date) -> Freshness:
    return age_of(source, on)


@register.filter
def freshness_words(value: str) -> str:
    return str(FRESHNESS[Freshness(value)])


@register.filter
def freshness_class(value: str) -> str:
    """The colour of a grade: the page says the words beside it."""
    return {"fresh": "consistent", "ageing": "inconclusive", "old": "inconsistent"}[str(value)]


@register.filter
def verdict_words(value: str) -> str:
    return str(VERDICTS[Verdict(value)])


@register.filter
def verdict_class(value: str) -> str:
    grades = {"verified": "consistent", "pin": "inconclusive", "known": "not-examined"}
    return grades.get(str(value), "inconsistent")


@register.filter
def fault_words(kinds: list[str]) -> str:
    return "; ".join(said(KINDS.get(kind, OTHER)) for kind in kinds)
