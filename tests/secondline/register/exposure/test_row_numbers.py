"""The row that a fault is said to stand in is the one that a person counts, whatever lies between."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondline.register.exposure import counting
from secondline.register.exposure.counting import Count, Instructions, count

HOW = Instructions({}, {}, {"UTO-AIR": "Asia/Almaty"}, date(2026, 3, 1), single=False)
HEAD = "month,post,crossings,note"
GOOD, WRONG = "20{n}-02,UTO-AIR,{n},x", "2026-02,UTO-AIR,many,x"
# What can stand in a line below the names, and the fault that is said of it.
LINES = {
    "good": (GOOD, None),
    "wrong": (WRONG, ("crossings", "count")),
    "empty": ("", None),
    "blank cells": (",,,", None),
    "two lines": ('20{n}-02,UTO-AIR,{n},"x\n\ny"', None),
    "short": ("2026-02,UTO-AIR", ("", "no-row")),
    "long": ("2026-02,UTO-AIR,{n},x,y", ("", "no-row")),
    "elsewhere": (",,,a note that is no row of counts", ("month", "month")),
}


def places(result: Count) -> list[tuple[int, str, str]]:
    return [(place.row, place.column, place.reason) for place in result.places]


def expected(text: str) -> list[tuple[int, str, str]]:
    """Counted by Python's own reader, each record one row, the empty ones too."""
    found = []
    for number, cells in enumerate(list(csv.reader(StringIO(text)))[1:], 1):
        if cells and len(cells) != 4:
            found.append((number, "", "no-row"))
        elif any(cells) and not cells[0]:
            found.append((number, "month", "month"))
        elif any(cells) and not cells[2].isdigit():
            found.append((number, "crossings", "count"))
    return found


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(sorted(LINES)), min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_in_a_csv(tmp_path: Path, kinds: list[str], end: str) -> None:
    lines = [HEAD, *(LINES[kind][0].format(n=n) for n, kind in enumerate(kinds, 10)), WRONG]
    text = end.join(lines) + end
    path = tmp_path / "counts.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert places(count(path, HOW, tmp_path)) == expected(text)


def test_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    above = [("Crossings of the post",), ()]
    below = [("2026-02", "UTO-AIR", 1), (), (), ("2026-02", "UTO-AIR", "x"), (), ("2026-13", "UTO-AIR", 1)]
    for row in (*above, ("month", "post", "crossings"), *below):
        book.active.append(row)
    book.save(tmp_path / "counts.xlsx")
    result = count(tmp_path / "counts.xlsx", HOW, tmp_path)
    assert places(result) == [(4, "crossings", "count"), (6, "month", "month")]


def test_bytes_that_are_no_utf_8_late_in_a_file_are_told_with_their_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "counts.csv"
    rows = [f"2026-02,UTO-AIR,{n},Zoë" for n in range(30_000)]
    text = "\n".join([HEAD, *rows[:25_000], "", *rows[25_000:]]).encode()
    late = text.replace(b"24999,Zo\xc3\xab", b"24999,Zo\xeb").replace(b"29999,Zo\xc3\xab", b"29999,Zo\xeb")
    path.write_bytes(late)
    found = [place for place in places(count(path, HOW, tmp_path)) if place[2] == "no-row"]
    assert found == [(25_000, "", "no-row"), (30_001, "", "no-row")]
    monkeypatch.setattr(counting, "counted", lambda *_said: ({}, []))  # the engine's own numbers, at worst
    assert next(place[0] for place in places(count(path, HOW, tmp_path)) if place[2] == "no-row") == 25_000


def test_rows_that_say_again_what_one_before_said_are_named(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    lines = [
        "2026-02,UTO-AIR,1,a",
        "",
        "2026-01,UTO-AIR,1,b",
        "2026-02-05,UTO-AIR,2,c",
        "2026-02,UTO-AIR,x,d",
    ]
    path.write_text("\n".join([HEAD, *lines, "2026-01,UTO-AIR,3,e"]), encoding="utf-8")
    assert places(count(path, HOW, tmp_path)) == [
        (4, "month", "twice"),
        (5, "crossings", "count"),
        (6, "month", "twice"),
    ]
