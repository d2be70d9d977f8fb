"""The auditor reads the record of the own agency."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.test import Client
from django.urls import reverse
from inspection_kit import opened

from secondline.evidence.models import Item
from secondline.inspections.models import Dump, Exhibit, Inspection
from secondline.record.actions import write
from secondline.record.models import Entry
from secondline.trends.models import Plan

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


def sealed(cast: Cast, at: datetime) -> Item:
    return Item.objects.create(
        agency=cast.utopia,
        sha256=uuid4().hex * 2,
        size=1,
        media_type="image/jpeg",
        sealed_at=at,
        sealed_by=cast.officer,
        delivered_at=at,
    )


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


def test_pictures_chip_files_papers_and_questions_are_named_by_their_case(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    item = sealed(cast, at)
    Exhibit.objects.create(inspection=inspection, item=item, position=1, added_by=cast.officer, added_at=at)
    dump = sealed(cast, at)
    Dump.objects.create(inspection=inspection, item=dump, added_by=cast.officer, added_at=at)
    write("evidence.read", by=cast.officer, at=at, thing=item.pk, size="page")
    write("evidence.seal", by=cast.officer, at=at, thing=dump.pk, sha256="ab" * 32, known=False)
    page = log_in(cast.auditor).get(reverse("record"), {"case": inspection.case_number})
    said = {row.entry.verb: (row.thing, dict(row.facts)) for row in page.context["rows"]}
    number = inspection.case_number
    assert said["evidence.read"] == (f"{number}, picture 1", {"how large": "page"})
    assert said["evidence.seal"] == (
        f"{number}, chip file",
        {"SHA-256": "abababababababab…", "was known already": "no"},
    )


def test_facts_are_said_as_people_say_them(cast: Cast, at: datetime) -> None:
    """A vocabulary's term by its label, a person by name, a role by its word, what has no words as it is."""
    write(
        "request.ask",
        by=cast.officer,
        at=at,
        urgency="waiting",
        holder=str(cast.examiner.pk),
        role="officer",
        inspection="01a2104a-7955-70d5-adc3-77e81bda2d17",
        trouble="",
        newer=True,
    )
    (line,) = log_in(cast.auditor).get(reverse("record"), {"deed": "request.ask"}).context["rows"]
    assert dict(line.facts) == {
        "urgency": "Traveller waiting",
        "had it in hand": cast.examiner.name,
        "role": "Officer",
        "case": "01a2104a-7955-70d5-adc3-77e81bda2d17",
        "newer": "yes",
    }


def test_alarms_and_plans_are_named_by_their_month(cast: Cast, at: datetime) -> None:
    month = date(2026, 3, 1)
    told = {"agency": cast.utopia, "month": month, "level": "post"}
    plan = Plan.objects.create(**told, checks=10, random_percent=10, by=cast.analyst, at=at)
    write("trends.plan", by=cast.analyst, at=at, thing=plan.pk)
    (line,) = log_in(cast.auditor).get(reverse("record"), {"deed": "trends.plan"}).context["rows"]
    assert line.thing == "plan of Mar 2026"


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
