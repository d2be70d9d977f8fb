"""The examination: facts are gathered, the engine is asked, the answer is stored as a new run."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks import TaskContext, task

from secondline.evidence.actions import prepare, read_anew
from secondline.evidence.darkroom.plain import barcodes
from secondline.evidence.queries import chip_files, reading
from secondline.inspections import chip, gathering
from secondline.inspections.actions.step import revise, step
from secondline.inspections.models import Examination, Exhibit, Inspection
from secondline.inspections.queries import (
    case_grade,
    chip_photo,
    dumps,
    exhibits,
    items_of,
    journey_of,
    transcriptions,
)
from secondline.inspections.rules import LIVE, READING_LIGHTS, Verb, age_band, local_day
from secondline.inspections.seals import seal_dicts
from secondline.people.models import Person
from secondline.record.actions import write
from secondline.reference.queries.library import alerts_for
from secondline.reference.queries.reported import look_up_for
from secondline.reference.queries.trust import trust_of
from secondline.shell.turns import WATCHED
from traveldoc import examine as engine
from traveldoc.barcode import Barcode
from traveldoc.checks.journey import journey
from traveldoc.checks.page import font
from traveldoc.facts import Facts, Reading, VisualForm
from traveldoc.finding import Finding, Grade, Phrase, overall
from traveldoc.vocabulary import vocabulary


def want(inspection: Inspection, *, at: datetime) -> None:
    """Ask for the next run, in the transaction of the deed that made it necessary."""
    inspection.wanted_run += 1
    inspection.wanted_at = at
    inspection.save(update_fields=["wanted_run", "wanted_at"])
    run_examination.enqueue(str(inspection.pk), inspection.wanted_run)


@transaction.atomic
def examine_inspection(*, inspection: UUID, by: Person, at: datetime) -> Inspection:
    """Examine again, for example with a newer engine. Earlier runs stay."""
    found = step(inspection, Verb.EXAMINE, by=by)
    write("inspection.examine-again", by=by, at=at, thing=found.pk)
    want(found, at=at)
    return found


@task(priority=WATCHED, takes_context=True)
def run_examination(context: TaskContext, inspection: str, run: int) -> None:
    """Idempotent: a run that is there is not made again; a run that is no longer wanted is left out."""
    found = Inspection.objects.select_related("post", "agency", "officer").get(pk=UUID(inspection))
    at = context.task_result.started_at or found.wanted_at or found.opened_at
    if run != found.wanted_run or found.examinations.filter(run=run).exists():
        return
    for item in items_of(found):
        prepare(item=item, at=at)
        read_anew(item=item, at=at)
    parts, answers = examine_parts(found)
    with transaction.atomic():
        store(found.pk, run, parts, answers, at=at)


def examine_parts(inspection: Inspection) -> tuple[list[dict[str, Any]], list[engine.Examination]]:
    """Gather the documents and ask the engine about each; the visual data belong to the leading one."""
    wanted_at = inspection.wanted_at or inspection.opened_at
    on = local_day(wanted_at, inspection.post.zone)
    codes, further = codes_of(inspection), further_documents(inspection)
    seen = seen_of(inspection, codes, further)
    visual = VisualForm(**inspection.visual)
    tongue = inspection.officer.language or "en"
    alerts = alerts_for(agency=inspection.agency, on=on, tongue=tongue)
    reported = look_up_for(inspection.agency)
    files, own, twice = chip.gather([chip_files(dump.item) for dump in dumps(inspection)])
    home = chip.home(files, seen)
    trust = trust_of(inspection.agency, wanted_at) if files or codes else None
    store = trust.store if trust else None
    parts: list[dict[str, Any]] = []
    answers: list[engine.Examination] = []
    for place, document in enumerate(seen):
        readings = tuple(source.reading for source in document.sources)
        facts = Facts(
            mrz=readings,
            visual=visual,
            chip=files if place == home else {},
            findings=font(document.typefaces),
            seals=tuple(document.codes),
            beside=gathering.beside(document, seen),
        )
        answer = engine.examine(
            facts, on=on, trust=store, alerts=alerts, reported=reported, active=own.active, chip=own.chip
        )
        if not parts:
            answer = with_journey(inspection, answer)
        visual = VisualForm()
        answers.append(answer)
        parts.append(part_dict(answer, document))
        parts[-1]["of"] = _of(document, further)
        if answer.chip and trust:
            photo = chip_photo(inspection)
            found = chip.chip_dict(answer.chip, twice, photo.pk if photo else None)
            parts[-1]["chip"] = found | {"trust": chip.trust_dict(trust, found)}
    return parts, answers


def seen_of(
    inspection: Inspection, codes: list[tuple[UUID, Barcode]], further: dict[UUID | None, str]
) -> list[gathering.Seen]:
    """The documents that pictures and persons show, each with its bar codes, the leading ones first."""
    pictures = [gathering.from_picture(each.pk, reading(each.item)) for each in for_reading(inspection)]
    typed = {key: gathering.from_person(each.text, key) for key, each in transcriptions(inspection).items()}
    seen = gathering.documents([picture for picture in pictures if picture], typed) or [gathering.Seen()]
    gathering.place_codes(seen, codes)
    seen.sort(key=lambda document: bool(_of(document, further)))
    return seen


def further_documents(inspection: Inspection) -> dict[UUID | None, str]:
    """Which pictures show a further document, and which."""
    return {each.pk: str(each.document_id) for each in exhibits(inspection) if each.document_id}


def _of(document: gathering.Seen, further: dict[UUID | None, str]) -> str:
    """The further document that this is; "" for the leading one, and where no picture says."""
    return further.get(document.best.exhibit, "") if document.sources else ""


def with_journey(inspection: Inspection, answer: engine.Examination) -> engine.Examination:
    """The leading document's answer, and with it what its dates, stamps and the journey say of each other."""
    told = journey(journey_of(inspection, answer.document.to_dict()), on=answer.on)
    findings = (*answer.findings, *told)
    return replace(answer, findings=findings, grade=overall(findings)) if told else answer


