"""Pictures of cases on specimens: asked for, looked up, and seen tile by tile."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from secondline.evidence.pyramid import Pack
from secondline.evidence.queries import visible_to
from secondline.evidence.views.alignments import (
    answered,
    laid_tile,
    posted_item,
    read_points,
    refused,
    shape,
)
from secondline.evidence.views.tiles import private
from secondline.people.gate import Request
from secondline.reference.actions.aligning import align_with_specimen, align_with_specimen_by_points
from secondline.reference.actions.pictures import open_tiles
from secondline.reference.models import SpecimenAlignment
from secondline.reference.queries.pictures import find_picture
from secondline.reference.tasks import lay_item_soon
from traveldoc.page.pairs import PairsError


@require_POST
def ask(request: Request) -> HttpResponseBase:
    """Lay the item `moving` on the library's picture `fixed`, as evidence:align does with two items."""
    item = posted_item(request, "moving")
    try:
        picture = find_picture(request.user, UUID(request.POST.get("fixed", "")))
    except ValueError as error:
        raise Http404 from error
    by, at, said = request.user, request.at, request.POST.get("points", "").strip()
    try:
        if said:
            points = read_points(said)
            found = align_with_specimen_by_points(picture=picture, item=item, points=points, by=by, at=at)
        else:
            found = align_with_specimen(picture=picture, item=item, by=by, at=at, then=lay_item_soon)
    except PairsError as error:
        return refused(error)
    return answered(request, found, picture.pk, item.pk)


def _find(request: Request, pk: UUID) -> SpecimenAlignment:
    """One of which this person may see both pictures."""
    seen = SpecimenAlignment.objects.filter(item__in=visible_to(request.user)).select_related("item")
    found = get_object_or_404(seen, pk=pk)
    found.picture = find_picture(request.user, found.picture_id)
    return found


@require_GET
def alignment(request: Request, pk: UUID) -> JsonResponse:
    found = _find(request, pk)
    return private(JsonResponse(shape(found, found.picture.pk, found.item.pk)))


@require_GET
def tile_on(
    request: Request, pk: UUID, alignment: UUID, view: str, level: int, x: int, y: int
) -> HttpResponse:
    """A tile of the specimen's pyramid that shows the item as it lies there."""
    found = _find(request, alignment)
    if found.picture.pk != pk:
        raise Http404
    with open_tiles(found.picture) as file:
        fixed = Pack(file).pyramid
    return laid_tile(request, found, found.item, fixed, view, (level, x, y))
