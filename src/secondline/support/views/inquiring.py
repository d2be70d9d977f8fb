"""A question to an issuing authority: the examiner chooses what it sees; the liaison sees that and
answers.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from secondline.evidence.models import Item
from secondline.evidence.queries import storage
from secondline.evidence.rules import Size, State
from secondline.inspections import queries as inspections
from secondline.inspections.naming import language
from secondline.inspections.rules import PAGES, local_day
from secondline.people.gate import Request as Call
from secondline.people.models import Person
from secondline.people.queries import may, require
from secondline.record.rules import NotNowError
from secondline.support import actions, queries
from secondline.support.forms import InquireForm, InquiryAnswerForm
from secondline.support.models import Inquiry, Request
from secondline.support.sharing import label_of
from traveldoc.vocabulary import vocabulary


@require_http_methods(["GET", "POST"])
def inquire(call: Call, pk: UUID) -> HttpResponse:
    request = queries.find(call.user, pk)
    require(call.user, "inquiry.ask", request)
    form = _inquire_form(call, request)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.inquire(
                request=request.pk,
                authority=data["authority"],
                fields=data["fields_"],
                pictures=form.chosen_pictures(),
                question=data["question"],
                by=call.user,
                at=call.at,
            )
            messages.info(call, _("The authority is asked. Its answer will appear on the case by itself."))
        except NotNowError:
            messages.warning(call, _("You no longer have this case in hand: nothing was shared."))
        return redirect("case", request.inspection_id)
    inspection = inspections.find(call.user, request.inspection_id)
    context = {
        "inspection": inspection,
        "request_now": request,
        "form": form,
        "busy": inspections.being_examined(inspection),
    }
    return render(call, "support/inquire.html", context)


def _inquire_form(call: Call, request: Request) -> InquireForm:
    inspection = request.inspection
    fit = {item.pk: item for item in queries.shareable_pictures(inspection)}
    pictures = [
        (fit[each.item_id], f"{each.position}. {PAGES[each.page]}, {_light(each.light)}")
        for each in inspections.exhibits(inspection)
        if each.item_id in fit
    ]
    return InquireForm(
        call.POST if call.method == "POST" else None,
        authorities=queries.authorities(),
        shareable=queries.shareable(inspection),
        pictures=pictures,
    )


def _light(light: str) -> str:
    return vocabulary("light").label(light, language())


@require_GET
def inquiries(call: Call) -> HttpResponse:
    """What was put to the own authority, what waits first."""
    require(call.user, "inquiry.list")
    found = list(queries.inquiries_visible_to(call.user).order_by("due_at"))
    context = {
        "waiting": [each for each in found if not each.answer],
        "answered": sorted((each for each in found if each.answer), key=lambda each: each.asked_at)[::-1][
            :50
        ],
        "at": call.at,
    }
    return render(call, "support/inquiries.html", context)


@require_http_methods(["GET", "POST"])
def inquiry(call: Call, pk: UUID) -> HttpResponse:
    """What was shared, and the answer. Nothing of the case stands here: no number, no agency, no finding."""
    found = _of_liaison(call.user, pk)
    today = local_day(call.at, call.user.zone)
    form = InquiryAnswerForm(call.POST if call.method == "POST" else None, today=today)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.answer_inquiry(inquiry=found.pk, by=call.user, at=call.at, **data)
            messages.success(call, _("Your answer is with the centre."))
        except NotNowError:
            messages.warning(call, _("A colleague has answered it already."))
        return redirect("support:inquiries")
    actions.look_at_inquiry(inquiry=found, by=call.user, at=call.at)
    shared = [(label_of(name), name.partition("-")[2], value) for name, value in found.shared.items()]
    context = {"inquiry": found, "shared": shared, "form": form, "at": call.at}
    return render(call, "support/inquiry.html", context)


def _of_liaison(person: Person, pk: UUID) -> Inquiry:
    """For who answers only: examiners read the answer on the case itself."""
    found = queries.find_inquiry(person, pk)
    if not may(person, "inquiry.answer", found):
        raise Http404
    return found


@require_GET
def inquiry_picture(call: Call, pk: UUID, item: UUID) -> HttpResponse:
    """A picture that was chosen for this authority, by its own address: no other picture can be reached
    here.
    """
    found = _of_liaison(call.user, pk)
    shown = Item.objects.filter(pk=item, state=State.PREPARED).first()
    if str(item) not in found.pictures or shown is None:
        raise Http404
    actions.look_at_inquiry(inquiry=found, by=call.user, at=call.at, picture=str(item))
    with storage(shown.agency_id).open_derived(shown.sha256, Size.PAGE) as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
