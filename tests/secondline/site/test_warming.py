"""What is read before the first page is asked for."""

import logging
from typing import Any

import pytest
from django.db import DatabaseError
from django.template import engines

from secondline.site import warming
from traveldoc.vocabulary import names, vocabulary


@pytest.mark.django_db
def test_vocabularies_and_templates_are_read_before_a_page_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)  # the test's own stays open
    warming.warm()
    read_by_then = vocabulary.cache_info().misses
    for name in names():
        vocabulary(name)
    assert vocabulary.cache_info().misses == read_by_then
    engine: Any = engines["django"]
    read = engine.engine.template_loaders[0].get_template_cache
    assert {"support/case.html", "trends/detections.html"} <= {key.split("-")[0] for key in read}


def test_a_register_that_can_not_be_read_is_no_reason_not_to_serve(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(warming, "_read_counts", broken)
    with caplog.at_level(logging.WARNING):
        warming.warm()
    assert "no such table" in caplog.text
