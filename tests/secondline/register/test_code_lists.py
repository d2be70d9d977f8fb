"""The code lists: every term with its name in the reader's language, and as a file."""

import csv
import io

import pytest
from babel import Locale
from cast import Cast, log_in

from secondline.register.code_lists import LISTS
from secondline.register.rules import FACTS
from traveldoc.vocabulary import vocabulary

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_list_shows_all_its_terms(cast: Cast, name: str) -> None:
    page = log_in(cast.analyst).get(f"/register/codes?list={name}").content.decode()
    assert all(f'class="mono">{term.id}</th>' in page for term in vocabulary(name))
    assert len(page.encode()) < 150_000


def test_every_vocabulary_of_a_column_has_its_list() -> None:
    assert {fact.vocabulary for fact in FACTS if fact.vocabulary} <= set(LISTS)


def test_names_are_in_the_readers_language(cast: Cast) -> None:
    client = log_in(cast.analyst)
    client.post("/language", {"language": "kk", "next": "/"})
    page = client.get("/register/codes").content.decode()
    assert Locale("kk").territories["TN"] in page
    assert (
        "Контрафакт" in client.get("/register/codes?list=fraud").content.decode()
        or vocabulary("fraud")["counterfeit"].label("kk")
        in client.get("/register/codes?list=fraud").content.decode()
    )


def test_a_list_as_a_file_has_every_language(cast: Cast) -> None:
    answer = log_in(cast.analyst).get("/register/codes/state.csv")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(answer.content.decode()))}
    assert set(rows) == {term.id for term in vocabulary("state")}
    assert (rows["D"]["name_en"], rows["D"]["name_ru"]) == ("Germany", Locale("ru").territories["DE"])
    fraud = log_in(cast.analyst).get("/register/codes/fraud.csv").content.decode()
    assert {row["code"]: row["parent"] for row in csv.DictReader(io.StringIO(fraud))}[
        "photo-substitution"
    ] == "forged"


def test_what_is_no_list_is_not_there(cast: Cast) -> None:
    assert log_in(cast.analyst).get("/register/codes/passwords.csv").status_code == 404
    assert "States, nationalities" in log_in(cast.analyst).get("/register/codes?list=x").content.decode()


def test_officers_have_no_register(cast: Cast) -> None:
    for address in ("/register/codes", "/register/codes/state.csv"):
        assert log_in(cast.officer).get(address).status_code == 404
