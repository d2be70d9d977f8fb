"""The register of a released version goes on: what was one row is one person, one document, one incident."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django.plugin import DjangoDbBlocker

from secondline.record.models import Head
from secondline.record.rules import GENESIS

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = ("register", "0003_tally_nationality"), ("register", "0004_several_documents")


@pytest.fixture(scope="module", autouse=True)
def _first_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """After a test with transactions of its own every table is emptied: the record's head is put back."""
    yield
    with django_db_blocker.unblock():
        Head.objects.get_or_create(pk=1, defaults={"number": 0, "hash": GENESIS})


@pytest.fixture
def _released() -> Iterator[None]:
    """The database as the released version left it, and afterwards again as it is now."""
    MigrationExecutor(connection).migrate([BEFORE])
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.usefixtures("_released")
def test_rows_and_tallies_of_the_released_version_stand_as_one_each() -> None:
    apps = (
        MigrationExecutor(connection).loader.project_state([("people", "0002_roles_and_duties"), BEFORE]).apps
    )
    agency = apps.get_model("people", "Agency").objects.create(code="UTO", name="Utopia")
    post = apps.get_model("people", "Post").objects.create(
        agency=agency, code="UTO-AIR", name="Airport", border_type="air", zone="UTC"
    )
    common = {"agency": agency, "post": post, "month": date(2026, 1, 1), "source": "secondline"}
    apps.get_model("register", "Detection").objects.create(
        **common, id=uuid4(), pseudonym="a" * 64, border_type="air", fraud_class="forged"
    )
    apps.get_model("register", "Tally").objects.create(
        **common, generated=False, fraud_class="forged", number=7
    )
    apps.get_model("register", "Progress").objects.create(agency=agency, vocabulary="1")

    executor = MigrationExecutor(connection)
    executor.migrate([AFTER])
    apps = MigrationExecutor(connection).loader.project_state([AFTER]).apps
    tally = apps.get_model("register", "Tally").objects.get()
    assert (tally.number, tally.documents, tally.incidents) == (7, 7, 7)
    row = apps.get_model("register", "Detection").objects.get()
    assert (row.opens, row.incident, row.established_nationality) == (True, None, "")
    assert (
        apps.get_model("register", "Progress").objects.get().shape == 0
    )  # so that the next pull completes rows
