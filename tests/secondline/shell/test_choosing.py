"""A list to choose from says what Django's own says."""

import pytest
from django import forms
from django.test import SimpleTestCase

from secondline.shell.choosing import OneOf

CHOICES = [
    ("", "all"),
    ("TUN", "Tunisia"),
    ('x"y', "<b>&'"),
    (3, "three"),
    ("<G>", [("a", "&a"), ("b", "b")]),
]


@pytest.mark.parametrize("value", [None, "", "TUN", 'x"y', 3, "3", "unknown", "b", ["TUN"]])
@pytest.mark.parametrize("attrs", [None, {"id": "id_a", "required": True, "disabled": False, "title": '<&"'}])
def test_a_list_is_djangos_own(value: object, attrs: dict[str, object] | None) -> None:
    usual = forms.Select(choices=CHOICES).render("a", value, attrs)
    SimpleTestCase().assertHTMLEqual(OneOf(choices=CHOICES).render("a", value, attrs), usual)
