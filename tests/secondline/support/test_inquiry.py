"""A question to an issuing authority: chosen field by field; its answer is a finding; nothing else is known there."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.http import Http404
from django.test import Client
from django.urls import reverse
from opinions import PLAIN

from secondline.inspections.models import Inspection
from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.record.models import Entry
from secondline.record.rules import NotNowError
from secondline.support import actions, queries
from secondline.support.models import Inquiry, Request

pytestmark = pytest.mark.django_db


@pytest.fixture
def liaison(cast: Cast) -> Person:
    return Person.objects.create(username="liaison", name="Lena", agency=cast.arcadia, role=Role.LIAISON)


@pytest.fixture
def held(cast: Cast, liaison: Person, request_: Request, at: datetime) -> Request:
    return actions.take(request=request_.pk, by=cast.examiner, at=at)


@pytest.fixture
def inquiry(cast: Cast, held: Request, at: datetime) -> Inquiry:
    return actions.inquire(
        request=held.pk,
        authority=cast.arcadia,
        fields=["1-document_number", "1-date_of_expiry"],
        question="Issued by you?",
        by=cast.examiner,
        at=at,
    )


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_only_what_was_chosen_goes_along(cast: Cast, inquiry: Inquiry, inspection: Inspection) -> None:
    """The specimen of Doc 9303-4: the name is known to the case and stays there."""
    assert inquiry.shared == {"1-document_number": "L898902C3", "1-date_of_expiry": "2012-04-15"}
    assert inquiry.pictures == []
    names = {each.field for each in queries.shareable(inspection)}
    assert {"surname", "nationality", "date_of_birth", "issuer"} <= names


def test_the_liaison_sees_the_chosen_fields_and_nothing_of_the_case(
    cast: Cast, inquiry: Inquiry, inspection: Inspection, liaison: Person
) -> None:
    client = log_in(liaison)
    listed = text(client.get(reverse("support:inquiries")))
    page = text(client.get(reverse("support:inquiry", args=[inquiry.pk])))
    assert "L898902C3" in page
    assert "Document Support Centre" in page
    for secret in ("ERIKSSON", "Utopia", "UTO-2026", str(inspection.pk), "forged", "uneven", "Airport"):
        assert secret not in listed + page, secret
    for address in (
        reverse("case", args=[inspection.pk]),
        reverse("support:panel", args=[inspection.pk]),
        reverse("support:queue"),
        reverse("inspections:list"),
        reverse("support:inquiry-picture", args=[inquiry.pk, uuid4()]),
    ):
        assert client.get(address).status_code == 404, address
    assert Entry.objects.filter(verb="inquiry.read", by=liaison.pk, agency=cast.utopia.pk).count() == 1


def test_the_answer_becomes_a_finding_that_the_examiner_judges(
    cast: Cast, inquiry: Inquiry, inspection: Inspection, liaison: Person, held: Request
) -> None:
    client = log_in(liaison)
    address = reverse("support:inquiry", args=[inquiry.pk])
    given = {"answer": "reported", "reference": "ARC/77", "dated": "2026-03-02", "remark": "Stolen in May"}
    assert "This field is required" in text(client.post(address, {**given, "reference": ""}))
    assert "lies in the future" in text(client.post(address, {**given, "dated": "2999-01-01"}))
    assert client.post(address, given).headers["Location"] == reverse("support:inquiries")
    twice = client.post(address, given, follow=True)
    assert "has answered it already" in text(twice)
    examiner = log_in(cast.examiner)
    page = text(examiner.get(reverse("case", args=[inspection.pk])))
    assert "Reported lost or stolen" in page
    assert f'name="judge-a-{inquiry.code}"' in page
    assert "Arcadian Frontier Service answered: Reported lost or stolen. Reference ARC/77" in page
    answer = {
        "conclusion": "is-not-strong",
        "reasons": "Reported",
        "advice": "Keep it",
        "none_in_favour": "on",
        f"judge-a-{inquiry.code}": "accepted",
        "added-1": "The blank has no thread",
    }
    examiner.post(reverse("support:answer", args=[held.pk]), answer)
    (opinion,) = held.opinions.all()
    assert [(each["source"], each["verdict"]) for each in opinion.judged] == [
        ("authority", "accepted"),
        ("examiner", "added"),
    ]
    page = text(log_in(cast.officer).get(reverse("case", args=[inspection.pk])))
    assert "The blank has no thread" in page
    assert "Reported lost or stolen" in page


def test_a_rejected_finding_needs_a_reason(cast: Cast, held: Request, inspection: Inspection) -> None:
    page = text(
        log_in(cast.examiner).post(
            reverse("support:answer", args=[held.pk]),
            {
                "conclusion": "neither",
                "reasons": "x",
                "advice": "y",
                "none_in_favour": "on",
                "judge-officer": "rejected",
            },
        )
    )
    assert "Say why you reject it" in page


def test_the_page_asks_for_a_choice_and_shares_nothing_by_itself(
    cast: Cast, held: Request, inspection: Inspection
) -> None:
    client = log_in(cast.examiner)
    address = reverse("support:inquire", args=[held.pk])
    assert address in text(client.get(reverse("case", args=[inspection.pk])))
    assert "checked" not in text(client.get(address))
    given = {"authority": str(cast.arcadia.pk), "question": "?"}
    assert "Choose at least one thing" in text(client.post(address, given))
    assert not Inquiry.objects.exists()
    answer = client.post(address, {**given, "fields_": ["1-document_number"]})
    assert answer.headers["Location"] == reverse("case", args=[inspection.pk])
    assert Inquiry.objects.get().shared == {"1-document_number": "L898902C3"}
    log_in(cast.second_examiner).post(address, {**given, "fields_": ["1-document_number"]})
    assert Inquiry.objects.count() == 1


def test_a_document_that_is_still_being_examined_is_waited_for_on_the_page(
    cast: Cast, held: Request, inspection: Inspection
) -> None:
    """Typed lines are read in the background: who asks at once must not be told that there is nothing."""
    client = log_in(cast.examiner)
    address = reverse("support:inquire", args=[held.pk])
    assert "It is being examined" not in text(client.get(address))
    inspection.examinations.all().delete()
    page = text(client.get(address))
    assert "It is being examined" in page
    assert 'hx-trigger="every 2s" hx-select="#id_fields_"' in page
    Inspection.objects.update(wanted_run=0)
    page = text(client.get(address))
    assert "There is nothing to choose from" in page
    assert "every 2s" not in page


def test_the_list_of_what_is_wrong_leads_to_the_boxes(cast: Cast, held: Request) -> None:
    address = reverse("support:inquire", args=[held.pk])
    page = text(log_in(cast.examiner).post(address, {"authority": str(cast.arcadia.pk), "question": "?"}))
    assert 'href="#id_fields_"' in page
    assert '<fieldset id="id_fields_" class="wrong"' in page


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"fields": ()}, actions.NothingSharedError),
        ({"fields": ("9-surname",)}, Http404),
        ({"pictures": (uuid4(),)}, Http404),
    ],
)
def test_what_is_not_there_is_not_shared(
    cast: Cast, held: Request, at: datetime, change: dict[str, Any], error: type[Exception]
) -> None:
    given: dict[str, Any] = {"fields": ("1-issuer",), "authority": cast.arcadia, "question": "?"} | change
    with pytest.raises(error):
        actions.inquire(request=held.pk, by=cast.examiner, at=at, **given)


def test_only_who_has_it_in_hand_asks_and_only_authorities_are_asked(
    cast: Cast, held: Request, at: datetime
) -> None:
    given: dict[str, Any] = {"request": held.pk, "fields": ["1-issuer"], "question": "?", "at": at}
    with pytest.raises(NotNowError):
        actions.inquire(authority=cast.arcadia, by=cast.second_examiner, **given)
    with pytest.raises(Http404):
        actions.inquire(authority=cast.utopia, by=cast.examiner, **given)
    with pytest.raises(Http404):
        actions.inquire(authority=cast.arcadia, by=cast.officer, **given)


def test_an_answer_after_the_centre_s_is_kept_all_the_same(
    cast: Cast, inquiry: Inquiry, held: Request, liaison: Person, at: datetime, inspection: Inspection
) -> None:
    actions.answer(request=held.pk, given=PLAIN, by=cast.examiner, at=at)
    actions.answer_inquiry(
        inquiry=inquiry.pk, answer="issued", reference="R1", dated=date(2026, 3, 2), by=liaison, at=at
    )
    assert "Issued with these data" in text(log_in(cast.officer).get(reverse("case", args=[inspection.pk])))


def test_what_was_shared_is_erased_with_the_case_and_disclosed_before(
    cast: Cast, inquiry: Inquiry, held: Request, at: datetime, inspection: Inspection, liaison: Person
) -> None:
    actions.answer(request=held.pk, given=PLAIN, by=cast.examiner, at=at)
    (kept,) = queries.personal_data(inspection)
    assert kept["inquiries"][0]["shared"]["1-document_number"] == "L898902C3"  # type: ignore[index]  # plain data
    actions.erase_expired(at=at + timedelta(days=400))
    inquiry.refresh_from_db()
    assert (inquiry.shared, inquiry.question) == ({}, "")
    page = text(log_in(liaison).get(reverse("support:inquiry", args=[inquiry.pk])))
    assert "has been erased" in page


def test_a_client_without_the_role_finds_no_door(cast: Cast, inquiry: Inquiry, as_officer: Client) -> None:
    for who in (as_officer, log_in(cast.examiner)):
        assert who.get(reverse("support:inquiry", args=[inquiry.pk])).status_code == 404