def for_reading(inspection: Inspection) -> list[Exhibit]:
    """The pictures in which the zone is meant to be read; all, if it stands in none of these."""
    shown = [each for each in exhibits(inspection) if each.page != LIVE]
    fit = [each for each in shown if each.light in READING_LIGHTS]
    return fit if any((reading(each.item) or {}).get("lines") for each in fit) else shown


def codes_of(inspection: Inspection) -> list[tuple[UUID, Barcode]]:
    """All bar codes with the picture that shows them, under any light."""
    return [(each.pk, code) for each in exhibits(inspection) for code in barcodes(reading(each.item))]


def part_dict(answer: engine.Examination, seen: gathering.Seen) -> dict[str, Any]:
    """One document as it is stored. `exhibits`: pictures that show its zone, the one read first."""
    sources = seen.sources
    best: Reading | None = sources[0].reading if sources else None
    return {
        "exhibits": [str(source.exhibit) for source in sources if source.exhibit],
        "by_person": bool(sources and sources[0].by_person),
        "lines": list(answer.document.lines),
        "confidence": [list(line) for line in best.confidences] if best else [],
        "document": answer.document.to_dict(),
        "findings": [finding_dict(finding) for finding in answer.findings],
        "grade": answer.grade.value,
        "seals": seal_dicts(answer.seals),
    }


def finding_dict(finding: Finding) -> dict[str, Any]:
    """Stored with templates and values apart, so that every reader gets it in their own language."""
    place = finding.place
    return {
        "id": finding.id,
        "grade": finding.grade.value,
        "question": _phrase(finding.question),
        "expected": _phrase(finding.expected),
        "seen": _phrase(finding.seen),
        "clause": finding.clause,
        "hint": _phrase(finding.hint),
        "place": place and {"zone": place.zone, "line": place.line, "start": place.start, "end": place.end},
    }


def _phrase(phrase: Phrase) -> dict[str, Any]:
    return {"template": phrase.template, "values": dict(phrase.values)}


def store(
    inspection: UUID,
    run: int,
    parts: list[dict[str, Any]],
    answers: list[engine.Examination],
    *,
    at: datetime,
) -> None:
    """Write the run once, and what of it outlives the erasure of its details."""
    found = Inspection.objects.select_for_update().get(pk=inspection)
    leading = answers[0]
    examination, new = Examination.objects.get_or_create(
        inspection=found,
        run=run,
        defaults={
            "engine": leading.engine,
            "vocabulary": leading.vocabulary,
            "on": leading.on,
            "parts": parts,
            "grade": overall(f for answer in answers for f in answer.findings),
            "at": at,
        },
    )
    if not new:
        return
    if run == found.wanted_run:  # a run that was overtaken is kept, and says nothing about the case any more
        found.grade = case_grade(found, examination) or Grade(examination.grade)
        coarsen(found, leading)
        revise(found, at=at)
        found.save()
    write(
        "inspection.examine",
        by=None,
        at=at,
        thing=found.pk,
        agency=found.agency_id,
        run=run,
        engine=leading.engine,
        vocabulary=leading.vocabulary,
    )


def coarsen(inspection: Inspection, answer: engine.Examination) -> None:
    """Keep of the document what the statistics need and what points at nobody.

    What the machine readable zone says leads; where it says nothing, what the officer typed.
    """
    document, visual = answer.document, inspection.visual
    states = vocabulary("state")
    birth = document.date_of_birth or visual.get("date_of_birth", "")
    issued = document.date_of_issue or visual.get("date_of_issue", "")
    inspection.document_kind = inspection.stated_kind or document.kind
    inspection.issuer = _known(document.issuer or visual.get("issuer", ""), states)
    inspection.document_nationality = _known(document.nationality or visual.get("nationality", ""), states)
    inspection.sex = document.sex or visual.get("sex", "")
    inspection.age_band = age_band(birth, answer.on)
    inspection.issue_year = int(issued[:4]) if issued[:4].isdigit() else None


def _known(code: str, states: object) -> str:
    return code if code in states else ""  # type: ignore[operator]
