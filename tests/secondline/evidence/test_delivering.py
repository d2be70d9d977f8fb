"""PUT: 201 once it outlasts a power cut, 200 for a re-send, 409 for another file, and a clear word for the rest."""

import base64
import hashlib
import json
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from cast import Cast, log_in
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import OperationalError
from django.test import Client
from pictures import picture
from pytest_django.fixtures import Settings

from secondline.evidence.actions import prepare, put_to_centre, seal
from secondline.evidence.forms import collect
from secondline.evidence.models import Delivery, Item
from secondline.evidence.queries import storage
from secondline.evidence.rules import Size, State, delivery_in_form
from secondline.people.models import Person
from secondline.record.models import Entry


def put(
    client: Client, data: bytes, delivery: UUID | None = None, **headers: str
) -> tuple[int, dict[str, Any]]:
    response = client.put(
        f"/evidence/{delivery or uuid4()}", data, content_type="application/octet-stream", headers=headers
    )
    return response.status_code, json.loads(response.content)


def test_a_new_file_is_201_with_a_receipt(as_officer: Client) -> None:
    delivery, data = uuid4(), picture()
    status, receipt = put(as_officer, data, delivery)
    item = Item.objects.get()
    assert status == 201
    assert receipt == {
        "id": str(delivery),
        "item": str(item.pk),
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "state": receipt["state"],
    }
    assert storage(item.agency_id).verify(item.sha256)
    assert item.state == State.PREPARED  # the task ran: in tests at once


def test_a_resend_is_200_with_the_same_receipt(as_officer: Client) -> None:
    delivery = uuid4()
    _, first = put(as_officer, picture(), delivery)
    status, again = put(as_officer, picture(), delivery)
    assert status == 200
    assert again | {"state": ""} == first | {"state": ""}
    assert Delivery.objects.count() == 1


def test_the_same_id_for_another_file_is_409(as_officer: Client) -> None:
    delivery = uuid4()
    put(as_officer, picture(), delivery)
    status, refusal = put(as_officer, picture("blue"), delivery)
    assert (status, refusal["error"]) == (409, "other-file")
    assert "Choose the file anew" in refusal["message"]


def test_another_agencys_id_is_told_no_more(cast: Cast, as_officer: Client) -> None:
    delivery = uuid4()
    put(as_officer, picture(), delivery)
    same = put(log_in(cast.outsider), picture(), delivery)
    other = put(log_in(cast.outsider), picture("blue"), delivery)
    assert same == other
    assert same[0] == 409


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"just text", 415, "not-a-picture"),
        (b"%PDF-1.4", 415, "pdf"),
        (b"\x00\x00\x00\x18ftypheicmif1", 415, "heic"),
        (b"\xff\xd8\xff" + bytes(2_000_000), 413, "too-many-bytes"),
    ],
)
def test_what_is_not_taken_has_its_status_and_its_words(
    as_officer: Client, settings: Settings, data: bytes, status: int, code: str
) -> None:
    settings.MAX_FILE_BYTES = 1_000_000
    got, refusal = put(as_officer, data)
    assert (got, refusal["error"]) == (status, code)
    assert refusal["message"].endswith(".")
    assert not Item.objects.exists()


def test_a_disk_that_is_nearly_full_is_507(as_officer: Client, settings: Settings) -> None:
    settings.FREE_BYTES = 10**18
    assert put(as_officer, picture())[0] == 507


def test_a_body_shorter_than_announced_is_not_sealed(as_officer: Client) -> None:
    """The line dropped: what came would otherwise be sealed as if it were the file."""
    data = picture()
    assert put_raw(as_officer, BytesIO(data[:50]), len(data)) == (400, "incomplete")
    assert not Item.objects.exists()


