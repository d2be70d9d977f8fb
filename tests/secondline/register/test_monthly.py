"""The finds of many strata as one table."""

from datetime import date, datetime

import pytest
from cast import Cast

from secondline.people.models import Post
from secondline.register import queries as register
from secondline.register.actions import import_detections

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 2, 1)


def tell(cast: Cast, at: datetime, **number: int) -> None:
    rows = [
        {"month": "2026-02", "post": post.replace("_", "-"), "fraud_class": "forged", "document_kind": "visa"}
        for post, times in number.items()
        for _ in range(times)
    ]
    import_detections(rows=rows, by=cast.analyst, at=at, source="past")


def test_posts_of_one_border_are_one_stratum(cast: Cast, at: datetime) -> None:
    Post.objects.create(agency=cast.utopia, code="UTO-AIR-2", name="Second", border_type="air")
    tell(cast, at, UTO_AIR=2, UTO_AIR_2=5)
    by_border = register.monthly(cast.analyst, by=["post__border_type"], first=FIRST, last=LAST)
    assert (by_border.strata, by_border.months, by_border.found.tolist()) == ([("air",)], [LAST], [[7]])
    by_post = register.monthly(cast.analyst, by=["post__code"], first=FIRST, last=LAST)
    assert dict(zip(by_post.strata, by_post.found.tolist(), strict=True)) == {
        ("UTO-AIR",): [2],
        ("UTO-AIR-2",): [5],
    }
    together = register.monthly(cast.analyst, by=[], first=FIRST, last=LAST)
    assert (together.strata, together.found.tolist(), together.generated) == ([()], [[7]], False)


def test_a_post_with_a_new_code_has_it_at_once(cast: Cast, at: datetime) -> None:
    tell(cast, at, UTO_AIR=2)
    assert register.monthly(cast.analyst, by=["post__code"], first=FIRST, last=LAST).strata == [("UTO-AIR",)]
    Post.objects.filter(code="UTO-AIR").update(code="UTO-SKY")
    assert register.monthly(cast.analyst, by=["post__code"], first=FIRST, last=LAST).strata == [("UTO-SKY",)]


def test_months_outside_and_unknown_columns_are_not_told(cast: Cast, at: datetime) -> None:
    tell(cast, at, UTO_AIR=2)
    before = register.monthly(cast.analyst, by=[], first=date(2025, 1, 1), last=FIRST)
    assert (before.strata, before.months) == ([], [])
    with pytest.raises(ValueError, match="no columns"):
        register.monthly(cast.analyst, by=["pseudonym"], first=FIRST, last=LAST)


def test_one_nationality_of_the_groups_keeps_what_its_source_is(cast: Cast, at: datetime) -> None:
    rows = [
        {"month": "2026-02", "post": "UTO-AIR", "fraud_class": fraud, "document_nationality": code}
        for fraud, code in (("forged", "TUN"), ("forged", "IND"), ("no-fraud-found", "IND"))
    ]
    import_detections(rows=rows, by=cast.analyst, at=at, source="past")
    (row,) = register.grouped(cast.analyst, by=[], first=FIRST, last=LAST, nationality="TUN")
    assert (row.found, row.looked, row.whole) == (1, 1, True)


@pytest.mark.parametrize(
    ("unit", "told"),
    [("person", {"passport": 2}), ("incident", {"passport": 1}), ("document", {"passport": 2, "visa": 1})],
)
def test_each_unit_has_a_table_of_its_own(cast: Cast, at: datetime, unit: str, told: dict[str, int]) -> None:
    """Two persons of one incident, one of them with a visa besides: a kind that no person counts by."""
    row = {"month": "2025-03", "post": "UTO-AIR", "fraud_class": "forged", "incident": "i"}
    rows = [
        {**row, "person": "a", "document_kind": "passport", "role": "main"},
        {**row, "person": "a", "document_kind": "visa", "role": "visa"},
        {**row, "person": "b", "document_kind": "passport", "role": "main"},
    ]
    import_detections(rows=rows, by=cast.analyst, at=at, source="units")
    month = date(2025, 3, 1)
    found = register.monthly(cast.analyst, by=["document_kind"], first=month, last=month, unit=unit)
    assert {kind: int(n) for (kind,), n in zip(found.strata, found.found.sum(axis=1), strict=True)} == told
