"""Quick-check cards: made from a type or an alert whenever they are looked at, so that none is outdated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from secondline.people.models import Agency, Person, Post
from secondline.reference.models import Alert, CardOffer, DocumentType, Feature, LibraryPicture, Sign
from secondline.reference.naming import state_name
from secondline.reference.queries.library import circle_of, pictures_of, visible_alerts, visible_types
from secondline.reference.rules import CARD_MOST, Box, Stage, words
from traveldoc.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at: its number on the picture, its name, what to see, where."""

    number: int
    name: str
    text: str
    light: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Card:
    """One picture and three to five points, in one language."""

    thing: DocumentType | Alert
    title: str
    subtitle: str
    picture: LibraryPicture | None
    points: tuple[Point, ...]
    is_alert: bool


def card_of(thing: DocumentType | Alert, tongue: str) -> Card:
    """Those features that were chosen for the card; where none was, the first that can be seen by eye."""
    placed: Sequence[Feature | Sign] = list(
        thing.features.all() if isinstance(thing, DocumentType) else thing.signs.all()
    )
    chosen = [each for each in placed if each.on_card] or _at_once(placed)
    picture = _picture(thing, chosen)
    points = tuple(
        Point(number, _name(each, tongue), _text(each, tongue), each.light, _place(each, picture))
        for number, each in enumerate(chosen[:CARD_MOST], 1)
    )
    kind = vocabulary("document-kind").label(thing.kind, tongue) if thing.kind else ""
    names = (kind, thing.authority or (state_name(thing.issuer) if thing.issuer else ""), thing.series)
    title = words(thing.title, tongue) or thing.code
    return Card(
        thing, title, " · ".join(each for each in names if each), picture, points, isinstance(thing, Alert)
    )


def _at_once(placed: Sequence[Feature | Sign]) -> list[Feature | Sign]:
    """In white light first, with a place first: a look of seconds."""
    return sorted(placed, key=lambda each: (each.light != "white", each.box is None, each.position))


def _picture(thing: DocumentType | Alert, chosen: Sequence[Feature | Sign]) -> LibraryPicture | None:
    """The picture of the page that most points are on, in white light if there is one."""
    shown = pictures_of(thing)
    pages = [each.page for each in chosen]
    page = max(set(pages), key=lambda each: (pages.count(each), each)) if pages else "data"
    order = sorted(shown, key=lambda each: (each.page != page, each.light != "white", each.position))
    return order[0] if order else None


def _place(each: Feature | Sign, picture: LibraryPicture | None) -> Box | None:
    return each.box if picture is not None and each.page == picture.page else None


def _name(each: Feature | Sign, tongue: str) -> str:
    return vocabulary("security-feature").label(each.term, tongue) if each.term else ""


def _text(each: Feature | Sign, tongue: str) -> str:
    first = words(each.first, tongue) if isinstance(each, Feature) else ""
    return first or words(each.look, tongue)


def cards_about(agency: Agency, *, issuer: str = "", kind: str = "") -> list[DocumentType | Alert]:
    """What is published and released to an agency about documents of this issuer or kind, alerts first."""
    where = circle_of(agency) & Q(stage=Stage.PUBLISHED)
    where &= Q(issuer=issuer) if issuer else Q()
    where &= Q(kind=kind) if kind else Q()
    alerts = Alert.objects.filter(where).order_by("-published_at", "pk")
    types = DocumentType.objects.filter(where).order_by("-published_at", "pk")
    return [*alerts, *types]


def planned_origins(agency: UUID) -> set[UUID]:
    """The plans because of which any card is offered at the agency's posts."""
    found = CardOffer.objects.filter(post__agency=agency, origin__isnull=False).order_by()
    return {each for each in found.values_list("origin", flat=True).distinct() if each}


def offers_at(post: Post, person: Person, on: date) -> list[CardOffer]:
    """The cards for the officers of a post on a day: published, and released to whoever looks."""
    types = visible_types(person).filter(stage=Stage.PUBLISHED)
    alerts = visible_alerts(person).filter(stage=Stage.PUBLISHED)
    found = CardOffer.objects.filter(Q(until__isnull=True) | Q(until__gte=on), post=post)
    shown = found.filter(Q(type__in=types) | Q(alert__in=alerts))
    return list(shown.select_related("type", "alert", "offered_by", "post"))
