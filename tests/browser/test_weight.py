"""What an officer's pages weigh on the line, in bytes as they are served: no picture, no clock, no guess.

First load: the page with every style sheet, script and font that it names. Afterwards: the page alone, since what is
static is kept by the browser for good (its name has a hash in it, and the server says so).
"""

import http.client
import re
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urljoin, urlsplit

import pytest
from desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.alike]
OpenDesk = Callable[..., Desk]
FIRST, AFTERWARDS = 100_000, 30_000
MOST_PAGES = 40
LINK = re.compile(rb'<a[^>]*\shref="(/[^"#?]*)')
NAMED = re.compile(rb'<(?:script[^>]*\ssrc|link[^>]*rel="stylesheet"[^>]*href)="([^"]+)"')
INSIDE = re.compile(rb"url\([\"']?([^)\"']+)[\"']?\)|@import\s+[\"']([^\"']+)")
ANY_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b\d+\b")
# Numbers and pictures are not what an officer waits for; a file is no page.
PASSED = re.compile(r"/(export|logout|pdf|paper|file|static|evidence|thumb|trends|register)\b")


class Line:
    """A connection to the demonstration that counts what goes over it."""

    def __init__(self, desk: Desk) -> None:
        where = urlsplit(desk.site.address)
        self.connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
        cookies = desk.context.cookies()
        self.cookie = "; ".join(f"{each.get('name')}={each.get('value')}" for each in cookies)
        self.known: dict[str, tuple[int, bytes]] = {}

    def close(self) -> None:
        self.connection.close()

    def ask(self, path: str, encoding: str) -> tuple[int, bytes, http.client.HTTPResponse]:
        self.connection.request("GET", path, headers={"Cookie": self.cookie, "Accept-Encoding": encoding})
        answer = self.connection.getresponse()
        return answer.status, answer.read(), answer

    def static(self, path: str) -> int:
        """The weight of a static file with all that it names in turn; it may be kept for good."""
        if path not in self.known:
            status, body, answer = self.ask(path, "gzip")
            assert status == 200, path
            assert "immutable" in (answer.getheader("Cache-Control") or ""), path
            self.known[path] = (len(body), self.ask(path, "identity")[1] if path.endswith(".css") else b"")
        weight, text = self.known[path]
        inside = [(one or other).decode() for one, other in INSIDE.findall(text)]
        return weight + sum(
            self.static(urljoin(path, each))
            for each in inside
            if not each.startswith("data:") and not re.search(r"\.(png|jpg|svg|webp)", each)
        )


def test_an_officer_s_page_is_light_at_first_and_lighter_afterwards(open_desk: OpenDesk) -> None:
    with closing(Line(open_desk("olga"))) as line:
        heavy, weighed = weigh(line)
    assert weighed > 10
    assert not heavy, heavy


def weigh(line: Line) -> tuple[list[str], int]:
    """The pages that an officer gets to by links, one of each kind: the heavy ones, and how many there were."""
    waiting = ["/inspections/new/", "/inspections/"]
    kinds: set[str] = set()
    heavy: list[str] = []
    weighed = 0
    while waiting and weighed < MOST_PAGES:
        path = waiting.pop(0)
        status, sent, answer = line.ask(path, "gzip")
        if status != 200 or "text/html" not in (answer.getheader("Content-Type") or ""):
            continue
        page = line.ask(path, "identity")[1]
        named = {urljoin(path, each.decode()) for each in NAMED.findall(page)}
        assert named, f"{path} names no style sheet: the test would weigh nothing"
        first = len(sent) + sum(line.static(each) for each in named)
        weighed += 1
        if first > FIRST:
            heavy.append(f"{path}: {first} bytes on first load")
        if len(sent) > AFTERWARDS:
            heavy.append(f"{path}: {len(sent)} bytes afterwards")
        for link in LINK.findall(page):
            kind = ANY_ID.sub("#", link.decode())
            if kind not in kinds and not PASSED.search(kind):
                kinds.add(kind)
                waiting.append(link.decode())
    return heavy, weighed
