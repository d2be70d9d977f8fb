"""The part of a form that takes what was read from the chip."""

from uuid import uuid5

from secondline.evidence.forms import collect
from secondline.evidence.models import Item
from secondline.evidence.rules import What
from secondline.inspections.forms import posted_id
from secondline.people.gate import Request

NAME = "chip"  # of the part: the fields are delivery-chip and files-chip


def take_chip(request: Request) -> tuple[list[Item], list[str]]:
    """Seal what came with the form. Outside any transaction: sealing takes its time."""
    form = posted_id(request.POST.get("id"))
    deliveries, files = request.POST.getlist(f"delivery-{NAME}"), request.FILES.getlist(f"files-{NAME}")
    if form is None or not (deliveries or files):
        return [], []
    collected = collect(
        by=request.user,
        at=request.at,
        form=uuid5(form, NAME),
        deliveries=deliveries,
        files=files,
        what=What.CHIP,
    )
    return collected.items, collected.problems
