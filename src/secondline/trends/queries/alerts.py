"""The alerts of the library that came of alarms, as they stand now and in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from secondline.people.models import Person
from secondline.reference.naming import language
from secondline.reference.queries.library import visible_alerts
from secondline.reference.rules import Stage, words


@dataclass(frozen=True, slots=True)
class Linked:
    """An alert that this person may see. `ended`: it is published no more."""

    pk: UUID
    shown: str
    issuer: str
    ended: bool


def linked_alerts(person: Person, keys: Iterable[UUID | None]) -> Mapping[UUID, Linked]:
    """By their ids; one that the person may not see is not among them."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    return {
        alert.pk: Linked(
            alert.pk,
            f"{alert.code} {words(alert.title, language())}".strip(),
            alert.issuer,
            alert.stage != Stage.PUBLISHED,
        )
        for alert in visible_alerts(person).filter(pk__in=wanted)
    }
