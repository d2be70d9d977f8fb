"""The demonstration's library: 25 types and 24 false ones, and their pictures drawn in the background."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cast import Cast
from pytest_django.fixtures import Settings

from secondline.reference.actions.exchanging import take_in
from secondline.reference.actions.standing import publish, submit
from secondline.reference.models import Alert, DocumentType
from secondline.reference.queries.cards import card_of
from secondline.site.demo import drawing, library
from secondline.site.rounds import drawing_wanted

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_everything_is_taken_in_has_a_card_and_one_gets_its_pictures(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.LIBRARY_FOLDER = tmp_path
    assert not drawing_wanted(AT)
    plan = take_in(bundles=library.bundles(), by=cast.examiner, at=AT)
    assert (plan.fresh, plan.same) == (49, 0)
    assert DocumentType.objects.count() == 25
    for thing in plan.things:
        for tag in ("en", "ru", "kk"):
            card = card_of(thing, tag)
            assert 3 <= len(card.points) <= 5, thing.code
            assert all(point.text for point in card.points)
    assert take_in(bundles=library.bundles(), by=cast.examiner, at=AT, trial=True).same == 49
    alert = Alert.objects.get(code="F-2026-0010")
    publish(thing=submit(thing=alert, by=cast.examiner, at=AT), by=cast.second_examiner, at=AT)
    assert drawing.missing() == alert
    assert drawing_wanted(AT)
    passport = DocumentType.objects.get(code="UTO-AO-01001")
    publish(thing=submit(thing=passport, by=cast.examiner, at=AT), by=cast.second_examiner, at=AT)
    assert drawing.missing() == passport  # what the cases are compared with comes first
    drawing.draw_next.enqueue()
    assert drawing.missing() is None
    assert {p.light for p in alert.pictures.filter(confirmed=True)} >= {"white"}
    settings.DEMONSTRATION = False
    assert drawing.missing() is None
