"""Scenes performed by the rooms' own actions, each deed at its moment: nothing that a person could not do."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from secondline.evidence.actions import prepare, seal
from secondline.evidence.models import Item
from secondline.evidence.rules import What
from secondline.inspections import actions as inspections
from secondline.inspections.actions.examine import examine_parts, store
from secondline.inspections.models import Inspection
from secondline.inspections.rules import SLOTS, Particulars, Slot, read_day
from secondline.people.models import Agency, Person, new_id
from secondline.site.demo.chips import OFFERS, chip_zip
from secondline.site.demo.pictures import Shot
from secondline.site.demo.scenes import Back, Ending, Inquiry, Opinion, Question, Scene
from secondline.site.demo.specimen import Specimen
from secondline.support import actions as support
from secondline.support.models import Request
from secondline.support.queries import shareable
from traveldoc.facts import VisualForm

Photos = Callable[[Shot], bytes]
PREPARED, EXAMINED = timedelta(seconds=2), timedelta(seconds=3)


@dataclass(slots=True)
class Performance:
    """One scene while it is performed: what each deed leaves for the next one."""

    scene: Scene
    cast: Mapping[str, Specimen]
    persons: Mapping[str, Person]
    photos: Photos
    opened_at: datetime
    id: UUID = field(default_factory=new_id)
    request: Request | None = None

    def deeds(self) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
        """Each deed with its moment."""
        yield self.opened_at, self.open
        if question := self.scene.question:
            asked_at = self.opened_at + question.after
            yield asked_at, lambda at: self.ask(question, at)
            for opinion in self.scene.opinions:
                yield asked_at + opinion.taken, self._taking(opinion)
                if opinion.answer:
                    yield asked_at + opinion.answered, self._answering(opinion)
            if inquiry := self.scene.inquiry:
                yield asked_at + inquiry.asked, lambda at: self.inquire(inquiry, at)
            if back := self.scene.back:
                yield asked_at + back.asked, lambda at: self.ask_back(back, at)
        if ending := self.scene.ending:
            yield self.opened_at + ending.after, lambda at: self.decide(ending, at)

    @property
    def officer(self) -> Person:
        return self.persons[self.scene.officer]

    def open(self, at: datetime) -> None:
        """Pictures sealed, the case opened, examined as the worker would have done at that time."""
        given = [(self._seal(shot, at), slot_of(shot)) for shot in self.scene.shots]
        chip = [self._seal_chip(at)] if self.scene.chip else []
        post = self.officer.post
        if post is None:
            raise ValueError(f"{self.officer.username} works at no post")
        inspection = inspections.open_inspection(
            id=self.id,
            post=post,
            particulars=self._particulars(),
            given=given,
            chip=chip,
            by=self.officer,
            at=at,
        )
        for item in (*(item for item, _slot in given), *chip):
            prepare(item=item, at=at + PREPARED)
        found = Inspection.objects.select_related("post", "agency").get(pk=inspection.pk)
        parts, answers = examine_parts(found)
        store(found.pk, found.wanted_run, parts, answers, at=at + EXAMINED)

    def _seal(self, shot: Shot, at: datetime) -> Item:
        stream = io.BytesIO(self.photos(shot))
        delivery = uuid5(self.id, shot.name)
        return seal(by=self.officer, at=at, delivery=delivery, stream=stream, name=shot.name).item

    def _seal_chip(self, at: datetime) -> Item:
        """The chip of the first specimen. Chips are made for the day for which the cast is."""
        offer = next(each for each in OFFERS if each.specimen == self.scene.shots[0].specimen)
        stream = io.BytesIO(chip_zip(offer, (self.opened_at + self.scene.ago).date()))
        delivery = uuid5(self.id, offer.file_name)
        return seal(
            by=self.officer, at=at, delivery=delivery, stream=stream, name=offer.file_name, what=What.CHIP
        ).item

    def _particulars(self) -> Particulars:
        specimen = self.cast[self.scene.shots[0].specimen]
        visual = {name: value for name, value in printed(specimen).items() if name in self.scene.printed}
        return Particulars(doubt=self.scene.doubt, visual=VisualForm(**visual), **self.scene.told)  # type: ignore[arg-type]  # the table holds texts only

    def ask(self, question: Question, at: datetime) -> None:
        self.request = support.ask(
            inspection=self.id,
            question=question.words,
            urgency=question.urgency,
            departs=at + question.departs if question.departs else None,
            by=self.officer,
            at=at,
        )

    def _taking(self, opinion: Opinion) -> Callable[[datetime], None]:
        def take(at: datetime) -> None:
            support.take(request=self._asked(), by=self.persons[opinion.examiner], at=at)

        return take

    def _answering(self, opinion: Opinion) -> Callable[[datetime], None]:
        def answer(at: datetime) -> None:
            if opinion.answer:
                by = self.persons[opinion.examiner]
                support.answer(request=self._asked(), given=opinion.answer, by=by, at=at)

        return answer

    def inquire(self, inquiry: Inquiry, at: datetime) -> None:
        found = Inspection.objects.get(pk=self.id)
        wanted = {f"1-{name}" for name in inquiry.fields}
        fields = [each.name for each in shareable(found) if each.name in wanted]
        if not fields:  # nothing could be read in the picture
            return
        support.inquire(
            request=self._asked(),
            authority=Agency.objects.get(code=inquiry.authority),
            fields=fields,
            question="Was this document issued by you, with these data?",
            by=self.persons[inquiry.examiner],
            at=at,
        )

    def ask_back(self, back: Back, at: datetime) -> None:
        by = self.persons[back.examiner]
        support.question(request=self._asked(), presets=back.presets, by=by, at=at)

    def _asked(self) -> UUID:
        if self.request is None:
            raise ValueError("nobody has asked yet")
        return self.request.pk

    def decide(self, ending: Ending, at: datetime) -> None:
        if ending.referral:
            inspections.refer(inspection=self.id, kind=ending.referral, by=self.officer, at=at)
        inspections.decide(inspection=self.id, verdict=ending.verdict, by=self.officer, at=at)


def slot_of(shot: Shot) -> Slot:
    """The place of the form where a newcomer would give this picture."""
    return next(slot for slot in SLOTS if slot.page == "data" and slot.light == shot.light.value)


def printed(specimen: Specimen) -> dict[str, str]:
    """What an officer would type from the page: dates as they are printed there, in one form."""
    page = specimen.printed
    return {
        "surname": page["surname"],
        "given_names": page["given_names"],
        "document_number": page["number"],
        "date_of_birth": read_day(page["birth"].replace(" ", ".")) or read_day(page["birth"]) or "",
    }


def perform(
    scenes: Sequence[Scene],
    *,
    cast: Mapping[str, Specimen],
    persons: Mapping[str, Person],
    photos: Photos,
    at: datetime,
) -> Iterator[tuple[int, int]]:
    """Do every deed of every scene in the order of time; answers after each (how many, of how many)."""
    deeds = [
        deed for scene in scenes for deed in Performance(scene, cast, persons, photos, at - scene.ago).deeds()
    ]
    for number, (moment, deed) in enumerate(sorted(deeds, key=lambda each: each[0]), 1):
        deed(moment)
        yield number, len(deeds)
