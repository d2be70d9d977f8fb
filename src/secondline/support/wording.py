"""Words for what is stored as a code: who found it, what was said to it; findings as sentences."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from secondline.inspections.naming import language
from secondline.inspections.showing import said
from secondline.support.answering import Source, Verdict
from traveldoc.vocabulary import vocabulary

SOURCES = {
    Source.ENGINE: _("The software"),
    Source.OFFICER: _("The officer"),
    Source.AUTHORITY: _("The issuing authority"),
    Source.EXAMINER: _("The examiner"),
}
VERDICTS = {
    Verdict.ACCEPTED: _("accepted"),
    Verdict.REJECTED: _("rejected"),
    Verdict.ADDED: _("added"),
}


def judged_words(words: Any) -> str:
    """A stored finding as a sentence of the reader: text as it was typed, phrases of the engine and terms
    translated.
    """
    if isinstance(words, str):
        return words
    return " ".join(filter(None, (_sentence(_told(each)) for each in words)))


def _told(each: Any) -> str:
    if isinstance(each, str):
        return each
    if "vocabulary" in each:
        return vocabulary(each["vocabulary"]).label(each["id"], language())
    return said(each)


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".?!…" else f"{text}."
