"""Three years of detections that never were: counts with seasons, a new way of forging, and a false fall.

Drawn at random from the tables below, the same for the same day. Pure: months and tables in, rows out, in the
form that `register.actions.import_detections` takes from any source.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zlib import crc32

import numpy as np

Row = dict[str, Any]
Chance = np.random.Generator

MONTHS = 36
SOURCE = "demonstration"
# Travel in each month against the yearly mean, January first: a summer, and a smaller peak at New Year.
SEASON = (0.94, 0.82, 0.88, 0.94, 1.02, 1.16, 1.30, 1.28, 1.06, 0.92, 0.80, 0.98)


@dataclass(frozen=True, slots=True)
class Habit:
    """A post's usual month: inspections, how many of 100 find a fraud, and of which kinds (weights)."""

    post: str
    inspections: float
    per_hundred: float
    kinds: Mapping[str, float]
    carrier: str
    crossings: int
    # From so many months before the end, this share of the inspections is left: staff went elsewhere.
    cut_months: int = 0
    cut_to: float = 1.0


AIR = {"photo": 18, "page": 12, "counterfeit": 20, "visa": 10, "obtained": 8, "look-alike": 22, "fantasy": 3}
LAND = {"photo": 14, "stamp": 26, "counterfeit": 26, "data": 12, "obtained": 6, "look-alike": 8, "blank": 4}
SEA = {"photo": 16, "counterfeit": 24, "data": 14, "stamp": 10, "look-alike": 14, "fantasy": 6, "blank": 6}

HABITS: Mapping[str, Sequence[Habit]] = {
    "UTOPIA": (
        Habit("UTO-AIR", 190, 4.4, AIR, "aircraft", 210_000),
        Habit("UTO-SEA", 95, 3.6, SEA, "ship", 46_000),
        # The fall that is only fewer inspections: the numbers halve, the rate does not.
        Habit("UTO-LAND", 150, 3.9, LAND, "car", 128_000, cut_months=12, cut_to=0.45),
    ),
    "EREWHON": (
        Habit("ERE-RAIL", 60, 3.0, LAND, "train", 52_000),
        Habit("ERE-PASS", 40, 4.0, LAND, "lorry", 19_000),
    ),
    "ATLANTIS": (Habit("ATL-SEA", 70, 3.4, SEA, "ship", 61_000),),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """How detections of one kind look in the register."""

    fraud_class: str
    fraud_subtype: str
    documents: tuple[str, ...]
    means: tuple[tuple[str, ...], ...]
    conclusion: str = "is-not-strong"


KINDS: Mapping[str, Kind] = {
    "photo": Kind(
        "forged",
        "photo-substitution",
        ("passport", "identity-card"),
        (("visual",), ("magnifier", "ultraviolet")),
    ),
    "page": Kind("forged", "biodata-page-substitution", ("passport",), (("transmitted-light", "visual"),)),
    "data": Kind("forged", "data-alteration", ("passport", "residence-permit"), (("mrz", "visual"),)),
    "stamp": Kind("forged", "stamp", ("passport",), (("database", "visual"),)),
    "visa": Kind("forged", "visa-or-permit", ("visa",), (("ultraviolet", "visual"),)),
    "counterfeit": Kind(
        "counterfeit",
        "",
        ("passport", "identity-card", "residence-permit"),
        (("magnifier", "ultraviolet"), ("infrared", "visual")),
        "is-not-demonstrated",
    ),
    "obtained": Kind("fraudulently-obtained", "", ("passport", "visa"), (("interview",),), "is-not-moderate"),
    "look-alike": Kind("impostor", "look-alike", ("passport",), (("face-comparison", "interview"),)),
    "blank": Kind("stolen-blank", "", ("passport",), (("database", "infrared"),), "is-not-demonstrated"),
    "fantasy": Kind("pseudo", "fantasy", ("passport",), (("visual",),), "is-not-demonstrated"),
    # Found nowhere until a few months ago: a printed residence permit with a good hologram.
    "new": Kind("counterfeit", "", ("residence-permit",), (("magnifier", "visual"),)),
    "unclear": Kind("cannot-determine", "", ("passport", "visa"), (("visual",),), "cannot-determine"),
}


@dataclass(frozen=True, slots=True)
class Road:
    """From where, through which state, where to next and where to in the end; "" where nobody told.

    `through`: the state left last, that of `came_from` where nothing lay between. `weight`: how usual it is.
    """

    came_from: str
    through: str
    next_stop: str
    destination: str
    weight: float = 1.0


# Places that many journeys go through, and what is forged there is forged everywhere: no state is told by it.
ROADS: Mapping[str, Sequence[Road]] = {
    "aircraft": (
        Road("SGP", "ARE", "CAN", "CAN", 10),
        Road("SGP", "SGP", "CAN", "CAN", 6),
        Road("ARE", "ARE", "FRA", "FRA", 13),
        Road("ARE", "QAT", "GBR", "GBR", 9),
        Road("BRA", "PAN", "AUS", "AUS", 8),
        Road("KOR", "SGP", "CAN", "USA", 7),
        Road("SGP", "SGP", "UTO", "UTO", 9),
        Road("AUS", "NZL", "UTO", "UTO", 6),
        Road("CHL", "PAN", "NZL", "AUS", 3),
        Road("", "ARE", "CAN", "CAN", 5),
        Road("ARE", "", "", "", 6),
    ),
    "ship": (
        Road("CHL", "PAN", "UTO", "UTO", 9),
        Road("NZL", "NZL", "UTO", "UTO", 6),
        Road("PAN", "PAN", "NZL", "AUS", 5),
        Road("", "", "UTO", "", 4),
    ),
    "": (
        Road("", "", "UTO", "UTO", 5),
        Road("", "", "", "", 3),
        Road("UTO", "UTO", "UTO", "UTO", 4),
    ),
}
ISSUERS: Mapping[str, float] = {"UTO": 58, "FRA": 9, "D": 8, "GBR": 7, "CAN": 6, "BRA": 6, "KOR": 6}


@dataclass(frozen=True, slots=True)
class Wave:
    """A way of forging that is new: so many detections in each of the last months at one post, rising."""

    office: str
    post: str
    kind: str
    numbers: tuple[int, ...]
    road: Road
    issuer: str


WAVES: tuple[Wave, ...] = (
    Wave("UTOPIA", "UTO-AIR", "new", (1, 3, 6, 9, 11), Road("CHL", "PAN", "CAN", "CAN"), "NZL"),
)


def months_before(today: date, count: int) -> list[date]:
    """The first days of so many months, the last one that of the day itself."""
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - count + 1, last + 1)]


