"""Specimens to try: the drawn documents as files, so that a newcomer can walk the way by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from secondline.people.gate import Request
from secondline.people.queries import require
from secondline.site.demo.chips import BY_FILE, OFFERS, chip_zip
from secondline.site.demo.loading import loaded_at
from secondline.site.demo.pictures import Album, Shot, all_shots, shots_of
from secondline.site.demo.specimen import Specimen, cast
from traveldoc.vocabulary import vocabulary

View = Callable[..., HttpResponse]


def _in_the_demonstration(view: View) -> View:
    """Outside it these pages do not exist; in it they are for those who open inspections."""

    @require_GET
    @wraps(view)
    def inner(request: Request, **address: str) -> HttpResponse:
        at = loaded_at() if settings.DEMONSTRATION else None
        if at is None:
            raise Http404
        require(request.user, "inspection.open")
        return view(request, Album(settings.DEMONSTRATION_PICTURES, at.date()), **address)

    return inner


@dataclass(frozen=True, slots=True)
class Offer:
    """A specimen as the page shows it. `done` and `seen` are what is wrong; "" where nothing is."""

    name: str
    kind: str
    state: str
    holder: str
    photos: list[Shot]
    lights: list[tuple[Shot, str]]
    done: str
    seen: str


def offer(specimen: Specimen) -> Offer:
    language = get_language() or "en"
    shots = shots_of(specimen)
    holder, fault = specimen.holder, specimen.fault
    return Offer(
        name=specimen.name,
        kind=vocabulary("document-kind").label(specimen.kind, language),
        state=specimen.state.name.title(),
        holder=f"{holder.given_names} {holder.surname}",
        photos=[shot for shot in shots if shot.is_photo],
        lights=[
            (shot, vocabulary("light").label(shot.light, language)) for shot in shots if not shot.is_photo
        ],
        done=_(fault.done) if fault else "",
        seen=_(fault.seen) if fault else "",
    )


@_in_the_demonstration
def specimens(request: Request, album: Album) -> HttpResponse:
    offers = [offer(specimen) for specimen in cast(album.on).values()]
    chips = [(each, _(each.done) if each.done else "", _(each.seen) if each.seen else "") for each in OFFERS]
    return render(request, "demo/specimens.html", {"offers": offers, "chips": chips})


@_in_the_demonstration
def chip(request: Request, album: Album, name: str) -> HttpResponse:
    """The files of a chip in a ZIP, to be saved."""
    del request
    found = BY_FILE.get(name)
    if found is None:
        raise Http404
    saved = {"Content-Disposition": f'attachment; filename="{found.file_name}"'}
    return HttpResponse(chip_zip(found, album.on), content_type="application/zip", headers=saved)


def _shot(album: Album, name: str) -> Shot:
    """Only what is in the table: a name is never a path."""
    found = all_shots(album.on).get(name)
    if found is None:
        raise Http404
    return found


@_in_the_demonstration
def picture(request: Request, album: Album, name: str) -> HttpResponse:
    del request
    return _jpeg(album.photo(_shot(album, name)))


@_in_the_demonstration
def small(request: Request, album: Album, name: str) -> HttpResponse:
    del request
    return _jpeg(album.thumb(_shot(album, name)))


def _jpeg(data: bytes) -> HttpResponse:
    return HttpResponse(data, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})
