"""What is known beforehand: how it comes to be published, who may see it, how documents are named here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from secondline.record.rules import NotNowError, Personal


class Stage(StrEnum):
    """A document type and an alert live alike: nobody publishes alone."""

    DRAFT = "draft"
    REVIEW = "in review"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    WRITE = "write"
    SUBMIT = "submit"
    SEND_BACK = "send back"
    PUBLISH = "publish"
    SUPPLEMENT = "supplement"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


STAGE_NAMES: Final = {
    Stage.DRAFT: _("draft"),
    Stage.REVIEW: _("in review"),
    Stage.PUBLISHED: _("published"),
    Stage.SUPERSEDED: _("superseded"),
    Stage.WITHDRAWN: _("withdrawn"),
}

# The whole life of a type and of an alert. What is not in the table is refused. A published one is not
# changed: a new edition is written beside it and takes its place. Pictures may be added to a published one;
# a second person confirms each. Withdrawn and superseded ones stay, as a trace.
TRANSITIONS: Final[dict[tuple[Stage, Verb], Stage]] = {
    (Stage.DRAFT, Verb.WRITE): Stage.DRAFT,
    (Stage.DRAFT, Verb.SUBMIT): Stage.REVIEW,
    (Stage.DRAFT, Verb.WITHDRAW): Stage.WITHDRAWN,
    (Stage.REVIEW, Verb.SEND_BACK): Stage.DRAFT,
    (Stage.REVIEW, Verb.PUBLISH): Stage.PUBLISHED,
    (Stage.PUBLISHED, Verb.SUPPLEMENT): Stage.PUBLISHED,
    (Stage.PUBLISHED, Verb.SUPERSEDE): Stage.SUPERSEDED,
    (Stage.PUBLISHED, Verb.WITHDRAW): Stage.WITHDRAWN,
}

# The right that each verb needs (people.rules). Superseding happens when the next edition is published.
RIGHT: Final[dict[Verb, str]] = {
    Verb.WRITE: "library.write",
    Verb.SUBMIT: "library.write",
    Verb.SEND_BACK: "library.review",
    Verb.PUBLISH: "library.review",
    Verb.SUPPLEMENT: "library.write",
    Verb.SUPERSEDE: "library.review",
    Verb.WITHDRAW: "library.review",
}


def after(stage: str, verb: Verb) -> Stage:
    """The stage that follows; NotNowError where the table has none."""
    following = TRANSITIONS.get((Stage(stage), verb))
    if following is None:
        raise NotNowError(stage, verb)
    return following


class Circle(StrEnum):
    """Who sees a published thing, by the Traffic Light Protocol 2.0."""

    PERSONS = "whoever wrote and reviewed it"
    OWN = "the own agency"
    CLIENTS = "the own agency, the centre it asks, and the agencies that ask it"
    ALL = "every agency here"


CIRCLES: Final[dict[str, Circle]] = {
    "red": Circle.PERSONS,
    "amber-strict": Circle.OWN,
    "amber": Circle.CLIENTS,
    "green": Circle.ALL,
    "clear": Circle.ALL,
}
DEFAULT_SHARING: Final = "amber"

# Ids as in the field: state, kind, series and number (THA-AO-04001). A code that is typed is kept.
CODE: Final = re.compile(r"[A-Z]{1,3}-[A-Z]{2}-[0-9]{5}", re.ASCII)
KIND_LETTERS: Final[dict[str, str]] = {
    "passport": "AO",
    "passport-diplomatic": "AD",
    "passport-service": "AS",
    "passport-military": "AM",
    "emergency-travel-document": "AE",
    "passport-card": "AC",
    "identity-card": "BO",
    "visa": "CO",
    "stamp": "DO",
    "residence-permit": "HO",
    "refugee-travel-document": "JR",
    "stateless-travel-document": "JS",
    "alien-travel-document": "JA",
    "seafarer-document": "KS",
    "crew-certificate": "KC",
    "laissez-passer": "LO",
    "breeder-document": "XB",
    "other": "XO",
}


def next_code(issuer: str, kind: str, taken: frozenset[str], series: int = 1) -> str:
    """The first free id of this state, kind and series."""
    start = f"{issuer}-{KIND_LETTERS.get(kind, 'XO')}-{series % 100:02d}"
    return next(code for number in range(1, 1000) if (code := f"{start}{number:03d}") not in taken)


# Width and height in millimetres (Doc 9303-3, 4.1; 9303-5, -6 and -7).
SIZES: Final[dict[str, tuple[float, float]]] = {
    "TD1": (85.6, 53.98),
    "TD2": (105.0, 74.0),
    "TD3": (125.0, 88.0),
    "MRVA": (120.0, 80.0),
    "MRVB": (105.0, 74.0),
}
FORMAT_NAMES: Final = {
    "TD1": _("card, TD1, 85.6 × 54 mm"),
    "TD2": _("card or sheet, TD2, 105 × 74 mm"),
    "TD3": _("booklet, TD3, 125 × 88 mm"),
    "MRVA": _("visa sticker, MRV-A, 120 × 80 mm"),
    "MRVB": _("visa sticker, MRV-B, 105 × 74 mm"),
    "other": _("another format"),
}
PAGES: Final = {
    "cover": _("cover"),
    "inside-cover": _("inside of the cover"),
    "data": _("data page"),
    "back": _("back of the card"),
    "inner": _("inner page"),
    "last": _("last page"),
    "stitching": _("stitching and edges"),
    "detail": _("detail"),
}
# Steps of the procedure in their order (ids of the vocabulary `procedure`); a feature is looked at in one.
STEPS: Final = {
    "face": _("Face"),
    "altered": _("Altered data"),
    "lamina": _("Lamina"),
    "stitching": _("Stitching"),
    "edges": _("Edges"),
    "number": _("Document number"),
    "travel": _("Overseas travel"),
    "consistency": _("Consistency"),
    "chip": _("Chip"),
}
# How a feature is checked at each line of inspection (Doc 9303-2, A.4: levels 1 to 3).
LINES: Final = {
    "first": _("First line: by eye and touch"),
    "second": _("Second line: magnifier, UV, light from the side"),
    "third": _("Third line: laboratory"),
}
SORTS: Final = {"false-document": _("Known false document"), "alert": _("Alert")}

CARD_FEWEST: Final = 3
CARD_MOST: Final = 5
MOST_FEATURES: Final = 120
MOST_PICTURES: Final = 60
LONGEST_TEXT: Final = 4000
LANGUAGES: Final = ("en", "ru", "kk")


def words(texts: Mapping[str, str], language: str) -> str:
    """A text in the reader's language; in English where that has none; else in any that it has."""
    for tag in (language, language.partition("-")[0], "en", *texts):
        if texts.get(tag):
            return texts[tag]
    return ""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a picture: left, top, width, height as fractions of its width and height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def fits(self) -> bool:
        inside = 0 <= self.left < 1 and 0 <= self.top < 1 and self.width > 0 and self.height > 0
        return inside and self.left + self.width <= 1.0001 and self.top + self.height <= 1.0001


