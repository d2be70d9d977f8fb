"""Crossings for the tests: invented rows, and the counting done a second way, in plain Python."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

NAMES = ("crossed_at", "post", "direction", "nationality", "document_kind", "checked", "referred", "random")
Row = Mapping[str, str]


def write_csv(path: Path, rows: Sequence[Row], names: Sequence[str] = NAMES, separator: str = ",") -> Path:
    lines = [separator.join(names), *(separator.join(row.get(name, "") for name in names) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def by_hand(
    rows: Sequence[Row], zones: Mapping[str, str] | None = None
) -> dict[tuple[object, ...], list[object]]:
    """Counts by month and the dimensions, row by row. `zones`: the times are UTC, the posts' zones these."""
    crossings: Counter[tuple[object, ...]] = Counter()
    flags: defaultdict[tuple[object, ...], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        moment = datetime.fromisoformat(row["crossed_at"])
        if zones:
            moment = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zones[row["post"]]))
        month = date(moment.year, moment.month, 1)
        key = (month, row["post"], row["direction"], row["nationality"], row["document_kind"])
        crossings[key] += 1
        for flag in ("checked", "referred", "random"):
            if row.get(flag):
                flags[key][flag].append(row[flag])
    return {
        key: [number, *(_sum(flags[key].get(flag)) for flag in ("checked", "referred", "random"))]
        for key, number in crossings.items()
    }


def _sum(given: list[str] | None) -> int | None:
    return None if given is None else sum(word.lower() in {"1", "yes", "true", "y", "t"} for word in given)
