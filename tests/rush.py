"""Many at once, on a database of its own with real connections; prints what came out.

The tests of pytest run in one transaction, where nobody can be in anybody's way. This one fills the empty database
of its environment, lets officers open cases and examiners take the same request at the same moment.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OFFICERS, CASES_EACH, EXAMINERS, ROUNDS = 4, 4, 4, 5


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """Start all behind one barrier; answer what each gave or the name of what it raised."""
    from django.db import connections

    barrier, out = Barrier(len(deeds)), [None] * len(deeds)

    def run(number: int) -> None:
        try:
            barrier.wait()
            out[number] = deeds[number]()  # type: ignore[call-overload]
        except Exception as error:  # noqa: BLE001  # its name is the result
            out[number] = type(error).__name__  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(out)


def scenario() -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from secondline.inspections.actions import open_inspection
    from secondline.inspections.models import Inspection, Numbering
    from secondline.inspections.rules import Particulars
    from secondline.people.models import Agency, Person, Post
    from secondline.people.rules import Role
    from secondline.record.queries import verify
    from secondline.support.actions import ask, take

    centre = Agency.objects.create(code="DESC", name="Centre", is_centre=True)
    utopia = Agency.objects.create(code="UTO", name="Utopia", centre=centre)
    post = Post.objects.create(agency=utopia, code="UTO-AIR", name="Airport", border_type="air")

    def person(name: str, agency: Agency, role: Role, at: Post | None = None) -> Person:
        return Person.objects.create(username=name, name=name, agency=agency, role=role, post=at)

    officers = [person(f"o{n}", utopia, Role.OFFICER, post) for n in range(OFFICERS)]
    examiners = [person(f"e{n}", centre, Role.EXAMINER) for n in range(EXAMINERS)]

    def opener(officer: Person) -> Callable[[], object]:
        def deed() -> object:
            for _ in range(CASES_EACH):
                open_inspection(id=uuid4(), post=post, particulars=Particulars(), by=officer, at=AT)
            return "opened"

        return deed

    opened = at_once([opener(officer) for officer in officers])
    numbers = sorted(Inspection.objects.values_list("number", flat=True))
    one = uuid4()
    pressed = at_once(
        [lambda: open_inspection(id=one, post=post, particulars=Particulars(), by=officers[0], at=AT).number]
        * 4
    )
    cases = list(Inspection.objects.order_by("number")[:ROUNDS])
    asked = at_once(
        [lambda: str(ask(inspection=cases[0].pk, question="?", urgency="waiting", by=officers[0], at=AT).pk)]
        * 4
    )
    taken = []
    for case in cases:
        request = ask(inspection=case.pk, question="?", urgency="waiting", by=officers[0], at=AT)

        def taker(who: Person, key: Any = request.pk) -> Callable[[], object]:
            return lambda: take(request=key, by=who, at=AT).state and "taken"

        taken.append(sorted(map(str, at_once([taker(each) for each in examiners]))))
    return {
        "opened": opened,
        "numbers": numbers,
        "last": Numbering.objects.get().last,
        "pressed": pressed,
        "asked": len(set(map(str, asked))),
        "taken": taken,
        "chain": verify().broken,
    }


if __name__ == "__main__":
    print(json.dumps(scenario()))
