"""What leaves an agency has passed disclosure control: an attacker reads everything addressed to them."""

from collections.abc import Sequence
from contextlib import suppress

import pytest
from attacker import Attacker, Table, fetched
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from release_desk import MONTHS, USUAL, Desk, family, outline, rows, shown

from secondline.register.models import Detection
from secondline.trends.models import Release
from secondline.trends.queries.tabulating import ClashError
from secondline.trends.release_rules import Measure

pytestmark = pytest.mark.django_db


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
    assert changes(fetched(desk.cast.outside_analyst)) == []
    # And with those of the older numbers that a reader can't see to be out of date.
    newest = {tuple(line[n] for n in alone[0].by): line["value"] for line in alone[0].lines}
    stale = [
        Table(t.by, [li for li in t.lines if newest[tuple(li[n] for n in t.by)] == li["value"]])
        for t in fetched(desk.cast.outside_analyst)
    ]
    assert Attacker(stale, MONTHS).pinned(desk.truth) == []


def changes(tables: Sequence[Table]) -> list[tuple[str, float, float]]:
    """Changes between two tables of the same make that are known to be of one to four."""
    told: dict[tuple[str, ...], tuple[int, int]] = {}
    found: list[tuple[str, float, float]] = []
    for table in tables:
        for line in table.lines:
            if line["status"] == "withheld":
                continue
            key, number = tuple(line[name] for name in table.by), int(line["value"])
            low, high = (max(number - 2, 5), number + 2) if number else (0, 0)
            before = told.setdefault(key, (low, high))
            least, most = sorted((low - before[1], high - before[0]))
            if (least >= 1 and most <= 4) or (least >= -4 and most <= -1):
                found.append((str(key), least, most))
    return found


def test_the_attack_finds_a_planted_table(desk: Desk) -> None:
    """The canary: small numbers withheld, nothing done for those that can be worked out."""
    desk.put(rows(("2026-01", "forged", "IND", 22), ("2026-01", "pseudo", "IND", 1)))
    released = desk.release(outline("class", first="2026-01"))
    assert desk.attack() == []
    cells = [
        [*cell, {"forged": 20, "pseudo": None, "": 20}.get(cell[0], 0)]
        for *cell, _ in released.table["cells"]
    ]
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


GROUPS = [("2025-12", "forged", "IND", 2, 9), ("2026-01", "forged", "IND", 1, 14), ("2026-01", "pseudo", "TUN", 3, 2),
          ("2026-02", "forged", "TUN", 7, 1), ("2026-02", "counterfeit", "IND", 2, 3)]  # fmt: skip


def test_an_incident_counts_once_and_few_of_them_are_withheld(desk: Desk) -> None:
    """Nine incidents of two persons each, three more, twelve of one, and one of eight."""
    desk.put(family("2026-01", "stolen-blank", "IND", size=4, number=3))
    desk.put(family("2026-01", "forged", "IND", size=2, number=9))
    desk.put(family("2026-01", "counterfeit", "IND", size=1, number=12))
    desk.put(family("2026-01", "pseudo", "IND", size=8))
    incidents = shown(desk.release(outline("class", measure=Measure.INCIDENTS)))
    assert (incidents["forged",], incidents["counterfeit",], incidents["",]) == (10, 10, 25)
    assert incidents["pseudo",] is None
    persons = shown(desk.release(outline("class", measure=Measure.PERSONS)))
    assert (persons["forged",], persons["counterfeit",], persons["pseudo",]) == (20, 10, 10)
    assert desk.attack() == []


def test_persons_and_incidents_of_the_same_cells_give_nobody_away_together(desk: Desk) -> None:
    for month, fraud, state, size, number in GROUPS:
        desk.put(family(month, fraud, state, size=size, number=number))
    for measure in (Measure.PERSONS, Measure.INCIDENTS, Measure.DOCUMENTS):
        for by in (("month",), ("class", "nationality")):
            with suppress(ClashError):
                desk.release(outline(*by, measure=measure, first=MONTHS[2]))
    tables = fetched(desk.cast.outside_analyst)
    assert {t.lines[0]["measure"] for t in tables} >= {"persons", "incidents"}
    assert desk.attack(MONTHS[2:]) == []


def test_the_attack_finds_companions_between_persons_and_incidents(desk: Desk) -> None:
    """The canary: ten incidents, one of them of two persons; both numbers told as they are."""
    desk.put(family("2026-01", "forged", "IND", size=1, number=9))
    desk.put(family("2026-01", "forged", "IND", size=2))
    desk.release(outline("class", measure=Measure.PERSONS))
    careful = desk.release(outline("class", measure=Measure.INCIDENTS))
    assert desk.attack() == []
    assert shown(careful)["forged",] is None
    cells = [[*cell, 10 if cell[0] in {"forged", ""} else 0] for *cell, _ in careful.table["cells"]]
    Release.objects.filter(pk=careful.pk).update(table=careful.table | {"cells": cells})
    assert any(number == 1 for _words, number, _low, _high in desk.attack())


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9)), min_size=6, max_size=6),
    st.permutations(["incidents:month", "persons:month", "incidents:class", "persons:nationality"]),
)
def test_no_sequence_of_measures_gives_a_small_number_away(
    desk: Desk, groups: list[tuple[int, int]], sequence: list[str]
) -> None:
    Release.objects.all().delete()
    Detection.objects.all().delete()
    desk.truth = []
    keys = [(when, fraud, "IND") for when in MONTHS[3:] for fraud in ("forged", "counterfeit", "pseudo")]
    for key, (size, number) in zip(keys, groups, strict=True):
        desk.put(family(*key, size=size, number=number))
    for each in sequence:
        measure, by = each.split(":")
        with suppress(ClashError):
            desk.release(outline(by, first=MONTHS[3], measure=Measure(measure)))
    assert desk.attack(MONTHS[3:]) == []


def test_a_journey_through_a_state_is_told_under_the_same_control(desk: Desk) -> None:
    desk.put([{**row, "transit": "ARE"} for row in USUAL])
    desk.put([{**row, "transit": "QAT"} for row in rows(("2026-01", "forged", "IND", 2))])
    numbers = shown(desk.release(outline("transit")))
    assert set(numbers) == {("ARE",), ("*",), ("",)}
    assert numbers["*",] is None
    assert desk.attack() == []


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
