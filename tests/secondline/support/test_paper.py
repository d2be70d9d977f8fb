"""The opinion on paper: the same bytes again, hostile words as words, letters that no font has, whoever checks it."""

import hashlib
import json
import re
import zlib
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import typst
import zxingcpp
from cast import Cast, log_in
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, strategies
from inspection_kit import prepared
from opinions import IMPOSTOR, PLAIN
from PIL import Image

from secondline.evidence.models import Item
from secondline.evidence.queries import storage
from secondline.inspections.models import Exhibit
from secondline.record.models import Entry
from secondline.support import actions
from secondline.support.marks import PictureMark, Shape
from secondline.support.models import Paper, Request, Service
from secondline.support.paper.child import FONTS, draw_code
from secondline.support.paper.glyphs import fit, printable
from secondline.support.paper.press import PressError, press

pytestmark = pytest.mark.django_db
HOSTILE = '#panic("x") \\ $a$ *b* `c` <d> @e #read("/etc/passwd") // f\n= heading\u202e\u0007 中 #eval("1")'


def jpeg(size: tuple[int, int] = (300, 200)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, (200, 220, 210)).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def answered(cast: Cast, request_: Request, at: datetime) -> Request:
    """A case with one picture, answered with words that would do harm if they were read as markup."""
    item = prepared(cast.officer, at, width=300, height=200)
    storage(cast.utopia.pk).put_derived(item.sha256, "page", jpeg())
    Exhibit.objects.create(
        inspection_id=request_.inspection_id, item=item, position=1, added_by=cast.officer, added_at=at
    )
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    given_ = replace(PLAIN, reasons=HOSTILE, limits="x" * 4000 + " y" * 2000)
    return actions.answer(request=request_.pk, given=given_, by=cast.examiner, at=at)


def address(code: str) -> str:
    return f"https://desc.example/support/check/?code={code}"


def issued(request: Request, by: Any, at: datetime) -> tuple[Paper, bytes]:
    found = Request.objects.select_related("inspection__agency", "inspection__post", "centre").get(
        pk=request.pk
    )
    return actions.issue(request=found, address=address, by=by, at=at)


