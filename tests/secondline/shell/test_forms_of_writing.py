"""Dates, times and numbers in the reader's own form (CLDR's forms, written here by hand)."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import timezone, translation

from secondline.shell.templatetags import shell

NOON = datetime(2026, 11, 23, 20, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "23 Nov 2026"), ("ru", "23 нояб. 2026 г."), ("kk", "2026 ж. 23 қар.")],
)
def test_a_day(language: str, written: str) -> None:
    with translation.override(language):
        assert shell.day(date(2026, 11, 23)).replace("\xa0", " ").replace("\u202f", " ") == written


def test_a_moment_is_shown_in_the_zone_of_the_post() -> None:
    with translation.override("en"), timezone.override(ZoneInfo("Asia/Almaty")):
        assert shell.moment(NOON) == "24 Nov 2026, 01:05"
        assert shell.day(NOON) == "24 Nov 2026"


@pytest.mark.parametrize(("language", "written"), [("en", "Mar 2026"), ("ru", "март 2026 г.")])
def test_a_month(language: str, written: str) -> None:
    with translation.override(language):
        assert shell.month(date(2026, 3, 1)).replace("\xa0", " ").replace("\u202f", " ") == written


@pytest.mark.parametrize(
    ("language", "written"), [("en", "12,345.5"), ("ru", "12\xa0345,5"), ("kk", "12\xa0345,5")]
)
def test_a_number(language: str, written: str) -> None:
    with translation.override(language):
        assert shell.number(12345.5) == written


def test_how_long_ago() -> None:
    with translation.override("en"):
        assert shell.ago(NOON - timedelta(minutes=5), NOON) == "5 minutes ago"


@pytest.mark.parametrize("filter_", [shell.day, shell.moment, shell.month, shell.number])
def test_nothing_is_written_as_nothing(filter_: object) -> None:
    assert callable(filter_)
    assert filter_(None) == ""


def test_nothing_was_no_time_ago() -> None:
    assert shell.ago(None, NOON) == ""


class OneField(forms.Form):
    field = forms.CharField(help_text="a word")


def test_a_field_is_described_by_its_help_and_its_errors() -> None:
    page = render_to_string("shell/field.html", {"field": OneField({})["field"]})
    described = re.search(r'aria-describedby="([^"]+)"', page)
    assert described
    assert all(f'id="{target}"' in page for target in described[1].split())
    assert len(described[1].split()) == 2
