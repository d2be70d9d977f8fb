"""The further documents of a case, and the other persons of the same incident."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from secondline.inspections import actions, queries
from secondline.inspections.actions import TooManyError, look_at_part
from secondline.inspections.forms import DocumentForm, LinkForm
from secondline.inspections.forms.guided import document_initial
from secondline.inspections.models import Document, Inspection
from secondline.inspections.naming import states
from secondline.inspections.rules import MOST_DOCUMENTS, Verb
from secondline.inspections.views.deeds import on_a_case
from secondline.inspections.views.drafting import done, draft_of, typed
from secondline.inspections.views.paging import of_case, shown_case
from secondline.people.gate import Request
from secondline.people.models import new_id


@require_http_methods(["GET", "POST"])
def documents(request: Request, pk: UUID) -> HttpResponse:
    """The list for everybody who may see the case; adding is the officer's."""
    inspection = shown_case(request, pk, Verb.TELL)
    if request.method == "GET":
        key = f"document:{inspection.pk}"
        usual = {"id": new_id(), "role": "support", "discovery": "presented"}
        draft = draft_of(request, key)
        form = DocumentForm(initial={**usual, **typed(draft)}, inspection=inspection)
        return _page(request, inspection, form, draft=draft)
    return _add(request, inspection.pk)


@on_a_case(Verb.TELL)
def _add(request: Request, inspection: Inspection) -> HttpResponse:
    form = DocumentForm(request.POST, inspection=inspection)
    if not form.is_valid():
        return _page(request, inspection, form)
    try:
        document = actions.add_document(
            inspection=inspection.pk,
            id=form.cleaned_data["id"],
            paper=form.paper(),
            by=request.user,
            at=request.at,
        )
    except TooManyError:
        form.add_error(None, _("A case takes at most %(most)s documents.") % {"most": MOST_DOCUMENTS})
        return _page(request, inspection, form)
    if shown := [each.pk for each in form.cleaned_data["shown"]]:
        _change(request, inspection, document.pk, form, shown)
    return done(request, redirect("inspections:documents", inspection.pk), f"document:{inspection.pk}")


def _change(
    request: Request, inspection: Inspection, document: UUID, form: DocumentForm, shown: list[UUID]
) -> None:
    actions.change_document(
        inspection=inspection.pk,
        document=document,
        paper=form.paper(),
        shown=shown,
        by=request.user,
        at=request.at,
    )


@require_http_methods(["GET", "POST"])
@on_a_case(Verb.TELL)
def document(request: Request, inspection: Inspection, document: UUID) -> HttpResponse:
    """One of them, to be corrected."""
    found = inspection.documents.filter(pk=document).first()
    if found is None:
        raise Http404
    key = f"document:{found.pk}"
    if request.method == "GET":
        draft = draft_of(request, key)
        form = DocumentForm(initial={**document_initial(found), **typed(draft)}, inspection=inspection)
        return _page(request, inspection, form, about=found, draft=draft)
    form = DocumentForm(request.POST, inspection=inspection)
    if not form.is_valid():
        return _page(request, inspection, form, about=found)
    _change(request, inspection, found.pk, form, [each.pk for each in form.cleaned_data["shown"]])
    return done(request, redirect("inspections:documents", inspection.pk), key)


def _page(
    request: Request,
    inspection: Inspection,
    form: DocumentForm,
    *,
    about: Document | None = None,
    draft: Any = None,
    link_form: LinkForm | None = None,
) -> HttpResponse:
    look_at_part(inspection=inspection, by=request.user, at=request.at)
    context = {
        **of_case(request, inspection, here="documents", work_form=True),
        "form": form,
        "about": about,
        "documents": queries.documents(inspection),
        "companions": queries.others_of_incident(request.user, inspection),
        "link_form": link_form or LinkForm(prefix="link"),
        "states": states(),
        "draft": draft,
        "draft_key": f"document:{about.pk if about else inspection.pk}",
    }
    return render(request, "inspections/documents.html", context)


@require_POST
@on_a_case(Verb.LINK)
def link(request: Request, inspection: Inspection) -> HttpResponse:
    """Tie another case of the agency to this one by its number."""
    form = LinkForm(request.POST, prefix="link")
    text = form.cleaned_data["case"].strip().upper() if form.is_valid() else ""
    found = [
        each
        for each in queries.listing(request.user, text)[:2]
        if text and each.pk != inspection.pk and each.agency_id == request.user.agency_id
    ]
    if len(found) != 1:
        messages.warning(
            request, _("There is no such case. Write its whole number, as it stands on its page.")
        )
    else:
        actions.link(inspection=inspection.pk, other=found[0].pk, by=request.user, at=request.at)
    return redirect("inspections:documents", inspection.pk)


@require_POST
@on_a_case(Verb.LINK)
def unlink(request: Request, inspection: Inspection) -> HttpResponse:
    actions.unlink(inspection=inspection.pk, by=request.user, at=request.at)
    return redirect("inspections:documents", inspection.pk)
