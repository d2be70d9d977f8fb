"""Of the numbers that a source told more than once, those that are read."""

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from django.db.models import QuerySet

from secondline.register.models import Observation
from secondline.register.series.observed import BESIDE_PARTS

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")
WHOLE = tuple(f"{name}=" for name in BESIDE_PARTS)


def oldest_first(rows: QuerySet[Observation]) -> QuerySet[Observation]:
    """So that what is put under the same key later takes the place of what was before."""
    return rows.order_by("vintage", "edition")


def without_margins(
    newest: Mapping[Key, Thing], told: Callable[[Key], tuple[Hashable, str, str]]
) -> dict[Key, Thing]:
    """Without the parts of tables that hold each total beside its parts: a sum would count both.

    `told`: of a key, what a sum adds up within, the source's word for the citizenship, and the detail.
    """
    fewest: dict[tuple[Hashable, str], int] = {}
    for base, named, detail in map(told, newest):
        if table := _table(detail):
            size = _size(named, detail)
            fewest[base, table] = min(size, fewest.get((base, table), size))
    if not fewest:
        return dict(newest)
    return {key: thing for key, thing in newest.items() if _is_read(fewest, *told(key))}


def _is_read(fewest: Mapping[tuple[Hashable, str], int], base: Hashable, named: str, detail: str) -> bool:
    table = _table(detail)
    return not table or _size(named, detail) == fewest[base, table]


def _table(detail: str) -> str:
    return next((part for part in detail.split(";") if part.startswith(WHOLE)), "")


def _size(named: str, detail: str) -> int:
    return detail.count(";") + bool(named)
