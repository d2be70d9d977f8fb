"""One command runs the retention of every room that declares personal data."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings

from secondline.site.commands import program
from secondline.site.commands.retaining import ROOMS


def test_every_room_that_declares_personal_data_is_swept() -> None:
    folder = Path(settings.HOUSE) / "src" / "secondline"
    declaring = [
        rules.parent.name for rules in folder.glob("*/rules.py") if "\nPERSONAL:" in rules.read_text()
    ]
    assert {room for room, _ in ROOMS} == set(declaring)


@pytest.mark.django_db
def test_the_command_says_how_much_went() -> None:
    run = CliRunner().invoke(program, ["retention"])
    assert run.exit_code == 0, run.output
    assert run.output.splitlines() == [f"{room}: 0 erased" for room, _ in ROOMS]
