"""kill -9 at any moment of an upload loses nothing that was acknowledged and doubles nothing."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from desk import own_database
from killing import House, Sender, Upload, put, toll, upload

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
KILLS = 6
SEED = 20261123


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    with own_database() as address:
        yield {"SECONDLINE_DATABASE": address}


def test_a_killed_server_has_lost_nothing_and_doubled_nothing(
    tmp_path: Path, database: dict[str, str]
) -> None:
    chance = random.Random(SEED)
    house = House(tmp_path / "var", database)
    house.found()
    house.start()
    sender = Sender(house, SEED, threads=6)
    sender.start()
    try:
        for number in range(KILLS):
            time.sleep(chance.uniform(0.05, 0.6))
            if number % 2:  # one of its processes: the others go on, and it comes back by itself
                house.kill_one(chance)
            if house.dead() or number % 2 == 0:
                house.kill()
                house.start()
        house.kill()  # whatever state the last one left it in
        house.start()
        sender.finish()
    finally:
        house.kill()
    found = toll(house, sender)
    assert found.acknowledged > 5 * KILLS
    assert found.resent > 0, "no upload was hit: the test has tested nothing"
    assert not sender.refused
    assert found.sound, found
    assert found.found["orphans"] == 0  # all was sent until it was acknowledged
    assert found.found["parts_after_sweep"] == 0
    assert found.found["lines"] == found.acknowledged


def test_the_same_file_sent_from_many_places_at_once_is_sealed_once(
    tmp_path: Path, database: dict[str, str]
) -> None:
    """One id from eight lines at once is one delivery; the same bytes under four ids are four of one item."""
    house = House(tmp_path / "var", database, ("--no-worker",))
    house.found()
    house.start()
    first = upload(random.Random(SEED))
    files = [first] * 8 + [Upload(uuid4(), first.data, kind=first.kind) for _ in range(3)]
    try:
        with ThreadPoolExecutor(len(files)) as pool:
            told = list(pool.map(lambda file: put(house, file), files))
    finally:
        house.kill()
    assert sorted(status for status, _ in told) == [200] * 7 + [201] * 4
    assert len({answer["item"] for _, answer in told}) == 1
    found = house.check()
    assert (found["items"], len(found["deliveries"]), found["lines"]) == (1, 4, 4)
    assert found["broken"] is None
