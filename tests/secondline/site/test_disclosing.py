"""What is kept about persons in one case can be shown to whom it concerns, and the record says that it was."""

import json
from datetime import datetime
from uuid import uuid4

import pytest
from cast import Cast
from click.testing import CliRunner
from inspection_kit import SPECIMEN

from secondline.inspections.actions import open_inspection
from secondline.inspections.rules import Particulars
from secondline.record.models import Entry
from secondline.site.commands import program

pytestmark = pytest.mark.django_db


def test_everything_typed_and_read_is_shown(cast: Cast, at: datetime) -> None:
    particulars = Particulars(mrz="\n".join(SPECIMEN), doubt="The lines look uneven.")
    case = open_inspection(id=uuid4(), post=cast.airport, particulars=particulars, by=cast.officer, at=at)
    run = CliRunner().invoke(program, ["disclose", case.case_number])
    assert run.exit_code == 0, run.output
    shown = json.loads(run.output)
    assert shown["doubt"] == "The lines look uneven."
    assert "ERIKSSON" in json.dumps(shown)
    assert shown["requests"] == []
    assert Entry.objects.filter(verb="inspection.disclose", thing=case.pk, agency=cast.utopia.pk).exists()


@pytest.mark.parametrize("case", ["UTO-2026-9999", "UTO", "UTO-2026-x", ""])
def test_a_case_that_is_not_there_is_said(cast: Cast, case: str) -> None:
    run = CliRunner().invoke(program, ["disclose", case])
    assert run.exit_code == 2
    assert f"There is no case {case}" in run.output
