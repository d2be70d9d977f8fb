"""The same tables in other editions: workbooks with a column a month, TSV, labels, names for codes."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from secondline.register.incoming import UnusableFileError, sheet
from secondline.register.series.layout import Read, layout_of, read_rows
from secondline.register.series.observed import Observed
from secondline.register.series.wide import unrolled

LATEST = date(2026, 3, 1)


def read(path: Path) -> tuple[str, list[Read]]:
    given = sheet(path)
    names, rows, times = unrolled(given.names, given.rows)
    layout = layout_of(names)
    assert layout is not None
    told = read_rows(rows, layout.named(names), layout, latest=LATEST, times=times)
    return layout.name, list(told)


def observed(folder: Path, text: str, encoding: str = "utf-8") -> tuple[str, list[Observed]]:
    path = folder / "table"
    path.write_bytes(text.encode(encoding))
    name, rows = read(path)
    assert not [row for row in rows if row.reason]
    return name, [each for row in rows for each in row.observed]


def workbook(folder: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "table.xlsx")
    return folder / "table.xlsx"


FRONTEX: list[list[object]] = [
    ["Route", "BorderType", "Nationality", "JAN2009", "FEB2009", "MAR2009"],
    ["Western Balkan Route", "Land", "Tunisia", 1, None, 3],
    ["Eastern Land Border", "Land", "Unknown", 0, 5, 0],
]


def test_the_workbook_of_frontex_says_the_same_as_its_table(tmp_path: Path) -> None:
    name, rows = read(workbook(tmp_path, FRONTEX))
    assert name == "frontex-crossings"
    found = [each for row in rows for each in row.observed]
    assert [row.row for row in rows] == [1, 1, 1, 2, 2, 2]
    assert [(each.period.month, each.value) for each in found[:3]] == [(1, 1), (2, None), (3, 3)]
    tidy = "route,type,nat,month,n\nWestern Balkan Route,Land,TUN,2009-03,3\n"
    assert observed(tmp_path, tidy)[1] == [found[2]]
    assert found[4].citizenship == "Unknown"


def test_a_workbook_of_more_than_sixteen_years_of_months_is_read(tmp_path: Path) -> None:
    heads: list[object] = [datetime(2009 + n // 12, n % 12 + 1, 1) for n in range(204)]  # noqa: DTZ001  # a cell
    name, rows = read(workbook(tmp_path, [[*FRONTEX[0][:3], *heads], ["R", "Sea", "MAR", *range(204)]]))
    assert name == "frontex-crossings"
    assert rows[203].observed[0].period == date(2025, 12, 1)
    assert rows[203].observed[0].value == 203


def test_a_cell_of_a_workbook_that_cannot_be_read_is_named_by_its_row(tmp_path: Path) -> None:
    _, rows = read(workbook(tmp_path, [*FRONTEX, ["A", "Sea", "MAR", 1, "many", 2]]))
    assert [(row.row, row.column, row.reason) for row in rows if row.reason] == [(3, "n", "value")]


def test_dates_of_a_workbook_are_periods(tmp_path: Path) -> None:
    day = datetime(2024, 5, 1)  # noqa: DTZ001  # as a cell holds it
    rows = read(workbook(tmp_path, [["route", "type", "nat", "month", "n"], ["R", "Sea", "MAR", day, 4.0]]))[
        1
    ]
    assert (rows[0].observed[0].period, rows[0].observed[0].value) == (date(2024, 5, 1), 4)


TSV = (
    "freq,reason,citizen,unit,geo\\TIME_PERIOD\t2022 \t2023 \t2024 \nA,TOTAL,UA,PER,PL\t1235 b\t: c\t23285 \n"
)


def test_the_tsv_of_eurostat_is_read_with_its_flags(tmp_path: Path) -> None:
    name, found = observed(tmp_path, TSV)
    assert name == "sdmx"
    assert [(each.period.year, each.value, each.flag) for each in found] == [
        (2022, 1235, "b"),
        (2023, None, "c"),
        (2024, 23285, ""),
    ]
    assert {(each.indicator, each.unit, each.area, each.citizenship) for each in found} == {
        ("refused-entry", "person", "PL", "UA")
    }


PLAIN = (
    "DATAFLOW,LAST UPDATE,freq,citizen,reason,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:MIGR_EIRFS(1.0),15/10/25 23:00:00,A,UA,TOTAL,PL,2024,130,b\n"
)
IN_CELLS = (
    "DATAFLOW,LAST UPDATE,freq:Time frequency,citizen:Country of citizenship,reason:Reason,geo:Reporting,"
    "TIME_PERIOD:Time,OBS_VALUE,OBS_FLAG:Observation status\n"
    "ESTAT:MIGR_EIRFS(1.0),15/10/25 23:00:00,A:Annual,UA:Ukraine,TOTAL:Total,PL:Poland,2024:2024,130,b:break\n"
)
IN_COLUMNS = (
    "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Time frequency,citizen,Citizen,reason,Reason,geo,Geo,"
    "TIME_PERIOD,Time,OBS_VALUE,Observation value,OBS_FLAG,Observation status\n"
    "dataflow,ESTAT:MIGR_EIRFS(1.0),Third-country nationals refused,A,Annual,UA,Ukraine,TOTAL,Total,PL,Poland,"
    "2024,,130,,b,break in time series\n"
)


@pytest.mark.parametrize("text", [PLAIN, IN_CELLS, IN_COLUMNS])
def test_sdmx_csv_says_the_same_with_labels_and_without(text: str, tmp_path: Path) -> None:
    (found,) = observed(tmp_path, text)[1]
    assert (found.indicator, found.area, found.citizenship) == ("refused-entry", "PL", "UA")
    assert (found.period, found.value, found.flag) == (date(2024, 1, 1), 130, "b")
    assert found.detail == (("reason", "TOTAL"),)


def test_the_download_of_unhcr_says_the_same_as_its_interface(tmp_path: Path) -> None:
    page = (
        "Year,Country of origin,Country of origin (ISO),Country of asylum,Country of asylum (ISO),Authority,"
        "Application type,Stage of procedure,Cases / Persons,Applied\n"
        "2024,Afghanistan,AFG,Austria,AUT,G,N,FI,P,15\n"
    )
    interface = (
        "year,coo_id,coo_name,coo,coo_iso,coa_id,coa_name,coa,coa_iso,procedure_type,app_type,dec_level,app_pc,"
        "applied\n2024,1,Afghanistan,AFG,AFG,14,Austria,AUS,AUT,G,N,FI,P,15\n"
    )
    name, found = observed(tmp_path, page)
    assert name == "unhcr-asylum"
    assert found == observed(tmp_path, interface)[1]


@pytest.mark.parametrize("quarter", ["1", "Q1", "2024 Q1", "2024Q1"])
def test_the_quarters_of_the_uk_are_read_as_they_have_been_written(quarter: str, tmp_path: Path) -> None:
    text = (
        "Year;Quarter;Method of entry;Nationality;Region;Sex;Age Group;Number of detections\r\n"
        f"2024;{quarter};Small boat arrivals;Albania;Europe Other;Male;18-24;1,204\r\n"
    )
    name, (found,) = observed(tmp_path, text, "utf-8-sig")
    assert (name, found.period, found.frequency, found.value) == (
        "uk-irregular", date(2024, 1, 1), "Q", 1204
    )  # fmt: skip


def test_an_opendocument_file_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "table.ods"
    path.write_bytes(b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UnusableFileError, match="xlsx or CSV"):
        sheet(path)
