"""The alarms of a month: every stratum of the agency watched at once, ranked, each with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import numpy as np
from django.core.cache import cache
from numpy.typing import NDArray

from borderstats.phrase import Phrase
from borderstats.signal.bound import Bounds, Flags
from borderstats.signal.explanation import Among, explain
from borderstats.signal.watch import watch
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.cube import UNITS
from secondline.trends.models import Verdict
from secondline.trends.queries.series import LATEST_ZONE
from secondline.trends.rules import (
    DRAWN_BACK,
    FALSE_DISCOVERY,
    FEWEST_CASES,
    LEVELS,
    MOST_ALARMS,
    PEAK_WITHIN,
    SERIES_LEVEL,
    WATCHED_BACK,
    month_after,
    months,
)

Floats = NDArray[np.float64]
Stratum = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of a level's strata by month (strata x months); NaN before the agency told anything."""

    strata: Sequence[Stratum]
    months: Sequence[date]
    found: Floats
    generated: bool


@dataclass(frozen=True, slots=True)
class Alarm:
    """One stratum above its bound. `believed`: it also stands out among all strata of the month."""

    level: str
    stratum: Stratum
    month: date
    seen: int
    expected: float
    upper: float
    believed: bool
    usable: bool
    headline: Phrase
    because: Sequence[Phrase]
    history: Sequence[tuple[date, float]]
    verdict: Verdict | None

    @property
    def key(self) -> str:
        return "|".join(self.stratum)


@dataclass(frozen=True, slots=True)
class Signals:
    """The alarms of a month, the most surprising first; `false_alarms`: how many chance would make."""

    month: date
    alarms: Sequence[Alarm]
    more: int
    strata: int
    unwatched: int
    false_alarms: float
    generated: bool


def latest_month(at: datetime) -> date:
    """The last month that is over at every post."""
    return month_after((at - LATEST_ZONE).date().replace(day=1), -1)


def counts(person: Person, level: str, last: date, *, ahead: int = 0, unit: str = UNITS[0]) -> Counts:
    """The finds of each stratum in this unit, in the months up to `last` (and `ahead` after it)."""
    first = month_after(last, 1 - WATCHED_BACK)
    until = month_after(last, ahead)
    told = register.monthly(person, by=LEVELS[level], first=first, last=until, unit=unit)
    strata = sorted((stratum, n) for n, stratum in enumerate(told.strata) if all(stratum))
    shown = list(months(first, until))
    places = {month: n for n, month in enumerate(shown)}
    table = np.zeros((len(strata), len(shown)))
    table[:, [places[month] for month in told.months]] = told.found[[n for _stratum, n in strata]]
    span = register.span(person)
    table[:, [month < (span[0] if span else until) for month in shown]] = np.nan
    return Counts([stratum for stratum, _n in strata], shown, table, told.generated)


def series_counts(person: Person, held: register.Held, last: date, *, ahead: int = 0) -> Counts:
    """A published monthly series by area and citizenship, in the form of the own counts."""
    first, until = month_after(last, 1 - WATCHED_BACK), month_after(last, ahead)
    cells = register.observed_by(person, held, first=first, last=until)
    shown = list(months(first, until))
    start = max(first, held.first)
    strata = sorted(cells)
    table = np.array(
        [[np.nan if month < start else cells[s].get(month, 0) for month in shown] for s in strata], np.float64
    ).reshape(len(strata), len(shown))
    return Counts([(held.source, *s) for s in strata], shown, table, held.generated)


