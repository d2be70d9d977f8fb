"""How the centre served, in numbers; its own times and names."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from cast import AT, Cast, log_in
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, strategies
from opinions import IMPOSTOR, PLAIN

from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.record.models import Entry
from secondline.support import actions, queries
from secondline.support.measuring import Served, span, table
from secondline.support.models import Request, Service
from secondline.support.rules import Said

MINUTE = timedelta(minutes=1)


def served(**changes: Any) -> Served:
    usual: dict[str, Any] = {
        "urgency": "waiting",
        "state": "answered",
        "asked_at": AT,
        "due_at": AT + 15 * MINUTE,
        "first_at": AT + 5 * MINUTE,
        "ended_at": AT + 10 * MINUTE,
        "waited": timedelta(0),
    }
    return Served(**{**usual, **changes})


def test_the_median_and_the_ninetieth_percentile_are_those_of_the_textbook() -> None:
    """Nearest rank: of ten values the ninth; the median of an even number lies between the two in the middle."""
    found = span([timedelta(minutes=each) for each in (7, 1, 3, 9, 5, 2, 8, 4, 10, 6)])
    assert (found.count, found.median, found.p90) == (10, 5.5 * MINUTE, 9 * MINUTE)
    assert span([MINUTE]).p90 == MINUTE
    assert (span([]).count, span([]).median) == (0, None)


@given(strategies.lists(strategies.integers(0, 10_000), min_size=1, max_size=50))
def test_nine_of_ten_lie_at_or_below_the_ninetieth_percentile(minutes: list[int]) -> None:
    found = span([timedelta(minutes=each) for each in minutes])
    assert found.p90 is not None and found.median is not None  # noqa: PT018  # both are there
    assert sum(timedelta(minutes=each) <= found.p90 for each in minutes) >= 0.9 * len(minutes)
    assert found.median <= found.p90 or len(minutes) < 2


def test_every_share_has_its_count() -> None:
    rows = table(
        [
            served(),
            served(ended_at=AT + 20 * MINUTE),
            served(state="withdrawn", first_at=None),
            served(state="taken", ended_at=None, first_at=None),
            served(
                urgency="held",
                state="countersigned",
                said=(Said("is-not-strong", "impostor"), Said("is-strong"), Said("is-weak")),
                waited=3 * MINUTE,
            ),
            served(state="reopened", said=(Said("is-weak"), Said("is-weak"))),
        ],
        AT + 16 * MINUTE,
    )
    waiting, _departing, held, _administrative, everything = rows
    assert (waiting.asked, waiting.open, waiting.overdue, waiting.withdrawn) == (5, 1, 1, 1)
    assert (waiting.within, waiting.of, waiting.final.count, waiting.first.count) == (2, 3, 3, 3)
    assert (held.reversed, held.looked_twice, held.officer.median) == (1, 1, 3 * MINUTE)
    assert (everything.asked, everything.reversed, everything.looked_twice) == (6, 1, 2)


@pytest.fixture
def chief(cast: Cast) -> Person:
    return Person.objects.create(username="chief", name="Chief", agency=cast.centre, role=Role.ADMINISTRATOR)


@pytest.mark.django_db
def test_the_page_shows_counts_and_the_reversal_rate(cast: Cast, request_: Request, at: datetime) -> None:
    at = timezone.now() - timedelta(hours=1)
    Request.objects.update(asked_at=at, due_at=at + 15 * MINUTE)
    for examiner, given_ in ((cast.examiner, IMPOSTOR), (cast.second_examiner, PLAIN)):
        actions.take(request=request_.pk, by=examiner, at=at)
        actions.answer(request=request_.pk, given=given_, by=examiner, at=at + 4 * MINUTE)
    third = Person.objects.create(username="t", name="T", agency=cast.centre, role=Role.EXAMINER)
    actions.take(request=request_.pk, by=third, at=at)
    actions.answer(request=request_.pk, given=PLAIN, by=third, at=at + 10 * MINUTE)
    page = log_in(cast.examiner).get(reverse("support:service"), {"days": "7"}).content.decode()
    assert "10 minutes; 10 minutes" in page
    assert "1 of 1 (100 %)" in page
    assert "0 of 1 (0 %)" in page
    assert "No duty lead is named" in page
    assert "Change times" not in page


@pytest.mark.django_db
def test_the_administrator_of_the_centre_changes_its_times_and_the_next_question_has_them(
    cast: Cast, chief: Person, at: datetime, inspection: Any
) -> None:
    client = log_in(chief)
    address = reverse("support:change-service")
    page = client.get(address).content.decode()
    assert 'value="15"' in page
    times = {
        "target-waiting": 7,
        "still-waiting": 5,
        "still-departing": 6,
        "target-held": 100,
        "still-held": 9,
    }
    times |= {"target-administrative": 2000, "still-administrative": 300}
    bad = client.post(address, {**times, "target-waiting": 0, "names": "none"})
    assert bad.status_code == 422
    assert client.post(address, {**times, "names": "numbers"}).headers["Location"] == reverse(
        "support:service"
    )
    asked = actions.ask(inspection=inspection.pk, question="?", urgency="waiting", by=cast.officer, at=at)
    assert asked.due_at == at + 7 * MINUTE
    assert queries.names_wish(cast.centre.pk) == "numbers"
    entry = Entry.objects.get(verb="service.change")
    assert '"waiting-target":7' in entry.facts
    assert Service.objects.get().minutes["departing"] == {"still": 6}


@pytest.mark.django_db
def test_an_agency_that_is_no_centre_has_no_such_page_nor_menu(cast: Cast) -> None:
    client = log_in(cast.administrator)
    assert client.get(reverse("support:service")).status_code == 404
    assert client.get(reverse("support:change-service")).status_code == 404
    assert reverse("support:service") not in client.get(reverse("people:persons")).content.decode()
