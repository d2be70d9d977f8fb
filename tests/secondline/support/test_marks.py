"""Marks: who draws them, who sees them when, what is refused, and where they stand in the end."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from cast import Cast, log_in
from django.http import Http404
from django.urls import reverse
from hypothesis import given, strategies
from inspection_kit import prepared
from opinions import IMPOSTOR, PLAIN

from secondline.evidence.models import Item
from secondline.inspections.models import Exhibit
from secondline.people.models import Person
from secondline.record.models import Entry
from secondline.record.rules import NotNowError
from secondline.support import actions, queries
from secondline.support.answering import Judged, Source, Verdict
from secondline.support.marks import (
    MOST_MARKS,
    MOST_POINTS,
    Drawn,
    Shape,
    faults,
    path_of,
    read_points,
    write_points,
)
from secondline.support.models import Comparison, Mark, Request

pytestmark = pytest.mark.django_db
BOX = ((0.1, 0.2), (0.4, 0.5))


@pytest.fixture
def item(cast: Cast, request_: Request, at: datetime) -> Item:
    made = prepared(cast.officer, at, centre=cast.centre, width=300, height=200)
    Exhibit.objects.create(
        inspection_id=request_.inspection_id, item=made, position=1, added_by=cast.officer, added_at=at
    )
    return made


@pytest.fixture
def taken(cast: Cast, request_: Request, at: datetime) -> Request:
    return actions.take(request=request_.pk, by=cast.examiner, at=at)


def drawn(item: Item, shape: str = "box", points: object = BOX, **more: object) -> Drawn:
    given_ = {"id": uuid4(), "finding": "officer", "text": "", **more}
    return Drawn(item=item.pk, shape=shape, points=points, **given_)  # type: ignore[arg-type]  # by name


def draw(request: Request, what: Drawn, by: Person, at: datetime) -> Mark:
    return actions.mark(request=request.pk, drawn=what, by=by, at=at)


def test_a_mark_is_kept_with_its_finding_and_the_record_says_only_that_there_is_one(
    cast: Cast, taken: Request, item: Item, at: datetime
) -> None:
    later = at + timedelta(minutes=5)
    made = draw(taken, drawn(item, text=" glue "), cast.examiner, later)
    assert (made.words, made.text, made.opinion) == ("The lines look uneven.", "glue", None)
    entry = Entry.objects.get(verb="request.mark")
    assert (entry.thing, entry.agency, entry.facts) == (
        taken.pk,
        cast.utopia.pk,
        f'{{"mark":"{made.pk}"}}',
    )
    taken.refresh_from_db()
    assert taken.touched_at == later


def test_the_same_mark_twice_is_one_and_its_id_is_no_other_s(
    cast: Cast, taken: Request, item: Item, at: datetime
) -> None:
    one = drawn(item)
    assert draw(taken, one, cast.examiner, at).pk == draw(taken, one, cast.examiner, at).pk
    with pytest.raises(actions.OtherMarkError):
        draw(taken, replace(one, shape="ellipse"), cast.examiner, at)
    assert Mark.objects.count() == Entry.objects.filter(verb="request.mark").count() == 1


def test_only_who_has_it_in_hand_draws_also_while_the_officer_is_asked(
    cast: Cast, request_: Request, item: Item, at: datetime
) -> None:
    with pytest.raises(NotNowError):
        draw(request_, drawn(item), cast.examiner, at)
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    with pytest.raises(NotNowError):
        draw(request_, drawn(item), cast.second_examiner, at)
    for person in (cast.officer, cast.outsider, cast.analyst):
        with pytest.raises(Http404):
            draw(request_, drawn(item), person, at)
    actions.question(request=request_.pk, text="Sharper?", by=cast.examiner, at=at)
    made = draw(request_, drawn(item), cast.examiner, at)
    assert actions.unmark(request=request_.pk, mark=made.pk, by=cast.examiner, at=at)
    assert not actions.unmark(request=request_.pk, mark=made.pk, by=cast.examiner, at=at)
    assert Entry.objects.filter(verb="request.unmark").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"shape": "polygon"}, "shape"),
        ({"shape": "star"}, "shape"),
        ({"points": BOX[:1]}, "points"),
        ({"points": (*BOX, (0.1, 0.1))}, "points"),
        ({"points": ((0.1, 0.2), (1.2, 0.5))}, "points"),
        ({"points": ((float("nan"), 0.2), (0.4, 0.5))}, "points"),
        ({"points": ((0.1, 0.2), (0.1, 0.2))}, "points"),
        ({"shape": "freehand", "points": BOX * MOST_POINTS}, "points"),
        ({"shape": "text", "points": BOX[:1]}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"finding": "f1-1"}, "finding"),
        ({"finding": "x-4"}, "finding"),
        ({"finding": ""}, "finding"),
    ],
)
def test_what_is_no_mark_is_refused(
    cast: Cast, taken: Request, item: Item, at: datetime, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(actions.UnfitMarkError) as refused:
        draw(taken, drawn(item, **wrong), cast.examiner, at)  # type: ignore[arg-type]  # by name
    assert field in refused.value.faults
    assert not Mark.objects.exists()


def test_a_picture_of_another_case_takes_no_mark_and_no_comparison(
    cast: Cast, taken: Request, item: Item, at: datetime
) -> None:
    Exhibit.objects.all().delete()
    with pytest.raises(actions.UnfitMarkError):
        draw(taken, drawn(item), cast.examiner, at)
    beside = actions.Beside(item.pk, "UTO-AO-01001", 1, "data", "white")
    with pytest.raises(actions.UnfitMarkError):
        actions.compare(request=taken.pk, beside=beside, by=cast.examiner, at=at)


def test_there_is_an_end_to_marks(cast: Cast, taken: Request, item: Item, at: datetime) -> None:
    rows = [
        Mark(request=taken, examiner=cast.examiner, item=item, shape="box", points=BOX, finding="x-1", at=at)
        for _ in range(MOST_MARKS)
    ]
    Mark.objects.bulk_create(rows)
    with pytest.raises(actions.TooManyMarksError):
        draw(taken, drawn(item), cast.examiner, at)


def test_a_second_examiner_sees_no_mark_of_the_first_before_both_have_concluded(
    cast: Cast, taken: Request, item: Item, at: datetime
) -> None:
    draw(taken, drawn(item, text="firstly glued"), cast.examiner, at)
    actions.answer(request=taken.pk, given=IMPOSTOR, by=cast.examiner, at=at)
    actions.take(request=taken.pk, by=cast.second_examiner, at=at)
    second = log_in(cast.second_examiner)
    bench = reverse("support:bench", args=[taken.inspection_id])
    export = reverse("support:marks", args=[taken.pk])
    assert "firstly" not in second.get(bench).content.decode()
    assert second.get(export).json()["total"] == 0
    draw(taken, drawn(item, text="second"), cast.second_examiner, at + timedelta(minutes=1))
    actions.answer(request=taken.pk, given=IMPOSTOR, by=cast.second_examiner, at=at)
    taken.refresh_from_db()
    for person in (cast.examiner, cast.second_examiner):
        assert [each.text for each in queries.marks_seen_by(person, taken)] == ["firstly glued", "second"]
    assert second.get(export).json()["total"] == 2


def test_what_who_put_it_back_has_drawn_is_nobody_s_opinion(
    cast: Cast, taken: Request, item: Item, at: datetime
) -> None:
    draw(taken, drawn(item, text="left behind"), cast.examiner, at)
    actions.put_back(request=taken.pk, by=cast.examiner, at=at)
    actions.take(request=taken.pk, by=cast.second_examiner, at=at)
    actions.answer(request=taken.pk, given=PLAIN, by=cast.second_examiner, at=at)
    taken.refresh_from_db()
    assert queries.marks_seen_by(cast.second_examiner, taken) == []
    assert queries.marks_of(taken.opinions.get()) == []


def test_with_the_opinion_marks_freeze_and_belong_to_it(
    cast: Cast, taken: Request, item: Item, at: datetime
) -> None:
    made = draw(taken, drawn(item), cast.examiner, at)
    actions.answer(request=taken.pk, given=PLAIN, by=cast.examiner, at=at)
    (mark,) = queries.marks_of(taken.opinions.get())
    assert (mark.item, mark.shape, mark.label, mark.finding) == (item.pk, Shape.BOX, "1", "officer")
    for deed in (
        lambda: draw(taken, drawn(item), cast.examiner, at),
        lambda: actions.unmark(request=taken.pk, mark=made.pk, by=cast.examiner, at=at),
    ):
        with pytest.raises(NotNowError):
            deed()


def test_a_place_marked_for_an_own_finding_wants_its_words(
    cast: Cast, taken: Request, item: Item, at: datetime
) -> None:
    draw(taken, drawn(item, finding="x-2", text="Ink under the lamina"), cast.examiner, at)
    with pytest.raises(actions.UnfitOpinionError) as lacking:
        actions.answer(request=taken.pk, given=PLAIN, by=cast.examiner, at=at)
    assert set(lacking.value.faults) == {"added-2"}
    page = log_in(cast.examiner).get(reverse("case", args=[taken.inspection_id])).content.decode()
    assert 'value="Ink under the lamina"' in page
    own = Judged("x-2", Source.EXAMINER, Verdict.ADDED, words="Ink-jet dots")
    actions.answer(request=taken.pk, given=replace(PLAIN, judged=(own,)), by=cast.examiner, at=at)
    (mark,) = queries.marks_of(taken.opinions.get())
    assert mark.words == "Ink-jet dots"


def test_retention_takes_marks_and_comparisons_away(
    cast: Cast, taken: Request, item: Item, at: datetime
) -> None:
    draw(taken, drawn(item), cast.examiner, at)
    beside = actions.Beside(item.pk, "UTO-AO-01001", 1, "data", "white")
    assert actions.compare(request=taken.pk, beside=beside, by=cast.examiner, at=at)
    assert not actions.compare(request=taken.pk, beside=beside, by=cast.examiner, at=at)
    actions.answer(request=taken.pk, given=PLAIN, by=cast.examiner, at=at)
    assert queries.personal_data(taken.inspection)[0]["marks"]
    assert actions.erase_expired(at=at + timedelta(days=3660)) == 1
    assert (Mark.objects.count(), Comparison.objects.count()) == (0, 0)


def test_what_was_compared_is_offered_to_the_opinion(
    cast: Cast, taken: Request, item: Item, at: datetime
) -> None:
    for light in ("white", "ultraviolet-a", "white"):
        beside = actions.Beside(item.pk, "UTO-AO-01001", 1, "data", light)
        actions.compare(request=taken.pk, beside=beside, by=cast.examiner, at=at)
    page = log_in(cast.examiner).get(reverse("case", args=[taken.inspection_id])).content.decode()
    assert 'value="UTO-AO-01001 (White light, Ultraviolet, 365 nm)"' in page


def test_on_paper_and_on_the_page_each_mark_has_a_number_and_its_finding(
    cast: Cast, taken: Request, item: Item, at: datetime
) -> None:
    shapes = {
        "box": BOX,
        "ellipse": BOX,
        "line": BOX,
        "arrow": BOX,
        "freehand": (*BOX, (0.6, 0.1)),
        "text": BOX[:1],
    }
    for place, (shape, points) in enumerate(shapes.items()):
        what = drawn(item, shape=shape, points=points, text=f"seen {shape}")
        draw(taken, what, cast.examiner, at + timedelta(seconds=place))
    given_ = replace(PLAIN, conclusion="is-not-demonstrated", in_favour="The height fits.")
    actions.answer(request=taken.pk, given=given_, by=cast.examiner, at=at)
    actions.take(request=taken.pk, by=cast.second_examiner, at=at)
    draw(taken, drawn(item, text="two"), cast.second_examiner, at)
    actions.answer(request=taken.pk, given=given_, by=cast.second_examiner, at=at)
    from_officer = log_in(cast.officer)
    page = from_officer.get(reverse("case", args=[taken.inspection_id])).content.decode()
    assert page.count("<figcaption>1. data page, White light</figcaption>") == 2
    Item.objects.filter(pk=item.pk).update(state="received")  # nothing is drawn; what was marked still stands
    found = Request.objects.select_related("inspection__agency", "inspection__post", "centre").get(
        pk=taken.pk
    )
    paper, made = actions.issue(
        request=found, address=lambda code: f"https://x/{code}", by=cast.officer, at=at
    )
    rows = [each["marks"] for each in paper.content["opinions"]]
    assert [row[0] for row in rows[0]] == [f"1.{number}" for number in range(1, 7)]
    assert rows[1] == [["2.1", "1. data page, White light", "The lines look uneven.", "two"]]
    drawn_there = list(paper.content["inputs"][0]["marks"])
    assert {each["label"] for each in drawn_there} == {row[0] for part in rows for row in part}
    assert [each["text"] for each in drawn_there if each["text"]] == ["seen text"]
    assert made == actions.make(paper=paper)


def test_exported_marks_are_web_annotations(cast: Cast, taken: Request, item: Item, at: datetime) -> None:
    """The selectors as the recommendation of 2017 has them: 4.2.1 (FragmentSelector) and 4.2.7 (SvgSelector)."""
    draw(taken, drawn(item, text="<b>"), cast.examiner, at)
    for later, (shape, points) in enumerate((("arrow", BOX), ("text", BOX[:1])), start=1):
        what = drawn(item, shape=shape, points=points, text="T")
        draw(taken, what, cast.examiner, at + timedelta(seconds=later))
    response = log_in(cast.examiner).get(reverse("support:marks", args=[taken.pk]))
    assert response.headers["Content-Type"].startswith("application/ld+json")
    found = json.loads(response.content)
    assert (found["type"], found["total"]) == ("AnnotationCollection", 3)
    box, arrow, text = found["first"]["items"]
    assert box["target"]["source"] == f"urn:sha256:{item.sha256}"
    assert box["target"]["selector"]["value"] == "xywh=percent:10.0000,20.0000,30.0000,30.0000"
    assert [each["value"] for each in box["body"]] == ["The lines look uneven.", "<b>"]
    assert arrow["target"]["selector"]["type"] == text["target"]["selector"]["type"] == "SvgSelector"
    assert "<b>" not in arrow["target"]["selector"]["value"]
    assert UUID(box["id"].removeprefix("urn:uuid:"))


shares = strategies.floats(0, 1).map(lambda value: round(value, 5))


@given(strategies.lists(strategies.tuples(shares, shares), min_size=1, max_size=20))
def test_points_written_are_read_again(points: list[tuple[float, float]]) -> None:
    read = read_points(write_points(points))
    assert read is not None
    assert [tuple(round(value, 5) for value in point) for point in read] == points


@given(strategies.text(max_size=60))
def test_any_text_is_points_or_none(text: str) -> None:
    read = read_points(text)
    assert read is None or all(len(point) == 2 for point in read)


@pytest.mark.parametrize("text", ["", "10", "10 20 30", "10 x", "1e3 4", "10 20 " * 6000, "١٠ ٢٠"])
def test_what_is_no_pairs_of_numbers_is_no_points(text: str) -> None:
    assert read_points(text) is None
    assert read_points("10,5 20; 30 45.5") == ((0.105, 0.2), (0.3, 0.455))


@pytest.mark.parametrize("shape", ["box", "ellipse", "line", "arrow", "freehand"])
def test_a_shape_is_drawn_where_its_points_are(shape: str) -> None:
    """Every coordinate of the path lies within the two corners, but for an arrow's barbs."""
    path = path_of(shape, BOX, 100, 100)
    assert path.startswith("M")
    assert ("A15.00 15.00" in path) == (shape == "ellipse")
    assert path.count("M") == (2 if shape == "arrow" else 1)
    assert path_of("text", BOX[:1], 100, 100) == ""
    assert not faults(Drawn(uuid4(), uuid4(), shape, BOX, "x-1"))
