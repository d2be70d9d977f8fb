"""The tests themselves: short files, and a gate that misses none of them."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
FILES = sorted(TESTS.rglob("*.py"))


def test_no_file_of_tests_is_longer_than_400_lines() -> None:
    assert not [p.name for p in FILES if len(p.read_text(encoding="utf-8").splitlines()) > 400]


def test_what_a_browser_walks_lies_where_the_gate_looks_for_it() -> None:
    found = re.search(r'^walks="([^"]+)"', (TESTS / "gate.sh").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    places = [TESTS.parent / place for place in found[1].split()]
    walking = [p for p in FILES if re.search(r"^pytestmark.*mark\.browser", p.read_text(), re.MULTILINE)]
    assert len(walking) > 10
    assert not [p for p in walking if not any(p.is_relative_to(place) for place in places)]
