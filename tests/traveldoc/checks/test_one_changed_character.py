"""Property: one changed character is found, or the place is one that the findings name as unprotected or blind."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from mrz_specimens import SPECIMENS, ask, changed

from traveldoc.finding import Grade
from traveldoc.mrz.alphabet import ALPHABET, unseen_alike
from traveldoc.mrz.format import FORMATS
from traveldoc.mrz.parse import parse


def covered(layout: str) -> set[tuple[int, int]]:
    digits = FORMATS[layout].check_digits
    places = {
        (line, column)
        for digit in digits
        for line, start, end in digit.over
        for column in range(start, end + 1)
    }
    own = {
        (FORMATS[layout].by_name[digit.field].line, FORMATS[layout].by_name[digit.field].start)
        for digit in digits
    }
    return places | own


@settings(max_examples=600)
@given(st.sampled_from(SPECIMENS), st.data())
def test_one_changed_character_is_found_or_named_as_unseen(
    specimen: tuple[str, str, date], data: st.DataObject
) -> None:
    _, text, on = specimen
    lines = text.split("\n")
    line = data.draw(st.integers(1, len(lines)))
    column = data.draw(st.integers(1, len(lines[0])))
    other = data.draw(st.sampled_from(ALPHABET))
    before = lines[line - 1][column - 1]
    altered = ask(changed(text, line, column, other), on)
    if other == before or any(
        finding.grade in (Grade.INCONSISTENT, Grade.INCONCLUSIVE) for finding in altered.findings
    ):
        return
    findings = {finding.id: finding for finding in altered.findings}
    layout = parse(text).layout
    # Nothing was found: then no check digit covers the place, and a finding names its field as not examined ...
    if (line, column) not in covered(layout):
        assert findings["mrz.check-digit.unprotected"].grade is Grade.NOT_EXAMINED
        return
    # ... or the two characters have equal values, or a filler stands for a zero, and the findings say so.
    assert unseen_alike(before, other) or (layout == "TD1" and lines[0][14] == "<")
    assert any("equal value" in str(finding.hint) for finding in altered.findings)


def test_every_consistent_check_digit_says_what_it_cannot_see() -> None:
    for _, text, on in SPECIMENS:
        for finding in ask(text, on).findings:
            if finding.id.startswith("mrz.check-digit.") and finding.grade is Grade.CONSISTENT:
                assert "equal value" in str(finding.hint)
                assert finding.place is not None


@settings(max_examples=300)
@given(st.text(alphabet=ALPHABET + " aé\n", max_size=120), st.dates(date(1990, 1, 1), date(2050, 1, 1)))
def test_no_text_makes_the_examination_fail(text: str, on: date) -> None:
    examination = ask(text, on)
    assert examination.to_dict()["grade"] == examination.grade.value


@settings(max_examples=300)
@given(st.sampled_from([(44, 2), (36, 2), (30, 3)]), st.data())
def test_no_lines_of_a_right_shape_make_the_examination_fail(
    shape: tuple[int, int], data: st.DataObject
) -> None:
    width, count = shape
    line = st.text(alphabet=ALPHABET + "É*", min_size=width, max_size=width)
    text = "\n".join(data.draw(line) for _ in range(count))
    assert ask(text).document.format is not None
