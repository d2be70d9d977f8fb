"""The register of a released version goes on: what was one row is one person, one document, one incident."""

import subprocess
import sys
from pathlib import Path

import pytest
from desk import own_database, quiet_environment

pytestmark = [pytest.mark.slow, pytest.mark.own_database]

# The register as the released version left it, and what the next version makes of it.
STORY = """
from datetime import date
from uuid import uuid4

import django

django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = ("register", "0003_tally_nationality"), ("register", "0004_several_documents")
MigrationExecutor(connection).migrate([("people", "0002_roles_and_duties"), BEFORE])
apps = MigrationExecutor(connection).loader.project_state([("people", "0002_roles_and_duties"), BEFORE]).apps
agency = apps.get_model("people", "Agency").objects.create(code="UTO", name="Utopia")
post = apps.get_model("people", "Post").objects.create(
    agency=agency, code="UTO-AIR", name="Airport", border_type="air", zone="UTC"
)
common = {"agency": agency, "post": post, "month": date(2026, 1, 1), "source": "secondline"}
apps.get_model("register", "Detection").objects.create(
    **common, id=uuid4(), pseudonym="a" * 64, border_type="air", fraud_class="forged"
)
apps.get_model("register", "Tally").objects.create(**common, generated=False, fraud_class="forged", number=7)
apps.get_model("register", "Progress").objects.create(agency=agency, vocabulary="1")

MigrationExecutor(connection).migrate([AFTER])
apps = MigrationExecutor(connection).loader.project_state([AFTER]).apps
tally = apps.get_model("register", "Tally").objects.get()
assert (tally.number, tally.documents, tally.incidents) == (7, 7, 7)
row = apps.get_model("register", "Detection").objects.get()
assert (row.opens, row.incident, row.established_nationality) == (True, None, "")
# So that the next pull completes rows.
assert apps.get_model("register", "Progress").objects.get().shape == 0

executor = MigrationExecutor(connection)
executor.migrate(executor.loader.graph.leaf_nodes())
from secondline.register.queries import Choice, counted
from secondline.people.models import Person

analyst = Person(agency_id=agency.pk)
for unit in ("person", "incident", "document"):
    (found,) = counted(analyst, Choice(date(2026, 1, 1), date(2026, 1, 1), unit=unit))
    assert (found.fraud_class, found.number) == ("forged", 1), unit
# The months that were packed on the way, before there were transits, are as they would be made today.
from secondline.register.actions.packing import mispacked

assert mispacked(agency.pk) == set()
"""


def test_rows_and_tallies_of_the_released_version_stand_as_one_each(tmp_path: Path) -> None:
    with own_database() as database:
        environment = quiet_environment(tmp_path, database)
        done = subprocess.run(
            [sys.executable, "-c", STORY],
            env={**environment, "DJANGO_SETTINGS_MODULE": "secondline.site.settings"},
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
    assert done.returncode == 0, done.stderr
