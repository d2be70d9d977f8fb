"""Files of counts, detections and series given on the page and by the command: tried, taken, refused."""

import csv
import errno
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cast import Cast, log_in
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from filing import ROW, SERIES, counts, take
from openpyxl import Workbook
from pytest_django.fixtures import Settings

from secondline.people.held import MOST_HELD, hold
from secondline.register.actions import erase_expired, intaking
from secondline.register.exposure import shelf
from secondline.register.models import Exposure, Intake, Mapping
from secondline.register.models import Remark as StoredRemark
from secondline.site.commands.registering import register

pytestmark = pytest.mark.django_db


def upload(client: Client, path: Path, do: str, **said: str) -> str:
    data = {"purpose": "counts", "source": "border-system", "do": do, **said}
    with path.open("rb") as file:
        return client.post("/register/file", {**data, "file": file}, follow=True).content.decode()


def test_on_the_page_a_file_is_tried_and_then_taken_without_choosing_it_again(
    cast: Cast, tmp_path: Path
) -> None:
    client = log_in(cast.analyst)
    page = upload(
        client, counts(tmp_path), "try", mapping="month = month\npost = post\ncrossings = crossings"
    )
    assert "1 row can be taken." in page
    assert "persons who crossed" in page
    (held,) = (shelf.folder_of(cast.utopia.pk).parent / "held").rglob("?" * 64)
    given = Intake.objects.get()
    page = client.post(f"/register/files/{given.pk}/take", follow=True).content.decode()
    assert "1 row was taken over." in page
    assert "border-system" in page
    assert not held.exists()
    assert Mapping.objects.get().columns["crossings"] == "crossings"
    page = upload(client, counts(tmp_path), "take")
    assert "taken before" in page
    exposure = Exposure.objects.get()
    page = client.post(f"/register/crossings/{exposure.pk}/withdraw", follow=True).content.decode()
    assert "read no more" in page


def test_on_the_page_wrong_rows_stand_with_their_reasons(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intaking, "ROWS_SHOWN", 1)
    wrong = ROW | {"post": "XXX"}
    page = upload(log_in(cast.analyst), counts(tmp_path, wrong, wrong | {"nationality": "D"}), "take")
    assert "2 rows can&#x27;t be taken" in page or "2 rows can't be taken" in page
    assert "1 of 2 are shown" in page
    assert "is not the code of a post" in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"source": "Border System"}, "Small letters"),
        ({"mapping": "nonsense"}, "Line 1 can"),
        ({"held": "../../etc/passwd"}, ""),
    ],
)
def test_what_is_wrong_in_the_form_is_said_beside_it(
    cast: Cast, tmp_path: Path, said: dict[str, str], words: str
) -> None:
    assert words in upload(log_in(cast.analyst), counts(tmp_path), "try", **said)


def test_a_form_without_a_file_or_with_one_too_large_says_so(
    cast: Cast, tmp_path: Path, settings: Settings
) -> None:
    client = log_in(cast.analyst)
    said = {"purpose": "counts", "source": "border-system", "do": "try", "held": "x"}
    page = client.post("/register/file", said)
    assert (page.status_code, "Choose a file." in page.content.decode()) == (422, True)
    settings.MAX_FILE_BYTES = 3
    assert "too large" in upload(client, counts(tmp_path), "try")


def test_a_file_that_is_no_table_is_said_in_words(cast: Cast) -> None:
    client = log_in(cast.analyst)
    file = SimpleUploadedFile("counts.csv", b"\x00\x01")
    said = {
        "purpose": "counts",
        "source": "border-system",
        "do": "try",
        "file": file,
        "vintage": "2026-01-01",
    }
    page = client.post("/register/file", said, follow=True).content.decode()
    assert "is no table" in page
    assert "Nothing was taken over" in page


def test_the_page_of_series_shows_what_stands_and_what_stands_out(cast: Cast, at: datetime) -> None:
    client = log_in(cast.analyst)
    upload(client, SERIES, "take", purpose="series", source="frontex")
    page = client.get("/register/series").content.decode()
    assert "User of a false document" in page
    assert "adds up" in page or "add up" in page
    remark = StoredRemark.objects.first()
    assert remark is not None
    assert client.post(f"/register/remarks/{remark.pk}", {"verdict": "ask"}).status_code == 302


@pytest.mark.parametrize("role", ["officer", "examiner", "administrator", "auditor", "outsider"])
def test_files_are_the_analysts_business(cast: Cast, at: datetime, tmp_path: Path, role: str) -> None:
    take(cast, at, counts(tmp_path))
    take(cast, at, SERIES, "series", source="frontex")
    client = log_in(getattr(cast, role))
    exposure, remark = Exposure.objects.get(), StoredRemark.objects.first()
    assert remark is not None
    assert client.get("/register/file").status_code == 404
    assert client.get("/register/series").status_code == 404
    assert client.post(f"/register/crossings/{exposure.pk}/withdraw").status_code == 404
    assert client.post(f"/register/remarks/{remark.pk}", {"verdict": "fault"}).status_code == 404


