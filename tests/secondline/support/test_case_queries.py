"""How often the page of a case and its polls ask the database, whatever lies in the case."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secondline.inspections.actions import Paper, add_document
from secondline.inspections.models import Inspection
from secondline.support import actions
from secondline.support.models import Request

pytestmark = pytest.mark.django_db
MOST = 36  # of a whole page, with the line that it writes in the record
MOST_OF_A_POLL = 8
Most = Callable[[int], AbstractContextManager[CaptureQueriesContext]]


def asked(client: Client, path: str, most: Most, bound: int) -> int:
    client.get(path)  # what is asked once in a process is not counted
    with most(bound) as told:
        assert client.get(path).status_code in {200, 204}
    return len(told)


def test_a_case_with_more_in_it_asks_no_more(
    cast: Cast, at: datetime, request_: Request, django_assert_max_num_queries: Most
) -> None:
    case = request_.inspection
    officer, examiner = log_in(cast.officer), log_in(cast.examiner)
    page = reverse("case", args=[case.pk])
    few = [asked(client, page, django_assert_max_num_queries, MOST) for client in (officer, examiner)]
    for number in range(6):
        paper = Paper(kind="visa", issuer="UTO", number=str(number))
        add_document(inspection=case.pk, id=uuid4(), paper=paper, by=cast.officer, at=at)
        actions.note(request=request_.pk, text="Look at the lamina.", by=cast.officer, at=at)
    many = [asked(client, page, django_assert_max_num_queries, MOST) for client in (officer, examiner)]
    assert many == few


def test_a_poll_asks_only_what_tells_whether_anything_has_changed(
    cast: Cast, request_: Request, django_assert_max_num_queries: Most
) -> None:
    case = request_.inspection
    for client, name in ((log_in(cast.officer), "panel"), (log_in(cast.examiner), "talk")):
        path = reverse(f"support:{name}", args=[case.pk])
        seen = re.search(
            r"\?seen=([0-9a-f]{16})", client.get(reverse("case", args=[case.pk])).content.decode()
        )
        assert seen
        asked(client, f"{path}?seen={seen[1]}", django_assert_max_num_queries, MOST_OF_A_POLL)
        assert client.get(f"{path}?seen={seen[1]}").status_code == 204


def test_a_poll_for_findings_asks_little_while_they_are_awaited(
    cast: Cast,
    inspection: Inspection,
    django_assert_max_num_queries: Most,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("secondline.inspections.views.case.SLOW", timedelta.max)
    Inspection.objects.filter(pk=inspection.pk).update(wanted_run=inspection.wanted_run + 1)
    officer = log_in(cast.officer)
    path = reverse("inspections:findings", args=[inspection.pk])
    officer.get(path)
    with django_assert_max_num_queries(MOST_OF_A_POLL):
        assert officer.get(path, headers={"HX-Request": "true"}).status_code == 204
