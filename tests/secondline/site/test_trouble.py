"""When something goes wrong the page says so in plain words, and what to do."""

import pytest
from cast import PASSWORD, Cast
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from secondline.site import views

pytestmark = pytest.mark.django_db


def test_a_form_that_is_too_old_says_what_to_do(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("account_login"), {"login": "officer", "password": PASSWORD})
    assert response.status_code == 403
    assert "reload the page" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Something went wrong"), ("ru", "пошло не так"), ("kk", "қате")]
)
def test_a_fault_of_ours_is_said_without_asking_the_database(
    language: str, words: str, django_assert_num_queries: object
) -> None:
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(0), translation.override(language):
        response = views.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert words in response.content.decode()


def test_what_could_not_be_understood_says_what_to_do() -> None:
    response = views.not_understood(RequestFactory().get("/"), ValueError())
    assert response.status_code == 400
    assert "what you typed is still there" in response.content.decode()
