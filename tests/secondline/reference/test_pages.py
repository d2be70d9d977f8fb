"""The pages as each role; what is not for somebody does not exist."""

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
from cast import Cast, log_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from shelf import PICTURE, Shelf

from secondline.inspections.actions import open_inspection
from secondline.inspections.rules import Particulars
from secondline.people.models import new_id
from secondline.reference.models import Alert, CardOffer, DocumentType, LibraryPicture, ReportedList
from secondline.reference.rules import Stage

pytestmark = pytest.mark.django_db
LIBRARY = "/reference/library/"
MRZ = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def post(client: Client, address: str, status: int = 302, /, **data: Any) -> str:
    response = client.post(address, data)
    assert response.status_code == status, response.content.decode()[:3000]
    return response.headers.get("Location", "") or response.content.decode()


@pytest.fixture
def published(shelf: Shelf) -> DocumentType:
    thing = shelf.type()
    for number, term in enumerate(("ghost-portrait", "hologram", "watermark")):
        shelf.feature(thing, term, light="white", left=0.1 * number, top=0.1, width=0.2, height=0.2)
    shelf.picture(thing)
    return shelf.publish(thing)


def test_from_a_draft_to_a_card_as_two_examiners(cast: Cast) -> None:
    erik, second, officer = (log_in(p) for p in (cast.examiner, cast.second_examiner, cast.officer))
    told = {
        "issuer": "Utopia (UTO)",
        "kind": "passport",
        "title": "Passport of Utopia",
        "format": "TD3",
        "numbering": "U########",
        "sharing": "green",
        "plan": ["cover", "data"],
    }
    assert "is no range" in post(erik, f"{LIBRARY}type/new", 422, **(told | {"numbering": "A..B"}))
    address = post(erik, f"{LIBRARY}type/new", **told)
    for term in ("ghost-portrait", "hologram", "watermark"):
        post(
            erik,
            f"{address}feature",
            term=term,
            page="data",
            light="white",
            box="10 20 30 15",
            look="As it is.",
            on_card="on",
        )
    assert "is no place" in post(
        erik, f"{address}feature", 422, term="hologram", page="data", light="white", box="1 2"
    )
    file = SimpleUploadedFile("a.jpg", PICTURE)
    post(erik, f"{address}picture", file=file, page="data", light="white", cleared="on")
    page(officer, address, 404)
    post(erik, f"{address}deed/submit")
    post(erik, f"{address}deed/publish")
    thing = DocumentType.objects.get()
    assert thing.stage == Stage.REVIEW
    assert "1 waits for you" in page(second, LIBRARY)
    post(second, f"{address}deed/publish")
    shown = page(officer, address)
    assert "Passport of Utopia" in shown
    assert "New edition" not in shown
    card = page(officer, f"{address}card")
    assert card.count('class="points" x=') == 3
    response = officer.get(f"{address}card/a6.pdf")
    assert response.content.startswith(b"%PDF")
    assert response.content == officer.get(f"{address}card/a6.pdf").content
    assert officer.get(f"{address}card/a4.pdf").content != response.content
    page(officer, f"{address}card/a0.pdf", 404)
    assert post(erik, f"{address}deed/revise") != address
    post(second, f"{address}withdraw", why="Wrong.")
    assert "Withdrawn on" in page(officer, address)


def test_a_picture_is_blurred_by_typed_coordinates_without_javascript(shelf: Shelf, cast: Cast) -> None:
    erik = log_in(cast.examiner)
    address = f"{LIBRARY}alert/{shelf.alert().pk}/"
    to_blur = post(
        erik, f"{address}picture", file=SimpleUploadedFile("a.jpg", PICTURE), page="data", light="white"
    )
    picture = LibraryPicture.objects.get()
    assert to_blur == f"{LIBRARY}pictures/{picture.pk}/blur"
    raw = f"{LIBRARY}pictures/{picture.pk}/raw"
    assert erik.get(raw).headers["Cache-Control"] == "no-store"
    page(log_in(cast.second_examiner), raw, 404)
    page(log_in(cast.second_examiner), to_blur, 404)
    assert 'class="blurs"' in post(erik, to_blur, 200, boxes="10 10 30 40", show="")
    post(erik, to_blur, 422, boxes="", blur="")
    post(erik, to_blur, 422, boxes="10 10 300 40", blur="")
    post(erik, to_blur, boxes="10 10 30 40\n50 50 10 10", blur="")
    page(erik, raw, 404)
    picture.refresh_from_db()
    assert len(picture.blurred) == 2
    assert erik.get(f"{LIBRARY}pictures/{picture.pk}").headers["Content-Type"] == "image/jpeg"
    assert erik.get(f"{LIBRARY}pictures/{picture.pk}/small").status_code == 200


