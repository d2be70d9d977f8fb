"""Linked cases: the same number, the same picture, the same photograph, the same way of working; and who is told."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.urls import reverse
from hypothesis import given, strategies
from inspection_kit import SPECIMEN, prepared
from opinions import PLAIN
from pytest_django.fixtures import Settings

from secondline.inspections.actions import open_inspection
from secondline.inspections.models import Exhibit, Inspection
from secondline.inspections.rules import Particulars
from secondline.people.keyring import KeyringError, path_of
from secondline.people.models import Person, Post
from secondline.support import actions
from secondline.support.linked import Links, linked
from secondline.support.linking import NEAR, Sort, banded, modus_threads, near, numbers, plain_number
from secondline.support.models import Trace
from secondline.support.tasks import anything_untraced, trace_cases

pytestmark = pytest.mark.django_db
PRINT = "0123456789abcdef" * 4


@pytest.fixture(autouse=True)
def _keys_apart(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_FOLDER = tmp_path / "keys"


def opened(by: Person, at: datetime, mrz: str = "\n".join(SPECIMEN)) -> Inspection:
    post = Post.objects.get(agency=by.agency_id)
    return open_inspection(id=uuid4(), post=post, particulars=Particulars(mrz=mrz), by=by, at=at)


def shown(inspection: Inspection, by: Person, at: datetime, **reading: str) -> None:
    item = prepared(by, at, reading=reading)
    Exhibit.objects.create(inspection=inspection, item=item, position=1, added_by=by, added_at=at)


def traced(*cases: Inspection, at: datetime) -> None:
    for case in cases:
        actions.trace(inspection=case.pk, at=at)


def reasons(person: Person, case: Inspection) -> list[tuple[str, tuple[str, ...]]]:
    found = linked(person, Inspection.objects.get(pk=case.pk))
    return [(str(link.inspection.pk), link.sorts) for link in found.shown]


def test_the_same_number_links_two_cases_of_one_agency(cast: Cast, at: datetime) -> None:
    one, other, third = opened(cast.officer, at), opened(cast.colleague, at), opened(cast.officer, at, mrz="")
    traced(one, other, third, at=at)
    assert reasons(cast.officer, one) == [(str(other.pk), ("number",))]
    assert reasons(cast.officer, third) == []
    assert not any("L898902C3" in digest for digest in Trace.objects.values_list("digest", flat=True))
    page = log_in(cast.officer).get(reverse("case", args=[one.pk])).content.decode()
    assert "the same document number" in page
    assert other.case_number in page


def test_another_agency_s_case_is_not_known_before_both_are_put_to_one_centre(
    cast: Cast, at: datetime
) -> None:
    ours, theirs = opened(cast.officer, at), opened(cast.outsider, at)
    traced(ours, theirs, at=at)
    assert linked(cast.officer, ours) == Links([])
    actions.ask(inspection=theirs.pk, question="?", urgency="held", by=cast.outsider, at=at)
    traced(theirs, at=at)
    assert linked(cast.officer, ours) == Links([])
    actions.ask(inspection=ours.pk, question="?", urgency="held", by=cast.officer, at=at)
    traced(ours, at=at)
    ours.refresh_from_db()
    assert linked(cast.officer, ours) == Links([], elsewhere=True)
    page = log_in(cast.officer).get(reverse("case", args=[ours.pk])).content.decode()
    assert "Another agency has a linked case at the centre" in page
    for secret in (theirs.case_number, "Arcadia", "document number</li>"):
        assert secret not in page
    assert reasons(cast.examiner, ours) == [(str(theirs.pk), ("number",))]


def test_a_picture_saved_anew_links_and_a_photo_on_another_document_says_so(cast: Cast, at: datetime) -> None:
    one, other, third = (opened(cast.officer, at, mrz="") for _ in range(3))
    changed = f"{int(PRINT, 16) ^ (2**11 - 1):064x}"  # eleven bits of 256
    shown(one, cast.officer, at, fingerprint=PRINT, portrait=PRINT)
    shown(other, cast.officer, at, fingerprint=changed, portrait=PRINT)
    shown(third, cast.officer, at, fingerprint="f" * 64, portrait=changed)
    traced(one, other, third, at=at)
    assert dict(reasons(cast.officer, one)) == {str(other.pk): ("picture",), str(third.pk): ("photo",)}


def test_a_way_of_working_links_for_examiners_and_hints_at_nothing(cast: Cast, at: datetime) -> None:
    ours, theirs = opened(cast.officer, at), opened(cast.outsider, at, mrz=OTHER)
    Inspection.objects.update(issuer="UTO", document_kind="passport-ordinary")
    for case, by in ((ours, cast.officer), (theirs, cast.outsider)):
        asked = actions.ask(inspection=case.pk, question="?", urgency="held", by=by, at=at)
        actions.take(request=asked.pk, by=cast.examiner, at=at)
        actions.answer(
            request=asked.pk, given=replace(PLAIN, modus=("transit-swap",)), by=cast.examiner, at=at
        )
    traced(ours, theirs, at=at)
    ours.refresh_from_db()
    assert reasons(cast.examiner, ours) == [(str(theirs.pk), ("modus",))]
    assert linked(cast.officer, ours) == Links([])


OTHER = "P<UTOOTHER<<PERSON<<<<<<<<<<<<<<<<<<<<<<<<<<\nX123456785UTO7408122F1204159<<<<<<<<<<<<<<04"


def test_the_worker_traces_what_changed_and_only_that(cast: Cast, at: datetime) -> None:
    case = opened(cast.officer, at)
    assert anything_untraced(at)
    trace_cases.enqueue()
    assert not anything_untraced(at)
    before = set(Trace.objects.values_list("pk", flat=True))
    trace_cases.enqueue()
    assert set(Trace.objects.values_list("pk", flat=True)) == before
    Inspection.objects.filter(pk=case.pk).update(erased_at=at)
    assert actions.trace(inspection=case.pk, at=at) == 0


def test_a_lost_key_file_is_noticed_and_not_made_anew(cast: Cast, at: datetime) -> None:
    case = opened(cast.officer, at)
    traced(case, at=at)
    path_of(cast.utopia.pk).unlink()
    with pytest.raises(KeyringError, match="missing"):
        traced(case, at=at)


def test_more_links_than_fit_are_counted(cast: Cast, at: datetime, monkeypatch: Any) -> None:
    monkeypatch.setattr("secondline.support.linked.MOST_LINKS", 1)
    cases = [opened(cast.officer, at) for _ in range(3)]
    traced(*cases, at=at)
    found = linked(cast.officer, cases[0])
    assert (len(found.shown), found.more) == (1, 1)
    assert "And 1 more." in log_in(cast.officer).get(reverse("case", args=[cases[0].pk])).content.decode()


def test_numbers_are_compared_without_what_people_type_between() -> None:
    assert plain_number("l8-98 902c3") == "L898902C3"
    assert plain_number("12") == ""
    assert numbers([{"document": {"document_number": "AB 123456"}}, {}], {"document_number": "ab123456"}) == [
        "AB123456"
    ]
    assert modus_threads([("", "passport", "x"), ("UTO", "", "x"), ("UTO", "p", "")]) == []


@given(strategies.integers(0, 2**256 - 1), strategies.sets(strategies.integers(0, 255), max_size=14))
def test_near_pictures_always_share_a_band(print_: int, flipped: set[int]) -> None:
    other = print_
    for bit in flipped:
        other ^= 1 << bit
    one, two = (f"{each:064x}" for each in (print_, other))
    bands = {each.band for each in banded(Sort.PICTURE, one)} & {
        each.band for each in banded(Sort.PICTURE, two)
    }
    assert near(Sort.PICTURE, one, two) is (len(flipped) <= NEAR[Sort.PICTURE])
    assert bands
    assert not near(Sort.NUMBER, one, two) or one == two
