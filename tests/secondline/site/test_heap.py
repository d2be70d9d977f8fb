"""The collector of a process that answers pages."""

import gc
from collections.abc import Iterator

import pytest

from secondline.site.heap import YOUNG, settle


@pytest.fixture
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.mark.usefixtures("_as_before")
def test_what_is_loaded_is_set_aside_and_what_comes_later_is_still_collected() -> None:
    settle()
    assert gc.get_freeze_count() > 100_000
    assert gc.get_threshold()[0] == YOUNG
    ring: list[object] = []
    ring.append(ring)
    del ring
    assert gc.collect() > 0
