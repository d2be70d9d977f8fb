"""What people do to their own log-in stands in the record, and nothing of the secret."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cast import PASSWORD, Cast
from django.test import Client
from django.urls import reverse

from secondline.people.models import Person
from secondline.record.models import Entry

pytestmark = pytest.mark.django_db
NEW = "another long sentence"


def logged_in(person: Person) -> Client:
    """By the door itself: allauth asks whether the password was typed a moment ago."""
    client = Client()
    client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    return client


def test_a_new_password_of_ones_own_is_a_line_of_the_record(cast: Cast) -> None:
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    logged_in(cast.officer).post(reverse("account_change_password"), given)
    entry = Entry.objects.get(verb="person.change-password")
    assert (entry.by, entry.thing, entry.agency) == (cast.officer.pk, cast.officer.pk, cast.utopia.pk)
    assert entry.facts == "{}"
    assert Client().login(username="officer", password=NEW)


def test_a_second_factor_taken_off_is_a_line_of_the_record(cast: Cast) -> None:
    client = logged_in(cast.officer)
    TOTP.activate(cast.officer, generate_totp_secret())
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert answer.headers.get("Location") == reverse("mfa_index"), answer.content
    assert not Authenticator.objects.exists()
    entry = Entry.objects.get(verb="person.remove-factor")
    assert (entry.by, entry.facts) == (cast.officer.pk, '{"kind":"totp"}')
