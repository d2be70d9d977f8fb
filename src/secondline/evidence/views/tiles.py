"""The examiner's bench looks closely: a picture's layers and its tiles, by the same rule as the picture."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from secondline.evidence.actions import ask_for_tiles, look
from secondline.evidence.models import Item
from secondline.evidence.pyramid import TILE, TILES_FORM, Pack, Pyramid
from secondline.evidence.queries import holds_tiles, may_show, storage, tiling_trouble, visible_to
from secondline.evidence.rules import Making, Size, State
from secondline.evidence.tasks import cut_soon
from secondline.evidence.tiles import tile as tile_of
from secondline.people.gate import Request
from traveldoc.page.views import VIEWS

# A tile never changes. It may stay in the browser for as long as one sits at a case, not on a shared desk.
TILE_SECONDS = 3600


def find_picture(request: Request, item: UUID) -> Item:
    """An item that this person may see and that is, or will be, something to look at."""
    found = get_object_or_404(visible_to(request.user), pk=item)
    if not may_show(found):
        raise Http404
    return found


@require_GET
def layers(request: Request, item: UUID) -> JsonResponse:
    """How large the picture is and which views there are; has the tiles made when there are none."""
    found = find_picture(request, item)
    look(item=found, size=Size.TILES, by=request.user, at=request.at)
    if found.state != State.PREPARED:
        return private(JsonResponse(shape(None, ready=False)))
    tiling = ask_for_tiles(item=found, by=request.user, at=request.at, then=cut_soon)
    tiling.refresh_from_db()
    answer = shape(pyramid_of(found), ready=tiling.state == Making.DONE and holds_tiles(found))
    if trouble := tiling_trouble(tiling):
        answer["trouble"] = trouble
    return private(JsonResponse(answer))


def pyramid_of(item: Item) -> Pyramid:
    """As it was cut (of a chip's face, the copy), or will be."""
    if not holds_tiles(item):
        return Pyramid(item.width or 1, item.height or 1)
    with storage(item.agency_id).open_derived(item.sha256, TILES_FORM) as file:
        return Pack(file).pyramid


def shape(pyramid: Pyramid | None, *, ready: bool) -> dict[str, Any]:
    """What a viewer has to know of a pyramid; of a picture that is still being prepared no size is known."""
    return {
        "width": pyramid and pyramid.width,
        "height": pyramid and pyramid.height,
        "tile": TILE,
        "overlap": 0,
        "levels": pyramid.levels if pyramid else 0,
        "ready": ready,
        "views": list(VIEWS),
    }


@require_GET
def tile(request: Request, item: UUID, view: str, level: int, x: int, y: int) -> HttpResponse:
    found = find_picture(request, item)
    if view not in VIEWS or not holds_tiles(found):
        raise Http404
    look(item=found, size=Size.TILES, by=request.user, at=request.at)
    with storage(found.agency_id).open_derived(found.sha256, TILES_FORM) as file:
        pack = Pack(file)
        if not pack.pyramid.holds(level, x, y):
            raise Http404
        return jpeg(tile_of(pack, view, level, x, y))


def jpeg(data: bytes) -> HttpResponse:
    """A tile: never run as a page, never changed, gone from the browser soon after."""
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={TILE_SECONDS}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def private(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "private, no-store"
    return response
