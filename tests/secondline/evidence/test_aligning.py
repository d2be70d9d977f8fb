"""Pictures laid on each other: by an examiner who may see both, by the software or by hand, never beyond a case."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import cv2
import numpy as np
import pytest
from cast import Cast, log_in
from django.urls import reverse
from numpy.typing import NDArray
from pictures import encoded, opened, scene
from PIL import Image
from pytest_django.fixtures import Settings

from secondline.evidence import tasks
from secondline.evidence.actions import align, lay, let_go, prepare, put_to_centre, seal
from secondline.evidence.darkroom import Darkroom, TroubleError
from secondline.evidence.models import Alignment, Item
from secondline.evidence.queries import custody, storage
from secondline.evidence.rules import Making
from secondline.evidence.tasks import lay_soon
from secondline.people.models import Person
from secondline.record.models import Entry

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).parents[2] / "traveldoc" / "page" / "pictures" / "td3.jpg"
# From shares of the moving picture to shares of the fixed one.
TRUE = np.array([[0.8, 0.1, 0.1], [-0.08, 0.85, 0.12], [0.05, 0.03, 1.0]])
HALF = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
PAIRS = [[0.1, 0.1], [0.9, 0.15], [0.85, 0.9], [0.12, 0.8], [0.5, 0.4]]


def through(matrix: NDArray[Any], points: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    ends = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(ends[:, :2] / ends[:, 2:])


def page() -> NDArray[np.uint8]:
    with Image.open(PAGE) as picture:
        return np.asarray(picture.convert("RGB"))


def seen_aslant(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same page as another camera sees it: its points lie on the first picture where TRUE leads them."""
    height, width = pixels.shape[:2]
    matrix = np.diag([width, height, 1]) @ TRUE @ np.diag([1 / width, 1 / height, 1])
    step = np.linalg.inv(HALF) @ np.linalg.inv(matrix) @ HALF
    return np.asarray(cv2.warpPerspective(pixels, step, (width, height)), np.uint8)


def taken(by: Person, at: datetime, pixels: NDArray[np.uint8], centre: object = None) -> Item:
    data = encoded(Image.fromarray(pixels))
    item = prepare(item=seal(by=by, at=at, delivery=uuid4(), stream=BytesIO(data)).item, at=at)
    if centre:
        put_to_centre(items=[item], centre=centre, by=by, at=at)  # type: ignore[arg-type]
    return item


@pytest.fixture
def pair(cast: Cast, at: datetime) -> tuple[Item, Item]:
    """The page in white light, and inverted and dimmer from elsewhere; both put to the centre."""
    other = np.asarray(seen_aslant(page()) * -0.6 + 200, np.uint8)
    return taken(cast.officer, at, page(), cast.centre), taken(cast.officer, at, other, cast.centre)


@pytest.fixture
def plain_pair(cast: Cast, at: datetime) -> tuple[Item, Item]:
    fixed, moving = scene(600, 400), scene(500, 500)
    return tuple(taken(cast.officer, at, np.asarray(each), cast.centre) for each in (fixed, moving))  # type: ignore[return-value]


def ask(who: Person, fixed: Item, moving: Item, **more: str) -> Any:
    return log_in(who).post(reverse("evidence:align"), {"fixed": fixed.pk, "moving": moving.pk, **more})


def by_hand(matrix: NDArray[Any] = TRUE, count: int = 5) -> str:
    """Pairs that lie on each other by this matrix, as the page sends them."""
    here = PAIRS[:count]
    return json.dumps(
        [[list(there), at] for there, at in zip(through(matrix, here).tolist(), here, strict=True)]
    )


def test_two_lights_of_a_page_are_laid_on_each_other(cast: Cast, pair: tuple[Item, Item]) -> None:
    answer = ask(cast.examiner, *pair).json()
    assert (answer["state"], answer["how"], answer["quality"]) == ("done", "features", "good")
    found = np.array(answer["matrix"]).reshape(3, 3)
    assert np.abs(through(found, PAIRS) - through(TRUE, PAIRS)).max() < 0.002
    assert "The pictures agree at" in answer["words"][0]
    assert answer["words"][1].endswith(" mm.")  # the zone's characters say how large it is
    again = log_in(cast.examiner).get(reverse("evidence:alignment", args=[answer["id"]])).json()
    assert again == answer
    lines = [(line.verb, line.by) for line in custody(pair[0])]
    assert ("evidence.align", cast.examiner) in lines
    assert ("evidence.laid", None) in lines


