"""A specimen's picture for the examiner's bench: the same layers and tiles as of a picture of a case."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from secondline.evidence.pyramid import Pack
from secondline.evidence.tiles import tile as tile_of
from secondline.evidence.views.tiles import jpeg, private, shape
from secondline.people.gate import Request
from secondline.reference.actions.pictures import open_tiles
from secondline.reference.queries.pictures import find_picture
from traveldoc.page.views import VIEWS


@require_GET
def layers(request: Request, pk: UUID) -> JsonResponse:
    """The library keeps pictures of a few megapixels: their tiles are there at once."""
    with open_tiles(find_picture(request.user, pk)) as file:
        return private(JsonResponse(shape(Pack(file).pyramid, ready=True)))


@require_GET
def tile(request: Request, pk: UUID, view: str, level: int, x: int, y: int) -> HttpResponse:
    if view not in VIEWS:
        raise Http404
    with open_tiles(find_picture(request.user, pk)) as file:
        pack = Pack(file)
        if not pack.pyramid.holds(level, x, y):
            raise Http404
        return jpeg(tile_of(pack, view, level, x, y))
