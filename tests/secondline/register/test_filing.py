"""Files for the register: tried before they are taken, taken whole or not at all, the same one never twice."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, log_in
from click.testing import CliRunner
from crossing_rows import write_csv
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from pytest_django.fixtures import Settings

from secondline.people.held import MOST_HELD
from secondline.people.models import Post
from secondline.record.models import Entry
from secondline.register.actions import (
    erase_expired,
    import_exposure,
    import_series,
    judge_remark,
    save_mapping,
    withdraw_exposure,
)
from secondline.register.actions import filing as filing_module
from secondline.register.actions.filing import Filing, Report, take_file
from secondline.register.exposure import shelf
from secondline.register.exposure.asking import Crossed, crossed
from secondline.register.incoming import UnusableFileError
from secondline.register.mapping import Mapped, MappingError, parse, written
from secondline.register.models import Batch, Detection, Effort, Exposure, Mapping, Observation
from secondline.register.models import Remark as StoredRemark
from secondline.register.queries import (
    Choice,
    Held,
    crossings,
    observations_visible_to,
    observed,
    remark_words,
    remarks,
    series_held,
)
from secondline.site.commands.registering import register

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"
MONTH = date(2026, 2, 1)
COUNTS = ("month", "post", "nationality", "crossings", "referrals")
ROW = {"month": "2026-02", "post": "UTO-AIR", "nationality": "KAZ", "crossings": "120", "referrals": "4"}


def counts(path: Path, *rows: dict[str, str]) -> Path:
    return write_csv(path / "counts.csv", rows or [ROW], COUNTS)


def take(cast: Cast, at: datetime, path: Path, purpose: str = "counts", **said: object) -> Report:
    dry_run = bool(said.pop("dry_run", False))
    filing = Filing(purpose, str(said.pop("source", "border-system")), **said)  # type: ignore[arg-type]
    return take_file(path=path, filing=filing, by=cast.analyst, at=at, dry_run=dry_run)


def test_counts_are_tried_then_taken_then_known(cast: Cast, at: datetime, tmp_path: Path) -> None:
    path = counts(tmp_path)
    tried = take(cast, at, path, dry_run=True)
    assert (tried.usable, tried.rows, tried.stored, Exposure.objects.count()) == (True, 1, False, 0)
    assert take(cast, at, path).stored
    again = take(cast, at, path)
    assert (again.stored, again.known, Exposure.objects.count()) == (False, True, 1)
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.by) == ("register.expose", cast.analyst.pk)
    assert "KAZ" not in entry.facts


def test_a_wrong_row_keeps_the_whole_file_out(cast: Cast, at: datetime, tmp_path: Path) -> None:
    report = take(cast, at, counts(tmp_path, ROW, ROW | {"post": "ARC-SEA"}))
    assert (report.usable, report.refused, Exposure.objects.count()) == (False, 1, 0)
    assert [(wrong.row, wrong.column, str(wrong.why)) for wrong in report.wrong] == [
        (2, "post", "is not the code of a post of your agency")
    ]


def asked(cast: Cast, *by: str, post: Post | None = None) -> list[Crossed]:
    return crossings(cast.analyst, Choice(MONTH, MONTH, post=post.pk if post else None), by=by)


def test_what_was_taken_is_asked_by_any_column(cast: Cast, at: datetime, tmp_path: Path) -> None:
    take(cast, at, counts(tmp_path, ROW, ROW | {"nationality": "D", "crossings": "30", "referrals": ""}))
    assert asked(cast) == [Crossed((), 150, None, 4, None, 1)]
    assert asked(cast, "nationality") == [
        Crossed(("D",), 30, None, None, None, 1),
        Crossed(("KAZ",), 120, None, 4, None, 1),
    ]
    assert asked(cast, post=cast.airport) == [Crossed((), 150, None, 4, None, 1)]
    nothing = Choice(MONTH, MONTH, border_type="sea", document_kind="passport")
    assert crossings(cast.analyst, nothing, by=()) == []
    assert crossings(cast.analyst, Choice(date(2020, 1, 1), date(2020, 1, 1)), by=()) == []
    with pytest.raises(ValueError, match="no columns"):
        asked(cast, "name")
    assert crossed([], by=(), first=MONTH, last=MONTH) == []


def test_another_agency_sees_no_crossing_of_ours(cast: Cast, at: datetime, tmp_path: Path) -> None:
    take(cast, at, counts(tmp_path))
    assert crossings(cast.outside_analyst, Choice(MONTH, MONTH), by=()) == []
    exposure = Exposure.objects.get()
    with pytest.raises(Http404):
        withdraw_exposure(exposure=exposure.pk, by=cast.outside_analyst, at=at)


def test_a_later_vintage_is_read_and_the_earlier_stays_on_file(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    take(cast, at, counts(tmp_path))
    later = at + timedelta(days=30)
    take(cast, later, counts(tmp_path, ROW | {"crossings": "121"}))
    assert asked(cast) == [Crossed((), 121, None, 4, None, 1)]
    assert Exposure.objects.count() == 2
    newest = Exposure.objects.get(at=later)
    withdraw_exposure(exposure=newest.pk, by=cast.analyst, at=later)
    assert asked(cast) == [Crossed((), 120, None, 4, None, 1)]
    with pytest.raises(Http404):
        withdraw_exposure(exposure=newest.pk, by=cast.analyst, at=later)


def test_a_withdrawn_file_can_be_taken_again(cast: Cast, at: datetime, tmp_path: Path) -> None:
    take(cast, at, counts(tmp_path))
    withdraw_exposure(exposure=Exposure.objects.get().pk, by=cast.analyst, at=at)
    assert asked(cast) == []
    assert take(cast, at, counts(tmp_path)).stored


def test_two_sources_are_never_added_up(cast: Cast, at: datetime, tmp_path: Path) -> None:
    take(cast, at, counts(tmp_path))
    take(cast, at + timedelta(days=1), counts(tmp_path, ROW | {"crossings": "500"}), source="airlines")
    assert asked(cast) == [Crossed((), 500, None, 4, None, 1)]
    assert [(row.group, row.crossings) for row in asked(cast, "source")] == [
        (("airlines",), 500), (("border-system",), 120),
    ]  # fmt: skip


def test_single_crossings_are_counted_and_nowhere_kept(cast: Cast, at: datetime, tmp_path: Path) -> None:
    rows = [{"wann": f"2026-02-0{day} 10:00", "wo": "GP1", "sinn": "E"} for day in range(1, 6)]
    path = write_csv(tmp_path / "single.csv", rows, ("wann", "wo", "sinn"))
    said = parse("crossed_at = wann\npost = wo\ndirection = sinn\npost: GP1 = UTO-AIR\ndirection: E = entry",
                 {"crossed_at", "post", "direction"})  # fmt: skip
    report = take(cast, at, path, "crossings", mapping=said, vintage=datetime(2026, 3, 1, tzinfo=UTC))
    assert (report.stored, report.rows, report.added) == (True, 5, 1)
    assert asked(cast, "direction") == [Crossed(("entry",), 5, None, None, None, 1)]
    kept = [path for path in shelf.folder_of(cast.utopia.pk).parent.rglob("*") if path.is_file()]
    assert [path.suffix for path in kept] == [".parquet"]


def test_a_source_needs_a_name_that_it_can_have(cast: Cast, at: datetime, tmp_path: Path) -> None:
    path = counts(tmp_path)
    with pytest.raises(ValueError, match="no name for a source"):
        import_exposure(path=path, by=cast.analyst, at=at, source="Border!", columns={})
    with pytest.raises(ValueError, match="no name for a source"):
        import_series(path=path, by=cast.analyst, at=at, source="Border!")
    with pytest.raises(ValueError, match="no source and purpose"):
        save_mapping(source="x y", purpose="counts", mapped=Mapped(), by=cast.analyst, at=at)


def test_detections_come_from_a_sheet_by_a_mapping_that_is_kept(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "d.csv", [{"Monat": "2026-02", "Art": "Fälschung"}], ("Monat", "Art"), ";")
    said = parse(
        "month = Monat\nfraud_class = Art\nfraud_class: Fälschung = counterfeit\npost := UTO-AIR",
        {"month", "fraud_class", "post"},
    )
    tried = take(cast, at, path, "detections", mapping=said, dry_run=True)
    assert (tried.usable, tried.rows, Detection.objects.count()) == (True, 1, 0)
    assert take(cast, at, path, "detections", mapping=said).stored
    save_mapping(source="border-system", purpose="detections", mapped=said, by=cast.analyst, at=at)
    assert take(cast, at, path, "detections").known
    assert Detection.objects.get().fraud_class == "counterfeit"
    assert Mapping.objects.get().constants == {"post": "UTO-AIR"}


def test_a_detection_that_cannot_be_taken_is_named(cast: Cast, at: datetime, tmp_path: Path) -> None:
    rows = [{"month": "2026-02", "post": "UTO-AIR", "fraud_class": "forgery"}]
    path = write_csv(tmp_path / "d.csv", rows, ("month", "post", "fraud_class"))
    for dry_run in (True, False):
        report = take(cast, at, path, "detections", dry_run=dry_run)
        assert [(wrong.row, wrong.column) for wrong in report.wrong] == [(1, "fraud_class")]
    assert not Batch.objects.exists()


def test_effort_comes_as_a_file_too(cast: Cast, at: datetime, tmp_path: Path) -> None:
    rows = [{"month": "2026-02", "post": "UTO-AIR", "inspections": "40"}]
    path = write_csv(tmp_path / "e.csv", rows, ("month", "post", "inspections"))
    assert take(cast, at, path, "effort").added == 1
    assert Effort.objects.get().inspections == 40


def test_an_empty_table_adds_nothing(cast: Cast, at: datetime, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "d.csv", [], ("month", "post"))
    assert take(cast, at, path, "detections").rows == 0
    assert not Batch.objects.exists()


def test_a_row_with_a_cell_too_many_is_no_row(cast: Cast, at: datetime, tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("month,post\n2026-02,UTO-AIR,x\n")
    with pytest.raises(UnusableFileError, match="Row 1 has more"):
        take(cast, at, path, "detections")


SERIES = DATA / "frontex_document_fraud_annual.csv"


def test_a_series_is_taken_with_its_vintages_and_remarks(cast: Cast, at: datetime) -> None:
    tried = take(cast, at, SERIES, "series", source="frontex", dry_run=True)
    assert tried.usable
    assert any("8361" in str(words) and "7061" in str(words) for words in tried.remarks)
    assert not Observation.objects.exists()
    taken = take(cast, at, SERIES, "series", source="frontex")
    assert (taken.stored, taken.added) == (True, tried.rows)
    assert StoredRemark.objects.count() == len(taken.remarks)
    assert take(cast, at, SERIES, "series", source="frontex").known
    held = series_held(cast.analyst)
    assert {(each.source, each.indicator, each.unit) for each in held} == {
        ("frontex", "false-document", "document"),
        ("frontex", "false-document-user", "person"),
        ("frontex", "passenger-flow", "person"),
    }
    assert isinstance(held[0], Held)


def users(cast: Cast, as_of: date | None = None) -> dict[int, int | None]:
    points = observed(
        cast.analyst, source="frontex", indicator="false-document-user", unit="person", as_of=as_of
    )
    return {point.period.year: point.value for point in points}


def test_earlier_vintages_are_never_overwritten(cast: Cast, at: datetime) -> None:
    """statistics, section 1: the total of 2016 stands as 8,361 in one report; each report keeps its own."""
    take(cast, at, SERIES, "series", source="frontex")
    assert users(cast, date(2020, 6, 1))[2016] == 8361
    assert users(cast, date(2019, 6, 1)) != users(cast)
    assert users(cast, date(2010, 1, 1)) == {}


def test_details_are_added_up_only_when_asked(cast: Cast, at: datetime) -> None:
    path = DATA / "uk_irregular_migration_quarterly.csv"
    take(cast, at, path, "series", source="uk")
    said: dict[str, Any] = {
        "source": "uk",
        "indicator": "illegal-crossing",
        "unit": "person",
        "citizenship": "ALB",
    }
    assert observed(cast.analyst, **said) == []
    points = observed(cast.analyst, **said, detail=None, area="United Kingdom")
    lines = [line.split(",") for line in path.read_text().splitlines()[1:]]
    for point in points:
        quarter = (point.period.month + 2) // 3
        printed = [
            int(cells[-1]) for cells in lines if cells[2] == str(quarter) and cells[3].startswith("Small")
        ]
        assert point.value == sum(printed)


def test_a_number_that_the_source_does_not_know_makes_a_sum_unknown(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    names = ("indicator", "unit", "period", "value", "citizenship", "sex", "flag")
    rows = [
        {"indicator": "return", "unit": "person", "period": "2025", "value": value, "citizenship": "ARC", "sex": sex, "flag": flag}
        for sex, value, flag in (("F", "5", "p"), ("M", ":", ""))
    ]  # fmt: skip
    take(cast, at, write_csv(tmp_path / "s.csv", rows, names), "series", source="office")
    points = observed(cast.analyst, source="office", indicator="return", unit="person", detail=None)
    assert [(point.value, point.flag) for point in points] == [(None, "p")]
    (row, _other) = Observation.objects.order_by("detail")
    assert (row.citizenship, row.named, row.detail) == ("", "ARC", "sex=F")


def test_the_same_thing_twice_is_said_and_with_another_number_refused(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    names = ("indicator", "unit", "period", "value")
    row = {"indicator": "return", "unit": "person", "period": "2025", "value": "5"}
    report = take(cast, at, write_csv(tmp_path / "s.csv", [row, row], names), "series", dry_run=True)
    assert (report.usable, len(report.remarks)) == (True, 1)
    path = write_csv(tmp_path / "s.csv", [row, row | {"value": "6"}, row | {"period": "x"}], names)
    report = take(cast, at, path, "series")
    assert [(wrong.row, wrong.column) for wrong in report.wrong] == [(2, "value"), (3, "period")]
    assert not Observation.objects.exists()


def test_a_revision_is_said_when_a_later_file_brings_it(cast: Cast, at: datetime, tmp_path: Path) -> None:
    """Eurostat's refused entries of 2023: 118,935, later 123,285 (domain, section 5)."""
    names = ("indicator", "unit", "period", "value")
    row = {"indicator": "refused-entry", "unit": "person", "period": "2023", "value": "118935"}
    early, late = datetime(2024, 4, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC)
    take(cast, at, write_csv(tmp_path / "a.csv", [row], names), "series", vintage=early)
    path = write_csv(tmp_path / "b.csv", [row | {"value": "123285"}], names)
    report = take(cast, at, path, "series", vintage=late)
    assert ["118935" in str(words) and "123285" in str(words) for words in report.remarks] == [True]
    said: dict[str, Any] = {"source": "border-system", "indicator": "refused-entry", "unit": "person"}
    assert [p.value for p in observed(cast.analyst, **said)] == [123285]
    assert [p.value for p in observed(cast.analyst, **said, as_of=early.date())] == [118935]


