"""The demonstration: loaded whole or not at all, once, through the rooms' actions, with something on every page."""

import io
import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cast import log_in
from click.testing import CliRunner
from desk import free_port, own_database, quiet_environment
from django.conf import settings as real
from django.db import transaction
from django.test import Client, override_settings
from PIL import Image
from pytest_django.plugin import DjangoDbBlocker

from secondline.evidence.models import Item
from secondline.inspections.models import Examination, Inspection
from secondline.people.models import Agency, Person, Post
from secondline.people.rules import Role
from secondline.record.models import Entry
from secondline.record.queries import verify
from secondline.register.models import Detection, Effort
from secondline.site.commands import demonstrating
from secondline.site.commands.demonstrating import demo
from secondline.site.demo import loading, region, story
from secondline.site.demo.loading import ForeignDataError, load, loaded_at
from secondline.site.demo.pictures import Shot, all_shots
from secondline.site.demo.scenes import SCENES
from secondline.support.models import Request
from secondline.support.rules import State
from secondline.trends.queries.releases import releases_visible_to

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = AT.date()


@cache
def grey(shot: Shot) -> bytes:
    """A picture of its own for each shot, quickly; the drawn ones are tried in tests/browser."""
    store = io.BytesIO()
    shade = sum(shot.name.encode()) % 200
    Image.new("RGB", (400, 300), (shade, len(shot.name), 90)).save(store, "JPEG")
    return store.getvalue()


