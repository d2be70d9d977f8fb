"""A small file of counts, and how files are taken into the register."""

from datetime import date, datetime
from pathlib import Path

from cast import Cast
from crossing_rows import write_csv

from secondline.people.models import Person
from secondline.register.actions.filing import Filing, Report, take_file
from secondline.register.queries import Point, observed, series_held

DATA = Path(__file__).parent / "secondline" / "register" / "data"
SERIES = DATA / "frontex_document_fraud_annual.csv"
COUNTS = ("month", "post", "nationality", "crossings", "referrals")
ROW = {"month": "2026-02", "post": "UTO-AIR", "nationality": "KAZ", "crossings": "120", "referrals": "4"}


def counts(path: Path, *rows: dict[str, str]) -> Path:
    return write_csv(path / "counts.csv", rows or [ROW], COUNTS)


def take(cast: Cast, at: datetime, path: Path, purpose: str = "counts", **said: object) -> Report:
    dry_run = bool(said.pop("dry_run", False))
    filing = Filing(purpose, str(said.pop("source", "border-system")), **said)  # type: ignore[arg-type]
    return take_file(path=path, filing=filing, by=cast.analyst, at=at, dry_run=dry_run)


def numbers(
    person: Person, source: str, indicator: str, *, citizenship: str = "", as_of: date | None = None
) -> list[Point]:
    """A published series as a person of this agency reads it."""
    (held,) = [each for each in series_held(person) if (each.source, each.indicator) == (source, indicator)]
    return observed(person, held, citizenship=citizenship, as_of=as_of)[0]
