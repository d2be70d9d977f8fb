"""Which keys are trusted, on whose word, as of a moment; and what the pages show of them."""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404

from secondline.evidence.storage import Storage
from secondline.people.models import Agency, Person
from secondline.people.queries import may
from secondline.reference.models import StateKey, TrustSource
from secondline.reference.trust_rules import Freshness, freshness
from traveldoc.chip import ChipError, TrustPart, TrustStore, read_trust_file

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class HouseTrust:
    """The trust of one agency as of one moment. `damaged`: its kept bytes are gone or changed."""

    store: TrustStore
    sources: tuple[TrustSource, ...]
    damaged: tuple[TrustSource, ...]
    at: datetime

    def vouching(self, fingerprint: str) -> list[TrustSource]:
        """The sources that have the State's certificate with this SHA-256."""
        return [source for source in self.sources if source.pk in _holders(fingerprint)]


def _holders(fingerprint: str) -> set[UUID]:
    return set(TrustSource.objects.filter(holdings__key__sha256=fingerprint).values_list("pk", flat=True))


def storage(agency: UUID) -> Storage:
    return Storage(settings.TRUST_FOLDER, agency)


def serving(agency: Agency) -> list[UUID]:
    """Whose imports an agency relies on: its own and those of the centre that it asks."""
    return [each for each in (agency.pk, agency.centre_id) if each]


def in_force(agency: Agency, at: datetime) -> QuerySet[TrustSource]:
    """The sources on which this agency relied at that moment, the newest import first."""
    return TrustSource.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=at), agency__in=serving(agency), imported_at__lte=at
    ).select_related("agency", "imported_by")


def trust_of(agency: Agency, at: datetime) -> HouseTrust:
    """The keys that chips of this agency's cases are verified with, as of `at`."""
    sources = tuple(in_force(agency, at))
    sound = tuple(source for source in sources if kept_part(source) is not None)
    store = _store(tuple((source.agency_id, source.sha256, source.part, source.name) for source in sound))
    return HouseTrust(store, sound, tuple(each for each in sources if each not in sound), at)


Place = tuple[UUID, str, int, str]  # agency, digest, part, name


@lru_cache(maxsize=8)
def _store(places: tuple[Place, ...]) -> TrustStore:
    """Made once for each state of trust. Nothing is believed on its own word: pinned keys vouch for lists."""
    found = (parts_of(agency, sha256, name)[part] for agency, sha256, part, name in places)
    return TrustStore(found, own_word=False)


def kept_part(source: TrustSource) -> TrustPart | None:
    """What a source says, read from its kept bytes; None where they are gone or changed."""
    try:
        return parts_of(source.agency_id, source.sha256, source.name)[source.part]
    except (OSError, ChipError, LookupError):
        log.exception("trust source %s can't be used", source.pk)
        return None


@lru_cache(maxsize=32)
def parts_of(agency: UUID, sha256: str, name: str) -> tuple[TrustPart, ...]:
    """The parts of a kept file, proved by its hash. Raises OSError, ChipError, LookupError."""
    with storage(agency).open(sha256) as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise LookupError(sha256)
    return read_trust_file(name, data)


def visible_to(person: Person) -> QuerySet[TrustSource]:
    """All that the own agency imported, and the centre that it asks; ended ones too, as a trace."""
    if not may(person, "trust.read"):
        return TrustSource.objects.none()
    return TrustSource.objects.filter(agency__in=serving(person.agency)).select_related(
        "agency", "imported_by"
    )


def find_source(person: Person, pk: UUID) -> TrustSource:
    source = visible_to(person).filter(pk=pk).first()
    if source is None:
        raise Http404
    return source


def find_key(person: Person, pk: UUID) -> StateKey:
    key = StateKey.objects.filter(pk=pk, holdings__source__in=visible_to(person)).first()
    if key is None:
        raise Http404
    return key


def keys_of(sources: Iterable[TrustSource]) -> QuerySet[StateKey]:
    """Each certificate once."""
    return StateKey.objects.filter(holdings__source__in=[each.pk for each in sources]).distinct()


@dataclass(frozen=True, slots=True)
class StateRow:
    """One State in the overview: its keys, how many are valid today, and the youngest list that has one."""

    state: str
    keys: int
    valid: int
    sources: int
    newest: date | None
    freshness: Freshness


def by_state(sources: Sequence[TrustSource], on: date) -> list[StateRow]:
    """From one look at the holdings: never a query for each State."""
    issued = {source.pk: source.issued_on for source in sources}
    rows = StateKey.objects.filter(holdings__source__in=list(issued)).values_list(
        "state", "pk", "valid_from", "valid_to", "holdings__source"
    )
    states: dict[str, dict[str, Any]] = {}
    for state, key, start, end, source in rows:
        if source not in issued:
            continue
        found = states.setdefault(state, {"keys": {}, "sources": set()})
        found["keys"][key] = (start is None or start <= on) and (end is None or end >= on)
        found["sources"].add(source)
    return [_state_row(state, found, issued, on) for state, found in sorted(states.items())]


def _state_row(state: str, found: dict[str, Any], issued: dict[UUID, date | None], on: date) -> StateRow:
    newest = max((day for pk in found["sources"] if (day := issued[pk])), default=None)
    return StateRow(
        state=state,
        keys=len(found["keys"]),
        valid=sum(found["keys"].values()),
        sources=len(found["sources"]),
        newest=newest,
        freshness=freshness("master list", on - newest if newest else None),
    )


def age_of(source: TrustSource, on: date) -> Freshness:
    return freshness(source.kind, on - source.issued_on if source.issued_on else None)


def others_of_key(key: StateKey, sources: Iterable[TrustSource]) -> list[StateKey]:
    """Other certificates that speak of the same key, or bear the same name and number."""
    same = Q(public_key=key.public_key) | Q(issuer=key.issuer, serial=key.serial)
    return list(keys_of(sources).filter(same).exclude(pk=key.pk))


def contradicts(one: StateKey, other: StateKey) -> bool:
    """Both cannot be right: one number for two certificates, or one key with two lives of its own.

    A link certificate speaks of the same key beside the State's own certificate, as the standard wants it.
    """
    if (one.issuer, one.serial) == (other.issuer, other.serial):
        return True
    same_key = one.public_key == other.public_key and not (one.link or other.link)
    return same_key and (one.valid_from, one.valid_to, one.subject) != (
        other.valid_from,
        other.valid_to,
        other.subject,
    )


def is_contradicted(key: StateKey, keys: Iterable[StateKey]) -> bool:
    return any(contradicts(key, other) for other in keys if other.pk != key.pk)


def vouching(key: StateKey, sources: Iterable[TrustSource]) -> list[TrustSource]:
    """Those of the sources that have this certificate."""
    holders = set(key.holdings.values_list("source", flat=True))
    return [source for source in sources if source.pk in holders]
