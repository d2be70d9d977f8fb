"""Real published tables (data/published/README.md): the layout is found, every number stands, nothing is guessed."""

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from cast import Cast
from filing import DATA, take
from openpyxl import Workbook

from secondline.register.actions.filing import Report
from secondline.register.actions.mapping import known_columns
from secondline.register.incoming import UnusableFileError
from secondline.register.mapping import parse
from secondline.register.models import Observation
from secondline.register.queries import remarks
from secondline.register.series.observed import mark_of, period_of, value_of

pytestmark = pytest.mark.django_db
PUBLISHED = DATA / "published"


def taken(cast: Cast, at: datetime, name: str, layout: str = "") -> Report:
    report = take(cast, at, PUBLISHED / name, "series", source="office", layout=layout)
    assert not report.wrong
    return report


def numbers(**said: object) -> list[int | None]:
    rows = Observation.objects.filter(**said).order_by("period", "area", "detail")
    return list(rows.values_list("value", flat=True))


def test_asylum_applicants_of_the_data_explorer_and_where_reporting_began(cast: Cast, at: datetime) -> None:
    """Finland has 0 first-time applicants in 2011 and 2,905 in 2012: nobody told before."""
    report = taken(cast, at, "eurostat_migr_asyappctza.csv")
    assert numbers(area="Finland") == [0, 0, 0, 2905]
    assert numbers(area__startswith="Germany") == [441_800, 722_265]
    assert set(Observation.objects.values_list("indicator", "unit", "citizenship")) == {
        ("asylum-application", "person", "")
    }
    assert any("from 0 in 2011 to 2905 in 2012" in str(words) for words in report.remarks)


def test_returns_are_read_and_a_part_of_them_is_not_added_to_all(cast: Cast, at: datetime) -> None:
    taken(cast, at, "eurostat_migr_eirtn.csv")
    assert numbers(area="Belgium", detail="") == [4415]
    assert numbers(area="Belgium", detail="to=third country") == [4200]
    assert numbers(area="Croatia") == [None, None]
    assert set(Observation.objects.values_list("indicator", flat=True)) == {"return"}


@pytest.mark.parametrize("name", ["eurostat_migr_eiord.csv", "eurostat_migr_resfirst.csv"])
def test_tables_of_something_else_are_not_taken_for_refusals(cast: Cast, at: datetime, name: str) -> None:
    """Orders to leave, and first residence permits: the latter have reason, citizen and geo too."""
    with suppress(UnusableFileError):
        report = take(cast, at, PUBLISHED / name, "series", source="office")
        assert {str(wrong.why)[:14] for wrong in report.wrong} == {"is a dataflow "}
    assert not Observation.objects.exists()


def test_residence_permits_as_tsv_are_no_refusals_either(cast: Cast, at: datetime, tmp_path: Path) -> None:
    path = tmp_path / "migr_resfirst.tsv"
    path.write_text(
        "freq,reason,citizen,duration,unit,geo\\TIME_PERIOD\t2021 \t2022 \nA,TOTAL,TOTAL,TOTAL,PER,FR\t287179 \t326948 \n"
    )
    assert take(cast, at, path, "series").refused == 1
    path.write_text(
        "freq,reason,border,citizen,unit,geo\\TIME_PERIOD\t2023 \t2024 \nA,TOTAL,TOTAL,UA,PER,PL\t: z\t23285 p\n"
    )
    assert take(cast, at, path, "series").stored
    assert list(Observation.objects.order_by("period").values_list("value", "flag")) == [
        (None, "z"),
        (23285, "p"),
    ]


def test_the_download_of_unhcr_has_fewer_columns_and_an_unknown_origin(cast: Cast, at: datetime) -> None:
    taken(cast, at, "unhcr_asylum_applications_page.csv")
    assert numbers(citizenship="D") == [5]
    assert numbers(citizenship="GBR", area="Australia") == [5]
    assert numbers(citizenship="", named="Unknown", area__startswith="United Kingdom") == [14865]
    assert numbers(citizenship="XXA") == [5]
    assert not remarks(cast.analyst).filter(kind="name").exists()


@pytest.mark.parametrize(
    ("name", "month"), [("cbp_nationwide.csv", (2022, 12)), ("cbp_nationwide_snake.csv", (2020, 4))]
)
def test_months_of_a_fiscal_year_are_months_of_the_calendar(
    cast: Cast, at: datetime, name: str, month: tuple[int, int]
) -> None:
    taken(cast, at, name)
    assert set(Observation.objects.values_list("period", flat=True)) == {date(*month, 1)}
    lines = (PUBLISHED / name).read_text().splitlines()[1:]
    assert sum(number or 0 for number in numbers()) == sum(int(line.rsplit(",", 1)[1]) for line in lines)
    assert not remarks(cast.analyst).filter(kind="name").exists()


def test_vehicles_are_not_counted_as_persons(cast: Cast, at: datetime) -> None:
    report = taken(cast, at, "bts_border_crossing.csv")
    assert numbers(unit="person") == [156_891, 346_158]
    assert numbers(unit="vehicle") == [6483, 19]
    assert set(Observation.objects.values_list("period", flat=True)) == {date(2019, 2, 1), date(2019, 3, 1)}
    assert any("never added" in str(words) for words in report.remarks)


