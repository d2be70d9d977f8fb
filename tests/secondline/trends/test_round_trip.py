"""What an agency released is taken into the register of another, through files: nothing is lost on the way."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from cast import Cast, log_in
from filing import numbers
from release_desk import USUAL, Desk, outline, rows

from secondline.register.actions.filing import Filing, Report, take_file
from secondline.register.models import Batch, Observation
from secondline.register.queries import remarks as remarks_of
from secondline.trends import released_sdmx
from secondline.trends.models import Release
from secondline.trends.release_rules import Measure
from secondline.trends.released_csv import released_csv, written

pytestmark = pytest.mark.django_db

WRITE: dict[str, Callable[[Release], str]] = {
    "csv": released_csv,
    "sdmx": lambda release: written(released_sdmx.rows(release)),
}
TABLES = [
    (("month", "class"), Measure.DOCUMENTS),
    (("quarter", "nationality"), Measure.PERSONS),
    (("year", "border", "class"), Measure.INCIDENTS),
    (("post", "nationality", "class"), Measure.DOCUMENTS),
]


def take(cast: Cast, at: datetime, path: Path, **said: object) -> Report:
    filing = Filing("series", "utopia", **said)  # type: ignore[arg-type]
    return take_file(path=path, filing=filing, by=cast.outside_analyst, at=at, dry_run=False)


def expected(release: Release) -> Iterator[tuple[date, int, str, str, int | None, str]]:
    """Each number with its months, worked out from the table itself and not by the code that reads files."""
    first = release.first.year * 12 + release.first.month - 1
    last = release.last.year * 12 + release.last.month - 1
    for *cell, number in release.table["cells"]:
        said = dict(zip(release.dimensions, cell, strict=True))
        since, until = first, last
        if when := next((said[name] for name in ("month", "quarter", "year") if said.get(name)), ""):
            year, _, part = when.partition("-")
            size = 12 if not part else 3 if part.startswith("Q") else 1
            start = int(year) * 12 + (int(part.removeprefix("Q")) - 1) * size if part else int(year) * 12
            since, until = max(first, start), min(last, start + size - 1)
        who = str(said.get("nationality", "")).replace("*", "Other")
        fraud = str(said.get("class", "")).replace("*", "_O")
        start_day = date(since // 12, since % 12 + 1, 1)
        yield start_day, until - since + 1, who, fraud, number, "Q" if number is None else "A"


def kept(rows: Sequence[Observation]) -> Iterator[tuple[date, int, str, str, int | None, str]]:
    sizes = {"M": 1, "Q": 3, "S": 6, "A": 12}
    for row in rows:
        detail = dict(part.split("=") for part in row.detail.split(";"))
        months = sizes.get(row.frequency) or int(row.frequency[1:-1])
        yield row.period, months, row.named, detail.get("fraud_type", ""), row.value, row.flag


@pytest.mark.parametrize("form", WRITE)
@pytest.mark.parametrize(("by", "measure"), TABLES)
def test_every_number_arrives_with_its_flag(
    cast: Cast, at: datetime, tmp_path: Path, form: str, by: tuple[str, ...], measure: Measure
) -> None:
    desk = Desk(cast, at)
    desk.put(USUAL)
    release = desk.release(outline(*by, measure=measure))
    path = tmp_path / "released"
    path.write_text(WRITE[form](release), encoding="utf-8", newline="")
    report = take(cast, at, path)
    assert (report.refused, report.stored) == (0, True)
    held = list(Observation.objects.all())
    assert set(kept(held)) == set(expected(release))
    assert {row.agency_id for row in held} == {cast.arcadia.pk}
    assert all(f"release={release.code};sharing=amber" in row.detail for row in held)
    withheld = sum(1 for *_cell, number in release.table["cells"] if number is None)
    assert withheld > 0, "a table in which nothing is withheld would prove little"
    (words,) = [remark.values for remark in remarks_of(cast.outside_analyst) if remark.kind == "rounded"]
    assert words["withheld"] == str(sum(1 for row in held if row.value is None))
    assert not [remark for remark in remarks_of(cast.outside_analyst) if remark.kind == "total"]
    assert take(cast, at, path).known


def test_both_forms_of_a_table_say_the_same(cast: Cast, at: datetime, tmp_path: Path) -> None:
    desk = Desk(cast, at)
    desk.put(USUAL)
    release = desk.release(outline("month", "nationality", "class"))
    for form, write in WRITE.items():
        (tmp_path / form).write_text(write(release), encoding="utf-8", newline="")
    assert take(cast, at, tmp_path / "csv").added == Observation.objects.count()
    again = take(cast, at, tmp_path / "sdmx")
    assert (again.refused, again.added) == (0, 0)


def test_a_total_is_not_added_to_its_parts(cast: Cast, at: datetime, tmp_path: Path) -> None:
    desk = Desk(cast, at)
    desk.put(rows(("2025-10", "forged", "IND", 20), ("2025-11", "forged", "TUN", 30)))
    release = desk.release(outline("month", "nationality", "class", last="2025-11"))
    path = tmp_path / "released.csv"
    path.write_text(released_csv(release), encoding="utf-8", newline="")
    take(cast, at, path)
    totals = {
        line["month"]: int(line["value"])
        for line in csv.DictReader(StringIO(released_csv(release)))
        if (line["nationality"], line["class"], line["status"]) == ("_T", "_T", "shown")
    }
    points = numbers(cast.outside_analyst, "utopia", "false-document")
    assert totals.pop("_T")  # of both months together, which is another period
    assert {f"{p.period:%Y-%m}": p.value for p in points} == totals


def test_a_table_of_generated_rows_stays_marked_as_such(cast: Cast, at: datetime, tmp_path: Path) -> None:
    desk = Desk(cast, at)
    desk.put(USUAL)
    release = desk.release(outline("month", "class"))
    release.generated = True
    for form, write in WRITE.items():
        (tmp_path / form).write_text(write(release), encoding="utf-8", newline="")
        take(cast, at, tmp_path / form, edition=1 if form == "csv" else 2)
    assert Batch.objects.filter(agency=cast.arcadia, generated=True).count() == 2


def test_ranges_are_shown_in_words_written_as_sdmx_and_have_no_place_on_an_axis(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    Desk(cast, at).put(USUAL)
    path = tmp_path / "ranges.csv"
    lines = ["2025-10-01/P5M,35", "2025-06-01/P4M,20", "2025-01-01/P5M,15"]
    head = "indicator,unit,period,value"
    path.write_text("\n".join([head, *(f"return,person,{line}" for line in lines)]), encoding="utf-8")
    take_file(path=path, filing=Filing("series", "office"), by=cast.analyst, at=at, dry_run=False)
    client = log_in(cast.analyst)
    said = {"view": "published", "series": "office.return.person", "first": "2025-01", "last": "2026-02"}
    page = client.get("/trends/", said).content.decode()
    assert "Oct 2025 to Feb 2026" in page
    assert "Jan 2025 to May 2025" in page
    for place in ("link/", "link.csv", "link.sdmx.csv"):
        assert client.get(f"/trends/{place}", {"series": "office.return.person"}).status_code == 200, place
    sdmx = client.get("/trends/detections.sdmx.csv", said).getvalue().decode()
    assert (",_Z," in sdmx, "2025-10-01/P5M,35," in sdmx) == (True, True)
