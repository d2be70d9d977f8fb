"""The general table, and SDMX-CSV (versions 1 and 2) as statistical offices send it.

SDMX-CSV is a CSV with fixed names for time and value and one column a dimension; the package for the whole
standard would bring a hundred megabytes for these forty lines (docs/decisions.md).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from secondline.register.series.observed import Observed
from secondline.register.series.reading import RowFaultError, mark, period, term, value

Row = Mapping[str, str]
# Of the general table: what is none of these is a further dimension under its own name.
OWN_COLUMNS: Final = frozenset(
    {"indicator", "unit", "period", "value", "area", "citizenship", "vintage", "flag"}
)
# How the dataflows of Eurostat begin whose indicator and unit are known (Regulation (EC) 862/2007).
DATAFLOWS: Final[Mapping[str, tuple[str, str]]] = {
    "MIGR_EIRF": ("refused-entry", "person"),
    "MIGR_EIPRE": ("illegally-present", "person"),
    "MIGR_EIRT": ("return", "person"),
    "MIGR_ASYAPPCTZ": ("asylum-application", "person"),
}
# The TSV does not name itself. Only refusals have these dimensions; residence permits have `duration` too.
_REFUSALS: Final = ({"reason", "citizen", "geo"}, {"reason", "citizen", "geo", "border"})
_UPDATED: Final = re.compile(r"(\d\d)/(\d\d)/(\d\d)(?: \d\d:\d\d:\d\d)?")
# Columns of SDMX-CSV that describe the message or the observation rather than being a dimension.
_NO_DIMENSION: Final = frozenset(
    {
        *("dataflow", "structure", "structure_id", "structure_name", "action", "last update", "freq"),
        *("time_period", "obs_value", "obs_flag", "obs_status", "conf_status", "unit", "indicator"),
        # Attributes of what the trends of this house give out (docs/data-structure.md).
        *("inspections", "crossings", "rate_inspections", "rate_low", "rate_high"),
        *("coverage", "vintage", "release", "sharing", "method", "note"),
    }
)
# SDMX's own words: for all together (such a dimension is none of the row), and for all the rest of a list.
TOTAL, REST = "_T", "_O"
OTHER: Final = "Other"  # the rest of a list of citizenships, in the word that published tables have for it
GENERATED: Final = "Generated, nobody was inspected."  # in the note of what this house gives out
_AREAS: Final = ("geo", "ref_area", "area")
_CITIZENS: Final = ("citizen", "citizenship", "nationality")


def day_of(text: str) -> date | None:
    """As of which day a row says so; None where it does not."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise RowFaultError("vintage", "vintage") from error


def table_row(row: Row) -> Iterator[Observed]:
    when, frequency = period(row, "period")
    yield Observed(
        term(row, "indicator", "indicator"),
        term(row, "unit", "unit"),
        when,
        frequency,
        value(row, "value"),
        row.get("area", "").strip(),
        row.get("citizenship", "").strip(),
        tuple((name, word.strip()) for name, word in row.items() if name not in OWN_COLUMNS and word.strip()),
        day_of(row.get("vintage", "")),
        row.get("flag", "").strip() or mark(row, "value"),
    )


def sdmx_row(row: Row) -> Iterator[Observed]:
    words = dict(_codes(row))
    if "expected" in words:
        raise RowFaultError("EXPECTED", "groups")
    small = {name: "" if word == TOTAL else word for name, word in words.items()}
    indicator, unit = _subject(small)
    when, frequency = period({"TIME_PERIOD": words["time_period"]}, "TIME_PERIOD")
    area = next((small[name] for name in _AREAS if small.get(name)), "")
    citizen = next((small[name] for name in _CITIZENS if small.get(name)), "")
    citizen = OTHER if citizen == REST else citizen
    aside = {*_NO_DIMENSION, *_AREAS, *_CITIZENS}
    yield Observed(
        indicator,
        unit,
        when,
        frequency,
        value({"OBS_VALUE": words["obs_value"]}, "OBS_VALUE"),
        area,
        citizen,
        (*((name, word) for name, word in small.items() if name not in aside and word), *released(small)),
        day_of(small.get("vintage", "")) or _updated(small.get("last update", "")),
        flag=small.get("obs_flag", "") or small.get("obs_status", "") or mark(words, "obs_value"),
        generated=GENERATED in small.get("note", ""),
    )


def released(row: Row) -> Iterator[tuple[str, str]]:
    """Which released table a number is of, and how far it may be passed on: both stand beside it."""
    return ((name, row[name].strip()) for name in ("release", "sharing") if row.get(name, "").strip())


def _updated(text: str) -> date | None:
    """Eurostat says when it changed the table last: 22/05/26 11:00:00. That is as of when it says so."""
    found = _UPDATED.fullmatch(text)
    try:
        return date(2000 + int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _codes(row: Row) -> Iterator[tuple[str, str]]:
    """Ids and codes without the labels that can stand beside them.

    Version 1 writes them into one cell (`geo:Reporting country`, `DE:Germany`), version 2 into a column
    behind each (after STRUCTURE_NAME).
    """
    cells = list(row.items())
    named = next((n for n, (name, _) in enumerate(cells, 1) if name.lower() == "structure_name"), 0)
    for name, word in cells[:named] + cells[named :: 2 if named else 1]:
        code, colon, _ = name.partition(":")
        plain = code.strip().lower()
        labelled = plain == "time_period" or (colon and plain != "dataflow")
        yield plain, (word.partition(":")[0] if labelled else word).strip()


def _subject(small: Row) -> tuple[str, str]:
    """Indicator and unit: told in columns of their own, or known of the dataflow."""
    if small.get("indicator"):
        unit = {"PER": "person", "": "person"}.get(small.get("unit", ""), small.get("unit", ""))
        return term(small, "indicator", "indicator"), term({"unit": unit}, "unit", "unit")
    flow = small.get("dataflow", "") or small.get("structure_id", "")
    if not flow and set(small) - _NO_DIMENSION in _REFUSALS:
        flow = "MIGR_EIRFS"
    parts = [part.partition("(")[0].upper() for part in flow.split(":")]
    for beginning, subject in DATAFLOWS.items():
        if any(part.startswith(beginning) for part in parts):
            return subject
    raise RowFaultError("dataflow", "dataflow")
