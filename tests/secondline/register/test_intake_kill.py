"""kill -9 to the worker in the middle of a file: nothing half-taken stands, and the next worker ends the work."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import own_database
from killing import SETTLE, House

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
NUMBERS = 40_000

_GIVE = """
import django, sys; django.setup()
from datetime import datetime, timezone
from secondline.people.models import Person
from secondline.register.actions.filing import Filing
from secondline.register.actions.intaking import give_file
from secondline.register.exposure import shelf
from secondline.register.tasks import take_in_soon
by = Person.objects.get(username="officer")
by.role = "analyst"; by.save()
path = shelf.hold(by.agency_id, [open(sys.argv[1], "rb").read()])
print(give_file(digest=path.name, filing=Filing("series", "office"), keep=False, by=by,
                at=datetime.now(timezone.utc), take=True, then=take_in_soon).pk)
"""
_LOOK = """
import django, json; django.setup()
from secondline.register.models import Batch, Intake, Observation, Remark
row = Intake.objects.get()
print(json.dumps({"state": row.state, "tries": row.tries, "report": row.report, "numbers": Observation.objects.count(),
                  "batches": Batch.objects.count(), "remarks": Remark.objects.count()}))
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with own_database() as address:
        house = House(tmp_path / "var", {"SECONDLINE_DATABASE": address})
        house.found()
        yield house


def work(house: House) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-m", "secondline.site", "worker", "--queue", "long"]
    return subprocess.Popen(words, env=house.environment(), start_new_session=True)


def until(what: Any) -> Any:
    end = time.monotonic() + SETTLE
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.01)
    raise TimeoutError("it did not come to that")


def test_what_a_killed_worker_left_is_nothing_and_the_next_one_takes_all_of_it(
    house: House, tmp_path: Path
) -> None:
    path = tmp_path / "series.csv"
    lines = (f"return,person,{1990 + n % 36},{n},Area {n // 36}" for n in range(NUMBERS))
    path.write_text("indicator,unit,period,value,area\n" + "\n".join(lines), encoding="utf-8")
    key = house.run("-c", _GIVE, str(path)).strip()
    told = house.var / "exposure" / "progress" / key
    worker = work(house)
    try:
        until(lambda: told.exists() and '"store", 4000' in told.read_text(encoding="utf-8"))
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        left = json.loads(house.run("-c", _LOOK))
        assert (left["state"], left["tries"]) == ("waiting", 1)
        assert (left["numbers"], left["batches"], left["remarks"]) == (0, 0, 0)
        worker = work(house)
        until(lambda: not told.exists() and json.loads(house.run("-c", _LOOK))["state"] != "waiting")
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    found = json.loads(house.run("-c", _LOOK))
    assert (found["state"], found["tries"], found["report"]["added"]) == ("done", 2, NUMBERS)
    assert (found["numbers"], found["batches"]) == (NUMBERS, 1)
