"""How many days of a short stay the stamps show: a count with its rule named, never a judgement."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from traveldoc.finding import Phrase, gettext_noop
from traveldoc.journey import SCHENGEN, Leg, Stay, area, pair


@dataclass(frozen=True, slots=True)
class Regime:
    """`days` in any `window` of days, in one area; both the day of entry and the day of exit count."""

    id: str
    area: str
    days: int
    window: int
    name: Phrase
    source: str


REGIMES: Final = (
    Regime(
        "schengen-90-180",
        SCHENGEN,
        90,
        180,
        Phrase(gettext_noop("90 days in any 180 days in the Schengen area")),
        "Regulation (EU) 2016/399 (Schengen Borders Code), article 6(1) and (2)",
    ),
)


@dataclass(frozen=True, slots=True)
class Count:
    """`days` from `since` to `until`. `unclear`: stamps of the area that could not be put to a stay."""

    regime: Regime
    days: int
    since: date
    until: date
    unclear: int


def counts(stamps: tuple[Leg, ...], *, on: date) -> tuple[Count, ...]:
    """One count for each regime that the stamps touch; a stay without an exit counts until `on`."""
    paired = pair(stamps)
    found = []
    for regime in REGIMES:
        stays = [stay for stay in paired.stays if stay.area == regime.area]
        last = [stay for stay in stays if stay.left or stay.entered not in paired.open_before]
        lone = [leg for leg in paired.lone_exits if area(leg.state, leg.day) == regime.area]
        if not stays and not lone:
            continue
        since = on - timedelta(days=regime.window - 1)
        days = {day for stay in last for day in _days(stay, since, on)}
        unclear = len(stays) - len(last) + len(lone)
        found.append(Count(regime, len(days), since, on, unclear))
    return tuple(found)


def _days(stay: Stay, since: date, until: date) -> list[date]:
    start = max(stay.entered.day or since, since)
    end = min((stay.left.day if stay.left else None) or until, until)
    return [start + timedelta(days=step) for step in range((end - start).days + 1)]
