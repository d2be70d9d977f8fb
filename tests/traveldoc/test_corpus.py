"""The corpora of fuzz/ are replayed: only the documented error comes out, within bounds."""

import importlib.util
import tracemalloc
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
CORPUS = HOUSE / "fuzz" / "corpus"
INPUTS = sorted(path for path in CORPUS.rglob("*") if path.is_file())

spec = importlib.util.spec_from_file_location("fuzz_targets", HOUSE / "fuzz" / "targets.py")
assert spec is not None
assert spec.loader is not None
targets = importlib.util.module_from_spec(spec)
spec.loader.exec_module(targets)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_input_is_read_or_refused_in_words_and_within_bounds(path: Path) -> None:
    tracemalloc.start()
    try:
        targets.attempt(path.parent.name, path.read_bytes())
        assert tracemalloc.get_traced_memory()[1] < 100 << 20
    finally:
        tracemalloc.stop()


def test_every_target_has_inputs_and_the_corpus_stays_small() -> None:
    assert {path.parent.name for path in INPUTS} == set(targets.TARGETS)
    assert sum(path.stat().st_size for path in INPUTS) < 100_000
    assert len(INPUTS) < 100
