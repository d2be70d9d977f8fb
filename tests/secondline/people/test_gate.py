"""The door: nobody passes without logging in, and some not without a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from cast import PASSWORD, Cast, log_in
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django.fixtures import Settings

from secondline.people.gate import OPEN_NAMES

pytestmark = pytest.mark.django_db


def test_a_stranger_is_asked_to_log_in_and_comes_back_to_the_wanted_page(cast: Cast) -> None:
    client = Client()
    response = client.get("/people/")
    assert response["Location"] == "/account/login/?next=/people/"
    answer = client.post(response["Location"], {"login": "administrator", "password": PASSWORD})
    assert answer["Location"] == "/people/"


def test_a_part_of_a_page_asked_for_after_the_session_ended_reloads_the_page() -> None:
    response = Client().get("/people/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Refresh"]) == (401, "true")


def test_every_address_but_the_open_ones_is_closed_to_strangers() -> None:
    client = Client()
    for pattern in get_resolver().reverse_dict:
        if not isinstance(pattern, str) or pattern in OPEN_NAMES:
            continue
        try:
            url = reverse(pattern)
        except Exception:  # noqa: BLE001  # it needs arguments: the rooms' own tests try those
            continue
        assert client.get(url).status_code == 302, url


def test_a_wrong_password_says_so_and_keeps_the_name(cast: Cast) -> None:
    page = Client().post(reverse("account_login"), {"login": "officer", "password": "wrong"}).content.decode()
    assert 'value="officer"' in page
    assert 'role="alert"' in page


@pytest.mark.parametrize("who", ["examiner", "analyst", "administrator"])
def test_a_second_factor_is_required_outside_the_demonstration(
    cast: Cast, who: str, settings: Settings
) -> None:
    settings.DEMONSTRATION = False
    client = log_in(getattr(cast, who))
    assert client.get("/")["Location"] == reverse("mfa_activate_totp")


def test_with_a_second_factor_the_way_is_open(cast: Cast, settings: Settings) -> None:
    settings.DEMONSTRATION = False
    Authenticator.objects.create(user=cast.administrator, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert log_in(cast.administrator).get(reverse("people:persons")).status_code == 200


def test_an_officer_passes_without_one(cast: Cast, settings: Settings) -> None:
    settings.DEMONSTRATION = False
    assert log_in(cast.officer).get("/").status_code in {200, 302}
    assert log_in(cast.officer).get("/").get("Location", "") != reverse("mfa_activate_totp")


def test_nobody_signs_up(cast: Cast) -> None:
    response = Client().get("/account/signup/")
    assert response.status_code == 302


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "account_change_password"])
def test_the_pages_of_the_account_are_in_the_houses_own_frame(cast: Cast, name: str) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": "officer", "password": PASSWORD})
    page = client.get(reverse(name), follow=True).content.decode()
    assert 'class="brand"' in page
    assert "style=" not in page


def test_every_page_says_what_it_may_load(as_officer: Client) -> None:
    response = as_officer.get("/", follow=True)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"
    assert response["X-Frame-Options"] == "DENY"


def test_the_language_is_chosen_once(cast: Cast) -> None:
    client = Client()
    client.post(reverse("language"), {"language": "kk", "next": "/account/login/"})
    assert 'lang="kk"' in client.get("/account/login/").content.decode()


def test_a_forgotten_password_is_the_administrators_business(db: None) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert "administrator" in page
    assert "password/reset" not in page
    assert Client().get("/account/password/reset/").status_code == 302


@pytest.mark.parametrize(
    "name", ["account_email", "account_reset_password", "account_signup", "account_set_password"]
)
def test_what_is_the_administrators_business_is_no_page(cast: Cast, name: str) -> None:
    client = log_in(cast.officer)
    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name), {"email": "a@example.org", "action_add": ""}).status_code == 404


def test_a_body_longer_than_any_form_is_refused_unread(cast: Cast, settings: Settings) -> None:
    def posted(client: Client, url: str, length: int) -> int:
        answer = client.generic("POST", url, b"", CONTENT_LENGTH=str(length))
        return int(answer.status_code)

    login = reverse("account_login")
    assert posted(Client(), login, settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1) == 413
    assert posted(Client(), login, 200) == 200
    whole = settings.MAX_FILES * settings.MAX_FILE_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert posted(log_in(cast.officer), "/inspections/new/", whole + 1) == 413
    assert posted(log_in(cast.officer), "/inspections/new/", 200) == 200


def test_wrong_names_from_one_address_do_not_shut_a_whole_post_out(cast: Cast) -> None:
    cache.clear()
    for number in range(40):
        Client().post(reverse("account_login"), {"login": f"nobody{number}", "password": "wrong"})
    answer = Client().post(reverse("account_login"), {"login": "officer", "password": PASSWORD})
    assert answer.status_code == 302


def test_a_name_is_closed_for_a_while_after_five_wrong_passwords(cast: Cast) -> None:
    cache.clear()
    for _ in range(5):
        Client().post(reverse("account_login"), {"login": "officer", "password": "wrong"})
    answer = Client().post(reverse("account_login"), {"login": "officer", "password": PASSWORD})
    assert answer.status_code == 200
    cache.clear()
