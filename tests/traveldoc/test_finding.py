from itertools import permutations

import pytest

from traveldoc.finding import WORST_FIRST, Finding, Grade, Phrase, overall, worst_first


def finding(grade: Grade) -> Finding:
    return Finding("a.b", grade, Phrase("q?"), Phrase("e"), Phrase("s"), "c", Phrase("h"))


@pytest.mark.parametrize(
    ("grades", "answer"),
    [
        ((), Grade.NOT_EXAMINED),
        ((Grade.NOT_EXAMINED,), Grade.NOT_EXAMINED),
        ((Grade.CONSISTENT, Grade.NOT_EXAMINED), Grade.CONSISTENT),
        ((Grade.CONSISTENT, Grade.INCONCLUSIVE, Grade.CONSISTENT), Grade.INCONCLUSIVE),
        ((Grade.CONSISTENT,) * 9 + (Grade.INCONSISTENT, Grade.INCONCLUSIVE), Grade.INCONSISTENT),
    ],
)
def test_one_inconsistency_is_never_outvoted(grades: tuple[Grade, ...], answer: Grade) -> None:
    assert overall(map(finding, grades)) is answer


def test_the_worst_comes_first() -> None:
    for order in permutations(Grade):
        assert [item.grade for item in worst_first(map(finding, order))] == list(WORST_FIRST)


def test_a_phrase_is_filled_in_any_language() -> None:
    phrase = Phrase("line %(line)s", {"line": "2"})
    assert str(phrase) == "line 2"
    assert phrase.filled("строка %(line)s") == "строка 2"
    assert str(Phrase("100 %")) == "100 %"
