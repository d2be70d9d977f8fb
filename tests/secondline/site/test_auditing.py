"""The auditor reads the record of the own agency."""

from datetime import datetime

import pytest
from cast import Cast, log_in
from django.test import Client
from django.urls import reverse

from secondline.record.actions import write

pytestmark = pytest.mark.django_db


def test_an_auditor_reads_who_did_what_in_the_own_agency(cast: Cast, at: datetime) -> None:
    write("inspection.open", by=cast.officer, at=at, thing=cast.airport.pk)
    write("inspection.open", by=cast.outsider, at=at, thing=cast.centre.pk)
    write("register.pull", by=None, at=at, agency=cast.utopia.pk)
    page = log_in(cast.auditor).get(reverse("record")).content.decode()
    assert "Officer" in page
    assert "inspection.open" in page
    assert "the software" in page
    assert "Outsider" not in page
    assert str(cast.centre.pk) not in page


@pytest.mark.parametrize("who", ["officer", "examiner", "analyst", "administrator"])
def test_nobody_else_reads_the_record(cast: Cast, who: str) -> None:
    assert log_in(getattr(cast, who)).get(reverse("record")).status_code == 404


def test_a_sign_of_life(db: None) -> None:
    assert Client().get("/health").content == b"ok\n"


def test_a_wrong_address_is_a_page_and_says_what_to_do(as_officer: Client) -> None:
    response = as_officer.get("/people/")
    assert response.status_code == 404
    assert "There is nothing here for you" in response.content.decode()


def test_everybody_starts_at_the_own_work(cast: Cast) -> None:
    assert log_in(cast.administrator).get("/")["Location"] == reverse("people:persons")
    assert log_in(cast.auditor).get("/")["Location"] == reverse("record")
