"""Reminders: to who is waited for, once a day, without a word of what it is about; a failure is seen and loses nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from cast import Cast, log_in
from django.core import mail
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from inspection_kit import SPECIMEN
from pytest_django.fixtures import Settings

from secondline.inspections.actions import open_inspection
from secondline.inspections.rules import Particulars
from secondline.people import mail as post_office
from secondline.people.mail import MailFailedError
from secondline.people.models import Agency, Person, new_id
from secondline.people.rules import Role
from secondline.record.models import Entry
from secondline.reference.actions.warning import grown_old, warn_owners
from secondline.reference.models import ReportedList
from secondline.site import rounds
from secondline.support.actions import answer_inquiry, ask, inquire, remind_liaisons, take
from secondline.support.models import Inquiry
from secondline.support.tasks import remind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _post(settings: Settings) -> None:
    settings.MAIL, settings.REMIND_AFTER = "console://", DAY


@pytest.fixture
def authority(cast: Cast) -> Agency:
    return Agency.objects.create(code="PPO", name="Passport Office")


def liaison(authority: Agency, name: str, **more: Any) -> Person:
    told = {"email": f"{name}@example.org", "language": "en", **more}
    return Person.objects.create(username=name, name=name, agency=authority, role=Role.LIAISON, **told)


@pytest.fixture
def inquiry(cast: Cast, at: datetime, authority: Agency) -> Inquiry:
    """Asked of an authority with one liaison."""
    liaison(authority, "lena")
    particulars = Particulars(mrz="\n".join(SPECIMEN))
    case = open_inspection(id=new_id(), post=cast.airport, particulars=particulars, by=cast.officer, at=at)
    request = ask(inspection=case.pk, question="Forged?", urgency="held", by=cast.officer, at=at)
    take(request=request.pk, by=cast.examiner, at=at)
    fields = ["1-document_number"]
    return inquire(
        request=request.pk, authority=authority, fields=fields, question="Did you issue L898902C3?",
        by=cast.examiner, at=at,
    )  # fmt: skip


def broken(*_args: object, **_more: object) -> None:
    raise SMTPServerDisconnected("lena@example.org refused")


def test_a_question_that_lies_reminds_its_liaison_and_says_nothing_of_it(
    at: datetime, inquiry: Inquiry
) -> None:
    assert remind_liaisons(at=at + DAY - timedelta(minutes=1)) == 0
    assert remind_liaisons(at=at + DAY) == 1
    (sent,) = mail.outbox
    assert sent.to == ["lena@example.org"]
    text = f"{sent.subject} {sent.body}"
    assert not any(
        word in text for word in ("L898902C3", inquiry.code, "UTO", "Forged", "Passport Office", "http")
    )
    assert Entry.objects.filter(verb="inquiry.remind", thing=inquiry.pk).count() == 1


def test_it_is_said_once_a_day_until_it_is_answered(at: datetime, inquiry: Inquiry) -> None:
    for hours in (24, 25, 47, 48, 50):
        remind_liaisons(at=at + timedelta(hours=hours))
    assert len(mail.outbox) == 2
    answer_inquiry(
        inquiry=inquiry.pk, answer="issued", reference="7", dated=date(2026, 3, 4),
        by=Person.objects.get(username="lena"), at=at + 2 * DAY,
    )  # fmt: skip
    assert remind_liaisons(at=at + 5 * DAY) == 0


def test_a_mail_is_in_the_language_of_its_reader(at: datetime, inquiry: Inquiry) -> None:
    Person.objects.filter(username="lena").update(language="ru")
    remind_liaisons(at=at + DAY)
    assert mail.outbox[0].to == ["lena@example.org"]


def test_every_liaison_with_an_address_is_told_and_no_other(at: datetime, inquiry: Inquiry) -> None:
    liaison(inquiry.authority, "leo")
    liaison(inquiry.authority, "nowhere", email="")
    liaison(inquiry.authority, "gone", is_active=False)
    assert remind_liaisons(at=at + DAY) == 2
    assert sorted(each.to[0] for each in mail.outbox) == ["lena@example.org", "leo@example.org"]


@pytest.mark.parametrize(("name", "value"), [("MAIL", ""), ("REMIND_AFTER", timedelta(0))])
def test_without_mail_or_with_nought_hours_nobody_is_reminded(
    at: datetime, inquiry: Inquiry, settings: Settings, name: str, value: object
) -> None:
    setattr(settings, name, value)
    assert remind_liaisons(at=at + 9 * DAY) == 0
    assert not mail.outbox


def test_a_failure_is_told_and_the_question_is_not_marked(
    at: datetime, inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post_office, "send_mail", broken)
    with pytest.raises(MailFailedError) as raised:
        remind_liaisons(at=at + DAY)
    assert "lena" not in str(raised.value)
    inquiry.refresh_from_db()
    assert inquiry.reminded_at is None
    monkeypatch.undo()
    assert remind_liaisons(at=at + DAY + timedelta(hours=1)) == 1


def test_the_administrator_sees_the_failure_and_it_is_tried_again_after_an_hour(
    cast: Cast, at: datetime, inquiry: Inquiry
) -> None:
    now = at + DAY
    DBTaskResult.objects.create(
        status=TaskResultStatus.FAILED, args_kwargs={"args": [], "kwargs": {}}, task_path=remind.module_path,
        backend_name="default", run_after=now, finished_at=now, traceback="lena@example.org refused",
        exception_class_path="secondline.people.mail.MailFailedError",
    )  # fmt: skip
    page = log_in(cast.administrator).get(reverse("work")).content.decode()
    assert "remind" in page
    assert "MailFailedError" in page
    assert "lena" not in page
    due: Callable[[datetime], bool] = next(
        each.due for each in rounds.ROUNDS if each.name == "support.remind"
    )
    assert not due(now + timedelta(minutes=5))
    assert due(now + timedelta(minutes=61))


@pytest.fixture
def old_list(cast: Cast, at: datetime) -> ReportedList:
    Person.objects.filter(pk=cast.administrator.pk).update(email="adam@example.org")
    return ReportedList.objects.create(
        agency=cast.utopia, source="Passport Office", as_of=at.date(), fresh_days=7, input_sha256="0" * 64,
        key_version=1, key_fingerprint="x", imported_by=Person.objects.get(pk=cast.administrator.pk), imported_at=at,
    )  # fmt: skip


def test_who_took_in_a_list_is_told_when_it_is_old_once_a_week(at: datetime, old_list: ReportedList) -> None:
    assert warn_owners(at=at + 7 * DAY) == 0
    assert [warn_owners(at=at + days * DAY) for days in (8, 9, 15, 16)] == [1, 0, 0, 1]
    assert {each.to[0] for each in mail.outbox} == {"adam@example.org"}
    assert not any(old_list.source in f"{each.subject}{each.body}" for each in mail.outbox)


def test_a_list_that_was_replaced_warns_nobody(at: datetime, old_list: ReportedList) -> None:
    ReportedList.objects.update(current=False)
    assert grown_old(at=at + 90 * DAY) == []


def test_where_its_owner_is_gone_the_administrators_are_told(
    cast: Cast, at: datetime, old_list: ReportedList
) -> None:
    gone = Person.objects.create(
        username="gone", name="Gone", agency=cast.utopia, role=Role.ADMINISTRATOR, is_active=False,
        email="gone@example.org",
    )  # fmt: skip
    ReportedList.objects.update(imported_by=gone)
    assert warn_owners(at=at + 8 * DAY) == 1
    assert mail.outbox[0].to == ["adam@example.org"]


def test_a_warning_that_fails_comes_again(
    at: datetime, old_list: ReportedList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post_office, "send_mail", broken)
    with pytest.raises(MailFailedError):
        warn_owners(at=at + 8 * DAY)
    monkeypatch.undo()
    assert warn_owners(at=at + 8 * DAY) == 1
