"""Checks whose chance of being chosen is known: what an unbiased total is made of."""

from datetime import date

from django.core.cache import cache
from django.db.models import Count, Q

from secondline.people.models import Person
from secondline.register.queries import batches_visible_to, visible_to
from secondline.register.rules import FOUND

Chance = tuple[float, int, int]


def chances(person: Person, *, first: date, last: date) -> list[Chance]:
    """(chance, checks, finds among them) of the own agency's checks of these months, by chance.

    Counted from the rows themselves, so kept until a batch comes in: each change of a row comes with one.
    """
    newest = batches_visible_to(person).values_list("pk", flat=True).first()
    key = f"chances-{person.agency_id}-{newest}-{first}-{last}"
    kept: list[Chance] | None = cache.get(key)
    if kept is None:
        rows = visible_to(person).filter(month__gte=first, month__lte=last)
        known = rows.filter(selection_probability__isnull=False).order_by()
        finds = Count("pk", filter=Q(fraud_class__in=FOUND))
        kept = list(known.values_list("selection_probability").annotate(checks=Count("pk"), finds=finds))
        cache.set(key, kept, timeout=None)
    return kept
