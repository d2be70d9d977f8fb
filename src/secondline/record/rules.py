"""The chain: what an entry holds, how it is hashed, what may stand in it; what is erased beside it."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypedDict, Unpack
from uuid import UUID

GENESIS = "0" * 64

# The record holds ids, verbs, codes and digests, never a sentence or a name, so that erasure of personal
# data never breaks the chain. A value with a space or a letter outside ASCII is refused.
_TOKEN = re.compile(r"[A-Za-z0-9._:+-]{0,128}")
_VERB = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")

Facts = Mapping[str, str | int | bool]


class UnfitForTheRecordError(ValueError):
    """Something that must not stand in the record: a programming error of the caller."""


class NotNowError(Exception):
    """A deed does not fit the state of its thing any more, for example because a colleague was quicker."""

    def __init__(self, state: str, verb: str) -> None:
        super().__init__(f"{verb} is not possible while {state}")
        self.state, self.verb = state, verb


def check_fit(verb: str, facts: Facts) -> None:
    if not _VERB.fullmatch(verb):
        raise UnfitForTheRecordError(f"{verb!r} is not of the form noun.verb")
    for name, value in facts.items():
        if not _TOKEN.fullmatch(name) or (isinstance(value, str) and not _TOKEN.fullmatch(value)):
            raise UnfitForTheRecordError(f"{verb}: {name} must be an id, a code or a digest")


def canonical_time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def canonical_facts(facts: Facts) -> str:
    return json.dumps(dict(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


class Content(TypedDict):
    """Everything in an entry but its own hash."""

    number: int
    at: datetime
    by: UUID | None
    agency: UUID | None
    verb: str
    thing: UUID | None
    facts: str
    previous: str


def entry_hash(**entry: Unpack[Content]) -> str:
    """SHA-256 over the entry's canonical JSON, the previous entry's hash included."""
    content = {
        "agency": str(entry["agency"] or ""),
        "at": canonical_time(entry["at"]),
        "by": str(entry["by"] or ""),
        "facts": entry["facts"],
        "number": entry["number"],
        "previous": entry["previous"],
        "thing": str(entry["thing"] or ""),
        "verb": entry["verb"],
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


# A case and its pictures, counted from the last deed in it.
CASE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Personal:
    """One sort of personal data of a room: how long it stays, how it is shown to its person, how it goes."""

    what: str
    days: int
    exported: str
    erased: str
