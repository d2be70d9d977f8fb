"""The signals as SDMX-CSV 2.0: what the small plots draw, and in the month of the alarm what was expected."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import isnan
from typing import Final

from secondline.register.queries import Held
from secondline.trends.queries.signals import Alarm, Signals
from secondline.trends.rules import LEVELS
from secondline.trends.sdmx import COLUMNS, FORECAST, line_of, own_head, plain, published_head

SIGNALLED: Final = (*COLUMNS, *FORECAST)
# Column of the register in a stratum: dimension of the structure.
STRATA: Final[Mapping[str, str]] = {
    "post__code": "POST",
    "document_nationality": "CITIZEN",
    "document_kind": "DOC_TYPE",
    "fraud_class": "FRAUD_TYPE",
}


def signal_rows(found: Signals, held: Held | None, *, agency: str, unit: str) -> Iterator[Sequence[str]]:
    """Own finds in this unit, or those of a published series; a month of which nobody told is missing."""
    yield SIGNALLED
    for alarm in found.alarms:
        for month, told in alarm.history:
            head = _published(alarm, held, month, agency) if held else _own(alarm, found, month, agency, unit)
            missing = {"OBS_STATUS": "O"} if isnan(told) else {"OBS_VALUE": str(int(told))}
            yield line_of({**head, **missing, **_expected(alarm, month)}, SIGNALLED)


def codes_of(columns: Sequence[str], stratum: Sequence[str]) -> dict[str, str]:
    return {STRATA[column]: code for column, code in zip(columns, stratum, strict=True)}


def _own(alarm: Alarm, found: Signals, month: date, agency: str, unit: str) -> dict[str, str]:
    head = own_head(agency, unit, f"{month:%Y-%m}", "M", generated=found.generated)
    return head | codes_of(LEVELS[alarm.level], alarm.stratum)


def _published(alarm: Alarm, held: Held, month: date, agency: str) -> dict[str, str]:
    _source, area, citizenship = alarm.stratum
    return {
        **published_head(held, agency, f"{month:%Y-%m}", "M"),
        "REF_AREA": area,
        "CITIZEN": citizenship,
        "VINTAGE": f"{held.vintage:%Y-%m-%d}",
    }


def _expected(alarm: Alarm, month: date) -> dict[str, str]:
    if month != alarm.month:
        return {}
    return {"EXPECTED": plain(alarm.expected), "EXPECTED_HIGH": plain(alarm.upper)}
