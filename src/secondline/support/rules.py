"""The service of the centre: states, clocks, the words of an answer, and who must look a second time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

from django.utils.translation import gettext_lazy as _

from secondline.people.rules import Role
from secondline.record.rules import CASE_DAYS, NotNowError, Personal
from traveldoc.vocabulary import VERSION, vocabulary


class State(StrEnum):
    ASKED = "asked"
    TAKEN = "taken"
    QUESTION_BACK = "question back"
    SECOND_WANTED = "second opinion wanted"
    SECOND_TAKEN = "second opinion taken"
    SECOND_QUESTION_BACK = "second question back"
    ANSWERED = "answered"
    COUNTERSIGNED = "countersigned"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class Verb(StrEnum):
    TAKE = "take"
    PUT_BACK = "put back"
    FREE = "free"
    QUESTION = "ask back"
    REPLY = "reply"
    RESUME = "go on without a reply"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    REOPEN = "ask again"


WAITING: Final = frozenset({State.ASKED, State.SECOND_WANTED})
IN_HAND: Final = frozenset({State.TAKEN, State.SECOND_TAKEN})
ASKING_BACK: Final = frozenset({State.QUESTION_BACK, State.SECOND_QUESTION_BACK})
OPEN: Final = WAITING | IN_HAND | ASKING_BACK
# An officer holds an answer. A reopened one keeps it; what is new is asked in a request of its own.
DONE: Final = frozenset({State.ANSWERED, State.COUNTERSIGNED, State.REOPENED})
COUNTED: Final = frozenset({State.ANSWERED, State.COUNTERSIGNED})


@dataclass(frozen=True, slots=True)
class Transition:
    """`then` has two states for an answer: the second one where one more examiner has to look."""

    state: State
    verb: Verb
    role: Role
    then: tuple[State, ...]


def _round(waiting: State, taken: State, asking: State, answered: State) -> tuple[Transition, ...]:
    """What happens to a request before its first opinion, and alike after it."""
    return (
        Transition(waiting, Verb.TAKE, Role.EXAMINER, (taken,)),
        Transition(waiting, Verb.WITHDRAW, Role.OFFICER, (State.WITHDRAWN,)),
        Transition(taken, Verb.PUT_BACK, Role.EXAMINER, (waiting,)),
        Transition(taken, Verb.FREE, Role.EXAMINER, (waiting,)),
        Transition(taken, Verb.QUESTION, Role.EXAMINER, (asking,)),
        Transition(taken, Verb.ANSWER, Role.EXAMINER, (answered, State.SECOND_WANTED)),
        Transition(taken, Verb.WITHDRAW, Role.OFFICER, (State.WITHDRAWN,)),
        Transition(asking, Verb.REPLY, Role.OFFICER, (taken,)),
        Transition(asking, Verb.RESUME, Role.EXAMINER, (taken,)),
        Transition(asking, Verb.WITHDRAW, Role.OFFICER, (State.WITHDRAWN,)),
    )


# The whole life of a request. What is not in the table is refused; docs/states.md is drawn from it. At
# most one question back is open, because asking back is a state.
TRANSITIONS: Final = (
    *_round(State.ASKED, State.TAKEN, State.QUESTION_BACK, State.ANSWERED),
    *_round(State.SECOND_WANTED, State.SECOND_TAKEN, State.SECOND_QUESTION_BACK, State.COUNTERSIGNED),
    Transition(State.ANSWERED, Verb.REOPEN, Role.OFFICER, (State.REOPENED,)),
    Transition(State.COUNTERSIGNED, Verb.REOPEN, Role.OFFICER, (State.REOPENED,)),
)
RIGHT: Final = {
    Verb.TAKE: "request.take",
    Verb.PUT_BACK: "request.put-back",
    Verb.FREE: "request.free",
    Verb.QUESTION: "request.question",
    Verb.REPLY: "request.reply",
    Verb.RESUME: "request.question",
    Verb.ANSWER: "request.answer",
    Verb.WITHDRAW: "request.withdraw",
    Verb.REOPEN: "request.ask",
}
_TABLE: Final = {(each.state, each.verb, each.role): each.then for each in TRANSITIONS}


def after(state: str, verb: Verb, role: str, *, one_more: bool = False) -> State:
    """The state that follows; `one_more`: another examiner has to look before it is an answer."""
    then = _TABLE.get((State(state), verb, Role(role)))
    if then is None:
        raise NotNowError(state, verb)
    return then[1] if one_more and len(then) > 1 else then[0]


@dataclass(frozen=True, slots=True)
class Urgency:
    """A class of the vocabulary `urgency`, as a centre starts: its administrator may change both times.

    No target: the officer says until when. `still`: so long one may lie in a hand without a sign of work.
    """

    id: str
    target: timedelta | None
    still: timedelta


URGENCIES: Final = {
    each.id: each
    for each in (
        Urgency("waiting", timedelta(minutes=15), timedelta(minutes=10)),
        Urgency("departing", None, timedelta(minutes=10)),
        Urgency("held", timedelta(days=3), timedelta(hours=4)),
        Urgency("administrative", timedelta(days=30), timedelta(days=3)),
    )
}
DEPARTING: Final = "departing"
ENOUGH_ANSWERS: Final = 5
LONGEST_TARGET: Final = timedelta(days=366)


def due(
    urgency: str, at: datetime, departs: datetime | None = None, target: timedelta | None = None
) -> datetime:
    """Until when the answer is needed; `target` is the centre's own."""
    if URGENCIES[urgency].target is not None:
        return at + (target or URGENCIES[urgency].target or timedelta(0))
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