def workbook(path: Path, title: str, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    book.active.title = "Cover"
    book.active.append(("Statistics", "of an office"))
    table = book.create_sheet(title)
    for row in rows:
        table.append(row)
    book.save(path)
    return path


def test_the_workbook_of_frontex_has_an_empty_row_above_and_a_note_below(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path / "ibc.xlsx", "Detections_of_IBC", (),
        ("Route", "Border type or inland", "Nationality", "JAN2009", "FEB2009"),
        ("Western Balkan Route", "Land", "Kosovo*", 3, 5),
        ("Western African Route", "Sea", "Unspecified sub-Saharan nationals", None, 7),
        (),
        ("* This designation is without prejudice to positions on status.",),
    )  # fmt: skip
    report = take(cast, at, path, "series", source="frontex")
    assert numbers(citizenship="RKS") == [3, 5]
    assert numbers(named__startswith="Unspecified") == [None, 7]
    assert set(Observation.objects.values_list("detail", flat=True)) == {"type=Land", "type=Sea"}
    said = " ".join(map(str, report.remarks))
    assert "“Detections_of_IBC” was read" in said
    assert "row 2" in said
    assert "Row 4 stands by itself" in said
    assert "is no citizenship" not in said


def test_the_workbook_of_the_home_office_has_a_title_and_other_sheets(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    names = (
        "Year",
        "Quarter",
        "Method of entry",
        "Nationality",
        "Region",
        "Sex",
        "Age Group",
        "Number of detections",
    )
    path = workbook(
        tmp_path / "irr.xlsx", "Data - Irr_D01",
        ("Irr_D01: Detected attempts to enter the UK irregularly",), names,
        (2018, "2018 Q1", "Small boat arrivals", "Iran", "Middle East", "Male", "18 to 24", 4),
        (2018, "2018 Q1", "Small boat arrivals", "Iraq", "Middle East", "Male", "18 to 24", "[c]"),
    )  # fmt: skip
    assert take(cast, at, path, "series", source="uk").stored
    rows = Observation.objects.order_by("citizenship").values_list(
        "citizenship", "value", "flag", "frequency"
    )
    assert list(rows) == [("IRN", 4, "", "Q"), ("IRQ", None, "[c]", "Q")]


def test_a_table_found_illegally_present_is_read_where_a_person_says_so(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    path = tmp_path / "migr_eipre_1_Data.csv"
    path.write_text(
        '"TIME","GEO","CITIZEN","AGE","SEX","UNIT","Value","Flag and Footnotes"\n'
        '"2015","United Kingdom","Pakistan","Total","Total","Person","8,210",""\n'
        '"2015","Iceland","Myanmar/Burma","Total","Total","Person",":",""\n'
    )
    with pytest.raises(ValueError, match="no layout"):
        take(cast, at, path, "series")
    assert take(cast, at, path, "series", layout="eurostat-present").stored
    assert numbers(indicator="illegally-present", citizenship="PAK") == [8210]


@pytest.mark.parametrize(
    ("text", "mark"),
    [("*", "*"), ("<5", "<5"), ("1-4", "1-4"), ("1 to 4", "1 to 4"), ("[z]", "[z]"), ("c", "c"), (": u", "u"),
     ("-", ""), ("..", ""), (":", ""), ("n.a.", "")],
)  # fmt: skip
def test_signs_for_no_number_are_none_and_kept(text: str, mark: str) -> None:
    assert value_of(text) == (None, True)
    assert mark_of(text) == mark


@pytest.mark.parametrize("text", ["2019-03-01T00:00:00.000", "Mar 2019", "March 2019", "MAR2019", "2019M03"])
def test_months_as_interfaces_write_them(text: str) -> None:
    assert period_of(text) == (date(2019, 3, 1), "M")


def test_numbers_differ_by_vintage_as_the_reports_print_them(cast: Cast, at: datetime) -> None:
    """statistics, section 1: air flow of 2015, sea flow of 2018 and false documents of 2019 by report."""
    take(cast, at, DATA / "frontex_vintages.csv", "series", source="frontex")

    def told(indicator: str, detail: str, year: int) -> dict[int, int | None]:
        rows = Observation.objects.filter(indicator=indicator, detail=detail, period__year=year)
        return {vintage.year: value for vintage, value in rows.values_list("vintage", "value")}

    assert told("passenger-flow", "border_type=Air", 2015) == {2018: 128_607_844, 2019: 673_144_525}
    assert [round((n or 0) / 1e6, 1) for _, n in sorted(told("passenger-flow", "border_type=Sea", 2018).items())] == [
        23.1, 8.3, 18.9,
    ]  # fmt: skip
    assert told("false-document-user", "", 2019)[2021] == 5228
    found = [str(each.values) for each in remarks(cast.analyst).filter(kind="revised")]
    assert any("673144525" in words for words in found)


def test_a_corrected_file_of_the_same_day_is_refused_row_by_row_and_says_what_to_do(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    path, head = tmp_path / "s.csv", "indicator,unit,period,value\n"
    path.write_text(head + "return,person,2024,10\nreturn,person,2025,20\n")
    assert take(cast, at, path, "series").stored
    path.write_text(head + "return,person,2024,10\nreturn,person,2025,21\n")
    report = take(cast, at, path, "series")
    assert [(wrong.row, "same day" in str(wrong.why)) for wrong in report.wrong] == [(2, True)]
    assert numbers() == [10, 20]


def test_a_table_in_other_words_is_read_by_a_mapping(cast: Cast, at: datetime, tmp_path: Path) -> None:
    from_source = "Monat;Anzahl;Staat;Ort\n2025-03;1 204;Türkei;Nord\n"
    path = tmp_path / "s.csv"
    path.write_text(from_source, encoding="utf-8")
    said = "period = Monat\nvalue = Anzahl\ncitizenship = Staat\ncitizenship: Türkei = TUR\narea = Ort\n"
    mapping = parse(said + "indicator := inland-detection\nunit := person", known_columns("series"))
    assert take(cast, at, path, "series", mapping=mapping).stored
    row = Observation.objects.get()
    assert (row.indicator, row.value, row.citizenship, row.area) == ("inland-detection", 1204, "TUR", "Nord")