def over(month: date, today: date) -> float:
    """How much of the month is over, 0 to 1."""
    following = (month + timedelta(days=31)).replace(day=1)
    return min(1.0, (today - month).days / (following - month).days)


def tell(office: str, today: date) -> tuple[list[Row], list[Row]]:
    """Detections and effort of an agency's posts up to the day before `today`."""
    chance = np.random.default_rng(crc32(office.encode()))
    rows: list[Row] = []
    effort: list[Row] = []
    for ago, month in zip(range(MONTHS - 1, -1, -1), months_before(today, MONTHS), strict=True):
        share = over(month, today)
        if share == 0.0:
            continue
        for habit in HABITS[office]:
            found = [
                *usual(habit, month, share, ago, chance),
                *_waves(office, habit, month, share, ago, chance),
            ]
            rows += found
            effort.append(effort_of(habit, month, share, ago, len(found), chance))
    return travelled(office, rows), effort


def travelled(of: str, rows: Sequence[Row]) -> list[Row]:
    """Each with its road and issuer; what a wave told stays. With chance of its own: nothing else moves."""
    chance = np.random.default_rng(crc32(f"{of} roads".encode()))
    names, weights = list(ISSUERS), np.array(list(ISSUERS.values()))
    travelled = []
    for row in rows:
        roads = ROADS.get(str(row["carrier"]), ROADS[""])
        weighed = np.array([road.weight for road in roads])
        road = roads[int(chance.choice(len(roads), p=weighed / weighed.sum()))]
        issuer = str(chance.choice(names, p=weights / weights.sum()))
        told = {**_on(road), "issuer": issuer, "document_nationality": issuer}
        travelled.append({**told, **row})
    return travelled


