"""Every text is translated, and what is compiled is what was translated."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from django.conf import settings

from secondline.site import catalogue

SRC = settings.HOUSE / "src"
LOCALES = settings.LOCALE_PATHS[0]
LANGUAGES = ["ru", "kk"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_untranslated(language: str) -> None:
    gathered = {(m.id, m.context) for m in catalogue.gather(SRC, language) if m.id}
    known = catalogue.stored(LOCALES, language)
    translated = {(m.id, m.context) for m in known if m.id}
    assert gathered == translated, "run ./secondline messages"
    assert not catalogue.untranslated(known)


def texts(of: Catalog) -> set[tuple[str, ...]]:
    """Every message with its translations; a plural one has several of both."""

    def several(text: object) -> tuple[str, ...]:
        return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text),)

    return {(*several(message.id), "->", *several(message.string)) for message in of if message.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_was_translated(language: str) -> None:
    known = catalogue.stored(LOCALES, language)
    compiled = read_mo(io.BytesIO((LOCALES / language / "LC_MESSAGES" / "django.mo").read_bytes()))
    assert texts(compiled) == texts(known)


PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_every_placeholder(language: str) -> None:
    for message in catalogue.stored(LOCALES, language):
        sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        wanted = set(PLACEHOLDER.findall(sources[-1]))
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        for string in strings:
            assert set(PLACEHOLDER.findall(string or "")) == wanted, message.id


CYRILLIC = re.compile(r"[А-Яа-яЁё]")
KAZAKH = re.compile(r"[ӘәҒғҚқҢңӨөҰұҮүҺһІі]")


def test_russian_is_russian_and_kazakh_is_kazakh() -> None:
    russian = " ".join(str(m.string) for m in catalogue.stored(LOCALES, "ru"))
    kazakh = " ".join(str(m.string) for m in catalogue.stored(LOCALES, "kk"))
    assert CYRILLIC.search(russian)
    assert not KAZAKH.search(russian)
    assert len(KAZAKH.findall(kazakh)) > len(kazakh) / 50


def test_refreshing_keeps_what_is_translated_and_names_what_is_not(tmp_path: Path) -> None:
    source = tmp_path / "src" / "room"
    source.mkdir(parents=True)
    (source / "views.py").write_text('_("Old text")\n_("New text")\nngettext("%(n)s day", "%(n)s days", n)\n')
    place = tmp_path / "locale" / "ru" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.po").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "Old text"\nmsgstr "Старый"\n', encoding="utf-8"
    )
    missing = catalogue.refresh(tmp_path / "src", tmp_path / "locale", "ru")
    assert "New text" in missing
    assert "Old text" not in missing
    assert any("days" in text for text in missing)
    first = (place / "django.po").read_bytes(), (place / "django.mo").read_bytes()
    catalogue.refresh(tmp_path / "src", tmp_path / "locale", "ru")
    assert ((place / "django.po").read_bytes(), (place / "django.mo").read_bytes()) == first


def test_a_template_is_read_too(tmp_path: Path) -> None:
    templates = tmp_path / "room" / "templates" / "room"
    templates.mkdir(parents=True)
    (templates / "a.html").write_text('{% load i18n %}{% translate "In a template" %}')
    assert "In a template" in {m.id for m in catalogue.gather(tmp_path, "kk")}