def quietly(done: int, of: int) -> None:
    assert 0 < done <= of


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Loaded once for this module, in a transaction that is taken back at the end."""
    folder = tmp_path_factory.mktemp("demonstration")
    kept = override_settings(
        EVIDENCE_FOLDER=folder / "evidence",
        KEYS_FOLDER=folder / "keys",
        DEMONSTRATION=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with kept, django_db_blocker.unblock(), rolled_back():
        assert load(at=AT, photos=grey, tell_progress=quietly)
        yield


def serve_nothing(host: str, port: int, *, ready: Callable[[], None]) -> int:
    """A server that is up at once and told to stop."""
    ready()
    return 0


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("loaded")
class TestLoaded:
    def test_each_role_has_somebody_and_each_agency_but_the_centre_has_posts(self) -> None:
        assert {person.role for person in Person.objects.all()} == {role.value for role in Role}
        centre = Agency.objects.get(is_centre=True)
        for agency in Agency.objects.exclude(pk=centre.pk):
            assert agency.centre == centre
            assert 2 <= Post.objects.filter(agency=agency).count() <= 3
        assert {post.border_type for post in Post.objects.all()} == {"air", "land", "sea"}

    def test_agencies_tell_each_other_in_released_tables(self) -> None:
        ana, amina = (Person.objects.get(username=name) for name in ("ana", "amina"))
        for reader, author in ((ana, "EREWHON"), (amina, "UTOPIA")):
            told = releases_visible_to(reader).exclude(agency=reader.agency)
            assert {release.agency.code for release in told} == {author}
            assert all(release.generated and release.number for release in told)

    def test_everybody_logs_in_with_the_shown_password(self) -> None:
        people = region.persons_in_order()
        assert [person.username for person in people] == list(region.USERNAMES)
        assert all(person.check_password(region.PASSWORD) for person in people)

    def test_there_is_a_request_in_every_state_of_the_work(self) -> None:
        states = Counter(Request.objects.values_list("state", flat=True))
        assert {State.ASKED, State.TAKEN, State.QUESTION_BACK, State.SECOND_WANTED, State.ANSWERED} <= set(
            states
        )
        concluded = Inspection.objects.filter(state="concluded").count()
        still_open = Inspection.objects.filter(state="open")
        assert concluded >= 5
        assert still_open.filter(centre=None).exists()
        assert still_open.exclude(conclusion="").exists()

    def test_enough_answers_are_there_to_say_how_long_one_usually_takes(self) -> None:
        assert Request.objects.filter(state=State.ANSWERED, urgency="waiting").count() >= 5

    def test_no_clock_of_a_waiting_traveller_has_run_out_at_the_start(self) -> None:
        assert Request.objects.filter(state=State.ASKED).exists()
        assert not Request.objects.filter(state=State.ASKED, due_at__lte=AT + timedelta(minutes=5)).exists()

    def test_each_case_was_examined_once_at_its_own_time(self) -> None:
        assert Inspection.objects.count() == len(SCENES) == Examination.objects.count()
        assert Item.objects.exclude(state="prepared").count() == 0

    def test_nothing_happens_after_the_moment_of_loading(self) -> None:
        assert not Entry.objects.filter(at__gt=AT + timedelta(minutes=1), by__isnull=False).exists()

    def test_the_record_of_the_loading_holds(self) -> None:
        assert verify(None).broken is None
        last = Entry.objects.order_by("-number").first()
        assert last is not None
        assert last.verb == "demonstration.load"

    def test_generated_numbers_are_marked_and_those_of_cases_are_not(self) -> None:
        generated = Detection.objects.filter(generated=True)
        assert generated.count() > 600
        assert set(generated.values_list("source", flat=True)) == {story.SOURCE}
        assert Effort.objects.filter(generated=False).count() == 0
        pulled = Detection.objects.filter(generated=False)
        assert pulled.count() == Inspection.objects.filter(state="concluded").count()

    def test_loading_again_changes_nothing(self) -> None:
        entries = Entry.objects.count()
        assert not load(at=AT + timedelta(days=1), photos=grey, tell_progress=quietly)
        assert Entry.objects.count() == entries
        assert loaded_at() == AT

    def test_the_log_in_page_says_who_is_who(self) -> None:
        page = Client().get("/account/login/").content.decode()
        assert region.PASSWORD in page
        assert all(f">{username}<" in page for username in region.USERNAMES)
        with override_settings(DEMONSTRATION=False):
            assert region.PASSWORD not in Client().get("/account/login/").content.decode()

    def test_specimens_are_for_officers_in_the_demonstration_only(self) -> None:
        officer = log_in(Person.objects.get(username="olga"))
        page = officer.get("/demonstration/specimens/").content.decode()
        assert all(shot.name in page for shot in all_shots(TODAY).values())
        assert "/demonstration/specimens/" in officer.get("/inspections/").content.decode()
        analyst = log_in(Person.objects.get(username="ana"))
        assert analyst.get("/demonstration/specimens/").status_code == 404
        assert officer.get("/demonstration/specimens/secret-key").status_code == 404
        assert officer.get("/demonstration/specimens/..%2F..%2Fsecret-key").status_code == 404
        with override_settings(DEMONSTRATION=False):
            assert officer.get("/demonstration/specimens/").status_code == 404
            assert "/demonstration/" not in officer.get("/inspections/").content.decode()

    def test_a_specimen_is_drawn_when_it_is_asked_for_and_kept(
        self, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("secondline.site.demo.pictures.take", lambda specimen, shot: grey(shot))
        folder = tmp_path_factory.mktemp("album")
        officer = log_in(Person.objects.get(username="olga"))
        with override_settings(DEMONSTRATION_PICTURES=folder):
            address = "/demonstration/specimens/passport-genuine-front-white.jpg"
            first, again = officer.get(address), officer.get(address)
            small = officer.get("/demonstration/specimens/small/passport-genuine-front-white.jpg")
            assert small.status_code == 200
        assert first.content == again.content == grey(Shot("passport-genuine"))
        assert first["Content-Type"] == "image/jpeg"


@pytest.mark.django_db
def test_an_interrupted_load_leaves_nothing_and_the_next_one_is_whole() -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, of: int) -> None:
        if done * 2 > of:
            raise StoppedError

    with pytest.raises(StoppedError):
        load(at=AT, photos=grey, tell_progress=stop)
    assert not Agency.objects.exists()
    assert not Entry.objects.exists()
    assert loaded_at() is None
    assert load(at=AT, photos=grey, tell_progress=quietly, scenes=SCENES[:1])


@pytest.mark.django_db
def test_somebody_s_own_database_is_left_alone() -> None:
    Agency.objects.create(code="REAL", name="A real agency")
    with pytest.raises(ForeignDataError):
        load(at=AT, photos=grey, tell_progress=quietly)
    with pytest.raises(ForeignDataError):
        loading.unload()
    assert [agency.code for agency in Agency.objects.all()] == ["REAL"]


class TestCommand:
    def test_a_taken_port_is_said_in_a_sentence(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            result = CliRunner().invoke(demo, ["--port", str(port)])
        assert result.exit_code == 1
        assert f"Port {port}" in result.output
        assert "--port" in result.output

    def test_it_starts_only_as_a_demonstration(self) -> None:
        with override_settings(DEMONSTRATION=False):
            result = CliRunner().invoke(demo, ["--no-serve"])
        assert result.exit_code == 1
        assert "./secondline demo" in result.output

    @pytest.mark.django_db
    def test_it_refuses_somebody_s_own_database(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(demonstrating, "bring_up_to_date", lambda: None)
        monkeypatch.setattr(demonstrating, "wanted", lambda at: [])
        Agency.objects.create(code="REAL", name="A real agency")
        result = CliRunner().invoke(demo, ["--no-serve"])
        assert result.exit_code == 1
        assert "SECONDLINE_DATABASE" in result.output
        assert "SECONDLINE_DATABASE" in CliRunner().invoke(demo, ["--no-serve", "--fresh"]).output

    @pytest.mark.usefixtures("loaded")
    def test_a_second_start_loads_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(demonstrating, "bring_up_to_date", lambda: None)
        monkeypatch.setattr(demonstrating, "wanted", lambda at: [])
        entries = Entry.objects.count()
        result = CliRunner().invoke(demo, ["--no-serve"])
        assert result.exit_code == 0, result.output
        assert Entry.objects.count() == entries
        assert "Loading" not in result.output

    @pytest.mark.usefixtures("loaded")
    def test_it_says_where_it_is_and_who_may_log_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(demonstrating, "bring_up_to_date", lambda: None)
        monkeypatch.setattr(demonstrating, "wanted", lambda at: [])
        monkeypatch.setattr(demonstrating, "serve_pages", serve_nothing)
        port = free_port()
        said = CliRunner().invoke(demo, ["--port", str(port)]).output
        assert f"http://localhost:{port}" in said
        assert region.PASSWORD in said
        assert all(re.search(rf"^ +{name} ", said, re.MULTILINE) for name in region.USERNAMES)

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("host", "address", "told"),
        [
            ("127.0.0.1", "http://localhost:8000", False),
            ("0.0.0.0", "http://localhost:8000", True),
            ("192.0.2.7", "http://192.0.2.7:8000", True),
        ],
    )
    def test_listening_for_other_machines_it_says_whom_it_answers(
        self, capsys: pytest.CaptureFixture[str], loaded: None, host: str, address: str, told: bool
    ) -> None:
        demonstrating.welcome(host, 8000)
        said = capsys.readouterr().out
        assert f"{address} " in said
        assert ("SECONDLINE_HOSTS" in said) == told

    @pytest.mark.django_db
    def test_ctrl_c_while_loading_is_no_traceback(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt() -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(demonstrating, "bring_up_to_date", interrupt)
        monkeypatch.setattr(demonstrating, "wanted", lambda at: [])
        result = CliRunner().invoke(demo, ["--no-serve"])
        assert result.exit_code == 130
        assert "Stopped" in result.output

    def test_progress_in_a_log_is_a_line_for_each_tenth(self, capsys: pytest.CaptureFixture[str]) -> None:
        with demonstrating.progress() as tell:
            for done in range(1, 41):
                tell(done, 40)
        assert len(capsys.readouterr().err.splitlines()) == 11

    def test_the_table_of_people_is_aligned(self) -> None:
        lines = demonstrating.table([("a", "long word", "x"), ("bbb", "y", "z")])
        assert lines == ["  a    long word  x", "  bbb  y          z"]


def test_the_shown_scenes_use_only_pictures_that_are_offered() -> None:
    offered = set(all_shots(TODAY).values())
    assert {shot for scene in SCENES for shot in scene.shots} <= offered
    assert real.DEMONSTRATION_PICTURES.name == "specimens"


BEGUN_AGAIN = """
import io
import os
import django
django.setup()
from PIL import Image
from secondline.people.models import Agency
from secondline.record.queries import verify
from secondline.site.clock import now
from secondline.site.commands.demonstrating import start_afresh
from secondline.site.commands.serving import bring_up_to_date
from secondline.site.demo.loading import load, loaded_at
from secondline.site.demo.scenes import SCENES

def photo(shot):
    store = io.BytesIO()
    Image.new("RGB", (400, 300), (len(shot.name), 90, 90)).save(store, "JPEG")
    return store.getvalue()

def whole():
    bring_up_to_date()
    assert load(at=now(), photos=photo, tell_progress=lambda done, of: None, scenes=SCENES[:1])
    assert verify(None).broken is None
    return set(Agency.objects.values_list("pk", flat=True))

start_afresh()
first = whole()
start_afresh()
second = whole()
assert loaded_at() and not first & second, (first, second)
"""


@pytest.mark.slow
@pytest.mark.own_database
def test_beginning_again_empties_what_the_demonstration_made_and_loads_it_anew(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """On its own database, of the kind that this run has: tables go and come."""
    folder = tmp_path_factory.mktemp("again")
    with own_database() as database:
        environment = {
            **quiet_environment(folder, database),
            "DJANGO_SETTINGS_MODULE": "secondline.site.settings",
        }
        done = subprocess.run(
            [sys.executable, "-c", BEGUN_AGAIN],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
    assert done.returncode == 0, done.stderr
