"""`./secondline reported`: lists at the machine itself."""

from datetime import datetime
from pathlib import Path

import pytest
from cast import Cast
from click.testing import CliRunner
from pytest_django.fixtures import Settings

from secondline.reference.actions.importing import keep_mapping
from secondline.reference.columns import Columns
from secondline.reference.models import ReportedList
from secondline.site.commands.listing import reported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(settings: Settings, tmp_path: Path) -> None:
    settings.REPORTED_FOLDER, settings.KEYS_FOLDER = tmp_path / "reported", tmp_path / "keys"


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(reported, list(words))
    return done.exit_code, done.output


def test_a_list_is_taken_in_named_with_its_age_and_dropped(cast: Cast, at: datetime, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("number,issuer\nU1,UTO\n")
    told = ("--agency", "UTO", "--source", "Registry", "--as-of", "2020-01-01")
    assert run("import", str(table), *told) == (0, "Registry, 2020-01-01: 1 numbers, 0 wide ranges.\n")
    assert "stood here already" in run("import", str(table), *told)[1]
    code, said = run("lists")
    assert (code, "OLD" in said) == (1, True)
    key = str(ReportedList.objects.get().pk)
    assert run("drop", key)[0] == 0
    assert run("drop", key)[0] == 2
    assert run("lists") == (0, "")
    keep_mapping(name="mine", columns=Columns(number="number", issuer="issuer"), by=cast.administrator, at=at)
    assert run("import", str(table), *told, "--mapping", "mine")[0] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ("--agency", "NOBODY"),
        ("--mapping", "none"),
        ("--columns", "no"),
        ("--columns", '{"number": "number", "day_form": "soon"}'),
        ("--columns", '{"number": "nothing"}'),
    ],
)
def test_what_cannot_be_used_ends_with_status_2(cast: Cast, tmp_path: Path, wrong: tuple[str, ...]) -> None:
    table = tmp_path / "a.csv"
    table.write_text("number,issuer\nU1,UTO\n")
    told = ("--agency", "UTO", "--source", "Registry", "--as-of", "2020-01-01")
    assert run("import", str(table), *told, *wrong)[0] == 2
