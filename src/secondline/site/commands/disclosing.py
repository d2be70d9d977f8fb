"""`./secondline disclose CASE`: all that is kept about persons in one case, for whom it concerns."""

import json

import click
import django

django.setup()

from django.db import transaction  # noqa: E402  # models need the set-up above

from secondline.inspections.models import Inspection  # noqa: E402
from secondline.inspections.queries import personal_data as of_inspection  # noqa: E402
from secondline.record.actions import write  # noqa: E402
from secondline.site.clock import now  # noqa: E402
from secondline.support.queries import personal_data as of_support  # noqa: E402


def _find(case: str) -> Inspection | None:
    """By its readable number: code of the agency (which may hold dashes), year, number."""
    before, _, number = case.strip().rpartition("-")
    code, _, year = before.rpartition("-")
    if not (year.isdecimal() and number.isdecimal()):
        return None
    return Inspection.objects.filter(agency__code=code, year=int(year), number=int(number)).first()


@click.command()
@click.argument("case")
def disclose(case: str) -> None:
    """Print as JSON what is kept about persons in CASE (such as UTO-2026-0017); the record says so."""
    inspection = _find(case)
    if inspection is None:
        raise click.UsageError(f"There is no case {case}.")
    shown = {**of_inspection(inspection), "requests": of_support(inspection)}
    with transaction.atomic():
        write("inspection.disclose", by=None, at=now(), thing=inspection.pk, agency=inspection.agency_id)
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2, default=str))
