"""Utopia's desk for tables: rows come in, tables are proposed, agreed to, read by Arcadia."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from attacker import Attacker, Cell, fetched
from cast import Cast

from secondline.register.actions import import_detections
from secondline.trends.actions import propose_release, release_table
from secondline.trends.models import Release
from secondline.trends.release_rules import Measure, Outline

MONTHS = ("2025-10", "2025-11", "2025-12", "2026-01", "2026-02")


def month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def outline(*by: str, first: str = MONTHS[0], last: str = MONTHS[-1], **other: Any) -> Outline:
    return Outline(by, other.pop("measure", Measure.DOCUMENTS), month(first), month(last), **other)


def rows(*told: tuple[str, str, str, int]) -> list[Cell]:
    """(month, class, nationality, number) as detections."""
    return [
        {"month": when, "class": fraud, "nationality": state}
        for when, fraud, state, number in told
        for _ in range(number)
    ]


def family(when: str, fraud: str, state: str, *, size: int, number: int = 1) -> list[Cell]:
    """So many incidents of so many persons each."""
    return [
        {
            "month": when,
            "class": fraud,
            "nationality": state,
            "incident": f"{when}{fraud}{state}{n}",
            "part": part,
        }
        for n in range(number)
        for part in ("opener", *["companion"] * (size - 1))
    ]


class Desk:
    """Utopia's analyst proposes, its administrator agrees; Arcadia reads."""

    def __init__(self, cast: Cast, at: datetime) -> None:
        self.cast, self.at, self.files = cast, at, 0
        self.truth: list[Cell] = []

    def put(self, told: Sequence[Cell], **facts: Any) -> None:
        self.files += 1
        self.truth += told
        lines = [
            {
                "month": row["month"],
                "post": row.get("post", "UTO-AIR"),
                "fraud_class": row["class"],
                "document_nationality": row["nationality"],
                "document_kind": "passport",
                "incident": row.get("incident", ""),
                "transit": row.get("transit", ""),
                **facts,
            }
            for row in told
        ]
        import_detections(rows=lines, by=self.cast.analyst, at=self.at, source=f"file-{self.files}")

    def looked(self, **inspections: int) -> None:
        self.files += 1
        effort = [
            {"month": when[1:].replace("_", "-"), "post": "UTO-AIR", "inspections": number}
            for when, number in inspections.items()
        ]
        import_detections(
            rows=[], effort=effort, by=self.cast.analyst, at=self.at, source=f"file-{self.files}"
        )

    def checked(self, looked: Mapping[tuple[str, str], int]) -> None:
        """So many inspections in a month at a post."""
        effort = [{"month": m, "post": post, "inspections": number} for (m, post), number in looked.items()]
        self.files += 1
        import_detections(
            rows=[], effort=effort, by=self.cast.analyst, at=self.at, source=f"file-{self.files}"
        )

    def propose(self, asked: Outline, **said: Any) -> Release:
        given = {"title": "Table", "note": "", "sharing": "amber", "to": [self.cast.arcadia]} | said
        return propose_release(outline=asked, by=self.cast.analyst, at=self.at, **given)

    def release(self, asked: Outline, **said: Any) -> Release:
        return release_table(release=self.propose(asked, **said), by=self.cast.administrator, at=self.at)

    def attack(self, months: Sequence[str] = MONTHS) -> list[tuple[str, int, float, float]]:
        return Attacker(fetched(self.cast.outside_analyst), months).pinned(self.truth)


def shown(release: Release) -> dict[tuple[str, ...], int | None]:
    return {tuple(cell): number for *cell, number in release.table["cells"]}


USUAL = rows(
    ("2025-12", "forged", "IND", 23), ("2025-12", "forged", "TUN", 3), ("2025-12", "counterfeit", "IND", 11),
    ("2026-01", "forged", "IND", 14), ("2026-01", "counterfeit", "TUN", 9), ("2026-01", "pseudo", "TUN", 1),
    ("2026-02", "forged", "IND", 19), ("2026-02", "impostor", "IND", 2), ("2026-02", "forged", "KAZ", 4),
)  # fmt: skip
