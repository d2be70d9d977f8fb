"""Words for what is stored as a code: who found it, what was said to it; findings as sentences."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from secondline.inspections.showing import said
from secondline.support.answering import Source, Verdict

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
    """A stored finding as a sentence of the reader: text as it was typed, phrases of the engine
    translated.
    """
    if isinstance(words, str):
        return words
    return " ".join(filter(None, (_sentence(said(phrase)) for phrase in words)))


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".?!…" else f"{text}."