def test_asked_twice_it_is_the_same_alignment(cast: Cast, pair: tuple[Item, Item]) -> None:
    assert ask(cast.examiner, *pair).json() == ask(cast.second_examiner, *pair).json()
    assert Entry.objects.filter(verb="evidence.align").count() == 1
    assert ask(cast.examiner, pair[1], pair[0]).json()["id"] != Alignment.objects.first().pk  # type: ignore[union-attr]
    assert Alignment.objects.count() == 2


def test_what_is_not_alike_is_not_laid_on_each_other_and_it_says_so(
    cast: Cast, plain_pair: tuple[Item, Item]
) -> None:
    answer = ask(cast.examiner, *plain_pair).json()
    assert (answer["state"], answer["quality"], answer["matrix"]) == ("done", "none", None)
    assert "Set pairs of points by hand" in answer["words"][-1]
    assert onto(cast.examiner, plain_pair[1], answer["id"], 0, 0, 0).status_code == 404


def test_points_set_by_hand_take_the_place_of_what_the_software_found(
    cast: Cast, plain_pair: tuple[Item, Item]
) -> None:
    first = ask(cast.examiner, *plain_pair).json()
    answer = ask(cast.examiner, *plain_pair, points=by_hand()).json()
    assert (answer["how"], answer["state"]) == ("points", "done")
    assert answer["quality"] in {"fair", "good"}
    assert np.abs(np.array(answer["matrix"]).reshape(3, 3) - TRUE).max() < 1e-6
    assert ask(cast.examiner, *plain_pair, points=by_hand()).json() == answer
    newest = ask(cast.examiner, *plain_pair).json()
    assert newest["how"] == "features"
    assert len({first["id"], answer["id"], newest["id"]}) == 3


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ("[[[0.1,0.1],[0.1,0.1]]]", "At least two pairs"),
        ("[[[0.1,0.1],[0.1,0.1]],[[0.1,0.1],[0.5,0.5]]]", "same place"),
        ("[[[0.1,0.1],[0.1,0.1]],[[0.2,0.2],[1.5,0.5]]]", "outside"),
        ("[[[0.1,0.1],[0.1,0.1]],[[0.2,NaN],[0.5,0.5]]]", "outside"),
        ("[[[0.1,0.1],[0.1,0.1]],[[0.2,true],[0.5,0.5]]]", "can't be read"),
        ("[[0.1,0.1],[0.1,0.1]]", "can't be read"),
        ("[" * 9_000, "can't be read"),
        ("{}", "At least two pairs"),
        ("7", "can't be read"),
        ("[[[0.1,0.1],[0.9,0.1]],[[0.9,0.1],[0.1,0.1]],[[0.5,0.9],[0.5,0.9]]]", "mirrored"),
    ],
)
def test_points_that_lay_nothing_on_anything_are_named(
    cast: Cast, plain_pair: tuple[Item, Item], points: str, words: str
) -> None:
    answer = ask(cast.examiner, *plain_pair, points=points)
    assert answer.status_code == 422
    assert words in answer.json()["message"]
    assert not Alignment.objects.exists()
    assert not Entry.objects.filter(verb="evidence.align").exists()


def test_a_form_without_javascript_goes_back_to_its_page_and_nowhere_else(
    cast: Cast, plain_pair: tuple[Item, Item]
) -> None:
    assert ask(cast.examiner, *plain_pair, points=by_hand(), next="/queue/")["Location"] == "/queue/"
    away = ask(cast.examiner, *plain_pair, points=by_hand(), next="https://elsewhere.example/")
    assert away.status_code == 200
    assert away["Content-Type"] == "application/json"


def onto(who: Person, moving: Item, alignment: object, *place: int, view: str = "plain") -> Any:
    log_in(who).get(reverse("evidence:layers", args=[moving.pk]))
    url = reverse("evidence:onto_tile", args=[moving.pk, alignment, view, *place])
    return log_in(who).get(url)


