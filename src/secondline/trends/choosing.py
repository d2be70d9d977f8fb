"""A choice of one, in the lists of the trends; terms of a vocabulary and months as choices."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import get_language

from secondline.shell.choosing import OneOf
from traveldoc.vocabulary import vocabulary


class OneOfField(forms.ChoiceField):
    widget = OneOf


def terms(name: str, ids: Iterable[str]) -> list[tuple[str, str]]:
    """These terms of a vocabulary in the reader's language."""
    language = get_language() or "en"
    return [(term, vocabulary(name).label(term, language)) for term in ids]
