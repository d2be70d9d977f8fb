"""The guided inspection: by keyboard, on a phone without scripts, over a dropped line and an ended session."""

import re
from collections.abc import Callable

import pytest
from desk import PASSWORD, PHONE, Desk
from keyboard import tab_through
from playwright.sync_api import Error

pytestmark = pytest.mark.browser
OpenDesk = Callable[..., Desk]
LINES = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CASE = re.compile(r"/inspections/[0-9a-f-]{36}/$")
NOTE = "A second photograph lies under the first."


def opened(desk: Desk) -> str:
    """A new case of a typed zone; answers its address."""
    desk.go("/inspections/new/")
    for fold in desk.page.locator("main details").all():
        if not fold.get_attribute("open") and fold.locator("[name=mrz]").count():
            fold.locator("summary").first.click()
    desk.page.fill("[name=mrz]", LINES)
    desk.page.fill("[name=doubt]", "The photograph looks thick.")
    desk.press("Examine")
    desk.page.wait_for_url(CASE)
    return desk.path


def note_of(desk: Desk) -> str:
    return desk.page.locator("[name='n-face-edges']").input_value()


def write_note(desk: Desk) -> None:
    desk.page.check("[name='a-face-edges'][value='not-as-it-should-be']")
    fold = desk.page.locator("details", has=desk.page.locator("[name='n-face-edges']"))
    fold.locator("summary").click()
    desk.page.locator("[name='n-face-edges']").press_sequentially(NOTE)


@pytest.mark.alike
def test_the_steps_are_gone_through_by_keyboard_and_axe_finds_nothing(open_desk: OpenDesk) -> None:
    desk = open_desk("olga")
    case = opened(desk)
    desk.go(f"{case}guide/")
    desk.check()
    assert tab_through(desk, most=300) == []
    desk.page.locator("[name='a-face-edges'][value='']").focus()
    desk.page.keyboard.press("ArrowUp")  # from "not looked at" to "can't tell"
    desk.page.keyboard.press("ArrowUp")  # to "not as it should be"
    desk.page.locator("#step-face button.primary").focus()
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url(re.compile("#step-altered$"))
    desk.go(case)
    assert desk.page.get_by_text("found by the officer").count() == 1
    for page in ("documents/", "journey/", "faces/"):
        desk.go(f"{case}{page}")
        desk.check()


def test_a_phone_shows_one_step_at_a_time_and_needs_no_script(open_desk: OpenDesk) -> None:
    desk = open_desk("olga", javascript=False, size=PHONE)
    case = opened(desk)
    desk.go(f"{case}guide/")
    assert [each.is_visible() for each in desk.page.locator(".step").all()] == [True] + [False] * 8
    desk.page.locator("label", has_text="Can't tell").first.click()
    desk.press("Keep and go on")
    assert desk.page.url.endswith("#step-altered")
    assert desk.page.locator("#step-altered").is_visible()
    assert not desk.page.locator("#step-face").is_visible()
    assert desk.overflow() == 0
    desk.page.locator("summary", has_text="Needs protection?").click()
    desk.press("Asks for protection")
    assert desk.page.get_by_text("Do not return the person.").count() == 1


@pytest.mark.alike
def test_a_dropped_line_in_mid_form_loses_nothing(open_desk: OpenDesk) -> None:
    desk = open_desk("olga")
    case = opened(desk)
    desk.go(f"{case}guide/")
    desk.context.set_offline(True)
    write_note(desk)
    try:
        desk.page.locator("#step-face button.primary").click()
        desk.page.wait_for_timeout(500)
    except Error:
        pass
    desk.context.set_offline(False)
    desk.go(f"{case}guide/")
    assert note_of(desk) == NOTE
    assert desk.page.get_by_text("What you had typed is back").count() >= 1
    desk.page.locator("#step-face button.primary").click()
    desk.page.wait_for_url(re.compile("#step-altered$"))
    desk.go(f"{case}guide/")
    assert note_of(desk) == NOTE  # as an answer now
    assert desk.page.get_by_text("What you had typed is back").count() == 0
    desk.faults = [fault for fault in desk.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


@pytest.mark.alike
def test_a_session_that_ended_in_mid_form_loses_nothing(open_desk: OpenDesk) -> None:
    desk = open_desk("olga")
    case = opened(desk)
    desk.go(f"{case}guide/")
    desk.context.clear_cookies()
    write_note(desk)
    desk.page.get_by_text("You are logged out.").wait_for()
    desk.page.locator("#step-face button.primary").click()
    desk.page.wait_for_url(re.compile("/account/login/"))
    desk.page.fill("[name=login]", "olga")
    desk.page.fill("[name=password]", PASSWORD)
    desk.page.click("main button[type=submit]")
    desk.page.wait_for_url(re.compile("/guide/"))
    assert note_of(desk) == NOTE
    desk.faults = [fault for fault in desk.faults if "403" not in fault]


def kept(desk: Desk) -> int:
    """How many forms this tab remembers; htmx keeps a key of its own."""
    keys: list[str] = desk.page.evaluate("Object.keys(sessionStorage)")
    return sum(key.startswith("draft:") for key in keys)


@pytest.mark.alike
def test_who_logs_out_leaves_nothing_behind(open_desk: OpenDesk) -> None:
    desk = open_desk("olga")
    case = opened(desk)
    desk.go(f"{case}guide/")
    write_note(desk)
    assert kept(desk) == 1
    desk.page.locator("details.person summary").click()
    desk.press("Log out", within="header")
    desk.page.wait_for_url(re.compile("/account/login/"))
    assert kept(desk) == 0
    desk.site.cookies.pop("olga", None)
