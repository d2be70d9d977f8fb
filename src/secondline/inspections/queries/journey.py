"""The journey as the engine is asked about it: legs and visas of a case."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from secondline.inspections.models import Document, Inspection, Leg
from secondline.inspections.rules import JOURNEY_DAYS
from traveldoc.journey import ENTRY, EXIT, Journey, Visa
from traveldoc.journey import Leg as Crossing

# A visa or a permit to stay: what entries are compared with.
ADMITTING: Final = frozenset({"visa", "residence-permit"})
STAMP: Final = "stamp"


def documents(inspection: Inspection) -> list[Document]:
    """The further documents, in the order in which they were added."""
    return list(inspection.documents.select_related("added_by"))


def legs(inspection: Inspection) -> list[Leg]:
    return list(inspection.legs.select_related("added_by"))


def crossings(inspection: Inspection) -> tuple[Crossing, ...]:
    return tuple(
        Crossing(
            number=leg.position,
            state=leg.state,
            direction=leg.direction if leg.direction in {ENTRY, EXIT} else "",
            day=day_of(leg.day),
            seen=leg.source == STAMP,
        )
        for leg in legs(inspection)
    )


# A crossing into a state, or within it, tells nothing of the state that was left last.
_INTO: Final = frozenset({ENTRY, "inland"})


def last_left(told: Iterable[Leg], on: date) -> str:
    """The state that was left last before this day, on the journey that led here; "" where nothing tells.

    A stamp without a whole day may be of any journey; a ticket and a person's word are of this one.
    """
    first = on - timedelta(days=JOURNEY_DAYS)
    left = []
    for leg in told:
        day = day_of(leg.day) or (None if leg.source == STAMP else on)
        if leg.state and leg.direction not in _INTO and day is not None and first <= day <= on:
            left.append((day, leg.position, leg.state))
    return max(left)[2] if left else ""


def journey_of(inspection: Inspection, read: Mapping[str, object]) -> Journey:
    """All that is known of the journey; `read` are the leading document's fields as the engine read them."""
    printed = inspection.visual
    home = {str(read.get(name) or printed.get(name) or "") for name in ("issuer", "nationality")}
    return Journey(
        legs=crossings(inspection),
        issued=day_of(printed.get("date_of_issue") or read.get("date_of_issue")),
        expires=day_of(read.get("date_of_expiry") or printed.get("date_of_expiry")),
        home=tuple(sorted(home - {""})),
        visas=tuple(
            Visa(
                state=each.issuer,
                valid_from=each.valid_from,
                valid_until=each.valid_until,
                entries=each.entries,
            )
            for each in documents(inspection)
            if each.kind in ADMITTING and (each.valid_from or each.valid_until)
        ),
    )


def day_of(text: object) -> date | None:
    """A whole day; None where a part of it is unknown."""
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return None
