"""One served demonstration for all browser tests of a run, and desks in front of it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import DATABASE, HOUSE, Desk, Site, chromium, served
from playwright.sync_api import Browser, sync_playwright

from secondline.site.catalogue import stored

OpenDesk = Callable[..., Desk]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """On SQLite, or on the PostgreSQL that SECONDLINE_DATABASE names; each worker of a run has its own."""
    folder = tmp_path_factory.mktemp("demonstration")
    with served(folder, DATABASE, album=Path(os.environ["SECONDLINE_VAR"]) / "specimens") as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For a module only: while it runs, Django's own tests can't reach their database in this thread."""
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def open_desk(site: Site, browser: Browser) -> Iterator[OpenDesk]:
    """`open_desk("olga", javascript=True, size=SCREEN) -> Desk`; at the end no page has done what none may."""
    desks: list[Desk] = []

    def opened(username: str = "", **options: Any) -> Desk:
        desks.append(Desk(site, browser, username, **options))
        return desks[-1]

    yield opened
    for desk in desks:
        desk.close()
    assert not [fault for desk in desks for fault in desk.faults]


@pytest.fixture(scope="session")
def catalogues() -> dict[str, dict[str, str]]:
    """What the translators wrote, by language: English source text to translation."""
    folder = HOUSE / "src" / "secondline" / "locale"
    return {
        language: {str(message.id): str(message.string) for message in stored(folder, language) if message.id}
        for language in ("ru", "kk")
    }
