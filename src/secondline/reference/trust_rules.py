"""The trust store: what a source is, how it came to be believed, when it grows old, how much is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _


class Standing(StrEnum):
    """Why a source is believed."""

    VERIFIED = "verified"  # signed with a key that was trusted already
    PINNED = "pinned"  # an administrator vouches for it, with a written reason


STANDINGS: Final = {
    Standing.VERIFIED: _("verified with a key that was trusted already"),
    Standing.PINNED: _("pinned by an administrator"),
}


class Verdict(StrEnum):
    """What a preview says of each part of a file."""

    VERIFIED = "verified"
    PIN = "pin"  # taken only if an administrator vouches for it
    KNOWN = "known"
    REFUSED = "refused"


VERDICTS: Final = {
    Verdict.VERIFIED: _("verified: can be taken"),
    Verdict.PIN: _("cannot be verified: taken only if you vouch for it"),
    Verdict.KNOWN: _("is here already"),
    Verdict.REFUSED: _("refused"),
}

# The kinds of traveldoc.chip.Kind, for people.
KINDS: Final[Mapping[str, object]] = {
    "certificate": _("certificate"),
    "revocation list": _("revocation list"),
    "master list": _("master list"),
    "deviation list": _("deviation list"),
    "directory": _("directory (LDIF)"),
}
# A later one of the same kind and state takes the place of the earlier one; certificates stand beside others.
REPLACED: Final = frozenset({"revocation list", "master list", "deviation list", "directory"})


@dataclass(frozen=True, slots=True)
class Age:
    """Days after which somebody should look for a newer one, and after which it counts as old."""

    ageing: int
    old: int


# Lists come several times a year, a state changes its key every three to five years (Doc 9303-12, 4.1.4), and
# revocation lists at least every 90 days (Doc 9303-12, 6.1.2).
AGES: Final[Mapping[str, Age]] = {
    "master list": Age(120, 365),
    "directory": Age(60, 365),
    "deviation list": Age(365, 730),
    "revocation list": Age(60, 90),
}


class Freshness(StrEnum):
    FRESH = "fresh"
    AGEING = "ageing"
    OLD = "old"


FRESHNESS: Final = {
    Freshness.FRESH: _("recent"),
    Freshness.AGEING: _("look for a newer one"),
    Freshness.OLD: _("old: get a newer one"),
}


def freshness(kind: str, age: timedelta | None) -> Freshness:
    """A certificate has no age of its own: it says itself how long it is valid."""
    limits = AGES.get(kind)
    if limits is None or age is None or age < timedelta(days=limits.ageing):
        return Freshness.FRESH
    return Freshness.OLD if age >= timedelta(days=limits.old) else Freshness.AGEING


MOST_BYTES: Final = 192 * 1024 * 1024  # the largest file of the public key directory has about 100 MB
MOST_KEYS: Final = 10_000  # a master list has some 600
MOST_SIGNERS: Final = 100_000
MOST_LISTS: Final = 2_000
LONGEST_ORIGIN: Final = 200
LONGEST_REASON: Final = 1000
SHORTEST_REASON: Final = 10  # characters: a reason, not a keystroke
# A file that was looked at and never imported is swept away.
PARKED_HOURS: Final = 24
