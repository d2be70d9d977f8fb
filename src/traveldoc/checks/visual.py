"""What a person read in the visual zone against the machine readable zone (Doc 9303-3, 7.3.4.3)."""

from collections.abc import Callable
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.subject import Subject
from traveldoc.checks.visual_check import BY_FIELD, GIVEN, NO_ZONE
from traveldoc.checks.visual_data import compare_data, compare_number
from traveldoc.checks.visual_date import compare_date, compare_issue
from traveldoc.checks.visual_name import compare_name
from traveldoc.checks.visual_word import compare_kind, compare_sex, compare_state
from traveldoc.facts import VISUAL_FIELDS, VisualForm
from traveldoc.finding import Finding

CHECKS: Final[tuple[Check, ...]] = (GIVEN, *BY_FIELD.values())

_COMPARE: Final[dict[str, Callable[[Subject, str, str], Finding]]] = {
    "surname": compare_name,
    "given_names": compare_name,
    "document_number": compare_number,
    "nationality": compare_state,
    "issuer": compare_state,
    "date_of_birth": compare_date,
    "sex": compare_sex,
    "date_of_expiry": compare_date,
    "date_of_issue": compare_issue,
    "kind": compare_kind,
    "optional_data": compare_data,
}
_EMPTY: Final = VisualForm()
_NOTHING: Final = (GIVEN.not_examined(),)


def visual(subject: Subject) -> tuple[Finding, ...]:
    """One finding for each field; `not examined` for what was not given."""
    form = subject.facts.visual
    if form == _EMPTY or not form.given():
        return _NOTHING
    if subject.mrz.format is None:
        return tuple(BY_FIELD[name].not_examined(NO_ZONE) for name in form.given())
    return tuple(
        _COMPARE[name](subject, name, value)
        if (value := getattr(form, name))
        else BY_FIELD[name].not_examined()
        for name in VISUAL_FIELDS
    )
