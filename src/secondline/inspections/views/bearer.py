"""Faces side by side, aligned by hand, and a checklist that a person goes through. Nothing is computed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from secondline.evidence.queries import reading
from secondline.inspections import actions, facing, queries
from secondline.inspections.actions import Given, look_at_part
from secondline.inspections.forms import EyesForm
from secondline.inspections.marking import Mark, portrait
from secondline.inspections.models import Eyes, Inspection
from secondline.inspections.queries import Face
from secondline.inspections.rules import PAIRS, Verb
from secondline.inspections.views.deeds import on_a_case
from secondline.inspections.views.drafting import done, draft_of, typed
from secondline.inspections.views.paging import of_case, shown_case
from secondline.people.gate import Request
from traveldoc.vocabulary import vocabulary

LONGEST_NOTE = 400


@dataclass(frozen=True, slots=True)
class ShownFace:
    """A face in the common frame, and the form that says where its eyes are.

    `crop`: of a page whose zone tells where the portrait stands, that part; an eye is pressed on there.
    """

    face: Face
    matrix: str
    form: EyesForm
    crop: Mark | None


@require_GET
def bearer(request: Request, pk: UUID) -> HttpResponse:
    inspection = shown_case(request, pk, Verb.COMPARE)
    return _page(request, inspection)


@require_POST
@on_a_case(Verb.COMPARE)
def eyes(request: Request, inspection: Inspection) -> HttpResponse:
    """Where the eyes stand in one picture."""
    form = EyesForm(request.POST)
    faces = {face.item.pk: face for face in queries.faces(inspection, queries.chip_photo(inspection))}
    face = faces.get(form.cleaned_data["item"]) if form.is_valid() else None
    if form.is_valid() and face is None:
        raise Http404
    if face and form.points().within(face.item.width or 0, face.item.height or 0):
        actions.set_eyes(
            inspection=inspection.pk, item=face.item.pk, points=form.points(), by=request.user, at=request.at
        )
    else:
        messages.warning(request, _("Give both points in pixels of the picture, some pixels apart."))
    return redirect("inspections:bearer", inspection.pk)


@require_POST
@on_a_case(Verb.COMPARE)
def compare(request: Request, inspection: Inspection, pair: str) -> HttpResponse:
    """The checklist of two pictures."""
    if pair not in PAIRS:
        raise Http404
    book, values = vocabulary("face-feature"), vocabulary("face-answer")
    given = {}
    for term in book:
        value = request.POST.get(f"a-{term.id}", "")
        note = request.POST.get(f"n-{term.id}", "").strip()
        if len(note) > LONGEST_NOTE:
            words = {"feature": term.label(), "longest": LONGEST_NOTE}
            messages.warning(request, _("%(feature)s: a note has at most %(longest)s characters.") % words)
            return _page(request, inspection, pair=pair)
        given[term.id] = Given(value if value in values else "", note)
    actions.compare(inspection=inspection.pk, pair=pair, given=given, by=request.user, at=request.at)
    address = f"{reverse('inspections:bearer', args=[inspection.pk])}?pair={pair}"
    return done(request, redirect(address), f"faces:{inspection.pk}")


def _page(request: Request, inspection: Inspection, *, pair: str = "") -> HttpResponse:
    look_at_part(inspection=inspection, by=request.user, at=request.at)
    faces = queries.faces(inspection, queries.chip_photo(inspection))
    kinds = {face.kind for face in faces}
    pairs = {name: words for name, words in PAIRS.items() if set(name.split("-")) <= kinds}
    wanted = pair or request.GET.get("pair", "")
    chosen = wanted if wanted in PAIRS else next(iter(pairs), "document-live")
    key = f"faces:{inspection.pk}"
    draft = draft_of(request, key)
    context = {
        **of_case(request, inspection, here="bearer", work_form=True),
        "shown": [_shown(face) for face in faces],
        "frame": facing,
        "pairs": {**pairs, chosen: PAIRS[chosen]},
        "pair": chosen,
        "comparable": chosen in pairs,
        "features": _features(inspection, chosen, typed(draft) if draft else _posted(request)),
        "answers": vocabulary("face-answer"),
        "longest": LONGEST_NOTE,
        "draft": draft,
        "draft_key": key,
    }
    return render(request, "inspections/bearer.html", context)


def _posted(request: Request) -> dict[str, Any]:
    return {name: request.POST[name] for name in request.POST} if request.method == "POST" else {}


def _features(inspection: Inspection, pair: str, typing: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "feature": each,
            "value": typing.get(f"a-{each.term.id}", each.value),
            "note": typing.get(f"n-{each.term.id}", each.note),
        }
        for each in queries.features(inspection, pair)
    ]


def _shown(face: Face) -> ShownFace:
    width, height = face.item.width or 0, face.item.height or 0
    eyes: Eyes | None = face.eyes
    initial: dict[str, Any] = {"item": face.item.pk}
    crop = portrait(reading(face.item) or {}) if face.kind == "document" else None
    if eyes is None:
        return ShownFace(face, facing.whole(width, height), _form(face, initial), crop)
    names = ("left_x", "left_y", "right_x", "right_y")
    initial |= {name: f"{getattr(eyes, name):g}" for name in names}
    points = facing.Points((eyes.left_x, eyes.left_y), (eyes.right_x, eyes.right_y))
    return ShownFace(face, facing.transform(points), _form(face, initial), crop)


def _form(face: Face, initial: dict[str, Any]) -> EyesForm:
    return EyesForm(initial=initial, auto_id=f"id_{face.item.pk}_%s")
