"""Fields of forms: terms of the vocabularies, states, places on a picture."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secondline.reference.naming import find_states, language, state_label
from secondline.reference.rules import Box, read_box
from secondline.shell.choosing import OneOf
from traveldoc.numbering import NumberingError, numbering
from traveldoc.vocabulary import Term, Vocabulary, vocabulary

MOST_SUGGESTIONS = 3
MOST_BOXES = 40


class TermField(forms.ChoiceField):
    """One term of a vocabulary, in the reader's language; or, if it is not required, "I don't know"."""

    widget = OneOf

    def __init__(self, name: str, *, empty: Any = None, **options: Any) -> None:
        self.name = name
        self.empty = empty or gettext_lazy("I don't know")
        options.setdefault("required", False)
        super().__init__(choices=self._labels, **options)

    def _labels(self) -> list[tuple[str, Any]]:
        """Evaluated at each request, in its language. What has children is a heading over them."""
        book = vocabulary(self.name)
        labels: list[tuple[str, Any]] = [("", _("Choose") if self.required else str(self.empty))]
        for root in book.roots():
            below = [label for child in book.children(root.id) for label in _with_children(book, child)]
            labels.append((root.label(language()), below) if below else (root.id, root.label(language())))
        return labels


def _with_children(book: Vocabulary, term: Term) -> list[tuple[str, str]]:
    own = term.label(language())
    return [(term.id, own), *((c.id, f"{own}: {c.label(language())}") for c in book.children(term.id))]


class TermsField(forms.MultipleChoiceField):
    """Any number of terms of a vocabulary."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, name: str, **options: Any) -> None:
        self.name = name
        super().__init__(choices=self._labels, required=False, **options)

    def _labels(self) -> list[tuple[str, Any]]:
        return [(term.id, term.label(language())) for term in vocabulary(self.name)]


class GroupedTermsField(forms.MultipleChoiceField):
    """Any number of terms of a vocabulary with groups, in a list to choose from."""

    def __init__(self, name: str, **options: Any) -> None:
        self.name = name
        widget = forms.SelectMultiple(attrs={"size": 8})
        super().__init__(choices=self._labels, required=False, widget=widget, **options)

    def _labels(self) -> list[tuple[str, Any]]:
        book = vocabulary(self.name)
        return [
            (root.label(language()), [(each.id, each.label(language())) for each in book.children(root.id)])
            for root in book.roots()
        ]


class StateField(forms.CharField):
    """A state by its code or name (see naming.find_states)."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(
            max_length=120, widget=forms.TextInput(attrs={"list": "states", "autocomplete": "off"}), **options
        )

    def prepare_value(self, value: Any) -> Any:
        return state_label(value) if value in vocabulary("state") else value

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").strip()
        if not text:
            return ""
        found = find_states(text)
        if len(found) == 1:
            return found[0]
        if found:
            meant = {"text": text, "these": ", ".join(map(state_label, found[:MOST_SUGGESTIONS]))}
            raise forms.ValidationError(_("Which state is “%(text)s”: %(these)s?"), params=meant)
        raise forms.ValidationError(
            _("We don't know a state “%(text)s”. Choose one from the list, or type its code, such as UTO."),
            params={"text": text},
        )


class NumberingField(forms.CharField):
    """A pattern of document numbers (traveldoc.numbering)."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false", "class": "mono"}
        super().__init__(required=False, max_length=600, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").strip()
        if text:
            try:
                numbering(text)
            except NumberingError as error:
                problem = error.problem
                raise forms.ValidationError(problem.filled(_(problem.template))) from error
        return text


class BoxField(forms.CharField):
    """A place on a picture in percent: left, top, width, height."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        attrs = {"autocomplete": "off", "placeholder": "10 20 30 15", "data-box": ""}
        super().__init__(max_length=60, widget=forms.TextInput(attrs=attrs), **options)

    def prepare_value(self, value: Any) -> Any:
        return box_words(value) if isinstance(value, Box) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        box = read_box(text)
        if box is None:
            raise forms.ValidationError(_NO_BOX, params={"text": text})
        return box


class BoxesField(forms.CharField):
    """Any number of places, one a line."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "class": "mono", "data-boxes": ""})
        super().__init__(required=False, max_length=4000, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        lines = [line for line in str(super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST_BOXES:
            raise forms.ValidationError(_("At most %(most)s places."), params={"most": MOST_BOXES})
        boxes = []
        for line in lines:
            box = read_box(line)
            if box is None:
                raise forms.ValidationError(_NO_BOX, params={"text": line.strip()})
            boxes.append(box)
        return boxes


_NO_BOX = gettext_lazy(
    "“%(text)s” is no place. Write left, top, width and height in percent of the picture: 10 20 30 15."
)


def box_words(box: Box) -> str:
    """10 20 30 15"""
    return " ".join(f"{100 * each:.4g}" for each in (box.left, box.top, box.width, box.height))
