"""Log-ins and log-outs stand in the record; a lost second factor is taken off by somebody else, in the record."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cast import PASSWORD, Cast, log_in
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.record.models import Entry
from secondline.site.commands.recovering import recover

pytestmark = pytest.mark.django_db


def lines(verb: str) -> list[object]:
    return list(Entry.objects.filter(verb=verb).values_list("thing", flat=True))


def test_who_logs_in_and_out_leaves_two_lines_and_a_wrong_password_one(cast: Cast) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": "officer", "password": "wrong wrong wrong"})
    client.post(reverse("account_login"), {"login": "nobody", "password": "wrong wrong wrong"})
    assert lines("person.fail-log-in") == [cast.officer.pk]
    client.post(reverse("account_login"), {"login": "officer", "password": PASSWORD})
    client.post(reverse("account_logout"))
    assert lines("person.log-in") == lines("person.log-out") == [cast.officer.pk]
    assert set(Entry.objects.filter(thing=cast.officer.pk).values_list("facts", "agency")) == {
        ("{}", cast.utopia.pk)
    }


def test_an_administrator_takes_a_lost_factor_off_and_the_person_is_logged_out(cast: Cast) -> None:
    TOTP.activate(cast.officer, generate_totp_secret())
    officer = log_in(cast.officer)
    answer = log_in(cast.administrator).post(reverse("people:recover", args=[cast.officer.pk]))
    assert answer.headers["Location"] == reverse("people:persons")
    assert not Authenticator.objects.exists()
    assert officer.get(reverse("inspections:list")).status_code == 302
    entry = Entry.objects.get(verb="person.recover")
    assert (entry.by, entry.thing, entry.facts) == (cast.administrator.pk, cast.officer.pk, '{"factors":1}')


def test_nobody_recovers_oneself_or_a_person_of_another_agency(cast: Cast) -> None:
    TOTP.activate(cast.administrator, generate_totp_secret())
    client = log_in(cast.administrator)
    own = client.post(reverse("people:recover", args=[cast.administrator.pk]), follow=True)
    assert "another administrator" in own.content.decode()
    assert client.post(reverse("people:recover", args=[cast.outsider.pk])).status_code == 404
    assert log_in(cast.officer).post(reverse("people:recover", args=[cast.analyst.pk])).status_code == 404
    assert Authenticator.objects.count() == 1


def test_the_operator_helps_an_administrator_at_the_machine(cast: Cast) -> None:
    TOTP.activate(cast.administrator, generate_totp_secret())
    assert "new second factor" in CliRunner().invoke(recover, ["administrator"]).output
    assert not Authenticator.objects.exists()
    assert Entry.objects.get(verb="person.recover").by is None
    assert "nobody" in CliRunner().invoke(recover, ["ghost"]).output


def test_mail_is_everybody_s_own_choice(cast: Cast) -> None:
    client = log_in(cast.officer)
    page = client.post(reverse("people:mail"), {"wanted": "yes"}, follow=True).content.decode()
    assert "no e-mail address" in page
    assert Person.objects.get(pk=cast.officer.pk).wants_mail
    client.post(reverse("people:mail"), {"wanted": "no"})
    assert not Person.objects.get(pk=cast.officer.pk).wants_mail


def test_an_administrator_makes_a_trainee_and_a_duty_lead(cast: Cast) -> None:
    chief = Person.objects.create(username="chief", name="Chief", agency=cast.centre, role=Role.ADMINISTRATOR)
    given = {"username": "second", "name": "Second", "role": "examiner", "number": "E-17", "is_active": "on"}
    given |= {"is_duty_lead": "on", "trainee_opinions": "3"}
    log_in(chief).post(reverse("people:change-person", args=[cast.second_examiner.pk]), given)
    changed = Person.objects.get(pk=cast.second_examiner.pk)
    assert (changed.is_duty_lead, changed.trainee_opinions, changed.number) == (True, 3, "E-17")
    log_in(chief).post(reverse("people:change-person", args=[changed.pk]), given | {"trainee_opinions": ""})
    changed.refresh_from_db()
    assert changed.trainee_opinions == 0