def words_of(pdf: bytes) -> bytes:
    """All streams of the file, inflated."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    out = b""
    for each in found:
        try:
            out += zlib.decompress(each)
        except zlib.error:
            out += each
    return out


def test_a_paper_made_again_has_the_same_bytes_and_says_that_it_is_pdf_a(
    cast: Cast, answered: Request, at: datetime
) -> None:
    paper, made = issued(answered, cast.officer, at)
    assert hashlib.sha256(made).hexdigest() == paper.digest
    assert actions.make(paper=paper) == made
    again, same = issued(answered, cast.colleague, at)
    assert (again.pk, same) == (paper.pk, made)
    metadata = words_of(made)
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert b"2026-03-02T09:30:00" in metadata  # the time of the opinion, not of the printing
    assert Entry.objects.filter(verb="paper.issue", thing=paper.pk).count() == 1


def test_hostile_words_stand_there_as_words(cast: Cast, answered: Request, at: datetime) -> None:
    paper, _made = issued(answered, cast.officer, at)
    (opinion,) = paper.content["opinions"]
    assert HOSTILE in {value for _name, value in opinion["rows"]}
    assert "root:" not in json.dumps(paper.content)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_paper_is_in_the_reader_s_language_and_one_is_issued_in_each(
    cast: Cast, answered: Request, at: datetime, language: str
) -> None:
    with translation.override(language):
        paper, made = issued(answered, cast.officer, at)
    assert (paper.language, paper.content["language"]) == (language, language)
    assert made.startswith(b"%PDF-1.7")


def test_names_stand_on_it_as_the_centre_wishes(cast: Cast, answered: Request, at: datetime) -> None:
    cast.examiner.number = "E-17"
    cast.examiner.save()
    called = []
    for wish, language in (("names", "en"), ("numbers", "ru"), ("none", "kk")):
        Service.objects.update_or_create(centre=cast.centre, defaults={"names": wish})
        with translation.override(language):
            paper, _made = issued(answered, cast.officer, at)
        called.append(paper.content["opinions"][0]["rows"][0][1])
    assert called[:2] == ["Examiner", "E-17"]
    assert "Examiner" not in called[2] or "1" in called[2]


def test_before_the_answer_and_after_erasure_there_is_no_paper(
    cast: Cast, request_: Request, at: datetime
) -> None:
    with pytest.raises(Http404):
        issued(request_, cast.officer, at)
    assert not Paper.objects.exists()
    paper = Paper.objects.create(
        request=request_, language="en", code="A" * 12, digest="0" * 64, issued_by=cast.officer, issued_at=at
    )
    with pytest.raises(Http404):
        actions.make(paper=paper)


def test_a_working_copy_that_changed_is_no_longer_what_was_issued(
    cast: Cast, answered: Request, at: datetime, as_officer: Client
) -> None:
    issued(answered, cast.officer, at)
    item = Item.objects.get()
    storage(item.agency_id).put_derived(item.sha256, "page", jpeg((200, 300)))
    with pytest.raises(actions.PaperDiffersError):
        issued(answered, cast.officer, at)
    page = as_officer.get(reverse("support:paper", args=[answered.pk]), follow=True)
    assert "could not be made just now" in page.content.decode()


def test_a_code_is_checked_by_who_has_access_and_by_nobody_else(
    cast: Cast, answered: Request, at: datetime
) -> None:
    paper, made = issued(answered, cast.officer, at)
    typed = f"{paper.code[:4]}-{paper.code[4:8]} {paper.code[8:]}".lower()
    for person in (cast.officer, cast.examiner):
        page = log_in(person).get(reverse("support:check"), {"code": typed}).content.decode()
        assert paper.digest in page
        assert "This code was issued" in page
    for code in (typed, "AAAA-AAAA-AAAA"):
        page = log_in(cast.outsider).get(reverse("support:check"), {"code": code}).content.decode()
        assert "no paper with this code" in page
        assert "UTO-2026" not in page
    response = log_in(cast.officer).get(reverse("support:paper", args=[answered.pk]))
    assert (response.content, response.headers["Content-Type"]) == (made, "application/pdf")
    assert log_in(cast.outsider).get(reverse("support:paper", args=[answered.pk])).status_code == 404
    assert Entry.objects.filter(verb="paper.read", thing=paper.pk).count() == 3


def test_three_opinions_and_marks_of_every_shape_are_drawn(
    cast: Cast, answered: Request, at: datetime
) -> None:
    """The seam for the bench: marks as data. Drawn here as the template draws them, read back by its code."""
    paper, plain = issued(answered, cast.officer, at)
    points = [(0.1, 0.1), (0.9, 0.5), (0.4, 0.9)]
    marks = [PictureMark(uuid4(), shape, points, "1", "seam").plain() for shape in Shape]
    marks.append(PictureMark(uuid4(), Shape.BOX, [(float("nan"), -3.0), (7.0, 0.5)]).plain())
    assert marks[-1]["points"] == [[0.0, 0.0], [1.0, 0.5]]
    stands = json.loads(json.dumps(paper.content))
    stands["inputs"][0]["marks"] = marks
    stands["further"] = [{"label": "Visa", "conclusion": "Neither"}]
    stands["not_examined"] = ["The chip"]
    finding = {"source": "s", "words": "w", "verdict": "v", "reason": "r"}
    stands["opinions"] = [{**stands["opinions"][0], "findings": [finding, {**finding, "reason": ""}]}] * 3
    drawn = press(stands, {"0.jpg": jpeg()})
    assert len(drawn) > len(plain)
    assert press(stands, {"0.jpg": jpeg()}) == drawn


def test_the_square_on_the_paper_leads_to_its_check(tmp_path: Any) -> None:
    draw_code(tmp_path, address("ABCDEFGHJKMN"))
    page = b'#set page(width: 60mm, height: 60mm)\n#image("code.svg", width: 40mm)'
    (tmp_path / "main.typ").write_bytes(page)
    picture = typst.compile(str(tmp_path / "main.typ"), format="png", ppi=200)
    (read,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))
    assert read.text == address("ABCDEFGHJKMN")


def test_a_content_that_is_none_fails_aloud() -> None:
    with pytest.raises(PressError, match="exit status"):
        press({"address": "x", "at": "2026-01-01T00:00:00+00:00"}, {})


KNOWN = printable(FONTS / "NotoSans-Regular.ttf")


def test_the_fonts_print_the_three_languages_and_say_what_they_cannot() -> None:
    kazakh = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі Ёё №“”–…"
    assert fit(kazakh, KNOWN) == kazakh
    assert fit("中\u202e\u0007a\tb\u00a0c\n", KNOWN) == "[U+4E2D]a b c\n"


@given(strategies.text(max_size=40))
def test_any_text_is_fit_for_print(text: str) -> None:
    assert all(ord(letter) in KNOWN or letter in "\n " for letter in fit(text, KNOWN))


def test_an_impostor_paper_names_both_examiners_and_how_it_ended(
    cast: Cast, request_: Request, at: datetime
) -> None:
    for examiner, conclusion in ((cast.examiner, "is-not-strong"), (cast.second_examiner, "is-not-weak")):
        actions.take(request=request_.pk, by=examiner, at=at)
        actions.answer(
            request=request_.pk, given=replace(IMPOSTOR, conclusion=conclusion), by=examiner, at=at
        )
    paper, _made = issued(request_, cast.officer, at)
    assert [each["rows"][0][1] for each in paper.content["opinions"]] == ["Examiner", "Second"]
    assert "they agree" in paper.content["ended"]
