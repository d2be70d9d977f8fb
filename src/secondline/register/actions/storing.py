"""Storing what a file told of persons: each in the place of what stood of them before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from secondline.people.keyring import Keyring, Pseudonym
from secondline.people.models import Post
from secondline.register.actions.recounting import recount
from secondline.register.actions.rows import detection_of, further_of, incident_of
from secondline.register.incoming.telling import Step, Tell, quiet
from secondline.register.models import Batch, Detection, FurtherDocument
from secondline.register.persons import MOST_DOCUMENTS, Facts

CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """What stands of one person: `thing` is what its name is made of, `others` are further documents."""

    facts: Facts
    others: Sequence[Facts]
    thing: str
    references: Sequence[str]
    incident: str


@dataclass(slots=True)
class _Storing:
    """One batch on its way in, chunk by chunk."""

    batch: Batch
    keys: Keyring
    posts: Mapping[str, Post]
    replaced: int = 0
    months: set[date] = field(default_factory=set)
    incidents: set[str | None] = field(default_factory=set)

    def take(self, chunk: Sequence[Told]) -> None:
        agency = self.batch.agency_id
        named = [_names(self.keys, self.batch.source, person) for person in chunk]
        digests = [pseudonym.digest for pseudonyms in named for pseudonym in pseudonyms]
        rows = Detection.objects.filter(agency=agency, current=True, pseudonym__in=digests)
        standing = {row.pseudonym: row for row in rows}
        self.replaced += len(standing) + _forget_further(agency, self.keys, chunk)
        fresh = [
            self._row(person, pseudonyms, [standing[p.digest] for p in pseudonyms if p.digest in standing])
            for person, pseudonyms in zip(chunk, named, strict=True)
        ]
        further = [paper for person in chunk for paper in self._papers(person)]
        Detection.objects.filter(pk__in=[row.pk for row in standing.values()]).update(current=False)
        Detection.objects.bulk_create(fresh)
        FurtherDocument.objects.bulk_create(sorted(further, key=lambda paper: paper.pseudonym or ""))
        self.months |= {row.month for row in (*fresh, *standing.values())}
        self.incidents |= {row.incident for row in (*fresh, *standing.values())}

    def _row(self, person: Told, names: Sequence[Pseudonym], older: Sequence[Detection]) -> Detection:
        row = detection_of(
            person.facts,
            post=self.posts[str(person.facts["post"])],
            pseudonym=names[0],
            source=self.batch.source,
            revision=max((row.revision for row in older), default=0) + 1,
            batch=self.batch,
        )
        # Two sources may use the same word for different incidents.
        incident = f"{self.batch.source}:{person.incident}" if person.incident else ""
        row.incident = incident_of(self.keys, self.batch.agency_id, incident)
        return row

    def _papers(self, person: Told) -> list[FurtherDocument]:
        return [
            further_of(
                {**person.facts, **each},
                post=self.posts[str(person.facts["post"])],
                pseudonym=self.keys.name("further", f"{person.thing}+{n}")[0],
                source=self.batch.source,
                batch=self.batch,
            )
            for n, each in enumerate(person.others)
        ]


def store_detections(
    batch: Batch,
    keys: Keyring,
    posts: Mapping[str, Post],
    persons: Sequence[Told],
    *,
    rows: int,
    tell: Tell = quiet,
) -> tuple[int, int]:
    """Of so many `rows`: how many documents are new, and how many took the place of an older one."""
    storing = _Storing(batch, keys, posts)
    for start in range(0, len(persons), CHUNK):
        tell(Step.STORE, start, len(persons))
        storing.take(persons[start : start + CHUNK])
    recount(batch.agency_id, storing.months, storing.incidents)
    return max(0, rows - storing.replaced), storing.replaced


def _names(keys: Keyring, source: str, person: Told) -> list[Pseudonym]:
    """Under what a person may stand: as one, or as the document that it was known by before."""
    things = [person.thing, *(f"{source}:{reference}" for reference in person.references)]
    return [pseudonym for thing in things for pseudonym in keys.name("import", thing)]


def _forget_further(agency: UUID, keys: Keyring, persons: Sequence[Told]) -> int:
    """Further documents that were told of these persons before go: what is told now takes their place."""
    names = [
        pseudonym.digest
        for person in persons
        if person.others or ":person:" in person.thing
        for n in range(MOST_DOCUMENTS)
        for pseudonym in keys.name("further", f"{person.thing}+{n}")
    ]
    gone = 0
    for start in range(0, len(names), CHUNK):
        found = FurtherDocument.objects.filter(agency=agency, pseudonym__in=names[start : start + CHUNK])
        gone += found.delete()[0]
    return gone