def signals(
    person: Person,
    month: date,
    *,
    held: register.Held | None = None,
    unit: str = UNITS[0],
    most: int | None = MOST_ALARMS,
) -> Signals:
    """Every level watched, or a published series; on unsuppressed counts, inside the agency.

    `unit` is what own finds are counted in; a series has its own. `most`: None, every alarm.
    """
    alarms: list[Alarm] = []
    watched = unwatched = 0
    false_alarms, generated = 0.0, False
    verdicts = _verdicts(person, month, unit)
    for level in (SERIES_LEVEL,) if held else LEVELS:
        counted = series_counts(person, held, month) if held else counts(person, level, month, unit=unit)
        generated |= counted.generated
        busy = np.nansum(counted.found, axis=1) >= FEWEST_CASES
        unwatched += int(np.sum(~busy))
        if not busy.any():
            continue
        seen = _seen(counted.found[busy])
        watched += int(np.sum(busy))
        false_alarms += float(np.nan_to_num(seen.false_alarms))
        among = Among(int(np.sum(busy)), seen.false_alarms)
        alarms += _alarms(level, counted, np.flatnonzero(busy)[seen.rows], seen, among, verdicts)
    # What stands out among all first, then on how firm a ground, then by the cases above what is ordinary.
    alarms.sort(key=lambda alarm: (not alarm.believed, not alarm.usable, alarm.upper - alarm.seen))
    shown = alarms[:most]
    return Signals(month, shown, len(alarms) - len(shown), watched, unwatched, false_alarms, generated)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of a watched table: its alarms, by their rows, and how many chance would make."""

    rows: NDArray[np.intp]
    bounds: Bounds
    believed: Flags
    false_alarms: float


def _seen(table: Floats) -> _Seen:
    """The last month of each row. The same counts are watched once: the answer is kept under their digest."""
    key = f"watch-{table.shape[1]}-{sha256(np.ascontiguousarray(table).tobytes()).hexdigest()}"
    kept: _Seen | None = cache.get(key)
    if kept is None:
        seen = watch(table, [table.shape[1] - 1], rate=FALSE_DISCOVERY)
        rows = np.flatnonzero(seen.bounds.alarm[:, 0])
        kept = _Seen(rows, seen.bounds.take(rows), seen.believed[rows, 0], float(seen.false_alarms[0]))
        cache.set(key, kept, timeout=None)
    return kept


def _alarms(
    level: str,
    counted: Counts,
    rows: NDArray[np.intp],
    seen: _Seen,
    among: Among,
    verdicts: Mapping[tuple[str, str], Verdict],
) -> list[Alarm]:
    found, bounds = [], seen.bounds
    for place, row in enumerate(rows.tolist()):
        words = explain(bounds, place, 0, among)
        stratum = counted.strata[row]
        past = list(zip(counted.months, counted.found[row].tolist(), strict=True))[-DRAWN_BACK:]
        found.append(
            Alarm(
                level=level,
                stratum=stratum,
                month=counted.months[-1],
                seen=int(bounds.observed[place, 0]),
                expected=float(bounds.expected[place, 0]),
                upper=float(bounds.upper[place, 0]),
                believed=bool(seen.believed[place]),
                usable=bool(bounds.usable[place, 0]),
                headline=words.headline,
                because=words.because,
                history=past,
                verdict=verdicts.get((level, "|".join(stratum))),
            )
        )
    return found


def _verdicts(person: Person, month: date, unit: str) -> dict[tuple[str, str], Verdict]:
    rows = Verdict.objects.filter(agency=person.agency_id, month=month, unit=unit).select_related("by")
    return {(row.level, row.stratum): row for row in rows}


@dataclass(frozen=True, slots=True)
class Worth:
    """What past alarms were worth, by the analysts' own verdicts. `leads`: months from an alarm that was real
    to the highest count within a year after it; only of alarms whose year is over.
    """

    judged: int
    real: int
    artefact: int
    leads: Sequence[int]

    @property
    def precision(self) -> float | None:
        settled = self.real + self.artefact
        return self.real / settled if settled else None

    @property
    def median_lead(self) -> float | None:
        return float(np.median(self.leads)) if self.leads else None


def worth(person: Person, *, at: datetime) -> Worth:
    rows = list(Verdict.objects.filter(agency=person.agency_id))
    kinds = [row.verdict for row in rows]
    latest = latest_month(at)
    leads = [
        lead
        for row in rows
        if row.verdict == "real" and month_after(row.month, PEAK_WITHIN) <= latest
        if (lead := _lead(person, row)) is not None
    ]
    return Worth(len(rows), kinds.count("real"), kinds.count("artefact"), leads)


def _lead(person: Person, verdict: Verdict) -> int | None:
    """Months from the alarm to the peak within the year after it."""
    stratum = tuple(verdict.stratum.split("|")) if verdict.stratum else ()
    if verdict.level == SERIES_LEVEL:
        held = next((each for each in register.series_held(person) if each.source == stratum[0]), None)
        if held is None:
            return None
        counted = series_counts(person, held, verdict.month, ahead=PEAK_WITHIN)
    else:
        counted = counts(person, verdict.level, verdict.month, ahead=PEAK_WITHIN, unit=verdict.unit)
    if stratum not in counted.strata:
        return None
    after = counted.found[list(counted.strata).index(stratum), -1 - PEAK_WITHIN :]
    return int(np.nanargmax(after)) if not np.isnan(after).all() else None
