"""What the library knows stands at its step: alerts first, then the specimen's place, as far as released."""

from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from cast import Cast
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django.fixtures import Settings
from shelf import Shelf

from secondline.inspections import actions, beforehand
from secondline.inspections.actions import Paper
from secondline.inspections.beforehand import MOST_AT_A_STEP, hints
from secondline.inspections.models import Inspection

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)


@pytest.fixture
def shelf(cast: Cast, at: datetime, settings: Settings, tmp_path: Path) -> Shelf:
    settings.LIBRARY_FOLDER = tmp_path / "library"
    return Shelf(cast, at)


@pytest.fixture
def known(inspection: Inspection) -> Inspection:
    Inspection.objects.filter(pk=inspection.pk).update(issuer="UTO", document_kind="passport")
    return Inspection.objects.get(pk=inspection.pk)


def stocked(shelf: Shelf) -> None:
    thing = shelf.type(numbering="")
    picture = shelf.picture(thing)
    place = {"left": 0.5, "top": 0.25, "width": 0.2, "height": 0.2}
    shelf.feature(thing, "watermark", picture=picture, second={"en": "Two tones."}, **place)
    shelf.feature(thing, "ghost-portrait", step="face", light="white", **place)
    for _ in range(MOST_AT_A_STEP + 2):
        shelf.feature(thing, "hologram", step="edges")
    shelf.publish(thing)
    alert = shelf.alert()
    shelf.sign(alert, "No emblem against the light.", step="lamina")
    shelf.publish(alert)
    shelf.publish(shelf.alert(title={"en": "Cut corners"}, recognise={"en": "By hand."}))


def test_alerts_come_first_and_the_specimens_place_is_cut_out(
    cast: Cast, known: Inspection, shelf: Shelf
) -> None:
    stocked(shelf)
    found = hints(cast.officer, known, None, on=ON)
    lamina = [hint for hint in found if hint.step == "lamina"]
    assert [hint.warns for hint in lamina] == [True, False]
    assert lamina[0].text == "No emblem against the light."
    assert "Two tones." in lamina[1].text
    # 120 by 80 pixels, the place with 40 % of its size around it
    assert lamina[1].view == "50 14 43 29"
    assert lamina[1].picture
    # Without a picture of its own the place is cut from the page in the same light.
    assert [hint.view for hint in found if hint.step == "face"] == ["50 14 43 29"]
    assert [hint.title for hint in found if hint.step == "consistency"] == ["Cut corners"]
    assert sum(hint.step == "edges" for hint in found) == MOST_AT_A_STEP


def test_the_page_shows_them(as_officer: Client, known: Inspection, shelf: Shelf) -> None:
    stocked(shelf)
    page = as_officer.get(reverse("inspections:guide", args=[known.pk])).content.decode()
    assert "Known false:" in page
    assert 'viewBox="50 14 43 29"' in page


def test_in_a_house_whose_library_has_no_pages_the_words_are_left(
    cast: Cast, known: Inspection, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_: object, **__: object) -> str:
        raise NoReverseMatch

    stocked(shelf)
    monkeypatch.setattr(beforehand, "reverse", nowhere)
    assert not any(hint.picture for hint in hints(cast.officer, known, None, on=ON))


def test_what_was_not_released_and_what_is_not_known_gives_nothing(
    cast: Cast, known: Inspection, shelf: Shelf, at: datetime
) -> None:
    shelf.alert()
    assert hints(cast.officer, known, None, on=ON) == []
    stocked(shelf)
    document = actions.add_document(
        inspection=known.pk, id=uuid4(), paper=Paper(kind="", issuer=""), by=cast.officer, at=at
    )
    assert hints(cast.officer, known, document, on=ON) == []
    known.visual = {"date_of_issue": "2015-05-01", "document_number": "X"}
    assert hints(cast.officer, known, None, on=ON)
