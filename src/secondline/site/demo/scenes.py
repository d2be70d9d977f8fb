"""The cases that are there at the start: a table of scenes, at least one for each state of the work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from secondline.inspections.actions import Verdict
from secondline.site.demo.pictures import COMPARED, Shot
from secondline.site.demo.specimen import Light, Side
from secondline.support.answering import Answer


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@dataclass(frozen=True, slots=True)
class Question:
    """What the officer asks, so long after opening. `departs`: how long after asking the carrier leaves."""

    urgency: str
    words: str
    after: timedelta = timedelta(minutes=2)
    departs: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """An examiner takes the case so long after the question; without an answer it stays in hand."""

    examiner: str
    taken: timedelta
    answered: timedelta = timedelta(0)
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """An examiner asks an issuing authority about these fields of the leading document."""

    examiner: str
    asked: timedelta
    authority: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Back:
    """An examiner asks the officer back."""

    examiner: str
    asked: timedelta
    presets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """What the officer decided, so long after opening."""

    after: timedelta
    verdict: Verdict
    referral: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """One inspection, opened so long ago. `printed`: the fields that the officer typed from the page.

    `chip`: the chip of the first specimen was read as well.
    """

    officer: str
    ago: timedelta
    shots: tuple[Shot, ...]
    doubt: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    printed: tuple[str, ...] = ()
    question: Question | None = None
    opinions: tuple[Opinion, ...] = ()
    inquiry: Inquiry | None = None
    back: Back | None = None
    ending: Ending | None = None
    chip: bool = False


ARRIVAL = {"direction": "entry", "selection": "officer-suspicion", "carrier": "aircraft"}
BY_SHIP = {**ARRIVAL, "carrier": "ship"}
BY_TRAIN = {**ARRIVAL, "carrier": "train"}
USUAL = "Is this document what it purports to be?"


def answered(
    examiner: str, taken: float, answer: Answer, *, after: float = 6, unit: timedelta = timedelta(minutes=1)
) -> Opinion:
    return Opinion(examiner, taken * unit, (taken + after) * unit, answer)


EXPIRED = Scene(
    "olga",
    minutes(35),
    (Shot("passport-expired"),),
    "Says that the new passport is still being made.",
    ARRIVAL,
)
BIRTH = Scene(
    "nurlan",
    minutes(8),
    (Shot("passport-birth-mrz"), Shot("passport-birth-mrz", light=Light.UV)),
    "Looks older than the birth date says.",
    BY_TRAIN,
    question=Question("waiting", "A check digit does not fit and a spot glows under UV. Was it altered?"),
    chip=True,
)
PHOTO = Scene(
    "tomas",
    minutes(20),
    (Shot("passport-photo"), Shot("passport-photo", light=Light.OBLIQUE)),
    "The edge of the portrait can be felt.",
    BY_SHIP,
    question=Question(
        "departing", "Was the portrait changed? The ferry back leaves soon.", departs=minutes(95)
    ),
)
PERMIT = Scene(
    "nurlan",
    timedelta(days=3),
    (
        COMPARED,
        *(Shot("permit-photo", light=light) for light in (Light.OBLIQUE, Light.TRANSMITTED, Light.UV)),
    ),
    "Found in a parcel, without its holder.",
    {"discovery": "intercepted-in-mail", "selection": "tip-off"},
    question=Question("administrative", "Found by post. Which kind of forgery is it?", after=minutes(40)),
    opinions=(Opinion("noor", timedelta(days=2.9)),),
)
COUNTERFEIT = Scene(
    "olga",
    minutes(26),
    (
        Shot("passport-counterfeit"),
        Shot("passport-counterfeit", light=Light.UV),
        Shot("passport-counterfeit", light=Light.IR),
    ),
    "Paper too bright, print looks soft.",
    {**ARRIVAL, "selection": "targeted"},
    question=Question("held", USUAL),
    opinions=(Opinion("mei", minutes(9)),),
    chip=True,
    inquiry=Inquiry("mei", minutes(10), "UTOPIA", ("document_number", "date_of_issue", "date_of_expiry")),
    back=Back("mei", minutes(12), ("retake-transmitted", "magnify-print")),
)
IMPOSTOR = Scene(
    "ines",
    minutes(55),
    (Shot("passport-impostor"),),
    "The person hesitated about the place of birth.",
    BY_SHIP,
    question=Question("held", "Is it the same person as in the portrait?"),
    opinions=(
        answered(
            "erik",
            5,
            Answer(
                conclusion="is-not-moderate",
                fraud="look-alike",
                evidence=("face-portrait", "interview"),
                reasons="Ear and jaw differ from the portrait in form, not only in age. The account of the"
                " school years does not fit the place of issue.",
                in_favour="Signature not available for comparison. Height fits.",
                limits="One photograph of the person, taken at an angle.",
                advice="Ask for a second document with a portrait. Do not confront before the answer.",
            ),
            after=18,
        ),
    ),
)
PAGE = Scene(
    "olga",
    minutes(70),
    (Shot("passport-page"), Shot("passport-page", light=Light.TRANSMITTED)),
    "The perforated number reads strangely.",
    {**ARRIVAL, "selection": "system-hit"},
    question=Question(
        "waiting", "The perforation is not the printed number, I think. Is the page substituted?"
    ),
    opinions=(
        answered(
            "samir",
            3,
            Answer(
                conclusion="is-not-strong",
                fraud="biodata-page-substitution",
                reasons="The perforated number differs from the printed one in its order of digits. Against"
                " the light the holes of this page do not lie on those of the visa pages.",
                limits="The seam was not in the picture.",
                advice="Look at the seam with a magnifier, keep the booklet, and refuse on ground B.",
                none_in_favour=True,
            ),
            after=8,
        ),
    ),
)


def _closed(
    officer: str,
    days: float,
    shots: tuple[Shot, ...],
    ending: Verdict,
    answer: Answer | None = None,
    *,
    examiner: str = "erik",
    took: float = 7,
    doubt: str = "",
    told: Mapping[str, str] = ARRIVAL,
    referral: str = "",
    printed: tuple[str, ...] = (),
) -> Scene:
    """A case that is over, with an answer of the centre or without."""
    return Scene(
        officer,
        timedelta(days=days),
        shots,
        doubt,
        told,
        printed,
        question=Question("waiting", USUAL) if answer else None,
        opinions=(answered(examiner, 2, answer, after=took),) if answer else (),
        ending=Ending(minutes(40), ending, referral),
    )


PROLONGED = _closed(
    "olga",
    2.1,
    (Shot("passport-prolonged"),),
    Verdict(
        outcome="refused",
        fraud_class="forged",
        fraud_subtype="data-alteration",
        fate="seized",
        refusal_code="B",
        means=("mrz", "visual"),
        reason="Composite check digit wrong, validity of fifteen years.",
    ),
    Answer(
        conclusion="is-not-strong",
        fraud="data-alteration",
        reasons="The composite check digit does not fit. The validity is longer than the issuer gives.",
        advice="Refuse, keep the passport, and tell the issuing authority.",
        none_in_favour=True,
    ),
    took=6,
)
FANTASY = _closed(
    "tomas",
    5.4,
    (Shot("passport-fantasy"),),
    Verdict(
        outcome="returned",
        fraud_class="pseudo",
        fraud_subtype="fantasy",
        fate="seized",
        means=("mrz", "visual"),
        reason="No such state.",
    ),
    Answer(
        conclusion="is-not-strong",
        fraud="fantasy",
        reasons="No authority of this name issues travel documents. All check digits are zeros.",
        advice="Treat the person as without a document and establish the nationality.",
        none_in_favour=True,
    ),
    examiner="mei",
    took=4,
    told=BY_SHIP,
    referral="asylum",
)
CARD = _closed(
    "ines",
    9.2,
    (Shot("card-birth-mrz"), Shot("card-birth-mrz", Side.BACK)),
    Verdict(
        outcome="arrested",
        fraud_class="forged",
        fraud_subtype="data-alteration",
        fate="seized",
        means=("mrz", "ultraviolet"),
    ),
    Answer(
        conclusion="is-not-strong",
        fraud="data-alteration",
        reasons="Birth date altered on the reverse: the check digit is that of the old date.",
        advice="Keep the card. The year before the alteration can be computed from the check digit.",
        none_in_favour=True,
    ),
    examiner="samir",
    took=9,
    told=BY_SHIP,
)
VISA = _closed(
    "olga",
    16.3,
    (Shot("visa-counterfeit"), Shot("visa-counterfeit", light=Light.UV)),
    Verdict(
        outcome="refused",
        fraud_class="counterfeit",
        fate="seized",
        refusal_code="D",
        means=("ultraviolet", "visual"),
    ),
    Answer(
        conclusion="is-not-strong",
        fraud="counterfeit",
        reasons="Office paper that shines under ultraviolet light; the fine lines are dots.",
        advice="Keep the visa and look through the passport for further pages.",
        none_in_favour=True,
    ),
    took=11,
    told={**ARRIVAL, "document_kind": "visa", "role": "visa"},
)
GENUINE = _closed(
    "olga",
    1.2,
    (Shot("passport-genuine"),),
    Verdict(outcome="admitted", fraud_class="no-fraud-found", fate="given-back", means=("mrz", "visual")),
    Answer(
        conclusion="is-moderate",
        reasons="Everything that the picture shows agrees with the issuer's usual documents.",
        limits="White light only; the chip was not read.",
        advice="No reason in the document to keep the person waiting.",
        none_in_favour=True,
    ),
    examiner="mei",
    took=5,
    told={**ARRIVAL, "selection": "random"},
)
STOLEN = _closed(
    "ines",
    24.5,
    (Shot("passport-stolen-blank"), Shot("passport-stolen-blank", light=Light.IR)),
    Verdict(
        outcome="arrested",
        fraud_class="stolen-blank",
        fate="seized",
        means=("database", "infrared"),
    ),
    told=BY_SHIP,
    doubt="On the list of stolen blanks.",
)
VISUAL = _closed(
    "nurlan",
    12.7,
    (Shot("passport-birth-visual"),),
    Verdict(
        outcome="refused",
        fraud_class="forged",
        fraud_subtype="data-alteration",
        fate="returned-to-issuer",
        refusal_code="B",
        means=("mrz", "visual"),
    ),
    told=BY_TRAIN,
    printed=("surname", "given_names", "document_number", "date_of_birth"),
    doubt="The two zones disagree.",
)

SCENES: tuple[Scene, ...] = (
    *(EXPIRED, BIRTH, PHOTO, PERMIT, COUNTERFEIT, IMPOSTOR, PAGE),
    *(PROLONGED, FANTASY, CARD, VISA, GENUINE, STOLEN, VISUAL),
)