@pytest.mark.parametrize(("column", "most"), [("area", 100), ("sex", 300)])
def test_words_too_long_for_a_place_are_refused(
    cast: Cast, at: datetime, tmp_path: Path, column: str, most: int
) -> None:
    row = {"indicator": "return", "unit": "person", "period": "2025", "value": "5", column: "x" * (most + 1)}
    report = take(cast, at, write_csv(tmp_path / "s.csv", [row], tuple(row)), "series")
    assert [str(wrong.why) for wrong in report.wrong] == ["is longer than a name of a place can be"]


def test_a_table_of_no_layout_is_refused_with_those_that_are_known(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    with pytest.raises(UnusableFileError, match="no layout"):
        take(cast, at, counts(tmp_path), "series")
    with pytest.raises(UnusableFileError, match="There is no column"):
        take(cast, at, counts(tmp_path), "series", layout="sdmx")


def test_a_person_says_what_a_remark_is(cast: Cast, at: datetime) -> None:
    take(cast, at, SERIES, "series", source="frontex")
    remark = remarks(cast.analyst)[0]
    assert str(remark_words(remark))
    judge_remark(remark=remark.pk, verdict="fault", by=cast.analyst, at=at)
    remark.refresh_from_db()
    assert (remark.verdict, remark.by, str(remark)) == ("fault", cast.analyst, f"{remark.kind} fault")
    for person, verdict in (
        (cast.outside_analyst, "fault"),
        (cast.officer, "fault"),
        (cast.analyst, "maybe"),
    ):
        with pytest.raises(Http404):
            judge_remark(remark=remark.pk, verdict=verdict, by=person, at=at)
    assert not remarks(cast.outside_analyst).exists()
    assert remarks(cast.analyst, str(remark.batch_id)).count() == remarks(cast.analyst, "nonsense").count()


def test_series_of_the_centre_serve_the_agencies_that_ask_it(cast: Cast, at: datetime) -> None:
    take(cast, at, SERIES, "series", source="frontex")
    assert not observations_visible_to(cast.outside_analyst).exists()
    Observation.objects.update(agency=cast.centre)
    assert observations_visible_to(cast.outside_analyst).exists()


def test_a_mapping_is_written_as_it_is_read() -> None:
    text = "month = Monat\nline := second\ndirection: E = entry"
    known = {"month", "line", "direction"}
    assert written(parse(f"# a remark\n\n{text}\n", known)) == text
    for wrong in ("Monat = month", "month", "month =", "= Monat"):
        with pytest.raises(MappingError) as error:
            parse(wrong, known)
        assert error.value.number == 1


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
    said = {"purpose": "counts", "source": "border-system", "do": "take", "held": held.name}
    mapping = "month = month\npost = post\ncrossings = crossings"
    page = client.post("/register/file", {**said, "mapping": mapping}, follow=True).content.decode()
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
    monkeypatch.setattr(filing_module, "PLACES_SHOWN", 1)
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
    assert "is no table" in client.post("/register/file", said).content.decode()


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
