import json
from datetime import date

import pytest

from traveldoc.document import Document
from traveldoc.examine import ENGINE_VERSION, examine, finding_to_dict
from traveldoc.facts import Facts, Reading, VisualForm
from traveldoc.finding import Finding, Grade, Phrase, Place
from traveldoc.vocabulary import VERSION

ON = date(2010, 1, 1)
TD3 = Reading(
    ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
)

FRENCH = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")


def test_the_document_of_doc_9303_4_figure_a_1() -> None:
    assert examine(Facts((TD3,)), on=ON).document == Document(
        format="TD3",
        lines=TD3.lines,
        kind="passport",
        document_code="P",
        issuer="UTO",
        document_number="L898902C3",
        surname="ERIKSSON",
        given_names="ANNA MARIA",
        nationality="UTO",
        date_of_birth="1974-08-12",
        sex="F",
        date_of_expiry="2012-04-15",
        optional_data="ZE184226B",
    )


def test_the_json_form() -> None:
    examination = examine(Facts((TD3,), VisualForm(surname="Erikson")), on=ON)
    form = json.loads(json.dumps(examination.to_dict()))
    assert set(form) == {"document", "findings", "grade", "proposals", "on", "engine", "vocabulary"}
    assert (form["engine"], form["vocabulary"], form["on"]) == (ENGINE_VERSION, VERSION, "2010-01-01")
    assert form["document"]["lines"] == list(TD3.lines)
    assert form["document"]["date_of_birth_also"] == []
    assert form["grade"] == "inconsistent"
    [finding] = [finding for finding in form["findings"] if finding["grade"] == "inconsistent"]
    assert finding == {
        "id": "visual.surname",
        "grade": "inconsistent",
        "question": "Is the surname the same in both zones?",
        "expected": "the same as in the machine readable zone",
        "seen": "visual zone “Erikson”, machine readable zone “ERIKSSON”",
        "place": {"zone": "mrz", "line": 1, "start": 6, "end": 44},
        "clause": "Doc 9303-3, 4.6 and 6",
        "hint": (
            "Look at both zones again. Where they differ on the document, one of them was altered or printed by "
            "somebody else."
        ),
    }


def test_a_finding_without_a_place() -> None:
    finding = Finding("a.b", Grade.CONSISTENT, Phrase("q?"), Phrase("e"), Phrase("s"), "c", Phrase("h"))
    assert finding_to_dict(finding)["place"] is None


def test_findings_of_others_are_taken_over_and_can_only_make_the_grade_worse() -> None:
    ready = Finding(
        "page.glare", Grade.INCONCLUSIVE, Phrase("q"), Phrase("e"), Phrase("s"), "", Phrase("h"), Place("mrz")
    )
    examination = examine(Facts((TD3,), findings=(ready,)), on=ON)
    assert examination.findings[-1] is ready
    assert examination.grade is Grade.INCONCLUSIVE


def test_the_same_facts_give_the_same_answer() -> None:
    assert examine(Facts((TD3,)), on=ON) == examine(Facts((TD3,)), on=ON)


@pytest.mark.parametrize(
    "facts", [Facts(), Facts((Reading(()),)), Facts((Reading(("",)),)), Facts(visual=VisualForm(surname="X"))]
)
def test_without_a_zone_nothing_was_examined(facts: Facts) -> None:
    examination = examine(facts, on=ON)
    assert examination.grade is Grade.NOT_EXAMINED
    assert examination.document == Document()


def test_what_has_no_format_keeps_its_lines() -> None:
    assert examine(Facts((Reading(("hello", "world")),)), on=ON).document == Document(
        lines=("hello", "world")
    )


def test_a_long_number_and_the_data_after_it() -> None:
    lines = (
        "I<UTOD23145890<7349<1240XYZ<<<",
        "7408122F1204159UTO<<<<<<<<<<<1",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    )
    document = examine(Facts((Reading(lines),)), on=ON).document
    assert (document.document_number, document.optional_data) == ("D23145890734", "1240XYZ")


def test_an_announced_continuation_that_is_missing_leaves_the_principal_number() -> None:
    lines = (
        "I<UTOD23145890<<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<1",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    )
    document = examine(Facts((Reading(lines),)), on=ON).document
    assert (document.document_number, document.optional_data) == ("D23145890", "")


def test_the_document_of_the_french_card() -> None:
    lines = ("IDFRADOUEL<<<<<<<<<<<<<<<<<<<<932013", "0506932020438CHRISTIANE<<NI2906209F3")
    document = examine(Facts((Reading(lines),)), on=ON).document
    assert (document.kind, document.nationality, document.date_of_issue) == (
        "identity-card",
        "FRA",
        "2005-06-XX",
    )
    assert (document.surname, document.given_names) == ("DOUEL", "CHRISTIANE NI")
    assert document.name_may_be_truncated
    assert document.date_of_expiry == ""
    assert document.date_of_birth == "1929-06-20"


def test_a_french_card_with_an_impossible_month_of_issue() -> None:
    lines = ("IDFRADOUEL<<<<<<<<<<<<<<<<<<<<932013", "0513932020438CHRISTIANE<<NI2906209F3")
    assert examine(Facts((Reading(lines),)), on=ON).document.date_of_issue == ""


def test_a_birth_of_either_century_is_reported_with_both() -> None:
    lines = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO0001014F3001019<<<<<<<<<<<<<<<<")
    examination = examine(Facts((Reading(lines),)), on=date(2019, 1, 1))
    assert examination.document.date_of_birth == "2000-01-01"
    assert examination.document.date_of_birth_also == ("1900-01-01",)
    seen = next(str(finding.seen) for finding in examination.findings if finding.id == "mrz.date.birth")
    assert seen == "2000-01-01, or 1900-01-01: the zone has two digits for the year"


def test_a_wrong_sex_is_no_sex() -> None:
    lines = (TD3.lines[0], TD3.lines[1].replace("F", "Q"))
    assert examine(Facts((Reading(lines),)), on=ON).document.sex == ""


@pytest.mark.parametrize("sign", ["²", "٣", "ß", "İ", "\u202e", "\0"])
@pytest.mark.parametrize("zone", [TD3.lines, FRENCH])
def test_a_foreign_sign_at_any_place_is_examined_and_never_an_error(zone: tuple[str, ...], sign: str) -> None:
    for row, line in enumerate(zone):
        for column in range(len(line)):
            lines = [*zone]
            lines[row] = line[:column] + sign + line[column + 1 :]
            assert examine(Facts((Reading(tuple(lines)),)), on=ON).grade is not Grade.CONSISTENT
