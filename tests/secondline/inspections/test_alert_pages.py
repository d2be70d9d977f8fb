"""An alert that a finding speaks of is one press away, for whom it is released to."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from cast import Cast, log_in
from inspection_kit import SPECIMEN
from pytest_django.fixtures import Settings
from shelf import Shelf

from secondline.inspections.actions import open_inspection
from secondline.inspections.rules import Particulars
from secondline.reference.actions.standing import withdraw
from secondline.reference.queries.library import alert_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(cast: Cast, at: datetime, settings: Settings, tmp_path: Path) -> Shelf:
    settings.KEYS_FOLDER, settings.REPORTED_FOLDER = tmp_path / "keys", tmp_path / "reported"
    return Shelf(cast, at)


def test_the_officers_page_leads_from_the_finding_to_the_alert(
    cast: Cast, at: datetime, shelf: Shelf
) -> None:
    alert = shelf.publish(shelf.alert(numbering="L898902C3"))
    case = open_inspection(
        id=uuid4(), post=cast.airport, particulars=Particulars(mrz="\n".join(SPECIMEN)), by=cast.officer, at=at
    )  # fmt: skip
    page = log_in(cast.officer).get(f"/inspections/{case.pk}/").content.decode()
    address = f"/reference/library/alert/{alert.pk}/"
    assert f'href="{address}">Open alert {alert.code}' in page
    assert log_in(cast.officer).get(address).status_code == 200


def test_who_may_not_see_the_alert_gets_no_link(cast: Cast, shelf: Shelf) -> None:
    alert = shelf.publish(shelf.alert(sharing="amber-strict"))
    name = (alert.code, alert.source)
    assert alert_pages(cast.examiner, [name]) == {name: alert.pk}
    assert alert_pages(cast.outsider, [name]) == {}


def test_a_withdrawn_alert_is_still_a_page(cast: Cast, at: datetime, shelf: Shelf) -> None:
    alert = shelf.publish(shelf.alert())
    withdraw(thing=alert, why="wrong", by=cast.second_examiner, at=at)
    name = (alert.code, alert.source)
    assert alert_pages(cast.officer, [name]) == {name: alert.pk}
    assert alert_pages(cast.officer, [("", ""), ("A-2026-9999", "DESC"), (alert.code, "another")]) == {}
