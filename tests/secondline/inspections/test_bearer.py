"""Faces side by side: aligned by hand, compared feature by feature, never summed up."""

import math
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.http import Http404
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from inspection_kit import SPECIMEN, reading_of

from secondline.evidence.models import Item
from secondline.evidence.rules import State as ItemState
from secondline.inspections import actions, facing, marking, queries
from secondline.inspections.actions import Given
from secondline.inspections.facing import Points
from secondline.inspections.models import Exhibit, Inspection, Likeness
from secondline.inspections.rules import LIVE_DAYS, SLOT
from traveldoc.vocabulary import vocabulary

coordinate = st.floats(-5000, 5000)


@given(coordinate, coordinate, coordinate, coordinate)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_eyes_of_any_picture_come_to_lie_at_one_place(ax: float, ay: float, bx: float, by: float) -> None:
    assume(math.hypot(bx - ax, by - ay) >= facing.LEAST_DISTANCE)
    numbers = facing.transform(Points((ax, ay), (bx, by))).removeprefix("matrix(").removesuffix(")")
    a, b, c, d, e, f = map(float, numbers.split())
    room = 0.02 + 1e-5 * (abs(ax) + abs(ay) + abs(bx) + abs(by))
    for (x, y), (wantx, wanty) in (((ax, ay), facing.LEFT_EYE), ((bx, by), facing.RIGHT_EYE)):
        assert math.isclose(a * x + c * y + e, wantx, abs_tol=room)
        assert math.isclose(b * x + d * y + f, wanty, abs_tol=room)
    assert math.isclose(a, d)
    assert math.isclose(b, -c)  # turned and scaled, never sheared or mirrored


def test_a_whole_picture_fits_the_frame() -> None:
    assert facing.whole(600, 400) == "matrix(0.500000 0 0 0.500000 0.000 100.000)"
    assert facing.whole(0, 0).startswith("matrix(300")


@pytest.mark.parametrize(
    ("points", "fits"),
    [
        (Points((10, 10), (50, 10)), True),
        (Points((10, 10), (12, 10)), False),
        (Points((-1, 10), (50, 10)), False),
        (Points((10, 10), (50, 101)), False),
    ],
)
def test_points_lie_in_the_picture_and_apart(points: Points, *, fits: bool) -> None:
    assert points.within(100, 100) is fits


@pytest.fixture
def faces(cast: Cast, inspection: Inspection, at: datetime, picture: Any) -> list[Item]:
    """A data page and a photograph of the person."""
    items = [picture(reading_of(None)), picture(reading_of(None))]
    slots = [SLOT["data"], SLOT["live"]]
    actions.add(inspection=inspection.pk, given=list(zip(items, slots, strict=True)), by=cast.officer, at=at)
    return items


def judged(cast: Cast, inspection: Inspection, at: datetime, **given: Given) -> int:
    return actions.compare(
        inspection=inspection.pk, pair="document-live", given=given, by=cast.officer, at=at
    )


pytestmark = pytest.mark.django_db


def test_the_eyes_are_set_by_hand_and_the_last_ones_count(
    cast: Cast, inspection: Inspection, at: datetime, faces: list[Item]
) -> None:
    for left in (100, 120):
        points = Points((left, 200), (300, 210))
        actions.set_eyes(
            inspection=inspection.pk,
            item=faces[1].pk,
            points=points,
            by=cast.officer,
            at=at + timedelta(0, left),
        )
    found = {face.kind: face.eyes for face in queries.faces(inspection)}
    assert found["live"] is not None
    assert found["live"].left_x == 120
    assert found["document"] is None
    with pytest.raises(Http404):
        actions.set_eyes(inspection=inspection.pk, item=uuid4(), points=points, by=cast.officer, at=at)


def test_features_are_judged_by_a_person_and_never_summed_up(
    cast: Cast, inspection: Inspection, at: datetime, faces: list[Item]
) -> None:
    assert judged(cast, inspection, at, ears=Given("different", "Lobe grown on"), nose=Given("alike")) == 2
    assert judged(cast, inspection, at, ears=Given("different", "Lobe grown on"), tail=Given("alike")) == 0
    judged(cast, inspection, at + timedelta(1), ears=Given("cannot-tell"))
    found = {each.term.id: each.value for each in queries.features(inspection, "document-live") if each.value}
    assert found == {"ears": "cannot-tell", "nose": "alike"}
    assert Likeness.objects.count() == 3
    inspection.refresh_from_db()
    assert inspection.grade == "inconsistent"  # because it expired; the faces have no say in it
    with pytest.raises(Http404):
        actions.compare(inspection=inspection.pk, pair="nose-ear", given={}, by=cast.officer, at=at)
    assert faces


def test_the_checklist_is_that_of_fiswg() -> None:
    assert len(vocabulary("face-feature")) == 18
    assert all(term.source.startswith("FISWG") for term in vocabulary("face-feature"))


