"""What is taken as evidence, in which states it lies here, what can be wrong with it, how long it is kept."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

from secondline.record.rules import Personal
from traveldoc.finding import Phrase, gettext_noop


class State(StrEnum):
    RECEIVED = "received"  # sealed; the working copy is still to be made
    PREPARED = "prepared"  # working copy and thumbnail are there
    UNUSABLE = "unusable"  # sealed as it came, but no picture could be made of it: see its trouble
    ERASED = "erased"  # kept long enough: the files are gone, the row says that they were here


STATE_WORDS: Mapping[str, str] = {
    State.RECEIVED: gettext_noop("being prepared"),
    State.PREPARED: gettext_noop("ready"),
    State.UNUSABLE: gettext_noop("not usable"),
    State.ERASED: gettext_noop("erased"),
}


class Making(StrEnum):
    """How far something is that is made of pictures in the background: tiles, an alignment."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"  # its trouble says why


class How(StrEnum):
    """How two pictures were laid over each other."""

    FEATURES = "features"  # by what the software recognised on both
    POINTS = "points"  # by pairs of points that a person set


RETRY_MINUTES = 60  # what failed is tried again when it is asked for after this time: limits may have changed


class What(StrEnum):
    """What an item is. Whoever hands a file in says as what; its first bytes must agree."""

    PICTURE = "picture"
    CHIP = "chip"  # a file read from a chip, or a ZIP of such files


# The trouble of a file that is given in the wrong part of a form.
NOT_THIS: Mapping[str, str] = {What.PICTURE: "not-a-picture", What.CHIP: "not-a-chip"}


class Size(StrEnum):
    """The forms in which a picture is looked at. `ORIGINAL` is the sealed file, only ever downloaded."""

    PAGE = "page"
    THUMB = "thumb"
    TILES = "tiles"  # the whole picture, piece by piece, as deep as it goes
    ORIGINAL = "original"


LONG_SIDE: Mapping[str, int] = {Size.PAGE: 2400, Size.THUMB: 400}  # pixels
JPEG_QUALITY: Mapping[str, int] = {Size.PAGE: 88, Size.THUMB: 80}
# One look at a page shows all its thumbnails, one look through the viewer hundreds of tiles: within this time
# they are one line of the record.
ONE_LOOK_MINUTES = 10

NAME_LONGEST = 80


