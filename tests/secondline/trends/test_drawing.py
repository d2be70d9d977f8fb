"""The plot in a real browser, under the page's own content policy: drawn, nothing refused, nothing fetched."""

import mimetypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cast import Cast, log_in
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route, sync_playwright

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.alike]
Bring = Callable[..., None]
HOUSE = "http://house.test"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass
class Answers:
    """A page that was already rendered, its static files, and what the browser asked for besides."""

    html: bytes
    policy: str
    strange: list[str] = field(default_factory=list)

    def __call__(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if not route.request.url.startswith(HOUSE):
            self.strange.append(route.request.url)
            route.abort()
        elif path == "/trends/":
            headers = {"Content-Security-Policy": self.policy, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=self.html, headers=headers)
        elif isinstance(found, str):
            kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404)


@pytest.fixture
def answers(cast: Cast, bring: Bring) -> dict[str, Answers]:
    """Each view, rendered before the browser starts: its event loop and the database don't go together."""
    for month in ("2025-11", "2025-12", "2026-02"):
        bring(month, 50, forged=3, impostor=2, crossings=90_000, generated=True)
    client = log_in(cast.analyst)
    views = {}
    for view in ("counts", "rate", "crossings", "classes"):
        response = client.get(f"/trends/?view={view}")
        html = re.sub(rb"(/static/[\w/.-]+?)\.[0-9a-f]{12}\.", rb"\1.", response.content)
        views[view] = Answers(html, response["Content-Security-Policy"])
    address = "/trends/?view=crossings&document=visa&first=2026-03"
    bring("2026-03", kind="visa", pseudo=1)
    response = client.get(address)
    views["none"] = Answers(response.content, response["Content-Security-Policy"])
    return views


@pytest.fixture
def chromium(answers: dict[str, Answers]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


def opened(chromium: Browser, answers: Answers, width: int) -> tuple[Page, list[str]]:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.route("**/*", answers)
    page.goto(f"{HOUSE}/trends/")
    page.wait_for_selector("[data-drawn=yes]", timeout=15_000)
    return page, said


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("view", "number"), [("counts", 2), ("rate", 2), ("crossings", 2), ("classes", 7)])
def test_every_view_is_drawn_under_the_content_policy_and_fits_the_screen(
    chromium: Browser, answers: dict[str, Answers], view: str, number: int, width: int
) -> None:
    page, said = opened(chromium, answers[view], width)
    assert page.locator(".drawing svg").count() == number
    assert page.locator(".drawing svg path[fill]").count() > number
    assert said == []
    assert answers[view].strange == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()


def test_a_view_without_anything_known_is_an_empty_frame_and_no_fault(
    chromium: Browser, answers: dict[str, Answers]
) -> None:
    page, said = opened(chromium, answers["none"], 1280)
    assert page.locator(".drawing svg").count() == 2
    assert said == []
    page.close()


def test_the_saved_picture_carries_title_and_mark(chromium: Browser, answers: dict[str, Answers]) -> None:
    page, said = opened(chromium, answers["counts"], 1280)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as a picture").click()
    assert waiting.value.suggested_filename == "internal_detections_UTO_2025-11_2026-03_counts.png"
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
    assert said == []
    page.close()


def test_a_plot_that_fails_says_so_and_leaves_the_table(
    chromium: Browser, answers: dict[str, Answers]
) -> None:
    broken = answers["counts"]
    broken.html = broken.html.replace(b'"type": "ordinal"', b'"type": "nonsense"').replace(
        b'"layer"', b'"laier"'
    )
    page = chromium.new_page()
    page.route("**/*", broken)
    page.goto(f"{HOUSE}/trends/")
    page.wait_for_selector("figure .notice.error", timeout=15_000)
    assert "The table below has every number." in page.locator("figure .notice.error").inner_text()
    assert page.locator("table.months tbody tr").count() == 5
    page.close()
