"""Comparing faces: where the eyes stand, and each feature judged by a person. Nothing is computed of it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404

from secondline.inspections.actions.check import Given
from secondline.inspections.actions.step import step
from secondline.inspections.facing import Points
from secondline.inspections.models import Eyes, Likeness
from secondline.inspections.queries import chip_photo, faces, features
from secondline.inspections.rules import PAIRS, Verb
from secondline.people.models import Person
from secondline.record.actions import write
from traveldoc.vocabulary import VERSION


@transaction.atomic
def set_eyes(*, inspection: UUID, item: UUID, points: Points, by: Person, at: datetime) -> Eyes:
    """Say where both eyes stand in one of the case's faces; 404 for a picture that is none of them."""
    found = step(inspection, Verb.COMPARE, by=by)
    face = next((face for face in faces(found, chip_photo(found)) if face.item.pk == item), None)
    if face is None:
        raise Http404
    eyes = Eyes.objects.create(
        inspection=found,
        item=face.item,
        left_x=points.left[0],
        left_y=points.left[1],
        right_x=points.right[0],
        right_y=points.right[1],
        by=by,
        at=at,
    )
    write("inspection.eyes", by=by, at=at, thing=found.pk, item=str(item))
    return eyes


@transaction.atomic
def compare(*, inspection: UUID, pair: str, given: Mapping[str, Given], by: Person, at: datetime) -> int:
    """Store the features that were judged anew; answers how many."""
    if pair not in PAIRS:
        raise Http404
    found = step(inspection, Verb.COMPARE, by=by)
    standing = {each.term.id: each for each in features(found, pair)}
    changed = [
        (key, answer)
        for key, answer in given.items()
        if key in standing and (answer.value, answer.note) != (standing[key].value, standing[key].note)
    ]
    for feature, answer in changed:
        Likeness.objects.create(
            inspection=found,
            pair=pair,
            feature=feature,
            value=answer.value,
            note=answer.note,
            vocabulary=VERSION,
            by=by,
            at=at,
        )
    if changed:
        found.changed_at = at
        found.save(update_fields=["changed_at"])
        write("inspection.compare", by=by, at=at, thing=found.pk, pair=pair, features=len(changed))
    return len(changed)
