"""Files on a bad line: sent one by one, again when the line drops, never twice, and nothing typed is lost."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from desk import Desk
from PIL import Image
from playwright.sync_api import Route

pytestmark = pytest.mark.browser
CASE = re.compile(r"/inspections/[0-9a-f-]{36}/")
SEALED = "received and sealed"
DROPPED = "console: Failed to load resource"  # what the browser itself says of a line that drops


def photo(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (640, 400), colour).save(file, "JPEG")
    return file.getvalue()


def chosen(desk: Desk, *files: tuple[str, bytes]) -> None:
    wanted: list[Any] = [{"name": name, "mimeType": "image/jpeg", "buffer": data} for name, data in files]
    desk.page.set_input_files("#pictures-data", wanted)


class Line:
    """Between the browser and the server: `act(route, number)` decides about each sending."""

    def __init__(self, desk: Desk, act: Callable[[Route, int], None]) -> None:
        self.sent: list[str] = []

        def handle(route: Route) -> None:
            if route.request.method != "PUT":
                route.continue_()
                return
            self.sent.append(route.request.url)
            act(route, len(self.sent))

        desk.page.route("**/evidence/*", handle)


@pytest.fixture
def officer(open_desk: Callable[..., Desk]) -> Desk:
    desk = open_desk("olga")
    desk.go("/inspections/new/")
    return desk


def forgive_the_line(desk: Desk) -> None:
    """The browser's own complaint about the line that the test cut is no fault of the page."""
    desk.faults[:] = [fault for fault in desk.faults if not fault.startswith(DROPPED)]


def rows(desk: Desk) -> list[str]:
    return desk.page.locator("#pictures-data ~ .uploads li").all_inner_texts()


def sealed(desk: Desk, count: int) -> None:
    desk.wait_until(lambda: sum(SEALED in row for row in rows(desk)) == count)


@pytest.mark.alike
def test_a_dropped_line_is_tried_again_under_the_same_id(officer: Desk) -> None:
    line = Line(officer, lambda route, number: route.abort() if number < 3 else route.continue_())
    chosen(officer, ("page.jpg", photo("red")))
    sealed(officer, 1)
    assert len(line.sent) == 3
    assert len(set(line.sent)) == 1
    assert officer.page.locator("input[type=hidden][name^=delivery]").count() == 1
    forgive_the_line(officer)


def test_an_answer_that_is_lost_makes_no_second_file(officer: Desk) -> None:
    answers: list[int] = []

    def lose_the_first(route: Route, number: int) -> None:
        answers.append(route.fetch().status)
        if number == 1:
            route.abort()
        else:
            route.continue_()

    Line(officer, lose_the_first)
    chosen(officer, ("page.jpg", photo("teal")))
    sealed(officer, 1)
    assert answers[0] == 201
    assert set(answers[1:]) == {200}
    forgive_the_line(officer)


@pytest.mark.alike
def test_a_file_that_is_no_picture_is_named_and_the_other_is_taken(officer: Desk) -> None:
    chosen(officer, ("scan.jpg", b"%PDF-1.7"), ("page.jpg", photo("navy")))
    sealed(officer, 1)
    officer.wait_until(lambda: any("PDF files are not taken" in row for row in rows(officer)))
    assert officer.page.locator("input[type=hidden][name^=delivery]").count() == 1
    forgive_the_line(officer)
    officer.check()


def test_the_form_waits_for_files_that_are_on_their_way(officer: Desk) -> None:
    held: list[Route] = []
    Line(officer, lambda route, number: held.append(route))
    chosen(officer, ("page.jpg", photo("olive")))
    officer.wait_until(lambda: bool(held))
    officer.press("Examine")
    officer.page.wait_for_timeout(300)
    assert officer.path == "/inspections/new/"
    assert "as soon as all files are there" in officer.page.locator("main").inner_text()
    held[0].continue_()
    officer.page.wait_for_url(CASE, timeout=60_000)


@pytest.mark.alike
def test_a_file_can_be_taken_back(officer: Desk) -> None:
    chosen(officer, ("page.jpg", photo("pink")))
    sealed(officer, 1)
    officer.page.get_by_role("button", name="Remove: page.jpg").click()
    assert rows(officer) == []
    assert officer.page.locator("input[type=hidden][name^=delivery]").count() == 0


@pytest.mark.alike
def test_who_was_logged_out_is_told_so(officer: Desk) -> None:
    officer.context.clear_cookies(name="sessionid")
    chosen(officer, ("page.jpg", photo("gold")))
    officer.wait_until(lambda: any("You are logged out" in row for row in rows(officer)))
    forgive_the_line(officer)
