"""The files of a form: those that were put before, by their delivery ids, and those that come along in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from secondline.evidence.actions import RefusedError, enter, receive
from secondline.evidence.models import Item
from secondline.evidence.queries import delivered, free_or_same
from secondline.evidence.rules import CHIP, MOST_IN_FORM, NOT_THIS, What, clean_name, delivery_in_form
from secondline.evidence.tasks import prepare_soon
from secondline.people.models import Person


@dataclass(frozen=True, slots=True)
class Collected:
    """The items of a form, each once, and what went wrong with the others, in the person's words."""

    items: list[Item]
    problems: list[str]


def collect(
    *,
    by: Person,
    at: datetime,
    form: UUID,
    deliveries: Sequence[str],
    files: Sequence[UploadedFile[Any]],
    what: What = What.PICTURE,
) -> Collected:
    """Find what was put before and seal what came in the form itself. Call it outside any transaction.

    `what` is what this part of the form takes; anything else is named among the problems.

    `form` is the form's own id, made with the empty form: sent again, its files are the same deliveries.
    What could be sealed stays sealed, also beside problems: show it again, and nothing is lost.
    """
    problems: list[str] = []
    found = [delivered(by, [key] if (key := _id(text)) else []) for text in dict.fromkeys(deliveries)]
    items = {item.pk: item for each in found for item in each if item.kind == what}
    if not all(found):
        problems.append(gettext("A file that was sent before can't be found. Choose it again."))
    wrong = RefusedError(NOT_THIS[what])
    problems += [f"{item}: {wrong.message}" for each in found for item in each if item.kind != what]
    most = CHIP.files if what == What.CHIP else settings.MAX_FILES
    for number, file in enumerate(files):
        name = clean_name(file.name or "")
        if len(items) >= most:
            told = {"name": name, "most": most}
            problems.append(gettext("%(name)s was not taken: at most %(most)s files are.") % told)
            continue
        try:
            item = _seal(by, at, form, number, file, name, what)
        except RefusedError as refused:
            problems.append(f"{name}: {refused.message}")
        else:
            items[item.pk] = item
    return Collected(list(items.values()), problems)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _seal(
    by: Person, at: datetime, form: UUID, number: int, file: UploadedFile[Any], name: str, what: What
) -> Item:
    """A form that comes back after an error counts its files from the start: taken ids are passed over."""
    with receive(by=by, stream=file, expected=file.size or 0, what=what) as draft:
        ids = [delivery_in_form(form, number + further) for further in range(MOST_IN_FORM)]
        delivery = free_or_same(ids, draft.sha256)
        return enter(by=by, at=at, delivery=delivery, draft=draft, name=name, then=prepare_soon).item
