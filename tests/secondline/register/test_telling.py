"""How far the command is, on a terminal and in a log; how far the counting is."""

import io
import sys
from datetime import date
from pathlib import Path

import pytest
from crossing_rows import write_csv

from secondline.register.exposure import engine
from secondline.register.exposure.counting import Instructions, count
from secondline.register.incoming.telling import EVERY, Step, quiet, told
from secondline.site.commands.filing import ROWS_A_LINE, Teller


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_one_line_is_written_anew_also_while_storing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    teller = Teller()
    teller(Step.READ, 120_000, 0)
    teller(Step.COUNT, 42, 100)
    teller(Step.STORE, 2_000, 120_597)
    teller.end()
    first, *lines = screen.getvalue().split("\r")
    assert (first, lines[0]) == ("", "120000 rows read")
    assert lines[1].startswith("42 % of the file counted")
    assert lines[2].rstrip() == "2000 of 120597 rows stored"
    assert lines[2].endswith("\n")


def test_in_a_log_there_is_a_line_for_so_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", log := io.StringIO())
    teller = Teller()
    for done in range(0, 2 * ROWS_A_LINE + 1, EVERY):
        teller(Step.STORE, done, 2 * ROWS_A_LINE)
    teller.end()
    assert log.getvalue().splitlines() == ["50000 of 100000 rows stored", "100000 of 100000 rows stored"]


def test_things_pass_through_unchanged_and_are_told_now_and_then() -> None:
    heard: list[tuple[Step, int, int]] = []
    things = range(2 * EVERY + 1)
    assert list(told(things, lambda *said: heard.append(said), Step.READ, 7)) == list(things)
    assert heard == [(Step.READ, 0, 7), (Step.READ, EVERY, 7), (Step.READ, 2 * EVERY, 7)]
    assert list(told(things, quiet, Step.READ)) == list(things)


def test_the_engine_is_asked_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_ASKED_EVERY", 0.0005)
    rows = [{"month": "2026-02", "post": "UTO-AIR", "crossings": "1", "nationality": ""}] * 20_000
    path = write_csv(tmp_path / "counts.csv", rows, ("month", "post", "crossings"))
    how = Instructions({}, {}, {"UTO-AIR": "UTC"}, date(2026, 3, 1), single=False)
    heard: list[tuple[Step, int, int]] = []
    count(path, how, tmp_path, lambda *said: heard.append(said))
    assert heard
    assert all(step == Step.COUNT and 0 <= done <= of == 100 for step, done, of in heard)
