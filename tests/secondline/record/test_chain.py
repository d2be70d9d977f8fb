"""The record: appended in the deed's transaction, and tampering is found and named."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from cast import Cast
from django.db import DatabaseError, connection, transaction

from secondline.record.actions import write
from secondline.record.models import Entry, Head
from secondline.record.queries import HeadNote, head, verify
from secondline.record.rules import UnfitForTheRecordError, entry_hash

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(cast: Cast, at: datetime) -> None:
    for number in range(5):
        write(
            "inspection.read", by=cast.officer, at=at + timedelta(seconds=number), thing=uuid4(), run=number
        )


def without_triggers(*statements: str) -> None:
    """What somebody with full rights on the database could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER record_no_update")
            cursor.execute("DROP TRIGGER record_no_delete")
        else:
            cursor.execute("ALTER TABLE record_entry DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.usefixtures("five")
def test_an_untouched_chain_holds() -> None:
    proof = verify()
    assert (proof.broken, proof.entries) == (None, 5)


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE record_entry SET verb = 'case.read' WHERE number = 3", "content was changed"),
        ("UPDATE record_entry SET at = '2020-01-01 00:00:00+00:00' WHERE number = 3", "content was changed"),
        ("UPDATE record_entry SET facts = '{}' WHERE number = 3", "content was changed"),
        ("UPDATE record_entry SET thing = NULL WHERE number = 3", "content was changed"),
        ('UPDATE record_entry SET "by" = NULL WHERE number = 3', "content was changed"),
        ("UPDATE record_entry SET agency = NULL WHERE number = 3", "content was changed"),
        ("UPDATE record_entry SET previous = hash WHERE number = 3", "does not follow"),
        ("DELETE FROM record_entry WHERE number = 3", "missing"),
    ],
)
def test_tampering_with_the_third_entry_names_the_third(statement: str, reason: str) -> None:
    without_triggers(statement)
    proof = verify()
    assert proof.broken == 3
    assert reason in proof.reason


@pytest.mark.usefixtures("five")
def test_cutting_the_tail_is_found_through_the_stored_head() -> None:
    without_triggers("DELETE FROM record_entry WHERE number >= 4")
    assert verify().broken == 4


@pytest.mark.usefixtures("five")
def test_cutting_the_tail_and_the_head_is_found_through_an_exported_head() -> None:
    exported = head()
    without_triggers("DELETE FROM record_entry WHERE number >= 4")
    last = Entry.objects.get(number=3)
    Head.objects.filter(pk=1).update(number=3, hash=last.hash)
    assert verify().broken is None  # this is why heads are exported
    assert verify(exported).broken == 4


@pytest.mark.usefixtures("five")
def test_a_rewritten_chain_is_found_through_an_exported_head() -> None:
    exported = head()
    entries = list(Entry.objects.order_by("number"))
    without_triggers()
    previous = entries[0].previous
    for entry in entries:
        entry.verb, entry.previous = "other.verb", previous
        entry.hash = previous = entry_hash(
            number=entry.number,
            at=entry.at,
            by=entry.by,
            agency=entry.agency,
            verb=entry.verb,
            thing=entry.thing,
            facts=entry.facts,
            previous=entry.previous,
        )
        Entry.objects.filter(pk=entry.pk).update(verb=entry.verb, previous=entry.previous, hash=entry.hash)
    Head.objects.update(hash=previous)
    assert verify().broken is None
    assert verify(exported).broken == 5
    assert "exported head" in verify(exported).reason


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("statement", ["UPDATE record_entry SET verb = 'x.y'", "DELETE FROM record_entry"])
def test_the_database_itself_refuses_change(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_empty_record_holds(db: None) -> None:
    assert verify().head == HeadNote(0, "0" * 64)


def test_a_line_without_its_deed_is_refused(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "get_connection", lambda: SimpleNamespace(in_atomic_block=False))
    with pytest.raises(transaction.TransactionManagementError):
        write("inspection.read", by=cast.officer, at=at)


@pytest.mark.parametrize(
    ("verb", "note"),
    [
        ("Read", ""),
        ("inspection.read", "Anna Eriksson"),
        ("inspection.read", "Айгерим"),
        ("inspection.read", "x" * 129),
    ],
)
def test_words_about_a_person_do_not_fit_in_the_record(
    cast: Cast, at: datetime, verb: str, note: str
) -> None:
    with pytest.raises(UnfitForTheRecordError):
        write(verb, by=cast.officer, at=at, note=note)


def test_a_deed_that_fails_leaves_no_line(cast: Cast, at: datetime) -> None:
    def fail() -> None:
        with transaction.atomic():
            write("inspection.read", by=cast.officer, at=at)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert head().number == 0


def test_the_software_itself_may_write(at: datetime, db: None) -> None:
    agency = uuid4()
    assert write("register.pull", by=None, at=at, agency=agency).agency == agency
