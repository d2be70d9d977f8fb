"""The service of the centre: states, clocks, the words of an answer, and who must look a second time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

from django.utils.translation import gettext_lazy as _

from secondline.people.rules import Role
from secondline.record.rules import CASE_DAYS, Personal
from traveldoc.vocabulary import VERSION, vocabulary


class State(StrEnum):
    ASKED = "asked"
    TAKEN = "taken"
    SECOND_WANTED = "second opinion wanted"
    SECOND_TAKEN = "second opinion taken"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    TAKE = "take"
    PUT_BACK = "put back"
    ANSWER = "answer"
    WITHDRAW = "withdraw"


OPEN: Final = frozenset({State.ASKED, State.TAKEN, State.SECOND_WANTED, State.SECOND_TAKEN})
WAITING: Final = frozenset({State.ASKED, State.SECOND_WANTED})
IN_HAND: Final = frozenset({State.TAKEN, State.SECOND_TAKEN})


@dataclass(frozen=True, slots=True)
class Transition:
    """`then` has two states for an answer: the second one where one more examiner has to look."""

    state: State
    verb: Verb
    role: Role
    then: tuple[State, ...]


# The whole life of a request. What is not in the table is refused; docs/states.md is drawn from it.
TRANSITIONS: Final = (
    Transition(State.ASKED, Verb.TAKE, Role.EXAMINER, (State.TAKEN,)),
    Transition(State.ASKED, Verb.WITHDRAW, Role.OFFICER, (State.WITHDRAWN,)),
    Transition(State.TAKEN, Verb.PUT_BACK, Role.EXAMINER, (State.ASKED,)),
    Transition(State.TAKEN, Verb.ANSWER, Role.EXAMINER, (State.ANSWERED, State.SECOND_WANTED)),
    Transition(State.TAKEN, Verb.WITHDRAW, Role.OFFICER, (State.WITHDRAWN,)),
    Transition(State.SECOND_WANTED, Verb.TAKE, Role.EXAMINER, (State.SECOND_TAKEN,)),
    Transition(State.SECOND_WANTED, Verb.WITHDRAW, Role.OFFICER, (State.WITHDRAWN,)),
    Transition(State.SECOND_TAKEN, Verb.PUT_BACK, Role.EXAMINER, (State.SECOND_WANTED,)),
    Transition(State.SECOND_TAKEN, Verb.ANSWER, Role.EXAMINER, (State.ANSWERED, State.SECOND_WANTED)),
    Transition(State.SECOND_TAKEN, Verb.WITHDRAW, Role.OFFICER, (State.WITHDRAWN,)),
)
RIGHT: Final = {
    Verb.TAKE: "request.take",
    Verb.PUT_BACK: "request.put-back",
    Verb.ANSWER: "request.answer",
    Verb.WITHDRAW: "request.withdraw",
}
_TABLE: Final = {(each.state, each.verb, each.role): each.then for each in TRANSITIONS}


class NotNowError(Exception):
    """The deed does not fit the state any more, for example because a colleague was quicker."""

    def __init__(self, state: str, verb: str) -> None:
        super().__init__(f"{verb} is not possible while {state}")
        self.state, self.verb = state, verb


def after(state: str, verb: Verb, role: str, *, one_more: bool = False) -> State:
    """The state that follows; `one_more`: another examiner has to look before it is an answer."""
    then = _TABLE.get((State(state), verb, Role(role)))
    if then is None:
        raise NotNowError(state, verb)
    return then[1] if one_more and len(then) > 1 else then[0]


@dataclass(frozen=True, slots=True)
class Urgency:
    """A class of the vocabulary `urgency`. No target: the officer says until when."""

    id: str
    target: timedelta | None


URGENCIES: Final = {
    each.id: each
    for each in (
        Urgency("waiting", timedelta(minutes=15)),
        Urgency("departing", None),
        Urgency("held", timedelta(days=3)),
        Urgency("administrative", timedelta(days=30)),
    )
}
DEPARTING: Final = "departing"
ENOUGH_ANSWERS: Final = 5


def due(urgency: str, at: datetime, departs: datetime | None = None) -> datetime:
    """Until when the answer is needed."""
    target = URGENCIES[urgency].target
    if target is not None:
        return at + target
    if departs is None or departs <= at:
        raise ValueError("a departure lies in the future")
    return departs


def usual(urgency: str, past: Sequence[timedelta]) -> tuple[timedelta | None, bool]:
    """How long it takes: the median of past answers, if there are enough (True), else the target."""
    if len(past) >= ENOUGH_ANSWERS:
        return timedelta(seconds=median(each.total_seconds() for each in past)), True
    return URGENCIES[urgency].target, False


SCALE: Final = "conclusion"
SCALE_VERSION: Final = VERSION
SCALE_NAME: Final = f"{SCALE} {SCALE_VERSION}"
CANNOT: Final = "cannot-determine"
DEMONSTRATED: Final = "is-not-demonstrated"
IMPOSTOR: Final = "impostor"


class Side(StrEnum):
    """Where on the scale a conclusion stands."""

    IS = "is"
    NEITHER = "neither"
    IS_NOT = "is not"


def side(conclusion: str) -> Side:
    if conclusion.startswith("is-not-"):
        return Side.IS_NOT
    return Side.IS if conclusion.startswith("is-") else Side.NEITHER


@dataclass(frozen=True, slots=True)
class Evidence:
    """A kind of evidence for or against an impostor. Kinds of one `root` are not independent."""

    id: str
    label: object
    root: str


# Two comparisons of one face are one kind of evidence, however often they are made: passport officers
# accept 14 % of mismatched photographs whatever their experience (White et al. 2014).
EVIDENCE: Final = {
    each.id: each
    for each in (
        Evidence("face-portrait", _("Face compared with the printed portrait"), "face"),
        Evidence("face-chip", _("Face compared with the portrait in the chip"), "face"),
        Evidence("fingerprint", _("Fingerprints compared"), "fingerprint"),
        Evidence("issuer", _("Answer of the issuing authority"), "authority"),
        Evidence("database", _("Lost and stolen list, or another register"), "authority"),
        Evidence("interview", _("Account of the person, checked against facts"), "account"),
        Evidence("travel-history", _("Stamps, visas and bookings against the account"), "history"),
        Evidence("other-document", _("Another document of the person"), "other document"),
        Evidence("signature", _("Signature or handwriting compared"), "handwriting"),
        Evidence("body", _("Height, age, scars and other marks of the body"), "body"),
    )
}
IMPOSTOR_NEEDS: Final = 2


def independent(kinds: Sequence[str]) -> int:
    """How many independent kinds of evidence these are."""
    return len({EVIDENCE[kind].root for kind in kinds})


def is_impostor(fraud: str) -> bool:
    """The class or one of its subtypes, such as look-alike."""
    term = vocabulary("fraud").get(fraud)
    return fraud == IMPOSTOR or (term is not None and term.parent == IMPOSTOR)


@dataclass(frozen=True, slots=True)
class Said:
    """What counts of an opinion when it is asked whether another examiner has to look."""

    conclusion: str
    fraud: str = ""
    wants_second: bool = False

    @property
    def grave(self) -> bool:
        """Such an opinion can cost an innocent person their liberty: nobody says it alone."""
        return self.conclusion == DEMONSTRATED or (
            is_impostor(self.fraud) and side(self.conclusion) != Side.IS
        )


def one_more(said: Sequence[Said]) -> bool:
    """Whether another examiner has to look before these opinions are the answer.

    One opinion is enough unless it is grave or its author wants a second. Two are enough if they stand on
    one side of the scale and agree about an impostor; if they differ a third decides. Three are enough.
    """
    if len(said) == 1:
        return said[0].grave or said[0].wants_second
    return len(said) == 2 and not agree(said[0], said[1])


def agree(one: Said, other: Said) -> bool:
    return side(one.conclusion) == side(other.conclusion) and (
        is_impostor(one.fraud) == is_impostor(other.fraud) or side(one.conclusion) != Side.IS_NOT
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An examiner's opinion as it is given. `fraud` is a term of the vocabulary `fraud`, "" for none."""

    conclusion: str
    reasons: str
    advice: str
    cannot_reason: str = ""
    fraud: str = ""
    evidence: tuple[str, ...] = ()
    limits: str = ""
    in_favour: str = ""
    wants_second: bool = False

    @property
    def said(self) -> Said:
        return Said(self.conclusion, self.fraud, self.wants_second)


