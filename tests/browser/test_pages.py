"""What holds for every page: axe finds nothing, a phone is wide enough, pages are light, languages are whole."""

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from desk import PASSWORD, PHONE, Desk
from playwright.sync_api import Response

from secondline.site.demo import region

pytestmark = pytest.mark.browser
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
LIGHT = 100_000  # bytes of the officer's two pages, pictures left out


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


@pytest.mark.parametrize("username", PAGES, ids=lambda name: name or "stranger")
def test_axe_finds_nothing_on_a_desk(open_desk: OpenDesk, username: str) -> None:
    desk = open_desk(username)
    for page in PAGES[username]:
        visit(desk, page)
        desk.check()


@pytest.mark.parametrize("username", PAGES, ids=lambda name: name or "stranger")
def test_no_page_is_wider_than_a_phone(open_desk: OpenDesk, username: str) -> None:
    desk = open_desk(username, size=PHONE)
    for page in PAGES[username]:
        visit(desk, page)
        assert desk.overflow() <= 0, f"{page} is {desk.overflow()} px wider than a phone"
        small = desk.page.evaluate(SMALL_TARGETS)
        assert not small, f"{page}: smaller than 24 by 24 px: {small}"


# WCAG 2.2, 2.5.8: targets are 24 by 24 px or stand in a sentence; a box in its label is as large as the label.
SMALL_TARGETS = """() => [...document.querySelectorAll('main button, main input, main select, main summary, header a,'
  + ' header button')].filter(each => {
    const box = (each.closest('label') || each).getBoundingClientRect();
    const seen = each.checkVisibility() && box.width > 0 && each.type !== 'hidden';
    return seen && (box.width < 24 || box.height < 20);
  }).map(each => each.outerHTML.slice(0, 120))"""


def transferred(response: Response) -> int:
    """Bytes on the line: as the server compressed it, or its whole body."""
    body = response.body()
    return len(gzip.compress(body, 6)) if response.headers.get("content-encoding") == "gzip" else len(body)


@pytest.mark.parametrize("page", ["/inspections/new/", "case"])
def test_the_officer_s_two_pages_weigh_at_most_100_kb_without_pictures(
    open_desk: OpenDesk, page: str
) -> None:
    finder = open_desk("olga")
    visit(finder, page)
    desk = open_desk("olga")
    responses: list[Response] = []
    desk.context.on("response", lambda response: responses.append(response))  # noqa: PLW0108  # it marks what it is given
    desk.go(finder.path)
    desk.page.wait_for_load_state("load")
    weights = {
        response.url: transferred(response)
        for response in responses
        if response.request.resource_type in {"document", "stylesheet", "script", "font"}
    }
    assert len(weights) >= 3
    assert sum(weights.values()) <= LIGHT, weights


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
    """Texts of the page that are an English source text for which the catalogue has another."""
    texts: list[Any] = desk.page.evaluate(
        "[...document.querySelectorAll('button, label, legend, th, h1, h2, h3, dt, summary, .help')]"
        ".map(each => each.innerText.trim())"
    )
    return [text for text in texts if book.get(text, text) != text]
