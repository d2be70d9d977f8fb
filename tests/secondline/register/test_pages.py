"""The register's page and its button; each role and a foreign agency at every address."""

from datetime import datetime

import pytest
from cast import Cast, log_in
from django.test import Client
from register_cases import Stream

from secondline.people.keyring import path_of
from secondline.register.actions import import_detections
from secondline.register.models import Detection

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(cast: Cast) -> Client:
    return log_in(cast.analyst)


@pytest.mark.parametrize("role", ["officer", "examiner", "administrator", "auditor"])
def test_the_register_is_open_to_analysts_only(cast: Cast, stream: Stream, role: str) -> None:
    client = log_in(getattr(cast, role))
    assert client.get("/register/").status_code == 404
    assert client.post("/register/pull").status_code == 404


def test_a_stranger_is_asked_to_log_in(db: None, client: Client) -> None:
    assert client.get("/register/")["Location"].startswith("/account/login/")


def test_an_empty_register_says_so(analyst: Client) -> None:
    page = analyst.get("/register/").content.decode()
    assert "Nothing has come in yet." in page


def test_pressing_the_button_takes_over_and_says_how_many(
    cast: Cast, analyst: Client, stream: Stream
) -> None:
    stream.add(cast)
    page = analyst.post("/register/pull", follow=True).content.decode()
    assert "1 inspection was taken over." in page
    assert "Inspections of this house" in page
    assert "Analyst" in page
    page = analyst.post("/register/pull", follow=True).content.decode()
    assert "There was nothing new." in page


def test_the_button_leads_back_to_where_it_stood_but_never_out_of_the_house(
    cast: Cast, analyst: Client, stream: Stream
) -> None:
    assert analyst.post("/register/pull", {"next": "/trends/?view=rate"})["Location"] == "/trends/?view=rate"
    assert analyst.post("/register/pull", {"next": "https://evil.example/"})["Location"] == "/register/"
    assert analyst.get("/register/pull").status_code == 405


def test_what_was_refused_is_shown_with_column_and_reason(
    cast: Cast, analyst: Client, stream: Stream
) -> None:
    stream.add(cast, fraud_class="")
    stream.add(cast, carrier="seat 14C")
    page = analyst.post("/register/pull", follow=True).content.decode()
    assert "1 inspection was refused" in page
    assert "refused as a whole" in page
    assert "taken without this column" in page
    assert "is not an id of the vocabulary carrier" in page
    assert "14C" not in page
    analyst.post("/register/pull", {"everything": "yes"})
    assert stream.asked[-1] is None


def test_a_lost_key_is_said_in_words(cast: Cast, analyst: Client, stream: Stream) -> None:
    stream.add(cast)
    analyst.post("/register/pull")
    path_of(cast.utopia.pk).unlink()
    page = analyst.post("/register/pull", follow=True).content.decode()
    assert "the key of your agency is missing" in page


def test_generated_rows_are_called_generated_and_a_foreign_analyst_sees_none_of_them(
    cast: Cast, at: datetime, analyst: Client
) -> None:
    row = {"month": "2026-01", "post": "UTO-AIR", "fraud_class": "forged"}
    import_detections(rows=[row], by=cast.analyst, at=at, source="demonstration", generated=True)
    assert "Made up for the demonstration" in analyst.get("/register/").content.decode()
    foreign = log_in(cast.outside_analyst).get("/register/").content.decode()
    assert "demonstration" not in foreign.partition("<main")[2]
    assert Detection.objects.count() == 1


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_page_is_there_in_each_language(analyst: Client, language: str) -> None:
    analyst.cookies["django_language"] = language
    assert analyst.get("/register/").status_code == 200
