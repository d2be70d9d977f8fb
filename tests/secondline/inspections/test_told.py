"""Further documents, other persons, and the journey: told by the officer, compared by the engine."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from cast import Cast, log_in
from django.http import Http404
from django.test import Client
from django.urls import reverse
from inspection_kit import reading_of

from secondline.inspections import actions, queries
from secondline.inspections.actions import Crossing, Paper, TooManyError, Verdict
from secondline.inspections.models import Document, Exhibit, Inspection, Leg
from secondline.inspections.rules import MOST_DOCUMENTS, MOST_LEGS, SLOT, Particulars

pytestmark = pytest.mark.django_db
VISA = Paper(
    kind="visa",
    role="visa",
    discovery="found-on-search",
    issuer="FRA",
    number="V123",
    valid_from=date(2011, 5, 1),
    valid_until=date(2011, 5, 31),
    entries=1,
    fraud_class="forged",
    fraud_subtype="visa-or-permit",
    fate="seized",
)


def told(cast: Cast, inspection: Inspection, at: datetime, *crossings: Crossing) -> dict[str, list[str]]:
    """Add legs and answer what the engine then finds, by check."""
    for each in crossings:
        actions.add_leg(inspection=inspection.pk, crossing=each, by=cast.officer, at=at)
    examination = queries.last_examination(Inspection.objects.get(pk=inspection.pk))
    assert examination is not None
    found: dict[str, list[str]] = {}
    for each in examination.parts[0]["findings"]:
        if each["id"].startswith("journey."):
            found.setdefault(each["id"], []).append(each["grade"])
    return found


def stamp(state: str, direction: str, day: str) -> Crossing:
    return Crossing(source="stamp", state=state, direction=direction, day=day)


def test_stamps_are_compared_with_the_documents_dates_and_with_each_other(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    found = told(
        cast,
        inspection,
        at,
        stamp("FRA", "entry", "2013-05-01"),
        stamp("FRA", "exit", "2013-05-20"),
        stamp("GBR", "entry", "2013-05-10"),
        Crossing(source="told", state="FRA", direction="entry", day="2013-05-03"),
    )
    assert found["journey.stamp.after-expiry"] == ["inconsistent", "inconsistent"]
    assert found["journey.stay.overlap"] == ["inconsistent"]
    assert found["journey.told.stamps"] == ["inconclusive"]
    assert found["journey.stamp.before-issue"] == ["not examined"]
    inspection.refresh_from_db()
    assert inspection.grade == "inconsistent"


def test_a_visa_among_the_documents_is_compared_with_the_entries(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    actions.add_document(inspection=inspection.pk, id=uuid4(), paper=VISA, by=cast.officer, at=at)
    found = told(cast, inspection, at, stamp("FRA", "entry", "2011-06-01"))
    assert found["journey.visa.validity"] == ["inconsistent"]


def test_a_day_that_cannot_be_read_is_no_day(cast: Cast, inspection: Inspection, at: datetime) -> None:
    found = told(cast, inspection, at, stamp("FRA", "entry", "2013-XX-XX"))
    assert found["journey.stamp.after-expiry"] == ["not examined"]


def test_without_a_journey_nothing_is_asked(cast: Cast, inspection: Inspection, at: datetime) -> None:
    assert told(cast, inspection, at) == {}


def test_a_leg_is_written_once_can_be_removed_and_there_are_not_too_many(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    leg = stamp("FRA", "entry", "2011-06-01")
    first, second = (
        actions.add_leg(inspection=inspection.pk, crossing=leg, by=cast.officer, at=at) for _ in range(2)
    )
    assert first == second
    actions.remove_leg(inspection=inspection.pk, leg=first.pk, by=cast.officer, at=at)
    actions.remove_leg(inspection=inspection.pk, leg=first.pk, by=cast.officer, at=at)
    assert not inspection.legs.exists()
    Leg.objects.bulk_create(
        Leg(inspection=inspection, position=n, source="told", added_by=cast.officer, added_at=at)
        for n in range(1, MOST_LEGS + 1)
    )
    with pytest.raises(TooManyError):
        actions.add_leg(inspection=inspection.pk, crossing=leg, by=cast.officer, at=at)


def test_the_journeys_page_adds_shows_counts_and_removes(as_officer: Client, inspection: Inspection) -> None:
    address = reverse("inspections:journey", args=[inspection.pk])
    opened = inspection.opened_at.date().isoformat()
    given = {"source": "stamp", "state": "France", "direction": "entry", "day": opened, "place": "Roissy"}
    assert as_officer.post(address, given).status_code == 302
    page = as_officer.get(address).content.decode()
    assert "Roissy" in page
    assert "days from" in page
    assert "Schengen Borders Code" in page
    assert "A count, not a judgement" in page
    bad = as_officer.post(address, {"source": "stamp", "day": "08/12/74"}).content.decode()
    assert "08/12/74" in bad
    assert "is not a date" in bad
    assert "Say where or when" in as_officer.post(address, {"source": "told"}).content.decode()
    leg = inspection.legs.get()
    as_officer.post(reverse("inspections:remove-leg", args=[inspection.pk, leg.pk]))
    assert "Roissy" not in as_officer.get(address).content.decode()


def test_too_many_legs_or_documents_are_said(
    cast: Cast, as_officer: Client, inspection: Inspection, at: datetime
) -> None:
    Leg.objects.bulk_create(
        Leg(inspection=inspection, position=n, source="told", added_by=cast.officer, added_at=at)
        for n in range(1, MOST_LEGS + 1)
    )
    address = reverse("inspections:journey", args=[inspection.pk])
    assert (
        f"at most {MOST_LEGS} legs"
        in as_officer.post(address, {"source": "told", "state": "FRA"}).content.decode()
    )
    Document.objects.bulk_create(
        Document(inspection=inspection, position=n, added_by=cast.officer, added_at=at)
        for n in range(2, MOST_DOCUMENTS + 2)
    )
    address = reverse("inspections:documents", args=[inspection.pk])
    page = as_officer.post(address, {"id": str(uuid4()), "kind": "visa"}).content.decode()
    assert f"at most {MOST_DOCUMENTS} documents" in page


def test_a_document_is_added_once_and_of_another_case_it_is_404(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    key = uuid4()
    for _ in range(2):
        actions.add_document(inspection=inspection.pk, id=key, paper=VISA, by=cast.officer, at=at)
    document = inspection.documents.get()
    assert (document.position, document.number, document.entries) == (2, "V123", 1)
    other = opened(cast, at)
    with pytest.raises(Http404):
        actions.add_document(inspection=other.pk, id=key, paper=VISA, by=cast.officer, at=at)
    with pytest.raises(Http404):
        actions.change_document(inspection=other.pk, document=key, paper=VISA, by=cast.officer, at=at)


def opened(cast: Cast, at: datetime) -> Inspection:
    return actions.open_inspection(
        id=uuid4(),
        post=cast.airport,
        particulars=Particulars(doubt="With the first."),
        by=cast.officer,
        at=at,
    )


def test_a_picture_can_show_a_further_document_whose_zone_never_leads(
    cast: Cast, inspection: Inspection, at: datetime, picture: Any
) -> None:
    lines = ("P<UTOMUSTER<<MAX<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X123456784UTO6001019M3001019<<<<<<<<<<<<<<06")
    item = picture(reading_of(lines))
    actions.add(inspection=inspection.pk, given=[(item, SLOT["data"])], by=cast.officer, at=at)
    exhibit = Exhibit.objects.get(inspection=inspection)
    document = actions.add_document(
        inspection=inspection.pk, id=uuid4(), paper=Paper(kind="passport"), by=cast.officer, at=at
    )
    actions.change_document(
        inspection=inspection.pk,
        document=document.pk,
        paper=Paper(kind="passport", issuer="UTO"),
        shown=[exhibit.pk],
        by=cast.officer,
        at=at,
    )
    examination = queries.last_examination(inspection)
    assert examination is not None
    assert [part["of"] for part in examination.parts] == ["", str(document.pk)]
    page = log_in(cast.officer).get(reverse("inspections:guide-of", args=[inspection.pk, document.pk]))
    assert page.status_code == 200
    assert "<h3>2 " in log_in(cast.officer).get(reverse("case", args=[inspection.pk])).content.decode()


def test_the_documents_page_adds_and_changes(as_officer: Client, inspection: Inspection) -> None:
    address = reverse("inspections:documents", args=[inspection.pk])
    given = {
        "id": str(uuid4()),
        "kind": "visa",
        "issuer": "FRA",
        "number": "V9",
        "valid_from": "1 MAY 2026",
        "valid_until": "2026-05-31",
        "entries": "1",
        "fraud": "visa-or-permit",
        "discovery": "found-on-search",
    }
    assert as_officer.post(address, given).status_code == 302
    document = inspection.documents.get()
    assert (document.fraud_class, document.fraud_subtype) == ("forged", "visa-or-permit")
    page = as_officer.get(address).content.decode()
    assert "V9" in page
    assert "31 May 2026" in page
    one = reverse("inspections:document", args=[inspection.pk, document.pk])
    assert 'value="2026-05-31"' in as_officer.get(one).content.decode()
    wrong = as_officer.post(one, {**given, "valid_until": "2026-04-01"}).content.decode()
    assert "before its first day" in wrong
    assert "A whole date" in as_officer.post(one, {**given, "valid_from": "2026-XX-XX"}).content.decode()
    assert as_officer.post(one, {**given, "number": "V10", "fraud": ""}).status_code == 302
    document.refresh_from_db()
    assert (document.number, document.fraud_class) == ("V10", "")
    assert as_officer.post(address, {"id": str(uuid4())}).status_code == 200
    assert as_officer.get(reverse("inspections:document", args=[inspection.pk, uuid4()])).status_code == 404


def test_persons_of_one_incident_are_linked_and_counted_as_one(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    second, third, fourth = opened(cast, at), opened(cast, at), opened(cast, at)
    actions.link(inspection=inspection.pk, other=second.pk, by=cast.officer, at=at)
    actions.link(inspection=third.pk, other=fourth.pk, by=cast.officer, at=at)
    actions.link(inspection=fourth.pk, other=second.pk, by=cast.officer, at=at)
    inspection.refresh_from_db()
    others = queries.others_of_incident(cast.officer, inspection)
    assert {each.pk for each in others} == {second.pk, third.pk, fourth.pk}
    assert queries.others_of_incident(cast.outsider, inspection) == []
    for case in (inspection, second):
        actions.decide(
            inspection=case.pk,
            verdict=Verdict(outcome="released", fraud_class="no-fraud-found", established_nationality="UTO"),
            by=cast.officer,
            at=at,
        )
    actions.add_document(inspection=third.pk, id=uuid4(), paper=VISA, by=cast.officer, at=at)
    actions.decide(
        inspection=third.pk,
        verdict=Verdict(outcome="released", fraud_class="no-fraud-found"),
        by=cast.officer,
        at=at,
    )
    rows = list(queries.detections_for_register(agency_id=cast.utopia.pk))
    assert len(rows) == 3
    assert len({row.incident for row in rows}) == 1
    assert sorted(len(row.documents) for row in rows) == [0, 0, 1]
    assert {row.established_nationality for row in rows} == {"UTO", ""}
    (visa,) = next(row.documents for row in rows if row.documents)
    assert (visa.kind, visa.presented, visa.fraud_subtype) == ("visa", "found-on-search", "visa-or-permit")
    assert "V123" not in repr(rows)


def test_a_link_can_be_undone(cast: Cast, inspection: Inspection, at: datetime) -> None:
    second = opened(cast, at)
    actions.link(inspection=inspection.pk, other=second.pk, by=cast.officer, at=at)
    actions.unlink(inspection=second.pk, by=cast.officer, at=at)
    actions.unlink(inspection=second.pk, by=cast.officer, at=at)
    inspection.refresh_from_db()
    assert queries.others_of_incident(cast.officer, inspection) == []
    with pytest.raises(Http404):
        actions.link(inspection=inspection.pk, other=second.pk, by=cast.outsider, at=at)


def test_linking_by_number_and_opening_beside(
    cast: Cast, as_officer: Client, inspection: Inspection, at: datetime
) -> None:
    second = opened(cast, at)
    address = reverse("inspections:link", args=[inspection.pk])
    as_officer.post(address, {"link-case": "nonsense"})
    assert Inspection.objects.filter(incident=None).count() == 2
    as_officer.post(address, {"link-case": second.case_number.lower()})
    assert not Inspection.objects.filter(incident=None).exists()
    page = as_officer.get(reverse("inspections:documents", args=[inspection.pk])).content.decode()
    assert second.case_number in page
    form = as_officer.get(f"{reverse('inspections:new')}?with={inspection.pk}").content.decode()
    assert f'name="incident" value="{inspection.pk}"' in form
    third = {
        "id": str(uuid4()),
        "post": str(cast.airport.pk),
        "doubt": "A child.",
        "incident": str(inspection.pk),
    }
    as_officer.post(reverse("inspections:new"), third)
    assert Inspection.objects.get(pk=UUID(third["id"])).incident_id
    as_officer.post(reverse("inspections:unlink", args=[second.pk]))
    second.refresh_from_db()
    assert second.incident_id is None


def test_the_three_nationalities_stand_side_by_side(
    cast: Cast, as_officer: Client, inspection: Inspection, at: datetime
) -> None:
    Inspection.objects.update(claimed_nationality="FRA")
    given = {"outcome": "released", "fraud": "no-fraud-found", "established_nationality": "Germany (D)"}
    as_officer.post(reverse("inspections:decide", args=[inspection.pk]), given)
    page = as_officer.get(reverse("inspections:journey", args=[inspection.pk])).content.decode()
    for state in ("Utopia", "France", "Germany"):
        assert state in page
