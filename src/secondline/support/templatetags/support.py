"""Names for what support stores as codes; shares that never stand without their count."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from secondline.inspections.naming import language
from secondline.inspections.queries import exhibits
from secondline.shell.templatetags.shell import number
from secondline.support.answering import EVIDENCE, Source, Verdict
from secondline.support.bench import MarkedPicture, marked_pictures
from secondline.support.linking import REASONS
from secondline.support.marks import SHAPES
from secondline.support.models import Opinion
from secondline.support.queries import marks_of
from secondline.support.wording import SOURCES, VERDICTS
from secondline.support.wording import judged_words as _judged_words
from traveldoc.vocabulary import vocabulary

register = template.Library()


@register.filter
def evidence_words(kinds: list[str]) -> str:
    return ", ".join(str(EVIDENCE[kind].label) if kind in EVIDENCE else kind for kind in kinds)


@register.filter
def definition(code: str, name: str) -> str:
    """What a vocabulary's term means, in the reader's language."""
    term = vocabulary(name).get(code)
    return term.definition(language()) if term else ""


@register.filter
def source_word(source: str) -> str:
    return str(SOURCES[Source(source)])


@register.filter
def verdict_word(verdict: str) -> str:
    return str(VERDICTS[Verdict(verdict)])


@register.filter
def judged_words(words: Any) -> str:
    return _judged_words(words)


@register.filter
def link_words(sorts: Sequence[str]) -> str:
    return "; ".join(str(REASONS[sort]) for sort in sorts)


@register.filter
def shape_word(shape: str) -> str:
    return str(SHAPES[shape])


@register.simple_tag
def marked_on(opinion: Opinion) -> list[MarkedPicture]:
    """The pictures on which this opinion marked something."""
    marks = marks_of(opinion)
    return marked_pictures(marks, exhibits(opinion.request.inspection)) if marks else []


@register.simple_tag
def share(part: int, of: int) -> str:
    """9 of 10 (90 %); without anything to count, a dash."""
    if not of:
        return "–"
    words = {"part": number(part), "of": number(of), "percent": number(round(100 * part / of))}
    return _("%(part)s of %(of)s (%(percent)s %%)") % words