def test_files_that_were_tried_and_left_are_deleted_after_a_day(cast: Cast, at: datetime) -> None:
    path = shelf.hold(cast.utopia.pk, [b"a", b"b"])
    assert shelf.held(cast.utopia.pk, path.name) == path
    assert shelf.held(cast.arcadia.pk, path.name) is None
    for number in range(7):
        shelf.hold(cast.utopia.pk, [str(number).encode()])
    assert len(list(path.parent.iterdir())) == MOST_HELD
    erase_expired(at=datetime.now(UTC) + timedelta(days=2))
    assert not list(path.parent.iterdir())


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(register, ["import", *words])
    return result.exit_code, result.output


def test_the_command_tries_and_takes_like_the_page(cast: Cast, tmp_path: Path) -> None:
    said = ("--what", "counts", "--source", "border-system", "--by", cast.analyst.username)
    path = str(counts(tmp_path))
    assert run(path, *said, "--dry-run") == (0, "1 rows can be taken; nothing was.\n")
    mapping = tmp_path / "mapping"
    mapping.write_text("month = month\npost = post\ncrossings = crossings")
    assert run(path, *said, "--mapping", str(mapping), "--as-of", "2026-03-01") == (0, "1 rows were taken.\n")
    assert Mapping.objects.count() == 1
    assert run(path, *said)[1] == "This file was taken before; nothing was added.\n"
    status, words = run(str(counts(tmp_path, ROW | {"crossings": "x"})), *said)
    assert (status, "row 1, crossings: must be a whole number" in words) == (1, True)


def test_the_command_shows_remarks_and_how_many_there_are(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondline.site.commands.filing.REMARKS_SHOWN", 1)
    status, words = run(str(SERIES), "--what", "series", "--source", "frontex", "--by", cast.analyst.username)
    assert status == 0
    assert "remark: " in words
    assert "1 are shown" in words


def test_the_command_says_what_is_wrong_with_its_words(cast: Cast, tmp_path: Path) -> None:
    path, text = str(counts(tmp_path)), tmp_path / "mapping"
    said = ("--what", "counts", "--source", "border-system")
    assert "nobody" in run(path, *said, "--by", "who")[1]
    by = ("--by", cast.analyst.username)
    assert "no name for a source" in run(path, "--what", "counts", "--source", "X", *by)[1]
    text.write_text("nonsense")
    assert "line 1" in run(path, *said, *by, "--mapping", str(text))[1]
    text.write_bytes(b"\xff\xfe")
    assert "UTF-8" in run(path, *said, *by, "--mapping", str(text))[1]
    text.write_bytes(b"\x00")
    assert "is no table" in run(str(text), *said, *by)[1]


def test_a_workbook_is_taken_through_the_page_and_all_its_refused_rows_come_as_a_file(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held files have no name, and a library that goes by names must not hear of that."""
    monkeypatch.setattr(intaking, "ROWS_SHOWN", 1)
    client, said = log_in(cast.analyst), {"purpose": "effort", "source": "ledger"}
    names = ("month", "post", "inspections")
    book = Workbook()
    for row in (
        ("Ledger of the post",),
        (),
        names,
        ("2026-02", "UTO-AIR", 40),
        ("2026-02", "X", 1),
        ("x", "X", 2),
    ):
        book.active.append(row)
    book.save(tmp_path / "ledger.xlsx")
    upload_of = SimpleUploadedFile("ledger.csv", (tmp_path / "ledger.xlsx").read_bytes())
    page = client.post(
        "/register/file", {**said, "do": "try", "file": upload_of}, follow=True
    ).content.decode()
    assert "1 of 2 are shown" in page
    assert "The names of the columns stand in row 3" in page
    answer = client.get(f"/register/files/{Intake.objects.get().pk}/refused.csv")
    assert answer["Content-Disposition"].startswith("attachment")
    told = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert [row[:2] for row in told] == [["Row", "Column"], ["2", "post"], ["3", "month"], ["3", "post"]]
    listing = tmp_path / "refused.csv"
    result = CliRunner().invoke(
        register, ["import", str(tmp_path / "ledger.xlsx"), "--what", "effort", "--source", "ledger",
                   "--by", cast.analyst.username, "--dry-run", "--refused", str(listing)]
    )  # fmt: skip
    assert result.exit_code == 1
    assert len(listing.read_text().splitlines()) == 4


def _full_from_the_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FREE_BYTES = 1 << 62


def _full_on_the_way(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def sync(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("secondline.people.held.os.fsync", sync)


@pytest.mark.parametrize("fill", [_full_from_the_start, _full_on_the_way])
def test_a_full_disk_is_said_and_nothing_is_left_of_the_file(
    cast: Cast,
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    fill: Callable[[Settings, pytest.MonkeyPatch], None],
) -> None:
    path = counts(tmp_path)
    fill(settings, monkeypatch)
    page = upload(log_in(cast.analyst), path, "take")
    assert "The disk of the centre is nearly full; nothing was taken." in page
    assert not Intake.objects.exists()
    folder = shelf.folder_of(cast.utopia.pk).parent / "held" / str(cast.utopia.pk)
    assert not list(folder.iterdir())


def test_another_fault_of_the_disk_is_no_full_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sync(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("secondline.people.held.os.fsync", sync)
    with pytest.raises(OSError, match="Input/output"):
        hold(tmp_path / "held", [b"a"])
    assert not list((tmp_path / "held").iterdir())
