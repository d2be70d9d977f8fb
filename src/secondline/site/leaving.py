"""What leaves an agency, door by door: every address and every word of the command line has its line here.

A test compares the tables with the addresses and words that there are, so that nobody adds a door without
saying what other agencies learn through it. Counts of the register leave as RELEASED tables and no other way.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Leaves(StrEnum):
    """What somebody of another agency (the centre is one) can see of an agency there."""

    NOTHING = "nothing: own rows only, 404 for others'"
    CASE = "one case that was put to the centre (or one question, to an authority), to those who answer it"
    WORK = "how the centre served its own queue: counts of requests, by urgency alone"
    LIBRARY = "what two persons published in the library, in its circle (TLP)"
    SERIES = "published statistics of other bodies that the centre keeps for its agencies; no detection"
    TRUST = "whose keys chips are verified with"
    RELEASED = "a table that passed disclosure control and that two persons let go, to its addressees"
    FRAME = "nothing of anybody's work: logging in, language, health"


# Longest beginning first; a name is "room:door".
DOORS: Final[Mapping[str, Leaves]] = {
    "home": Leaves.FRAME,
    "health": Leaves.FRAME,
    "language": Leaves.FRAME,
    "account_": Leaves.FRAME,
    "mfa_": Leaves.FRAME,
    "socialaccount_": Leaves.FRAME,
    "record": Leaves.NOTHING,
    "work": Leaves.NOTHING,
    "people:": Leaves.NOTHING,
    "evidence:": Leaves.CASE,
    "reference:": Leaves.LIBRARY,
    "reference:lists": Leaves.NOTHING,
    "reference:new-list": Leaves.NOTHING,
    "reference:drop-list": Leaves.NOTHING,
    "reference:offers": Leaves.NOTHING,
    "reference:take-back": Leaves.NOTHING,
    "reference:trust": Leaves.TRUST,
    "alarm-alert": Leaves.LIBRARY,
    "case": Leaves.CASE,
    "inspections:": Leaves.CASE,
    "support:": Leaves.CASE,
    "support:service": Leaves.WORK,
    "register:": Leaves.NOTHING,
    "register:series": Leaves.SERIES,
    "trends:": Leaves.NOTHING,
    # Own finds for the own agency, beside series that the centre keeps for all.
    "trends:link": Leaves.SERIES,
    "trends:link-table": Leaves.SERIES,
    "trends:link-statistics": Leaves.SERIES,
    "trends:signals": Leaves.SERIES,
    "trends:signals-table": Leaves.SERIES,
    "trends:release": Leaves.RELEASED,
    "demonstration:": Leaves.FRAME,
}

# At the machine itself, by whoever keeps it; `release` is the only one that writes a table for others.
WORDS: Final[Mapping[str, Leaves]] = {
    **dict.fromkeys(
        ("read", "examine", "chip", "seal", "trust", "hidden", "rates", "signals", "docs", "messages"),
        Leaves.FRAME,
    ),
    **dict.fromkeys(("migrate", "serve", "worker", "demo", "found", "recover", "retention"), Leaves.FRAME),
    **dict.fromkeys(("record", "evidence", "register", "reported", "disclose", "place"), Leaves.NOTHING),
    "library": Leaves.LIBRARY,
    "release": Leaves.RELEASED,
}


def leaves(door: str) -> Leaves | None:
    """What leaves through a door; None where nobody has said."""
    named = [each for each in DOORS if door == each or (each[-1] in ":_" and door.startswith(each))]
    named += [each for each in DOORS if each in _FAMILIES and door.startswith(each)]
    return DOORS[max(named, key=len)] if named else None


# Doors that share the beginning of their name and what leaves: release, released-table, trust-state ...
_FAMILIES: Final = frozenset({"reference:trust", "trends:release"})
