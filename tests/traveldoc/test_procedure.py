"""The nine steps, for each kind of document the questions that can be asked of it."""

import pytest

from traveldoc.checks import CHECKS
from traveldoc.procedure import FORM_NAMES, FORMS, form_of, step_of, steps
from traveldoc.vocabulary import vocabulary


def test_the_steps_spell_falsedoc_and_e_chip() -> None:
    assert "".join(term.group for term in vocabulary("procedure").roots()) == "FALSEDOC" + "E"
    assert [step.letter for step in steps("passport")] == list("FALSEDOCE")


def test_every_question_names_lights_forms_and_substrates_that_exist() -> None:
    lights, substrates = set(vocabulary("light").terms), set(vocabulary("substrate").terms)
    roots = {term.id for term in vocabulary("procedure").roots()}
    for term in vocabulary("procedure"):
        facets = term.facets
        assert set(facets) <= {"lights", "forms", "substrates", "checks"}
        assert set(facets.get("forms", ())) <= set(FORM_NAMES)
        assert set(facets.get("substrates", ())) <= substrates
        if term.id not in roots:
            assert term.parent in roots
            assert facets["lights"]
            assert set(facets["lights"]) <= lights
            assert all(label.rstrip().endswith("?") for label in term.labels.values()), term.id


def test_kinds_with_a_form_of_their_own_are_kinds() -> None:
    assert set(FORMS) <= set(vocabulary("document-kind").terms)
    assert form_of("passport") == form_of("") == "book"


@pytest.mark.parametrize(
    ("kind", "without"),
    [
        ("identity-card", {"stitching"}),
        ("visa", {"stitching", "chip"}),
        ("breeder-document", {"stitching", "edges", "chip"}),
        ("stamp", {"face", "lamina", "stitching", "edges", "chip"}),
    ],
)
def test_a_document_is_asked_only_what_it_can_answer(kind: str, without: set[str]) -> None:
    all_steps = {term.id for term in vocabulary("procedure").roots()}
    assert all_steps - {step.id for step in steps(kind)} == without
    assert all(step.questions for step in steps(kind))


def test_paper_is_not_asked_about_polymer_and_the_unknown_about_both() -> None:
    def ids(substrate: str) -> set[str]:
        return {question.id for step in steps("passport", substrate) for question in step.questions}

    assert "lamina-polymer" not in ids("paper")
    assert "lamina-watermark" not in ids("polymer")
    assert ids("") == ids("paper") | ids("polymer")


@pytest.mark.parametrize(
    ("finding", "step"),
    [
        ("visual.surname", "altered"),
        ("visual.document-number", "number"),
        ("mrz.check-digit.composite", "altered"),
        ("mrz.check-digit.document-number", "number"),
        ("mrz.number", "number"),
        ("mrz.date.expired", "consistency"),
        ("journey.stamp.future", "travel"),
        ("journey.stamp.before-issue", "consistency"),
        ("chip.signature", "chip"),
        ("chip.data.face", "face"),
        ("alert.pattern", "consistency"),
        ("reported.stolen", "number"),
        ("mrzz", "consistency"),
        ("nobody.knows", "consistency"),
    ],
)
def test_a_finding_belongs_to_one_step(finding: str, step: str) -> None:
    assert step_of(finding) == step


def test_a_finding_of_a_step_that_the_document_lacks_is_not_lost() -> None:
    assert step_of("chip.signature", {"face", "consistency"}) == "consistency"
    assert step_of("chip.signature", {"chip"}) == "chip"


def test_every_check_of_the_engine_has_its_step() -> None:
    assert {step_of(check.id) for check in CHECKS} <= {term.id for term in vocabulary("procedure").roots()}
