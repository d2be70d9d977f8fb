"""Pictures of one page laid on each other: asked for, looked up, and seen tile by tile."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from secondline.evidence.actions import align, align_by_points, look
from secondline.evidence.laying import tile_onto
from secondline.evidence.models import Item, Laying
from secondline.evidence.pyramid import TILES_FORM, Pack, Pyramid
from secondline.evidence.queries import (
    alignment_words,
    alignments_visible_to,
    holds_tiles,
    storage,
    visible_to,
)
from secondline.evidence.rules import Size
from secondline.evidence.tasks import lay_soon
from secondline.evidence.views.tiles import jpeg, private, pyramid_of
from secondline.people.gate import Request
from traveldoc.finding import Phrase, gettext_noop
from traveldoc.page.pairs import MOST_PAIRS, Pair, PairsError
from traveldoc.page.views import VIEWS

_UNREADABLE = gettext_noop("The points can't be read. Set them again.")
LONGEST_POINTS = 200 * MOST_PAIRS  # characters


@require_POST
def ask(request: Request) -> HttpResponseBase:
    """Lay `moving` on `fixed`: by `points` if any: JSON of [[fixed x, y], [moving x, y]] in shares.

    Answers with the alignment, or goes back to `next` where a form without JavaScript names it.
    """
    fixed, moving = posted_item(request, "fixed"), posted_item(request, "moving")
    said = request.POST.get("points", "").strip()
    try:
        if said:
            points = read_points(said)
            found = align_by_points(fixed=fixed, moving=moving, points=points, by=request.user, at=request.at)
        else:
            found = align(fixed=fixed, moving=moving, by=request.user, at=request.at, then=lay_soon)
    except PairsError as error:
        return refused(error)
    return answered(request, found, fixed.pk, moving.pk)


def refused(error: PairsError) -> HttpResponse:
    message = error.phrase.filled(gettext(error.phrase.template))
    return private(JsonResponse({"error": "points", "message": message}, status=422))


def answered(request: Request, found: Laying, fixed: UUID, moving: UUID) -> HttpResponseBase:
    goal = request.POST.get("next", "")
    if goal and url_has_allowed_host_and_scheme(
        goal, {request.get_host()}, require_https=request.is_secure()
    ):
        return redirect(goal)
    found.refresh_from_db()
    return private(JsonResponse(shape(found, fixed, moving)))


def posted_item(request: Request, name: str) -> Item:
    try:
        key = UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(visible_to(request.user), pk=key)


def read_points(text: str) -> list[Pair]:
    """Pairs as the page sends them. Raises PairsError."""
    try:
        return [(_point(there), _point(here)) for there, here in json.loads(text[:LONGEST_POINTS])]
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise PairsError(Phrase(_UNREADABLE)) from error


def _point(given: Any) -> tuple[float, float]:
    x, y = given
    if type(x) not in {int, float} or type(y) not in {int, float}:
        raise TypeError
    return float(x), float(y)


@require_GET
def alignment(request: Request, alignment: UUID) -> JsonResponse:
    found = get_object_or_404(alignments_visible_to(request.user), pk=alignment)
    return private(JsonResponse(shape(found, found.fixed.pk, found.moving.pk)))


def shape(found: Laying, fixed: UUID, moving: UUID) -> dict[str, Any]:
    """What a viewer has to know of an alignment."""
    return {
        "id": str(found.pk),
        "fixed": str(fixed),
        "moving": str(moving),
        "state": found.state,
        "how": found.how,
        "quality": found.quality,
        "words": alignment_words(found),
        "matrix": found.transform,
        "points": found.points,
    }


@require_GET
def tile_on(
    request: Request, item: UUID, alignment: UUID, view: str, level: int, x: int, y: int
) -> HttpResponse:
    """A tile of the fixed picture's pyramid that shows the item as it lies there."""
    found = get_object_or_404(alignments_visible_to(request.user), pk=alignment, moving=item)
    fixed = pyramid_of(found.fixed)
    return laid_tile(request, found, found.moving, fixed, view, (level, x, y))


def laid_tile(
    request: Request, found: Laying, item: Item, fixed: Pyramid, view: str, place: tuple[int, int, int]
) -> HttpResponse:
    """A tile of `fixed` with the item on it; 404 where there is none."""
    if view not in VIEWS or found.transform is None or not holds_tiles(item) or not fixed.holds(*place):
        raise Http404
    look(item=item, size=Size.TILES, by=request.user, at=request.at)
    with storage(item.agency_id).open_derived(item.sha256, TILES_FORM) as file:
        return jpeg(tile_onto(Pack(file), fixed, tuple(found.transform), view, *place))
