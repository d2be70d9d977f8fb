"""Which quick-check cards the officers of a post are offered: set by people, or by what trends show."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from secondline.people.models import Person, Post
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.reference.models import Alert, CardOffer, DocumentType


@transaction.atomic
def offer_card(
    *,
    post: Post,
    thing: DocumentType | Alert,
    by: Person | None,
    at: datetime,
    reason: str = "",
    until: date | None = None,
) -> CardOffer:
    """Offer a card at a post; offered again, reason and day are the new ones. `by=None`: the software."""
    if by is not None:
        require(by, "card.offer", post)
        require(by, "library.read", thing)
    of = thing.noun
    offer, _new = CardOffer.objects.update_or_create(
        post=post,
        **{of: thing},  # type: ignore[arg-type]  # type or alert
        defaults={"reason": reason[:200], "until": until, "offered_by": by, "offered_at": at},
    )
    write("card.offer", by=by, at=at, thing=post.pk, agency=post.agency_id, card=str(thing.pk))
    return offer


@transaction.atomic
def take_back_card(*, offer: CardOffer, by: Person, at: datetime) -> None:
    require(by, "card.offer", offer.post)
    write("card.take-back", by=by, at=at, thing=offer.post_id, card=str(offer.type_id or offer.alert_id))
    offer.delete()


def forget_offers(thing: UUID) -> None:
    """What was withdrawn is offered nowhere."""
    CardOffer.objects.filter(type=thing).delete()
    CardOffer.objects.filter(alert=thing).delete()
