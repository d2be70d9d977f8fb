"""What stands in the YAML of a type or an alert, read and judged; and the same written.

Tables of fields: a name, how it is read. What is not in the table is a fault, so that no spelling mistake
passes silently.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from secondline.reference.folder import Fault
from secondline.reference.models import Alert, DocumentType, Feature, LibraryPicture, Sign
from secondline.reference.rules import (
    CIRCLES,
    CODE,
    FORMAT_NAMES,
    LANGUAGES,
    LONGEST_TEXT,
    MOST_FEATURES,
    MOST_PICTURES,
    PAGES,
    SORTS,
    STEPS,
    Box,
)
from secondline.reference.yamlfile import Node, YamlFileError, read_yaml
from traveldoc.checks import CHECKS
from traveldoc.finding import Phrase, gettext_noop
from traveldoc.numbering import NumberingError, numbering
from traveldoc.vocabulary import vocabulary

_UNKNOWN: Final = gettext_noop("There is no field “%(value)s” here. The fields are: %(known)s.")
_MISSING: Final = gettext_noop("“%(value)s” is missing.")
_NO_TEXT: Final = gettext_noop("“%(field)s” must be a text.")
_NO_LIST: Final = gettext_noop("“%(field)s” must be a list.")
_NO_MAP: Final = gettext_noop("This must be a list of fields and values.")
_LONG: Final = gettext_noop("“%(field)s” is longer than %(most)s characters.")
_LANGUAGE: Final = gettext_noop("“%(value)s” is no language of the house: %(known)s.")
_CHOICE: Final = gettext_noop("“%(value)s” is not one of: %(known)s.")
_DAY: Final = gettext_noop("“%(value)s” is no day. Write YYYY-MM-DD.")
_NUMBER: Final = gettext_noop("“%(value)s” is no number.")
_YES: Final = gettext_noop("“%(value)s” is neither true nor false.")
_PLACE: Final = gettext_noop("A place is four numbers in percent: [left, top, width, height].")
_CODE: Final = gettext_noop("“%(value)s” is no code. A code looks like THA-AO-04001 or F-2026-0001.")
_FOLDER: Final = gettext_noop("The code must be the name of its folder, “%(value)s”.")
_FILE: Final = gettext_noop("There is no file “%(value)s” in this folder.")
_MANY: Final = gettext_noop("“%(field)s” has more than %(most)s entries.")
_CONCERNS: Final = gettext_noop("An alert needs an issuer, a kind or numbers: what does it concern?")
_SHOWN: Final = 12


class _WrongError(Exception):
    def __init__(self, line: int, template: str, **values: str) -> None:
        self.line, self.phrase = line, Phrase(template, {name: text[:300] for name, text in values.items()})


Read = Callable[[str, Node], Any]


def _text(most: int = 300) -> Read:
    def read(name: str, node: Node) -> str:
        if node.text is None:
            raise _WrongError(node.line, _NO_TEXT, field=name)
        if len(node.text) > most:
            raise _WrongError(node.line, _LONG, field=name, most=str(most))
        return node.text.strip()

    return read


def _texts(name: str, node: Node) -> dict[str, str]:
    """A text (English), or texts by language."""
    read = _text(LONGEST_TEXT)
    if node.pairs is None:
        text = read(name, node)
        return {"en": text} if text else {}
    for tag, value in node.pairs.items():
        if tag not in LANGUAGES:
            raise _WrongError(value.line, _LANGUAGE, value=tag, known=", ".join(LANGUAGES))
    return {tag: text for tag, value in node.pairs.items() if (text := read(name, value))}


def _one_of(known: Callable[[], Any], *, empty: bool = True) -> Read:
    def read(name: str, node: Node) -> str:
        text: str = _text()(name, node)
        these = list(known())
        if text not in these and not (empty and not text):
            shown = [*these[:_SHOWN], "…"] if len(these) > _SHOWN else these
            raise _WrongError(node.line, _CHOICE, value=text, known=", ".join(shown))
        return text

    return read


def _term(name: str, *, empty: bool = True) -> Read:
    return _one_of(lambda: vocabulary(name).terms, empty=empty)


def _many(each: Read) -> Read:
    def read(name: str, node: Node) -> list[Any]:
        if node.items is None:
            raise _WrongError(node.line, _NO_LIST, field=name)
        if len(node.items) > MOST_FEATURES:
            raise _WrongError(node.line, _MANY, field=name, most=str(MOST_FEATURES))
        return [each(name, item) for item in node.items]

    return read


def _day(name: str, node: Node) -> date | None:
    text = _text()(name, node)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _WrongError(node.line, _DAY, value=text) from error


def _millimetres(name: str, node: Node) -> float | None:
    text = _text()(name, node)
    try:
        value = float(text) if text else None
    except ValueError as error:
        raise _WrongError(node.line, _NUMBER, value=text) from error
    if value is not None and not 10 <= value <= 500:
        raise _WrongError(node.line, _NUMBER, value=text)
    return value


def _yes(name: str, node: Node) -> bool:
    text = str(_text()(name, node)).lower()
    if text not in {"true", "false", "yes", "no"}:
        raise _WrongError(node.line, _YES, value=text)
    return text in {"true", "yes"}


def _numbers(name: str, node: Node) -> str:
    text: str = _text(600)(name, node)
    if text:
        try:
            numbering(text)
        except NumberingError as error:
            raise _WrongError(node.line, error.problem.template, **error.problem.values) from error
    return text


def _box(name: str, node: Node) -> Box | None:
    if node.text == "":
        return None
    items = node.items or []
    try:
        values = [float(_text()(name, item)) / 100 for item in items]
    except ValueError as error:
        raise _WrongError(node.line, _PLACE) from error
    if len(values) != 4 or not Box(*values).fits:
        raise _WrongError(node.line, _PLACE)
    return Box(*values)


def _group(table: Mapping[str, Read], needed: tuple[str, ...] = ()) -> Read:
    """Fields within a list."""

    def read(name: str, node: Node) -> dict[str, Any]:
        del name
        return _fields(node, table, needed)

    return read


_PLAN: Final[dict[str, Read]] = {"page": _one_of(lambda: PAGES, empty=False), "note": _text()}


_PICTURE: Final[dict[str, Read]] = {
    "file": _text(100),
    "page": _one_of(lambda: PAGES, empty=False),
    "light": _term("light", empty=False),
    "caption": _texts,
    "cleared": _yes,
}
_SIGN: Final[dict[str, Read]] = {
    "term": _term("security-feature"),
    "page": _one_of(lambda: PAGES, empty=False),
    "light": _term("light", empty=False),
    "step": _one_of(lambda: STEPS),
    "place": _box,
    "on_card": _yes,
    "picture": _text(100),
    "look": _texts,
}
_FEATURE: Final[dict[str, Read]] = {
    **_SIGN,
    **dict.fromkeys(("first", "second", "third", "imitations"), _texts),
}
_RELEASED: Final[dict[str, Read]] = {
    "code": _text(24),
    "issuer": _term("state"),
    "authority": _text(80),
    "kind": _term("document-kind"),
    "series": _text(40),
    "numbering": _numbers,
    "title": _texts,
    "source": _text(300),
    "sharing": _one_of(lambda: CIRCLES, empty=False),
    "pictures": _many(_group(_PICTURE, ("file",))),
}
TYPE: Final[dict[str, Read]] = {
    **_RELEASED,
    "format": _one_of(lambda: FORMAT_NAMES, empty=False),
    "width_mm": _millimetres,
    "height_mm": _millimetres,
    "substrate": _term("substrate"),
    "first_issued": _day,
    "last_issued": _day,
    "plan": _many(_group(_PLAN, ("page",))),
    "notes": _texts,
    "features": _many(_group(_FEATURE, ("term",))),
}
ALERT: Final[dict[str, Read]] = {
    **_RELEASED,
    "sort": _one_of(lambda: SORTS, empty=False),
    "type": _text(24),
    "fraud": _term("fraud"),
    "what": _texts,
    "recognise": _texts,
    "checks": _many(_one_of(lambda: [check.id for check in CHECKS], empty=False)),
    "features": _many(_term("security-feature", empty=False)),
    "valid_from": _day,
    "valid_to": _day,
    "signs": _many(_group(_SIGN)),
}
_NEEDED: Final = {"type": ("code", "issuer", "kind", "title"), "alert": ("code", "title", "source")}


def _fields(node: Node, table: Mapping[str, Read], needed: tuple[str, ...]) -> dict[str, Any]:
    if node.pairs is None:
        raise _WrongError(node.line, _NO_MAP)
    for name, value in node.pairs.items():
        if name not in table:
            raise _WrongError(value.line, _UNKNOWN, value=name, known=", ".join(table))
    for name in needed:
        if name not in node.pairs:
            raise _WrongError(node.line, _MISSING, value=name)
    return {name: table[name](name, value) for name, value in node.pairs.items()}


@dataclass(slots=True)
class Described:
    """A type or an alert as its file has it: fields by name."""

    noun: str
    place: str
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return str(self.fields["code"])

    @property
    def pictures(self) -> list[dict[str, Any]]:
        pictures: list[dict[str, Any]] = self.fields.get("pictures", [])
        return pictures


def describe(noun: str, place: str, data: bytes, files: Mapping[str, object]) -> Described | Fault:
    """Read one YAML file; the first fault where it has one."""
    file = f"{place}/{noun}.yaml"
    try:
        node = read_yaml(data)
        found = _fields(node, TYPE if noun == "type" else ALERT, _NEEDED[noun])
        _judge(noun, place, node, found, files)
    except YamlFileError as error:
        return Fault(file, error.line, error.phrase)
    except _WrongError as wrong:
        return Fault(file, wrong.line, wrong.phrase)
    return Described(noun, place, found)


def _judge(noun: str, place: str, node: Node, found: Mapping[str, Any], files: Mapping[str, object]) -> None:
    """What no single field shows."""
    pairs = node.pairs or {}
    code, line = str(found["code"]), pairs["code"].line
    fits = CODE.fullmatch(code) if noun == "type" else code.isascii() and 3 <= len(code) <= 24
    if not fits:
        raise _WrongError(line, _CODE, value=code)
    if place.rpartition("/")[2] != code:
        raise _WrongError(line, _FOLDER, value=place.rpartition("/")[2])
    if noun == "alert" and not any(found.get(name) for name in ("issuer", "kind", "numbering")):
        raise _WrongError(line, _CONCERNS)
    pictures = found.get("pictures", [])
    if len(pictures) > MOST_PICTURES:
        raise _WrongError(pairs["pictures"].line, _MANY, field="pictures", most=str(MOST_PICTURES))
    for number, picture in enumerate(pictures):
        if picture["file"] not in files:
            item = (pairs["pictures"].items or [node])[number]
            raise _WrongError(item.line, _FILE, value=picture["file"])


def _given(content: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {name: value for name, value in content.items() if value not in (None, "", [], {}, False)}


def _placed(each: Feature | Sign, names: Mapping[object, str]) -> dict[str, Any]:
    box = each.box
    content = {
        "term": each.term,
        "page": each.page,
        "light": each.light,
        "step": each.step,
        "place": [round(100 * v, 4) for v in (box.left, box.top, box.width, box.height)] if box else None,
        "on_card": each.on_card,
        "picture": names.get(each.picture_id, ""),
        "look": each.look,
    }
    if isinstance(each, Feature):
        content |= {
            "first": each.first,
            "second": each.second,
            "third": each.third,
            "imitations": each.imitations,
        }
    return _given(content)


def file_names(pictures: list[LibraryPicture]) -> dict[object, str]:
    """A file name for each picture: page, light, and a number where these are the same."""
    names: dict[object, str] = {}
    for picture in pictures:
        start, number = f"{picture.page}-{picture.light}", 1
        name = f"{start}.jpg"
        while name in names.values():
            number += 1
            name = f"{start}-{number}.jpg"
        names[picture.pk] = name
    return names


def described(thing: DocumentType | Alert, pictures: list[LibraryPicture]) -> dict[str, Any]:
    """The content of its YAML file."""
    names = file_names(pictures)
    shown = [
        _given({"file": names[p.pk], "page": p.page, "light": p.light, "caption": p.caption, "cleared": True})
        for p in pictures
    ]
    content: dict[str, Any] = {
        "code": thing.code,
        "title": thing.title,
        "issuer": thing.issuer,
        "authority": thing.authority,
        "kind": thing.kind,
        "series": thing.series,
        "numbering": thing.numbering,
    }
    content |= _of_type(thing, names) if isinstance(thing, DocumentType) else _of_alert(thing, names)
    return _given(content | {"source": thing.source, "sharing": thing.sharing, "pictures": shown})


def _of_type(thing: DocumentType, names: Mapping[Any, str]) -> dict[str, Any]:
    return {
        "format": thing.format,
        "width_mm": thing.width_mm,
        "height_mm": thing.height_mm,
        "substrate": thing.substrate,
        "first_issued": _iso(thing.first_issued),
        "last_issued": _iso(thing.last_issued),
        "plan": [_given(page) for page in thing.plan],
        "notes": thing.notes,
        "features": [_placed(each, names) for each in thing.features.all()],
    }


def _of_alert(thing: Alert, names: Mapping[Any, str]) -> dict[str, Any]:
    return {
        "sort": thing.sort,
        "type": thing.type.code if thing.type else "",
        "fraud": thing.fraud,
        "what": thing.what,
        "recognise": thing.recognise,
        "checks": thing.checks,
        "features": thing.features,
        "valid_from": _iso(thing.valid_from),
        "valid_to": _iso(thing.valid_to),
        "signs": [_placed(each, names) for each in thing.signs.all()],
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
