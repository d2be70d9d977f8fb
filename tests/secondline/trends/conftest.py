"""Keys in the test's own folder, and generated rows of two years to look at."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cast import Cast
from pytest_django.fixtures import Settings
from release_desk import Desk

from secondline.register.actions import import_detections
from secondline.site import clock

Bring = Callable[..., None]


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_FOLDER = tmp_path / "keys"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Every page is asked for on the same day, so that its months don't move."""
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture
def bring(cast: Cast, at: datetime) -> Bring:
    """bring("2026-01", looked=40, forged=3, generated=True): one month at the airport."""

    def bring(
        month: str, looked: int | None = None, *, post: str = "UTO-AIR", kind: str = "passport", random: int = 0,
        crossings: int | None = None, generated: bool = False, **found: int,
    ) -> None:  # fmt: skip
        rows: list[dict[str, Any]] = [
            {"month": month, "post": post, "fraud_class": name.replace("_", "-"), "document_kind": kind}
            for name, number in found.items()
            for _ in range(number)
        ]
        effort = []
        if looked is not None:
            effort = [
                {
                    "month": month,
                    "post": post,
                    "inspections": looked,
                    "random_checks": random,
                    "crossings": crossings,
                }
            ]
        import_detections(
            rows=rows,
            effort=effort,
            by=cast.analyst,
            at=at,
            source=f"from-{month}-{post.lower()}",
            generated=generated,
        )

    return bring


@pytest.fixture
def desk(cast: Cast, at: datetime) -> Desk:
    return Desk(cast, at)
