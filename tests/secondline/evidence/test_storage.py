"""The write-once tree: what is in it has its hash, is never overwritten, and lies on the disk in order."""

import errno
import fcntl
import hashlib
import os
import stat
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from secondline.evidence import storage as module
from secondline.evidence.rules import HEAD_BYTES
from secondline.evidence.storage import Storage, StorageError, sealed_files, sweep

AGENCY = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
LIMIT = 1_000_000


@pytest.fixture
def store(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "evidence", AGENCY)


def put(store: Storage, data: bytes, **options: Any) -> module.Sealed:
    return store.put(BytesIO(data), limit=LIMIT, **options)


def everything(root: Path) -> set[Path]:
    return {path for path in root.rglob("*") if path.is_file()}


def test_a_file_lies_under_its_hash_and_comes_back_whole(store: Storage) -> None:
    data = os.urandom(700_000)
    sealed = put(store, data)
    assert sealed.sha256 == hashlib.sha256(data).hexdigest()
    assert sealed.size == len(data)
    with store.open(sealed.sha256) as file:
        assert file.read() == data
    assert store.verify(sealed.sha256)
    assert everything(store.root) == {store.path(sealed.sha256)}


def test_the_original_is_read_only_and_nobody_elses(store: Storage) -> None:
    path = store.path(put(store, b"x").sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_bytes_again_leave_the_first_file_alone(store: Storage) -> None:
    path = store.path(put(store, b"same").sha256)
    before = path.stat()
    put(store, b"same")
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert after.st_nlink == 1


def test_a_damaged_original_is_set_aside_when_the_true_bytes_come_again(store: Storage) -> None:
    path = store.path(put(store, b"true").sha256)
    path.chmod(0o600)
    path.write_bytes(b"rot!")
    assert not store.verify(path.name)
    put(store, b"true")
    assert store.verify(path.name)
    (aside,) = (store.root / "damaged").iterdir()
    assert aside.read_bytes() == b"rot!"


def test_two_agencies_have_two_trees(store: Storage) -> None:
    other = Storage(store.root, uuid4())
    sealed = put(store, b"x")
    assert not other.holds(sealed.sha256)
    assert not other.verify(sealed.sha256)


class Endless:
    """A source that never ends and counts what is taken from it."""

    taken = 0

    def read(self, size: int, /) -> bytes:
        self.taken += size
        return bytes(size)


def test_the_bound_is_kept_while_the_bytes_come_not_afterwards(store: Storage) -> None:
    source = Endless()
    with pytest.raises(StorageError, match="too-many-bytes"):
        store.put(source, limit=LIMIT)
    assert source.taken <= LIMIT + 2 * module.CHUNK
    assert not everything(store.root)


def test_an_exact_fit_is_taken(store: Storage) -> None:
    assert put(store, bytes(LIMIT)).size == LIMIT


def test_nothing_is_refused_and_leaves_nothing(store: Storage) -> None:
    with pytest.raises(StorageError, match="empty"):
        put(store, b"")
    assert not everything(store.root)


def test_less_room_than_asked_for_is_refused_before_a_byte_is_read(store: Storage) -> None:
    source = Endless()
    with pytest.raises(StorageError, match="no-room"):
        store.put(source, limit=LIMIT, free=10**18)
    assert source.taken == 0


def test_a_full_disk_is_said_and_leaves_nothing(store: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    store._durable.update([store.root / "incoming", store.root, *store.root.parents])
    (store.root / "incoming").mkdir(parents=True)
    with pytest.raises(StorageError, match="no-room"):
        put(store, b"x")
    assert not everything(store.root)


def test_another_fault_of_the_disk_is_not_taken_for_a_full_one(
    store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*paths: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", broken)
    with pytest.raises(OSError, match="Input/output"):
        put(store, b"x")


def test_the_head_of_a_file_comes_whole_from_small_pieces(store: Storage) -> None:
    class Drops:
        def __init__(self) -> None:
            self.rest = bytes(range(200))

        def read(self, size: int, /) -> bytes:
            piece, self.rest = self.rest[:7], self.rest[7:]
            return piece

    with store.receive(Drops(), limit=LIMIT) as draft:
        assert draft.head == bytes(range(HEAD_BYTES))
        assert draft.size == 200


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is synced and linked, in order."""
    seen: list[str] = []
    sync, link = os.fsync, os.link

    def note_sync(handle: int) -> None:
        seen.append(f"sync {Path(f'/proc/self/fd/{handle}').readlink().name}")
        sync(handle)

    def note_link(source: Path, target: Path) -> None:
        seen.append("link")
        link(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "link", note_link)
    return seen


def test_the_file_is_synced_before_it_is_linked_and_its_folders_before_it_counts(
    store: Storage, order: list[str]
) -> None:
    sealed = put(store, b"order")
    at = order.index("link")
    assert any(step.endswith(".part") for step in order[:at])
    shard = sealed.sha256[:2]
    # each new folder is an entry in its parent, and the parent is synced for it
    for parent in (store.root.parent.name, store.root.name, "originals", AGENCY.hex):
        assert f"sync {parent}" in order
    assert f"sync {shard}" in order[at:]


def test_a_file_that_was_there_is_synced_again_before_it_counts(store: Storage, order: list[str]) -> None:
    """Another process may have linked it a moment ago and not have synced its folder yet."""
    put(store, b"order")
    order.clear()
    sealed = put(store, b"order")
    assert order[-2:] == [f"sync {sealed.sha256}", f"sync {sealed.sha256[:2]}"]


def test_dead_writers_files_are_swept_and_living_ones_left(store: Storage) -> None:
    dead = store.root / "incoming" / "dead.part"
    with store.receive(BytesIO(b"alive"), limit=LIMIT) as draft:
        dead.write_bytes(b"half")
        assert sweep(store.root) == 1
        assert draft.path.exists()
    assert sweep(store.root) == 0


def test_a_part_swept_at_the_moment_of_its_making_is_made_again(
    store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock
    swept: list[Path] = []

    def sweep_first(handle: int, mode: int) -> None:
        if not swept:
            swept.append(Path(f"/proc/self/fd/{handle}").readlink())
            swept[0].unlink()
        lock(handle, mode)

    monkeypatch.setattr(fcntl, "flock", sweep_first)
    sealed = put(store, b"x")
    assert swept
    assert store.verify(sealed.sha256)


def test_derived_files_are_replaced_whole(store: Storage) -> None:
    store.put_derived("ab" * 32, "page", b"one")
    store.put_derived("ab" * 32, "page", b"two")
    assert store.holds_derived("ab" * 32, "page")
    assert not store.holds_derived("ab" * 32, "thumb")
    with store.open_derived("ab" * 32, "page") as file:
        assert file.read() == b"two"
    assert len(everything(store.root)) == 1


def test_erasing_takes_the_original_and_all_that_was_made_of_it(store: Storage) -> None:
    sealed = put(store, b"x")
    other = put(store, b"y")
    store.put_derived(sealed.sha256, "page", b"copy")
    store.erase(sealed.sha256)
    store.erase(sealed.sha256)
    assert everything(store.root) == {store.path(other.sha256)}


def test_a_folder_removed_by_hand_is_made_again(store: Storage) -> None:
    sealed = put(store, b"x")
    store.erase(sealed.sha256)
    store.path(sealed.sha256).parent.rmdir()
    assert store.verify(put(store, b"x").sha256)


def test_sealed_files_are_listed_with_their_agency(store: Storage) -> None:
    sealed = put(store, b"x")
    (store.root / "originals" / "stray").mkdir()
    assert list(sealed_files(store.root)) == [(AGENCY, sealed.sha256, store.path(sealed.sha256))]
