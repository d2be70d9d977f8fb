"""How well a document fits the description of known false ones."""

from datetime import date

import pytest
from mrz_specimens import PASSPORT

from traveldoc.alert import Alert, Fit, Seen, fit
from traveldoc.examine import examine
from traveldoc.facts import Facts, Reading, VisualForm
from traveldoc.finding import Finding, Grade

ON = date(2011, 6, 1)
ALERT = Alert(
    id="F-1",
    title="Copies",
    source="DESC",
    recognise="No watermark.",
    issuers=("UTO",),
    kinds=("passport",),
)


def ask(*alerts: Alert, facts: Facts | None = None) -> list[Finding]:
    answer = examine(facts or Facts(mrz=(Reading((PASSPORT,)),)), on=ON, alerts=alerts)
    return [finding for finding in answer.findings if finding.id == "alert.known-false"]


def with_(**changes: object) -> Alert:
    values = {name: getattr(ALERT, name) for name in Alert.__dataclass_fields__}
    return Alert(**(values | changes))


def test_without_alerts_nothing_is_asked() -> None:
    assert ask() == []


def test_that_false_ones_are_known_lowers_no_grade_and_says_where_to_look() -> None:
    """The specimen of Doc 9303-4 is a passport of Utopia."""
    (found,) = ask(ALERT)
    assert found.grade == Grade.NOT_EXAMINED
    assert "F-1" in str(found.seen)
    assert "DESC" in str(found.seen)
    assert "No watermark." in str(found.hint)
    plain = examine(Facts(mrz=(Reading((PASSPORT,)),)), on=ON)
    assert examine(Facts(mrz=(Reading((PASSPORT,)),)), on=ON, alerts=[ALERT]).grade == plain.grade


def test_a_number_of_a_series_concerned_is_not_settled() -> None:
    (found,) = ask(with_(numbers="L898902C#"))
    assert found.grade == Grade.INCONCLUSIVE


def test_a_number_named_in_full_does_not_fit() -> None:
    (found,) = ask(with_(numbers="L898902C3"))
    assert found.grade == Grade.INCONSISTENT


def test_a_mark_that_a_person_noticed_does_not_fit() -> None:
    facts = Facts(mrz=(Reading((PASSPORT,)),), noticed=frozenset({"watermark"}))
    (found,) = ask(with_(features=frozenset({"watermark"})), facts=facts)
    assert found.grade == Grade.INCONSISTENT


def test_a_mark_that_the_engine_found_does_not_fit() -> None:
    wrong = PASSPORT.replace("7408122", "7408123")
    facts = Facts(mrz=(Reading((wrong,)),))
    (found,) = ask(with_(checks=frozenset({"mrz.check-digit.date-of-birth"})), facts=facts)
    assert found.grade == Grade.INCONSISTENT


@pytest.mark.parametrize(
    "other",
    [
        with_(issuers=("FRA",)),
        with_(kinds=("visa",)),
        with_(numbers="X########"),
        with_(form="X########"),
    ],
    ids=["issuer", "kind", "numbers", "form"],
)
def test_an_alert_about_others_does_not_fit_and_is_counted(other: Alert) -> None:
    (found,) = ask(other)
    assert found.grade == Grade.CONSISTENT
    assert "none of 1 alerts" in str(found.seen)


def test_the_form_of_the_imitated_type_leaves_the_number_open() -> None:
    (found,) = ask(with_(form="L898902C#"))
    assert found.grade == Grade.NOT_EXAMINED


def test_an_alert_counts_within_its_days() -> None:
    assert ask(with_(last=date(2011, 5, 31))) == []
    assert ask(with_(first=date(2011, 6, 2))) == []
    assert len(ask(with_(first=ON, last=ON))) == 1


def test_the_best_fit_comes_first() -> None:
    found = ask(ALERT, with_(id="F-2", numbers="L898902C3"))
    assert [finding.grade for finding in found] == [Grade.INCONSISTENT, Grade.NOT_EXAMINED]


def test_what_is_not_known_excludes_nothing_and_nothing_known_fits_nothing() -> None:
    assert fit(ALERT, Seen(issuer="UTO")) == Fit.SAME_KIND
    assert fit(with_(numbers="U#"), Seen(kind="passport")) == Fit.SAME_KIND
    assert fit(ALERT, Seen()) is None


def test_without_a_zone_what_a_person_read_is_compared() -> None:
    facts = Facts(visual=VisualForm(issuer="UTO", kind="P", document_number="U 1"))
    (found,) = ask(with_(numbers="U1"), facts=facts)
    assert found.grade == Grade.INCONSISTENT
    assert ask(ALERT, facts=Facts(visual=VisualForm(issuer="nowhere")))[0].grade == Grade.CONSISTENT


def test_an_alert_without_words_gives_the_usual_hint() -> None:
    (found,) = ask(with_(recognise=""))
    assert "Genuine documents may fit" in str(found.hint)
