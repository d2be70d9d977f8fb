"""The auditor reads the record of the own agency."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from cast import Cast, log_in
from django.test import Client
from django.urls import reverse
from inspection_kit import opened

from secondline.inspections.models import Inspection
from secondline.record.actions import write
from secondline.record.models import Entry

pytestmark = pytest.mark.django_db


def test_an_auditor_reads_who_did_what_in_the_own_agency(cast: Cast, at: datetime) -> None:
    write("inspection.open", by=cast.officer, at=at, thing=cast.airport.pk)
    write("inspection.open", by=cast.outsider, at=at, thing=cast.centre.pk)
    write("register.pull", by=None, at=at, agency=cast.utopia.pk)
    page = log_in(cast.auditor).get(reverse("record")).content.decode()
    assert "Officer" in page
    assert "A case was opened" in page
    assert "Utopia Airport" in page  # the thing by its name
    assert "the software" in page
    assert "Outsider" not in page
    assert "{}" not in page  # a deed without facts leaves its cell empty
    assert str(cast.centre.pk) not in page


@pytest.fixture
def inspection(cast: Cast, at: datetime) -> Inspection:
    return opened(cast.officer, at)


def read(cast: Cast, **asked: str) -> list[int]:
    page = log_in(cast.auditor).get(reverse("record"), asked).context
    return sorted(row.entry.number for row in page["rows"])


def test_the_record_is_asked_by_person_deed_case_and_day(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    """`inspection` left its own lines; each question gives the lines that a loop over all of them finds."""
    write("trends.plan", by=cast.analyst, at=at - timedelta(days=3), thing=cast.airport.pk)
    every = list(Entry.objects.filter(agency=cast.utopia.pk))
    assert read(cast) == sorted(each.number for each in every)
    asked: dict[str, tuple[str, Callable[[Entry], bool]]] = {
        "who": (str(cast.analyst.pk), lambda each: each.by == cast.analyst.pk),
        "deed": ("inspection.open", lambda each: each.verb == "inspection.open"),
        "case": (inspection.case_number, lambda each: each.thing == inspection.pk),
        "day": ((at - timedelta(days=3)).date().isoformat(), lambda each: each.verb == "trends.plan"),
    }
    for name, (value, fits) in asked.items():
        right = sorted(each.number for each in every if fits(each))
        assert 0 < len(right) < len(every)
        assert read(cast, **{name: value}) == right


def test_a_case_is_named_by_its_number_and_what_is_no_answer_is_said(
    cast: Cast, inspection: Inspection
) -> None:
    client = log_in(cast.auditor)
    assert inspection.case_number in client.get(reverse("record")).content.decode()
    page = client.get(reverse("record"), {"case": "NONE-1999-1", "day": "soon", "who": "nobody"})
    assert "Nothing in the record fits" in page.content.decode()
    assert "Enter a valid date" in page.content.decode()


def test_a_verb_that_has_no_words_any_more_is_shown_as_it_is(cast: Cast, at: datetime) -> None:
    write("older.deed", by=cast.officer, at=at)
    assert "older.deed" in log_in(cast.auditor).get(reverse("record")).content.decode()


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
