"""When a traveller leaves: the next time that the clock at the post shows the hour, also when clocks change."""

from datetime import UTC, datetime

import pytest

from secondline.support.forms import AskForm


def utc(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "typed", "leaves"),
    [
        (utc(20, 10, 0), "12:30", utc(20, 10, 30)),  # summer time, two hours ahead of UTC
        (utc(20, 10, 0), "11:30", utc(21, 9, 30)),  # passed today: tomorrow
        (utc(20, 10, 0), "12:00", utc(21, 10, 0)),  # this very minute is not ahead
        (utc(25, 0, 30), "02:10", utc(25, 1, 10)),  # 02:30 the first time: 02:10 comes once more
        (utc(25, 1, 10), "02:30", utc(25, 1, 30)),  # 02:10 the second time: 02:30 is still ahead
        (utc(25, 1, 40), "02:30", utc(26, 1, 30)),
    ],
)
def test_the_next_time_that_the_clock_at_the_post_shows_the_hour(
    at: datetime, typed: str, leaves: datetime
) -> None:
    form = AskForm({"urgency": "departing", "departs": typed, "question": "?"})
    assert form.is_valid(), form.errors
    assert form.departs_at(at, "Europe/Berlin") == leaves
