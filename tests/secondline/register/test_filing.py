"""Files for the register: tried before they are taken, taken whole or not at all, the same one never twice."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cast import Cast
from crossing_rows import write_csv
from django.http import Http404
from filing import ROW, SERIES, counts, take

from secondline.people.models import Post
from secondline.record.models import Entry
from secondline.register.actions import (
    import_exposure,
    import_series,
    save_mapping,
    withdraw_exposure,
)
from secondline.register.exposure import shelf
from secondline.register.incoming import UnusableFileError
from secondline.register.mapping import Mapped, parse
from secondline.register.models import Batch, Detection, Effort, Exposure, Mapping, Observation
from secondline.register.models import Remark as StoredRemark
from secondline.register.queries import (
    Choice,
    Held,
    series_held,
)
from secondline.register.queries.counts import Crossed, crossings

pytestmark = pytest.mark.django_db


MONTH = date(2026, 2, 1)


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
