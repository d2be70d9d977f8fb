"""Reading what lies here: which items a person may see, what was read in them, who had them in hand."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from secondline.evidence.models import Alignment, Delivery, Item, Laying, Tiling
from secondline.evidence.pyramid import TILES_FORM
from secondline.evidence.rules import CHIP_FORM, CUSTODY_WORDS, Limits, Size, State, What, trouble_words
from secondline.evidence.storage import Storage, file_hash, sealed_files
from secondline.people.models import Person
from secondline.people.rules import TABLE, Reach
from secondline.record.models import Entry
from traveldoc.finding import Phrase

VERB = "evidence.read"


def limits() -> Limits:
    """The bounds of this installation."""
    return Limits(
        settings.MAX_FILE_BYTES, settings.MAX_PIXELS, settings.DECODE_SECONDS, settings.DECODE_BYTES
    )


def storage(agency: UUID) -> Storage:
    return Storage(settings.EVIDENCE_FOLDER, agency)


def visible_to(person: Person) -> QuerySet[Item]:
    """The items that this person may look at: of the own agency, or put to the own centre."""
    reaches = TABLE.get((person.role, VERB), frozenset()) if person.is_active else frozenset()
    where = Q(pk__in=())
    if Reach.AGENCY in reaches:
        where |= Q(agency=person.agency_id)
    if Reach.CENTRE in reaches:
        where |= Q(centre=person.agency_id)
    return Item.objects.filter(where)


def alignments_visible_to(person: Person) -> QuerySet[Alignment]:
    """Those of which this person may see both pictures."""
    seen = visible_to(person)
    return Alignment.objects.filter(fixed__in=seen, moving__in=seen).select_related("fixed", "moving")


def alignment_words(alignment: Laying) -> list[str]:
    """How far the fit can be trusted and why, or what went wrong, in the reader's language."""
    if alignment.trouble:
        return [_said(alignment.trouble)]
    phrases = [Phrase(each["template"], each["values"]) for each in alignment.words]
    return [phrase.filled(gettext(phrase.template)) for phrase in phrases]


def delivered(person: Person, ids: Iterable[UUID]) -> list[Item]:
    """The visible items of these deliveries in their order, each once."""
    wanted = list(ids)
    rows = Delivery.objects.filter(pk__in=wanted, item__in=visible_to(person)).select_related("item")
    found = {row.pk: row.item for row in rows}
    return list({found[key].pk: found[key] for key in wanted if key in found}.values())


def free_or_same(ids: Sequence[UUID], sha256: str) -> UUID:
    """The first of these delivery ids that is free, or stands for this very file already; else the first."""
    taken = dict(Delivery.objects.filter(pk__in=ids).values_list("pk", "sha256"))
    return next((key for key in ids if taken.get(key, sha256) == sha256), ids[0])


def reading(item: Item) -> dict[str, Any] | None:
    """What was read in the picture (see darkroom.plain), or None while nothing was or could be read."""
    return item.reading if item.kind == What.PICTURE else None


def chip_listing(item: Item) -> dict[str, Any] | None:
    """Which files of a chip the item holds (see darkroom.answer), or None for what is none, or not yet."""
    return item.reading if item.kind == What.CHIP else None


def chip_files(item: Item) -> dict[str, bytes]:
    """The chip's files by the standard's names; none while they were not unpacked, or are damaged."""
    listing, store = chip_listing(item), storage(item.agency_id)
    if listing is None or not store.holds_derived(item.sha256, CHIP_FORM):
        return {}
    with store.open_derived(item.sha256, CHIP_FORM) as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != listing["sha256"]:
        return {}
    files, start = {}, 0
    for name, size in listing["files"]:
        files[name], start = data[start : start + size], start + size
    return files


def has_picture(item: Item) -> bool:
    """Whether there is anything to look at: every picture, and a chip with a face."""
    return item.kind == What.PICTURE or bool((chip_listing(item) or {}).get("face"))


def may_show(item: Item) -> bool:
    """Whether it is, or is still to become, something to look at."""
    unusable = item.state in {State.UNUSABLE, State.ERASED}
    return not unusable and (item.state != State.PREPARED or has_picture(item))


def holds_copies(item: Item) -> bool:
    """Whether everything that was derived from a prepared item is still there."""
    forms = [Size.PAGE.value, Size.THUMB.value] if has_picture(item) else []
    forms += [CHIP_FORM] if item.kind == What.CHIP else []
    return all(storage(item.agency_id).holds_derived(item.sha256, form) for form in forms)


def holds_tiles(item: Item) -> bool:
    return storage(item.agency_id).holds_derived(item.sha256, TILES_FORM)


def tiling_trouble(tiling: Tiling) -> str:
    """Why there are no tiles, in the reader's language; empty where nothing is wrong."""
    return _said(tiling.trouble)


def trouble(item: Item) -> str:
    """What is wrong with the file, in the reader's language; empty where nothing is."""
    return _said(item.trouble)


def _said(code: str) -> str:
    if not code:
        return ""
    phrase = trouble_words(code, limits())
    return phrase.filled(gettext(phrase.template))


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """`by` is None where the software itself did it."""

    at: datetime
    by: Person | None
    verb: str
    words: str


def custody(item: Item) -> list[CustodyLine]:
    """Who had the item in hand, oldest first, as the record has it."""
    entries = list(Entry.objects.filter(thing=item.pk).order_by("number"))
    people = Person.objects.in_bulk({entry.by for entry in entries if entry.by})
    return [
        CustodyLine(entry.at, people.get(entry.by), entry.verb, gettext(CUSTODY_WORDS[entry.verb]))
        for entry in entries
        if entry.verb in CUSTODY_WORDS
    ]


@dataclass(frozen=True, slots=True)
class Sanity:
    """What does not fit together: files without a row, rows without a file, files without their hash."""

    items: int
    orphans: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    mismatches: list[str] = field(default_factory=list)
    parts: int = 0
    set_aside: int = 0

    @property
    def sound(self) -> bool:
        """Orphans and parts are remains of broken uploads, not damage."""
        return not (self.missing or self.mismatches or self.set_aside)


def sanity(*, hashes: bool = True) -> Sanity:
    """Compare the rows with the files; with `hashes` every sealed file is read through. Changes nothing."""
    root = settings.EVIDENCE_FOLDER
    rows = set(Item.objects.exclude(state=State.ERASED).values_list("agency", "sha256"))
    files = {(agency, name): path for agency, name, path in sealed_files(root)}
    return Sanity(
        items=len(rows),
        orphans=[f"{agency.hex}/{name}" for agency, name in files if (agency, name) not in rows],
        missing=[f"{agency.hex}/{name}" for agency, name in sorted(rows) if (agency, name) not in files],
        mismatches=[
            f"{agency.hex}/{name}"
            for (agency, name), path in files.items()
            if hashes and file_hash(path) != name
        ],
        parts=len(list((root / "incoming").glob("*.part"))),
        set_aside=len(list((root / "damaged").glob("*"))),
    )
