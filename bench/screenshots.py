"""The README's pictures, taken from a demonstration of their own: `python bench/screenshots.py [FOLDER]`.

Run by hand after pages have changed, then look at each one. Writes PNG files of fewer than 256 colours, each
under 250 kB, into docs/pictures.
"""

import io
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from desk import PHONE, Desk, chromium, served  # noqa: E402  # the folder of the tests comes first
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, FilePayload, sync_playwright  # noqa: E402

MOST = 250_000
SPECIMEN = "passport-birth-mrz-front-white.jpg"
CASE = re.compile(r"/inspections/[0-9a-f-]{36}/")
TALL = {"width": 1280, "height": 1250}


def save(data: bytes, path: Path) -> None:
    """As a picture with a palette: a page has few colours, and a README is read on bad lines too."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    for colours in (256, 128, 64):
        store = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(store, "PNG", optimize=True)
        if store.tell() < MOST:
            break
    path.write_bytes(store.getvalue())
    print(f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}: {store.tell():,} bytes")


class Tour:
    """The way of one picture, with a picture taken at each stop."""

    def __init__(self, open_desk: Callable[..., Desk], folder: Path) -> None:
        self.open_desk, self.folder = open_desk, folder

    def keep(self, desk: Desk, name: str, *, most: int = 0) -> None:
        """The screen, or so many pixels from the top of the page."""
        page = desk.page
        page.wait_for_load_state("load")
        page.wait_for_timeout(500)
        clip = None
        if most:
            size = page.viewport_size or PHONE
            clip = {"x": 0, "y": 0, "width": size["width"], "height": most}
        shown = page.screenshot(full_page=bool(most), clip=clip)  # type: ignore[arg-type]  # a FloatRect
        save(shown, self.folder / f"{name}.png")

    def take(self) -> None:
        stranger = self.open_desk()
        stranger.go("/account/login/")
        self.keep(stranger, "log-in", most=1000)
        self.specimens()
        phone = self.open_desk("olga", size=PHONE)
        officer = self.open_desk("olga", size=TALL)
        self.new(phone, officer)
        examiner = self.open_desk("erik", size=TALL)
        self.answer(officer, examiner)
        officer.page.locator("article.answer").wait_for()
        self.keep(officer, "officers-answer")
        analyst = self.open_desk("ana", size=TALL)
        analyst.go("/trends/")
        analyst.page.locator(".drawing svg path, .drawing canvas").first.wait_for(state="attached")
        self.keep(analyst, "trends", most=1900)

    def specimens(self) -> None:
        officer = self.open_desk("olga")
        officer.go("/demonstration/specimens/")
        self.keep(officer, "specimens")

    def new(self, phone: Desk, officer: Desk) -> None:
        link = f"{officer.site.address}/demonstration/specimens/{SPECIMEN}"
        picture = officer.context.request.get(link).body()
        file = FilePayload(name=SPECIMEN, mimeType="image/jpeg", buffer=picture)
        for desk in (phone, officer):
            desk.go("/inspections/new/")
            desk.page.set_input_files("#pictures-data", [file])
            desk.page.fill("[name=doubt]", "Looks older than the birth date says.")
            desk.page.locator(".uploads li input[type=hidden]").wait_for(state="attached")
        self.keep(phone, "new-inspection", most=1250)
        officer.press("Examine")
        officer.page.wait_for_url(CASE)
        officer.page.locator("#findings .finding").first.wait_for(timeout=60_000)
        self.keep(officer, "findings")

    def answer(self, officer: Desk, examiner: Desk) -> None:
        officer.press("Ask the centre")
        officer.page.get_by_text("Your question waits").wait_for()
        number = officer.page.locator("h1 .case-number").inner_text()
        examiner.go("/support/")
        self.keep(examiner, "queue", most=900)
        examiner.page.locator("tr", has_text=number).get_by_role("button").click()
        examiner.page.wait_for_url(CASE)
        page = examiner.page
        page.fill(
            "[name=reasons]",
            "The check digit of the birth date is that of 1979, the printed year. In the lower line, column"
            " 15 is scraped: the fine lines are missing there.",
        )
        page.check("[name=conclusion][value=is-not-strong]")
        page.select_option("[name=fraud]", "data-alteration")
        page.check("[name=none_in_favour]")
        page.fill("[name=advice]", "Keep the passport, refuse on ground B, and tell the issuing authority.")
        page.evaluate("scrollTo(0, 0)")
        self.keep(examiner, "answer", most=1500)
        examiner.press("Give the answer")
        page.wait_for_url(re.compile(r"/support/$"))


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        served(Path(place)) as site,
        sync_playwright() as playwright,
    ):
        browser: Browser = chromium(playwright)

        def open_desk(username: str = "", **options: dict[str, int]) -> Desk:
            return Desk(site, browser, username, **options)  # type: ignore[arg-type]  # only sizes

        Tour(open_desk, folder).take()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