def _on(road: Road) -> Row:
    return {
        "embarkation": road.came_from,
        "transit": road.through,
        "next_stop": road.next_stop,
        "final_destination": road.destination,
    }


def exposed(effort: Sequence[Row]) -> Iterator[Row]:
    """Crossings by direction with first-line checks, as a border system would tell them."""
    for row in effort:
        entries = round(row["crossings"] * 0.54)
        for direction, number in (("entry", entries), ("exit", row["crossings"] - entries)):
            yield {
                "month": row["month"],
                "post": row["post"],
                "direction": direction,
                "crossings": number,
                "first_line_checks": round(number * (0.99 if direction == "entry" else 0.91)),
            }


def _looks(habit: Habit, month: date, share: float, ago: int) -> float:
    """How many are inspected in the part of the month that is over."""
    cut = habit.cut_to if ago < habit.cut_months else 1.0
    return habit.inspections * SEASON[month.month - 1] * cut * share


def usual(habit: Habit, month: date, share: float, ago: int, chance: Chance) -> Iterator[Row]:
    number = chance.poisson(_looks(habit, month, share, ago) * habit.per_hundred / 100)
    weights = np.array([*habit.kinds.values(), 5.0])
    kinds = [*habit.kinds, "unclear"]
    for kind in chance.choice(kinds, size=number, p=weights / weights.sum()):
        yield detection(habit, month, KINDS[str(kind)], chance)


def _waves(office: str, habit: Habit, month: date, share: float, ago: int, chance: Chance) -> Iterator[Row]:
    for wave in WAVES:
        if (wave.office, wave.post) == (office, habit.post) and ago < len(wave.numbers):
            for _ in range(round(wave.numbers[-1 - ago] * share)):
                row = detection(habit, month, KINDS[wave.kind], chance)
                yield row | _on(wave.road) | {"issuer": wave.issuer, "document_nationality": wave.issuer}


def effort_of(habit: Habit, month: date, share: float, ago: int, found: int, chance: Chance) -> Row:
    inspections = max(int(chance.poisson(_looks(habit, month, share, ago))), found)
    crossings = habit.crossings * SEASON[month.month - 1] * share * chance.uniform(0.97, 1.03)
    return {
        "month": f"{month:%Y-%m}",
        "post": habit.post,
        "inspections": inspections,
        "random_checks": int(chance.binomial(inspections, 0.15)),
        "crossings": int(crossings),
    }


def detection(habit: Habit, month: date, kind: Kind, chance: Chance) -> Row:
    def pick(*values: str, weights: Sequence[float] | None = None) -> str:
        return str(chance.choice(values, p=weights))

    outcome = pick("refused", "arrested", "asylum-claim", "returned", weights=(0.6, 0.15, 0.1, 0.15))
    unclear = kind.fraud_class == "cannot-determine"
    means = kind.means[int(chance.integers(len(kind.means)))]
    return {
        "month": f"{month:%Y-%m}",
        "post": habit.post,
        "direction": pick("entry", "exit", "transit", weights=(0.7, 0.2, 0.1)),
        "line": "second",
        "selection": pick(
            "officer-suspicion", "targeted", "random", "system-hit", weights=(0.55, 0.25, 0.03, 0.17)
        ),
        "carrier": habit.carrier,
        "document_kind": pick(*kind.documents),
        "sex": pick("F", "M", weights=(0.38, 0.62)),
        "age_band": pick("under-18", "18-to-34", "35-to-64", "65-and-over", weights=(0.06, 0.56, 0.35, 0.03)),
        "issue_year": int(month.year - chance.integers(0, 9)),
        "role": "main",
        "presented": pick("presented", "found-on-search", weights=(0.9, 0.1)),
        "fraud_class": kind.fraud_class,
        "fraud_subtype": kind.fraud_subtype,
        "means": list(means),
        "grade": pick("inconsistent", "inconclusive", weights=(0.7, 0.3)),
        "conclusion": kind.conclusion,
        "outcome": "admitted" if unclear else outcome,
        "fate": "given-back" if unclear else pick("seized", "returned-to-issuer", weights=(0.85, 0.15)),
        "refusal_code": "B" if not unclear and outcome == "refused" else "",
        "protection": outcome == "asylum-claim" and not unclear,
    }
