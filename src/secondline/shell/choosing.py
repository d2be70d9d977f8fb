"""A list to choose from, written in one go."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString


class OneOf(forms.Select):
    """What Django's own list writes. That one takes a template for each option: a page of the trends has two
    thousand of them, a new inspection a hundred, and they were most of its time.
    """

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        del renderer
        chosen = set(self.format_value(value))
        given = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        listed = "\n".join(_lines(self.choices, chosen))
        return SafeString(f"<select{given}>\n{listed}\n</select>")


def _lines(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> Iterator[str]:
    """An option each; what has options of its own is a heading over them."""
    for code, words in choices:
        if isinstance(words, list | tuple):
            yield f'<optgroup label="{escape(str(code))}">'
            yield from _lines(words, chosen)
            yield "</optgroup>"
        else:
            mark = " selected" if str(code) in chosen else ""
            yield f'<option value="{escape(str(code))}"{mark}>{escape(str(words))}</option>'
