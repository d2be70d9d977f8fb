"""The officer's pages: one form, findings in one screen, and nothing typed is ever lost."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from cast import Cast, log_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from inspection_kit import PNG, SPECIMEN, case, form, reading_of

from secondline.inspections import actions
from secondline.inspections.models import Exhibit, Inspection
from secondline.inspections.rules import SLOT, Particulars
from secondline.record.models import Entry

pytestmark = pytest.mark.django_db


def test_the_first_page_comes_with_what_is_usual_at_the_post(as_officer: Client) -> None:
    page = as_officer.get(reverse("inspections:new")).content.decode()
    assert re.search(r'<option value="aircraft" selected>', page)
    assert re.search(r'name="id" value="[0-9a-f-]{36}"', page)
    assert "Utopia (specimen documents) (UTO)" in page
    assert len(page.encode()) < 100_000


def test_one_press_opens_the_case_and_shows_the_findings(cast: Cast, as_officer: Client) -> None:
    given = form(
        cast, mrz="\n".join(SPECIMEN), embarkation="Germany (D)", sex="F", selection_probability="20"
    )
    response = as_officer.post(reverse("inspections:new"), given)
    inspection = Inspection.objects.get()
    assert response.headers["Location"] == reverse("case", args=[UUID(given["id"])])
    assert (inspection.embarkation, inspection.selection_probability) == ("D", 0.05)
    page = case(as_officer, inspection)
    assert "UTO-2026-" in page or "UTO-20" in page
    assert "<mark>120415</mark>" in page
    assert "expired on 15 Apr 2012" in page


def test_pressing_twice_leads_to_the_same_case(cast: Cast, as_officer: Client) -> None:
    given = form(cast)
    first, second = (as_officer.post(reverse("inspections:new"), given) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Inspection.objects.count() == 1


def test_an_error_says_what_and_where_and_keeps_everything_typed(cast: Cast, as_officer: Client) -> None:
    given = form(
        cast,
        doubt="Smells of glue",
        date_of_birth="08/12/74",
        embarkation="Atlantis",
        selection_probability="0.2",
    )
    page = as_officer.post(reverse("inspections:new"), given).content.decode()
    assert not Inspection.objects.exists()
    for kept in ("Smells of glue", "08/12/74", "Atlantis", given["id"]):
        assert kept in page
    assert "is not a date. Write it like 1974-08-12" in page
    assert "don&#x27;t know a state" in page
    assert page.count("<details") == page.count("</details")


def test_pictures_that_came_with_the_form_stay_sealed_beside_an_error(cast: Cast, as_officer: Client) -> None:
    files = {"pictures-ultraviolet": SimpleUploadedFile("uv.png", PNG, "image/png")}
    given = form(cast, date_of_birth="never", **files)
    page = as_officer.post(reverse("inspections:new"), given).content.decode()
    (delivery,) = re.findall(r'name="delivery-ultraviolet" value="([0-9a-f-]{36})"', page)
    again = form(cast, id=given["id"], **{"delivery-ultraviolet": delivery})
    as_officer.post(reverse("inspections:new"), again)
    exhibit = Exhibit.objects.get()
    assert (exhibit.light, exhibit.item.name) == ("ultraviolet-a", "uv.png")


def test_a_file_that_is_no_picture_is_said_by_its_name(cast: Cast, as_officer: Client) -> None:
    given = form(
        cast, **{"pictures-data": SimpleUploadedFile("notes.txt", b"hello there, officer", "image/png")}
    )
    page = as_officer.post(reverse("inspections:new"), given).content.decode()
    assert "notes.txt" in page
    assert not Inspection.objects.exists()


def test_more_pictures_than_an_inspection_takes_are_refused_in_words(
    cast: Cast, as_officer: Client, settings: Any
) -> None:
    settings.MAX_FILES = 1
    files = {f"pictures-{slot}": SimpleUploadedFile("a.png", PNG, "image/png") for slot in ("data", "other")}
    page = as_officer.post(reverse("inspections:new"), form(cast, **files)).content.decode()
    assert "at most 1 pictures" in page


def test_a_referral_before_anything_else_opens_the_case_and_says_what_to_do(
    cast: Cast, as_officer: Client
) -> None:
    response = as_officer.post(reverse("inspections:new"), form(cast, refer="asylum"), follow=True)
    page = response.content.decode()
    assert "Do not return the person." in page
    assert Inspection.objects.get().referrals.get().kind == "asylum"


def test_a_referral_does_not_wait_for_a_field_that_is_wrong(cast: Cast, as_officer: Client) -> None:
    given = form(cast, refer="health", date_of_birth="08/12/74", doubt="Pale")
    page = as_officer.post(reverse("inspections:new"), given, follow=True).content.decode()
    assert "Please add again what could not be used: Date of birth." in page
    assert "Pale" in page


def test_a_referral_without_a_known_form_is_an_error_and_not_lost(cast: Cast, as_officer: Client) -> None:
    page = as_officer.post(reverse("inspections:new"), {"refer": "health", "doubt": "Pale"}).content.decode()
    assert "Pale" in page
    assert "Something is missing or wrong" in page


def test_a_colleague_does_not_see_the_kind_of_a_referral(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    actions.refer(inspection=inspection.pk, kind="trafficking", by=cast.officer, at=at)
    assert "Separate the person" in case(log_in(cast.officer), inspection)
    assert "Separate the person" not in case(log_in(cast.colleague), inspection)


def test_each_look_at_a_case_is_written_and_polling_is_not(
    as_officer: Client, inspection: Inspection
) -> None:
    case(as_officer, inspection)
    as_officer.get(reverse("inspections:findings", args=[inspection.pk]))
    assert Entry.objects.filter(verb="inspection.read", thing=inspection.pk).count() == 1


@pytest.mark.parametrize("part", ["findings", "add", "transcribe", "decide"])
def test_a_part_of_a_case_by_its_own_address_is_a_look_too(
    cast: Cast, inspection: Inspection, part: str
) -> None:
    colleague = log_in(cast.colleague)
    for _ in range(2):
        assert colleague.get(reverse(f"inspections:{part}", args=[inspection.pk])).status_code == 200
    assert Entry.objects.filter(verb="inspection.read", by=cast.colleague.pk).count() == 1


def test_a_further_picture_after_an_error_is_no_other_file_under_a_used_id(
    cast: Cast, as_officer: Client
) -> None:
    """Without JavaScript a form that comes back with an error counts its files from the start."""
    given = form(cast, date_of_birth="08/12/74")
    page = as_officer.post(
        reverse("inspections:new"), {**given, "pictures-data": SimpleUploadedFile("a.png", PNG)}
    ).content.decode()
    kept = re.findall(r'name="delivery-data" value="([0-9a-f-]{36})"', page)
    for _ in range(2):  # pressed twice: still two pictures
        second = {"pictures-data": SimpleUploadedFile("b.png", PNG + b"!"), "delivery-data": kept}
        response = as_officer.post(
            reverse("inspections:new"), {**given, **second, "date_of_birth": "1974-08-12"}
        )
        assert response.status_code == 302
    assert [exhibit.item.name for exhibit in Exhibit.objects.order_by("position")] == ["a.png", "b.png"]


def test_while_it_is_examined_the_page_asks_again_by_itself(
    cast: Cast, as_officer: Client, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondline.inspections.actions.examine.run_examination", _Never())
    as_officer.post(reverse("inspections:new"), form(cast))
    waiting = Inspection.objects.get()
    page = case(as_officer, waiting)
    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "refresh" not in as_officer.get(reverse("case", args=[waiting.pk]) + "?still").content.decode()
    address = reverse("inspections:findings", args=[waiting.pk])
    assert as_officer.get(address, headers={"HX-Request": "true"}).status_code == 204
    waiting.wanted_at = at  # months ago
    waiting.save()
    slow = as_officer.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "takes longer than usual" in slow
    assert "hx-trigger" not in slow


class _Never:
    """A worker that does not come."""

    def enqueue(self, *_: object) -> None:
        return None


def test_when_the_findings_are_there_the_part_is_sent_and_asks_no_more(
    as_officer: Client, inspection: Inspection
) -> None:
    part = as_officer.get(
        reverse("inspections:findings", args=[inspection.pk]), headers={"HX-Request": "true"}
    )
    text = part.content.decode()
    assert "120415" in text
    assert "every 1s" not in text
    assert 'id="told"' in text


def test_uncertain_characters_are_marked_and_the_form_holds_what_was_read(
    cast: Cast, as_officer: Client, at: datetime, picture: Callable[..., Any]
) -> None:
    item = picture(reading_of(SPECIMEN, unsure=((2, 1),)))
    inspection = actions.open_inspection(
        id=uuid4(),
        post=cast.airport,
        particulars=Particulars(),
        given=[(item, SLOT["data"])],
        by=cast.officer,
        at=at,
    )
    page = case(as_officer, inspection)
    assert '<mark class="doubtful">L</mark>' in page
    assert "1 character is uncertain" in page
    assert "Go closer." in page
    # The place of the date of expiry: columns 22 to 27 of line 2, ten pixels each, from (100, 240).
    assert 'points="310.0,240.0 370.0,240.0 370.0,260.0 310.0,260.0"' in page
    assert 'viewBox="0 0 800 600"' in page
    assert re.search(r'href="#mark-(f1-\d+)".*id="mark-\1"', page, re.DOTALL)
    exhibit = inspection.exhibits.get()
    as_officer.post(
        reverse("inspections:transcribe", args=[inspection.pk]),
        {"text": "\n".join(SPECIMEN), "exhibit": str(exhibit.pk)},
    )
    confirmed = case(as_officer, inspection)
    assert "Confirmed by Officer" in confirmed
    assert "uncertain" not in confirmed
    assert 'points="310.0,240.0' in confirmed
