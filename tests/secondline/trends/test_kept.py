"""What is kept between two pages: right after a correction, for one agency only, in every language."""

from datetime import date, datetime

import pytest
from cast import Cast, log_in
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from secondline.people.models import Post
from secondline.register import queries as register
from secondline.register.actions import import_detections
from secondline.trends.queries.signals import counts, signals
from secondline.trends.rules import LEVELS, month_after

pytestmark = pytest.mark.django_db
LAST = date(2026, 2, 1)


def tell(cast: Cast, at: datetime, last: int, *, source: str = "past", months: int = 60) -> None:
    """So many finds among fifty in the last month, after three to five a month. Told again it is corrected."""
    rows = [
        {
            "month": f"{month_after(LAST, -ago):%Y-%m}",
            "post": "UTO-AIR",
            "document_nationality": "TUN",
            "fraud_class": "forged" if number < (3 + ago % 3 if ago else last) else "no-fraud-found",
            "document_kind": "passport",
            "reference": f"{ago}-{number}",
        }
        for ago in range(months)
        for number in range(50 if ago == 0 else 5)
    ]
    import_detections(rows=rows, by=cast.analyst, at=at, source=source)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def seen(cast: Cast) -> dict[str, int]:
    return {alarm.level: alarm.seen for alarm in signals(cast.analyst, LAST).alarms}


def test_an_alarm_follows_a_correction_at_once(cast: Cast, at: datetime) -> None:
    tell(cast, at, 30)
    client = log_in(cast.analyst)
    assert seen(cast)["nationality"] == 30
    assert "Tunisia" in page(client, "/trends/signals/")
    tell(cast, at, 4)
    assert seen(cast) == {}
    assert "That is not proof that nothing changed" in page(client, "/trends/signals/")
    tell(cast, at, 41)
    assert seen(cast)["nationality"] == 41
    tell(cast, at, 5, source="more", months=1)  # another source comes on top
    assert seen(cast)["nationality"] == 46


def test_the_link_and_the_picture_follow_a_correction_at_once(cast: Cast, at: datetime) -> None:
    client = log_in(cast.analyst)
    addresses = ("/trends/link/?nationality=TUN", "/trends/detections.csv?first=2026-02&last=2026-02")
    for number in (43, 37):
        tell(cast, at, number, months=1)
        link, table = (client.get(address).getvalue().decode() for address in addresses)
        assert f",{number}," in table
        assert [f'"n": {told}' in link for told in (43, 37)] == [number == 43, number == 37]


def test_what_is_kept_of_one_agency_is_shown_to_no_other(cast: Cast, at: datetime) -> None:
    tell(cast, at, 30)
    assert seen(cast)
    found = signals(cast.outside_analyst, LAST)
    assert (found.strata, found.alarms) == (0, [])
    assert "Tunisia" not in page(log_in(cast.outside_analyst), "/trends/signals/")


def test_what_is_kept_is_numbers_and_every_reader_has_their_own_words(cast: Cast, at: datetime) -> None:
    tell(cast, at, 30)
    client = log_in(cast.analyst)
    english = page(client, "/trends/signals/")
    with translation.override("ru"):
        words = translation.gettext("By nationality of the document")
    russian = client.get("/trends/signals/", headers={"accept-language": "ru"}).content.decode()
    assert words in russian
    assert words not in english
    assert words not in page(client, "/trends/signals/")


def test_a_kept_answer_is_the_answer(cast: Cast, at: datetime) -> None:
    tell(cast, at, 30)
    cache.clear()
    first, again = signals(cast.analyst, LAST), signals(cast.analyst, LAST)
    assert first == again
    cache.clear()
    assert signals(cast.analyst, LAST) == first


@pytest.mark.parametrize("level", LEVELS)
def test_the_table_that_is_watched_is_that_of_the_groups(cast: Cast, at: datetime, level: str) -> None:
    """Counted a second way: group by group, as other pages do."""
    Post.objects.create(agency=cast.utopia, code="UTO-AIR-2", name="Second", border_type="air")
    rows = [
        {"month": month, "post": post, "fraud_class": fraud, "document_kind": kind, "document_nationality": code}
        for month in ("2025-11", "2026-01", "2026-02")
        for post in ("UTO-AIR", "UTO-AIR-2")
        for fraud, kind in (("forged", "passport"), ("impostor", "visa"), ("no-fraud-found", "visa"))
        for code in ("TUN", "IND", "")[: 1 + len(fraud) % 3]
    ]  # fmt: skip
    import_detections(rows=rows, by=cast.analyst, at=at, source="past")
    counted = counts(cast.analyst, level, LAST)
    by, first = LEVELS[level], counted.months[0]
    expected: dict[tuple[tuple[str, ...], date], int] = {}
    strata = set()
    for row in register.grouped(cast.analyst, by=by, first=first, last=LAST):
        if all(row.stratum):
            strata.add(row.stratum)
            expected[row.stratum, row.month] = expected.get((row.stratum, row.month), 0) + row.found
    assert counted.strata == sorted(strata)
    for stratum, numbers in zip(counted.strata, counted.found[:, -4:].tolist(), strict=True):
        told = [expected.get((stratum, month), 0) for month in counted.months[-4:]]
        assert numbers == told
