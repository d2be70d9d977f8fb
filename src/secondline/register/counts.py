"""The packed months of an agency as one cube: read once, kept while they stand."""

from functools import lru_cache
from uuid import UUID

from secondline.register.cube import Cube, unpacked
from secondline.register.models import MonthlyCounts


def cube_of(agency: UUID) -> Cube:
    """All that stands of the agency. One question tells whether what is held is still so."""
    rows = MonthlyCounts.objects.filter(agency=agency).order_by("month")
    return _cube(tuple(rows.values_list("pk", flat=True)))


@lru_cache(maxsize=4)
def _cube(ids: tuple[UUID, ...]) -> Cube:
    """A month that changes has a new id: what is kept under these ids is never out of date."""
    rows = MonthlyCounts.objects.filter(pk__in=ids).order_by("month")
    return unpacked((f"{month:%Y-%m}", bytes(data)) for month, data in rows.values_list("month", "packed"))


def forget() -> None:
    """Let go of what is held, as a start of the house does."""
    _cube.cache_clear()
