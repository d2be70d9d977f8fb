"""A referral is one press at any moment, seen by few, and never part of an examination."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from secondline.inspections import actions, queries
from secondline.inspections.actions import Crossing, Given, Paper
from secondline.inspections.facing import Points
from secondline.inspections.models import Contact, Focal, Inspection
from secondline.record.models import Entry
from secondline.record.rules import CASE_DAYS

pytestmark = pytest.mark.django_db
PAGES = ("guide", "documents", "journey", "bearer", "add", "transcribe", "decide")


def contact(cast: Cast, at: datetime, **more: str) -> Contact:
    words = {"kind": "asylum", "name": "Asylum office", "reach": "+000 111", "hours": "day and night", **more}
    return actions.keep_contact(contact=Contact(**words), by=cast.administrator, at=at)


@pytest.mark.parametrize("page", PAGES)
def test_it_is_one_press_away_on_every_page_of_a_case(
    as_officer: Client, inspection: Inspection, page: str
) -> None:
    text = as_officer.get(reverse(f"inspections:{page}", args=[inspection.pk])).content.decode()
    assert text.count('name="refer"') == 4
    assert reverse("inspections:refer", args=[inspection.pk]) in text


def test_the_officer_sees_what_to_do_and_whom_to_call(
    cast: Cast, as_officer: Client, inspection: Inspection, at: datetime
) -> None:
    contact(cast, at)
    contact(cast, at, kind="health", name="Doctor", reach="+000 222")
    as_officer.post(reverse("inspections:refer", args=[inspection.pk]), {"refer": "asylum"})
    page = as_officer.get(reverse("case", args=[inspection.pk])).content.decode()
    assert "Do not return the person." in page
    assert "+000 111" in page
    assert "+000 222" not in page
    assert (
        "+000 111" not in log_in(cast.colleague).get(reverse("case", args=[inspection.pk])).content.decode()
    )
    inspection.refresh_from_db()
    assert inspection.grade == "inconsistent"


def test_a_focal_person_sees_the_agencys_referrals_and_the_record_says_so(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    actions.refer(inspection=inspection.pk, kind="trafficking", by=cast.officer, at=at)
    client = log_in(cast.auditor)
    address = reverse("inspections:referrals")
    assert client.get(address).status_code == 404
    actions.name_focal(person=cast.auditor, by=cast.administrator, at=at)
    actions.name_focal(person=cast.auditor, by=cast.administrator, at=at)
    page = client.get(address).content.decode()
    assert "May be trafficked" in page
    assert inspection.case_number in page
    assert Entry.objects.filter(verb="protection.read", by=cast.auditor.pk).count() == 1
    assert Entry.objects.filter(verb="protection.name").count() == 1
    assert [each.kind for each in queries.referrals_seen_by(cast.auditor, inspection)] == ["trafficking"]
    focal = Focal.objects.get()
    actions.unname_focal(focal=focal.pk, by=cast.administrator, at=at)
    actions.unname_focal(focal=focal.pk, by=cast.administrator, at=at)
    assert client.get(address).status_code == 404
    assert queries.referrals_for_focal(cast.auditor) == []


def test_no_examiner_nobody_of_another_agency_and_nobody_sent_away_is_a_focal_person(
    cast: Cast, at: datetime
) -> None:
    with pytest.raises(Http404):
        actions.name_focal(person=cast.outsider, by=cast.administrator, at=at)
    cast.colleague.role = "examiner"
    with pytest.raises(ValidationError):
        actions.name_focal(person=cast.colleague, by=cast.administrator, at=at)
    with pytest.raises(Http404):
        actions.name_focal(person=cast.colleague, by=cast.officer, at=at)
    actions.name_focal(person=cast.officer, by=cast.administrator, at=at)
    cast.officer.is_active = False
    assert not queries.is_focal(cast.officer)


def test_the_administrator_keeps_the_contacts(cast: Cast) -> None:
    client, address = log_in(cast.administrator), reverse("inspections:contacts")
    given = {"kind": "child", "name": "Child protection", "reach": "+000 333"}
    assert client.post(address, given).status_code == 302
    assert "+000 333" in client.get(address).content.decode()
    assert client.post(address, {"kind": "child"}).status_code == 200
    found = Contact.objects.get()
    one = reverse("inspections:contact", args=[found.pk])
    assert client.get(one).status_code == 200
    assert client.post(one, {**given, "reach": ""}).status_code == 200
    client.post(one, {**given, "reach": "+000 444"})
    assert "+000 444" in client.get(address).content.decode()
    for outsider in (cast.officer, cast.outsider):
        assert log_in(outsider).get(one).status_code == 404
    assert client.get(reverse("inspections:contact", args=[uuid4()])).status_code == 404
    client.post(one, {"drop": "yes"})
    assert not Contact.objects.exists()


def test_the_administrator_names_and_unnames_focal_persons(cast: Cast) -> None:
    client, address = log_in(cast.administrator), reverse("inspections:focal")
    client.post(address, {"person": str(cast.auditor.pk)})
    focal = Focal.objects.get()
    assert "Referrals for protection" in log_in(cast.auditor).get("/record/").content.decode()
    page = client.post(address, {"person": str(cast.outsider.pk)}, follow=True).content.decode()
    assert "Choose somebody who works here" in page
    client.post(address, {"drop": str(focal.pk)})
    assert not Focal.objects.exists()


def test_everything_personal_is_disclosed_and_then_erased(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    paper = Paper(kind="visa", number="V123", note="Hidden in a shoe")
    actions.add_document(inspection=inspection.pk, id=uuid4(), paper=paper, by=cast.officer, at=at)
    crossing = Crossing(source="told", state="FRA", place="Roissy")
    actions.add_leg(inspection=inspection.pk, crossing=crossing, by=cast.officer, at=at)
    given = {"face-edges": Given("cannot-tell", "A scar covers it")}
    actions.check(inspection=inspection.pk, given=given, by=cast.officer, at=at)
    likeness = {"ears": Given("alike", "Both pierced")}
    actions.compare(inspection=inspection.pk, pair="document-live", given=likeness, by=cast.officer, at=at)
    words = ("V123", "Hidden in a shoe", "Roissy", "A scar covers it", "Both pierced")
    shown = repr(queries.personal_data(Inspection.objects.get(pk=inspection.pk)))
    assert all(word in shown for word in words)
    assert actions.erase_expired(at=at + timedelta(days=CASE_DAYS, hours=1)) == 1
    found = Inspection.objects.get(pk=inspection.pk)
    shown = repr(queries.personal_data(found))
    assert not any(word in shown for word in words)
    assert found.documents.get().kind == "visa"
    assert queries.procedure(found)[0].answered == 1
    assert Points((0, 0), (9, 9))