NO_REASONS: Final = _("Give your reasons: the officer has to be able to follow them.")
NO_ADVICE: Final = _("Say what the officer should do next.")


def faults(answer: Answer) -> dict[str, object]:
    """What an opinion lacks before anybody may rely on it: field and sentence. Empty: nothing."""
    found: dict[str, object] = {}
    if not answer.reasons.strip():
        found["reasons"] = NO_REASONS
    if not answer.advice.strip():
        found["advice"] = NO_ADVICE
    if answer.conclusion == CANNOT and not answer.cannot_reason:
        found["cannot_reason"] = _("Say why it cannot be determined.")
    if answer.conclusion != CANNOT and answer.cannot_reason:
        found["cannot_reason"] = _("This reason belongs to “cannot be determined” only. Leave it out.")
    if answer.fraud and side(answer.conclusion) == Side.IS:
        found["fraud"] = _(
            "This contradicts your conclusion. Leave the kind of fraud out, or conclude otherwise."
        )
    elif is_impostor(answer.fraud) and independent(answer.evidence) < IMPOSTOR_NEEDS:
        found["evidence"] = _(
            "“Impostor” needs two independent kinds of evidence. Two comparisons of a face count as one kind."
        )
    if answer.said.grave and not answer.in_favour.strip():
        found["in_favour"] = _(
            "Say what speaks for the bearer, or where you looked for it and found nothing."
        )
    return found


# The scale from the most cautious to the strongest, on each side.
_STRENGTH: Final = (
    *(CANNOT, "neither", "is-weak", "is-moderate", "is-strong"),
    *("is-not-weak", "is-not-moderate", "is-not-strong", DEMONSTRATED),
)


def final(said: Sequence[Said]) -> str:
    """The conclusion that stands: the most cautious of those who agree.

    Of three, the pair that agrees; if no two agree, "cannot determine". The doubt is the bearer's.
    """
    if len(said) < 3:
        return _most_cautious(said)
    first, second, third = said
    for pair in ((first, second), (first, third), (second, third)):
        if agree(*pair):
            return _most_cautious(pair)
    return CANNOT


def _most_cautious(said: Sequence[Said]) -> str:
    return min((each.conclusion for each in said), key=_STRENGTH.index)


PERSONAL: Final = (
    Personal("Request.question: what the officer asked", CASE_DAYS, "with the case", "emptied"),
    Personal(
        "Opinion.reasons, .limits, .in_favour, .advice: the examiner's words",
        CASE_DAYS,
        "with the case",
        "emptied; conclusion, codes and times stay",
    ),
)


def states_markdown() -> str:
    """The table of transitions for docs/states.md."""
    rows = [
        f"| {each.state} | {each.verb} | {each.role} | {RIGHT[each.verb]} | {' or '.join(each.then)} |"
        for each in TRANSITIONS
    ]
    head = ["| state | verb | who | right | then |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows])
