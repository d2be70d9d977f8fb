"""Concluded inspections as the register sees them, and a stream of them that a test can fill."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from cast import AT, Cast

from secondline.inspections.rules import ConcludedInspection


def concluded(cast: Cast, **facts: Any) -> ConcludedInspection:
    usual: dict[str, Any] = {
        "key": uuid4(),
        "revision": 1,
        "changed_at": AT,
        "agency_id": cast.utopia.pk,
        "post_id": cast.airport.pk,
        "month": date(2026, 3, 1),
        "border_type": "air",
        "direction": "entry",
        "line": "second",
        "selection": "random",
        "selection_probability": 0.02,
        "carrier": "aircraft",
        "embarkation": "UTO",
        "next_stop": "",
        "final_destination": "UTO",
        "document_kind": "passport",
        "issuer": "UTO",
        "document_nationality": "UTO",
        "claimed_nationality": "UTO",
        "sex": "F",
        "age_band": "18-to-34",
        "issue_year": 2019,
        "role": "main",
        "presented": "presented",
        "fraud_class": "forged",
        "fraud_subtype": "photo-substitution",
        "means": ("ultraviolet", "visual"),
        "grade": "inconsistent",
        "conclusion": "is-not-strong",
        "conclusion_scale": "conclusion 1",
        "outcome": "refused",
        "fate": "seized",
        "refusal_code": "B",
        "protection": False,
    }
    return ConcludedInspection(**(usual | facts))


@dataclass
class Stream:
    """What inspections would hand over; `asked` remembers since when it was asked for."""

    cases: list[ConcludedInspection] = field(default_factory=list)
    asked: list[datetime | None] = field(default_factory=list)

    def add(self, cast: Cast, **facts: object) -> ConcludedInspection:
        case = concluded(cast, **facts)
        self.cases = [each for each in self.cases if each.key != case.key] + [case]
        return case

    def __call__(self, *, agency_id: UUID, since: datetime | None = None) -> Iterator[ConcludedInspection]:
        self.asked.append(since)
        for case in sorted(self.cases, key=lambda case: case.changed_at):
            if case.agency_id == agency_id and (since is None or case.changed_at >= since):
                yield case
