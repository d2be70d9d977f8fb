"""A secondary inspection: its states, what an officer may tell, what leaves it without an identity."""

import re
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from secondline.record.rules import CASE_DAYS, NotNowError, Personal
from traveldoc.facts import VisualForm, is_iso_date
from traveldoc.vocabulary import vocabulary


class State(StrEnum):
    OPEN = "open"
    CONCLUDED = "concluded"


class Verb(StrEnum):
    ADD = "add"
    TRANSCRIBE = "transcribe"
    EXAMINE = "examine"
    REFER = "refer"
    PUT = "put to the centre"
    HEAR = "hear the centre"
    DECIDE = "decide"
    REOPEN = "reopen"
    CHECK = "check off"
    TELL = "tell"
    COMPARE = "compare"
    LINK = "link"


STATE_NAMES: Final = {State.OPEN: _("open"), State.CONCLUDED: _("concluded")}

# The whole life of an inspection. What is not in the table is refused; docs/states.md is drawn from it.
# A concluded inspection may still be corrected, asked about (the document was seized, the laboratory has
# time) and answered: each of these is a new revision, so that the statistics follow.
TRANSITIONS: Final[dict[tuple[State, Verb], State]] = {
    (State.OPEN, Verb.ADD): State.OPEN,
    (State.OPEN, Verb.TRANSCRIBE): State.OPEN,
    (State.OPEN, Verb.EXAMINE): State.OPEN,
    (State.OPEN, Verb.REFER): State.OPEN,
    (State.OPEN, Verb.PUT): State.OPEN,
    (State.OPEN, Verb.HEAR): State.OPEN,
    (State.OPEN, Verb.DECIDE): State.CONCLUDED,
    (State.CONCLUDED, Verb.DECIDE): State.CONCLUDED,
    (State.CONCLUDED, Verb.REFER): State.CONCLUDED,
    (State.CONCLUDED, Verb.PUT): State.CONCLUDED,
    (State.CONCLUDED, Verb.HEAR): State.CONCLUDED,
    (State.CONCLUDED, Verb.REOPEN): State.OPEN,
    # The steps of the procedure, journey and documents, the faces: while the document is on the desk.
    (State.OPEN, Verb.CHECK): State.OPEN,
    (State.OPEN, Verb.TELL): State.OPEN,
    (State.OPEN, Verb.COMPARE): State.OPEN,
    (State.OPEN, Verb.LINK): State.OPEN,
    (State.CONCLUDED, Verb.LINK): State.CONCLUDED,
}

# The right that each verb needs (people.rules).
RIGHT: Final[dict[Verb, str]] = {
    Verb.ADD: "inspection.add",
    Verb.TRANSCRIBE: "inspection.add",
    Verb.EXAMINE: "inspection.examine",
    Verb.REFER: "inspection.refer",
    Verb.PUT: "request.ask",
    Verb.HEAR: "request.answer",
    Verb.DECIDE: "inspection.decide",
    Verb.REOPEN: "inspection.decide",
    Verb.CHECK: "inspection.add",
    Verb.TELL: "inspection.add",
    Verb.COMPARE: "inspection.add",
    Verb.LINK: "inspection.add",
}


class CaseNotNowError(NotNowError):
    """The same of a case: who asks about it must tell it from a question that is no more."""


def after(state: str, verb: Verb) -> State:
    """The state that follows; CaseNotNowError where the table has none."""
    following = TRANSITIONS.get((State(state), verb))
    if following is None:
        raise CaseNotNowError(state, verb)
    return following


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in the form where pictures are given: what they show, under which light (vocabulary)."""

    name: str
    label: object
    page: str
    light: str


SLOTS: Final = (
    Slot("data", _("Data page, ordinary light"), "data", "white"),
    Slot("other", _("Other pages, visas, stamps"), "other", "white"),
    Slot("ultraviolet", _("Under ultraviolet light"), "data", "ultraviolet-a"),
    Slot("infrared", _("Under infrared light"), "data", "infrared"),
    Slot("transmitted", _("Against the light"), "data", "transmitted"),
    Slot("oblique", _("Under light from the side"), "data", "oblique"),
    Slot("coaxial", _("Under light along the line of sight"), "data", "coaxial"),
    Slot("detail", _("Magnified detail"), "detail", "magnifier"),
    Slot("live", _("The person, photographed now"), "live", "white"),
)
# Light in which the machine readable zone is meant to be read (Doc 9303-3, 4.5: also in the infrared). Under
# ultraviolet or against the light its ink may vanish in what shines, and that is no fault of the document.
READING_LIGHTS: Final = frozenset({"white", "oblique", "coaxial", "infrared"})
SLOT: Final = {slot.name: slot for slot in SLOTS}
# A photograph of the person is no picture of the document: never read, and kept for a shorter time.
LIVE: Final = "live"
PAGES: Final = {
    "data": _("data page"),
    "other": _("other page"),
    "detail": _("detail"),
    LIVE: _("the person"),
}
# Which two pictures of a face are compared.
PAIRS: Final = {
    "document-live": _("Document and person"),
    "document-chip": _("Document and chip"),
    "chip-live": _("Chip and person"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an officer tells besides pictures. Everything may be empty: "I don't know" is an answer.

    Ids are of the vocabulary named like the field; states are codes of Doc 9303-3, 5.
    """

    doubt: str = ""
    mrz: str = ""
    visual: VisualForm = field(default_factory=VisualForm)
    direction: str = ""
    line: str = "second"
    selection: str = ""
    selection_probability: float | None = None
    carrier: str = ""
    embarkation: str = ""
    transit: str = ""
    next_stop: str = ""
    final_destination: str = ""
    claimed_nationality: str = ""
    document_kind: str = ""
    role: str = "main"
    discovery: str = "presented"


