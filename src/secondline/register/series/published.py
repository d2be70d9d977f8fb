"""The published layouts, one function each: a row in the source's columns, what it says in ours."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from secondline.register.series.citizenship import citizenship_of
from secondline.register.series.observed import Observed, period_of
from secondline.register.series.reading import RowFaultError, one_of, period, value

Row = Mapping[str, str]
LETTERS_OF_A_CODE: Final = 3


def _detail(row: Row, *names: str) -> tuple[tuple[str, str], ...]:
    """Further dimensions under their own names; an empty cell is a dimension that the row does not have."""
    return tuple((name, row[name].strip()) for name in names if row[name].strip())


def frontex_crossings(row: Row) -> Iterator[Observed]:
    """Events, not persons: one person can be detected several times (statistics, section 1)."""
    when, frequency = period(row, "month")
    word = row["nat"].strip()
    # The workbook writes names and the table codes: one of the two, or a later vintage counts twice.
    nationality = word if len(word) == LETTERS_OF_A_CODE else citizenship_of(word)[0] or word
    yield Observed(
        "illegal-crossing",
        "event",
        when,
        frequency,
        value(row, "n"),
        row["route"],
        nationality,
        _detail(row, "type"),
    )


_FRAUD_TABLES: Final = {
    "persons_using_fraudulent_docs": ("false-document-user", "person"),
    "fraudulent_docs": ("false-document", "document"),
    "passenger_flow_entry": ("passenger-flow", "person"),
}
_BY_CITIZENSHIP: Final = frozenset({"nationality", "country_of_issuance"})


def _report_vintage(row: Row) -> date:
    """ARA2021: the annual risk analysis published in 2021. Reports are vintages: they correct each other."""
    year = row["report"].removeprefix("ARA")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise RowFaultError("report", "vintage")
    return date(int(year), 1, 1)


def frontex_fraud(row: Row) -> Iterator[Observed]:
    if row["table"] not in _FRAUD_TABLES:
        raise RowFaultError("table", "word")
    indicator, unit = _FRAUD_TABLES[row["table"]]
    when, frequency = period(row, "year")
    dimension, category = row["dimension"].strip(), row["category"].strip()
    by_state = dimension in _BY_CITIZENSHIP
    yield Observed(
        indicator,
        unit,
        when,
        frequency,
        value(row, "value"),
        "EU/Schengen",
        citizenship=category if by_state else "",
        # The total stands without any dimension, so that its parts can be compared with it.
        detail=() if by_state or dimension == "total" else ((dimension, category),),
        vintage=_report_vintage(row),
    )


def frontex_refusals_nationality(row: Row) -> Iterator[Observed]:
    """Two counts in one row: persons refused, and the reasons given; a person can have several reasons."""
    when, frequency = period(row, "year")
    vintage, citizenship = _report_vintage(row), row["nationality"]
    common = ("EU/Schengen", citizenship)
    yield Observed(
        "refused-entry", "person", when, frequency, value(row, "refused_persons"), *common, (), vintage
    )
    reasons = [(name.removeprefix("reason_"), name) for name in row if name.startswith("reason_")]
    for reason, column in (*reasons, ("Total", "reasons_total")):
        detail = (("reason", reason),)
        yield Observed(
            "refused-entry", "reason", when, frequency, value(row, column), *common, detail, vintage
        )


def frontex_refusals_border(row: Row) -> Iterator[Observed]:
    when, frequency = period(row, "year")
    detail = (("border", row["border"].strip()), ("reason", row["reason"].strip()))
    yield Observed(
        "refused-entry",
        "reason",
        when,
        frequency,
        value(row, "n"),
        "EU/Schengen",
        "",
        detail,
        _report_vintage(row),
    )


def eurostat_refusals(row: Row) -> Iterator[Observed]:
    when, frequency = period(row, "TIME")
    unit = one_of(row, "UNIT", {"Person": "person"})
    indicator = one_of(row, "INDIC_MG", {"Persons refused entry": "refused-entry"})
    flag = row.get("Flag and Footnotes", "").strip()
    detail = _detail(row, "REASON")
    yield Observed(
        indicator, unit, when, frequency, value(row, "Value"), row["GEO"], row["CITIZEN"], detail, flag=flag
    )


_UNHCR_UNITS: Final = {"P": "person", "C": "event", "": "event"}  # persons, or cases


def unhcr_asylum(row: Row) -> Iterator[Observed]:
    when, frequency = period(row, "year")
    unit = one_of(row, "app_pc", _UNHCR_UNITS) if "app_pc" in row else "person"
    detail = _detail(row, "procedure_type", "app_type", "dec_level")
    yield Observed(
        "asylum-application", unit, when, frequency, value(row, "applied"), row["coa_name"],
        row["coo_iso"].strip() or row["coo_name"], detail,
    )  # fmt: skip


_UK_METHODS: Final = {
    "Inadequately documented air arrivals": "inadequately-documented",
    "Recorded detections at UK ports": "inadequately-documented",
    "Recorded detections in the UK": "inland-detection",
    "Small boat arrivals": "illegal-crossing",
}


def uk_irregular(row: Row) -> Iterator[Observed]:
    indicator = one_of(row, "Method of entry", _UK_METHODS)
    quarter = row["Quarter"].strip()
    if not period_of(quarter):  # 1 or Q1; the workbook writes 2018 Q1
        quarter = f"{row['Year'].strip()}-Q{quarter.removeprefix('Q')}"
    when, frequency = period({"Quarter": quarter}, "Quarter")
    detail = _detail(row, "Method of entry", "Sex", "Age Group")
    yield Observed(
        indicator, "person", when, frequency, value(row, "Number of detections"), "United Kingdom",
        row["Nationality"], detail,
    )  # fmt: skip


_US_TYPES: Final = {
    "Apprehensions": "illegal-crossing",
    "Expulsions": "illegal-crossing",
    "Inadmissibles": "refused-entry",
}


def us_encounters(row: Row) -> Iterator[Observed]:
    """Encounters are events; those of field officers at ports are refusals, those between ports crossings."""
    indicator = one_of(row, "type", _US_TYPES)
    when, frequency = period(row, "month")
    detail = _detail(row, "component", "authority", "type", "demog")
    area = row["area"].strip() or "United States, south-west border"
    yield Observed(indicator, "event", when, frequency, value(row, "n"), area, row["nat"], detail)


def us_crossings(row: Row) -> Iterator[Observed]:
    when, frequency = period(row, "month")
    detail = _detail(row, "border", "port_code", "measure")
    yield Observed("crossing", "person", when, frequency, value(row, "value"), row["port_name"], "", detail)
