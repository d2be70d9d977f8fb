"""A table that one agency released comes into the register of another: the same numbers, withheld ones too."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondline.register.incoming import sheet
from secondline.register.series.layout import LAYOUTS, Read, layout_of, read_rows
from secondline.register.series.observed import LENGTHS, period_code, period_of, span

HEAD = (
    "release,agency,sharing,from,to,as_of,{by},measure,value,status,inspections,found_per_100,low_95,"
    "high_95,generated"
)
ROW = "UTO-R-0001,UTO,amber,2025-10,2026-02,2026-03-02,{cell},documents,{value},,,,,no"


def read(tmp_path: Path, by: str, *rows: str, measure: str = "documents") -> list[Read]:
    path = tmp_path / "released.csv"
    path.write_text("\r\n".join([HEAD.format(by=by), *rows]).replace("documents", measure), newline="")
    opened = sheet(path)
    layout = layout_of(opened.names)
    assert layout is LAYOUTS["released"]
    return list(read_rows(opened.rows, opened.names, layout, latest=date(2026, 3, 2)))


def test_a_row_says_what_it_counts_of_whom_and_how_far_it_may_go(tmp_path: Path) -> None:
    (one,) = read(
        tmp_path, "quarter,nationality,class", ROW.format(cell="2025-Q4,IND,forged", value="25,shown")
    )
    (told,) = one.observed
    assert (told.indicator, told.unit, told.area, told.citizenship) == (
        "false-document", "document", "UTO", "IND",
    )  # fmt: skip
    assert (told.period, told.frequency, told.value, told.flag) == (date(2025, 10, 1), "Q", 25, "A")
    assert told.vintage == date(2026, 3, 2)
    assert told.detail == (("fraud_type", "forged"), ("release", "UTO-R-0001"), ("sharing", "amber"))


@pytest.mark.parametrize(
    ("by", "cell", "expected"),
    [
        ("month", "2025-11", "2025-11"),
        ("month", "_T", "2025-10-01/P5M"),
        ("quarter", "2025-Q4", "2025-Q4"),
        ("quarter", "2026-Q1", "2026-01-01/P2M"),  # the table ends in February
        ("year", "2025", "2025-Q4"),
        ("year", "2026", "2026-01-01/P2M"),
        ("class", "_T", "2025-10-01/P5M"),
    ],
)
def test_a_row_covers_its_period_within_the_months_of_the_table(
    tmp_path: Path, by: str, cell: str, expected: str
) -> None:
    ((told,),) = (each.observed for each in read(tmp_path, by, ROW.format(cell=cell, value=",withheld")))
    assert period_code(told.period, told.frequency) == expected
    assert (told.value, told.flag) == (None, "Q")


@pytest.mark.parametrize(
    ("measure", "subject"),
    [
        ("persons", ("false-document-user", "person")),
        ("incidents", ("false-document-user", "event")),
    ],
)
def test_persons_and_incidents_are_units_of_their_own(
    tmp_path: Path, measure: str, subject: tuple[str, str]
) -> None:
    (one,) = read(tmp_path, "class", ROW.format(cell="_O", value="5,shown"), measure=measure)
    assert (one.observed[0].indicator, one.observed[0].unit) == subject
    assert ("fraud_type", "_O") in one.observed[0].detail


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (ROW.format(cell="2025-11", value=",shown"), "value"),
        (ROW.format(cell="2025-11", value="5,withheld"), "value"),
        (ROW.format(cell="2025-11", value="5,guessed"), "status"),
        (ROW.format(cell="November", value="5,shown"), "month"),
        (ROW.format(cell="2025-01-01/P2M", value="5,shown"), "month"),
        (ROW.format(cell="2024-11", value="5,shown"), "to"),  # not one of the table's months
        (ROW.format(cell="2025-11", value="5,shown").replace("2025-10", "then"), "from"),
        (ROW.format(cell="2025-11", value="5,shown").replace("documents", "apples"), "measure"),
    ],
)
def test_a_row_that_no_release_writes_is_refused_in_its_column(tmp_path: Path, row: str, column: str) -> None:
    (one,) = read(tmp_path, "month", row)
    assert (one.observed, one.column) == ((), column)


@given(st.integers(1990, 2090), st.integers(1, 12), st.integers(1, 240))
def test_every_span_of_months_is_written_and_read_again(year: int, month: int, months: int) -> None:
    told = span(year, month, months)
    assert told is not None
    start, frequency = told
    assert period_of(period_code(start, frequency)) == told
    assert period_of(f"{year}-{month:02}-01/P{months}M") == told  # the same months are the same period
    assert start == date(year, month, 1)
    assert LENGTHS.get(frequency, months) == months


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-S1", (date(2025, 1, 1), "S")),
        ("2025-H2", (date(2025, 7, 1), "S")),
        ("2025-A1", (date(2025, 1, 1), "A")),
        ("2025-01-01/P1Y", (date(2025, 1, 1), "A")),
        ("2025-01-01/P1Y6M", (date(2025, 1, 1), "P18M")),
        ("2025-02-01/P1Y", (date(2025, 2, 1), "P12M")),
        ("2025-01-01/P0M", None),
        ("2025-01-01/P", None),
        ("2025-01-15/P2M", None),
        ("0000-01-01/P2M", None),
        ("2025-S3", None),
    ],
)
def test_halves_and_ranges_as_sdmx_writes_them(text: str, expected: tuple[date, str] | None) -> None:
    """SDMX 3.0, section 6: reporting half-years and ISO 8601 ranges of a first day and a duration."""
    assert period_of(text) == expected
