"""What leaves an agency: two persons, disclosure control, and an attacker who reads everything addressed to them."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from attacker import Attacker, Cell, fetched
from cast import Cast, log_in
from django.db import IntegrityError
from django.http import Http404
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondline.people.models import Person, Post
from secondline.people.rules import Role
from secondline.record.models import Entry
from secondline.register.actions import import_detections
from secondline.register.models import Detection
from secondline.trends.actions import (
    ImpossibleError,
    SamePersonError,
    StaleError,
    drop_release,
    propose_release,
    release_table,
    withdraw_release,
)
from secondline.trends.models import Release
from secondline.trends.queries.parts import TooFineError
from secondline.trends.queries.tabulating import ClashError
from secondline.trends.release_rules import Measure, Outline

pytestmark = pytest.mark.django_db
MONTHS = ("2025-10", "2025-11", "2025-12", "2026-01", "2026-02")
Put = Callable[[Sequence[Cell]], None]


def month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def outline(*by: str, first: str = MONTHS[0], last: str = MONTHS[-1], **other: Any) -> Outline:
    return Outline(by, other.pop("measure", Measure.DOCUMENTS), month(first), month(last), **other)


def rows(*told: tuple[str, str, str, int]) -> list[Cell]:
    """(month, class, nationality, number) as detections."""
    return [
        {"month": when, "class": fraud, "nationality": state}
        for when, fraud, state, number in told
        for _ in range(number)
    ]


class Desk:
    """Utopia's analyst proposes, its administrator agrees; Arcadia reads."""

    def __init__(self, cast: Cast, at: datetime) -> None:
        self.cast, self.at, self.files = cast, at, 0
        self.truth: list[Cell] = []

    def put(self, told: Sequence[Cell], **facts: Any) -> None:
        self.files += 1
        self.truth += told
        lines = [
            {
                "month": row["month"],
                "post": row.get("post", "UTO-AIR"),
                "fraud_class": row["class"],
                "document_nationality": row["nationality"],
                "document_kind": "passport",
                **facts,
            }
            for row in told
        ]
        import_detections(rows=lines, by=self.cast.analyst, at=self.at, source=f"file-{self.files}")

    def looked(self, **inspections: int) -> None:
        self.files += 1
        effort = [
            {"month": when[1:].replace("_", "-"), "post": "UTO-AIR", "inspections": number}
            for when, number in inspections.items()
        ]
        import_detections(rows=[], effort=effort, by=self.cast.analyst, at=self.at, source=f"file-{self.files}")

    def propose(self, asked: Outline, **said: Any) -> Release:
        given = {"title": "Table", "note": "", "sharing": "amber", "to": [self.cast.arcadia]} | said
        return propose_release(outline=asked, by=self.cast.analyst, at=self.at, **given)

    def release(self, asked: Outline, **said: Any) -> Release:
        return release_table(
            release=self.propose(asked, **said), by=self.cast.administrator, at=self.at
        )

    def attack(self, months: Sequence[str] = MONTHS) -> list[tuple[str, int, float, float]]:
        return Attacker(fetched(self.cast.outside_analyst), months).pinned(self.truth)


@pytest.fixture
def desk(cast: Cast, at: datetime) -> Desk:
    return Desk(cast, at)


USUAL = rows(
    ("2025-12", "forged", "IND", 23), ("2025-12", "forged", "TUN", 3), ("2025-12", "counterfeit", "IND", 11),
    ("2026-01", "forged", "IND", 14), ("2026-01", "counterfeit", "TUN", 9), ("2026-01", "pseudo", "TUN", 1),
    ("2026-02", "forged", "IND", 19), ("2026-02", "impostor", "IND", 2), ("2026-02", "forged", "KAZ", 4),
)  # fmt: skip


def shown(release: Release) -> dict[tuple[str, ...], int | None]:
    return {tuple(cell): number for *cell, number in release.table["cells"]}


