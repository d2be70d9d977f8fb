"""Names for the kinds of evidence about a person."""

from django import template

from secondline.support.rules import EVIDENCE

register = template.Library()


@register.filter
def evidence_words(kinds: list[str]) -> str:
    return ", ".join(str(EVIDENCE[kind].label) if kind in EVIDENCE else kind for kind in kinds)
