"""The process that sets one paper: `python -m secondline.support.paper.child FOLDER`, bounded, without
network.

In the folder lie content.json and the pictures (0.jpg ...); out.pdf is written there. Nothing that
stands in the content is ever read as markup: the template takes it as text.
"""

import json
import resource
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst
import zxingcpp
from PIL import Image

from secondline.support.paper.glyphs import fit, printable

FONTS: Final = Path(__file__).resolve().parents[4] / "assets" / "fonts"
TEMPLATE: Final = Path(__file__).with_name("opinion.typ")
LONG_SIDE: Final = 1400  # pixels: what print can show of a picture on this page
SECONDS: Final = 40
MEMORY: Final = 3_000_000_000


def confine() -> None:
    """CPU, memory, size of files; no core of somebody's data on the disk."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000_000, 200_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def shrink(folder: Path) -> None:
    """Working copies are our own JPEGs; on paper they need fewer pixels."""
    for path in sorted(folder.glob("*.jpg")):
        with Image.open(path) as picture:
            small = picture.convert("RGB")
        small.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        small.save(path, "JPEG", quality=85)


def draw_code(folder: Path, words: str) -> None:
    code = zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode)
    svg = zxingcpp.write_barcode_to_svg(code, add_quiet_zones=True)
    (folder / "code.svg").write_text(svg, encoding="utf-8")


def fitted(value: Any, known: frozenset[int]) -> Any:
    """Every text of the content in letters that the fonts have."""
    if isinstance(value, str):
        return fit(value, known)
    if isinstance(value, list):
        return [fitted(each, known) for each in value]
    if isinstance(value, dict):
        return {name: fitted(each, known) for name, each in value.items()}
    return value


def compose(folder: Path) -> None:
    content = json.loads((folder / "content.json").read_text(encoding="utf-8"))
    shrink(folder)
    draw_code(folder, content["address"])
    known = printable(FONTS / "NotoSans-Regular.ttf") & printable(FONTS / "NotoSans-Bold.ttf")
    (folder / "content.json").write_text(json.dumps(fitted(content, known)), encoding="utf-8")
    (folder / "main.typ").write_bytes(TEMPLATE.read_bytes())
    made = typst.compile(
        str(folder / "main.typ"),
        root=str(folder),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=["a-2b"],
        timestamp=int(datetime.fromisoformat(content["at"]).timestamp()),
    )
    (folder / "out.pdf").write_bytes(made)


if __name__ == "__main__":
    confine()
    compose(Path(sys.argv[1]))
