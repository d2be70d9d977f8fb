"""The pages of a case that is there already: adding, correcting, deciding, the list."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from inspection_kit import PNG, SPECIMEN, case, form, reading_of

from secondline.inspections import actions
from secondline.inspections.models import Inspection
from secondline.inspections.rules import SLOT, Particulars

pytestmark = pytest.mark.django_db


def test_two_documents_are_shown_apart(
    cast: Cast, as_officer: Client, at: datetime, picture: Callable[..., Any]
) -> None:
    visa = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
    items = [
        (picture({**reading_of(visa), "format": "MRVA"}), SLOT["other"]),
        (picture(reading_of(SPECIMEN)), SLOT["data"]),
    ]
    inspection = actions.open_inspection(
        id=uuid4(), post=cast.airport, particulars=Particulars(), given=items, by=cast.officer, at=at
    )
    page = case(as_officer, inspection)
    assert page.index("Passport Utopia") < page.index("Visa Utopia")


def test_a_bad_transcription_is_asked_again_with_what_was_typed(
    as_officer: Client, inspection: Inspection
) -> None:
    address = reverse("inspections:transcribe", args=[inspection.pk])
    page = as_officer.post(address, {"text": "P<" * 300}).content.decode()
    assert "P&lt;P&lt;" in page
    assert as_officer.post(address, {"text": "P<", "exhibit": str(uuid4())}).status_code == 404
    assert as_officer.get(address).status_code == 200


@pytest.mark.parametrize("typed", ["hello there", "1234567", "L898902C3\nUTO"])
def test_what_is_no_zone_at_all_is_asked_again(
    as_officer: Client, inspection: Inspection, typed: str
) -> None:
    address = reverse("inspections:transcribe", args=[inspection.pk])
    page = as_officer.post(address, {"text": typed}).content.decode()
    assert "These are no lines of a machine readable zone" in page
    assert typed.partition("\n")[0] in page


@pytest.mark.parametrize("typed", ["P<UTO", "L898902C36UTO7408122F"])
def test_a_torn_zone_is_taken(as_officer: Client, inspection: Inspection, typed: str) -> None:
    address = reverse("inspections:transcribe", args=[inspection.pk])
    assert as_officer.post(address, {"text": typed}).status_code == 302


def test_pictures_and_data_are_added_and_errors_keep_them(
    cast: Cast, as_officer: Client, inspection: Inspection
) -> None:
    address = reverse("inspections:add", args=[inspection.pk])
    assert 'name="surname"' in as_officer.get(address).content.decode()
    wrong = as_officer.post(address, {"id": str(uuid4()), "surname": "ERIKSSON", "date_of_birth": "x"})
    assert "ERIKSSON" in wrong.content.decode()
    text = {"pictures-data": SimpleUploadedFile("n.txt", b"no picture at all here", "image/png")}
    assert "n.txt" in as_officer.post(address, {"id": str(uuid4()), "surname": "E", **text}).content.decode()
    given = {"id": str(uuid4()), "surname": "ERIKSSON", "pictures-data": SimpleUploadedFile("p.png", PNG)}
    assert as_officer.post(address, given).status_code == 302
    inspection.refresh_from_db()
    assert inspection.visual == {"surname": "ERIKSSON"}
    assert "ERIKSSON" in case(as_officer, inspection)
    picture = inspection.exhibits.get()
    relight = reverse("inspections:relight", args=[inspection.pk, picture.pk])
    as_officer.post(relight, {"slot": "infrared"})
    picture.refresh_from_db()
    assert picture.light == "infrared"
    assert as_officer.post(relight, {"slot": "moonlight"}).status_code == 404
    nowhere = reverse("inspections:relight", args=[inspection.pk, uuid4()])
    assert as_officer.post(nowhere, {"slot": "infrared"}).status_code == 404


def test_only_pictures_added_leave_the_printed_data_alone(as_officer: Client, inspection: Inspection) -> None:
    inspection.visual = {"surname": "ERIKSSON"}
    inspection.save()
    address = reverse("inspections:add", args=[inspection.pk])
    as_officer.post(address, {"id": str(uuid4()), "pictures-data": SimpleUploadedFile("p.png", PNG)})
    inspection.refresh_from_db()
    assert inspection.visual == {"surname": "ERIKSSON"}


def test_a_decision_is_recorded_corrected_and_reopened(as_officer: Client, inspection: Inspection) -> None:
    address = reverse("inspections:decide", args=[inspection.pk])
    verdict = {"outcome": "refused", "fraud": "photo-substitution", "means": ["visual"], "reason": "Glued"}
    page = as_officer.post(address, verdict).content.decode()
    assert "A refusal needs its reason." in page
    assert "Glued" in page
    as_officer.post(address, {**verdict, "refusal_code": "B"})
    page = case(as_officer, inspection)
    assert "Refused (B: false travel document)" in page
    assert "Photo substitution" in page
    assert '<option value="photo-substitution" selected>' in as_officer.get(address).content.decode()
    as_officer.post(address, {"outcome": "admitted", "fraud": "no-fraud-found"})
    page = case(as_officer, inspection)
    assert page.index("Admitted") < page.index("Decided before that") < page.index("Refused; Forged")
    wrong = as_officer.post(address, {"outcome": "admitted", "fraud": "counterfeit", "refusal_code": "B"})
    assert "for refusals only" in wrong.content.decode()
    as_officer.post(reverse("inspections:reopen", args=[inspection.pk]))
    inspection.refresh_from_db()
    assert inspection.is_open


def test_a_deed_that_came_too_late_is_said_in_words(
    cast: Cast, as_officer: Client, inspection: Inspection
) -> None:
    response = as_officer.post(reverse("inspections:reopen", args=[inspection.pk]), follow=True)
    assert "That was not possible any more" in response.content.decode()


def test_examine_again_and_refer_from_the_case(as_officer: Client, inspection: Inspection) -> None:
    as_officer.post(reverse("inspections:examine", args=[inspection.pk]))
    assert inspection.examinations.count() == 2
    assert "Earlier examinations" in case(as_officer, inspection)
    refer = reverse("inspections:refer", args=[inspection.pk])
    assert (
        "Do not leave the child alone."
        in as_officer.post(refer, {"refer": "child"}, follow=True).content.decode()
    )
    assert as_officer.post(refer, {"refer": "blacklist"}).status_code == 404


def test_an_erased_case_says_so_and_offers_no_deed(
    as_officer: Client, inspection: Inspection, at: datetime
) -> None:
    Inspection.objects.filter(pk=inspection.pk).update(
        changed_at=datetime.min.replace(year=2000, tzinfo=at.tzinfo)
    )
    assert actions.erase_expired(at=at) == 1
    page = case(as_officer, inspection)
    assert "were erased on" in page
    assert "ERIKSSON" not in page
    assert reverse("inspections:decide", args=[inspection.pk]) not in page


def test_the_list_has_open_cases_first_and_finds_a_number(
    cast: Cast, as_officer: Client, at: datetime
) -> None:
    cases = [
        actions.open_inspection(
            id=uuid4(), post=cast.airport, particulars=Particulars(), by=cast.officer, at=at
        )
        for _ in range(27)
    ]
    verdict = actions.Verdict(outcome="admitted", fraud_class="no-fraud-found")
    actions.decide(inspection=cases[-1].pk, verdict=verdict, by=cast.officer, at=at)
    address = reverse("inspections:list")

    def numbers(**query: str) -> list[str]:
        page = as_officer.get(address, query).content.decode()
        return re.findall(r"UTO-2026-(\d{4})</a>", page)

    assert numbers()[:2] == ["0026", "0025"]
    assert numbers(page="2") == ["0001", "0027"]
    assert numbers(search="UTO-2026-0017") == numbers(search="2026-17") == numbers(search="17") == ["0017"]
    assert numbers(search="uto") == numbers()
    assert numbers(search="2026")[0] == "0026"
    for nothing in ("ARC-2026-0017", "x", "2025-17", "\x00", "²", "UTO-²", "%", "9" * 30, "1-2-3", "--"):
        assert numbers(search=nothing) == []
    assert "has a number like" in as_officer.get(address, {"search": "ARC-1"}).content.decode()
    assert "There is no inspection yet" in log_in(cast.outsider).get(address).content.decode()


def test_pages_speak_the_readers_language_for_states(cast: Cast, as_officer: Client) -> None:
    as_officer.cookies["django_language"] = "ru"
    page = as_officer.get(reverse("inspections:new")).content.decode()
    assert "Германия (D)" in page
    as_officer.post(reverse("inspections:new"), form(cast, embarkation="Германия", next_stop="kz"))
    found = Inspection.objects.get()
    assert (found.embarkation, found.next_stop) == ("D", "KAZ")


def test_a_picture_without_a_zone_asks_first_for_a_better_one(
    cast: Cast, as_officer: Client, at: datetime, picture: Callable[..., Any]
) -> None:
    inspection = actions.open_inspection(
        id=uuid4(),
        post=cast.airport,
        particulars=Particulars(),
        given=[(picture(reading_of(None)), SLOT["data"])],
        by=cast.officer,
        at=at,
    )
    page = case(as_officer, inspection)
    assert page.index("Take picture 1 again:") < page.index("Pictures</h2>")
    assert "Add a sharper picture" in page
    assert page.count("Go closer.") == 1


def test_a_page_without_a_zone_beside_one_that_has_it_is_not_asked_for_again(
    cast: Cast, as_officer: Client, at: datetime, picture: Callable[..., Any]
) -> None:
    given = [(picture(reading_of(SPECIMEN)), SLOT["data"]), (picture(reading_of(None)), SLOT["other"])]
    inspection = actions.open_inspection(
        id=uuid4(), post=cast.airport, particulars=Particulars(), given=given, by=cast.officer, at=at
    )
    page = case(as_officer, inspection)
    assert "Take picture 2 again" not in page
    assert (
        len(re.findall(r"<svg class=\"overlay\"", page))
        == len(re.findall(r"<img [^>]*loading=\"lazy\"", page))
        == 1
    )


def test_a_beginning_of_several_states_is_asked_back_with_their_names(cast: Cast, as_officer: Client) -> None:
    page = as_officer.post(reverse("inspections:new"), form(cast, embarkation="Guin")).content.decode()
    assert "Which state is “Guin”: Guinea (GIN)" in page
