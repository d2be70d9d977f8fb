"""Rows of detections for the picture, drawn at random, and the same questions answered by plain loops."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from cast import Cast

from secondline.people.models import Post
from secondline.register.actions import import_detections
from secondline.register.rules import FOUND

Row = dict[str, Any]
MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
PLACES = ("", "KAZ", "TUR", "SGP", "CHL")


def rows_of(seed: int, number: int) -> list[Row]:
    chance = Random(seed)
    return [
        {
            "month": chance.choice(MONTHS),
            "post": chance.choice(["UTO-AIR", "UTO-SEA"]),
            "fraud_class": chance.choice([*FOUND, "cannot-determine", "no-fraud-found"]),
            "document_kind": chance.choice(["passport", "visa", ""]),
            "document_nationality": chance.choice(["UTO", "D", ""]),
            "issuer": chance.choice(["UTO", "FRA", ""]),
            "direction": chance.choice(["entry", "exit", ""]),
            "outcome": chance.choice(["refused", "arrested", ""]),
            "embarkation": chance.choice(PLACES),
            "transit": chance.choice(PLACES),
            "next_stop": chance.choice(PLACES),
            "final_destination": chance.choice(PLACES),
        }
        for _ in range(number)
    ]


def take(cast: Cast, at: datetime, rows: Sequence[Row], *, looked: int = 500) -> None:
    """At two posts, with the same number of inspections in every month."""
    Post.objects.get_or_create(
        agency=cast.utopia, code="UTO-SEA", defaults={"name": "Utopia Harbour", "border_type": "sea"}
    )
    effort = [
        {"month": month, "post": post, "inspections": looked, "random_checks": 50, "crossings": 90_000}
        for month in MONTHS
        for post in ("UTO-AIR", "UTO-SEA")
    ]
    import_detections(rows=rows, effort=effort, by=cast.analyst, at=at, source="drawn")


def found(rows: Sequence[Row], first: str, last: str, **wanted: str) -> list[Row]:
    return [
        row
        for row in rows
        if row["fraud_class"] in FOUND
        and first <= row["month"] <= last
        and all(row[name] == word for name, word in wanted.items())
    ]


def counted(rows: Sequence[Row], by: Sequence[str]) -> Mapping[tuple[str, ...], int]:
    return Counter(tuple(row[name] for name in by) for row in rows)
