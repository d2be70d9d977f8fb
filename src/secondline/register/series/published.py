"""The published layouts, one function each: a row in the source's columns, what it says in ours."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from secondline.register.series.citizenship import citizenship_of
from secondline.register.series.observed import Observed, period_of
from secondline.register.series.reading import RowFaultError, detail, mark, one_of, period, value

Row = Mapping[str, str]
LETTERS_OF_A_CODE: Final = 3


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
        detail(row, "type"),
        flag=mark(row, "n"),
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
        flag=mark(row, "value"),
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
        parts = (("reason", reason),)
        yield Observed(
            "refused-entry", "reason", when, frequency, value(row, column), *common, parts, vintage
        )


def frontex_refusals_border(row: Row) -> Iterator[Observed]:
    when, frequency = period(row, "year")
    parts = (("border", row["border"].strip()), ("reason", row["reason"].strip()))
    yield Observed(
        "refused-entry",
        "reason",
        when,
        frequency,
        value(row, "n"),
        "EU/Schengen",
        "",
        parts,
        _report_vintage(row),
        mark(row, "n"),
    )


_UNHCR_UNITS: Final = {"P": "person", "C": "event", "": "event"}  # persons, or cases


def unhcr_asylum(row: Row) -> Iterator[Observed]:
    when, frequency = period(row, "year")
    unit = one_of(row, "app_pc", _UNHCR_UNITS) if "app_pc" in row else "person"
    names = [name for name in ("procedure_type", "app_type", "dec_level") if name in row]
    yield Observed(
        "asylum-application", unit, when, frequency, value(row, "applied"), row["coa_name"].strip(),
        row.get("coo_iso", "").strip() or row["coo_name"].strip(), detail(row, *names),
        flag=mark(row, "applied"),
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
    yield Observed(
        indicator, "person", when, frequency, value(row, "Number of detections"), "United Kingdom",
        row["Nationality"], detail(row, "Method of entry", "Sex", "Age Group"),
        flag=mark(row, "Number of detections"),
    )  # fmt: skip