def is_impostor(fraud: str) -> bool:
    """The class or one of its subtypes, such as look-alike."""
    term = vocabulary("fraud").get(fraud)
    return fraud == IMPOSTOR or (term is not None and term.parent == IMPOSTOR)


@dataclass(frozen=True, slots=True)
class Said:
    """What counts of an opinion when it is asked whether another examiner has to look.

    `others`: the further documents of the case, in their order. `trainee`: its author is still in training.
    """

    conclusion: str
    fraud: str = ""
    wants_second: bool = False
    trainee: bool = False
    others: "tuple[Said, ...]" = ()

    @property
    def grave(self) -> bool:
        """Such an opinion can cost an innocent person their liberty: nobody says it alone."""
        return (
            self.conclusion == DEMONSTRATED
            or (is_impostor(self.fraud) and side(self.conclusion) != Side.IS)
            or any(other.grave for other in self.others)
        )


def one_more(said: Sequence[Said]) -> bool:
    """Whether another examiner has to look before these opinions are the answer.

    One opinion is enough unless it is grave, its author wants a second or is in training. Two are enough if
    they stand on one side of the scale and agree about an impostor; if they differ a third decides. Three are
    enough.
    """
    if len(said) == 1:
        return said[0].grave or said[0].wants_second or said[0].trainee
    return len(said) == 2 and not agree(said[0], said[1])


def agree(one: Said, other: Said) -> bool:
    """About the leading document and, where both saw the same ones, about each further one."""
    same = side(one.conclusion) == side(other.conclusion) and (
        is_impostor(one.fraud) == is_impostor(other.fraud) or side(one.conclusion) != Side.IS_NOT
    )
    return same and all(agree(*pair) for pair in zip(one.others, other.others, strict=False))


# The scale from the most cautious to the strongest, on each side.
_STRENGTH: Final = (
    *(CANNOT, "neither", "is-weak", "is-moderate", "is-strong"),
    *("is-not-weak", "is-not-moderate", "is-not-strong", DEMONSTRATED),
)


def agreeing(said: Sequence[Said]) -> tuple[Said, ...]:
    """Those who agree: of three, the first pair that does; nobody if no two do."""
    if len(said) < 3:
        return tuple(said)
    first, second, third = said
    pairs = ((first, second), (first, third), (second, third))
    return next((pair for pair in pairs if agree(*pair)), ())


