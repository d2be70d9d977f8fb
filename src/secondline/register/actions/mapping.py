"""Keeping how a source's files are read."""

from datetime import datetime

from django.db import transaction

from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.register.actions.keys import OfAgency
from secondline.register.exposure.columns import COUNTED, SINGLE
from secondline.register.mapping import Mapped
from secondline.register.models import Mapping
from secondline.register.rules import EFFORT_COUNTS, LINKS, NAMES, PURPOSES, is_source
from secondline.register.series.general import OWN_COLUMNS


@transaction.atomic
def save_mapping(
    *,
    source: str,
    purpose: str,
    mapped: Mapped,
    by: Person,
    at: datetime,
) -> Mapping:
    """Say once how the files of a source are read; saying it again takes the place of what was said."""
    require(by, "register.import", OfAgency(by.agency_id))
    if not is_source(source) or purpose not in PURPOSES:
        raise ValueError(f"{source!r} and {purpose!r} are no source and purpose")
    mapping, _new = Mapping.objects.update_or_create(
        agency_id=by.agency_id,
        source=source,
        purpose=purpose,
        defaults={
            "columns": dict(mapped.columns),
            "values": {name: dict(words) for name, words in mapped.values.items()},
            "constants": dict(mapped.constants),
            "by": by,
            "at": at,
        },
    )
    write("register.save-mapping", by=by, at=at, thing=mapping.pk, source=source, purpose=purpose)
    return mapping


def saved_mapping(by: Person, source: str, purpose: str) -> Mapped:
    """What was said of the source, or nothing: then the file's columns are ours."""
    found = Mapping.objects.filter(agency=by.agency_id, source=source, purpose=purpose).first()
    return Mapped(found.columns, found.values, found.constants) if found else Mapped()


def known_columns(purpose: str) -> frozenset[str]:
    """Our columns that a file of this purpose may fill."""
    if purpose == "detections":
        return frozenset({*NAMES, *LINKS})
    if purpose == "effort":
        return frozenset({"month", "post", *EFFORT_COUNTS})
    if purpose == "series":
        return OWN_COLUMNS
    columns = SINGLE if purpose == "crossings" else COUNTED
    return frozenset(column.name for column in columns)