def test_a_tile_shows_the_moving_picture_where_the_fixed_one_is(cast: Cast, pair: tuple[Item, Item]) -> None:
    """Second way: the whole picture laid on the other by OpenCV, from the pixels that were handed in."""
    answer = ask(cast.examiner, *pair, points=by_hand()).json()
    height, width = page().shape[:2]
    moving = np.asarray(seen_aslant(page()) * -0.6 + 200, np.uint8)
    matrix = np.diag([width, height, 1]) @ TRUE @ np.diag([1 / width, 1 / height, 1])
    step = np.linalg.inv(HALF) @ matrix @ HALF
    expected = cv2.warpPerspective(moving, step, (width, height))
    inside = cv2.erode(
        cv2.warpPerspective(np.full((height, width), 255, np.uint8), step, (width, height)), np.ones((9, 9))
    )
    laid = np.zeros_like(expected)
    for x in range(2):
        tile = onto(cast.examiner, pair[1], answer["id"], 10, x, 0)
        assert tile.status_code == 200
        assert tile["Cache-Control"] == "private, max-age=3600, immutable"
        pixels = np.asarray(opened(tile.content))
        laid[: pixels.shape[0], 512 * x : 512 * x + pixels.shape[1]] = pixels
    away = np.abs(laid.astype(int) - expected.astype(int))
    assert away[inside > 0].mean() < 4
    outside = cv2.dilate(
        cv2.warpPerspective(np.full((height, width), 255, np.uint8), step, (width, height)), np.ones((9, 9))
    )
    assert laid[outside == 0].max() < 40


def test_what_lies_outside_is_black_in_every_view(cast: Cast, plain_pair: tuple[Item, Item]) -> None:
    small = np.array([[0.5, 0, 0.0], [0, 0.5, 0.0], [0, 0, 1.0]])
    answer = ask(cast.examiner, *plain_pair, points=by_hand(small)).json()
    for view in ("plain", "invert", "contrast", "highpass"):
        pixels = np.asarray(
            opened(onto(cast.examiner, plain_pair[1], answer["id"], 10, 0, 0, view=view).content)
        )
        assert pixels[300:, 400:].max() < 40, view


@pytest.mark.parametrize(
    ("place", "view"), [((11, 0, 0), "plain"), ((10, 2, 0), "plain"), ((10, 0, 0), "genuine")]
)
def test_no_tile_where_the_fixed_picture_has_none(
    cast: Cast, plain_pair: tuple[Item, Item], place: tuple[int, int, int], view: str
) -> None:
    answer = ask(cast.examiner, *plain_pair, points=by_hand()).json()
    assert onto(cast.examiner, plain_pair[1], answer["id"], 10, 1, 0).status_code == 200
    assert onto(cast.examiner, plain_pair[1], answer["id"], *place, view=view).status_code == 404
    assert onto(cast.examiner, plain_pair[0], answer["id"], 10, 0, 0).status_code == 404  # not the moving one


def test_every_address_of_an_alignment_for_every_person(cast: Cast, plain_pair: tuple[Item, Item]) -> None:
    answer = ask(cast.examiner, *plain_pair, points=by_hand()).json()
    onto(cast.examiner, plain_pair[1], answer["id"], 0, 0, 0)
    seers = {"officer", "colleague", "examiner", "second_examiner"}
    for name in cast.__dataclass_fields__:
        person = getattr(cast, name)
        if not isinstance(person, Person):
            continue
        client, expected = log_in(person), (200 if name in seers else 404)
        known = reverse("evidence:alignment", args=[answer["id"]])
        tile = reverse("evidence:onto_tile", args=[plain_pair[1].pk, answer["id"], "plain", 0, 0, 0])
        assert [client.get(url).status_code for url in (known, tile)] == [expected, expected], name
        assert client.post(known).status_code == client.post(tile).status_code == 405
        aligns = 200 if name in {"examiner", "second_examiner"} else 404
        assert ask(person, *plain_pair, points=by_hand()).status_code == aligns, name
        assert client.get(reverse("evidence:align")).status_code == 405


