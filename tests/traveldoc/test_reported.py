"""A number looked up in lists of lost and stolen documents."""

from datetime import date

import pytest
from mrz_specimens import PASSPORT

from traveldoc.examine import examine
from traveldoc.facts import Facts, Reading, VisualForm
from traveldoc.finding import Finding, Grade
from traveldoc.reported import Answer, Report, Source

ON = date(2011, 6, 1)
FRESH = Source("Utopia", date(2011, 5, 30), 7)
STOLEN = Report("stolen", "UTO", "passport", date(2011, 5, 1), "In a tram.", "Utopia", FRESH.as_of, "desk 7")


class Lists:
    """A look-up over a table; it keeps what it was asked."""

    def __init__(self, answers: dict[str, Report], *sources: Source, missing: tuple[str, ...] = ()) -> None:
        self.answers, self.sources, self.missing = answers, sources, missing
        self.asked: list[tuple[str, str, str]] = []

    def __call__(self, issuer: str, kind: str, number: str) -> Answer:
        self.asked.append((issuer, kind, number))
        reports = (self.answers[number],) if number in self.answers else ()
        return Answer(reports, self.sources, self.missing)


def ask(lists: Lists, facts: Facts | None = None) -> list[Finding]:
    answer = examine(facts or Facts(mrz=(Reading((PASSPORT,)),)), on=ON, reported=lists)
    return [finding for finding in answer.findings if finding.id.startswith("reported.")]


def test_a_hit_does_not_fit_and_says_everything_but_a_verdict_on_the_bearer() -> None:
    lists = Lists({"L898902C3": STOLEN}, FRESH)
    (found,) = ask(lists)
    assert lists.asked == [("UTO", "passport", "L898902C3")]
    assert found.grade == Grade.INCONSISTENT
    for word in ("Reported stolen", "Passport", "Utopia", "2011-05-01", "2 days", "In a tram."):
        assert word in str(found.seen)
    assert "desk 7" in str(found.hint)
    assert "nothing about the person" in str(found.hint)
    assert found.place is not None


def test_a_hit_without_a_day_and_one_in_a_range_are_said_so() -> None:
    undated = Report("lost", "UTO", "", None, "", "Utopia", FRESH.as_of, "")
    (found,) = ask(Lists({"L898902C3": undated}, FRESH))
    assert "not known" in str(found.seen)
    assert "whoever reported it" in str(found.hint)
    ranged = Report("stolen-blank", "UTO", "", date(2011, 1, 1), "", "Utopia", FRESH.as_of, "", "range")
    (found,) = ask(Lists({"L898902C3": ranged}, FRESH))
    assert "lies in a range" in str(found.seen)


def test_a_number_in_no_list_is_said_with_how_many_were_looked_through() -> None:
    (found,) = ask(Lists({}, FRESH))
    assert found.grade == Grade.CONSISTENT
    assert "none of 1 lists" in str(found.seen)


def test_without_a_list_nothing_was_examined() -> None:
    (found,) = ask(Lists({}))
    assert found.grade == Grade.NOT_EXAMINED


def test_an_old_list_is_said_to_be_old_and_lowers_no_grade() -> None:
    lists = Lists({}, Source("Utopia", date(2011, 1, 1), 7))
    found = ask(lists)
    assert [finding.grade for finding in found] == [Grade.CONSISTENT, Grade.NOT_EXAMINED]
    assert "151 days old" in str(found[1].seen)


def test_a_list_that_cannot_be_read_is_never_passed_over() -> None:
    found = ask(Lists({}, FRESH, missing=("Erewhon",)))
    assert [finding.grade for finding in found] == [Grade.CONSISTENT, Grade.NOT_EXAMINED]
    assert "Erewhon" in str(found[1].seen)
    found = ask(Lists({}, missing=("Erewhon",)))
    assert [finding.grade for finding in found] == [Grade.NOT_EXAMINED, Grade.NOT_EXAMINED]


def test_o_for_0_is_only_reported() -> None:
    zone = PASSPORT.replace("L898902C36", "L8989O2C3<")
    (found, *_rest) = ask(Lists({"L898902C3": STOLEN}, FRESH), Facts(mrz=(Reading((zone,)),)))
    assert found.grade == Grade.INCONCLUSIVE
    assert "L898902C3" in str(found.seen)


def test_a_number_read_without_certainty_waits_for_a_person() -> None:
    lines = tuple(PASSPORT.splitlines())
    sure = [[1.0] * len(line) for line in lines]
    sure[1][2] = 0.2
    reading = Reading(lines, tuple(map(tuple, sure)))
    found = ask(Lists({"L898902C3": STOLEN}, FRESH), Facts(mrz=(reading,)))
    assert found[0].grade == Grade.INCONCLUSIVE


@pytest.mark.parametrize(
    ("visual", "grade"),
    [
        (VisualForm(issuer="UTO", document_number="l 898902c3"), Grade.INCONSISTENT),
        (VisualForm(), Grade.NOT_EXAMINED),
    ],
    ids=["a number", "none"],
)
def test_without_a_zone_the_number_that_a_person_read_is_looked_up(visual: VisualForm, grade: Grade) -> None:
    (found,) = ask(Lists({"L898902C3": STOLEN}, FRESH), Facts(visual=visual))
    assert found.grade == grade


def test_a_list_of_tomorrow_is_not_old() -> None:
    assert Source("x", date(2011, 6, 9), 7).age(ON) == 0