def test_small_numbers_are_withheld_and_others_are_multiples_of_five(desk: Desk) -> None:
    desk.put(USUAL)
    numbers = shown(desk.release(outline("month", "class")))
    assert numbers["2026-01", "pseudo"] is None
    assert numbers["2026-02", "impostor"] is None
    assert numbers["2025-12", "counterfeit"] == 10
    assert numbers["2025-12", "stolen-blank"] == 0
    assert all(number is None or number % 5 == 0 for number in numbers.values())


def test_the_attacker_finds_nothing_small_in_one_table(desk: Desk) -> None:
    desk.put(USUAL)
    desk.release(outline("month", "class"))
    assert desk.attack() == []


def test_the_attacker_finds_nothing_in_overlapping_breakdowns_and_new_months(desk: Desk) -> None:
    desk.put(USUAL)
    desk.release(outline("month", "class", last="2026-01"))
    desk.release(outline("month", "nationality", last="2026-01"))
    desk.release(outline("quarter", "class"))
    desk.release(outline("class"))
    assert len(fetched(desk.cast.outside_analyst)) == 4
    assert desk.attack() == []


def test_the_attacker_finds_nothing_after_corrections(desk: Desk) -> None:
    """Late rows come in between: the same months again, with other numbers."""
    desk.put(USUAL)
    desk.release(outline("month", "class"))
    first = Attacker(fetched(desk.cast.outside_analyst), MONTHS)
    assert first.pinned(desk.truth) == []
    desk.put(rows(("2026-01", "forged", "IND", 2), ("2025-12", "forged", "IND", 30)))
    later = desk.release(outline("month", "class"))
    alone = [table for table in fetched(desk.cast.outside_analyst) if table.lines[0]["release"] == later.code]
    assert Attacker(alone, MONTHS).pinned(desk.truth) == []
    # 14 became 16: both are told as 15, so that two late persons are not seen at all.
    assert shown(later)["2026-01", "forged"] == 15


def test_the_attack_finds_a_planted_table(desk: Desk) -> None:
    """The canary: small numbers withheld, nothing done for those that can be worked out."""
    desk.put(rows(("2026-01", "forged", "IND", 22), ("2026-01", "pseudo", "IND", 1)))
    released = desk.release(outline("class", first="2026-01"))
    assert desk.attack() == []
    cells = [[*cell, {"forged": 20, "pseudo": None, "": 20}.get(cell[0], 0)] for *cell, _ in released.table["cells"]]
    Release.objects.filter(pk=released.pk).update(table=released.table | {"cells": cells})
    found = desk.attack()
    assert found
    assert {number for _words, number, _low, _high in found} == {1}


def test_the_attack_finds_a_planted_difference_between_two_releases(desk: Desk) -> None:
    desk.put(rows(("2025-12", "forged", "IND", 20), ("2026-01", "forged", "IND", 2)))
    desk.release(outline("class", last="2025-12"))
    careful = desk.release(outline("class"))
    assert shown(careful)["forged",] is None
    assert desk.attack() == []
    cells = [[*cell, 20 if cell[0] in {"forged", ""} else 0] for *cell, _ in careful.table["cells"]]
    Release.objects.filter(pk=careful.pk).update(table=careful.table | {"cells": cells})
    assert desk.attack()


CLASSES, STATES = ("forged", "counterfeit", "pseudo"), ("IND", "TUN")
NUMBERS = st.lists(st.integers(0, 12), min_size=18, max_size=18)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NUMBERS, st.permutations(["month+class", "nationality", "class+nationality", "quarter"]))
def test_no_register_and_no_sequence_of_releases_gives_a_small_number_away(
    desk: Desk, numbers: list[int], sequence: list[str]
) -> None:
    """Registers drawn by chance, released in any order; what can't be made safe is refused."""
    Release.objects.all().delete()
    Detection.objects.all().delete()
    desk.truth = []
    keys = [(when, fraud, state) for when in MONTHS[2:] for fraud in CLASSES for state in STATES]
    desk.put(rows(*((*key, n) for key, n in zip(keys, numbers, strict=True))))
    Release.objects.all().delete()
    for by in sequence:
        try:
            desk.release(outline(*by.split("+"), first=MONTHS[2]))
        except ClashError:
            continue
    assert desk.attack(MONTHS[2:]) == []