def test_pictures_of_two_agencies_one_not_put_to_the_centre_or_one_and_the_same_are_not_laid_on_each_other(
    cast: Cast, plain_pair: tuple[Item, Item], at: datetime
) -> None:
    foreign = taken(cast.outsider, at, np.asarray(scene(80, 60)), cast.centre)
    unasked = taken(cast.officer, at, np.asarray(scene(90, 60)))
    fixed, moving = plain_pair
    for pair in ((fixed, foreign), (foreign, moving), (fixed, unasked), (fixed, fixed)):
        assert ask(cast.examiner, *pair, points=by_hand()).status_code == 404
        assert ask(cast.examiner, *pair).status_code == 404
    nothing = {"fixed": "x", "moving": str(moving.pk)}
    assert log_in(cast.examiner).post(reverse("evidence:align"), nothing).status_code == 404
    assert not Alignment.objects.exists()


def test_what_is_no_picture_is_laid_on_nothing(cast: Cast, plain_pair: tuple[Item, Item]) -> None:
    Item.objects.filter(pk=plain_pair[0].pk).update(kind="chip")  # a chip without a face
    assert ask(cast.examiner, *plain_pair).status_code == 404
    Item.objects.filter(pk=plain_pair[0].pk).update(kind="picture", state="unusable", trouble="damaged")
    assert ask(cast.examiner, *plain_pair).status_code == 404
    Item.objects.filter(pk=plain_pair[0].pk).update(state="received", trouble="")
    assert ask(cast.examiner, *plain_pair, points=by_hand()).status_code == 404


def test_until_a_worker_comes_it_waits_and_a_killed_workers_is_taken_up_again(
    cast: Cast, plain_pair: tuple[Item, Item], at: datetime
) -> None:
    fixed, moving = plain_pair
    row = align(fixed=fixed, moving=moving, by=cast.examiner, at=at, then=lambda row: None)
    url = reverse("evidence:alignment", args=[row.pk])
    assert log_in(cast.examiner).get(url).json()["state"] == "waiting"
    assert tasks.resume() == 1
    assert log_in(cast.examiner).get(url).json()["state"] == "done"
    assert tasks.resume() == 0
    lay(alignment=row, at=at)  # a second worker that still holds the old row
    assert Entry.objects.filter(verb="evidence.laid").count() == 1
    row.refresh_from_db()
    lay(alignment=row, at=at)
    assert Entry.objects.filter(verb="evidence.laid").count() == 1


def test_where_it_cannot_be_found_out_it_says_why_and_is_tried_again_later(
    cast: Cast, plain_pair: tuple[Item, Item], monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    def fail(room: Darkroom, fixed: bytes, moving: bytes) -> None:
        raise TroubleError("too-long")

    monkeypatch.setattr(Darkroom, "lay", fail)
    answer = ask(cast.examiner, *plain_pair).json()
    assert (answer["state"], answer["matrix"]) == ("failed", None)
    assert "seconds" in answer["words"][0]
    monkeypatch.undo()
    assert ask(cast.examiner, *plain_pair).json()["id"] == answer["id"]
    Alignment.objects.update(at=at - timedelta(days=900))
    assert ask(cast.examiner, *plain_pair).json()["state"] == "done"


def test_a_picture_without_a_working_copy_is_a_failure_that_says_so(
    cast: Cast, plain_pair: tuple[Item, Item], at: datetime, settings: Settings
) -> None:
    fixed, moving = plain_pair
    row = align(fixed=fixed, moving=moving, by=cast.examiner, at=at, then=lambda row: None)
    Item.objects.filter(pk=fixed.pk).update(sha256="0" * 64, state="unusable", trouble="damaged")
    lay_soon(row)
    row.refresh_from_db()
    assert (row.state, row.trouble) == (Making.FAILED, "empty")


def test_alignments_are_erased_with_either_picture(
    cast: Cast, plain_pair: tuple[Item, Item], at: datetime
) -> None:
    ask(cast.examiner, *plain_pair, points=by_hand())
    row = Alignment.objects.get()
    let_go(items=[plain_pair[1].pk], at=at + timedelta(minutes=1))
    assert not Alignment.objects.exists()
    lay_soon(row)  # a task that comes too late finds nothing to do
    assert str(row)


def test_a_picture_whose_sealed_file_is_gone_is_a_failure_that_says_so(
    cast: Cast, plain_pair: tuple[Item, Item]
) -> None:
    store = storage(plain_pair[0].agency_id)
    store.erase(plain_pair[0].sha256)
    answer = ask(cast.examiner, *plain_pair).json()
    assert answer["state"] == "failed"
    assert "missing or was changed" in answer["words"][0]
