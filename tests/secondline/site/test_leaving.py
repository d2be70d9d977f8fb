"""Every door of the house as another agency: what is behind it is said, and the register is not."""

from datetime import datetime
from pathlib import Path

import pytest
from cast import Cast, log_in
from click.testing import CliRunner
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from pytest_django.fixtures import Settings
from release_desk import USUAL, Desk, outline, rows

from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.site import clock
from secondline.site.commands import WORDS as COMMANDS
from secondline.site.commands.releasing import release
from secondline.site.leaving import DOORS, WORDS, Leaves, leaves
from secondline.trends.actions import withdraw_release


def doors(resolver: URLResolver, space: str = "") -> list[str]:
    found = []
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            found.append(f"{space}{each.name}")
        else:
            found += doors(each, f"{each.namespace}:" if each.namespace else space)
    return found


ALL = sorted(set(doors(get_resolver())))


@pytest.mark.parametrize("door", ALL)
def test_of_every_door_it_is_said_what_leaves(door: str) -> None:
    assert leaves(door) is not None


def test_nothing_is_said_of_doors_that_are_not_there() -> None:
    unused = [each for each in DOORS if not any(door.startswith(each) for door in ALL)]
    assert set(unused) <= {"socialaccount_"}
    assert leaves("elsewhere:door") is None


def test_of_every_word_of_the_command_line_it_is_said_what_leaves() -> None:
    assert set(WORDS) == set(COMMANDS)


def test_only_releases_say_that_tables_leave() -> None:
    told = {door for door in ALL if leaves(door) is Leaves.RELEASED}
    tables = {"trends:released-table", "trends:released-statistics"}
    assert told == {"trends:release", "trends:releases", *tables}


@pytest.fixture
def desk(
    cast: Cast, at: datetime, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    settings.KEYS_FOLDER = tmp_path / "keys"
    monkeypatch.setattr(clock, "now", lambda: at)
    desk = Desk(cast, at)
    # Vanuatu comes to Utopia alone, and 7,919 is nobody else's number.
    desk.put(rows(("2026-01", "forged", "VUT", 3), ("2026-01", "counterfeit", "IND", 23)))
    desk.looked(_2026_01=7919)
    return desk


def everybody_else(cast: Cast) -> list[Person]:
    """Arcadia and the centre, in the roles that read most."""
    more = ((cast.arcadia, Role.ADMINISTRATOR), (cast.centre, Role.ANALYST), (cast.centre, Role.AUDITOR))
    return [
        *(cast.outsider, cast.outside_analyst, cast.examiner),
        *(
            Person.objects.create(
                username=f"{agency.code.lower()}-{role}", name=role, agency=agency, role=role
            )
            for agency, role in more
        ),
    ]


def pages(client: Client) -> list[tuple[str, str]]:
    """Every page that takes no argument."""
    found = []
    for door in ALL:
        try:
            address = reverse(door)
        except NoReverseMatch:
            continue
        answer = client.get(address)
        if answer.status_code == 200:
            told = answer.getvalue()  # a file that is streamed, too
            found.append((door, told.decode(errors="replace")))
    return found


def telling(person: Person) -> list[str]:
    """Doors through which something of Utopia's register can be read. Lists to choose from name all states."""
    return [
        door
        for door, page in pages(log_in(person))
        if any(
            sign in page for sign in ("7,919", "7919", '<th scope="row">Vanuatu', "VUT,", "Utopia Airport")
        )
    ]


@pytest.mark.django_db
def test_no_page_tells_another_agency_anything_of_the_register(desk: Desk, cast: Cast) -> None:
    for person in everybody_else(cast):
        assert telling(person) == [], person
    # The canary: Utopia's own analyst reads it.
    assert {"trends:detections", "trends:table", "trends:places"} <= set(telling(cast.analyst))


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(release, list(words))
    return done.exit_code, done.output


@pytest.mark.django_db
def test_a_released_table_is_listed_and_saved_at_the_machine(desk: Desk, cast: Cast, tmp_path: Path) -> None:
    desk.put(USUAL)
    table = desk.release(outline("class"), title="Classes")
    desk.release(outline("month"), to=[cast.centre])
    assert run("list", "--as", "foreign") == (0, "UTO-R-0001\tamber\treleased\t2025-10..2026-02\tClasses\n")
    code, printed = run("export", "UTO-R-0001", "--as", "foreign")
    assert (code, printed.splitlines()[0][:14]) == (0, "release,agency")
    path = tmp_path / "t.csv"
    assert run("export", "UTO-R-0001", "--as", "foreign", "--to", str(path))[0] == 0
    assert path.read_text(encoding="utf-8").splitlines() == printed.splitlines()
    code, printed = run("export", "UTO-R-0001", "--as", "foreign", "--sdmx")
    assert (code, printed.splitlines()[1][:29]) == (0, "dataflow,UTO:DF_RELEASED(1.0)")
    assert run("export", "UTO-R-0002", "--as", "foreign")[0] == 2
    assert run("list", "--as", "officer")[0] == 2
    withdraw_release(release=table, why="wrong", by=cast.analyst, at=desk.at)
    assert run("list", "--as", "foreign") == (0, "")