def test_the_page_shows_faces_points_and_list_and_no_number(
    as_officer: Client, inspection: Inspection, faces: list[Item]
) -> None:
    address = reverse("inspections:bearer", args=[inspection.pk])
    page = as_officer.get(address).content.decode()
    assert page.count("<figure") == 2
    assert len(page.encode()) < 70_000
    eyes = {"item": str(faces[0].pk), "left_x": "500", "left_y": "200", "right_x": "300", "right_y": "200"}
    as_officer.post(reverse("inspections:eyes", args=[inspection.pk]), eyes)
    page = as_officer.get(address).content.decode()
    assert "Eyes set by" in page
    assert 'value="300"' in page
    compare = reverse("inspections:compare", args=[inspection.pk, "document-live"])
    as_officer.post(compare, {"a-ears": "different", "n-ears": "Another lobe", "a-nose": "rubbish"})
    page = as_officer.get(address).content.decode()
    assert "Another lobe" in page
    assert Likeness.objects.count() == 1
    long = as_officer.post(compare, {"a-ears": "alike", "n-ears": "x" * 401}).content.decode()
    assert "x" * 401 in long


@pytest.mark.parametrize("change", [{"left_x": "nothing"}, {"left_x": "301"}, {"left_x": "9999"}])
def test_points_that_cannot_be_used_are_said(
    as_officer: Client, inspection: Inspection, faces: list[Item], change: dict[str, str]
) -> None:
    eyes = {"item": str(faces[0].pk), "left_x": "100", "left_y": "200", "right_x": "300", "right_y": "200"}
    answer = as_officer.post(
        reverse("inspections:eyes", args=[inspection.pk]), {**eyes, **change}, follow=True
    )
    assert "Give both points" in answer.content.decode()


def test_a_picture_or_pair_that_is_none_is_404(
    as_officer: Client, inspection: Inspection, faces: list[Item]
) -> None:
    eyes = {"item": str(uuid4()), "left_x": "100", "left_y": "200", "right_x": "300", "right_y": "200"}
    assert as_officer.post(reverse("inspections:eyes", args=[inspection.pk]), eyes).status_code == 404
    assert as_officer.post(reverse("inspections:compare", args=[inspection.pk, "a-b"])).status_code == 404
    assert faces


def test_without_pictures_the_page_says_what_is_missing_and_the_examiner_only_reads(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    actions.put_to_centre(inspection=inspection.pk, centre=cast.centre, by=cast.officer, at=at)
    page = log_in(cast.examiner).get(reverse("inspections:bearer", args=[inspection.pk])).content.decode()
    assert "There is no picture of a face yet" in page
    assert "data-eyes" not in page
    answer = log_in(cast.examiner).post(reverse("inspections:eyes", args=[inspection.pk]))
    assert answer.status_code == 404


def test_a_photograph_of_the_person_is_never_read_as_a_document(
    cast: Cast, inspection: Inspection, at: datetime, picture: Any
) -> None:
    lines = ("P<UTOMUSTER<<MAX<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X123456784UTO6001019M3001019<<<<<<<<<<<<<<06")
    actions.add(
        inspection=inspection.pk, given=[(picture(reading_of(lines)), SLOT["live"])], by=cast.officer, at=at
    )
    examination = queries.last_examination(inspection)
    assert examination is not None
    assert len(examination.parts) == 1


def test_a_photograph_of_the_person_goes_earlier_than_its_case(
    cast: Cast, inspection: Inspection, at: datetime, faces: list[Item]
) -> None:
    Inspection.objects.update(changed_at=at)
    later = at + timedelta(days=LIVE_DAYS + 1)
    assert actions.erase_expired(at=later) == 0  # the case is still open
    Inspection.objects.update(state="concluded")
    assert actions.erase_expired(at=later) == 1
    assert actions.erase_expired(at=later) == 0
    states = {item.pk: Item.objects.get(pk=item.pk).state for item in faces}
    assert states[faces[1].pk] == ItemState.ERASED
    assert states[faces[0].pk] != ItemState.ERASED
    assert Exhibit.objects.filter(page="live").exists()


def test_a_photograph_that_another_case_shows_stays(
    cast: Cast, inspection: Inspection, at: datetime, faces: list[Item]
) -> None:
    other = Inspection.objects.get(pk=inspection.pk)
    other.pk, other.number = uuid4(), 99
    other.save(force_insert=True)
    Exhibit.objects.create(
        inspection=other, item=faces[1], position=1, page="other", added_by=cast.officer, added_at=at
    )
    Inspection.objects.update(changed_at=at, state="concluded")
    assert actions.erase_expired(at=at + timedelta(days=LIVE_DAYS + 1)) == 0


def test_of_a_data_page_the_portrait_is_shown_and_pressed_on(
    cast: Cast, as_officer: Client, inspection: Inspection, at: datetime, picture: Any
) -> None:
    """Its zone tells where the portrait stands (Doc 9303-4, appendix A); without a zone it is the whole page."""
    item = picture(reading_of(SPECIMEN))
    actions.add(inspection=inspection.pk, given=[(item, SLOT["data"])], by=cast.officer, at=at)
    page = as_officer.get(reverse("inspections:bearer", args=[inspection.pk])).content.decode()
    crop = marking.portrait(reading_of(SPECIMEN))
    assert crop is not None
    assert page.count(f'viewBox="{crop.view_box}"') == 2  # beside the others, and to press on
    assert 'svg class="pick"' in page
    eyes = {"item": str(item.pk), "left_x": "50", "left_y": "20", "right_x": "80", "right_y": "20"}
    as_officer.post(reverse("inspections:eyes", args=[inspection.pk]), eyes)
    page = as_officer.get(reverse("inspections:bearer", args=[inspection.pk])).content.decode()
    assert page.count(f'viewBox="{crop.view_box}"') == 1  # laid on its eyes now
