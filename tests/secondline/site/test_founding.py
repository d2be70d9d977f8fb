"""Founding an agency at the machine, and the words about the record."""

import json
from pathlib import Path

import pytest
from cast import Cast
from click.testing import CliRunner

from secondline.people.models import Agency, Person
from secondline.record.models import Head
from secondline.site.commands import program

pytestmark = pytest.mark.django_db

FOUND = ["found", "NEW-BG", "New Border Guard", "--administrator", "root", "--person", "Rita Root"]


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(program, list(words))
    return result.exit_code, result.output


def test_founds_an_agency_with_its_first_administrator(cast: Cast) -> None:
    code, said = run(*FOUND, "--asks", "DESC", "--password", "a long enough sentence")
    assert code == 0, said
    assert Agency.objects.get(code="NEW-BG").centre == cast.centre
    assert Person.objects.get(username="root").role == "administrator"
    assert run("record", "verify")[0] == 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (
            (*FOUND, "--asks", "NOBODY", "--password", "a long enough sentence"),
            "no centre with the code NOBODY",
        ),
        (("found", "bad code", *FOUND[2:], "--password", "a long enough sentence"), "code:"),
        ((*FOUND[:4], "BAD NAME", *FOUND[5:], "--password", "a long enough sentence"), "username:"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_left(
    cast: Cast, words: tuple[str, ...], reason: str
) -> None:
    code, said = run(*words)
    assert code == 2
    assert reason in said
    assert Agency.objects.count() == 3


def test_the_head_is_exported_and_checked_later(cast: Cast, tmp_path: Path) -> None:
    run(*FOUND, "--password", "a long enough sentence")
    code, said = run("record", "head")
    assert code == 0
    assert json.loads(said)["number"] == 2
    witness = tmp_path / "head.json"
    witness.write_text(said)
    assert run("record", "verify", "--against", str(witness))[0] == 0
    Head.objects.update(number=1)
    code, said = run("record", "verify", "--against", str(witness))
    assert code == 1
    assert "BROKEN at entry 3" in said


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"number": "x", "hash": 1}', "nonsense"])
def test_a_file_that_is_no_head_is_refused(db: None, tmp_path: Path, text: str) -> None:
    witness = tmp_path / "head.json"
    witness.write_text(text)
    code, said = run("record", "verify", "--against", str(witness))
    assert code == 2
    assert "is not a head" in said
