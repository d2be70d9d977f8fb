"""What every page of a case shows besides its own work."""

from typing import Any
from uuid import UUID

from secondline.inspections import queries
from secondline.inspections.models import Inspection
from secondline.inspections.rules import REFERRALS, RIGHT, Verb
from secondline.inspections.views.case import possible
from secondline.people.gate import Request
from secondline.people.queries import require


def shown_case(request: Request, pk: UUID, verb: Verb) -> Inspection:
    """The case to be looked at by whoever may read it; to change it needs the verb's own right."""
    require(request.user, "inspection.read")
    inspection = queries.find(request.user, pk)
    if request.method != "GET":
        require(request.user, RIGHT[verb], inspection)
    return inspection


def of_case(
    request: Request, inspection: Inspection, *, here: str, work_form: bool = False
) -> dict[str, Any]:
    """`work_form`: the page has one form `work`; a referral then carries along what is typed in it."""
    return {
        "inspection": inspection,
        "here": here,
        "work_form": work_form,
        "can": possible(request.user, inspection),
        "referral_kinds": REFERRALS,
    }
