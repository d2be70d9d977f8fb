"""The picture in a browser: drawn with JavaScript, whole without it."""

from collections.abc import Callable

import pytest
from desk import PHONE, Desk

pytestmark = [pytest.mark.browser, pytest.mark.alike]
OpenDesk = Callable[..., Desk]


def test_every_view_is_drawn_and_nothing_is_said_against_it(open_desk: OpenDesk) -> None:
    desk = open_desk("ana")
    said: list[str] = []
    desk.page.on("console", lambda message: said.append(message.text))
    for view in ("classes&split=post", "routes", "combinations", "published"):
        desk.go(f"/trends/?view={view}")
        desk.page.wait_for_selector("[data-drawn=yes]", timeout=60_000)
        assert desk.page.locator(".drawing svg").count() > 0
    for view, shapes in (("flows", ".alluvial .band"), ("map", ".atlas .arc")):
        desk.go(f"/trends/?view={view}")
        assert desk.page.locator(shapes).count() > 3
    assert said == []


def test_without_javascript_every_view_has_its_table_and_the_drawings_are_there(open_desk: OpenDesk) -> None:
    desk = open_desk("ana", javascript=False, size=PHONE)
    for view in ("counts", "classes", "routes", "combinations", "map", "flows", "published"):
        desk.go(f"/trends/?view={view}")
        assert desk.page.locator("table.months tbody tr").count() > 2, view
    desk.go("/trends/?view=flows")
    assert desk.page.locator(".alluvial").bounding_box() is not None


def test_the_new_combination_of_the_demonstration_stands_first(open_desk: OpenDesk) -> None:
    desk = open_desk("ana")
    desk.go("/trends/?view=combinations")
    first = desk.page.locator("#sheet-new ~ .scroll tbody tr").first.inner_text()
    for words in ("New Zealand", "Residence permit", "Counterfeit", "Chile", "Zenith Airport", "yes"):
        assert words in first
