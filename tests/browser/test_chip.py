"""A chip's folder is dropped beside the pictures: its files are sealed, and the case shows the three states."""

import json
import re
import zipfile
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from desk import Desk

from secondline.site.demo.chips import BY_FILE, chip_zip

pytestmark = pytest.mark.browser
CASE = re.compile(r"/inspections/[0-9a-f-]{36}/")
# What the browser gives the page when files are dropped: made here, for no test can drag from a desktop.
DROP = """([part, files]) => {
  const transfer = new DataTransfer();
  for (const [name, data] of files) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name));
  }
  const target = document.querySelector(part).closest("[data-upload-part]");
  target.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
}"""


def test_a_dropped_chip_is_sealed_examined_and_shown_in_three_states(open_desk: Callable[..., Desk]) -> None:
    with zipfile.ZipFile(
        BytesIO(chip_zip(BY_FILE["passport-birth-mrz-chip.zip"], datetime.now(UTC).date()))
    ) as archive:
        files = [(name, b64encode(archive.read(name)).decode()) for name in archive.namelist()]
    desk = open_desk("olga")
    desk.go("/inspections/new/")
    desk.page.evaluate(DROP, ["#files-chip", json.loads(json.dumps(files))])
    sealed = desk.page.locator("#files-chip ~ .uploads li", has_text="received and sealed")
    desk.wait_until(lambda: sealed.count() == len(files))
    desk.press("Examine")
    desk.page.wait_for_url(CASE, timeout=60_000)
    desk.page.wait_for_selector(".chip-states", timeout=60_000)
    shown = desk.page.locator(".chip-states").inner_text()
    assert "changed after they were signed: DG1" in shown
    assert desk.page.locator(".photos img").count() == 1
    desk.check()
