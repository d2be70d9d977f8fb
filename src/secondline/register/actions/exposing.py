"""Files of crossings: counted on the way in; the counts are kept, the single crossings never."""

import hashlib
import json
from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.http import Http404

from secondline.people.models import Person, Post, new_id
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.register.actions.keys import OfAgency
from secondline.register.exposure import shelf
from secondline.register.exposure.counting import Count, Instructions, count
from secondline.register.incoming.telling import Tell, quiet
from secondline.register.models import Exposure
from secondline.register.rules import is_source

_BLOCK: Final = 1 << 20
# The running month at the easternmost post.
_EAST: Final = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Exposed:
    """`exposure`: None where nothing was stored (dry run, faults). `new`: it had not come before."""

    count: Count
    exposure: Exposure | None = None
    new: bool = False


def import_exposure(
    *,
    path: Path,
    by: Person,
    at: datetime,
    source: str,
    columns: Mapped[str, str],
    values: Mapped[str, Mapped[str, str]] | None = None,
    single: bool = False,
    utc: bool = False,
    vintage: datetime | None = None,
    generated: bool = False,
    dry_run: bool = False,
    tell: Tell = quiet,
) -> Exposed:
    """Count the file and keep the counts, all or nothing; the same file read the same way adds nothing.

    `columns`: our names (register.exposure.columns) to those of the file; `values`: the file's words to ours.
    `single`: each row is one crossing; `utc`: their times are UTC, not the post's own. Raises
    UnusableFileError where the file is no such table, ValueError for a name that no source can have.
    """
    require(by, "register.import", OfAgency(by.agency_id))
    if not is_source(source):
        raise ValueError(f"{source!r} is no name for a source: small letters, digits, hyphens")
    zones = dict(Post.objects.filter(agency=by.agency_id).values_list("code", "zone"))
    latest = (at + _EAST).date()
    how = Instructions(dict(columns), values or {}, zones, latest, single, utc)
    with shelf.scratch() as scratch:
        counted = count(path, how, scratch, tell)
    if counted.table is None or not counted.table.num_rows or dry_run:
        return Exposed(counted)
    digest = _digest(path, source, how)
    return _keep(
        counted,
        by=by,
        at=at,
        source=source,
        digest=digest,
        single=single,
        vintage=vintage or at,
        generated=generated,
    )


def _digest(path: Path, source: str, how: Instructions) -> str:
    words = {name: dict(each) for name, each in how.values.items()}
    # Sorted: a mapping that was kept in the database comes back in another order.
    said = json.dumps([source, dict(how.columns), words, how.single, how.utc], sort_keys=True)
    digest = hashlib.sha256(said.encode())
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _keep(
    counted: Count,
    *,
    by: Person,
    at: datetime,
    source: str,
    digest: str,
    single: bool,
    vintage: datetime,
    generated: bool,
) -> Exposed:
    known = Exposure.objects.filter(agency=by.agency_id, digest=digest, withdrawn_at=None).first()
    if known:
        return Exposed(counted, known)
    table = counted.table
    assert table is not None  # said by the caller; for the type checker
    months = pc.min_max(table.column("month")).as_py()
    exposure = Exposure(
        id=new_id(),
        agency_id=by.agency_id,
        source=source,
        vintage=vintage,
        at=at,
        by=by,
        generated=generated,
        digest=digest,
        single=single,
        first=months["min"],
        last=months["max"],
        lines=counted.lines,
        crossings=pc.sum(table.column("crossings")).as_py() or 0,
    )
    marked = table.append_column("source", pa.array([source] * table.num_rows))
    marked = marked.append_column(
        "vintage", pa.array([vintage.astimezone(UTC).isoformat(timespec="microseconds")] * table.num_rows)
    )
    shelf.put(by.agency_id, exposure.pk, marked)
    with transaction.atomic():
        exposure.save(force_insert=True)
        write(
            "register.expose",
            by=by,
            at=at,
            thing=exposure.pk,
            source=source,
            lines=exposure.lines,
            single=single,
        )
    return Exposed(counted, exposure, new=True)


@transaction.atomic
def withdraw_exposure(*, exposure: UUID, by: Person, at: datetime) -> Exposure:
    """Read it no more, as when the wrong file was taken. The counts stay on the shelf."""
    found = Exposure.objects.select_for_update().filter(pk=exposure, withdrawn_at=None).first()
    if found is None:
        raise Http404
    require(by, "register.import", found)
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    write("register.withdraw-exposure", by=by, at=at, thing=found.pk)
    return found
