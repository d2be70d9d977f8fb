"""An alarm is linked to an alert of the library: chosen from a list, looked up again when it is sent."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from cast import Cast, log_in
from shelf import Shelf

from secondline.reference.models import Alert
from secondline.trends.actions import judge_alarm
from secondline.trends.models import Verdict
from secondline.trends.rules import state_of

pytestmark = pytest.mark.django_db
MONTH = date(2026, 2, 1)
ALARM = {"month": "2026-02", "level": "nationality", "stratum": "UTO", "of": ""}
PAGE = f"/trends/signals/alert/?{urlencode(ALARM)}"


@pytest.fixture
def alert(cast: Cast, at: datetime) -> Alert:
    shelf = Shelf(cast, at)
    shelf.publish(shelf.alert(issuer="SWE", title={"en": "Swedish copies"}))
    return shelf.publish(shelf.alert())


def test_the_analyst_searches_and_chooses(cast: Cast, alert: Alert) -> None:
    client = log_in(cast.analyst)
    everything = client.get(PAGE).content.decode()
    assert "Copies without watermark" in everything
    assert "Swedish copies" in everything
    found = client.get(f"{PAGE}&search=Utopia").content.decode()
    assert "Copies without watermark" in found
    assert "Swedish copies" not in found
    answer = client.post(PAGE, {"alert": str(alert.pk), "verdict": "real"})
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/trends/signals/?month=2026-02&of=&unit=person",
    )
    verdict = Verdict.objects.get()
    assert (verdict.alert, verdict.verdict, verdict.month) == (alert.pk, "real", MONTH)
    assert verdict.reference == alert.code, "a title would be in one language only"


def test_an_alert_of_another_state_than_the_alarm_is_linked_with_a_warning(cast: Cast, alert: Alert) -> None:
    client = log_in(cast.analyst)
    swedish = Alert.objects.get(issuer="SWE")
    page = client.get(PAGE).content.decode()
    assert page.count("another state than the alarm") == 1
    warned = client.post(PAGE, {"alert": str(swedish.pk), "verdict": "real"}, follow=True).content.decode()
    assert "The alert is about Sweden, the alarm about Utopia" in warned
    assert Verdict.objects.get().alert == swedish.pk
    same = client.post(PAGE, {"alert": str(alert.pk), "verdict": "real"}, follow=True).content.decode()
    assert "The alert is about" not in same


@pytest.mark.parametrize(
    ("level", "stratum", "state"),
    [
        ("nationality", ("TUN",), "TUN"), ("post-nationality", ("UTO-AIR", "IND"), "IND"), ("class", ("forged",), ""),
        ("all", (), ""), ("series", ("frontex", "North", "TUN"), "TUN"), ("series", (), ""),
    ],
)  # fmt: skip
def test_an_alarm_is_about_the_state_of_its_documents(
    level: str, stratum: tuple[str, ...], state: str
) -> None:
    assert state_of(level, stratum) == state


def test_the_link_stays_while_its_words_stay(cast: Cast, at: datetime, alert: Alert) -> None:
    log_in(cast.analyst).post(PAGE, {"alert": str(alert.pk), "verdict": "watch"})
    known = Verdict.objects.get().reference
    told: dict[str, Any] = {"level": "nationality", "stratum": "UTO", "month": MONTH, "verdict": "real"}
    judge_alarm(**told, reference=known, by=cast.analyst, at=at)
    assert Verdict.objects.get().alert == alert.pk
    judge_alarm(**told, reference="Bulletin 3", by=cast.analyst, at=at)
    assert Verdict.objects.get().alert is None


@pytest.mark.parametrize("chosen", ["", "A-2026-0001", "0198f5c0-0000-7000-8000-000000000000"])
def test_what_is_no_alert_is_not_linked(cast: Cast, alert: Alert, chosen: str) -> None:
    answer = log_in(cast.analyst).post(PAGE, {"alert": chosen, "verdict": "real"})
    assert answer.status_code == (404 if len(chosen) == 36 else 302)
    assert not Verdict.objects.exists()


def test_an_alert_that_is_not_released_to_the_agency_can_be_neither_seen_nor_named(
    cast: Cast, at: datetime
) -> None:
    shelf = Shelf(cast, at)
    hidden = shelf.publish(shelf.alert(sharing="amber-strict"))
    draft = shelf.alert()
    client = log_in(cast.outside_analyst)
    assert "Copies without watermark" not in client.get(PAGE).content.decode()
    for each in (hidden, draft):
        assert client.post(PAGE, {"alert": str(each.pk), "verdict": "real"}).status_code == 404
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": "2126-03"},  # not over yet
        {"month": "soon"},
        {"level": "person"},
        {"stratum": ""},
        {"stratum": "UTO|SWE"},
        {"level": "series", "stratum": "UTO"},
    ],
)
def test_an_alarm_that_cannot_be_is_not_found(cast: Cast, wrong: dict[str, str]) -> None:
    address = f"/trends/signals/alert/?{urlencode({**ALARM, **wrong})}"
    assert log_in(cast.analyst).get(address).status_code == 404


@pytest.mark.parametrize("role", ["officer", "examiner", "administrator", "auditor"])
def test_only_an_analyst_links(cast: Cast, alert: Alert, role: str) -> None:
    client = log_in(getattr(cast, role))
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"alert": str(alert.pk), "verdict": "real"}).status_code == 404
    assert not Verdict.objects.exists()