PERSONAL: tuple[Personal, ...] = (
    Personal(
        "picture",
        days=5 * 365,
        exported="The sealed original, downloaded by whoever may see the item",
        erased="With its case, at the latest so long after it was last handed in: the original, the copies "
        "and the reading are deleted; hash, times and custody stay",
    ),
    Personal(
        "chip file",
        days=5 * 365,
        exported="The sealed original, downloaded by whoever may see the item",
        erased="With its case, as a picture: the original, its parts and the face's copies are deleted",
    ),
    Personal("file name", days=90, exported="Shown with the item", erased="Blanked"),
)
KEPT_DAYS: Mapping[str, int] = {personal.what: personal.days for personal in PERSONAL}
# A sealed file that no row knows was never acknowledged to anybody; whoever sent it has sent it again.
ORPHAN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: bytes, pixels, CPU seconds and bytes of memory while it is decoded."""

    file_bytes: int
    pixels: int
    seconds: int
    memory: int

    def words(self) -> dict[str, str]:
        return {
            "megabytes": f"{self.file_bytes / 1e6:g}",
            "megapixels": f"{self.pixels / 1e6:g}",
            "seconds": f"{self.seconds}",
            "memory": f"{self.memory / 1e6:g}",
        }


KINDS_TAKEN = "JPEG, PNG, TIFF, WebP, JPEG 2000"

# code -> (HTTP status where the door itself refuses, what the person is told)
_TROUBLES: tuple[tuple[str, int, str], ...] = (
    ("empty", 415, gettext_noop("The file is empty.")),
    (
        "not-a-picture",
        415,
        gettext_noop("This is not a picture. Pictures are taken as JPEG, PNG, TIFF, WebP or JPEG 2000."),
    ),
    (
        "unsupported",
        415,
        gettext_noop("Pictures of this kind are not taken. Save it as JPEG, PNG, TIFF, WebP or JPEG 2000."),
    ),
    (
        "pdf",
        415,
        gettext_noop("PDF files are not taken. Save or photograph the page as a picture (JPEG or PNG)."),
    ),
    (
        "heic",
        415,
        gettext_noop(
            "HEIC and AVIF photos are not taken. Set the camera to “most compatible” (JPEG), "
            "or save the photo as JPEG."
        ),
    ),
    (
        "many-frames",
        415,
        gettext_noop("The file holds several pages or an animation. Save each page as a file of its own."),
    ),
    (
        "damaged",
        415,
        gettext_noop("The file is cut off or damaged and can't be shown. Copy or photograph it again."),
    ),
    (
        "too-many-bytes",
        413,
        gettext_noop(
            "The file is larger than %(megabytes)s megabytes. Save it smaller or as JPEG, and try again."
        ),
    ),
    (
        "too-many-pixels",
        413,
        gettext_noop(
            "The picture has more than %(megapixels)s megapixels. Save it smaller or cut it to the document."
        ),
    ),
    (
        "too-long",
        415,
        gettext_noop("Decoding the picture took more than %(seconds)s seconds and was given up."),
    ),
    (
        "too-much-memory",
        415,
        gettext_noop(
            "Decoding the picture needed more than %(memory)s megabytes of memory and was given up."
        ),
    ),
    (
        "failed",
        500,
        gettext_noop("The program failed on this picture, which has been noted. A person must look at it."),
    ),
    (
        "not-a-chip",
        415,
        gettext_noop(
            "This is no file of a chip. Give the files as the reader wrote them (EF_SOD.BIN, DG1.bin …), "
            "or all of them in one ZIP."
        ),
    ),
    (
        "chip-large",
        413,
        gettext_noop(
            "These are more bytes than a chip can hold. Give only the files that were read from it."
        ),
    ),
    ("zip-damaged", 415, gettext_noop("The ZIP is damaged. Pack it again, or give the files one by one.")),
    ("zip-many", 415, gettext_noop("The ZIP holds more files than a chip has. Pack only the chip's files.")),
    (
        "zip-large",
        415,
        gettext_noop("The ZIP holds more bytes than a chip can have. Pack only the chip's files."),
    ),
    (
        "zip-locked",
        415,
        gettext_noop("The ZIP is locked with a password. Pack it without one, or give the files one by one."),
    ),
    (
        "zip-packed",
        415,
        gettext_noop("The ZIP is packed in a way that is not read here. Pack it as an ordinary ZIP."),
    ),
    ("zip-nested", 415, gettext_noop("There is a ZIP inside the ZIP. Give only the chip's own files.")),
    ("incomplete", 400, gettext_noop("The line dropped before the file was complete. Send it again.")),
    ("altered", 400, gettext_noop("The file was altered on its way. Send it again.")),
    ("no-length", 411, gettext_noop("The length of the file was not said (Content-Length).")),
    ("other-file", 409, gettext_noop("This id was already used for another file. Choose the file anew.")),
    (
        "no-room",
        507,
        gettext_noop("The disk of the centre is nearly full; nothing was taken. Tell the administrator."),
    ),
    ("busy", 503, gettext_noop("The file could not be entered just now. Send it again in a moment.")),
    (
        "lost",
        500,
        gettext_noop(
            "The sealed file is missing or was changed on the disk. It is not shown. Tell the administrator."
        ),
    ),
    ("folder", 415, gettext_noop("This is a folder, not a file.")),
    ("missing", 404, gettext_noop("There is no such file.")),
    ("no-permission", 403, gettext_noop("The file may not be read (no permission).")),
    ("no-file", 415, gettext_noop("This is no ordinary file but a device or a pipe.")),
    ("not-read", 415, gettext_noop("The file can't be read from the disk.")),
)
TROUBLES: Mapping[str, str] = {code: words for code, _, words in _TROUBLES}
STATUS: Mapping[str, int] = {code: status for code, status, _ in _TROUBLES}


def trouble_words(code: str, limits: Limits) -> Phrase:
    return Phrase(TROUBLES[code], limits.words())


CUSTODY_WORDS: Mapping[str, str] = {
    "evidence.seal": gettext_noop("sealed"),
    "evidence.prepare": gettext_noop("working copy made"),
    "evidence.read": gettext_noop("looked at"),
    "evidence.cut": gettext_noop("cut into tiles for the viewer"),
    "evidence.align": gettext_noop("another picture laid on it"),
    "evidence.laid": gettext_noop("how another picture lies on it was found"),
    "evidence.read-anew": gettext_noop("read again by a newer reader"),
    "evidence.put": gettext_noop("put to the centre"),
    "evidence.erase": gettext_noop("erased"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file, known by its first bytes: `magic` at `offset`. `trouble` where it is not taken."""

    magic: bytes
    offset: int = 0
    format: str = ""
    media_type: str = ""
    trouble: str = ""
    also: bytes = b""  # further bytes at 8, for containers
    what: What = What.PICTURE


