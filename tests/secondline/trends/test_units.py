"""Signals and the link count persons, incidents or documents, as the address says; persons where it does not."""

from datetime import date, datetime
from typing import Any

import pytest
from cast import Cast, log_in
from django.http import Http404

from borderstats.phrase import Phrase
from borderstats.rate import jeffreys_share, poisson_rate
from secondline.register.actions import import_detections
from secondline.trends.actions import judge_alarm
from secondline.trends.models import Verdict
from secondline.trends.queries.link import link
from secondline.trends.queries.own import own_side
from secondline.trends.queries.scanning import scanned
from secondline.trends.queries.signals import counts, signals
from secondline.trends.rules import SILENT, month_after

pytestmark = pytest.mark.django_db
LAST = date(2026, 2, 1)


@pytest.fixture
def coach(cast: Cast, at: datetime) -> None:
    """Three to five persons a month, each alone with one document; then a coach of thirty, of one incident,
    two of them with a visa besides. Fifty inspections a month.
    """
    rows: list[dict[str, Any]] = []
    for ago in range(60):
        month = {
            "month": f"{month_after(LAST, -ago):%Y-%m}",
            "post": "UTO-AIR",
            "document_nationality": "TUN",
        }
        forged = {**month, "fraud_class": "forged", "document_kind": "passport"}
        alone = 0 if ago == 0 else 3 + ago % 3
        rows += [forged] * alone
        if ago == 0:
            rows += [{**forged, "incident": "coach", "person": f"p{n}", "role": "main"} for n in range(30)]
            visa = {**forged, "document_kind": "visa", "role": "visa", "incident": "coach"}
            rows += [{**visa, "person": f"p{n}"} for n in range(2)]
        rows += [{**month, "fraud_class": "no-fraud-found"}] * (50 - max(alone, 30 if ago == 0 else 0))
    import_detections(rows=rows, by=cast.analyst, at=at, source="past")


def seen(cast: Cast, unit: str) -> dict[str, int]:
    return {alarm.level: alarm.seen for alarm in signals(cast.analyst, LAST, unit=unit).alarms}


@pytest.mark.usefixtures("coach")
def test_a_coach_is_thirty_persons_one_incident_and_thirty_two_documents(cast: Cast) -> None:
    for unit, number in (("person", 30), ("incident", 1), ("document", 32)):
        counted = counts(cast.analyst, "all", LAST, unit=unit)
        assert counted.found[0, -2:].tolist() == [4, number]
    assert seen(cast, "person")["all"] == 30
    assert seen(cast, "document")["all"] == 32
    assert "all" not in seen(cast, "incident")


@pytest.mark.usefixtures("coach")
def test_the_scan_counts_what_is_asked_for(cast: Cast) -> None:
    persons, incidents = (scanned(cast.analyst, "post", LAST, unit=unit) for unit in ("person", "incident"))
    assert persons.found[0].count >= 30
    assert persons.found[0].p_value < 0.05
    assert all(each.p_value > 0.05 for each in incidents.found)


@pytest.mark.usefixtures("coach")
def test_the_address_says_what_is_counted(cast: Cast) -> None:
    client = log_in(cast.analyst)
    usual = client.get("/trends/signals/").content.decode()
    assert '<option value="person" selected>' in usual
    assert "Tunisia" in usual
    incidents = client.get("/trends/signals/?unit=incident").content.decode()
    assert '<option value="incident" selected>' in incidents
    assert "That is not proof that nothing changed" in incidents
    assert "unit=incident&amp;group=" in incidents
    assert '<option value="person" selected>' in client.get("/trends/signals/?unit=soul").content.decode()


@pytest.mark.usefixtures("coach")
def test_a_verdict_is_of_what_was_counted(cast: Cast, at: datetime) -> None:
    client = log_in(cast.analyst)
    told = {
        "level": "all",
        "stratum": "",
        "month": "2026-02",
        "verdict": "artefact",
        "reference": "",
        "of": "",
    }
    answer = client.post("/trends/signals/verdict", told | {"unit": "document"})
    assert answer["Location"].endswith("unit=document")
    client.post("/trends/signals/verdict", told | {"verdict": "real"})
    assert set(Verdict.objects.values_list("unit", "verdict")) == {
        ("document", "artefact"),
        ("person", "real"),
    }
    verdicts = {
        unit: [
            alarm.verdict.verdict for alarm in signals(cast.analyst, LAST, unit=unit).alarms if alarm.verdict
        ]
        for unit in ("person", "document")
    }
    assert verdicts == {"person": ["real"], "document": ["artefact"]}
    assert client.post("/trends/signals/verdict", told | {"unit": "soul"}).status_code == 404
    with pytest.raises(Http404):
        judge_alarm(
            level="series", stratum="a|b|TUN", month=LAST, unit="document", verdict="real", reference="",
            by=cast.analyst, at=at,
        )  # fmt: skip


@pytest.mark.usefixtures("coach")
def test_the_link_counts_finds_in_the_unit_and_inspections_in_persons(cast: Cast, at: datetime) -> None:
    def row(unit: str) -> Any:
        silent = {name: Phrase(words) for name, words in SILENT.items()}
        own = own_side(cast.analyst, citizenship="", at=at, unit=unit)
        found = link(cast.analyst, None, own, area="", silent=silent)
        return found.rows[-1]

    assert [(row(u).found, row(u).looked) for u in ("person", "incident", "document")] == [
        (30, 50), (1, 50), (32, 50),
    ]  # fmt: skip
    share, rate = jeffreys_share(30, 50, per=100), poisson_rate(32, 50, per=100)
    assert row("person").rate == pytest.approx((float(share.value), float(share.low), float(share.high)))
    assert row("document").rate == pytest.approx((float(rate.value), float(rate.low), float(rate.high)))


@pytest.mark.usefixtures("coach")
def test_the_page_of_the_link_keeps_the_unit_in_its_address(cast: Cast) -> None:
    page = log_in(cast.analyst).get("/trends/link/?unit=document").content.decode()
    assert '<option value="document" selected>documents</option>' in page
    assert '<input type="hidden" name="unit" value="document">' in page
    assert '<th scope="row">Feb 2026</th><td class="count">32</td>' in page
