"""Rows of the register out of judged facts, and the keyed names that they stand under."""

from uuid import UUID

from secondline.people.keyring import Keyring, Pseudonym
from secondline.people.models import Post
from secondline.register.models import Batch, Detection, FurtherDocument
from secondline.register.persons import KEPT_OF_DOCUMENT, Facts
from secondline.register.rules import NAMES

_INCIDENT_DIGITS = 40  # of the name of an incident: 160 bits


def detection_of(
    facts: Facts,
    *,
    post: Post,
    pseudonym: Pseudonym,
    source: str,
    revision: int = 1,
    batch: Batch | None = None,
) -> Detection:
    """A row of the register out of judged facts; nothing else gets in."""
    return Detection(
        **{name: facts[name] for name in NAMES if name != "post"},
        agency_id=post.agency_id,
        post=post,
        border_type=post.border_type,
        pseudonym=pseudonym.digest,
        key_version=pseudonym.version,
        revision=revision,
        source=source,
        batch=batch,
        generated=batch.generated if batch else False,
    )


def further_of(
    facts: Facts, *, post: Post, pseudonym: Pseudonym, source: str, batch: Batch | None = None
) -> FurtherDocument:
    """A further document out of judged facts: only what `persons.KEPT_OF_DOCUMENT` names."""
    return FurtherDocument(
        **{name: facts[name] for name in KEPT_OF_DOCUMENT},
        agency_id=post.agency_id,
        post=post,
        pseudonym=pseudonym.digest,
        key_version=pseudonym.version,
        source=source,
        batch=batch,
        generated=batch.generated if batch else False,
    )


def incident_of(keys: Keyring, agency: UUID, incident: object) -> str | None:
    """The keyed name of an incident: the one that its other rows have, be it under an older key."""
    if not incident:
        return None
    names = [pseudonym.digest[:_INCIDENT_DIGITS] for pseudonym in keys.name("incident", str(incident))]
    rows = Detection.objects.filter(agency=agency, current=True, incident__in=names)
    known = set(rows.values_list("incident", flat=True)) if len(names) > 1 else set()
    return next((name for name in names if name in known), names[0])
