"""Everything one agency ever released, read through every door by another one and solved in whole numbers."""

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from cast import Cast
from outsider import Attack, Outsider, after_corrections, changes
from pytest_django.fixtures import Settings
from release_desk import MONTHS, Desk, family, outline, rows

from secondline.people.models import Post
from secondline.register.models import Detection
from secondline.site import clock
from secondline.trends.actions import withdraw_release
from secondline.trends.models import Release
from secondline.trends.queries.tabulating import ClashError
from secondline.trends.release_rules import Measure

pytestmark = pytest.mark.django_db
Rows = Sequence[tuple[str, str, str, int]]
OLD, NOW, NEW = MONTHS[2:]
POSTS = {"UTO-AIR": "air", "UTO-SEA": "sea", "UTO-LND": "land"}


@pytest.fixture
def desk(
    cast: Cast, at: datetime, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    settings.KEYS_FOLDER = tmp_path / "keys"
    monkeypatch.setattr(clock, "now", lambda: at)
    for code in list(POSTS)[1:]:
        Post.objects.create(agency=cast.utopia, code=code, name=code.title(), border_type=POSTS[code])
    return Desk(cast, at)


def release(desk: Desk, *outlines: str) -> list[Release]:
    """ "persons:month+class@2025-12..2026-01": what can't be made safe is refused, and not told."""
    done = []
    for each in outlines:
        asked, _, span = each.partition("@")
        first, _, last = (span or f"{OLD}..{NEW}").partition("..")
        measure, _, by = asked.rpartition(":")
        effort = by.startswith("!")
        with suppress(ClashError):
            made = outline(
                *by.removeprefix("!").split("+"),
                first=first,
                last=last or first,
                measure=Measure(measure or "documents"),
                effort=effort,
            )
            done.append(desk.release(made))
    return done


def attack(desk: Desk, outsider: Outsider | None = None) -> list[str]:
    outsider = (outsider or Outsider(desk.cast.outside_analyst)).look(
        Release.objects.values_list("pk", flat=True)
    )
    assert outsider.untaught == set()
    assert outsider.told
    return Attack(outsider.told, POSTS).pinned(desk.truth)


ONE_SMALL_A_MARGIN: Rows = [
    (OLD, "forged", "IND", 3), (OLD, "counterfeit", "TUN", 22), (OLD, "pseudo", "KAZ", 17),
    (NOW, "forged", "TUN", 22), (NOW, "counterfeit", "KAZ", 2), (NOW, "pseudo", "IND", 12),
    (NEW, "forged", "KAZ", 18), (NEW, "counterfeit", "IND", 27), (NEW, "pseudo", "TUN", 1),
]  # fmt: skip
NOUGHTS: Rows = [(OLD, "forged", "IND", 4), (NOW, "counterfeit", "IND", 4), (NEW, "pseudo", "IND", 1)]
ONE_GIANT: Rows = [
    (OLD, "forged", "IND", 240),
    (OLD, "forged", "TUN", 1),
    (NOW, "pseudo", "TUN", 4),
    (NEW, "forged", "IND", 5),
]
NEARLY_FIVE: Rows = [
    (when, fraud, state, 4)
    for when in (OLD, NOW, NEW)
    for fraud in ("forged", "pseudo")
    for state in ("IND", "TUN")
]
GROWING: Rows = [
    (OLD, "forged", "KAZ", 4),
    (NOW, "forged", "KAZ", 4),
    (NEW, "forged", "KAZ", 1),
    (NOW, "forged", "IND", 30),
]
MADE = {"one small a margin": ONE_SMALL_A_MARGIN, "noughts": NOUGHTS, "one giant": ONE_GIANT,
        "nearly five": NEARLY_FIVE, "growing": GROWING}  # fmt: skip
SEQUENCES = (
    ("month+class", "month+nationality", "class+nationality", "quarter+class", "year"),
    (f"nationality@{OLD}", f"nationality@{NOW}", f"nationality@{OLD}..{NOW}", "month+nationality"),
    (
        f"class@{OLD}..{NOW}",
        "class",
        f"month+class@{NOW}..{NEW}",
        f"persons:nationality@{NEW}",
        "border+class",
    ),
    (f"post+nationality@{NOW}", f"post+nationality@{NOW}..{NEW}", "month+post", "border+month+class"),
)


# Each register with two of the sequences: all twenty were tried, and take their time.
PAIRED = [(made, SEQUENCES[(n + k) % 4]) for n, made in enumerate(MADE) for k in (0, 1)]


@pytest.mark.parametrize(("made", "sequence"), PAIRED)
def test_registers_made_to_be_worked_out_are_not(desk: Desk, made: str, sequence: tuple[str, ...]) -> None:
    desk.put(rows(*MADE[made]))
    release(desk, *sequence)
    assert attack(desk) == []


WAYS = ("month", "quarter", "year", "class", "nationality", "post", "border", "month+class", "month+nationality",
        "class+nationality", "post+nationality", "month+post", "month+post+nationality", "border+class",
        "month+class+nationality", "transit", "class+transit", "!month", "!month+post", "!class")  # fmt: skip
SPANS = ("", f"@{OLD}", f"@{NOW}", f"@{NEW}", f"@{OLD}..{NOW}", f"@{NOW}..{NEW}")


def drawn(desk: Desk, chance: np.random.Generator) -> dict[tuple[str, str], int]:
    """A register by chance: sparse, with families, documents beside, journeys and checks."""
    states, classes = ("IND", "TUN", "KAZ")[: chance.integers(2, 4)], ("forged", "pseudo", "impostor")
    posts = list(POSTS)[: chance.integers(1, 3)]
    level = chance.choice([0.7, 2.5, 6.0])
    for post in posts:
        for when in (OLD, NOW, NEW):
            for fraud in classes[: chance.integers(1, 4)]:
                for state in states:
                    number = int(chance.poisson(level * chance.choice([0, 1, 1, 4])))
                    size = int(chance.choice([1, 1, 1, 2, 3]))
                    told = family(when, fraud, state, size=size, number=number)
                    way = str(
                        chance.choice(["", "ARE", "QAT"])
                    )  # of an incident one, as its persons travel together
                    desk.put([{**row, "post": post, "transit": way, "incident": f"{post}{row['incident']}"}
                              for row in told])  # fmt: skip
    looked = {}
    if chance.random() < 0.5:
        for post in posts:
            for when in (OLD, NOW, NEW):
                found = sum(row["month"] == when and row.get("post") == post for row in desk.truth)
                looked[when, post] = found + int(chance.choice([0, 2, 9, 80]))
    return looked


def by_chance(desk: Desk, seed: int) -> list[str]:
    chance = np.random.default_rng(seed)
    looked = drawn(desk, chance)
    desk.checked(looked)
    outsider = Outsider(desk.cast.outside_analyst)
    for _ in range(int(chance.integers(2, 7))):
        measure = chance.choice(["documents:", "documents:", "persons:", "incidents:"])
        release(desk, measure + chance.choice(WAYS) + chance.choice(SPANS))
    if not Release.objects.exists():
        return []
    outsider.look(Release.objects.values_list("pk", flat=True))
    return Attack(outsider.told, POSTS).pinned(desk.truth, looked)


# More of them: FROM=5 TO=200 pytest ... (the first 110 and 60 were tried in November 2026).
FEW, MANY = int(os.environ.get("FROM", "0")), int(os.environ.get("TO", "5"))


@pytest.mark.parametrize("seed", range(FEW, MANY))
def test_registers_and_sequences_drawn_by_chance_give_nothing_away(desk: Desk, seed: int) -> None:
    assert by_chance(desk, seed) == []


def corrected(desk: Desk, chance: np.random.Generator) -> None:
    """Late detections come in, others are taken back."""
    late = rows(*((str(chance.choice([OLD, NOW, NEW])), "forged", str(chance.choice(["IND", "TUN"])), int(n))
                  for n in chance.integers(1, 4, 2)))  # fmt: skip
    desk.put(late)
    for taken in list(Detection.objects.order_by("pk")[: int(chance.integers(0, 4))]):
        facts = {"month": f"{taken.month:%Y-%m}", "class": taken.fraud_class}
        facts["nationality"] = taken.document_nationality
        desk.truth.remove(next(row for row in desk.truth if facts.items() <= row.items()))
        taken.delete()


@pytest.mark.parametrize("seed", range(FEW, MANY))
def test_nothing_is_worked_out_from_what_was_withdrawn_or_corrected_between(desk: Desk, seed: int) -> None:
    chance = np.random.default_rng(1000 + seed)
    keys = [
        (w, fraud, state)
        for w in (OLD, NOW, NEW)
        for fraud in ("forged", "pseudo")
        for state in ("IND", "TUN")
    ]
    desk.put(rows(*((*key, int(chance.poisson(chance.choice([1, 4, 15])))) for key in keys)))
    outsider = Outsider(desk.cast.outside_analyst)
    again = str(chance.choice(["month+class", "class", "nationality", "month"]))
    for turn in range(4):
        done = release(
            desk, again if turn % 2 == 0 else str(chance.choice(WAYS[:9])) + str(chance.choice(SPANS))
        )
        outsider.look([each.pk for each in done])
        if done and chance.random() < 0.3:
            withdraw_release(release=done[0], why="A slip.", by=desk.cast.analyst, at=desk.at)
        if chance.random() < 0.7:
            corrected(desk, chance)
    assert changes(outsider.told) == []
    if outsider.told:
        assert after_corrections(outsider, POSTS, desk.truth) == []


def test_every_door_is_tried_with_every_key_and_none_opens_that_is_not_read(desk: Desk) -> None:
    desk.put(rows(*ONE_SMALL_A_MARGIN))
    done = release(desk, "month+class", "nationality")
    withdraw_release(release=done[0], why="A slip.", by=desk.cast.analyst, at=desk.at)
    outsider = Outsider(desk.cast.outside_analyst).look([each.pk for each in done], everywhere=True)
    assert outsider.untaught == set()
    assert {each.release for each in outsider.told} == {"UTO-R-0002"}
    assert Attack(outsider.told, POSTS).pinned(desk.truth) == []
    # The canary: a door that nobody taught it to read is noticed.
    own = Outsider(desk.cast.analyst)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("outsider.READERS", {})
        assert own.look([each.pk for each in done], everywhere=True).untaught >= {"trends:released-table"}


def planted(made: Release, numbers: dict[str, int | None]) -> None:
    cells = [[*cell, numbers.get(cell[0], number)] for *cell, number in made.table["cells"]]
    Release.objects.filter(pk=made.pk).update(table=made.table | {"cells": cells})


def test_the_attack_finds_what_was_planted(desk: Desk) -> None:
    """The canary: a state of four each month, too few to be named; over both months it is named, with eight."""
    desk.put(rows((OLD, "forged", "KAZ", 4), (NOW, "forged", "KAZ", 4), (OLD, "pseudo", "IND", 22),
                  (NOW, "pseudo", "IND", 31)))  # fmt: skip
    made = release(desk, *(f"persons:nationality@{span}" for span in (OLD, NOW, f"{OLD}..{NOW}")))
    assert attack(desk) == []
    planted(made[2], {"KAZ": 10})
    assert any(": 4 is from 4 to 4" in told for told in attack(desk))
