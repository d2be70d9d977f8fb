"""The bench's page: what lies on it, in which size, beside which specimen, and what its form answers."""

import hashlib
import json
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.test import Client
from django.urls import reverse
from django.utils import translation
from inspection_kit import prepared

from secondline.inspections.models import Document, Examination, Exhibit, Inspection
from secondline.reference.models import DocumentType, LibraryPicture
from secondline.support import actions
from secondline.support.bench import as_data, grouped, sheets, specimens
from secondline.support.keys import KEYS, by_group, by_key
from secondline.support.models import Comparison, Mark, Request
from secondline.support.saying import script_words
from secondline.support.scale import FORMATS, format_of, is_cut_to

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).parents[3] / "src" / "secondline" / "support" / "static" / "support"
SCRIPTS = sorted((STATIC / "bench").glob("*.js"))


def exhibit(cast: Cast, inspection: Inspection, at: datetime, **said: Any) -> Exhibit:
    position = inspection.exhibits.count() + 1
    item = prepared(
        cast.officer,
        at,
        centre=cast.centre,
        state="unusable" if said.get("trouble") else "prepared",
        trouble=said.pop("trouble", ""),
        width=said.pop("width", 1250),
        height=said.pop("height", 880),
        reading=said.pop("reading", None),
    )
    return Exhibit.objects.create(
        inspection=inspection, item=item, position=position, added_by=cast.officer, added_at=at, **said
    )


@pytest.fixture
def taken(cast: Cast, request_: Request, at: datetime) -> Request:
    return actions.take(request=request_.pk, by=cast.examiner, at=at)


@pytest.fixture
def as_examiner(cast: Cast) -> Client:
    return log_in(cast.examiner)


@pytest.fixture
def specimen(cast: Cast, at: datetime) -> LibraryPicture:
    """A published type of the case's issuer and kind, with one picture that a second person confirmed."""
    kind = DocumentType.objects.create(
        agency=cast.centre,
        code="UTO-AO-01001",
        stage="published",
        sharing="green",
        issuer="UTO",
        kind="passport",
        written_by=cast.examiner,
        written_at=at,
        reviewed_by=cast.second_examiner,
        published_at=at,
    )
    return LibraryPicture.objects.create(
        type=kind,
        sha256="a" * 64,
        width=1000,
        height=700,
        cleared=True,
        confirmed=True,
        added_by=cast.examiner,
        added_at=at,
    )


def examined(inspection: Inspection, at: datetime, *exhibits: Exhibit, layout: str = "TD3") -> None:
    part = {
        "document": {"format": layout, "document_number": "L898902C3"},
        "exhibits": [str(each.pk) for each in exhibits],
        "findings": [],
        "lines": [],
        "confidence": [],
        "by_person": False,
        "grade": "consistent",
    }
    Examination.objects.create(
        inspection=inspection,
        run=9,
        engine="1",
        vocabulary="1",
        on=date(2026, 3, 2),
        parts=[part],
        grade="consistent",
        at=at,
    )
    Inspection.objects.filter(pk=inspection.pk).update(issuer="UTO", document_kind="passport")
    inspection.refresh_from_db()


def test_sizes_are_those_of_the_standard() -> None:
    """Doc 9303-4 2.2, -5 2.1, -6 2.1, -7 2.1 and 5.1; the first three are ID-3, ID-1, ID-2 of ISO/IEC 7810."""
    sizes = {each.id: (each.width, each.height) for each in FORMATS.values()}
    assert sizes == {
        "TD3": (125.0, 88.0),
        "TD1": (85.6, 53.98),
        "TD2": (105.0, 74.0),
        "MRVA": (120.0, 80.0),
        "MRVB": (105.0, 74.0),
    }
    assert format_of("FR2X36") == FORMATS["TD2"]
    assert format_of("") is None
    with translation.override("ru"):
        assert "85,6 × 53,98" in FORMATS["TD1"].words


@pytest.mark.parametrize(
    ("width", "height", "cut"),
    [(1250, 880, True), (1260, 880, True), (880, 1250, False), (1600, 1200, False), (1250, 0, False)],
)
def test_only_a_picture_with_the_page_s_proportions_is_taken_for_the_page(
    width: int, height: int, cut: bool
) -> None:
    assert is_cut_to(FORMATS["TD3"], width, height) == cut