def test_an_alert_is_written_seen_and_changed(cast: Cast, published: DocumentType) -> None:
    erik = log_in(cast.examiner)
    told = {"sort": "alert", "title": "Copies", "source": "DESC", "sharing": "green"}
    assert "what does it concern" in post(erik, f"{LIBRARY}alert/new", 422, **told)
    address = post(erik, f"{LIBRARY}alert/new", **(told | {"kind": "passport", "type": str(published.pk)}))
    post(erik, f"{address}feature", 422, page="data", light="white")
    post(erik, f"{address}feature", page="data", light="white", look="Dots.")
    sign = Alert.objects.get().signs.get()
    post(erik, f"{address}feature/{sign.pk}", page="data", light="white", look="Coarse dots.")
    assert "Coarse dots." in page(erik, address)
    assert "it can't be printed" in page(erik, f"{address}card")
    page(erik, f"{address}card/a6.pdf", 404)
    post(erik, f"{address}feature/{sign.pk}/drop")
    post(
        erik,
        f"{address}edit",
        **(told | {"issuer": "UTO", "valid_from": "2026-02-01", "valid_to": "2026-03-01"}),
    )
    post(
        erik,
        f"{address}edit",
        422,
        **(told | {"issuer": "UTO", "valid_from": "2026-04-01", "valid_to": "2026-03-01"}),
    )
    assert Alert.objects.get().issuer == "UTO"


def test_a_search_by_number_says_which_type_would_have_it(cast: Cast, published: DocumentType) -> None:
    shown = page(log_in(cast.officer), f"{LIBRARY}?search=u31415926")
    assert "These would have the number u31415926" in shown
    assert published.code in shown


@pytest.mark.parametrize("role", ["officer", "analyst", "administrator", "auditor", "outsider"])
def test_who_does_not_write_finds_no_page_for_it(cast: Cast, published: DocumentType, role: str) -> None:
    client = log_in(getattr(cast, role))
    address = f"{LIBRARY}type/{published.pk}/"
    for path in ("edit", "feature", "picture", "withdraw"):
        page(client, address + path, 404)
    page(client, f"{LIBRARY}type/new", 404)
    page(client, f"{LIBRARY}import", 404)
    for verb in ("submit", "publish", "revise"):
        post(client, f"{address}deed/{verb}", 404)
    page(client, address, 404 if role == "auditor" else 200)
    page(client, "/reference/lists/", 200 if role == "administrator" else 404)
    page(client, "/reference/lists/new", 200 if role == "administrator" else 404)
    page(client, "/reference/cards/", 200 if role in {"analyst", "administrator"} else 404)


def test_a_card_is_offered_and_taken_back(cast: Cast, published: DocumentType) -> None:
    ana, officer = log_in(cast.analyst), log_in(cast.officer)
    post(ana, "/reference/cards/", 422, post=str(cast.airport.pk), card="nothing")
    post(ana, "/reference/cards/", post=str(cast.airport.pk), card=str(published.pk), reason="Many came.")
    assert "Many came." in page(officer, LIBRARY)
    offer = CardOffer.objects.get()
    post(log_in(cast.outside_analyst), f"/reference/cards/{offer.pk}/take-back", 404)
    post(ana, f"/reference/cards/{offer.pk}/take-back")
    assert "Many came." not in page(officer, LIBRARY)


def test_a_list_is_tried_then_taken_and_an_examination_finds_the_number(
    cast: Cast, at: datetime, shelf: Shelf
) -> None:
    adam = log_in(cast.administrator)

    def told(table: str, **more: str) -> dict[str, Any]:
        file = SimpleUploadedFile("list.csv", table.encode())
        fixed = {
            "source": "Registry",
            "as_of": "2026-03-01",
            "fresh_days": "7",
            "sharing": "amber-strict",
            "number": "number",
            "issuer": "=UTO",
            "sort": "why",
            "day_form": "YYYY-MM-DD",
            "values": "S = stolen",
            "whole": "on",
        }
        return {"file": file, **fixed, **more}

    good = "number,why\nL898902C3,S\n"
    assert "1 numbers" in post(adam, "/reference/lists/new", 200, **told(good, **{"try": ""}))
    assert not ReportedList.objects.exists()
    bad = post(adam, "/reference/lists/new", 422, **told("number,why\nU1,gone\n", **{"import": ""}))
    assert "Line 2" in bad
    post(adam, "/reference/lists/new", 422, **told(good, day_form="soon", values="no"))
    post(adam, "/reference/lists/new", **told(good, keep_as="registry", **{"import": ""}))
    assert "Registry" in page(adam, "/reference/lists/")
    shelf.publish(shelf.alert(numbering="L898902C3"))
    inspection = open_inspection(
        id=new_id(), post=cast.airport, particulars=Particulars(mrz=MRZ), given=[], by=cast.officer, at=at
    )
    shown = page(log_in(cast.officer), f"/inspections/{inspection.pk}/")
    assert "Reported stolen" in shown
    assert "Copies without watermark" in shown
    assert "nothing about the person" in shown
    post(adam, f"/reference/lists/{ReportedList.objects.get().pk}/drop")
    assert "No list is held" in page(adam, "/reference/lists/")


def test_the_library_goes_out_and_in_as_a_zip(cast: Cast, published: DocumentType) -> None:
    erik = log_in(cast.examiner)
    response = erik.get(f"{LIBRARY}export")
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert "types/UTO-AO-01001/type.yaml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert "1 as they are here" in post(erik, f"{LIBRARY}import", 200, file=SimpleUploadedFile("a.zip", data))
    bad = post(erik, f"{LIBRARY}import", 422, file=SimpleUploadedFile("a.zip", b"no"))
    assert "no ZIP file" in bad
    post(erik, f"{LIBRARY}import", **{"file": SimpleUploadedFile("a.zip", data), "import": ""})
    assert DocumentType.objects.count() == 1
