"""The demonstration's library: fictional types and their false ones, as files that are taken in like any."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from secondline.people.models import Person
from secondline.reference.actions.exchanging import take_in
from secondline.reference.actions.importing import Described, import_list
from secondline.reference.actions.offering import offer_card
from secondline.reference.actions.standing import publish, submit
from secondline.reference.columns import Columns
from secondline.reference.folder import Bundle
from secondline.reference.models import Alert, DocumentType
from secondline.reference.rules import KIND_LETTERS, SIZES
from secondline.reference.yamlfile import write_yaml
from secondline.site.demo.library_words import IMITATED, LAST_SIGN, LOOKS, SIGNS, STATE_NAMES
from secondline.site.demo.specimen import FAULTS, Kind, Side, State
from secondline.site.demo.specimen.document import LAYOUTS
from secondline.site.demo.specimen.layout import Layout
from secondline.site.demo.specimen.states import EREWHON, NEW_ATLANTIS, UTOPIA
from traveldoc.vocabulary import vocabulary

SOURCE = "Demonstration: drawn, no such document exists"
WRITTEN = timedelta(days=400)
BY_ID = {fault.id: fault for fault in FAULTS}


@dataclass(frozen=True, slots=True)
class Kin:
    """A kind in the library, its layout, how its numbers begin, since when and until when."""

    kind: str
    drawn: Kind
    letters: str
    series: str
    last: str = ""
    digits: int = 8
    swapped: bool = False


KINS = (
    Kin("passport", Kind.PASSPORT, "{}", "2014"),
    Kin("passport", Kind.PASSPORT, "{}", "2004", "2013-12-31", digits=7, swapped=True),
    Kin("passport-diplomatic", Kind.PASSPORT, "{}D", "2016", digits=7, swapped=True),
    Kin("passport-service", Kind.PASSPORT, "{}S", "2016", digits=7),
    Kin("identity-card", Kind.IDENTITY_CARD, "{}A", "2012", digits=7),
    Kin("identity-card", Kind.IDENTITY_CARD, "{}", "2001", "2011-12-31", digits=6, swapped=True),
    Kin("visa", Kind.VISA, "V", "2015"),
    Kin("residence-permit", Kind.RESIDENCE_PERMIT, "R", "2013"),
)
EMERGENCY = Kin("emergency-travel-document", Kind.PASSPORT, "UE", "2017", digits=6, swapped=True)
LETTERS = {UTOPIA.id: "U", EREWHON.id: "E", NEW_ATLANTIS.id: "N"}
FORMATS = {
    Kind.PASSPORT: "TD3",
    Kind.IDENTITY_CARD: "TD1",
    Kind.VISA: "MRVA",
    Kind.RESIDENCE_PERMIT: "TD2",
}


@dataclass(frozen=True, slots=True)
class Seed:
    """One document type of the library."""

    code: str
    state: State
    kin: Kin

    @property
    def numbering(self) -> str:
        return self.kin.letters.format(LETTERS[self.state.id]) + "#" * self.kin.digits

    @property
    def look(self) -> State:
        """Older and special series have other colours."""
        state = self.state
        if not self.kin.swapped:
            return state
        return replace(state, first=state.second, second=state.first, dark=state.first)


def _seeds() -> Iterator[Seed]:
    counts: dict[str, int] = {}
    pairs = [(state, kin) for state in (UTOPIA, EREWHON, NEW_ATLANTIS) for kin in KINS]
    for state, kin in (*pairs, (UTOPIA, EMERGENCY)):
        letters = KIND_LETTERS[kin.kind]
        counts[letters] = counts.get(letters, 0) + 1
        yield Seed(f"UTO-{letters}-{counts[letters]:02d}001", state, kin)


SEEDS = tuple(_seeds())
BY_CODE = {seed.code: seed for seed in SEEDS}


@dataclass(frozen=True, slots=True)
class Fake:
    """A known false document or an alert: which fault, of which type (its place in the tables above)."""

    sort: str
    fault: str
    state: State
    kin: int
    numbers: str = ""
    sharing: str = "green"


FALSE = (
    Fake("false-document", "counterfeit", UTOPIA, 0, "U271828##"),
    Fake("false-document", "counterfeit", NEW_ATLANTIS, 0, "N527#####"),
    Fake("false-document", "counterfeit", UTOPIA, 6, "V331#####"),
    Fake("false-document", "photo-substituted", EREWHON, 0),
    Fake("false-document", "photo-substituted", EREWHON, 7),
    Fake("false-document", "photo-substituted", UTOPIA, 4),
    Fake("false-document", "birth-altered-mrz", UTOPIA, 1),
    Fake("false-document", "birth-altered-mrz", NEW_ATLANTIS, 4),
    Fake("false-document", "birth-altered-visual", EREWHON, 1),
    Fake("false-document", "expiry-prolonged", UTOPIA, 3),
    Fake("false-document", "page-substituted", EREWHON, 2),
    Fake("false-document", "blank-stolen", NEW_ATLANTIS, 1),
    Fake("alert", "blank-stolen", NEW_ATLANTIS, 0, "N61800000..N61809999", "amber"),
    Fake("alert", "blank-stolen", EREWHON, 4, "EA7040000..EA7044999"),
    Fake("alert", "blank-stolen", EREWHON, 6, "V55500000..V55509999"),
    Fake("alert", "counterfeit", EREWHON, 5),
    Fake("alert", "counterfeit", NEW_ATLANTIS, 6, "V889#####", "amber"),
    Fake("alert", "counterfeit", NEW_ATLANTIS, 7, "R777#####"),
    Fake("alert", "page-substituted", NEW_ATLANTIS, 2),
    Fake("alert", "photo-substituted", UTOPIA, 7, "R3605####", "amber-strict"),
    Fake("alert", "expiry-prolonged", EREWHON, 3),
    Fake("alert", "birth-altered-visual", UTOPIA, 5),
    Fake("alert", "birth-altered-mrz", UTOPIA, 2),
    Fake("alert", "expiry-prolonged", NEW_ATLANTIS, 3),
)


def code_of(number: int) -> str:
    """F-2026-0001 ... for known false documents, A-2026-0001 ... for alerts."""
    each = FALSE[number]
    place = sum(other.sort == each.sort for other in FALSE[: number + 1])
    return f"{'F' if each.sort == 'false-document' else 'A'}-2026-{place:04d}"


def imitated(each: Fake) -> Seed:
    return next(seed for seed in SEEDS if (seed.state, seed.kin) == (each.state, KINS[each.kin]))


def _title(kind: str, state: State, end: str) -> dict[str, str]:
    kinds = vocabulary("document-kind")
    return {tag: f"{STATE_NAMES[state.id][tag]}: {kinds.label(kind, tag)}{end}" for tag in ("en", "ru", "kk")}


def _percent(box: tuple[float, float, float, float], place: Layout) -> list[float]:
    wide, high = place.size
    left, top, width, height = box
    shares = (left / wide, top / high, width / wide, height / high)
    return [round(100 * share, 2) for share in shares]


def _places(place: Layout) -> dict[str, list[float]]:
    """Where on the page each feature of the drawing is, in percent."""
    wide, high = place.size
    boxes = {
        "background-through-photo": place.portrait,
        "ghost-portrait": place.ghost,
        "microprint": place.heading,
        "tactile-feature": place.heading,
        "watermark": (wide * 0.76, high * 0.18, wide * 0.16, high * 0.26),
        "mrz-ocrb": place.mrz_zone if place.lines else None,
        "laser-engraving": (wide * 0.36, high * 0.22, wide * 0.3, high * 0.2),
    }
    if place.foil:
        x, y, radius = place.foil
        boxes["hologram"] = (max(0, x - radius), y - radius, 2 * radius, 2 * radius)
    if place.perforation:
        x, y = place.perforation
        boxes["laser-perforation"] = (x - 0.6, y - 1, min(4.2, wide - x), 26)
    return {term: _percent(box, place) for term, box in boxes.items() if box}


CARD = (
    "background-through-photo",
    "ghost-portrait",
    "hologram",
    "laser-perforation",
    "watermark",
    "mrz-ocrb",
)
PAPER = ("watermark", "fibres-uv", "tactile-feature")
PLASTIC = ("polycarbonate-layers", "laser-engraving")
ALWAYS = ("background-through-photo", "ghost-portrait", "hologram", "microprint", "ink-uv-invisible")


def _features(seed: Seed) -> list[dict[str, Any]]:
    place = LAYOUTS[seed.kin.drawn, Side.FRONT]
    places = _places(place)
    terms = [*ALWAYS, *(PLASTIC if seed.kin.drawn is Kind.IDENTITY_CARD else PAPER)]
    terms += [term for term in ("laser-perforation", "mrz-ocrb") if term in places]
    book, chosen = vocabulary("security-feature"), 0
    found = []
    for term in terms:
        known = book[term]
        on_card = term in CARD and chosen < 5
        chosen += on_card
        told: dict[str, Any] = {"term": term, "light": known.facets["lights"][0], "look": LOOKS[term]}
        if term in {"background-through-photo", "ghost-portrait", "hologram", "laser-perforation"}:
            told["light"] = "white"
        if term == "microprint":
            told["imitations"] = IMITATED
        found.append(told | ({"place": places[term]} if term in places else {}) | {"on_card": on_card})
    return found


def type_file(seed: Seed) -> dict[str, Any]:
    kin = seed.kin
    return {
        "code": seed.code,
        "title": _title(kin.kind, seed.state, f", {kin.series}"),
        "issuer": "UTO",
        "authority": seed.state.name.title(),
        "kind": kin.kind,
        "series": kin.series,
        "numbering": seed.numbering,
        "format": FORMATS[kin.drawn] if FORMATS[kin.drawn] in SIZES else "other",
        "substrate": "polymer" if kin.drawn is Kind.IDENTITY_CARD else "paper",
        "first_issued": f"{kin.series}-01-01",
        "last_issued": kin.last,
        "plan": [{"page": "cover"}, {"page": "data"}, {"page": "inner"}]
        if kin.drawn is Kind.PASSPORT
        else [{"page": "data"}],
        "source": SOURCE,
        "sharing": "green",
        "features": _features(seed),
    }


def alert_file(number: int) -> dict[str, Any]:
    each = FALSE[number]
    seed, fault = imitated(each), BY_ID[each.fault]
    fraud = vocabulary("fraud")
    how, what = {}, {}
    for tag in ("en", "ru", "kk"):
        with translation.override(tag):
            how[tag], what[tag] = gettext(fault.seen), gettext(fault.done)
    ends = {tag: f". {fraud.label(fault.subtype, tag)}" for tag in how}
    title = {tag: words + ends[tag] for tag, words in _title(seed.kin.kind, seed.state, "").items()}
    return {
        "code": code_of(number),
        "sort": each.sort,
        "title": title,
        "issuer": "UTO",
        "authority": seed.state.name.title(),
        "kind": seed.kin.kind,
        "series": seed.kin.series,
        "type": seed.code,
        "numbering": each.numbers,
        "fraud": fault.subtype,
        "what": what,
        "recognise": how,
        "features": sorted({SIGNS[trait][0] for trait in fault.traits}),
        "source": "Demonstration: Document Examination Support Centre",
        "valid_from": "2026-01-01",
        "sharing": each.sharing,
        "signs": _signs(each, seed),
    }


def _signs(each: Fake, seed: Seed) -> list[dict[str, Any]]:
    places = _places(LAYOUTS[seed.kin.drawn, Side.FRONT])
    found: list[dict[str, Any]] = []
    for trait in sorted(BY_ID[each.fault].traits, key=lambda one: one.name):
        term, light, words = SIGNS[trait]
        sign = {"term": term, "light": light, "look": words, "on_card": len(found) < 5}
        found.append(sign | ({"place": places[term]} if term in places else {}))
    further = ("date-consistency", "issue-authority", "serial-number-font")[: max(0, 3 - len(found))]
    told = {"light": "white", "look": LAST_SIGN, "on_card": True}
    return [*found, *({"term": term, **told} for term in further)]


def bundles() -> list[Bundle]:
    """The whole seed as a folder in memory."""
    made = []
    for seed in SEEDS:
        data = write_yaml(_without_empty(type_file(seed)))
        made.append(Bundle("type", seed.code, {"type.yaml": partial(bytes, data)}))
    for number in range(len(FALSE)):
        data = write_yaml(_without_empty(alert_file(number)))
        made.append(Bundle("alert", code_of(number), {"alert.yaml": partial(bytes, data)}))
    return made


def _without_empty(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value not in ("", [], {}, None)}


def fill(persons: dict[str, Person], at: datetime) -> None:
    """Written by one examiner, published by another, long ago; cards for two posts; a list of numbers."""
    erik, mei, ana = persons["erik"], persons["mei"], persons["ana"]
    since = at - WRITTEN
    for thing in take_in(bundles=bundles(), by=erik, at=since).things:
        handed = submit(thing=thing, by=erik, at=since + timedelta(days=1))
        publish(thing=handed, by=mei, at=since + timedelta(days=2))
    for code, post in (("A-2026-0001", "olga"), ("F-2026-0002", "olga"), ("F-2026-0003", "tomas")):
        place = persons[post].post
        if place is not None:
            alert = Alert.objects.get(code=code)
            offer_card(post=place, thing=alert, by=ana, at=at, reason="")
    passport = DocumentType.objects.get(code="UTO-AO-01001")
    if (airport := persons["olga"].post) is not None:
        offer_card(post=airport, thing=passport, by=ana, at=at)
    _take_list(persons["adam"], at)


LISTED = (
    "number,to,reason,day,how\n"
    "U22360679,,stolen,{day},in a night train\n"
    "E7099####,,lost,{day},\n"
    "N61803000,N61804999,stolen-blank,{day},van broken open\n"
    "U19283746,,revoked,{day},\n"
)


def _take_list(by: Person, at: datetime) -> None:
    as_of = at.date() - timedelta(days=3)
    day: date = as_of - timedelta(days=90)
    stream = io.BytesIO(LISTED.format(day=day.isoformat()).encode())
    described = Described("Register of Utopia", as_of, 14, "Passport Office of Utopia, +000 0000", "amber")
    columns = Columns(
        number="number", number_to="to", issuer="=UTO", sort="reason", day="day", circumstances="how"
    )
    import_list(stream=stream, columns=columns, described=described, agency=by.agency, by=by, at=at)
