"""The administrator adds, changes and sends away people of the own agency, and of no other."""

import pytest
from cast import PASSWORD, Cast, log_in
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from secondline.people.models import Agency, Person, Post
from secondline.record.models import Entry

NEW = {
    "username": "newcomer",
    "name": "Nadia Newcomer",
    "role": "officer",
    "password": "a long enough sentence",
    "is_active": "on",
}


@pytest.fixture
def as_administrator(cast: Cast) -> Client:
    return log_in(cast.administrator)


def test_adds_a_person_to_the_own_agency_who_can_then_log_in(cast: Cast, as_administrator: Client) -> None:
    response = as_administrator.post(reverse("people:add-person"), NEW)
    assert response.status_code == 302
    newcomer = Person.objects.get(username="newcomer")
    assert newcomer.agency == cast.utopia
    assert Entry.objects.filter(verb="person.add", thing=newcomer.pk, by=cast.administrator.pk).exists()
    answer = Client().post(reverse("account_login"), {"login": "newcomer", "password": NEW["password"]})
    assert answer.status_code == 302


def test_the_list_shows_the_own_agency_and_nobody_else(cast: Cast, as_administrator: Client) -> None:
    page = as_administrator.get(reverse("people:persons")).content.decode()
    assert cast.officer.username in page
    assert cast.outsider.username not in page


def test_what_was_typed_stays_when_something_is_wrong(as_administrator: Client, cast: Cast) -> None:
    response = as_administrator.post(reverse("people:add-person"), NEW | {"password": "short"})
    assert response.status_code == 422
    assert "Nadia Newcomer" in response.content.decode()
    assert not Person.objects.filter(username="newcomer").exists()


def test_a_person_of_another_agency_does_not_exist_for_the_administrator(
    cast: Cast, as_administrator: Client
) -> None:
    url = reverse("people:change-person", args=[cast.outsider.pk])
    assert as_administrator.get(url).status_code == 404
    assert as_administrator.post(url, NEW).status_code == 404


def test_a_foreign_post_cannot_be_given(cast: Cast, as_administrator: Client) -> None:
    foreign = cast.outsider.post_id
    response = as_administrator.post(reverse("people:add-person"), NEW | {"post": str(foreign)})
    assert response.status_code == 422


def test_whoever_is_sent_away_is_logged_out_at_once(cast: Cast, as_administrator: Client) -> None:
    officer = log_in(cast.officer)
    url = reverse("people:change-person", args=[cast.officer.pk])
    data = {"username": "officer", "name": "Officer", "role": "officer", "post": str(cast.airport.pk)}
    assert as_administrator.post(url, data).status_code == 302
    cast.officer.refresh_from_db()
    assert not cast.officer.is_active
    assert officer.get("/").status_code == 302
    assert "login" in officer.get("/")["Location"]


def test_a_new_password_replaces_the_old_one(cast: Cast, as_administrator: Client) -> None:
    url = reverse("people:change-person", args=[cast.officer.pk])
    data = {"username": "officer", "name": "Officer", "role": "officer", "is_active": "on"}
    as_administrator.post(url, data | {"password": "another long sentence"})
    cast.officer.refresh_from_db()
    assert cast.officer.check_password("another long sentence")
    as_administrator.post(url, data)
    cast.officer.refresh_from_db()
    assert cast.officer.check_password("another long sentence")
    assert not cast.officer.check_password(PASSWORD)


def test_adds_a_post_with_its_zone(cast: Cast, as_administrator: Client) -> None:
    data = {"code": "UTO-LND", "name": "Utopia Bridge", "border_type": "land", "zone": "Asia/Almaty"}
    assert as_administrator.post(reverse("people:add-post"), data).status_code == 302
    assert Post.objects.get(code="UTO-LND").agency == cast.utopia


@pytest.mark.parametrize(
    ("field", "value"), [("zone", "Utopia/City"), ("code", "lower"), ("border_type", "space")]
)
def test_a_post_that_makes_no_sense_is_refused(
    as_administrator: Client, cast: Cast, field: str, value: str
) -> None:
    data = {"code": "UTO-LND", "name": "Bridge", "border_type": "land", "zone": "UTC"} | {field: value}
    assert as_administrator.post(reverse("people:add-post"), data).status_code == 422


def test_a_post_is_named_anew_and_put_on_the_map(cast: Cast, as_administrator: Client) -> None:
    url = reverse("people:change-post", args=[cast.airport.pk])
    data = {
        "name": "New Airport",
        "latitude": "43.35",
        "longitude": "77.03",
        "code": "X",
        "zone": "Asia/Tokyo",
    }
    assert as_administrator.post(url, data).status_code == 302
    post = Post.objects.get(pk=cast.airport.pk)
    assert (post.name, post.latitude, post.longitude) == ("New Airport", 43.35, 77.03)
    assert (post.code, post.zone) == ("UTO-AIR", cast.airport.zone)  # what was counted there is by these
    assert Entry.objects.filter(verb="post.change", thing=post.pk, by=cast.administrator.pk).exists()
    page = as_administrator.get(reverse("people:persons")).content.decode()
    assert "43.35, 77.03" in page
    assert as_administrator.post(url, {"name": "New Airport"}).status_code == 302
    assert Post.objects.get(pk=post.pk).latitude is None


@pytest.mark.parametrize(
    "place", [("91", "0"), ("0", "-180.5"), ("43", ""), ("", "77"), ("nan", "77"), ("1e9", "1")]
)
def test_a_place_is_in_degrees_and_whole(
    cast: Cast, as_administrator: Client, place: tuple[str, str]
) -> None:
    url = reverse("people:change-post", args=[cast.airport.pk])
    data = {"name": "Airport", "latitude": place[0], "longitude": place[1]}
    assert as_administrator.post(url, data).status_code == 422
    assert Post.objects.get(pk=cast.airport.pk).latitude is None


def test_the_post_of_another_agency_does_not_exist(cast: Cast, as_administrator: Client) -> None:
    foreign = reverse("people:change-post", args=[cast.outsider.post_id])
    assert as_administrator.get(foreign).status_code == 404
    own = reverse("people:change-post", args=[cast.airport.pk])
    for person in (cast.officer, cast.examiner, cast.analyst, cast.auditor):
        assert log_in(person).post(own, {"name": "X"}).status_code == 404


@pytest.mark.parametrize(("latitude", "longitude"), [(43.0, None), (None, 77.0), (90.5, 0.0), (0.0, 181.0)])
def test_the_database_refuses_half_a_place(
    cast: Cast, latitude: float | None, longitude: float | None
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=cast.airport.pk).update(latitude=latitude, longitude=longitude)


@pytest.mark.parametrize("name", ["people:persons", "people:add-person", "people:add-post"])
def test_nobody_else_finds_the_administrators_pages(cast: Cast, name: str) -> None:
    for person in (cast.officer, cast.examiner, cast.analyst, cast.auditor):
        assert log_in(person).get(reverse(name)).status_code == 404


def test_the_database_refuses_an_unknown_role(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(username="x", name="X", agency=cast.utopia, role="king")


def test_an_unknown_role_is_not_a_role(cast: Cast) -> None:
    cast.officer.role = "king"
    with pytest.raises(ValidationError):
        cast.officer.full_clean()


def test_things_are_called_by_their_names(cast: Cast) -> None:
    assert (str(cast.utopia), str(cast.airport), str(cast.officer)) == (
        "Utopian Border Guard",
        "Utopia Airport",
        "Officer",
    )
    assert Person.objects.create_user("bare", agency=cast.utopia, role="officer", name="Bare").zone == "UTC"
    assert Agency.objects.count() == 3
