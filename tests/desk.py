"""A served demonstration and a real Chromium in front of it: for browser tests, benches and pictures."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request
from psycopg import sql

HOUSE = Path(__file__).parents[1]
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREEN = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
UUID_IN_PATH = re.compile(r"/[0-9a-f]{8}-[0-9a-f-]{27}")
DATABASE = os.environ.get("SECONDLINE_DATABASE", "")  # of this run; "" is SQLite
PASSWORD = "Try-Secondline-2026"  # as the log-in page shows it; a test compares


@dataclass
class Site:
    """Where the demonstration is served, and who has logged in already (cookies by user name).

    `looked_at`: whether pages are looked at besides being used; a page of another database looks the same.
    """

    address: str
    folder: Path
    looked_at: bool = True
    cookies: dict[str, Any] = field(default_factory=dict)


class SiteFailedError(Exception):
    """The demonstration did not come up; the message has what it said."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def own_database(address: str = DATABASE) -> Iterator[str]:
    """A fresh database on the PostgreSQL of this run, so that what is done there meets nobody; "" on SQLite."""
    if not address:
        yield ""
        return
    name = sql.Identifier(f"own_{uuid4().hex[:8]}")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    try:
        yield urlsplit(address)._replace(path=f"/{name.as_string()[1:-1]}").geturl()
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def quiet_environment(folder: Path, database: str) -> dict[str, str]:
    """Nothing of the caller's settings reaches the demonstration."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "SECONDLINE_"))}
    ours = {"SECONDLINE_DEMONSTRATION": "1", "SECONDLINE_VAR": str(folder), "SECONDLINE_DATABASE": database}
    return {**kept, **ours, "PYTHONPATH": str(HOUSE / "src")}


@contextmanager
def served(
    folder: Path, database: str = "", *, album: Path | None = None, seconds: float = 600
) -> Iterator[Site]:
    """The demonstration, loaded and served on a free port. SiteFailedError where it does not come up.

    `album` is a folder in which the specimens' pictures are kept for further demonstrations.
    """
    port = free_port()
    said = folder / "said.txt"
    if album:
        album.mkdir(parents=True, exist_ok=True)
        (folder / "specimens").symlink_to(album)
    command = [sys.executable, "-m", "secondline.site", "demo", "--port", str(port)]
    with own_database(database) as address, said.open("wb") as log:
        server = subprocess.Popen(
            command, cwd=HOUSE, env=quiet_environment(folder, address), stdout=log, stderr=log
        )
        try:
            _wait_for(f"http://localhost:{port}", server, said, seconds)
            yield Site(f"http://localhost:{port}", folder, looked_at=not database)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes], said: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise SiteFailedError(said.read_text(encoding="utf-8", errors="replace")[-4000:])


def chromium(playwright: Playwright) -> Browser:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if not executable:
        raise SiteFailedError("Chromium is missing: apt install chromium")
    return playwright.chromium.launch(executable_path=executable, args=CHROMIUM)


class Desk:
    """One person at one screen. `faults` collects what no page may do; `visited` each address with an id in it."""

    def __init__(
        self,
        site: Site,
        browser: Browser,
        username: str = "",
        *,
        javascript: bool = True,
        size: dict[str, int] = SCREEN,
        locale: str = "en",
    ) -> None:
        self.site, self.username, self.javascript = site, username, javascript
        self.faults: list[str] = []
        self.visited: dict[tuple[str, str], None] = {}
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": size["width"], "height": size["height"]},
            locale=locale,
            reduced_motion="reduce",
            storage_state=site.cookies.get(username),
        )
        self.context.set_default_timeout(20_000)
        self.context.on("request", self._asked)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on(
            "console",
            lambda said: self.faults.append(f"console: {said.text}") if said.type == "error" else None,
        )
        if username and username not in site.cookies:
            self.log_in(username)
            site.cookies[username] = self.context.storage_state()

    def _asked(self, request: Request) -> None:
        if request.url.startswith(("data:", "blob:")):
            return
        if not request.url.startswith(self.site.address + "/"):
            self.faults.append(f"left the house: {request.url}")
        path = urlsplit(request.url).path
        if UUID_IN_PATH.search(path):
            self.visited[request.method, path] = None

    def go(self, path: str) -> int:
        response = self.page.goto(f"{self.site.address}{path}")
        assert response is not None
        return response.status

    def log_in(self, username: str, password: str = PASSWORD) -> None:
        self.go("/account/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", password)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda address: "/account/login" not in address)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def press(self, words: str | re.Pattern[str], within: str = "main") -> None:
        self.page.locator(within).get_by_role("button", name=words).first.click()

    def wait_until(self, there: Callable[[], bool], seconds: float = 40) -> None:
        """With JavaScript the page changes by itself; without, it is reloaded as its own meta refresh would."""
        deadline = time.monotonic() + seconds
        while not there():
            assert time.monotonic() < deadline, f"{self.path} did not change in {seconds} s"
            if self.javascript:
                self.page.wait_for_timeout(150)
            else:
                self.page.wait_for_timeout(400)
                self.page.reload()

    def check(self) -> None:
        """What holds for every page: axe finds nothing, the body is as wide as the screen, it has a heading."""
        if not self.javascript or not self.site.looked_at:
            return
        assert self.page.locator("h1").count() == 1, f"{self.path}: one h1"
        assert not self.overflow(), f"{self.path} is wider than the screen by {self.overflow()} px"
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}}).response
        told = [
            f"{self.path}: {each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for each in found["violations"]
            for node in each["nodes"]
        ]
        assert not told, "\n".join(told)

    def overflow(self) -> int:
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def close(self) -> None:
        self.context.close()
