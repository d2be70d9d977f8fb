"""Which quick-check cards the officers of a post are offered: set by people, or by what trends show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from secondline.people.models import Person, Post
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.reference.models import Alert, CardOffer, DocumentType


@dataclass(frozen=True, slots=True)
class Origin:
    """The plan of a month because of which a card is offered; it is known here by its id only."""

    plan: UUID
    month: date


@transaction.atomic
def offer_card(
    *,
    post: Post,
    thing: DocumentType | Alert,
    by: Person | None,
    at: datetime,
    reason: str = "",
    until: date | None = None,
    origin: Origin | None = None,
) -> CardOffer:
    """Offer a card at a post; offered again, reason and day are the new ones. `by=None`: the software.

    The software offers because of a plan, and leaves alone what a person has offered.
    """
    if by is not None:
        require(by, "card.offer", post)
        require(by, "library.read", thing)
    of = thing.noun
    standing = CardOffer.objects.filter(post=post, **{of: thing}).first()
    if by is None and standing and standing.origin is None:
        return standing
    offer, _new = CardOffer.objects.update_or_create(
        post=post,
        **{of: thing},  # type: ignore[arg-type]  # type or alert
        defaults={"reason": reason[:200], "until": until, "offered_by": by, "offered_at": at}
        | {"origin": origin and origin.plan, "origin_month": origin and origin.month},
    )
    write("card.offer", by=by, at=at, thing=post.pk, agency=post.agency_id, card=str(thing.pk))
    return offer


@transaction.atomic
def take_back_card(*, offer: CardOffer, by: Person, at: datetime) -> None:
    require(by, "card.offer", offer.post)
    write("card.take-back", by=by, at=at, thing=offer.post_id, card=str(offer.type_id or offer.alert_id))
    offer.delete()


@transaction.atomic
def keep_planned(*, agency: UUID, wanted: Collection[tuple[UUID, UUID]], at: datetime) -> int:
    """Take back what plans brought and no standing plan wants any more: `wanted` are posts and cards."""
    gone = 0
    for offer in CardOffer.objects.filter(post__agency=agency, origin__isnull=False):
        card = offer.type_id or offer.alert_id
        if card is not None and (offer.post_id, card) not in wanted:
            write("card.take-back", by=None, at=at, thing=offer.post_id, agency=agency, card=str(card))
            offer.delete()
            gone += 1
    return gone


def forget_offers(thing: UUID) -> None:
    """What was withdrawn is offered nowhere."""
    CardOffer.objects.filter(type=thing).delete()
    CardOffer.objects.filter(alert=thing).delete()
