"""An import of trust is a deed of an administrator, and on whose word it was done is written down."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from secondline.evidence.rules import clean_name
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.reference.actions.trust_look import TrustRefusedError, look_again
from secondline.reference.actions.trust_rows import Deed, pin_root, store_part
from secondline.reference.models import TrustSource
from secondline.reference.queries.trust_preview import PartPreview, Preview
from secondline.reference.trust_rules import LONGEST_ORIGIN, LONGEST_REASON, SHORTEST_REASON, Verdict
from traveldoc.chip.certificate import Certificate
from traveldoc.finding import Phrase, gettext_noop

_NOTHING = gettext_noop("Nothing of this file can be taken. Each part says why.")
_NO_REASON = gettext_noop("Write in a sentence why.")
_ENDED = gettext_noop("This source has been ended already.")


@dataclass(frozen=True, slots=True)
class Imported:
    """Sources that are in force from now on; roots pinned for them; sources that they replace."""

    sources: list[TrustSource]
    pinned: list[TrustSource]
    ended: list[TrustSource]


def import_trust(
    *, by: Person, at: datetime, name: str, sha256: str, origin: str = "", reason: str = ""
) -> Imported:
    """Take of the file what is verified; the rest only with a reason, by which `by` vouches for it.

    The bytes lie there already (see `look_into`). All or nothing; raises TrustRefusedError.
    """
    require(by, "trust.import")
    deed = Deed(by, at, " ".join(origin.split())[:LONGEST_ORIGIN], reason.strip()[:LONGEST_REASON])
    with transaction.atomic():
        # The line comes first: it takes the head of the record, so that one of two imports comes second.
        write("trust.import", by=by, at=at, thing=by.agency_id, sha256=sha256)
        seen = look_again(by=by, at=at, name=clean_name(name), sha256=sha256)
        wanted = _wanted(seen, deed.reason)
        pinned = [pin_root(root, deed) for part in wanted for root in _roots(part)]
        replaced = {each.pk: each for part in wanted for each in part.replaces}
        ended = [_end(each, at=at) for each in replaced.values()]
        sources = [store_part(seen, part, deed) for part in wanted]
    return Imported(sources, [each for each in pinned if each], ended)


def _wanted(seen: Preview, reason: str) -> list[PartPreview]:
    if not seen.takeable:
        raise TrustRefusedError(Phrase(_NOTHING))
    wanted = [part for part in seen.takeable if part.verdict == Verdict.VERIFIED or reason]
    if not wanted or (seen.needs_reason and 0 < len(reason) < SHORTEST_REASON):
        raise TrustRefusedError(Phrase(_NO_REASON))
    return wanted


def _roots(part: PartPreview) -> tuple[Certificate, ...]:
    """A pinned list is believed because the key that it leads to is pinned; a certificate pins itself."""
    signed = part.part.source.signer is not None
    return part.roots if part.verdict == Verdict.PIN and signed else ()


def _end(source: TrustSource, *, at: datetime, reason: str = "") -> TrustSource:
    source.ended_at, source.ended_reason = at, reason
    source.save(update_fields=["ended_at", "ended_reason"])
    return source


@transaction.atomic
def end_source(*, source: TrustSource, reason: str, by: Person, at: datetime) -> TrustSource:
    """From now on it is not relied on. Examinations made before stay as they are."""
    require(by, "trust.end", source)
    write("trust.end", by=by, at=at, thing=source.pk, sha256=source.sha256)
    current = TrustSource.objects.select_for_update().get(pk=source.pk)
    if current.ended_at is not None:
        raise TrustRefusedError(Phrase(_ENDED))
    if len(reason.strip()) < SHORTEST_REASON:
        raise TrustRefusedError(Phrase(_NO_REASON))
    return _end(current, at=at, reason=reason.strip()[:LONGEST_REASON])
