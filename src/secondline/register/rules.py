"""What the register keeps of an inspection, and nothing else: the table of facts, and how a row is judged."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from secondline.record.rules import Personal
from traveldoc.finding import Phrase, gettext_noop
from traveldoc.vocabulary import vocabulary

# A pseudonym is personal data for whoever holds the key; the facts beside it are not.
PERSONAL: Final = (
    Personal(
        "pseudonym",
        days=3 * 365,
        exported="Not exported: without the key file it says nothing",
        erased="Blanked, and replaced rows are deleted; the facts without identity stay",
    ),
    Personal(
        "incident",
        days=3 * 365,
        exported="Not exported: without the key file it says nothing",
        erased="Blanked with the pseudonym; that it was counted as one incident stays",
    ),
)
KEPT_DAYS: Final[Mapping[str, int]] = {personal.what: personal.days for personal in PERSONAL}

# Fraud classes in the order in which they are shown: false documents, then genuine ones misused.
FOUND: Final = (
    "counterfeit",
    "forged",
    "pseudo",
    "fraudulently-obtained",
    "impostor",
    "stolen-blank",
)
UNDETERMINED: Final = "cannot-determine"
NOTHING_FOUND: Final = "no-fraud-found"
CLASSES: Final = (*FOUND, UNDETERMINED, NOTHING_FOUND)

FIRST_YEAR: Final = 1990
# What leaves the house is decided row by row in a later deed; until then it stays in the agency (TLP 2.0).
DEFAULT_SHARING: Final = "amber-strict"
RANDOM: Final = "random"  # the selection that needs no reason: what an unbiased rate is made of
PULLED: Final = "secondline"  # the source of rows that were pulled from inspections of this house
_SOURCE: Final = re.compile(r"[a-z][a-z0-9-]{1,31}")
_REFERENCE: Final = re.compile(r"[!-~]{0,128}")
_SCALE: Final = re.compile(r"[a-z][a-z-]{0,23} [0-9][0-9.]{0,7}")  # name and version
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")

Kind = Literal[
    "month", "post", "code", "codes", "class", "subtype", "grade", "scale", "share", "year", "flag"
]
Value = str | int | float | bool | date | list[str] | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One column: `vocabulary` names the terms that may stand in it."""

    name: str
    kind: Kind
    vocabulary: str = ""
    required: bool = False


FACTS: Final = (
    Fact("month", "month", required=True),
    Fact("post", "post", required=True),
    Fact("direction", "code", "direction"),
    Fact("line", "code", "line"),
    Fact("selection", "code", "selection"),
    Fact("selection_probability", "share"),
    Fact("carrier", "code", "carrier"),
    Fact("embarkation", "code", "state"),
    # The state last left before the post; that of embarkation where the journey was direct. Never more of the
    # way than that: a long way is rare, and what is rare points at a person.
    Fact("transit", "code", "state"),
    Fact("next_stop", "code", "state"),
    Fact("final_destination", "code", "state"),
    Fact("document_kind", "code", "document-kind"),
    Fact("issuer", "code", "state"),
    Fact("document_nationality", "code", "state"),
    Fact("claimed_nationality", "code", "state"),
    Fact("established_nationality", "code", "state"),
    Fact("sex", "code", "sex"),
    Fact("age_band", "code", "age-band"),
    Fact("issue_year", "year"),
    Fact("role", "code", "role"),
    Fact("presented", "code", "discovery"),
    Fact("fraud_class", "class", "fraud", required=True),
    Fact("fraud_subtype", "subtype", "fraud"),
    Fact("means", "codes", "detection-means"),
    Fact("grade", "grade"),
    Fact("conclusion", "code", "conclusion"),
    Fact("conclusion_scale", "scale"),
    Fact("outcome", "code", "outcome"),
    Fact("fate", "code", "document-fate"),
    Fact("refusal_code", "code", "refusal"),
    Fact("protection", "flag"),
    Fact("sharing", "code", "sharing"),
)
NAMES: Final = tuple(fact.name for fact in FACTS)
REQUIRED: Final = frozenset(fact.name for fact in FACTS if fact.required)
GRADES: Final = frozenset({"consistent", "inconsistent", "inconclusive", "not examined"})

# What a file may tell rows apart or together by: of the row, its person, its incident. None is kept as it is.
LINK_WORDS: Final[Mapping[str, str]] = {
    "reference": gettext_noop(
        "The source's own word for the row, kept as a keyed hash: a later one replaces"
    ),
    "person": gettext_noop("The same word in each row of one person: several documents, one person"),
    "incident": gettext_noop("The same word in each row of one incident: several persons at one time"),
}
LINKS: Final = tuple(LINK_WORDS)
EFFORT_COUNTS: Final = ("inspections", "random_checks", "crossings")
LARGEST_COUNT: Final = 1_000_000_000

