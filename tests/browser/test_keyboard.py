"""The keyboard alone: log in, open the form, reach every control, see where one is."""

from collections.abc import Callable

import pytest
from desk import PASSWORD, Desk
from keyboard import tab_through

pytestmark = pytest.mark.browser
OpenDesk = Callable[..., Desk]


@pytest.mark.alike
def test_logging_in_and_opening_the_form_takes_no_mouse(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.go("/account/login/")
    page = desk.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "login"
    page.keyboard.type("olga")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inspections/new/")


def test_a_case_is_opened_and_asked_about_without_a_mouse(open_desk: OpenDesk) -> None:
    """Typed lines instead of a picture, the examination, and the question: keys only."""
    desk = open_desk("tomas")
    desk.go("/inspections/new/")
    page = desk.page
    reach(desk, "summary", "No picture?")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "mrz"
    page.keyboard.type(
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    )
    reach(desk, "button", "Examine")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inspections/*-*/")
    desk.wait_until(lambda: page.locator("#findings .finding").count() > 0, 60)
    reach(desk, "button", "Ask the centre")
    page.keyboard.press("Enter")
    page.get_by_text("Your question waits for an examiner").wait_for()


def reach(desk: Desk, tag: str, words: str, most: int = 120) -> None:
    """Tab on until the focus is there."""
    for _ in range(most):
        desk.page.keyboard.press("Tab")
        here = desk.page.evaluate("[document.activeElement.tagName, document.activeElement.innerText || '']")
        if here[0].lower() == tag and str(here[1]).startswith(words):
            return
    pytest.fail(f"the keyboard does not reach {words}")


@pytest.mark.alike
@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("olga", "/inspections/new/"),
        ("olga", "/inspections/"),
        ("mei", "/support/"),
        ("ana", "/trends/"),
        ("ana", "/trends/signals/"),
        ("ana", "/trends/where/?by=post&checks=500&random=10"),
        ("ana", "/trends/link/?nationality=TUN"),
        ("ana", "/register/"),
        ("ana", "/register/file"),
    ],
)
def test_every_control_of_a_page_is_reached_and_seen_with_the_keyboard(
    open_desk: OpenDesk, username: str, path: str
) -> None:
    desk = open_desk(username)
    desk.go(path)
    desk.page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    assert not tab_through(desk)
