"""Pages are compressed for who can read it so; nothing else is."""

import gzip

import pytest
from cast import Cast, log_in
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from secondline.shell.compression import PageCompressionMiddleware

LONG = b"<p>The same words again and again.</p>" * 200


def sent(response: HttpResponse | FileResponse, encoding: str = "gzip") -> HttpResponse | FileResponse:
    request = RequestFactory().get("/", headers={"Accept-Encoding": encoding})
    return PageCompressionMiddleware(lambda _request: response)(request)  # type: ignore[return-value]


def test_a_page_is_compressed_and_says_that_it_depends_on_the_reader() -> None:
    answer = sent(HttpResponse(LONG))
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert gzip.decompress(answer.content) == LONG
    assert len(answer.content) < len(LONG) / 5


@pytest.mark.parametrize("content", ["image/jpeg", "application/pdf", "application/octet-stream", "text/csv"])
def test_what_is_no_page_goes_as_it_is(content: str) -> None:
    answer = sent(HttpResponse(LONG, content_type=content))
    assert "Content-Encoding" not in answer
    assert answer.content == LONG


def test_who_cannot_read_it_gets_it_plain() -> None:
    assert sent(HttpResponse(LONG), "identity").content == LONG


def test_the_same_page_is_not_of_the_same_length_twice() -> None:
    """So that a length tells nothing (BREACH)."""
    assert len({len(sent(HttpResponse(LONG)).content) for _ in range(40)}) > 1


@pytest.mark.django_db
def test_the_house_compresses_its_pages(cast: Cast) -> None:
    answer = log_in(cast.officer).get("/inspections/new/", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 30_000
