"""What is tried is sent once: held under its hash for who sent it, taken as it was tried, and erased."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cast import Cast, log_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings
from shelf import Shelf

from secondline.people.held import MOST_HELD, held, hold
from secondline.reference import trying
from secondline.reference.actions.erasing import erase_expired
from secondline.reference.actions.exchanging import files_of
from secondline.reference.folder import to_zip
from secondline.reference.models import DocumentType, ReportedList

pytestmark = pytest.mark.django_db
TABLE = b"number,issuer\nL898902C3,UTO\nX1234567,UTO\n"
SAID = {
    "source": "Passport Office",
    "as_of": "2026-03-01",
    "fresh_days": "7",
    "sharing": "amber-strict",
    "number": "number",
    "issuer": "issuer",
    "sort": "=lost",
}


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.REPORTED_FOLDER = tmp_path / "reported"


def on_trial(settings: Settings) -> list[Path]:
    return [path for path in Path(settings.REPORTED_FOLDER).glob("held/*/*") if path.is_file()]


def tried(client: Client, address: str, data: bytes, **said: str) -> str:
    """The digest that the page sends back after a trial."""
    answer = client.post(address, {**said, "file": SimpleUploadedFile("a.csv", data), "try": ""})
    assert answer.status_code == 200
    digest: str = answer.context["form"].digest
    assert f'name="held" value="{digest}"' in answer.content.decode()
    return digest


ADDRESS = "/reference/lists/new"


def test_a_list_is_taken_in_without_sending_it_again(cast: Cast, settings: Settings) -> None:
    client = log_in(cast.administrator)
    digest = tried(client, ADDRESS, TABLE, **SAID)
    assert not ReportedList.objects.exists()
    (path,) = on_trial(settings)
    assert (path.stat().st_mode & 0o777, path.read_bytes()) == (0o600, TABLE)
    answer = client.post(ADDRESS, {**SAID, "held": digest, "import": ""})
    assert answer.status_code == 302
    assert ReportedList.objects.get().rows == 2
    assert on_trial(settings) == []


def test_a_library_is_taken_in_without_sending_it_again(cast: Cast, at: datetime, settings: Settings) -> None:
    shelf = Shelf(cast, at)
    shelf.publish(shelf.type())
    store = io.BytesIO()
    to_zip(files_of(cast.examiner), store)
    DocumentType.objects.all().delete()
    client = log_in(cast.examiner)
    digest = tried(client, "/reference/library/import", store.getvalue())
    assert not DocumentType.objects.exists()
    answer = client.post("/reference/library/import", {"held": digest, "import": ""})
    assert answer.status_code == 302
    assert DocumentType.objects.count() == 1
    assert on_trial(settings) == []


def test_another_person_finds_nothing_under_the_same_hash(cast: Cast) -> None:
    digest = tried(log_in(cast.administrator), ADDRESS, TABLE, **SAID)
    assert trying.held(cast.administrator, digest) is not None
    assert trying.held(cast.outsider, digest) is None
    assert trying.held(cast.examiner, digest) is None


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "0" * 64, "draft.00"])
def test_what_is_no_file_on_trial_is_asked_for(cast: Cast, digest: str) -> None:
    answer = log_in(cast.administrator).post(ADDRESS, {**SAID, "held": digest, "import": ""})
    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()
    assert not ReportedList.objects.exists()


def test_a_file_that_was_changed_meanwhile_is_not_the_one_that_was_tried(tmp_path: Path) -> None:
    path = hold(tmp_path, [b"one"])
    assert held(tmp_path, path.name) == path
    path.write_bytes(b"two")
    assert held(tmp_path, path.name) is None


def test_only_a_few_files_are_held(tmp_path: Path) -> None:
    for number in range(MOST_HELD + 3):
        hold(tmp_path, [str(number).encode()])
    assert len(list(tmp_path.iterdir())) == MOST_HELD


def test_what_is_never_taken_is_erased_after_a_day(cast: Cast, settings: Settings) -> None:
    tried(log_in(cast.administrator), ADDRESS, TABLE, **SAID)
    (path,) = on_trial(settings)
    written = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    assert erase_expired(at=written + timedelta(hours=23)) == 0
    assert erase_expired(at=written + timedelta(hours=25)) == 1
    assert on_trial(settings) == []


def test_a_full_disk_is_said_and_nothing_is_left_of_the_list(cast: Cast, settings: Settings) -> None:
    settings.FREE_BYTES = 1 << 62
    data = {**SAID, "file": SimpleUploadedFile("a.csv", TABLE), "try": ""}
    answer = log_in(cast.administrator).post(ADDRESS, data)
    assert "nearly full; nothing was taken" in answer.content.decode()
    assert on_trial(settings) == []
