"""Published tables are read as published: nothing guessed, nothing left out, every known fault seen."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondline.register.incoming import sheet
from secondline.register.series.citizenship import citizenship_of
from secondline.register.series.layout import LAYOUTS, Read, layout_of, read_rows
from secondline.register.series.observed import Observed, period_of, value_of
from secondline.register.series.reading import REASONS
from secondline.register.series.reconcile import Remark, jumps, revised, totals, units
from traveldoc.vocabulary import vocabulary

DATA = Path(__file__).parents[1] / "data"
LATEST = date(2026, 3, 1)


def read(name: str) -> list[Read]:
    given_sheet = sheet(DATA / name)
    layout = layout_of(given_sheet.names)
    assert layout is not None, name
    return list(read_rows(given_sheet.rows, given_sheet.names, layout, latest=LATEST))


def observed(name: str) -> list[Observed]:
    rows = read(name)
    assert not [row for row in rows if row.reason]
    return [each for row in rows for each in row.observed]


FILES = {
    "frontex_ibc_monthly.csv": "frontex-crossings",
    "frontex_document_fraud_annual.csv": "frontex-fraud",
    "frontex_refusals_nationality_reason_2016_2020.csv": "frontex-refusals-nationality",
    "frontex_refusals_reason_border_2009_2015.csv": "frontex-refusals-border",
    "eurostat_migr_eirfs_2012_2016.csv": "eurostat-refusals",
    "unhcr_asylum_applications.csv": "unhcr-asylum",
    "uk_irregular_migration_quarterly.csv": "uk-irregular",
    "cbp_swb_encounters_monthly.csv": "us-encounters",
    "bts_person_crossings_port_month_2009_2021.csv": "us-crossings",
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_published_layout_is_known_by_its_header_and_read_whole(name: str) -> None:
    assert layout_of(sheet(DATA / name).names) is LAYOUTS[FILES[name]]
    rows = observed(name)
    assert rows
    for row in rows:
        assert row.indicator in vocabulary("indicator")
        assert row.unit in vocabulary("unit")


def test_numbers_stand_as_they_are_printed() -> None:
    tunisians = [
        row
        for row in observed("frontex_ibc_monthly.csv")
        if row.citizenship == "TUN" and row.period.year == 2022
    ]
    lines = (DATA / "frontex_ibc_monthly.csv").read_text(encoding="utf-8").splitlines()
    printed = sum(int(line.rsplit(",", 1)[1]) for line in lines if ",TUN,2022-" in line)
    assert sum(row.value or 0 for row in tunisians) == printed
    assert {(row.unit, row.frequency) for row in tunisians} == {("event", "M")}


def test_the_total_that_was_taken_over_from_the_report_before_is_found() -> None:
    """statistics, section 1: ARA2020 prints 8,361 / 6,998 / 6,670 / 6,667; its columns add up to less."""
    found = {
        (remark.values["period"], remark.values["total"], remark.values["sum"])
        for remark in totals(observed("frontex_document_fraud_annual.csv"))
        if remark.values["as_of"] == "2020-01-01"
    }
    assert {
        ("2016", "8361", "7061"),
        ("2017", "6998", "6712"),
        ("2018", "6670", "6546"),
        ("2019", "6667", "5697"),
    } <= found


def test_issuing_countries_of_2018_add_up_to_8106_against_8099() -> None:
    found = totals(observed("frontex_document_fraud_annual.csv"))
    assert any((r.values["total"], r.values["sum"]) == ("8099", "8106") for r in found)


def test_a_start_of_reporting_is_not_taken_for_a_rise() -> None:
    """Moroccan passenger flow: 954,557 in 2016, 11,204,962 in 2017."""
    found = jumps(observed("frontex_document_fraud_annual.csv"))
    assert any((r.values["before"], r.values["after"]) == ("954557", "11204962") for r in found)


def test_persons_and_reasons_are_said_to_be_different_units() -> None:
    rows = observed("frontex_refusals_nationality_reason_2016_2020.csv")
    assert units(rows, {}) == [Remark("unit", {"what": "refused-entry", "units": "person, reason"})]
    assert units(rows[:1], {"refused-entry": {"event"}})
    assert not units(rows[:1], {"refused-entry": {"person"}})
    ukraine = next(row for row in rows if row.citizenship == "Ukraine")
    assert (ukraine.unit, ukraine.value, ukraine.vintage) == ("person", 26159, date(2017, 1, 1))


def part(word: str, value: int | None, name: str = "kind") -> Observed:
    detail = ((name, word),) if name != "citizenship" else ()
    citizen = word if name == "citizenship" else ""
    return Observed(
        "refused-entry", "person", date(2020, 1, 1), "A", value, citizenship=citizen, detail=detail
    )


def test_totals_of_ten_largest_may_exceed_their_parts_but_never_fall_below() -> None:
    ten = [
        part("Total", 100, "citizenship"),
        part("Ukraine", 40, "citizenship"),
        part("Russia", 30, "citizenship"),
    ]
    assert not totals(ten)
    assert len(totals([*ten, part("Others", 20, "citizenship")])) == 1
    assert not totals([*ten, part("Others", 30, "citizenship")])
    assert len(totals([*ten, part("Serbia", 31, "citizenship")])) == 1
    assert len(totals([part("Total", 100), part("a", 40), part("b", 30)])) == 1
    assert not totals([part("Total", 100), part("a", None), part("b", 30)])


def test_a_later_vintage_that_says_something_else_is_named() -> None:
    row = part("a", 142_420)
    remark = revised(row, date(2023, 5, 1), 141_060, date(2023, 2, 1))
    assert remark is None  # one per cent: a usual correction
    remark = revised(row, date(2023, 5, 1), 118_935, date(2023, 2, 1))
    assert remark is not None
    assert "118935" in str(remark.words)
    assert revised(part("a", None), date(2023, 5, 1), 5, date(2023, 2, 1)) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2012", (date(2012, 1, 1), "A")),
        ("2006.0", (date(2006, 1, 1), "A")),
        ("2026-03", (date(2026, 3, 1), "M")),
        ("2026M03", (date(2026, 3, 1), "M")),
        ("2026-03-31", (date(2026, 3, 1), "M")),
        ("2026-Q2", (date(2026, 4, 1), "Q")),
        ("2026Q4", (date(2026, 10, 1), "Q")),
        ("2026-13", None),
        ("0000", None),
        ("soon", None),
    ],
)
def test_periods_are_read_as_statistical_offices_write_them(
    text: str, found: tuple[date, str] | None
) -> None:
    assert period_of(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3,675", (3675, True)),
        ("3\u00a0675", (3675, True)),
        ("14.0", (14, True)),
        (":", (None, True)),
        ("", (None, True)),
        ("12.5", (None, False)),
        ("-3", (None, False)),
        ("1,23", (None, False)),
        ("٣", (None, False)),
        ("many", (None, False)),
    ],
)
def test_numbers_are_read_or_refused_never_bent(text: str, found: tuple[int | None, bool]) -> None:
    assert value_of(text) == found


@given(st.integers(0, 10**12))
def test_thousands_with_and_without_commas_are_the_same_number(number: int) -> None:
    assert value_of(str(number)) == value_of(f"{number:,}") == (number, True)


@given(st.text(max_size=20))
def test_any_text_is_a_period_and_a_number_or_none(text: str) -> None:
    period_of(text)
    value_of(text)
    citizenship_of(text)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("TUN", "TUN"), ("DEU", "D"), ("Germany", "D"), ("Turkey", "TUR"), ("Türkiye", "TUR"),
        ("Russian Federation", "RUS"), ("Iran (Islamic Rep. of)", "IRN"), ("Congo (D.R.)", "COD"),
        ("Congo (Dem. Rep.)", "COD"), ("Côte d'Ivoire", "CIV"), ("St Lucia", "LCA"), ("Kosovo*", "RKS"),
        ("Kosovo (under United Nations Security Council Resolution 1244/99)", "RKS"), ("XKX", "RKS"),
        ("Stateless", "XXA"), ("Viet Nam", "VNM"), ("Gambia, The", "GMB"), ("UA", "UKR"),
    ],
)  # fmt: skip
def test_citizenships_are_known_under_the_names_that_tables_use(name: str, code: str) -> None:
    assert citizenship_of(name) == (code, True)


@pytest.mark.parametrize("name", ["Total", "All Other", "Not currently recorded", "OOO", ""])
def test_groups_are_no_citizenship_and_no_remark(name: str) -> None:
    assert citizenship_of(name) == ("", True)


def test_a_name_that_nobody_knows_stays_and_is_said() -> None:
    assert citizenship_of("Freedonia") == ("", False)
    assert citizenship_of("China (including Hong Kong)") == ("", True)


BAD = {
    "frontex-crossings": {"route": "R", "type": "Sea", "nat": "TUN", "month": "May", "n": "1"},
    "frontex-fraud": {
        "report": "ARA2021",
        "table": "other",
        "dimension": "",
        "category": "",
        "year": "2019",
        "value": "1",
    },
    "frontex-refusals-border": {
        "report": "of 2016",
        "border": "all",
        "reason": "A",
        "year": "2015",
        "n": "1",
    },
    "us-encounters": dict.fromkeys(LAYOUTS["us-encounters"].columns, "")
    | {"type": "Other", "month": "2023-05"},
    "general": {"indicator": "wishes", "unit": "person", "period": "2020", "value": "1"},
    "sdmx": {"TIME_PERIOD": "2020", "OBS_VALUE": "x", "indicator": "return"},
}


@pytest.mark.parametrize("layout", sorted(BAD))
def test_a_row_that_cannot_be_read_is_named_with_column_and_reason(layout: str) -> None:
    row = BAD[layout]
    (found,) = read_rows(iter([list(row.values())]), tuple(row), LAYOUTS[layout], latest=LATEST)
    assert found.column
    assert found.reason in REASONS
    assert not found.observed


def one(layout: str, **row: str) -> Read:
    (found,) = read_rows(iter([list(row.values())]), tuple(row), LAYOUTS[layout], latest=LATEST)
    return found


def test_the_general_table_takes_what_it_has_no_column_for_as_a_dimension() -> None:
    found = one(
        "general", indicator="return", unit="person", period="2025-Q1", value="7", area="UTO", citizenship="ARC",
        vintage="2025-06-30", flag="p", sex="F",
    )  # fmt: skip
    assert found.observed == (
        Observed(
            "return",
            "person",
            date(2025, 1, 1),
            "Q",
            7,
            "UTO",
            "ARC",
            (("sex", "F"),),
            date(2025, 6, 30),
            "p",
        ),
    )
    assert one("general", indicator="return", unit="kg", period="2025", value="7").reason == "unit"
    assert (
        one("general", indicator="return", unit="person", period="2025", value="7", vintage="June").reason
        == "vintage"
    )
    assert one("general", indicator="return", unit="person", period="2027", value="7").reason == "future"


@pytest.mark.parametrize(
    "head",
    [
        {"DATAFLOW": "ESTAT:MIGR_EIRFS(1.0)"},
        {"STRUCTURE": "dataflow", "STRUCTURE_ID": "ESTAT:MIGR_EIRFS(1.0)", "ACTION": "I"},
        {"indicator": "refused-entry", "unit": "PER"},
    ],
)
def test_both_versions_of_sdmx_csv_say_the_same(head: dict[str, str]) -> None:
    row = {
        **head,
        "freq": "A",
        "citizen": "TUN",
        "geo": "EU27",
        "reason": "B",
        "TIME_PERIOD": "2020",
        "OBS_VALUE": "5",
    }
    (seen,) = one("sdmx", **row, OBS_FLAG="p").observed
    assert (seen.indicator, seen.unit, seen.value, seen.area, seen.citizenship) == (
        "refused-entry", "person", 5, "EU27", "TUN",
    )  # fmt: skip
    assert (seen.detail, seen.flag) == ((("reason", "B"),), "p")


def test_a_dataflow_that_is_not_known_is_asked_about() -> None:
    assert (
        one("sdmx", DATAFLOW="ESTAT:DEMO_PJAN(1.0)", TIME_PERIOD="2020", OBS_VALUE="5").reason == "dataflow"
    )


def test_a_header_of_no_layout_is_none() -> None:
    assert layout_of(("a", "b")) is None
