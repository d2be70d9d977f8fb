"""What links two cases: numbers as keyed hashes, pictures as hashes of what they show, ways of working.
Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


class Sort(StrEnum):
    NUMBER = "number"
    PICTURE = "picture"
    PHOTO = "photo"
    MODUS = "modus"


REASONS: Final[Mapping[str, object]] = {
    Sort.NUMBER: _("the same document number"),
    Sort.PICTURE: _("the same picture"),
    Sort.PHOTO: _("the same photograph on a different document"),
    Sort.MODUS: _("the same way of working: issuer, kind of document and modus operandi"),
}
# A way of working alone links many cases; it is shown to who examines, never as a sign that one is known
# elsewhere.
TELLING: Final = frozenset({Sort.NUMBER, Sort.PICTURE, Sort.PHOTO})
SHORTEST_NUMBER: Final = 5
# Of 256 bits so many may differ, fewer than a hash has bands: then two that are near share a band. Measured
# on specimens: one photograph taken by hand four times over differs in 18 bits (median, at most 30), two
# persons' in 46 and more; a picture saved anew in at most 12, two pictures in 50 and more.
BANDS: Final = {Sort.PICTURE: 16, Sort.PHOTO: 32}
NEAR: Final = {Sort.PICTURE: 12, Sort.PHOTO: 31}


@dataclass(frozen=True, slots=True)
class Thread:
    """One thing that a case can be found by. `band` is looked up, `digest` compared."""

    sort: Sort
    digest: str
    band: str
    version: int = 0


def plain_number(number: str) -> str:
    """As it is compared: capital letters and digits only; "" where it is too short to say anything."""
    kept = "".join(letter for letter in number.upper() if letter.isalnum() and letter.isascii())
    return kept if len(kept) >= SHORTEST_NUMBER else ""


def numbers(parts: Sequence[Mapping[str, Any]], visual: Mapping[str, str]) -> list[str]:
    """The numbers of all documents of a case, and the one that was typed."""
    said = [part.get("document", {}).get("document_number") or "" for part in parts]
    found = (plain_number(each) for each in (*said, visual.get("document_number", "")))
    return sorted({each for each in found if each})


def banded(sort: Sort, fingerprint: str) -> list[Thread]:
    """A picture's hash in its pieces: two that differ in fewer bits than there are pieces share one
    piece.
    """
    size = len(fingerprint) // BANDS[sort]
    pieces = (fingerprint[place * size : (place + 1) * size] for place in range(BANDS[sort]))
    return [Thread(sort, fingerprint, f"{place}-{piece}") for place, piece in enumerate(pieces)]


def near(sort: str, one: str, other: str) -> bool:
    """Whether two threads of a sort mean the same: exactly, or for pictures nearly."""
    if sort not in NEAR:
        return one == other
    return len(one) == len(other) and (int(one, 16) ^ int(other, 16)).bit_count() <= NEAR[Sort(sort)]


def modus_threads(cases: Iterable[tuple[str, str, str]]) -> list[Thread]:
    """(issuer, kind of document, modus) of each opinion's code; without an issuer or a kind it links
    nothing.
    """
    found = (f"{issuer}|{kind}|{code}" for issuer, kind, code in cases if issuer and kind and code)
    return [Thread(Sort.MODUS, each[:64], each[:64]) for each in sorted(set(found))]
