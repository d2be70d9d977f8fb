"""What is drawn from tables stands in docs/ as the tables say it; every word of the program is explained."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings

from secondline.site.commands import WORDS, program
from secondline.site.drawing import DRAWN

HOUSE = Path(__file__).parents[2]


@pytest.mark.parametrize("page", sorted(DRAWN))
def test_a_drawn_page_is_what_its_table_says(page: str) -> None:
    assert (HOUSE / page).read_text(encoding="utf-8") == DRAWN[page](), "run ./secondline docs"


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_has_its_help_and_stands_in_the_readme(word: str) -> None:
    run = CliRunner().invoke(program, [word, "--help"])
    assert run.exit_code == 0, run.output
    assert "Usage:" in run.output
    assert f"./secondline {word}" in (HOUSE / "README.md").read_text(encoding="utf-8")


def test_an_unknown_word_is_refused_with_a_hint() -> None:
    run = CliRunner().invoke(program, ["verify-everything"])
    assert run.exit_code == 2
    assert "No such command" in run.output


def test_every_room_has_its_sentence() -> None:
    rows = [line for line in DRAWN["docs/rooms.md"]().splitlines() if line.startswith("|")]
    assert len(rows) > len(settings.ROOMS)
    assert not [row for row in rows if row.endswith("|  |")]
