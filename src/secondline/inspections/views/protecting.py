"""Protection: what focal persons follow up, and whom an agency calls, kept by its administrator."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from secondline.inspections import actions, queries
from secondline.inspections.actions.protect import KEEP
from secondline.inspections.forms import ContactForm, FocalForm
from secondline.inspections.models import Contact
from secondline.inspections.rules import REFERRALS
from secondline.people.gate import Request
from secondline.people.queries import require


@require_GET
def referrals(request: Request) -> HttpResponse:
    """For the agency's focal persons only; seeing the list stands in the record."""
    if not queries.is_focal(request.user):
        raise Http404
    actions.look_at_referrals(by=request.user, at=request.at)
    rows = [(each, REFERRALS[each.kind][0]) for each in queries.referrals_for_focal(request.user)]
    return render(request, "inspections/referrals.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def contacts(request: Request) -> HttpResponse:
    require(request.user, KEEP)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.keep_contact(contact=form.save(commit=False), by=request.user, at=request.at)
        return redirect("inspections:contacts")
    return _page(request, form)


def _page(request: Request, form: ContactForm, about: Contact | None = None) -> HttpResponse:
    agency = request.user.agency_id
    context = {
        "form": form,
        "about": about,
        "kinds": [(words[0], queries.contacts(agency, kind)) for kind, words in REFERRALS.items()],
        "focal": queries.focal_persons(agency),
        "focal_form": FocalForm(agency=agency),
    }
    return render(request, "inspections/contacts.html", context)


@require_http_methods(["GET", "POST"])
def contact(request: Request, pk: UUID) -> HttpResponse:
    """Change one, or take it away."""
    require(request.user, KEEP)
    found = Contact.objects.filter(pk=pk, agency=request.user.agency_id).first()
    if found is None:
        raise Http404
    if "drop" in request.POST:
        actions.drop_contact(contact=found, by=request.user, at=request.at)
        return redirect("inspections:contacts")
    form = ContactForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_bound and form.is_valid():
        actions.keep_contact(contact=form.save(commit=False), by=request.user, at=request.at)
        return redirect("inspections:contacts")
    return _page(request, form, found)


@require_POST
def focal(request: Request) -> HttpResponse:
    """Name somebody, or somebody no longer."""
    require(request.user, KEEP)
    if drop := request.POST.get("drop", ""):
        chosen = [each for each in queries.focal_persons(request.user.agency_id) if str(each.pk) == drop]
        for each in chosen:
            actions.unname_focal(focal=each.pk, by=request.user, at=request.at)
        return redirect("inspections:contacts")
    form = FocalForm(request.POST, agency=request.user.agency_id)
    try:
        if form.is_valid():
            actions.name_focal(person=form.cleaned_data["person"], by=request.user, at=request.at)
    except ValidationError as error:
        form.add_error("person", error)
    if not form.is_valid():
        messages.warning(request, _("Choose somebody who works here and is not an examiner."))
    return redirect("inspections:contacts")
