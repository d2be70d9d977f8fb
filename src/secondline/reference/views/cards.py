"""Quick-check cards: on the phone, on paper, and which post is offered which."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from secondline.people.gate import Request
from secondline.people.models import Post
from secondline.people.queries import require
from secondline.reference.actions.offering import offer_card, take_back_card
from secondline.reference.forms.lists import OfferForm
from secondline.reference.models import CardOffer
from secondline.reference.naming import language
from secondline.reference.printing import PAPERS, ThinCardError, card_pdf
from secondline.reference.queries.cards import card_of
from secondline.reference.queries.pictures import bytes_of
from secondline.reference.rules import CARD_FEWEST
from secondline.reference.views.library import find


@require_GET
def card(request: Request, noun: str, pk: UUID) -> HttpResponse:
    made = card_of(find(request, noun, pk), language())
    context = {"card": made, "thing": made.thing, "thin": len(made.points) < CARD_FEWEST, "papers": PAPERS}
    return render(request, "reference/card.html", context)


@require_GET
def printed(request: Request, noun: str, pk: UUID, paper: str) -> HttpResponse:
    if paper not in PAPERS:
        raise Http404
    thing = find(request, noun, pk)
    made = card_of(thing, language())
    try:
        data = card_pdf(made, bytes_of(made.picture) if made.picture else None, paper)
    except ThinCardError as error:
        raise Http404 from error
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{thing.code}-{paper}-{language()}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
def offers(request: Request) -> HttpResponse:
    """The cards of the own agency's posts."""
    require(request.user, "card.offer")
    form = OfferForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        offer_card(
            post=form.cleaned_data["post"],
            thing=form.thing(),
            reason=form.cleaned_data["reason"],
            until=form.day(),
            by=request.user,
            at=request.at,
        )
        messages.success(request, _("The card is offered at this post."))
        return redirect("reference:offers")
    rows = CardOffer.objects.filter(post__agency=request.user.agency_id)
    shown = rows.select_related("post", "type", "alert", "offered_by")
    posts = [
        (post, [each for each in shown if each.post_id == post.pk])
        for post in Post.objects.filter(agency=request.user.agency_id)
    ]
    status = 422 if form.errors else 200
    return render(request, "reference/offers.html", {"form": form, "posts": posts}, status=status)


@require_POST
def take_back(request: Request, pk: UUID) -> HttpResponse:
    require(request.user, "card.offer")
    offer = get_object_or_404(CardOffer, pk=pk, post__agency=request.user.agency_id)
    take_back_card(offer=offer, by=request.user, at=request.at)
    return redirect("reference:offers")
