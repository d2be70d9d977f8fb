"""What an import writes: the source, its keys, its lists."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from secondline.evidence.rules import clean_name
from secondline.people.models import Person
from secondline.record.actions import write
from secondline.reference.models import (
    DeviationEntry,
    Holding,
    RevocationEntry,
    StateKey,
    TrustSource,
)
from secondline.reference.queries.trust import storage
from secondline.reference.queries.trust_preview import (
    PartPreview,
    Preview,
    issuer_of,
    key_row,
    plain,
    shown,
    state_code,
)
from secondline.reference.trust_rules import MOST_BYTES, Standing, Verdict
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.state import shown_code


@dataclass(frozen=True, slots=True)
class Deed:
    """Who imports, when, where the file came from, and why they vouch for what can't be verified."""

    by: Person
    at: datetime
    origin: str
    reason: str


def store_part(seen: Preview, found: PartPreview, deed: Deed) -> TrustSource:
    part, pinned = found.part, found.verdict == Verdict.PIN
    source = TrustSource.objects.create(
        agency=deed.by.agency,
        kind=part.source.kind.value,
        part=found.number,
        name=seen.name,
        origin=deed.origin,
        issuer=issuer_of(part),
        issued_on=part.source.issued.date() if part.source.issued else None,
        sha256=seen.sha256,
        size=seen.size,
        standing=Standing.PINNED if pinned else Standing.VERIFIED,
        reason=deed.reason if pinned else "",
        signers=len(part.signers),
        unreadable=[[plain(where), plain(why)] for where, why in part.unreadable],
        imported_at=deed.at,
        imported_by=deed.by,
    )
    hold(source, part.authorities)
    _note_lists(source, found)
    write(
        "trust.take",
        by=deed.by,
        at=deed.at,
        thing=source.pk,
        sha256=seen.sha256,
        part=found.number,
        standing=str(source.standing),
        keys=found.keys,
    )
    return source


def pin_root(root: Certificate, deed: Deed) -> TrustSource | None:
    """The root as a source of its own, so that the next list of this State needs no vouching.

    None where it is pinned already.
    """
    by, sha256 = deed.by, root.fingerprint
    if TrustSource.objects.filter(agency=by.agency_id, sha256=sha256, ended_at=None).exists():
        return None
    storage(by.agency_id).put(BytesIO(root.encoded), limit=MOST_BYTES)
    source = TrustSource.objects.create(
        agency=by.agency,
        kind="certificate",
        name=clean_name(f"{shown_code(root)} {sha256[:16]}.cer"),
        origin=deed.origin,
        issuer=state_code(root),
        sha256=sha256,
        size=len(root.encoded),
        standing=Standing.PINNED,
        reason=deed.reason,
        imported_at=deed.at,
        imported_by=by,
    )
    hold(source, (root,))
    write("trust.pin", by=by, at=deed.at, thing=source.pk, sha256=sha256)
    return source


def hold(source: TrustSource, authorities: tuple[Certificate, ...]) -> None:
    """The certificates as rows, each once for the whole house: they are public and the same for everybody."""
    rows = {row.sha256: row for row in map(key_row, authorities)}
    StateKey.objects.bulk_create(rows.values(), batch_size=50, ignore_conflicts=True)
    there: list[StateKey] = []
    digests = list(rows)
    for start in range(0, len(digests), 500):  # a database takes only so many parameters
        there += StateKey.objects.filter(sha256__in=digests[start : start + 500]).only("pk")
    Holding.objects.bulk_create([Holding(source=source, key=key) for key in there], batch_size=300)


def _note_lists(source: TrustSource, found: PartPreview) -> None:
    RevocationEntry.objects.bulk_create(
        RevocationEntry(
            source=source,
            issuer=shown(str(each.issuer)),
            state=shown(each.issuer.country, 3),
            this_update=each.this_update.date(),
            next_update=each.next_update.date() if each.next_update else None,
            revoked=len(each.revoked),
        )
        for each in found.part.revocation_lists
    )
    if found.part.deviations is not None:
        DeviationEntry.objects.bulk_create(
            DeviationEntry(
                source=source,
                kinds=list(each.kinds),
                descriptions=[shown(text) for text in each.descriptions],
            )
            for each in found.part.deviations.deviations
        )
