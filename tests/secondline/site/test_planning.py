"""A plan becomes the cards at the posts it names, and takes them along when it goes."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, log_in
from django.http import Http404
from pytest_django.fixtures import Settings
from shelf import Shelf

from secondline.people.models import Post
from secondline.record.models import Entry
from secondline.reference.actions.offering import offer_card
from secondline.reference.actions.standing import withdraw
from secondline.reference.models import CardOffer
from secondline.register.actions import import_detections
from secondline.site.planning import MOST_AT_A_POST, offer_planned, offer_plans, plans_wait
from secondline.trends.actions import keep_plan, withdraw_plan
from secondline.trends.models import Plan

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_FOLDER = tmp_path / "keys"


def row(stratum: str, *, targeted: int = 5, by_lot: int = 1, expected: float = 4.0) -> dict[str, Any]:
    return {"stratum": stratum, "targeted": targeted, "by_lot": by_lot, "expected": expected}


def adopt(cast: Cast, at: datetime, level: str, *rows: dict[str, Any]) -> Plan:
    return keep_plan(
        level=level, month=MARCH, checks=100, random_percent=10, rows=rows, by=cast.analyst, at=at
    )


def offered(post: Post) -> set[str]:
    """What the post is offered, by code."""
    return {(each.alert or each.type).code for each in CardOffer.objects.filter(post=post)}  # type: ignore[union-attr]


def test_a_plan_for_a_post_and_nationality_brings_the_cards_of_its_documents_there(
    cast: Cast, at: datetime
) -> None:
    shelf = Shelf(cast, at)
    alert = shelf.publish(shelf.alert(issuer="UTO"))
    other = shelf.publish(shelf.alert(issuer="SWE"))
    draft = shelf.alert(issuer="UTO")
    plan = adopt(cast, at, "post-nationality", row("UTO-AIR|UTO"), row("UTO-AIR|SWE", targeted=0, by_lot=0))
    assert plans_wait(at)
    assert offer_plans(at=at) == 1
    assert offered(cast.airport) == {alert.code}
    assert not {other.code, draft.code} & offered(cast.airport)
    offer = CardOffer.objects.get()
    assert (offer.origin, offer.origin_month, offer.offered_by) == (plan.pk, MARCH, None)
    plan.refresh_from_db()
    assert (plan.cards, plan.offered_at) == (1, at)
    assert not plans_wait(at)
    assert Entry.objects.filter(verb="card.offer", agency=cast.utopia.pk).count() == 1


def test_the_officer_at_the_post_reads_why_the_card_is_there(cast: Cast, at: datetime) -> None:
    shelf = Shelf(cast, at)
    shelf.publish(shelf.alert(issuer="UTO"))
    adopt(cast, at, "nationality", row("UTO"))
    offer_plans(at=at)
    page = log_in(cast.officer).get("/inspections/new/").content.decode()
    assert "Copies without watermark" in page
    assert "because of the plan of Mar 2026" in page
    library = log_in(cast.officer).get("/reference/library/").content.decode()
    assert "because of the plan of Mar 2026" in library
    stranger = log_in(cast.outsider).get("/inspections/new/").content.decode()
    assert "Copies without watermark" not in stranger


def test_a_plan_by_kind_goes_to_every_post_of_the_agency_and_to_no_other(cast: Cast, at: datetime) -> None:
    shelf = Shelf(cast, at)
    shelf.publish(shelf.type(kind="identity-card", numbering=""))
    adopt(cast, at, "kind", row("identity-card"))
    own = Post.objects.filter(agency=cast.utopia).count()
    assert offer_plans(at=at) == own
    assert set(CardOffer.objects.values_list("post__agency", flat=True)) == {cast.utopia.pk}


def test_a_plan_by_post_offers_what_was_found_there(cast: Cast, at: datetime) -> None:
    found = {"month": "2026-01", "post": "UTO-AIR", "fraud_class": "forged", "document_kind": "passport"}
    import_detections(rows=[{**found, "document_nationality": "UTO"}], by=cast.analyst, at=at, source="past")
    shelf = Shelf(cast, at)
    alert = shelf.publish(shelf.alert(issuer="UTO"))
    shelf.publish(shelf.alert(issuer="SWE"))
    adopt(cast, at, "post", row("UTO-AIR"))
    offer_plans(at=at)
    assert offered(cast.airport) == {alert.code}


def test_doing_it_again_changes_nothing(cast: Cast, at: datetime) -> None:
    shelf = Shelf(cast, at)
    shelf.publish(shelf.alert(issuer="UTO"))
    adopt(cast, at, "nationality", row("UTO"))
    offer_plans(at=at)
    before = set(CardOffer.objects.values_list("pk", flat=True))
    offer_planned.enqueue()
    assert set(CardOffer.objects.values_list("pk", flat=True)) == before


def test_a_later_plan_and_a_withdrawn_one_take_their_cards_away(cast: Cast, at: datetime) -> None:
    shelf = Shelf(cast, at)
    first = shelf.publish(shelf.alert(issuer="UTO"))
    second = shelf.publish(shelf.alert(issuer="SWE"))
    adopt(cast, at, "post-nationality", row("UTO-AIR|UTO"))
    offer_plans(at=at)
    later = adopt(cast, at + timedelta(days=1), "post-nationality", row("UTO-AIR|SWE"))
    assert offered(cast.airport) == {first.code}
    offer_plans(at=at + timedelta(days=1))
    assert offered(cast.airport) == {second.code}
    withdraw_plan(plan=later.pk, by=cast.analyst, at=at + timedelta(days=2))
    assert plans_wait(at + timedelta(days=2))
    offer_plans(at=at + timedelta(days=2))
    assert offered(cast.airport) == set()
    assert not plans_wait(at + timedelta(days=2))


def test_what_a_person_offers_is_left_alone(cast: Cast, at: datetime) -> None:
    shelf = Shelf(cast, at)
    alert = shelf.publish(shelf.alert(issuer="UTO"))
    offer_card(post=cast.airport, thing=alert, by=cast.administrator, at=at, reason="Seen on Monday")
    plan = adopt(cast, at, "post-nationality", row("UTO-AIR|UTO"))
    offer_plans(at=at)
    withdraw_plan(plan=plan.pk, by=cast.analyst, at=at)
    offer_plans(at=at)
    offer = CardOffer.objects.get()
    assert (offer.reason, offer.origin, offer.offered_by) == ("Seen on Monday", None, cast.administrator)


def test_a_new_alert_joins_within_a_day(cast: Cast, at: datetime) -> None:
    shelf = Shelf(cast, at)
    adopt(cast, at, "nationality", row("UTO"))
    assert offer_plans(at=at) == 0
    alert = shelf.publish(shelf.alert(issuer="UTO"))
    tomorrow = at + timedelta(days=1, minutes=1)
    assert plans_wait(tomorrow)
    offer_plans(at=tomorrow)
    assert offered(cast.airport) == {alert.code}


def test_a_withdrawn_alert_is_offered_nowhere(cast: Cast, at: datetime) -> None:
    shelf = Shelf(cast, at)
    alert = shelf.publish(shelf.alert(issuer="UTO"))
    adopt(cast, at, "nationality", row("UTO"))
    offer_plans(at=at)
    withdraw(thing=alert, why="wrong", by=cast.second_examiner, at=at)
    offer_plans(at=at + timedelta(days=2))
    assert not CardOffer.objects.exists()


def test_a_post_is_not_flooded_with_cards(cast: Cast, at: datetime) -> None:
    shelf = Shelf(cast, at)
    states = ("UTO", "SWE", "FIN", "NOR", "DNK")
    for state in states:
        for number in range(2):
            shelf.publish(shelf.alert(issuer=state, title={"en": f"{state} {number}"}))
    adopt(cast, at, "post-nationality", *(row(f"UTO-AIR|{state}") for state in states))
    offer_plans(at=at)
    assert CardOffer.objects.filter(post=cast.airport).count() == MOST_AT_A_POST


def test_the_analyst_sees_how_many_cards_came_of_it_and_may_withdraw(cast: Cast, at: datetime) -> None:
    shelf = Shelf(cast, at)
    shelf.publish(shelf.alert(issuer="UTO"))
    plan = adopt(cast, at, "post-nationality", row("UTO-AIR|UTO"))
    offer_plans(at=at)
    client = log_in(cast.analyst)
    assert "1 card offered" in client.get("/trends/where/").content.decode()
    assert client.post(f"/trends/where/{plan.pk}/withdraw").status_code == 302
    assert "withdrawn" in client.get("/trends/where/").content.decode()


@pytest.mark.parametrize("role", ["officer", "examiner", "administrator", "auditor", "outside_analyst"])
def test_nobody_else_withdraws_a_plan(cast: Cast, at: datetime, role: str) -> None:
    plan = adopt(cast, at, "nationality", row("UTO"))
    with pytest.raises(Http404):
        withdraw_plan(plan=plan.pk, by=getattr(cast, role), at=at)
    assert log_in(getattr(cast, role)).post(f"/trends/where/{plan.pk}/withdraw").status_code == 404
    plan.refresh_from_db()
    assert plan.withdrawn_at is None