KINDS: tuple[Kind, ...] = (
    Kind(b"\xff\xd8\xff", format="JPEG", media_type="image/jpeg"),
    Kind(b"\x89PNG\r\n\x1a\n", format="PNG", media_type="image/png"),
    Kind(b"RIFF", also=b"WEBP", format="WEBP", media_type="image/webp"),
    Kind(b"II*\x00", format="TIFF", media_type="image/tiff"),
    Kind(b"MM\x00*", format="TIFF", media_type="image/tiff"),
    Kind(b"\x00\x00\x00\x0cjP  \r\n\x87\n", format="JPEG2000", media_type="image/jp2"),
    Kind(b"\xff\x4f\xff\x51", format="JPEG2000", media_type="image/jp2"),
    Kind(b"%PDF-", trouble="pdf"),
    *(
        Kind(b"ftyp" + brand, offset=4, trouble="heic")
        for brand in (
            b"heic",
            b"heix",
            b"heim",
            b"heis",
            b"hevc",
            b"hevx",
            b"mif1",
            b"msf1",
            b"avif",
            b"avis",
        )
    ),
    Kind(b"GIF8", trouble="unsupported"),
    Kind(b"BM", trouble="unsupported"),
    Kind(b"II+\x00", trouble="unsupported"),  # BigTIFF
    Kind(b"MM\x00+", trouble="unsupported"),
    Kind(b"8BPS", trouble="unsupported"),
    Kind(b"\x00\x00\x01\x00", trouble="unsupported"),
    Kind(b"\xff\x0a", trouble="unsupported"),  # JPEG XL
    Kind(b"\x00\x00\x00\x0cJXL ", trouble="unsupported"),
)
EXTENSIONS: Mapping[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
    "image/jp2": "jp2",
    "application/zip": "zip",
    "application/octet-stream": "bin",
}
HEAD_BYTES = 64  # enough of a file to know its kind


# The first byte of each file of a chip (Doc 9303-10, 4.7, table 38): EF.COM, DG1 to DG16, EF.SOD; and of a
# bare SEQUENCE or SET: EF.CardSecurity, EF.CardAccess, signed data without the tag of EF.SOD around them.
CHIP_TAGS: frozenset[int] = frozenset(
    {0x30, 0x31, *range(0x60, 0x62), 0x63, *range(0x65, 0x71), 0x75, 0x76, 0x77}
)
CHIP_FILE = Kind(b"", format="EF", media_type="application/octet-stream", what=What.CHIP)
CHIP_ZIP = Kind(b"PK", format="ZIP", media_type="application/zip", what=What.CHIP)


@dataclass(frozen=True, slots=True)
class ChipLimits:
    """What the files of one chip may be: real chips have up to twenty files and a tenth of a megabyte."""

    files: int = 100
    file_bytes: int = 2 * 1024 * 1024
    bytes: int = 16 * 1024 * 1024  # all together, and a ZIP of them


CHIP = ChipLimits()
CHIP_FORM = "chip"  # the derived file: the chip's files one behind the other


def sniff_chip(head: bytes) -> Kind:
    """A ZIP, or a file of a chip: a tag that the standard gives, then a length as BER writes it."""
    if not head:
        return Kind(b"", trouble="empty")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return CHIP_ZIP
    is_text = all(0x20 <= byte < 0x7F for byte in head)  # lengths and tags are never all letters
    if head[0] in CHIP_TAGS and len(head) > 1 and head[1] <= 0x84 and not is_text:
        return CHIP_FILE
    return Kind(b"", trouble="not-a-chip")


def kind_of(head: bytes) -> Kind:
    """Of a file that was taken: no picture begins like a file of a chip."""
    kind = sniff(head)
    return sniff_chip(head) if kind.trouble else kind


def sniff(head: bytes) -> Kind:
    """The kind of a picture from its first bytes; names and MIME types are never asked."""
    if not head:
        return Kind(b"", trouble="empty")
    for kind in KINDS:
        if head[kind.offset : kind.offset + len(kind.magic)] == kind.magic and (
            not kind.also or head[8 : 8 + len(kind.also)] == kind.also
        ):
            return kind
    return Kind(b"", trouble="not-a-picture")


def clean_name(name: str) -> str:
    """A file name fit for showing: no folders, nothing invisible, at most NAME_LONGEST characters.

    Control characters, direction marks and half surrogates go, so that a name can't pretend to be another.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = (letter if unicodedata.category(letter)[0] not in "CZ" else " " for letter in last)
    tidy = " ".join(unicodedata.normalize("NFC", "".join(seen)).split())
    if len(tidy) <= NAME_LONGEST:
        return tidy
    return f"{tidy[: NAME_LONGEST - 13]}…{tidy[-12:]}"


# How many files one form may hand in, over all the times that it is sent.
MOST_IN_FORM = 200


def delivery_in_form(form: UUID, number: int) -> UUID:
    """The id of the `number`th file of a form sent without JavaScript: the same form again, the same ids."""
    return uuid5(form, f"file-{number}")
