"""The officer's two pages, and from an upload to its findings: time and size, beside others of the same run.

    .venv/bin/python bench/pages.py [--rounds N]

Serves a demonstration of its own on SQLite and asks it over HTTP, one request after the other, as one officer
does. A machine's milliseconds say little: each line has a ratio to `/health` (a page that asks the database
one question) or to bare `traveldoc.page.read` of the same picture in this process.
"""

import argparse
import gzip
import http.client
import http.cookies
import io
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the decoding process has it, before numpy starts

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from desk import PASSWORD, Site, served  # noqa: E402  # the folder of the tests comes first

from traveldoc.page import read  # noqa: E402

ICAO = ROOT / "tests" / "traveldoc" / "page" / "pictures"
PICTURES = ("td1", "td2", "td3", "mrva", "mrvb")
SPECIMENS = ("passport-birth-mrz", "passport-fantasy", "card-birth-mrz", "visa-genuine", "permit-genuine")
LIMIT = 100_000
KEPT = 1.0  # seconds after which the server may have hung up
PART = re.compile(rb'(?:src|href)="(/static/[^"]+\.(?:css|js))"')


@dataclass
class Client:
    """One browser's connection, kept open, with its cookies."""

    site: Site
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(self.site.address).netloc, timeout=120)
        self.used = 0.0

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request; the body as it crossed the line."""
        if time.monotonic() - self.used > KEPT:
            self.connection.close()  # opened again by the next request
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Accept-Encoding": "gzip", "Cookie": cookie, **(headers or {})}
        self.connection.request(method, path, body, sent)
        response = self.connection.getresponse()
        data = response.read()
        self.used = time.monotonic()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return response, data

    def get(self, path: str) -> bytes:
        response, data = self.ask("GET", path)
        if response.status != 200:
            raise SystemExit(f"{path} answers {response.status}")
        return gzip.decompress(data) if response.headers["Content-Encoding"] == "gzip" else data

    def post(self, path: str, fields: Mapping[str, str]) -> str:
        """Where a form leads to."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.site.address + path}
        response, data = self.ask("POST", path, body, kind)
        if response.status != 302:
            raise SystemExit(f"{path} answers {response.status}: {data[:300]!r}")
        return response.headers["Location"]

    def log_in(self, username: str) -> None:
        self.get("/account/login/")
        self.post("/account/login/", {"login": username, "password": PASSWORD})


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round, after one that does not count."""
    work()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def row(name: str, taken: Sequence[float], base: float, size: str = "") -> str:
    median, late = statistics.median(taken), float(np.percentile(taken, 95))
    return f"{name:34} {median:8.1f} {late:8.1f} {median / base:8.1f} x  {size}"


def weight(client: Client, path: str) -> tuple[int, int]:
    """Bytes on the line: the page alone, and with its style sheets and scripts."""
    _response, html = client.ask("GET", path)
    page = gzip.decompress(html) if html[:2] == b"\x1f\x8b" else html
    parts = {part.decode() for part in PART.findall(page)}
    return len(html), len(html) + sum(len(client.ask("GET", part)[1]) for part in parts)


def bench_pages(client: Client, rounds: int) -> bool:
    case = re.search(rb'href="(/inspections/[0-9a-f-]{36}/)"', client.get("/inspections/"))
    if case is None:
        raise SystemExit("the demonstration has no case")
    base = timed(lambda: client.get("/health"), rounds)
    print(f"{'page':34} {'median':>8} {'p95':>8} {'to /health':>10}  bytes on the line, with css and js")
    print(row("/health", base, statistics.median(base)))
    light = True
    for name, path in (("new inspection", "/inspections/new/"), ("findings", case[1].decode())):
        taken = timed(lambda path=path: client.get(path), rounds)  # type: ignore[misc]  # bound at once
        alone, whole = weight(client, path)
        light = light and whole <= LIMIT
        print(row(name, taken, statistics.median(base), f"{alone:,}, {whole:,} (limit {LIMIT:,})"))
    return light


def pictures(client: Client) -> dict[str, bytes]:
    side = {"card-birth-mrz": "back"}
    drawn = {
        name: client.get(f"/demonstration/specimens/{name}-{side.get(name, 'front')}-white.jpg")
        for name in SPECIMENS
    }
    return {**{f"ICAO {name}": (ICAO / f"{name}.jpg").read_bytes() for name in PICTURES}, **drawn}


def to_findings(client: Client, picture: bytes) -> tuple[float, float]:
    """Milliseconds from the first byte sent until the findings are there, and until the file was sealed."""
    form = str(uuid4())
    delivery = str(uuid4())
    began = time.perf_counter()
    headers = {"X-CSRFToken": client.cookies["csrftoken"], "Content-Type": "application/octet-stream"}
    response, data = client.ask("PUT", f"/evidence/{delivery}", picture, headers)
    if response.status not in {200, 201}:
        raise SystemExit(f"an upload was answered with {response.status}: {data[:200]!r}")
    sealed = time.perf_counter()
    page = client.get("/inspections/new/").decode()
    post = re.search(r'<option value="([0-9a-f-]{36})" selected', page)
    fields = {"id": form, "delivery-data": delivery, "post": post[1] if post else ""}
    case = client.post("/inspections/new/", fields)
    fragment = {"HX-Request": "true"}
    while client.ask("GET", f"{case}findings/", headers=fragment)[0].status == 204:
        time.sleep(0.02)
    client.get(case)
    return (time.perf_counter() - began) * 1000, (sealed - began) * 1000


def fresh(picture: bytes, number: int) -> bytes:
    """The same picture as a file that was never sealed: what follows the end of a JPEG is not looked at."""
    return picture + number.to_bytes(8, "big")


def bench_findings(client: Client, rounds: int) -> None:
    print(
        f"\n{'from upload to findings':34} {'median':>8} {'p95':>8} {'to read':>8}    until sealed, bare read"
    )
    for name, picture in pictures(client).items():
        pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))
        bare = statistics.median(timed(lambda pixels=pixels: read(pixels), 3))  # type: ignore[misc]  # at once
        runs = [to_findings(client, fresh(picture, number)) for number in range(rounds)]
        sealed = statistics.median(run[1] for run in runs)
        print(row(name, [run[0] for run in runs], bare, f"{sealed:.0f} ms, {bare:.0f} ms"))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=30, help="requests per page (default 30)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as place, served(Path(place)) as site:
        client = Client(site)
        client.log_in("olga")
        light = bench_pages(client, rounds)
        bench_findings(client, max(3, rounds // 6))
    return 0 if light else 1


if __name__ == "__main__":
    raise SystemExit(main())
