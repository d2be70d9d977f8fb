"""The demonstration's region as tables: agencies of fictional states, their posts, and who works where."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from secondline.people import actions
from secondline.people.models import Agency, Person, Post
from secondline.people.rules import Role

PASSWORD = "Try-Secondline-2026"  # noqa: S105  # shown to everybody: all that it opens is invented
FOUNDED = timedelta(days=3 * 365 + 30)


@dataclass(frozen=True, slots=True)
class Office:
    """An agency, or the centre that the agencies ask. The administrator is its first person."""

    code: str
    name: str
    administrator: str
    administrator_name: str
    is_centre: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """A post; the zone is a real one, so that "today" differs between posts as it does in life."""

    office: str
    code: str
    name: str
    border_type: str
    zone: str


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who logs in."""

    username: str
    name: str
    role: Role
    office: str
    gate: str = ""
    number: str = ""
    leads: bool = False
    trainee: int = 0


CENTRE = Office(
    "DESC", "Document Examination Support Centre of the Region", "carla", "Carla Mensah", is_centre=True
)
OFFICES: tuple[Office, ...] = (
    CENTRE,
    Office("UTOPIA", "Border Service of Utopia", "adam", "Adam Nowak"),
    Office("EREWHON", "Frontier Guard of Erewhon", "zhanna", "Жанна Ким"),
    Office("ATLANTIS", "Coast and Border Watch of New Atlantis", "malik", "Malik Diop"),
)
GATES: tuple[Gate, ...] = (
    Gate("UTOPIA", "UTO-AIR", "Zenith Airport", "air", "Asia/Almaty"),
    Gate("UTOPIA", "UTO-SEA", "Meridian Harbour", "sea", "Asia/Aqtau"),
    Gate("UTOPIA", "UTO-LAND", "Sunbridge", "land", "Asia/Almaty"),
    Gate("EREWHON", "ERE-RAIL", "Ereuon Station", "land", "Asia/Tashkent"),
    Gate("EREWHON", "ERE-PASS", "Nowhere Pass", "land", "Asia/Tashkent"),
    Gate("EREWHON", "ERE-AIR", "Ereuon Airport", "air", "Asia/Tashkent"),
    Gate("ATLANTIS", "ATL-SEA", "Port Solace", "sea", "Atlantic/Azores"),
    Gate("ATLANTIS", "ATL-AIR", "Halcyon Airport", "air", "Atlantic/Azores"),
)
WORKERS: tuple[Worker, ...] = (
    Worker("olga", "Olga Petrova", Role.OFFICER, "UTOPIA", "UTO-AIR"),
    Worker("tomas", "Tomás Ferreira", Role.OFFICER, "UTOPIA", "UTO-SEA"),
    Worker("erik", "Erik Lindqvist", Role.EXAMINER, "DESC", number="E-104"),
    Worker("mei", "Mei Chen", Role.EXAMINER, "DESC", number="E-112", leads=True),
    Worker("samir", "Samir Haddad", Role.EXAMINER, "DESC", number="E-117"),
    Worker("noor", "Noor Rahimi", Role.EXAMINER, "DESC", number="E-131", trainee=3),
    Worker("lena", "Lena Hoffmann", Role.LIAISON, "UTOPIA"),
    Worker("ana", "Ana Kovačević", Role.ANALYST, "UTOPIA"),
    Worker("ulla", "Ulla Virtanen", Role.AUDITOR, "UTOPIA"),
    Worker("nurlan", "Нұрлан Сәбитов", Role.OFFICER, "EREWHON", "ERE-RAIL"),
    Worker("amina", "Amina Yusuf", Role.ANALYST, "EREWHON"),
    Worker("ines", "Inês Duarte", Role.OFFICER, "ATLANTIS", "ATL-SEA"),
    Worker("jonas", "Jonas Weber", Role.ANALYST, "ATLANTIS"),
)
USERNAMES: tuple[str, ...] = (
    *(worker.username for worker in WORKERS),
    *(office.administrator for office in OFFICES),
)
"""Everybody, those first who walk the way of one picture."""


def found(*, at: datetime) -> dict[str, Person]:
    """Found the agencies, three years before `at`, and answer everybody by user name."""
    since = at - FOUNDED
    persons: dict[str, Person] = {}
    chiefs: dict[str, Person] = {}
    centre: Agency | None = None
    for office in OFFICES:
        agency = Agency(code=office.code, name=office.name, is_centre=office.is_centre, centre=centre)
        actions.found_agency(at=since, agency=agency)
        centre = centre or agency
        chief = Person(
            username=office.administrator,
            name=office.administrator_name,
            agency=agency,
            role=Role.ADMINISTRATOR,
        )
        chiefs[office.code] = actions.add_first_administrator(at=since, person=chief, password=PASSWORD)
        persons[office.administrator] = chief
    posts = {gate.code: _open_post(gate, by=chiefs[gate.office], at=since) for gate in GATES}
    for worker in WORKERS:
        person = Person(
            username=worker.username,
            name=worker.name,
            role=worker.role,
            post=posts.get(worker.gate),
            number=worker.number,
            is_duty_lead=worker.leads,
            trainee_opinions=worker.trainee,
        )
        persons[worker.username] = actions.add_person(
            by=chiefs[worker.office], at=since, person=person, password=PASSWORD
        )
    return persons


def _open_post(gate: Gate, *, by: Person, at: datetime) -> Post:
    post = Post(code=gate.code, name=gate.name, border_type=gate.border_type, zone=gate.zone)
    return actions.add_post(by=by, at=at, post=post)


def persons_in_order() -> list[Person]:
    """Who may log in, as the table has them; nobody where the demonstration is not loaded."""
    found = {person.username: person for person in Person.objects.select_related("agency")}
    return [found[username] for username in USERNAMES if username in found]
