"""Keys outside the database: made once, never silently anew, turned by a procedure, proved by fingerprint."""

import json
import stat
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from cast import Cast
from django.http import Http404
from register_cases import Stream

from secondline.record import keyring
from secondline.record.keyring import KeyringError, path_of
from secondline.record.models import Entry
from secondline.register.actions import check, import_detections, pull, turn_key
from secondline.register.models import Detection, KeyVersion

pytestmark = pytest.mark.django_db


def test_a_key_is_made_for_this_user_alone_with_the_first_row(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    stream.add(cast)
    pull(agency=cast.utopia, by=None, at=at)
    path = path_of(cast.utopia.pk)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]
    assert len(bytes.fromhex(json.loads(path.read_text())["keys"]["1"])) == 32


def test_two_agencies_have_two_keys(cast: Cast, at: datetime, stream: Stream) -> None:
    for agency in (cast.utopia, cast.arcadia):
        pull(agency=agency, by=None, at=at)
    keys = [path_of(agency.pk).read_text() for agency in (cast.utopia, cast.arcadia)]
    assert keys[0] != keys[1]


def test_the_pseudonym_is_not_a_plain_hash_of_the_id(cast: Cast, at: datetime, stream: Stream) -> None:
    """Two houses with the same inspection and other keys give other pseudonyms."""
    case = stream.add(cast)
    pull(agency=cast.utopia, by=None, at=at)
    first = Detection.objects.get().pseudonym
    Detection.objects.all().delete()
    KeyVersion.objects.all().delete()
    path_of(cast.utopia.pk).unlink()
    stream.cases = [case]
    pull(agency=cast.utopia, by=None, at=at, everything=True)
    assert Detection.objects.get().pseudonym != first


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "is missing"),
        (json.dumps({"keys": {"1": "00" * 32}}), "is not the one"),
        (json.dumps({"keys": {"1": "00" * 8}}), "holds no keys of 32 bytes"),
        (json.dumps({"keys": {}}), "holds no keys of 32 bytes"),
        ('{"keys": [1]}', "can't be read"),
        ("not json", "can't be read"),
    ],
)
def test_a_lost_or_wrong_key_is_an_error_and_never_made_anew(
    cast: Cast, at: datetime, stream: Stream, content: str | None, words: str
) -> None:
    stream.add(cast)
    pull(agency=cast.utopia, by=None, at=at)
    path = path_of(cast.utopia.pk)
    path.unlink()
    if content is not None:
        path.write_text(content)
    with pytest.raises(KeyringError, match=words):
        pull(agency=cast.utopia, by=None, at=at)
    assert check(agency=cast.utopia, at=at).faults
    assert Detection.objects.count() == 1


def test_a_key_made_by_another_process_at_the_same_moment_is_taken(cast: Cast, at: datetime) -> None:
    first = keyring.make(cast.utopia.pk)
    keyring._write(first.path, {1: b"x" * 32}, replace=False)
    assert keyring.make(cast.utopia.pk).keys == first.keys


def test_after_turning_the_key_old_rows_are_still_recognised(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    case = stream.add(cast)
    pull(agency=cast.utopia, by=None, at=at)
    assert turn_key(agency=cast.utopia, by=cast.administrator, at=at) == 2
    stream.add(cast)
    again = pull(agency=cast.utopia, by=None, at=at, everything=True)
    assert (again.added, again.unchanged) == (1, 1)
    stream.add(cast, key=case.key, revision=2, changed_at=at + timedelta(minutes=1))
    assert pull(agency=cast.utopia, by=None, at=at).replaced == 1
    assert set(Detection.objects.filter(current=True).values_list("key_version", flat=True)) == {2}
    assert check(agency=cast.utopia, at=at).held == 2
    assert KeyVersion.objects.filter(agency=cast.utopia).count() == 2
    assert Entry.objects.filter(verb="register.turn-key").get().facts == '{"version":2}'


@pytest.mark.parametrize("role", ["officer", "analyst", "auditor", "outsider"])
def test_only_the_agencys_administrator_turns_its_key(cast: Cast, at: datetime, role: str) -> None:
    with pytest.raises(Http404):
        turn_key(agency=cast.utopia, by=getattr(cast, role), at=at)


def test_imported_rows_depend_on_the_key_too(cast: Cast, at: datetime) -> None:
    row = {"month": "2026-01", "post": "UTO-AIR", "fraud_class": "forged"}
    import_detections(rows=[row], by=cast.analyst, at=at, source="file")
    path_of(cast.utopia.pk).unlink()
    with pytest.raises(KeyringError, match="missing"):
        import_detections(rows=[row | {"issuer": "UTO"}], by=cast.analyst, at=at, source="file")


def test_check_counts_what_is_held_waits_and_was_refused(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast)
    proof = check(agency=cast.utopia, at=at)
    assert (proof.concluded, proof.waiting, proof.faults) == (1, 1, [])
    stream.add(cast, fraud_class="")
    pull(agency=cast.utopia, by=None, at=at)
    stream.add(cast)
    proof = check(agency=cast.utopia, at=at)
    assert (proof.concluded, proof.held, proof.waiting, proof.refused, proof.faults) == (3, 1, 1, 1, [])
    later = check(agency=cast.utopia, at=at + timedelta(days=1500))
    assert (later.unlinked, later.faults) == (3, [])


def test_check_finds_a_row_counted_twice(cast: Cast, at: datetime, stream: Stream) -> None:
    case = stream.add(cast)
    pull(agency=cast.utopia, by=None, at=at)
    turn_key(agency=cast.utopia, by=cast.administrator, at=at)
    newest = keyring.read(cast.utopia.pk, {}).name("inspection", str(case.key))[0]
    double = Detection.objects.get()
    double.pk, double.pseudonym, double.key_version = uuid4(), newest.digest, newest.version
    double._state.adding = True
    double.save()
    assert any("twice" in fault for fault in check(agency=cast.utopia, at=at).faults)


def test_check_finds_a_revision_that_never_was(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast)
    pull(agency=cast.utopia, by=None, at=at)
    Detection.objects.update(revision=9)
    assert "never had" in check(agency=cast.utopia, at=at).faults[0]
