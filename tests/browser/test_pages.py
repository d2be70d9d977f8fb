"""The log-in page shows the way in; menu and pages are whole in each language (test_walk.py has the rest)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from desk import PASSWORD, Desk

from secondline.site.demo import region

pytestmark = [pytest.mark.browser, pytest.mark.alike]
OpenDesk = Callable[..., Desk]

# Who sees what: a page for each door of the menu and for what is behind it. "case" is the newest of the list.
PAGES: dict[str, tuple[str, ...]] = {
    "": ("/account/login/",),
    "olga": (
        *("/inspections/", "/inspections/new/", "/demonstration/specimens/", "case", "case add/"),
        *("case transcribe/", "case decide/", "/account/password/change/", "/account/2fa/"),
    ),
    "mei": ("/support/", "queue", "/support/service/", "/support/check/"),
    "lena": ("/support/inquiries/",),
    "carla": ("/people/", "/support/service/", "/support/service/change/"),
    "ana": (
        *("/trends/", "/trends/?view=rate", "/trends/?view=classes&split=post", "/trends/?view=map"),
        *("/trends/?view=combinations", "/trends/?view=flows", "/trends/?view=published", "/register/"),
    ),
    "ulla": ("/record/",),
    "adam": ("/people/",),
}


def visit(desk: Desk, page: str) -> None:
    """Go to a page of the table; "case" and "queue" are found by their lists."""
    place, _, rest = page.partition(" ")
    if place == "case":
        desk.go("/inspections/")
        desk.go(f"{desk.page.locator('table.cases a.case-number').first.get_attribute('href')}{rest}")
    elif place == "queue":
        desk.go("/support/")
        desk.go(desk.page.locator("table.queue a.case-number").first.get_attribute("href") or "")
    else:
        assert desk.go(page) == 200, page
    desk.page.wait_for_load_state()


def test_the_password_of_the_tests_is_the_one_that_the_log_in_page_shows(open_desk: OpenDesk) -> None:
    assert PASSWORD == region.PASSWORD
    desk = open_desk()
    desk.go("/account/login/")
    text = desk.page.locator("main").inner_text()
    assert PASSWORD in text
    assert all(re.search(rf"\b{name}\b", text) for name in region.USERNAMES)


def doors(desk: Desk) -> list[str]:
    return desk.page.locator("header nav a").all_inner_texts()


LANGUAGES = {"ru": "Русский", "kk": "Қазақша"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("username", [name for name in PAGES if name])
def test_a_page_in_another_language_says_so_and_leaves_no_english_word_in_menu_or_heading(
    open_desk: OpenDesk, catalogues: dict[str, dict[str, str]], username: str, language: str
) -> None:
    """What should stand there is looked up in the catalogue: English menu words, in order, translated."""
    desk = open_desk(username)
    desk.go("/")
    english = doors(desk)
    title = desk.page.locator("h1").first.inner_text()
    book = catalogues[language]
    assert english
    missing = [word for word in (*english, title) if not book.get(word)]
    assert not missing, f"not translated into {LANGUAGES[language]}: {missing}"
    desk.page.locator(f"header button[lang={language}]").click()
    desk.page.wait_for_load_state()
    assert desk.page.locator("html").get_attribute("lang") == language
    assert doors(desk) == [book[word] for word in english]
    names = desk.page.locator("header .languages button").all_inner_texts()
    assert names == ["English", *LANGUAGES.values()], "each language is called by its own name"
    assert desk.page.locator("h1").first.inner_text() == book[title]
    for page in PAGES[username]:
        visit(desk, page)
        assert desk.page.locator("html").get_attribute("lang") == language
        assert not english_left(desk, book), page


def english_left(desk: Desk, book: dict[str, str]) -> list[str]:
    """Texts of the page that are an English source text for which the catalogue has another; not what people
    typed: a question may be the usual one of another language.
    """
    texts: list[Any] = desk.page.evaluate(
        "[...document.querySelectorAll('button, label, legend, th, h1, h2, h3, dt, summary, .help')]"
        ".filter(each => !each.closest('.typed')).map(each => each.innerText.trim())"
    )
    return [text for text in texts if book.get(text, text) != text]