def test_pictures_lie_by_document_page_and_light_each_with_its_scale(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    visa = Document.objects.create(
        inspection=inspection, position=2, kind="visa", added_by=cast.officer, added_at=at
    )
    characters = [[[[x, 0], [x + 8, 0], [x + 8, 12], [x, 12]] for x in (0, 25.4, 50.8)]]  # 10 pixels a mm
    other = exhibit(cast, inspection, at, page="other")
    of_visa = exhibit(cast, inspection, at, document=visa)
    data = exhibit(cast, inspection, at, reading={"boxes": characters})
    dark = exhibit(cast, inspection, at, light="ultraviolet-a", width=1600, height=1200)
    broken = exhibit(cast, inspection, at, trouble="damaged", width=None)
    examined(inspection, at, data, dark)
    found = sheets(inspection, [])
    order = [data, dark, broken, other, of_visa]
    assert [each.exhibit.pk for each in found] == [each.pk for each in order]
    assert [name for name, _rows in grouped(found)] == [
        "1. Passport: data page",
        "1. Passport: other page",
        "2. Visa: data page",
    ]
    shown = {each["id"]: each for each in as_data(found, [])["pictures"]}
    assert len(shown) == 4
    first, uv, foreign = (shown[str(each.item_id)] for each in (data, dark, of_visa))
    assert (first["format"], first["cut"], first["zone"]) == ("TD3", True, 0.1)
    assert (uv["format"], uv["cut"], uv["zone"]) == ("TD3", False, None)
    assert foreign["format"] == ""  # what is known of the passport says nothing of the visa
    assert "damaged" in found[2].trouble


def test_the_specimen_of_this_issuer_and_kind_lies_beside_it_as_far_as_it_is_released(
    cast: Cast, inspection: Inspection, specimen: LibraryPicture, at: datetime
) -> None:
    assert specimens(cast.examiner, inspection) == []  # nothing is known of the document yet
    examined(inspection, at)
    (found,) = specimens(cast.examiner, inspection)
    (picture,) = as_data([], [found])["specimens"]
    assert (picture["code"], picture["light"], picture["mm"]) == ("UTO-AO-01001", "white", [125.0, 88.0])
    assert picture["url"] == reverse("reference:picture", args=[specimen.pk])
    DocumentType.objects.update(numbering="N########")
    assert specimens(cast.examiner, inspection) == []  # no document of this type has such a number


def test_the_page_lets_only_the_holder_draw(
    cast: Cast, taken: Request, as_examiner: Client, at: datetime
) -> None:
    where = reverse("support:bench", args=[taken.inspection_id])
    assert "The case has no pictures." in as_examiner.get(where).content.decode()
    exhibit(cast, taken.inspection, at)
    page = as_examiner.get(where).content.decode()
    assert 'data-deed="tool-box"' in page
    assert reverse("support:mark", args=[taken.pk]) in page
    other = log_in(cast.second_examiner).get(where).content.decode()
    assert 'data-deed="tool-distance"' in other
    assert 'data-deed="tool-box"' not in other
    assert reverse("support:mark", args=[taken.pk]) not in other
    taken.inspection.exhibits.all().delete()
    Request.objects.all().delete()
    assert "No question was asked about this case." in as_examiner.get(where).content.decode()


def test_a_mark_by_numbers_is_kept_and_a_wrong_one_says_why(
    cast: Cast, taken: Request, as_examiner: Client, at: datetime
) -> None:
    item = exhibit(cast, taken.inspection, at).item
    where = reverse("support:mark", args=[taken.pk])
    form = {
        "id": str(uuid4()),
        "item": str(item.pk),
        "shape": "box",
        "points": "10 20",
        "finding": "officer",
        "text": "<i>",
    }
    page = as_examiner.post(where, form).content.decode()
    assert "Box: from 2 to 2 points, not 1." in unescape(page)
    assert 'value="10 20"' in page
    assert "These are no pairs" in as_examiner.post(where, {**form, "points": "ten"}).content.decode()
    answer = as_examiner.post(where, {**form, "points": "10 20 30,5 45", "run": "9"})
    assert answer.headers["Location"] == reverse("support:bench", args=[taken.inspection_id])
    page = as_examiner.get(answer.headers["Location"]).content.decode()
    assert "10 20 30.5 45" in page
    assert "&lt;i&gt;" in page
    mark = Mark.objects.get()
    assert (mark.run, mark.points) == (9, [[0.1, 0.2], [0.305, 0.45]])
    answer = as_examiner.post(reverse("support:unmark", args=[taken.pk]), {"mark": str(mark.pk)})
    assert (answer.status_code, Mark.objects.count()) == (302, 0)


def test_the_viewer_is_answered_in_json_also_when_it_is_refused(
    cast: Cast, taken: Request, as_examiner: Client, at: datetime
) -> None:
    item = exhibit(cast, taken.inspection, at).item
    where, away = (reverse(f"support:{name}", args=[taken.pk]) for name in ("mark", "unmark"))
    form = {"id": str(uuid4()), "item": str(item.pk), "shape": "box", "finding": "officer"}
    json_please = {"Accept": "application/json"}

    def send(to: str, **more: object) -> tuple[int, dict[str, str]]:
        response = as_examiner.post(to, {**form, **more}, headers=json_please)
        return response.status_code, response.json()

    assert send(where, points="10 20 30 45") == (200, {"id": form["id"]})
    assert send(where, points="10 20 30 45", shape="ellipse")[0] == 409
    assert send(where, points="10 20")[0] == 409
    assert send(where, points="1 2 3 4", id=str(uuid4()), finding="f1-7")[0] == 409
    assert send(away, mark="x") == (409, {"message": "There is no such mark."})
    assert send(away, mark=form["id"]) == send(away, mark=form["id"]) == (200, {"id": form["id"]})
    actions.put_back(request=taken.pk, by=cast.examiner, at=at)
    status, said = send(where, points="10 20 30 45")
    assert (status, "not in your hand any more" in said["message"]) == (409, True)
    page = as_examiner.post(where, {**form, "points": "10 20 30 45"}, follow=True).content.decode()
    assert "not in your hand any more" in page


def test_a_comparison_is_noted_with_what_may_be_seen_only(
    cast: Cast, taken: Request, as_examiner: Client, specimen: LibraryPicture, at: datetime
) -> None:
    item = exhibit(cast, taken.inspection, at).item
    where = reverse("support:compare", args=[taken.pk])
    beside = {"item": str(item.pk), "specimen": str(specimen.pk)}
    for noted in (True, False):
        assert as_examiner.post(where, beside, headers={"Accept": "application/json"}).json() == {
            "noted": noted
        }
    assert Comparison.objects.get().code == "UTO-AO-01001"
    assert as_examiner.post(where, {**beside, "specimen": str(uuid4())}).status_code == 404
    for wrong in ({"item": str(item.pk)}, {**beside, "item": str(uuid4())}):
        page = as_examiner.post(where, wrong, follow=True).content.decode()
        assert "picture" in page
    LibraryPicture.objects.update(confirmed=False)
    DocumentType.objects.update(agency=cast.arcadia, stage="draft")
    assert as_examiner.post(where, beside).status_code == 404


def test_what_was_typed_in_the_answer_outlives_a_way_to_the_bench(
    cast: Cast, taken: Request, as_examiner: Client, at: datetime
) -> None:
    examined(taken.inspection, at)
    key = f"opinion:{taken.pk}"
    typed = {"draft": key, "reasons": "Half a sentence", "run": "8", "judge-officer": "rejected"}
    assert as_examiner.post(reverse("inspections:drafts"), typed).status_code == 204
    case = reverse("case", args=[taken.inspection_id])
    page = as_examiner.get(case).content.decode()
    assert "Half a sentence" in page
    assert '<option value="rejected" selected>' in page  # what the officer said is of no run
    given = {
        "reasons": "Whole",
        "conclusion": "is-not-weak",
        "advice": "Ask",
        "none_in_favour": "on",
        "run": "9",
    }
    answer = as_examiner.post(reverse("support:answer", args=[taken.pk]), given)
    assert answer.cookies["draft-sent"].value == key
    assert "Half a sentence" not in log_in(cast.second_examiner).get(case).content.decode()


def test_every_key_is_printed_and_does_something() -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    assert len(by_key()) == len(KEYS)
    assert sum(len(rows) for _group, rows in by_group()) == sum(bool(each.words) for each in KEYS)
    for each in KEYS:
        stem, _dash, last = each.deed.partition("-")
        known = (each.deed, f"{stem}-${{", last) if last else (f"{stem}", f"{stem}(")
        assert any(word in scripts for word in known), each.deed


def test_every_word_that_the_script_says_is_on_the_page() -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    for name in script_words():
        assert f'"{name}"' in scripts, name
    assert json.dumps(script_words())


def test_the_scripts_are_short_and_the_vendored_file_is_the_one_that_the_note_names() -> None:
    assert all(len(path.read_text(encoding="utf-8").splitlines()) < 400 for path in SCRIPTS)
    note = (STATIC / "vendor" / "README.md").read_text()
    content = (STATIC / "vendor" / "openseadragon.min.js").read_bytes()
    assert f"`{hashlib.sha256(content).hexdigest()}`" in note
    assert b"sourceMappingURL" not in content
    assert (STATIC / "vendor" / "LICENSE-openseadragon").exists()
