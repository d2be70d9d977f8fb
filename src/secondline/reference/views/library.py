"""Looking into the library: search, a type, an alert, their pictures."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_GET

from secondline.people.gate import Request
from secondline.people.queries import may, require
from secondline.reference.models import Alert, DocumentType, LibraryPicture
from secondline.reference.queries import library as queries
from secondline.reference.queries.cards import offers_at
from secondline.reference.queries.pictures import bytes_of, find_picture, raw_bytes_of, thumb_of
from secondline.reference.rules import Stage

ON_A_PAGE = 24
LIKE_WHITE = frozenset({"white", "magnifier", "oblique", "coaxial"})
LONGEST_SEARCH = 120
MINUTES = 600  # a specimen is nobody's secret within the session; a bad line need not fetch it twice


class NounConverter(StringConverter):
    regex = "type|alert"


register_converter(NounConverter, "library_noun")


def find(request: Request, noun: str, pk: UUID) -> DocumentType | Alert:
    return queries.find_type(request.user, pk) if noun == "type" else queries.find_alert(request.user, pk)


@require_GET
def index(request: Request) -> HttpResponse:
    """Everything that is published; a search finds by issuer, code, number, feature and words."""
    person = request.user
    require(person, "library.read")
    text = request.GET.get("search", "")[:LONGEST_SEARCH].strip()
    stage = request.GET.get("stage", "")
    writes = may(person, "library.write")
    wanted = [Stage.PUBLISHED]
    if writes and stage == "work":
        wanted = [Stage.DRAFT, Stage.REVIEW]
    elif stage == "ended":
        wanted = [Stage.SUPERSEDED, Stage.WITHDRAWN]
    numbered = [
        (number, found)
        for number in queries.numbers_in(text)
        if (found := queries.types_with_number(person, number))
    ]
    types = queries.search(queries.visible_types(person).filter(stage__in=wanted), text)
    alerts = queries.search(queries.visible_alerts(person).filter(stage__in=wanted), text)
    page = Paginator(types.prefetch_related("pictures"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "search": text,
        "stage": stage,
        "page": page,
        "alerts": alerts[:ON_A_PAGE],
        "more_alerts": max(0, alerts.count() - ON_A_PAGE),
        "numbered": numbered,
        "writes": writes,
        "imports": may(person, "reported.read"),
        "offers": may(person, "card.offer"),
        "waiting": queries.count_to_review(person) if writes else 0,
        "cards": offers_at(person.post, person, request.at.date()) if person.post and not text else [],
    }
    return render(request, "reference/library.html", context)


@require_GET
def thing(request: Request, noun: str, pk: UUID) -> HttpResponse:
    found = find(request, noun, pk)
    context = shown(request, found)
    return render(request, f"reference/{noun}.html", context)


def shown(request: Request, found: DocumentType | Alert) -> dict[str, Any]:
    """What the page of a type or an alert shows, and what its reader may do to it."""
    person = request.user
    writes, reviews = may(person, "library.write", found), may(person, "library.review", found)
    pictures = queries.pictures_of(found, person=person)
    context: dict[str, Any] = {
        "thing": found,
        "pictures": pictures,
        "raw": [each for each in found.pictures.exclude(raw="") if each.added_by_id == person.pk],
        "editions": _editions(request, found),
        "can": {
            "write": writes and found.stage == Stage.DRAFT,
            "add": writes and found.stage in {Stage.DRAFT, Stage.PUBLISHED},
            "revise": writes and found.stage == Stage.PUBLISHED,
            "publish": reviews and found.stage == Stage.REVIEW and str(person.pk) not in found.writers,
            "send_back": reviews and found.stage == Stage.REVIEW,
            "withdraw": reviews and found.stage in {Stage.DRAFT, Stage.PUBLISHED},
            "confirm": reviews,
        },
    }
    if isinstance(found, DocumentType):
        steps = queries.features_by_step(found)
        context["steps"] = [(step, [(each, _cut(each, pictures)) for each in rows]) for step, rows in steps]
        alerts = queries.alerts_seen_by(person, issuer=found.issuer, kind=found.kind, on=request.at.date())
        context["alerts"] = [alert for alert, _fit in alerts if alert.type_id in {None, found.pk}]
    else:
        context["signs"] = [(each, _cut(each, pictures)) for each in queries.signs_of(found)]
        context["imitated"] = (
            queries.visible_types(person).filter(pk=found.type_id).first() if found.type_id else None
        )
    return context


def _cut(placed: Any, pictures: list[LibraryPicture]) -> LibraryPicture | None:
    """The picture that shows a feature: its own, else one of its page in its light.

    White light stands in for the magnifier and for light from the side: the place is the same there. What
    glows, vanishes or is seen against the light would be told of a picture that does not show it.
    """
    if placed.picture_id:
        return next((each for each in pictures if each.pk == placed.picture_id), None)
    lights = [placed.light, "white"] if placed.light in LIKE_WHITE else [placed.light]
    same = [each for each in pictures if each.page == placed.page and each.light in lights]
    return min(same, key=lambda each: each.light != placed.light, default=None)


def _editions(request: Request, found: DocumentType | Alert) -> list[DocumentType | Alert]:
    person = request.user
    if isinstance(found, DocumentType):
        rows = queries.visible_types(person).filter(agency=found.agency_id, code=found.code)
        return [each for each in rows.order_by("-edition") if each.pk != found.pk]
    alerts = queries.visible_alerts(person).filter(agency=found.agency_id, code=found.code)
    return [each for each in alerts.order_by("-edition") if each.pk != found.pk]


@require_GET
def picture(request: Request, pk: UUID) -> HttpResponse:
    return _jpeg(bytes_of(find_picture(request.user, pk)))


@require_GET
def thumb(request: Request, pk: UUID) -> HttpResponse:
    return _jpeg(thumb_of(find_picture(request.user, pk)))


@require_GET
def raw(request: Request, pk: UUID) -> HttpResponse:
    """Before it was blurred: for its author only, and kept by no browser."""
    found = find_picture(request.user, pk)
    response = _jpeg(raw_bytes_of(found, request.user))
    response["Cache-Control"] = "no-store"
    return response


def _jpeg(data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={MINUTES}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