CONTEXT: Final = tuple(
    item.name for item in fields(Particulars) if item.name not in {"mrz", "visual", "document_kind"}
)

# What is sensible to assume at a post of each border type; the officer can change it.
CARRIER_AT: Final = {"air": "aircraft", "sea": "ship"}

# One press refers; what is shown then is what the officer does next. Nothing of it enters an examination.
REFERRALS: Final[dict[str, tuple[object, object]]] = {
    "asylum": (
        _("Asks for protection"),
        _(
            "Do not return the person. Stop questions about the reasons, call the asylum authority's duty "
            "officer now, and use an interpreter. False documents are not held against a refugee "
            "(1951 Convention, article 31)."
        ),
    ),
    "trafficking": (
        _("May be trafficked"),
        _(
            "Separate the person from companions out of earshot, offer water and a seat, and call the "
            "anti-trafficking contact of your post. You refer; you need not be sure."
        ),
    ),
    "child": (
        _("A child, alone or at risk"),
        _(
            "Do not leave the child alone. Call the child protection service now; a guardian comes before "
            "any interview. The child's best interests decide."
        ),
    ),
    "health": (
        _("Needs medical help"),
        _("Call the duty doctor or the emergency number now. The examination of the document waits."),
    ),
}


_MONTHS: Final = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_DAY: Final = (
    re.compile(r"(?P<y>[0-9]{4}|XXXX)-(?P<m>[0-9]{2}|XX)-(?P<d>[0-9]{2}|XX)"),
    re.compile(r"(?P<d>[0-9]{1,2}|XX)\.(?P<m>[0-9]{1,2}|XX)\.(?P<y>[0-9]{4}|XXXX)"),
    re.compile(r"(?P<d>[0-9]{1,2}|XX) ?(?P<m>[A-Z]{3})(?: ?/ ?[^ 0-9]+)? ?(?P<y>[0-9]{4})"),
)


def read_day(text: str) -> str | None:
    """A date as an officer types or copies it, as YYYY-MM-DD with XX for unknown parts; None if it is none.

    1974-08-12, 12.08.1974, and as Doc 9303-3, 3.8 prints it: 12 AUG 1974, 12 AUG/AOUT 1974. Not 08/12/1974:
    nobody can tell which of the two is the month.
    """
    for pattern in _DAY:
        found = pattern.fullmatch(text.strip().upper())
        if found is None:
            continue
        month = found["m"]
        if month in _MONTHS:
            month = str(_MONTHS.index(month) + 1)
        day = f"{found['y']}-{month.zfill(2)}-{found['d'].zfill(2)}"
        return day if is_iso_date(day) else None
    return None


def case_number(agency_code: str, year: int, number: int) -> str:
    return f"{agency_code}-{year}-{number:04d}"


def local_day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def age_band(born: str, on: date) -> str:
    """The band of the vocabulary `age-band` for a date of birth YYYY-MM-DD; "" where XX leaves it open.

    An unknown month or day is settled only if both ends of the year give the same band.
    """
    if len(born) != 10 or not born[:4].isdigit():
        return ""
    unknown_month, unknown_day = born[5:7] == "XX", born[8:] == "XX"
    earliest = (int(born[:4]), 1 if unknown_month else int(born[5:7]), 1 if unknown_day else int(born[8:]))
    latest = (int(born[:4]), 12 if unknown_month else int(born[5:7]), 31 if unknown_day else int(born[8:]))
    bands = {_band(on.year - y - ((on.month, on.day) < (m, d))) for y, m, d in (earliest, latest)}
    return bands.pop() if len(bands) == 1 else ""


