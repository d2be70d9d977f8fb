"""What tests of inspections and support lay on the table: the specimen's zone, a made-up reading, forms and cases."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from cast import Cast
from django.test import Client
from django.urls import reverse

from secondline.evidence.models import Item
from secondline.evidence.rules import State
from secondline.inspections import actions
from secondline.inspections.models import Inspection
from secondline.inspections.rules import SLOT, Particulars
from secondline.people.models import Person
from secondline.record.models import Entry

# Doc 9303-4, appendix B. The specimen expired in 2012, so it is inconsistent on any day of these tests.
SPECIMEN = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def prepared(by: Person, at: datetime, **said: Any) -> Item:
    """A picture of this person's agency as it is after the darkroom; `said` is what is different."""
    usual = {"agency": by.agency, "sha256": uuid4().hex * 2, "size": 1, "media_type": "image/jpeg"}
    sealed = {"state": State.PREPARED, "sealed_at": at, "sealed_by": by, "delivered_at": at}
    return Item.objects.create(**(usual | sealed | said))


def reading_of(lines: tuple[str, ...] | None, *, unsure: tuple[tuple[int, int], ...] = ()) -> dict[str, Any]:
    """What the darkroom would have read: characters 10 wide and 20 high, lines 40 apart, from (100, 200)."""
    lines = lines or ()
    return {
        "format": "TD3" if lines else None,
        "lines": list(lines) or None,
        "confidence": [
            [0.3 if (row, column) in unsure else 0.99 for column, _ in enumerate(line, 1)]
            for row, line in enumerate(lines, 1)
        ],
        "runners_up": [" " * len(line) for line in lines],
        "boxes": [
            [
                [
                    [100 + 10 * c, 200 + 40 * r],
                    [110 + 10 * c, 200 + 40 * r],
                    [110 + 10 * c, 220 + 40 * r],
                    [100 + 10 * c, 220 + 40 * r],
                ]
                for c, _ in enumerate(line)
            ]
            for r, line in enumerate(lines)
        ],
        "choices": [],
        "quality": {"advice": [{"template": "Go closer.", "values": {}}], "retake": not lines},
        "width": 800,
        "height": 600,
    }


Picture = Callable[..., Any]
DATA = SLOT["data"]


def lines(thing: UUID) -> list[str]:
    return [entry.verb for entry in Entry.objects.filter(thing=thing).order_by("number")]


def opened(person: Person, at: datetime, **given: Any) -> Inspection:
    assert person.post
    particulars = given.pop("particulars", Particulars())
    return actions.open_inspection(
        id=given.pop("id", uuid4()), post=person.post, particulars=particulars, by=person, at=at, **given
    )


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f0001010100"
    "1bb6ee560000000049454e44ae426082"
)


def form(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "post": str(cast.airport.pk), "doubt": "Why?", **more}


def case(client: Client, inspection: Inspection) -> str:
    response = client.get(reverse("case", args=[inspection.pk]))
    assert response.status_code == 200
    return str(response.content.decode())
