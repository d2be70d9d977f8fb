"""Crossings and detections of a post over the months, for what is watched in them."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cast import Cast
from crossing_rows import write_csv

from secondline.register.actions import import_detections
from secondline.register.actions.filing import Filing, take_file
from secondline.trends.rules import month_after

Bring = Callable[..., None]
LAST = date(2026, 2, 1)  # the last month that is over on the tests' day


def history(
    cast: Cast, at: datetime, months: int, found: Callable[[int], int], *, nationality: str = "TUN", source: str = "past",
    checks: int = 0, random: int = 0,
) -> None:  # fmt: skip
    """`found(ago)` detections in each of the last months, with so many checks without a find beside them."""
    rows: list[dict[str, Any]] = []
    for ago in range(months):
        month = {
            "month": f"{month_after(LAST, -ago):%Y-%m}",
            "post": "UTO-AIR",
            "document_nationality": nationality,
        }
        rows += [{**month, "fraud_class": "forged", "document_kind": "passport"}] * found(ago)
        rows += [{**month, "fraud_class": "no-fraud-found", "document_kind": "passport"}] * checks
        rows += [{**month, "fraud_class": "no-fraud-found", "selection": "random"}] * random
    import_detections(rows=rows, by=cast.analyst, at=at, source=source)


def crossings(cast: Cast, at: datetime, tmp_path: Path, **number: int) -> None:
    names = ("month", "post", "nationality", "document_kind", "crossings")
    rows = [
        {"month": f"{month_after(LAST, -ago):%Y-%m}", "post": "UTO-AIR", "nationality": code, "document_kind": "passport", "crossings": str(n)}
        for ago in range(12) for code, n in number.items()
    ]  # fmt: skip
    path = write_csv(tmp_path / "c.csv", rows, names)
    take_file(path=path, filing=Filing("counts", "border"), by=cast.analyst, at=at, dry_run=False)
