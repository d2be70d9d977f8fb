"""What the United States publish: encounters (CBP) and crossings at the land borders (BTS)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from secondline.register.series.observed import MONTHS, Observed
from secondline.register.series.reading import RowFaultError, detail, mark, one_of, period, value

Row = Mapping[str, str]
TYPES: Final = {
    "Apprehensions": "illegal-crossing",
    "Expulsions": "illegal-crossing",
    "Inadmissibles": "refused-entry",
}
_FISCAL: Final = re.compile(r"(?:FY ?)?(20\d\d)(?: \(FYTD\))?")
_FIRST_OF_FISCAL: Final = 10  # the fiscal year 2023 began in October 2022
_DATE: Final = re.compile(r"(0[1-9]|1[0-2])/\d\d/(\d{4})(?: 12:00:00 AM)?")
_PERSONS: Final = ("Bus Passengers", "Pedestrians", "Personal Vehicle Passengers", "Train Passengers")
_VEHICLES: Final = (
    *("Buses", "Personal Vehicles", "Trains", "Trucks"),
    *(f"{kind} Containers {state}" for kind in ("Rail", "Truck") for state in ("Empty", "Full", "Loaded")),
)
UNITS: Final = dict.fromkeys(_PERSONS, "person") | dict.fromkeys(_VEHICLES, "vehicle")


def encounters(row: Row) -> Iterator[Observed]:
    """Encounters are events; those of field officers at ports are refusals, those between ports crossings."""
    indicator = one_of(row, "type", TYPES)
    when, frequency = period(row, "month")
    area = row["area"].strip() or "United States, south-west border"
    yield Observed(
        indicator, "event", when, frequency, value(row, "n"), area, row["nat"],
        detail(row, "component", "authority", "type", "demog"), flag=mark(row, "n"),
    )  # fmt: skip


def nationwide(row: Row) -> Iterator[Observed]:
    """By field office or sector, or by state: whichever of them the edition has."""
    area = row.get("area_of_responsibility", "").strip() or row.get("state", "").strip() or "United States"
    names = ("component", "land_border_region", "demographic", "title_of_authority", "encounter_type")
    yield Observed(
        one_of(row, "encounter_type", TYPES), "event", _month(row), "M", value(row, "encounter_count"), area,
        row["citizenship"].strip(), detail(row, *names), flag=mark(row, "encounter_count"),
    )  # fmt: skip


def _month(row: Row) -> date:
    year = _FISCAL.fullmatch(row["fiscal_year"].strip())
    if not year:
        raise RowFaultError("fiscal_year", "period")
    short = row["month_abbv"].strip().lower()
    if short not in MONTHS:
        raise RowFaultError("month_abbv", "period")
    month = MONTHS.index(short) + 1
    return date(int(year[1]) - (month >= _FIRST_OF_FISCAL), month, 1)


def crossings(row: Row) -> Iterator[Observed]:
    """Persons and vehicles stand in one table; they are different units and never added."""
    unit = one_of(row, "measure", UNITS)
    found = _DATE.fullmatch(row["month"].strip())
    when, frequency = period({"month": f"{found[2]}-{found[1]}"} if found else row, "month")
    yield Observed(
        "crossing", unit, when, frequency, value(row, "value"), row["port_name"], "",
        detail(row, "border", "port_code", "measure"), flag=mark(row, "value"),
    )  # fmt: skip
