"""Names for codes: of states, of vocabulary terms, of grades, of times that are left."""

from collections.abc import Mapping
from datetime import date, timedelta

from django import template
from django.utils.translation import gettext as _

from secondline.inspections.naming import as_printed, duration, language
from secondline.inspections.naming import state_name as _state_name
from secondline.inspections.queries import Answered
from secondline.inspections.rules import PAGES
from secondline.inspections.showing import GRADE_WORDS
from secondline.shell.templatetags.shell import day
from traveldoc.finding import Grade, Phrase
from traveldoc.vocabulary import vocabulary

register = template.Library()


@register.filter
def state_name(code: str) -> str:
    """UTO: Utopia; a code that the standard does not know stays as it is."""
    return _state_name(code) if code else ""


@register.filter
def term(code: str, name: str) -> str:
    """The label of a vocabulary's term in the reader's language."""
    return vocabulary(name).label(code, language()) if code else ""


@register.filter
def definition(code: str, name: str) -> str:
    """What a vocabulary's term means, in the reader's language."""
    return vocabulary(name)[code].definition(language()) if code in vocabulary(name) else ""


@register.filter
def question_text(asked: Answered) -> str:
    """A question of the procedure in the reader's language, or in the agency's own words."""
    return asked.text(language())


@register.filter
def phrase(value: Phrase) -> str:
    """A sentence of the engine in the reader's language."""
    return value.filled(_(value.template))


@register.filter
def terms(codes: list[str], name: str) -> str:
    return ", ".join(term(code, name) for code in codes)


@register.filter
def grade_word(grade: str) -> str:
    return str(GRADE_WORDS[Grade(grade)]) if grade else ""


@register.filter
def grade_class(grade: str) -> str:
    return str(grade).replace(" ", "-")


@register.filter
def page_word(page: str) -> str:
    return str(PAGES.get(page, page))


register.filter("duration", duration)


@register.filter
def time_left(left: timedelta) -> str:
    """12 minutes left; 5 minutes late."""
    words = {"length": duration(left)}
    return (_("%(length)s late") if left < timedelta(0) else _("%(length)s left")) % words


register.filter("as_printed", as_printed)


@register.filter
def printed_day(value: str) -> str:
    """A whole date in the reader's form; one with unknown parts (XX) as it stands."""
    return day(date.fromisoformat(value)) if value and "X" not in value else value


@register.filter
def unlocalised(value: int) -> str:
    """A number for a machine (SVG), without the reader's grouping."""
    return f"{value:d}"


@register.filter
def of(pages: Mapping[tuple[str, str], object] | None, key: tuple[str, str]) -> object:
    """The page of an alert that a template has in its hand; nothing where the reader may not see it."""
    return (pages or {}).get(key)
