"""The rules of support: states, clocks, and who must look a second time."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, permutations, product

import pytest

from secondline.people.rules import TABLE, Role
from secondline.support.rules import (
    CANNOT,
    DEMONSTRATED,
    EVIDENCE,
    IMPOSTOR,
    PERSONAL,
    RIGHT,
    SCALE,
    TRANSITIONS,
    URGENCIES,
    Answer,
    NotNowError,
    Said,
    Side,
    State,
    Verb,
    after,
    agree,
    due,
    faults,
    final,
    independent,
    is_impostor,
    one_more,
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
    ("second opinion taken", "answer", "examiner"): "answered",
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
    for verb, right in RIGHT.items():
        roles = {each.role for each in TRANSITIONS if each.verb == verb}
        assert {role for role, name in TABLE if name == right} == roles


def test_the_table_for_the_docs_has_every_transition() -> None:
    assert states_markdown().count("\n") == 1 + len(TRANSITIONS)


def test_the_targets_are_those_of_the_brief() -> None:
    assert due("waiting", AT) == AT + timedelta(minutes=15)
    assert due("held", AT) == AT + timedelta(days=3)
    assert due("administrative", AT) == AT + timedelta(days=30)
    assert due("departing", AT, AT + timedelta(hours=1)) == AT + timedelta(hours=1)
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


def test_two_comparisons_of_one_face_are_one_kind_of_evidence() -> None:
    assert independent(["face-portrait", "face-chip"]) == 1
    assert independent(["face-portrait", "interview"]) == 2
    assert independent([]) == 0
    assert all(each.id == key for key, each in EVIDENCE.items())


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


FULL = Answer(conclusion="is-not-strong", reasons="Seen", advice="Keep it")


@pytest.mark.parametrize(
    ("answer", "lacking"),
    [
        (FULL, set()),
        (Answer(conclusion="neither", reasons=" ", advice=""), {"reasons", "advice"}),
        (Answer(conclusion=CANNOT, reasons="x", advice="y"), {"cannot_reason"}),
        (Answer(conclusion=CANNOT, reasons="x", advice="y", cannot_reason="no-specimen"), set()),
        (Answer(conclusion="neither", reasons="x", advice="y", cannot_reason="other"), {"cannot_reason"}),
        (Answer(conclusion="is-weak", reasons="x", advice="y", fraud="forged"), {"fraud"}),
        (Answer(conclusion=DEMONSTRATED, reasons="x", advice="y"), {"in_favour"}),
        (Answer(conclusion=DEMONSTRATED, reasons="x", advice="y", in_favour="nothing found"), set()),
        (
            Answer(conclusion="is-not-weak", reasons="x", advice="y", fraud="impostor"),
            {"evidence", "in_favour"},
        ),
        (
            Answer(
                conclusion="is-not-weak",
                reasons="x",
                advice="y",
                fraud="look-alike",
                in_favour="z",
                evidence=("face-portrait", "face-chip"),
            ),
            {"evidence"},
        ),
        (
            Answer(
                conclusion="is-not-weak",
                reasons="x",
                advice="y",
                fraud="impostor",
                in_favour="z",
                evidence=("face-portrait", "issuer"),
            ),
            set(),
        ),
    ],
)
def test_an_opinion_says_what_others_need_to_rely_on_it(answer: Answer, lacking: set[str]) -> None:
    assert set(faults(answer)) == lacking


def test_what_is_kept_about_persons_is_declared() -> None:
    assert all(each.days > 0 and each.what and each.exported and each.erased for each in PERSONAL)