class Broken(BytesIO):
    """The line breaks while the body is read."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise ConnectionResetError(size)


def test_a_line_that_breaks_is_answered_in_case_somebody_listens(as_officer: Client) -> None:
    assert put_raw(as_officer, Broken(), 500) == (400, "incomplete")


def test_an_empty_body_is_refused(as_officer: Client) -> None:
    assert put_raw(as_officer, BytesIO(), 0) == (415, "empty")


def put_raw(client: Client, body: object, length: int) -> tuple[int, str]:
    """A PUT whose body is not as long as it says; the test client itself would refuse to send it."""
    environ: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": str(length)}
    response = client.generic("PUT", f"/evidence/{uuid4()}", **environ)
    return response.status_code, json.loads(response.content)["error"]


def test_a_body_of_unknown_length_is_411(as_officer: Client) -> None:
    response = as_officer.generic("PUT", f"/evidence/{uuid4()}", b"", CONTENT_LENGTH="")
    assert (response.status_code, json.loads(response.content)["error"]) == (411, "no-length")


def digest(data: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (digest(picture()), 201),
        (digest(b"other"), 400),
        ("sha-256=:A:", 400),
        ("md5=:AAAA:", 201),
    ],
)
def test_a_digest_that_the_sender_gives_is_kept_to(as_officer: Client, header: str, status: int) -> None:
    assert put(as_officer, picture(), uuid4(), **{"Content-Digest": header})[0] == status


@pytest.mark.parametrize(
    ("message", "status"), [("database or disk is full", 507), ("database is locked", 503)]
)
def test_a_row_that_cannot_be_written_is_not_acknowledged(
    as_officer: Client, monkeypatch: pytest.MonkeyPatch, message: str, status: int
) -> None:
    def refuse(**wanted: object) -> None:
        raise OperationalError(message)

    monkeypatch.setattr("secondline.evidence.views.files.enter", refuse)
    assert put(as_officer, picture())[0] == status


def test_the_name_comes_cleaned(as_officer: Client) -> None:
    put(
        as_officer,
        picture(),
        uuid4(),
        **{"X-File-Name": "C%3A%5C%D0%BF%D0%B0%D1%81%D0%BF%D0%BE%D1%80%D1%82.jpg"},
    )
    assert Item.objects.get().name == "паспорт.jpg"


@pytest.mark.parametrize("role", ["analyst", "administrator", "auditor", "examiner"])
def test_only_an_officer_delivers(cast: Cast, role: str) -> None:
    response = log_in(getattr(cast, role)).put(f"/evidence/{uuid4()}", picture())
    assert response.status_code == 404


def test_a_stranger_is_sent_to_the_log_in(client: Client, db: None) -> None:
    assert client.put(f"/evidence/{uuid4()}", picture()).status_code == 302


def test_another_method_than_put_is_refused(as_officer: Client) -> None:
    assert as_officer.get(f"/evidence/{uuid4()}").status_code == 405


def test_a_put_without_the_forms_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer, backend="secondline.people.backend.PersonBackend")
    assert client.put(f"/evidence/{uuid4()}", picture()).status_code == 403
    assert not Item.objects.exists()


# Looking.


@pytest.fixture
def item(cast: Cast, at: datetime) -> Item:
    receipt = seal(by=cast.officer, at=at, delivery=uuid4(), stream=BytesIO(picture()))
    return prepare(item=receipt.item, at=at)


@pytest.mark.parametrize("size", ["page", "thumb"])
def test_a_copy_is_shown_as_what_it_is_and_kept_nowhere(as_officer: Client, item: Item, size: str) -> None:
    response = as_officer.get(f"/evidence/{item.pk}/{size}")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"\xff\xd8\xff")


def whole(response: Any) -> bytes:
    """The body, read to its end, where the test client closes it as a server does."""
    body: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    return body


def test_the_original_is_a_download_with_its_digest(as_officer: Client, item: Item) -> None:
    response = as_officer.get(f"/evidence/{item.pk}/original")
    body = whole(response)
    assert body == picture()
    assert response["Content-Disposition"] == f'attachment; filename="{item.sha256[:16]}.png"'
    assert response["Content-Digest"] == digest(body)
    assert "sandbox" in response["Content-Security-Policy"]


def test_an_original_that_was_changed_is_not_handed_out(as_officer: Client, item: Item) -> None:
    path = storage(item.agency_id).path(item.sha256)
    path.chmod(0o600)
    path.write_bytes(b"changed")
    response = as_officer.get(f"/evidence/{item.pk}/original")
    assert response.status_code == 500
    assert "changed on the disk" in response.content.decode()


@pytest.mark.parametrize("form", ["page", "thumb", "original"])
def test_an_outsider_cannot_look_and_an_examiner_only_when_asked(
    cast: Cast, at: datetime, item: Item, form: str
) -> None:
    def status(person: Person) -> int:
        response = log_in(person).get(f"/evidence/{item.pk}/{form}")
        whole(response)
        return response.status_code

    assert status(cast.examiner) == 404
    put_to_centre(items=[item], centre=cast.centre, by=cast.officer, at=at)
    assert status(cast.examiner) == 200
    assert status(cast.colleague) == 200
    for person in (cast.outsider, cast.analyst, cast.administrator, cast.auditor, cast.outside_analyst):
        assert status(person) == 404


def looks(item: Item, person: Person) -> int:
    return Entry.objects.filter(verb="evidence.read", thing=item.pk, by=person.pk).count()


def test_every_look_leaves_a_line_for_the_owners_auditor(cast: Cast, at: datetime, item: Item) -> None:
    put_to_centre(items=[item], centre=cast.centre, by=cast.officer, at=at)
    examiner = log_in(cast.examiner)
    for _ in range(2):
        examiner.get(f"/evidence/{item.pk}/page")
    whole(examiner.get(f"/evidence/{item.pk}/original"))
    assert looks(item, cast.examiner) == 3
    assert set(Entry.objects.filter(verb="evidence.read").values_list("agency", flat=True)) == {
        cast.utopia.pk
    }


def test_the_thumbnails_of_one_look_are_one_line(cast: Cast, as_officer: Client, item: Item) -> None:
    for _ in range(5):
        as_officer.get(f"/evidence/{item.pk}/thumb")
    assert looks(item, cast.officer) == 1
    log_in(cast.colleague).get(f"/evidence/{item.pk}/thumb")
    assert looks(item, cast.colleague) == 1


def test_another_size_does_not_exist(as_officer: Client, item: Item) -> None:
    assert as_officer.get(f"/evidence/{item.pk}/huge").status_code == 404
    assert as_officer.get(f"/evidence/{uuid4()}/page").status_code == 404


def test_before_it_is_prepared_a_sign_is_shown(as_officer: Client, cast: Cast, at: datetime) -> None:
    waiting = seal(by=cast.officer, at=at, delivery=uuid4(), stream=BytesIO(picture())).item
    assert "waiting" in as_officer.get(f"/evidence/{waiting.pk}/thumb")["Location"]


def test_of_an_unusable_file_a_sign_is_shown(as_officer: Client, cast: Cast, at: datetime) -> None:
    broken = seal(by=cast.officer, at=at, delivery=uuid4(), stream=BytesIO(picture()[:-9])).item
    prepare(item=broken, at=at)
    assert "unusable" in as_officer.get(f"/evidence/{broken.pk}/page")["Location"]


def test_a_lost_copy_is_made_again_when_somebody_looks(as_officer: Client, item: Item) -> None:
    storage(item.agency_id).derived_path(item.sha256, Size.PAGE).unlink()
    assert "waiting" in as_officer.get(f"/evidence/{item.pk}/page")["Location"]
    assert as_officer.get(f"/evidence/{item.pk}/page").status_code == 200


# In a form, without JavaScript.


def upload(data: bytes, name: str = "page.png") -> UploadedFile[Any]:
    return SimpleUploadedFile(name, data)


def test_a_form_brings_files_and_the_ids_of_files_that_were_put(
    cast: Cast, at: datetime, as_officer: Client
) -> None:
    put_before = uuid4()
    put(as_officer, picture("green"), put_before)
    form = uuid4()
    found = collect(
        by=cast.officer,
        at=at,
        form=form,
        deliveries=[str(put_before), str(put_before)],
        files=[upload(picture("red")), upload(picture("blue")), upload(picture("red"))],
    )
    assert not found.problems
    assert len(found.items) == 3
    assert Delivery.objects.filter(pk=delivery_in_form(form, 0)).exists()


def test_a_form_sent_twice_is_sealed_once(cast: Cast, at: datetime) -> None:
    form = uuid4()
    for _ in range(2):
        found = collect(by=cast.officer, at=at, form=form, deliveries=[], files=[upload(picture())])
        assert (len(found.items), found.problems) == (1, [])
    assert Delivery.objects.count() == 1
    assert Entry.objects.filter(verb="evidence.seal").count() == 1


def test_a_bad_file_in_a_form_is_named_and_the_good_ones_are_kept(cast: Cast, at: datetime) -> None:
    found = collect(
        by=cast.officer,
        at=at,
        form=uuid4(),
        deliveries=["no-uuid", str(uuid4())],
        files=[upload(b"%PDF-1.3", "scan.pdf"), upload(picture())],
    )
    assert len(found.items) == 1
    assert "can't be found" in found.problems[0]
    assert found.problems[1].startswith("scan.pdf: PDF files are not taken")


def test_more_files_than_one_inspection_holds_are_named_not_dropped(
    cast: Cast, at: datetime, settings: Settings
) -> None:
    settings.MAX_FILES = 1
    found = collect(
        by=cast.officer,
        at=at,
        form=uuid4(),
        deliveries=[],
        files=[upload(picture("red"), "one.png"), upload(picture("blue"), "two.png")],
    )
    assert len(found.items) == 1
    assert found.problems == ["two.png was not taken: at most 1 files are."]
