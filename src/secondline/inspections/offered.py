"""The quick-check cards that an officer's post is offered, beside the work."""

from datetime import datetime
from typing import Final

from secondline.inspections.rules import local_day
from secondline.people.models import Person
from secondline.reference.models import CardOffer
from secondline.reference.queries.cards import offers_at

MOST_CARDS: Final = 6


def cards_at_post(person: Person, at: datetime, *, issuer: str = "", kind: str = "") -> list[CardOffer]:
    """What the officer's own post is offered today, the newest first; of a document only what is about it."""
    if person.post is None:
        return []
    offers = offers_at(person.post, person, local_day(at, person.post.zone))
    return [each for each in offers if _is_about(each, issuer, kind)][:MOST_CARDS]


def _is_about(offer: CardOffer, issuer: str, kind: str) -> bool:
    thing = offer.alert or offer.type
    if thing is None or not (issuer or kind):
        return True
    return thing.issuer in {"", issuer} and thing.kind in {"", kind}
