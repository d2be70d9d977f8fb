"""A library taken in from a folder, whole or not at all; what comes in is a draft for a second person."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from secondline.evidence.queries import limits
from secondline.evidence.rules import trouble_words
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.reference.actions.pictures import TroubleError, develop
from secondline.reference.actions.writing import refresh, revise, write_alert, write_type
from secondline.reference.describing import Described, describe, described, file_names
from secondline.reference.folder import Bundle, Fault, FolderError
from secondline.reference.models import Alert, DocumentType, Feature, LibraryPicture, Sign
from secondline.reference.queries.library import pictures_of, visible_alerts, visible_types
from secondline.reference.queries.pictures import bytes_of
from secondline.reference.rules import Stage
from secondline.reference.steps import usual_step
from secondline.reference.yamlfile import write_yaml
from traveldoc.finding import Phrase, gettext_noop

_IN_REVIEW = gettext_noop("It is in review: send it back or publish it first.")


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture as it lies here: file, width, height."""

    sha256: str
    width: int
    height: int


@dataclass(slots=True)
class Plan:
    """What an import does, or would do."""

    fresh: int = 0
    changed: int = 0
    same: int = 0
    pictures: int = 0
    things: list[DocumentType | Alert] = field(default_factory=list)


def take_in(*, bundles: Sequence[Bundle], by: Person, at: datetime, trial: bool = False) -> Plan:
    """Read all bundles, then write all, or nothing: FolderError with every fault. Takes its time."""
    require(by, "library.write")
    faults: list[Fault] = []
    read: list[tuple[Described, list[Taken]]] = []
    for bundle in bundles:
        try:
            found = describe(bundle.noun, bundle.place, bundle.files[f"{bundle.noun}.yaml"](), bundle.files)
            if isinstance(found, Fault):
                faults.append(found)
                continue
            read.append((found, _pictures(found, bundle, by, faults, trial=trial)))
        except FolderError as error:
            faults += error.faults
    faults += [Fault(each.place, 0, Phrase(_IN_REVIEW)) for each, _ in read if _in_review(each, by)]
    if faults:
        raise FolderError(faults)
    plan = Plan()
    with transaction.atomic():
        # Types first: alerts name them.
        for each, taken in sorted(read, key=lambda one: one[0].noun != "type"):
            _enter(each, taken, plan, by, at, trial=trial)
        if not trial:
            write(
                "library.take-in",
                by=by,
                at=at,
                fresh=plan.fresh,
                changed=plan.changed,
                same=plan.same,
                pictures=plan.pictures,
            )
    return plan


def _pictures(
    each: Described, bundle: Bundle, by: Person, faults: list[Fault], *, trial: bool
) -> list[Taken]:
    """Every picture developed; one that came from here lies here already, and is known by its hash."""
    taken = []
    for picture in each.pictures:
        data = bundle.files[picture["file"]]()
        sha256 = hashlib.sha256(data).hexdigest()
        rows = LibraryPicture.objects.filter(
            Q(type__agency=by.agency_id) | Q(alert__agency=by.agency_id), sha256=sha256
        )
        known = rows.first()
        if known is not None:
            taken.append(Taken(sha256, known.width, known.height))
            continue
        try:
            taken.append(Taken(*develop(data, by.agency_id, keep=not trial)))
        except TroubleError as error:
            phrase = trouble_words(error.code, limits())
            faults.append(Fault(f"{each.place}/{picture['file']}", 0, phrase))
    return taken


def _editions(each: Described, by: Person) -> list[DocumentType | Alert]:
    rows = DocumentType.objects.all() if each.noun == "type" else Alert.objects.all()
    found = rows.filter(agency=by.agency_id, code=each.code).order_by("-edition")
    return list(found)


def _in_review(each: Described, by: Person) -> bool:
    return any(one.stage == Stage.REVIEW for one in _editions(each, by))


def _enter(each: Described, taken: list[Taken], plan: Plan, by: Person, at: datetime, *, trial: bool) -> None:
    editions = _editions(each, by)
    last = editions[0] if editions else None
    if last is not None and _same(last, each, taken):
        plan.same += 1
        return
    plan.fresh += last is None
    plan.changed += last is not None
    plan.pictures += len(taken)
    if trial:
        return
    thing: DocumentType | Alert
    if last is None:
        thing = DocumentType() if each.noun == "type" else Alert()
        thing.code = each.code
    else:
        thing = last if last.stage == Stage.DRAFT else revise(thing=last, by=by, at=at)
    _fill(thing, each, by)
    if isinstance(thing, DocumentType):
        write_type(type=thing, by=by, at=at)
    else:
        write_alert(alert=thing, by=by, at=at)
    _replace_what_is_on(thing, each, taken, by, at)
    plan.things.append(thing)