def _band(age: int) -> str:
    return next((band for oldest, band in AGE_BANDS if 0 <= age <= oldest), "")


# The oldest age of each band of the vocabulary `age-band`; nobody is older than the last.
AGE_BANDS: Final = ((17, "under-18"), (34, "18-to-34"), (64, "35-to-64"), (130, "65-and-over"))


def fraud_class(term: str) -> tuple[str, str]:
    """The class and subtype of a term of the vocabulary `fraud`: photo-substitution is forged.

    The first level (false or genuine document) is a heading; the class is the level below it.
    """
    book = vocabulary("fraud")
    parent = book[term].parent
    if parent and book[parent].parent:
        return parent, term
    return term, ""


MOST_DOCUMENTS: Final = 20
MOST_LEGS: Final = 60
JOURNEY_DAYS: Final = 31  # an older stamp is of another journey
# Who is never a protection focal person of an agency, whatever its administrator says.
NO_FOCAL_ROLES: Final = frozenset({"examiner"})

# What was typed and never sent, and a photograph of the person, which the case outlives.
DRAFT_DAYS: Final = 2
LIVE_DAYS: Final = 90

PERSONAL: Final = (
    Personal("Inspection.doubt, .visual: what the officer typed", CASE_DAYS, "with the case", "emptied"),
    Personal("Transcription.text: a typed machine readable zone", CASE_DAYS, "with the case", "deleted"),
    Personal(
        "Examination.parts: the document's fields and the findings' values",
        CASE_DAYS,
        "with the case",
        "emptied; check ids and grades stay",
    ),
    Personal("Decision.reason: free text", CASE_DAYS, "with the case", "emptied"),
    Personal("Referral.kind: why a person was referred", CASE_DAYS, "with the case", "emptied; yes/no stays"),
    Personal(
        "Answer.note: what an officer saw at a step", CASE_DAYS, "with the case", "emptied; answers stay"
    ),
    Personal(
        "Document.number, .note, .valid_from, .valid_until: of further documents",
        CASE_DAYS,
        "with the case",
        "emptied; kind, role and judgement stay",
    ),
    Personal("Leg: the person's journey", CASE_DAYS, "with the case", "deleted"),
    Personal("Eyes, Likeness: how faces compare", CASE_DAYS, "with the case", "deleted"),
    Personal(
        "Exhibit of page live: a photograph of the person",
        LIVE_DAYS,
        "the picture itself, and with the case",
        "its picture is deleted, counted from the last deed in a concluded case; that there was one stays",
    ),
    Personal("Draft: what was typed and not sent", DRAFT_DAYS, "to its writer, in the form", "deleted"),
)


@dataclass(frozen=True, slots=True)
class ConcludedDocument:
    """A further document of a concluded inspection, without number or name."""

    kind: str
    issuer: str
    issue_year: int | None
    role: str
    presented: str
    fraud_class: str
    fraud_subtype: str
    fate: str


@dataclass(frozen=True, slots=True)
class ConcludedInspection:
    """A concluded inspection without identities: all that `register` may see. "" means not known.

    Ids are of the vocabulary named in docs; states are codes of Doc 9303-3, 5. `month` is the first day of
    the month of opening in the post's zone. `revision` grows with each correction or late opinion.
    """

    key: object
    revision: int
    changed_at: datetime
    agency_id: object
    post_id: object
    month: date
    border_type: str
    direction: str
    line: str
    selection: str
    selection_probability: float | None
    carrier: str
    embarkation: str
    next_stop: str
    final_destination: str
    document_kind: str
    issuer: str
    document_nationality: str
    claimed_nationality: str
    sex: str
    age_band: str
    issue_year: int | None
    role: str
    presented: str
    fraud_class: str
    fraud_subtype: str
    means: tuple[str, ...]
    grade: str
    conclusion: str
    conclusion_scale: str
    outcome: str
    fate: str
    refusal_code: str
    protection: bool
    # Persons, documents and incidents are counted apart: an inspection is one person, `documents` are those
    # besides the leading one, and inspections with the same `incident` (a key like `key`) are one incident.
    established_nationality: str = ""
    transit: str = ""
    documents: tuple[ConcludedDocument, ...] = ()
    incident: object = None


# What a decision needs: a document that someone says is false has a class; a refusal has a code.
REFUSED: Final = "refused"


def states_markdown() -> str:
    """The table of transitions for docs/states.md."""
    rows = [f"| {state} | {verb} | {RIGHT[verb]} | {then} |" for (state, verb), then in TRANSITIONS.items()]
    return "\n".join(["| state | verb | right | then |", "|---|---|---|---|", *rows])
