"""A file given on the page is worked on in the background: how far it is, what stands when a worker dies."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cast import Cast, log_in
from crossing_rows import write_csv
from django.http import Http404
from django.test import Client
from django_tasks_db.models import DBTaskResult
from filing import COUNTS, ROW, SERIES, counts
from pytest_django.fixtures import Settings

from secondline.people.models import Person
from secondline.record.models import Entry
from secondline.register.actions import erase_expired, intaking
from secondline.register.actions.filing import Filing
from secondline.register.actions.intaking import CrowdedError, give_file, take_given, work_on
from secondline.register.exposure import shelf
from secondline.register.incoming.telling import Step
from secondline.register.intake_rules import KEPT, MOST_TRIES, MOST_WAITING, STEPS, TROUBLES, Course
from secondline.register.models import Batch, Exposure, Intake, Observation
from secondline.register.queries.intakes import going, intakes_visible_to
from secondline.register.tasks import resume, take_in
from secondline.shell.turns import LONG

pytestmark = pytest.mark.django_db
HELD = b"month,post,crossings\n2026-02,UTO-AIR,7\n"


@pytest.fixture(autouse=True)
def _a_worker_that_does_not_come(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", LONG]}}


def given(cast: Cast, at: datetime, data: bytes = HELD, *, take: bool = True, **said: object) -> Intake:
    digest = shelf.hold(cast.utopia.pk, [data]).name
    filing = Filing(str(said.pop("purpose", "counts")), "border-system", **said)  # type: ignore[arg-type]
    then = lambda intake: take_in.enqueue(str(intake.pk))  # noqa: E731
    return give_file(digest=digest, filing=filing, keep=False, by=cast.analyst, at=at, take=take, then=then)


def upload(client: Client, path: Path, do: str = "try", **said: str) -> str:
    with path.open("rb") as file:
        data = {"purpose": "counts", "source": "border-system", "do": do, "file": file, **said}
        return client.post("/register/file", data, follow=True).content.decode()


def test_what_is_given_is_acknowledged_once_it_lies_on_the_disk_and_in_the_queue(
    cast: Cast, tmp_path: Path
) -> None:
    client = log_in(cast.analyst)
    page = upload(client, counts(tmp_path))
    row = Intake.objects.get()
    assert "It is its turn in a moment." in page
    assert f'hx-get="/register/files/{row.pk}"' in page
    assert '<noscript><meta http-equiv="refresh"' in page  # without JavaScript it leads to its end too
    assert shelf.held(cast.utopia.pk, row.digest)
    (task,) = DBTaskResult.objects.all()
    assert (task.queue_name, task.args_kwargs["args"]) == (LONG, [str(row.pk)])
    assert Entry.objects.latest("number").verb == "register.give"
    assert f"/register/files/{row.pk}" in client.get("/register/").content.decode()


def test_the_page_says_how_far_it_is_in_numbers_of_the_readers_form(cast: Cast, at: datetime) -> None:
    row, client = given(cast, at), log_in(cast.analyst)
    tell = intaking._teller(row.pk)
    for step in Step:
        tell(step, 12_000, 120_597)
        page = client.get(f"/register/files/{row.pk}").content.decode()
        words = STEPS[step].replace("%%", "%") % {} if "%(" not in STEPS[step] else STEPS[step] % {
            "done": "12,000", "of": "120,597"}  # fmt: skip
        assert words in page, step
        assert 'max="120597" value="12000"' in page
    shelf.progress_of(row.pk).write_text("[")  # never half-read by whoever looks at that moment
    assert going(row).step == "wait"


def test_progress_is_told_while_rows_are_read_and_stored(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[Step] = []
    monkeypatch.setattr(intaking, "_teller", lambda _pk: lambda step, _done, _of: steps.append(step))
    work_on(intake=given(cast, at, SERIES.read_bytes(), purpose="series").pk, at=at)
    assert {Step.COMPARE, Step.STORE} <= set(steps)
    detections = b"month,post,fraud_class\n" + b"2026-02,UTO-AIR,forged\n" * 3
    steps.clear()
    work_on(intake=given(cast, at, detections, purpose="detections").pk, at=at)
    assert list(dict.fromkeys(steps)) == [Step.READ, Step.JUDGE, Step.STORE]


def test_a_file_is_tried_and_then_taken_from_its_page_once(cast: Cast, at: datetime) -> None:
    row, client = given(cast, at, take=False), log_in(cast.analyst)
    work_on(intake=row.pk, at=at)
    assert not Exposure.objects.exists()
    assert "1 row can be taken." in client.get(f"/register/files/{row.pk}").content.decode()
    assert (
        "It is being taken over"
        in client.post(f"/register/files/{row.pk}/take", follow=True).content.decode()
    )
    work_on(intake=row.pk, at=at)
    assert "1 row was taken over." in client.get(f"/register/files/{row.pk}").content.decode()
    assert client.post(f"/register/files/{row.pk}/take").status_code == 404
    assert (Exposure.objects.count(), shelf.held(cast.utopia.pk, row.digest)) == (1, None)


def test_what_was_refused_can_not_be_taken(cast: Cast, at: datetime) -> None:
    row = given(cast, at, HELD + b"2026-02,XXX,1\n", take=False)
    with pytest.raises(Http404):
        take_given(intake=row.pk, by=cast.analyst, at=at, then=print)
    work_on(intake=row.pk, at=at)
    with pytest.raises(Http404):
        take_given(intake=row.pk, by=cast.analyst, at=at, then=print)


def test_work_that_is_done_twice_adds_nothing(cast: Cast, at: datetime) -> None:
    row = given(cast, at)
    work_on(intake=row.pk, at=at)
    work_on(intake=row.pk, at=at)
    assert Exposure.objects.count() == 1
    again = given(cast, at)
    work_on(intake=again.pk, at=at + timedelta(days=1))
    again.refresh_from_db()
    assert (again.report["known"], Exposure.objects.count()) == (True, 1)


def test_a_series_given_before_midnight_is_as_of_that_day(cast: Cast, at: datetime) -> None:
    """A worker that is killed after its last word begins anew, perhaps on another day: it is known then."""
    series = b"indicator,unit,period,value\nreturn,person,2025,5\n"
    row = given(cast, at, series, purpose="series")
    work_on(intake=row.pk, at=at + timedelta(days=1))
    assert Observation.objects.get().vintage == at.date()
    shelf.hold(cast.utopia.pk, [series])
    Intake.objects.update(state=Course.WAITING)
    work_on(intake=row.pk, at=at + timedelta(days=2))
    row.refresh_from_db()
    assert (row.report["known"], Batch.objects.count(), Observation.objects.count()) == (True, 1, 1)


def test_what_goes_wrong_is_said_and_leaves_nothing(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, client = given(cast, at), log_in(cast.analyst)

    def fails(**_said: object) -> None:
        Batch.objects.create(agency=cast.utopia, source="half", at=at)
        raise MemoryError

    monkeypatch.setattr(intaking, "take_file", fails)
    with pytest.raises(MemoryError):
        work_on(intake=row.pk, at=at)
    page = client.get(f"/register/files/{row.pk}").content.decode()
    assert "no fault of the file" in page
    assert "Nothing was taken over" in page
    assert "it again" in page
    assert not Exposure.objects.exists()


def test_a_file_that_is_gone_and_a_right_that_is_gone_are_said(cast: Cast, at: datetime) -> None:
    lost, kept = given(cast, at, b"x,y\n1,2\n"), given(cast, at)
    shelf.let_go(shelf.held(cast.utopia.pk, lost.digest) or Path())
    work_on(intake=lost.pk, at=at)
    Person.objects.filter(pk=cast.analyst.pk).update(role="officer")
    work_on(intake=kept.pk, at=at)
    troubles = dict(Intake.objects.values_list("pk", "trouble"))
    assert troubles == {lost.pk: "lost", kept.pk: "right"}
    assert set(troubles.values()) <= set(TROUBLES)
    work_on(intake=uuid4(), at=at)  # erased meanwhile


def test_a_file_that_kills_the_worker_again_and_again_is_given_up(cast: Cast, at: datetime) -> None:
    row = given(cast, at)
    Intake.objects.update(tries=MOST_TRIES)
    work_on(intake=row.pk, at=at)
    row.refresh_from_db()
    assert (row.state, row.trouble) == (Course.FAILED, "given-up")


def test_a_killed_workers_files_are_taken_up_again(cast: Cast, at: datetime) -> None:
    row = given(cast, at)
    DBTaskResult.objects.all().delete()
    assert (resume(), DBTaskResult.objects.count()) == (1, 1)
    work_on(intake=row.pk, at=at)
    assert resume() == 0


def test_so_many_files_are_on_their_way_and_their_bytes_stay(
    cast: Cast, at: datetime, tmp_path: Path
) -> None:
    rows = [given(cast, at, HELD + b"\n" * n) for n in range(MOST_WAITING)]
    with pytest.raises(CrowdedError):
        given(cast, at)
    client = log_in(cast.analyst)
    for n in range(3):
        assert "on their way already" in upload(
            client, write_csv(tmp_path / f"{n}.csv", [ROW] * (n + 1), COUNTS)
        )
    erase_expired(at=datetime.now(at.tzinfo) + timedelta(days=3))
    assert all(shelf.held(cast.utopia.pk, row.digest) for row in rows)


def test_what_became_of_a_file_is_forgotten_after_a_month(cast: Cast, at: datetime) -> None:
    done, waiting = given(cast, at), given(cast, at)
    work_on(intake=done.pk, at=at)
    erase_expired(at=at + KEPT + timedelta(days=1))
    assert [row.pk for row in Intake.objects.all()] == [waiting.pk]


def test_nobody_else_sees_a_file(cast: Cast, at: datetime) -> None:
    row = given(cast, at)
    for person in (cast.officer, cast.administrator, cast.auditor, cast.outside_analyst):
        client = log_in(person)
        assert not intakes_visible_to(person).exists()
        assert client.get(f"/register/files/{row.pk}").status_code == 404
        assert client.get(f"/register/files/{row.pk}/refused.csv").status_code == 404
        assert client.post(f"/register/files/{row.pk}/take").status_code == 404


@pytest.mark.parametrize(
    ("state", "take", "refused", "words"),
    [
        (Course.WAITING, True, 0, "on its way"),
        (Course.FAILED, True, 0, "could not be used"),
        (Course.DONE, True, 2, "has rows that can't be taken"),
        (Course.DONE, True, 0, "taken over"),
        (Course.DONE, False, 0, "in order, not yet taken over"),
    ],
)
def test_what_became_of_a_file_is_said_in_the_list(
    cast: Cast, at: datetime, state: Course, take: bool, refused: int, words: str
) -> None:
    given(cast, at)
    Intake.objects.update(state=state, take=take, trouble="lost", report={"refused": refused})
    page = log_in(cast.analyst).get("/register/").content.decode().replace("&#x27;", "'")
    assert f">{words}</a>" in page
