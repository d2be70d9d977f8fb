"""A list to choose from, written in one go; terms of a vocabulary and months as choices."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from traveldoc.vocabulary import vocabulary


class OneOf(forms.Select):
    """What Django's own list writes. That one takes a template for each option, and a page of the trends has
    two thousand of them: they were most of its time. Options stand in no groups.
    """

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        del renderer
        chosen = set(self.format_value(value))
        given = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        options = ((str(code), str(words)) for code, words in self.choices)
        listed = "\n".join(
            f'<option value="{escape(code)}"{" selected" if code in chosen else ""}>{escape(words)}</option>'
            for code, words in options
        )
        return SafeString(f"<select{given}>\n{listed}\n</select>")


class OneOfField(forms.ChoiceField):
    widget = OneOf


def terms(name: str, ids: Iterable[str]) -> list[tuple[str, str]]:
    """These terms of a vocabulary in the reader's language."""
    language = get_language() or "en"
    return [(term, vocabulary(name).label(term, language)) for term in ids]


def month(text: str) -> date:
    """Of a month in an address, such as 2026-03."""
    return date.fromisoformat(f"{text}-01")
