"""The rules of support: states, clocks, and who must look a second time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, permutations, product

import pytest

from secondline.people.rules import TABLE, Role
from secondline.record.rules import NotNowError
from secondline.support.rules import (
    ASKING_BACK,
    CANNOT,
    DEMONSTRATED,
    DONE,
    HOW_IT_ENDED,
    IMPOSTOR,
    OPEN,
    PERSONAL,
    RIGHT,
    SCALE,
    TRANSITIONS,
    URGENCIES,
    Said,
    Side,
    State,
    Verb,
    after,
    agree,
    due,
    final,
    finals,
    how_it_ended,
    is_impostor,
    one_more,
    reversed_by_others,
    side,
    states_markdown,
    usual,
)
from traveldoc.vocabulary import vocabulary

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SCALE_IDS = [term.id for term in vocabulary(SCALE)]

# Said a second time, by hand: (state, verb, role) -> the state that follows.
LIFE = {
    ("asked", "take", "examiner"): "taken",
    ("second opinion wanted", "take", "examiner"): "second opinion taken",
    ("taken", "put back", "examiner"): "asked",
    ("second opinion taken", "put back", "examiner"): "second opinion wanted",
    ("taken", "answer", "examiner"): "answered",
    ("second opinion taken", "answer", "examiner"): "countersigned",
    ("taken", "free", "examiner"): "asked",
    ("second opinion taken", "free", "examiner"): "second opinion wanted",
    ("taken", "ask back", "examiner"): "question back",
    ("second opinion taken", "ask back", "examiner"): "second question back",
    ("question back", "reply", "officer"): "taken",
    ("second question back", "reply", "officer"): "second opinion taken",
    ("question back", "go on without a reply", "examiner"): "taken",
    ("second question back", "go on without a reply", "examiner"): "second opinion taken",
    ("question back", "withdraw", "officer"): "withdrawn",
    ("second question back", "withdraw", "officer"): "withdrawn",
    ("answered", "ask again", "officer"): "reopened",
    ("countersigned", "ask again", "officer"): "reopened",
    ("asked", "withdraw", "officer"): "withdrawn",
    ("taken", "withdraw", "officer"): "withdrawn",
    ("second opinion wanted", "withdraw", "officer"): "withdrawn",
    ("second opinion taken", "withdraw", "officer"): "withdrawn",
}


@pytest.mark.parametrize(("state", "verb", "role"), list(product(State, Verb, Role)))
def test_every_state_verb_and_role_does_what_the_table_says_and_nothing_else(
    state: State, verb: Verb, role: Role
) -> None:
    then = LIFE.get((state, verb, role))
    if then is None:
        with pytest.raises(NotNowError) as told:
            after(state, verb, role)
        assert (told.value.state, told.value.verb) == (state, verb)
        return
    assert after(state, verb, role) == then
    more = after(state, verb, role, one_more=True)
    assert more == ("second opinion wanted" if verb == Verb.ANSWER else then)


def test_every_role_of_the_table_has_the_right_and_no_other_role_has_it() -> None:
    for right in set(RIGHT.values()):
        verbs = {verb for verb, needed in RIGHT.items() if needed == right}
        roles = {each.role for each in TRANSITIONS if each.verb in verbs}
        assert {role for role, name in TABLE if name == right} == roles


def test_the_table_for_the_docs_has_every_transition() -> None:
    assert states_markdown().count("\n") == 1 + len(TRANSITIONS)


def test_at_most_one_question_back_is_open_because_asking_back_is_a_state() -> None:
    for state in ASKING_BACK:
        assert {each.verb for each in TRANSITIONS if each.state == state} == {
            *(Verb.REPLY, Verb.RESUME, Verb.WITHDRAW),
        }
    assert not (OPEN & DONE) and State.WITHDRAWN not in OPEN | DONE  # noqa: PT018  # one thought


def test_the_targets_are_those_of_the_brief() -> None:
    assert due("waiting", AT) == AT + timedelta(minutes=15)
    assert due("held", AT) == AT + timedelta(days=3)
    assert due("administrative", AT) == AT + timedelta(days=30)
    assert due("departing", AT, AT + timedelta(hours=1)) == AT + timedelta(hours=1)
    assert due("waiting", AT, target=timedelta(minutes=7)) == AT + timedelta(minutes=7)
    assert set(URGENCIES) == {term.id for term in vocabulary("urgency")}


@pytest.mark.parametrize("departs", [None, AT, AT - timedelta(minutes=1)])
def test_a_departure_lies_in_the_future(departs: datetime | None) -> None:
    with pytest.raises(ValueError, match="future"):
        due("departing", AT, departs)


def test_how_long_it_takes_is_the_median_of_five_or_more_answers_else_the_target() -> None:
    minutes = [timedelta(minutes=each) for each in (2, 4, 6, 30, 3)]
    assert usual("waiting", minutes[:4]) == (timedelta(minutes=15), False)
    assert usual("waiting", minutes) == (timedelta(minutes=4), True)
    assert usual("departing", []) == (None, False)


def test_every_step_of_the_scale_has_a_side() -> None:
    sides = [side(each) for each in SCALE_IDS]
    assert sides == [Side.IS] * 3 + [Side.NEITHER] + [Side.IS_NOT] * 4 + [Side.NEITHER]


def test_words_of_the_rules_are_words_of_the_vocabulary() -> None:
    assert {CANNOT, DEMONSTRATED} <= set(SCALE_IDS)
    assert IMPOSTOR in vocabulary("fraud")
    assert [is_impostor(each) for each in ("impostor", "look-alike", "forged", "", "no-such")] == [
        *(True, True, False, False, False)
    ]


GRAVE = Said("is-not-strong", "impostor")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ([Said("is-strong")], False),
        ([Said("is-not-strong", "forged")], False),
        ([Said("is-not-demonstrated", "forged")], True),
        ([Said("is-not-weak", "impostor")], True),
        ([Said("is-not-weak", "look-alike")], True),
        ([Said("cannot-determine", "impostor")], True),
        ([Said("is-weak", wants_second=True)], True),
        ([Said("is-weak", trainee=True)], True),
        ([Said("is-weak", trainee=True), Said("is-strong")], False),
        ([Said("is-weak", others=(Said("is-not-demonstrated"),))], True),
        ([Said("is-weak", others=(Said("is-weak"),)), Said("is-weak", others=(Said("is-not-weak"),))], True),
        ([GRAVE, Said("is-not-weak", "impostor")], False),
        ([GRAVE, Said("is-not-demonstrated", "impostor")], False),
        ([GRAVE, Said("is-not-strong", "forged")], True),
        ([GRAVE, Said("neither")], True),
        ([GRAVE, Said("is-strong")], True),
        ([Said("is-not-demonstrated"), Said("is-not-weak", "forged")], False),
        ([Said("is-weak", wants_second=True), Said("is-strong")], False),
        ([Said("is-weak", wants_second=True), GRAVE], True),
        ([GRAVE, Said("is-strong"), Said("neither")], False),
    ],
)
def test_who_must_look_a_second_and_a_third_time(said: list[Said], wanted: bool) -> None:
    assert one_more(said) is wanted


ALL = [Said(each, fraud) for each in SCALE_IDS for fraud in ("", "impostor", "forged")]


def test_a_grave_opinion_is_never_an_answer_alone() -> None:
    for said in ALL:
        grave = said.conclusion == DEMONSTRATED or (
            said.fraud == "impostor" and side(said.conclusion) != Side.IS
        )
        assert one_more([said]) is grave


def test_nobody_who_differs_decides_alone_and_agreement_has_no_order() -> None:
    for one, other in combinations(ALL, 2):
        assert agree(one, other) == agree(other, one)
        if side(one.conclusion) != side(other.conclusion):
            assert one_more([one, other])


def test_three_opinions_are_always_enough() -> None:
    for first, second, third in permutations(
        [GRAVE, Said("is-strong"), Said("neither"), Said("is-not-weak")], 3
    ):
        assert not one_more([first, second, third])


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ([Said("is-strong")], "is-strong"),
        ([GRAVE, Said("is-not-weak", "impostor")], "is-not-weak"),
        ([Said("is-not-demonstrated"), Said("is-not-demonstrated")], "is-not-demonstrated"),
        ([Said("is-weak"), Said("is-strong")], "is-weak"),
        ([Said("neither"), Said("cannot-determine")], "cannot-determine"),
        ([GRAVE, Said("is-strong"), Said("is-moderate")], "is-moderate"),
        ([GRAVE, Said("neither"), Said("is-not-moderate", "impostor")], "is-not-moderate"),
        ([Said("neither"), GRAVE, Said("is-not-demonstrated", "impostor")], "is-not-strong"),
        ([GRAVE, Said("is-strong"), Said("neither")], "cannot-determine"),
        ([GRAVE, Said("is-not-strong", "forged"), Said("neither")], "cannot-determine"),
    ],
)
def test_the_most_cautious_of_those_who_agree_stands(said: list[Said], stands: str) -> None:
    assert final(said) == stands


def test_what_is_kept_about_persons_is_declared() -> None:
    assert all(each.days > 0 and each.what and each.exported and each.erased for each in PERSONAL)


GRAVE_AND_A = replace(GRAVE, others=(Said("is-strong"),))
GRAVE_AND_B = replace(GRAVE, others=(Said("is-not-strong"),))


@pytest.mark.parametrize(
    ("said", "ended"),
    [
        ([Said("is-weak")], "alone"),
        ([GRAVE, GRAVE], "agree"),
        ([GRAVE, Said("is-weak"), Said("is-strong")], "two of three"),
        ([GRAVE, Said("is-strong"), Said("neither")], "none agree"),
        ([GRAVE, Said("is-not-strong", "forged"), Said("neither")], "one side"),
        ([Said("is-not-strong", "forged"), GRAVE, Said("cannot-determine")], "one side"),
        # Both against and for one reason, but apart about a further document.
        ([GRAVE_AND_A, GRAVE_AND_B, Said("neither")], "none agree"),
    ],
)
def test_the_page_says_why_the_conclusion_is_what_it_is(said: list[Said], ended: str) -> None:
    assert how_it_ended(said) == ended
    assert str(HOW_IT_ENDED[ended])


def test_each_further_document_has_a_conclusion_of_those_who_agree() -> None:
    one = Said("is-weak", others=(Said("is-not-strong"), Said("is-strong")))
    other = Said("is-strong", others=(Said("is-not-weak"), Said("is-moderate")))
    assert finals([one, other]) == ["is-not-weak", "is-moderate"]
    assert finals([Said("is-weak")]) == []


def test_reversed_is_an_answer_on_another_side_than_the_first_opinion() -> None:
    assert not reversed_by_others([GRAVE])
    assert not reversed_by_others([GRAVE, Said("is-not-weak", "impostor")])
    assert reversed_by_others([GRAVE, Said("is-strong"), Said("is-weak")])
    assert reversed_by_others([GRAVE, Said("is-strong"), Said("neither")])
