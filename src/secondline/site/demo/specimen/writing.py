"""Writing the cast into a folder: photographs, the flat pages under each light, and what each should say."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

from secondline.site.demo.specimen.cast import CAST
from secondline.site.demo.specimen.document import MRZ_FORMATS, Specimen
from secondline.site.demo.specimen.drawing import draw
from secondline.site.demo.specimen.inks import Light
from secondline.site.demo.specimen.layout import Side
from secondline.site.demo.specimen.photographing import photograph

USAGE = "Usage: python -m secondline.site.demo.specimen FOLDER\n"


def main(arguments: Sequence[str]) -> int:
    """Write the cast into the folder named by the one argument; 2 and a sentence where that cannot be."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        asked = arguments in (["--help"], ["-h"])
        (sys.stdout if asked else sys.stderr).write(USAGE + str(__doc__) + "\n")
        return 0 if asked else 2
    folder = Path(arguments[0])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in write_cast(folder, CAST.values()):
            sys.stdout.write(f"{path}\n")
    except OSError as error:
        sys.stderr.write(
            f"{folder}: cannot be written ({error.strerror}). Name a folder that you may write to.\n"
        )
        return 2
    return 0


def write_cast(folder: Path, specimens: Iterable[Specimen]) -> Iterator[Path]:
    """Write photographs (NAME-SIDE.jpg), flat pages (NAME-SIDE-LIGHT.jpg) and `expected.json`, one by one."""
    expected = {}
    for specimen in specimens:
        for side in specimen.sides:
            photo = folder / f"{specimen.name}-{side}.jpg"
            photo.write_bytes(photograph(draw(specimen, Light.WHITE, side), crc32(photo.name.encode())))
            expected[photo.name] = expectation(specimen, side)
            yield photo
            for light in Light:
                path = folder / f"{specimen.name}-{side}-{light}.jpg"
                draw(specimen, light, side).save(path, quality=90)
                yield path
    path = folder / "expected.json"
    path.write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    yield path


def expectation(specimen: Specimen, side: Side) -> dict[str, object]:
    """What a reader should read on that side, and what is wrong with the document."""
    lines = list(specimen.mrz) if side is specimen.mrz_side else None
    return {
        "format": MRZ_FORMATS[specimen.kind] if lines else None,
        "lines": lines,
        "fault": specimen.fault.id if specimen.fault else None,
        "visual": dict(specimen.printed),
    }