def final(said: Sequence[Said]) -> str:
    """The conclusion that stands: the most cautious of those who agree.

    Of three, the pair that agrees; if no two agree, "cannot determine". The doubt is the bearer's.
    """
    return min((each.conclusion for each in agreeing(said)), key=_STRENGTH.index, default=CANNOT)


def finals(said: Sequence[Said]) -> list[str]:
    """The conclusion that stands about each further document."""
    those = agreeing(said)
    many = min((len(each.others) for each in those), default=0)
    return [final([each.others[place] for each in those]) for place in range(many)]


HOW_IT_ENDED: Final = {
    "alone": _("One examiner looked. The rules of the centre ask for no second one here."),
    "agree": _("Two examiners looked, each without knowing the other's opinion, and they agree."),
    "two of three": _(
        "Two examiners differed, so a third looked without knowing either opinion. Two of the three "
        "agree; the "
        "most cautious of these two conclusions stands. The opinion that differs is kept below."
    ),
    "one side": _(
        "Three examiners looked, each alone, and no two of them agree. Some speak against the document, but "
        "not for the same reason: a false document and a genuine one in the wrong hands are two different "
        "findings, and one is no support for the other. So nothing counts as determined: the doubt is the "
        "bearer's. Read all three below: each says what it rests on. The document itself, its issuing "
        "authority or a better photograph of the person may settle it; then ask again."
    ),
    "none agree": _(
        "Three examiners looked, each alone, and no two of them agree. Then nothing counts as determined: "
        "the "
        "doubt is the bearer's, and nobody's opinion outvotes another's. Read all three below: each says "
        "what "
        "it rests on. More pictures, the document itself or its issuing authority may settle it; then ask "
        "again."
    ),
}


def how_it_ended(said: Sequence[Said]) -> str:
    """Why the conclusion is what it is: a key of HOW_IT_ENDED."""
    if len(said) == 1:
        return "alone"
    if len(said) == 2:
        return "agree"
    if agreeing(said):
        return "two of three"
    against = {is_impostor(each.fraud) for each in said if side(each.conclusion) == Side.IS_NOT}
    return "one side" if len(against) > 1 else "none agree"


def reversed_by_others(said: Sequence[Said]) -> bool:
    """Whether the answer stands on another side of the scale than the first opinion did."""
    return len(said) > 1 and side(final(said)) != side(said[0].conclusion)


class Kind(StrEnum):
    """What a message of a request is."""

    QUESTION = "question"
    REPLY = "reply"
    NOTE = "note"


class Names(StrEnum):
    """How examiners are called on paper, as their centre wishes."""

    NAMES = "names"
    NUMBERS = "numbers"
    NONE = "none"


NAMES_WORDS: Final = {
    Names.NAMES: _("by name"),
    Names.NUMBERS: _("by service number"),
    Names.NONE: _("not at all"),
}


PERSONAL: Final = (
    Personal("Request.question: what the officer asked", CASE_DAYS, "with the case", "emptied"),
    Personal("Message.text: questions back, replies and notes", CASE_DAYS, "with the case", "emptied"),
    Personal(
        "Opinion.reasons, .limits, .in_favour, .advice, .compared, .judged: the examiner's words",
        CASE_DAYS,
        "with the case",
        "emptied; conclusion, codes and times stay",
    ),
    Personal(
        "Mark.points, .text, .words: what an examiner drew on a picture; Comparison: what it was laid beside",
        CASE_DAYS,
        "with the opinion, and as W3C annotations",
        "deleted",
    ),
    Personal(
        "Inquiry.question, .shared, .pictures, .reference, .remark: what an authority was shown and said",
        CASE_DAYS,
        "with the case",
        "emptied; answer and times stay",
    ),
    Personal(
        "Paper.content: what stands on an issued opinion",
        CASE_DAYS,
        "as the opinion itself",
        "emptied; code and digest stay, so that a paper in a file can still be checked",
    ),
    Personal(
        "Trace.digest: keyed hashes and picture hashes that find linked cases",
        CASE_DAYS,
        "the links are shown with the case",
        "deleted",
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