def _same(thing: DocumentType | Alert, each: Described, taken: list[Taken]) -> bool:
    """Whether it says what stands here, picture by picture."""
    pictures = list(thing.pictures.exclude(sha256=""))
    here = described(thing, pictures)
    if [each_one.sha256 for each_one in pictures] != [one.sha256 for one in taken]:
        return False
    names = file_names(pictures)
    there = describe(each.noun, each.place, write_yaml(here), dict.fromkeys(names.values()))
    return isinstance(there, Described) and _comparable(there) == _comparable(each)


def _comparable(each: Described) -> dict[str, Any]:
    """Empty fields and defaults don't count; file names are this side's own."""
    files = {picture["file"]: number for number, picture in enumerate(each.pictures)}

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            kept = {
                name: files.get(inner, inner) if name in {"file", "picture"} else plain(inner)
                for name, inner in value.items()
                if name != "cleared"
            }
            return {name: inner for name, inner in kept.items() if inner not in (None, "", [], {}, False)}
        return [plain(inner) for inner in value] if isinstance(value, list) else value

    content: dict[str, Any] = plain(each.fields)
    for placed in (
        *content.get("signs", ()),
        *(p for p in content.get("features", ()) if isinstance(p, dict)),
    ):
        placed.setdefault("step", usual_step(placed.get("term", "")))
        placed.setdefault("page", "data")
        placed.setdefault("light", "white")
    for picture in content.get("pictures", ()):
        picture.setdefault("page", "data")
        picture.setdefault("light", "white")
    defaults = {"sharing": "amber"} | ({"format": "TD3"} if each.noun == "type" else {"sort": "alert"})
    return defaults | content


def _fill(thing: DocumentType | Alert, each: Described, by: Person) -> None:
    """Every field of the file; what it does not name gets the default again."""
    fresh = type(thing)()
    names = {f.name for f in thing._meta.fields}  # noqa: SLF001  # public
    texts = ("title", "notes", "what", "recognise", "checks", "source", "sharing", "sort", "fraud")
    plain = (
        *texts,
        *("issuer", "authority", "kind", "series", "numbering", "format", "width_mm", "height_mm"),
        *("substrate", "first_issued", "last_issued", "valid_from", "valid_to"),
    )
    for name in plain:
        if name in names:
            setattr(thing, name, each.fields.get(name, getattr(fresh, name)))
    if isinstance(thing, DocumentType):
        thing.plan = [{"page": p["page"], "note": p.get("note", "")} for p in each.fields.get("plan", [])]
    else:
        thing.features = each.fields.get("features", [])
        rows = visible_types(by).filter(code=each.fields.get("type") or "-").order_by("-edition")
        thing.type = rows.filter(agency=by.agency_id).first() or rows.first()


def _replace_what_is_on(
    thing: DocumentType | Alert, each: Described, taken: list[Taken], by: Person, at: datetime
) -> None:
    thing.pictures.all().delete()
    made: dict[str, LibraryPicture] = {}
    for number, (picture, one) in enumerate(zip(each.pictures, taken, strict=True), 1):
        cleared = picture.get("cleared", each.noun == "type")
        row = LibraryPicture(
            page=picture.get("page", "data"),
            light=picture.get("light", "white"),
            caption=picture.get("caption", {}),
            position=number,
            width=one.width,
            height=one.height,
            cleared=cleared,
            sha256=one.sha256 if cleared else "",
            raw="" if cleared else one.sha256,
            added_by=by,
            added_at=at,
            **{thing.noun: thing},
        )
        row.save(force_insert=True)
        made[picture["file"]] = row
    rows: type[Feature | Sign] = Feature if isinstance(thing, DocumentType) else Sign
    rows.objects.filter(**{thing.noun: thing}).delete()
    key = "features" if isinstance(thing, DocumentType) else "signs"
    for number, told in enumerate(each.fields.get(key, []), 1):
        placed = rows(position=number, **{thing.noun: thing})
        for name, value in told.items():
            if name == "place":
                placed.box = value
            elif name == "picture":
                placed.picture = made.get(value)
            else:
                setattr(placed, name, value)
        placed.step = told.get("step") or usual_step(placed.term)
        placed.save()
    refresh(thing)
    thing.save(update_fields=["findable"])


def files_of(person: Person) -> Iterator[tuple[str, bytes]]:
    """The library as files: what is published and may be handed on (not TLP:RED), by code."""
    for rows in (visible_types(person), visible_alerts(person)):
        out = rows.filter(stage=Stage.PUBLISHED).exclude(sharing="red").order_by("code", "agency__code")
        seen: set[str] = set()
        for thing in out:
            if thing.code in seen:  # another agency's of the same code: the first one stands for it
                continue
            seen.add(thing.code)
            pictures = pictures_of(thing)
            names = file_names(pictures)
            start = f"{thing.noun}s/{thing.code}"
            yield f"{start}/{thing.noun}.yaml", write_yaml(described(thing, pictures))
            for picture in pictures:
                yield f"{start}/{names[picture.pk]}", bytes_of(picture)


@transaction.atomic
def note_export(*, by: Person, at: datetime, files: int) -> None:
    require(by, "library.read")
    write("library.export", by=by, at=at, files=files)
