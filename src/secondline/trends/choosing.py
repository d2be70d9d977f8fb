"""A choice of one, in the lists of the trends."""

from django import forms

from secondline.shell.choosing import OneOf


class OneOfField(forms.ChoiceField):
    widget = OneOf