_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?", re.ASCII)


def read_box(text: str) -> Box | None:
    """Left, top, width, height in percent, as a person types them: 10 20 30 15. None if they are none."""
    parts = [part for part in re.split(r"[\s;]+|,\s+", text.strip()) if part]
    if len(parts) != 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    left, top, width, height = (float(part.replace(",", ".")) / 100 for part in parts)
    box = Box(left, top, width, height)
    return box if box.fits else None


RAW_DAYS: Final = 30
LIST_DAYS: Final = 730
PERSONAL: Final = (
    Personal(
        "LibraryPicture.raw: a picture of a false document before persons on it were blurred",
        RAW_DAYS,
        "To its author only, while it is a draft",
        "deleted when the blurred copy is made, at the latest after this time",
    ),
    Personal(
        "ReportedList: numbers of lost and stolen documents, as keyed hashes",
        LIST_DAYS,
        "A number is found by whoever has it; the hashes name nobody",
        "with the list: replaced by a newer one, deleted, or this long after its date",
    ),
)


def states_markdown() -> str:
    """The table of transitions for docs/states.md."""
    rows = [f"| {stage} | {verb} | {RIGHT[verb]} | {then} |" for (stage, verb), then in TRANSITIONS.items()]
    return "\n".join(["| stage | verb | right | then |", "|---|---|---|---|", *rows])