# What comes in as a file, and the words for it.
PURPOSES: Final[Mapping[str, str]] = {
    "detections": gettext_noop("Detections: one row a document that was looked at"),
    "effort": gettext_noop("Inspections, random checks and crossings by month and post"),
    "counts": gettext_noop("Crossings and checks, counted by month, post and more"),
    "crossings": gettext_noop("Single crossings of a border system: counted, not kept"),
    "series": gettext_noop("A published series of irregular travel"),
}

# What a person can say of a remark on a published series.
VERDICTS: Final[Mapping[str, str]] = {
    "fault": gettext_noop("a fault of the table: don't use these numbers"),
    "in-order": gettext_noop("in order: it is so"),
    "ask": gettext_noop("to be asked of the source"),
}

REASONS: Final[Mapping[str, str]] = {
    "missing": gettext_noop("is missing"),
    "unknown-column": gettext_noop("is no column of the register"),
    "month": gettext_noop("must be a month such as 2026-03"),
    "future": gettext_noop("lies in the future"),
    "too-old": gettext_noop("is older than the register goes back"),
    "post": gettext_noop("is not the code of a post of your agency"),
    "vocabulary": gettext_noop("is not an id of the vocabulary %(vocabulary)s"),
    "grade": gettext_noop("must be a grade of an examination"),
    "scale": gettext_noop("must be the name and version of a scale"),
    "subtype": gettext_noop("does not belong to the fraud class"),
    "share": gettext_noop("must be a number above 0 and up to 1"),
    "year": gettext_noop("must be a year, not after the month of the inspection"),
    "flag": gettext_noop("must be yes or no"),
    "count": gettext_noop("must be a whole number from 0 up"),
    "reference": gettext_noop("must be up to 128 letters, digits and signs without spaces"),
    "twice": gettext_noop("stands twice in the same batch"),
    "differs": gettext_noop("is not the same in all rows of one person"),
    "many": gettext_noop("is given to more documents than one person can have"),
    "more-found": gettext_noop("is smaller than the number of detections given for the post and month"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row can't be taken. The value itself is not repeated: it may be what must not stand here."""

    row: int
    column: str
    reason: str
    vocabulary: str = ""

    @property
    def words(self) -> Phrase:
        return Phrase(REASONS[self.reason], {"vocabulary": self.vocabulary} if self.vocabulary else {})

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.words}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row after judging: usable where `faults` is empty."""

    facts: Mapping[str, Value]
    faults: Sequence[Fault]


def is_source(name: str) -> bool:
    """A short name for where rows come from: small letters, digits, hyphens; not our own."""
    return bool(_SOURCE.fullmatch(name)) and name != PULLED


def is_reference(text: object) -> bool:
    return isinstance(text, str) and bool(_REFERENCE.fullmatch(text))


def month_of(value: object) -> date | None:
    """A date's month, or that of a text such as 2026-03, or 2026-03-01 as Excel makes of it."""
    if isinstance(value, date):
        return date(value.year, value.month, 1)
    match = _MONTH.fullmatch(value) if isinstance(value, str) else None
    return date(int(match[1]), int(match[2]), 1) if match and int(match[1]) else None


def judge(
    row: Mapping[str, object],
    *,
    number: int,
    posts: Collection[str],
    latest: date,
    required: Collection[str] = REQUIRED,
) -> Judged:
    """Read one row strictly: every value is a term of its vocabulary, a month, a share, a year or a flag.

    `posts` are the codes that may stand in it, `latest` is the running month at the posts.
    """
    faults = [Fault(number, str(name)[:40], "unknown-column") for name in row if name not in NAMES]
    facts: dict[str, Value] = {}
    for fact in FACTS:
        given = row.get(fact.name)
        if given is None or given == "":
            if fact.name in required:
                faults.append(Fault(number, fact.name, "missing"))
            facts[fact.name] = _EMPTY.get(fact.kind, "")
            continue
        value, reason = _read(fact, given, posts, latest)
        facts[fact.name] = value
        if reason:
            faults.append(Fault(number, fact.name, reason, fact.vocabulary if reason == "vocabulary" else ""))
    if not faults:
        faults += _contradictions(facts, number)
    return Judged(facts, faults)


_EMPTY: Final[Mapping[str, Value]] = {"share": None, "year": None, "flag": False, "codes": []}
_FLAGS: Final = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


def _read(fact: Fact, given: object, posts: Collection[str], latest: date) -> tuple[Value, str]:
    """The value of a cell, and the reason why it can't be taken ("" where it can)."""
    if fact.kind == "month":
        return _month(given, latest)
    if fact.kind == "post":
        return (given, "") if isinstance(given, str) and given in posts else (None, "post")
    return _READERS[fact.kind](given, CLASSES if fact.kind == "class" else fact.vocabulary)


def _term(given: object, known: Collection[str] | str) -> tuple[Value, str]:
    terms = vocabulary(known) if isinstance(known, str) else known
    return (given, "") if isinstance(given, str) and given in terms else (None, "vocabulary")


def _terms(given: object, known: Collection[str] | str) -> tuple[Value, str]:
    words = given.split() if isinstance(given, str) else given
    if isinstance(words, (list, tuple)) and not any(_term(word, known)[1] for word in words):
        return sorted(set(words)), ""
    return None, "vocabulary"


def _grade(given: object, _known: object) -> tuple[Value, str]:
    return (given, "") if isinstance(given, str) and given in GRADES else (None, "grade")


def _scale(given: object, _known: object) -> tuple[Value, str]:
    return (given, "") if isinstance(given, str) and _SCALE.fullmatch(given) else (None, "scale")


def _year(given: object, _known: object) -> tuple[Value, str]:
    year = _whole(given)
    return year, "" if year is not None and year >= 1900 else "year"


def _flag(given: object, _known: object) -> tuple[Value, str]:
    if isinstance(given, bool):
        return given, ""
    flag = _FLAGS.get(given.strip().lower()) if isinstance(given, str) else None
    return flag, "" if flag is not None else "flag"


def _month(given: object, latest: date) -> tuple[Value, str]:
    month = month_of(given)
    if month is None:
        return None, "month"
    if month > latest:
        return None, "future"
    return month, "" if month.year >= FIRST_YEAR else "too-old"


def _share(given: object, _known: object) -> tuple[Value, str]:
    try:
        share = float(given) if isinstance(given, (int, float, str)) and given is not True else 0.0
    except ValueError:
        share = 0.0
    return (share, "") if 0 < share <= 1 else (None, "share")


def _whole(given: object) -> int | None:
    if isinstance(given, bool):
        return None
    if isinstance(given, int):
        return given
    if isinstance(given, str) and re.fullmatch(r"[0-9]{1,10}", given):
        return int(given)
    return None


_READERS: Final[Mapping[str, Callable[[object, Collection[str] | str], tuple[Value, str]]]] = {
    "code": _term,
    "class": _term,
    "subtype": _term,
    "codes": _terms,
    "grade": _grade,
    "scale": _scale,
    "share": _share,
    "year": _year,
    "flag": _flag,
}


def _contradictions(facts: Mapping[str, Value], number: int) -> list[Fault]:
    """Values that are each in order and can't stand together."""
    faults = []
    month, year, subtype = facts["month"], facts["issue_year"], facts["fraud_subtype"]
    if isinstance(month, date) and isinstance(year, int) and year > month.year:
        faults.append(Fault(number, "issue_year", "year"))
    if subtype and not _descends(str(subtype), str(facts["fraud_class"])):
        faults.append(Fault(number, "fraud_subtype", "subtype"))
    return faults


def _descends(subtype: str, fraud_class: str) -> bool:
    term = vocabulary("fraud").get(subtype)
    while term is not None and term.parent:
        if term.parent == fraud_class:
            return True
        term = vocabulary("fraud").get(term.parent)
    return False


@dataclass(frozen=True, slots=True)
class EffortRow:
    """How much was looked at: one post, one month. None: not known."""

    month: date
    post: str
    inspections: int
    random_checks: int | None
    crossings: int | None


def judge_effort(
    row: Mapping[str, object], *, number: int, posts: Collection[str], latest: date
) -> tuple[EffortRow | None, list[Fault]]:
    """Read one row of effort as strictly as a detection."""
    wanted = ("month", "post", *EFFORT_COUNTS)
    faults = [Fault(number, str(name)[:40], "unknown-column") for name in row if name not in wanted]
    month, reason = _month(row.get("month"), latest)
    if reason:
        faults.append(Fault(number, "month", reason))
    post = row.get("post")
    if not isinstance(post, str) or post not in posts:
        faults.append(Fault(number, "post", "post"))
    counts: dict[str, int | None] = {}
    for name in EFFORT_COUNTS:
        given = row.get(name)
        if given is None or given == "":
            counts[name] = None
            if name == "inspections":
                faults.append(Fault(number, name, "missing"))
            continue
        counts[name] = _whole(given)
        if counts[name] is None or not 0 <= (counts[name] or 0) <= LARGEST_COUNT:
            faults.append(Fault(number, name, "count"))
    if faults or not isinstance(month, date):
        return None, faults
    inspections = counts["inspections"] or 0
    return EffortRow(month, str(post), inspections, counts["random_checks"], counts["crossings"]), []
