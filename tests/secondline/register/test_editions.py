"""A corrected copy of a table that stands as of the same day: taken as a further edition, beside the first."""

from datetime import datetime
from pathlib import Path

import pytest
from cast import Cast, log_in
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from filing import SERIES, numbers, take

from secondline.record.models import Entry
from secondline.register.models import Intake, Observation
from secondline.register.series.reading import REASONS
from secondline.site.commands.registering import register

pytestmark = pytest.mark.django_db
USERS = {"source": "frontex", "indicator": "false-document-user", "unit": "person"}


def corrected(tmp_path: Path) -> Path:
    """The table typed off the report of 2021, where one number of that report was typed wrongly."""
    text = SERIES.read_text(encoding="utf-8")
    line = "ARA2021,persons_using_fraudulent_docs,total,Total,2018,"
    (told,) = [each for each in text.splitlines() if each.startswith(line)]
    path = tmp_path / "corrected.csv"
    path.write_text(text.replace(told, f"{line}4321"), encoding="utf-8")
    return path


def users_of_2018(cast: Cast) -> int | None:
    points = numbers(cast.analyst, "frontex", "false-document-user")
    return {point.period.year: point.value for point in points}[2018]


def test_without_an_edition_it_is_refused_and_told_what_to_do(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    take(cast, at, SERIES, "series", source="frontex")
    report = take(cast, at, corrected(tmp_path), "series", source="frontex")
    assert {wrong.why.template for wrong in report.wrong} == {REASONS["standing"]}
    assert "a corrected edition" in REASONS["standing"]


def test_as_an_edition_it_stands_beside_the_first_and_is_read(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    take(cast, at, SERIES, "series", source="frontex")
    before, numbers = users_of_2018(cast), Observation.objects.count()
    report = take(cast, at, corrected(tmp_path), "series", source="frontex", edition=2)
    assert (report.refused, report.added) == (0, numbers)
    assert (before != 4321, users_of_2018(cast)) == (True, 4321)
    first = Observation.objects.get(
        **USERS, edition=1, period="2018-01-01", vintage="2021-01-01", named="", detail=""
    )
    assert first.value == before  # what stood still stands
    said = [str(words) for words in report.remarks if "edition" in str(words)]
    assert "1 numbers are others, 0 are new, and 0 that stood" in said[0]
    assert f"4321 in edition 2, {before} before" in said[1]
    assert Entry.objects.filter(verb="register.observe").latest("number").facts.count('"edition":2') == 1


def test_the_same_edition_twice_adds_nothing_and_a_third_is_above_the_second(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    take(cast, at, SERIES, "series", source="frontex")
    take(cast, at, corrected(tmp_path), "series", source="frontex", edition=2)
    assert take(cast, at, corrected(tmp_path), "series", source="frontex", edition=2).known
    assert take(cast, at, SERIES, "series", source="frontex", edition=2).refused  # another second edition
    assert take(cast, at, SERIES, "series", source="frontex", edition=3).added
    assert users_of_2018(cast) != 4321


def test_the_page_and_the_command_ask_for_the_edition(cast: Cast, at: datetime, tmp_path: Path) -> None:
    take(cast, at, SERIES, "series", source="frontex")
    path = corrected(tmp_path)
    file = SimpleUploadedFile("t.csv", path.read_bytes())
    said = {"purpose": "series", "source": "frontex", "do": "take", "edition": "2", "file": file}
    page = log_in(cast.analyst).post("/register/file", said, follow=True).content.decode()
    assert "were taken over" in page
    assert Intake.objects.get().said["edition"] == 2
    words = ["import", str(path), "--what", "series", "--source", "frontex", "--by", cast.analyst.username]
    result = CliRunner().invoke(register, [*words, "--edition", "2"])
    assert (result.exit_code, "taken before" in result.output) == (0, True), result.output


def test_pages_say_that_a_corrected_copy_is_read(cast: Cast, at: datetime, tmp_path: Path) -> None:
    take(cast, at, SERIES, "series", source="frontex")
    client = log_in(cast.analyst)
    shown = "/trends/?view=published&series=frontex.false-document-user.person&first=2018-01&last=2018-12"
    assert "edition" not in client.get("/register/series").content.decode()
    assert "Corrected copies" not in client.get(shown).content.decode()
    take(cast, at, corrected(tmp_path), "series", source="frontex", edition=2)
    assert ", edition 2</td>" in client.get("/register/series").content.decode()
    assert (
        "Corrected copies are read where there are any: up to edition 2."
        in client.get(shown).content.decode()
    )
