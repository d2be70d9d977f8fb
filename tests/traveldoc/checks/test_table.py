from datetime import date
from pathlib import Path

import pytest
from mrz_specimens import PASSPORT, ask

from traveldoc.checks import CHECKS, Check
from traveldoc.checks.table import markdown
from traveldoc.checks.validity import LIMITS, years_after
from traveldoc.finding import Grade

# Ids are stored with findings: they are never reused or renamed, only superseded. Add, never change.
FROZEN = [
    "mrz.format",
    "mrz.line-length",
    "mrz.characters",
    "mrz.field-characters",
    "mrz.filler",
    "mrz.sex",
    "mrz.code.document",
    "mrz.code.issuer",
    "mrz.code.nationality",
    "mrz.code.nationality-of-issuer",
    "mrz.name.form",
    "mrz.name.truncation",
    "mrz.number",
    "mrz.check-digit.document-number",
    "mrz.check-digit.date-of-birth",
    "mrz.check-digit.date-of-expiry",
    "mrz.check-digit.optional-data",
    "mrz.check-digit.composite",
    "mrz.check-digit.unprotected",
    "mrz.date.birth",
    "mrz.date.expiry",
    "mrz.date.expired",
    "mrz.date.validity",
    "mrz.date.issue",
    "mrz.reading.certainty",
    "mrz.reading.agreement",
    "visual.given",
    "visual.surname",
    "visual.given-names",
    "visual.document-number",
    "visual.nationality",
    "visual.issuer",
    "visual.date-of-birth",
    "visual.sex",
    "visual.date-of-expiry",
    "visual.date-of-issue",
    "visual.kind",
    "visual.optional-data",
    "page.mrz-font",
]


def test_the_page_is_the_one_drawn_from_the_table() -> None:
    page = Path(__file__).parents[3] / "docs" / "doc9303.md"
    assert page.read_text(encoding="utf-8") == markdown()


def test_the_page_names_every_check_and_clause() -> None:
    page = markdown()
    for check in CHECKS:
        assert f"`{check.id}`" in page
        assert check.clause in page


def test_ids_are_frozen() -> None:
    ours = [check.id for check in CHECKS if check.id.startswith(("mrz.", "visual.", "page."))]
    assert ours == FROZEN


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_asks_a_question_with_a_clause(check: Check) -> None:
    assert str(check.question).endswith("?")
    assert str(check.expected)
    assert check.clause


def test_every_finding_is_of_a_check_in_the_table() -> None:
    for text in (PASSPORT, PASSPORT.lower(), "nothing", ""):
        assert {finding.id for finding in ask(text).findings} <= set(FROZEN)


def test_there_is_no_grade_that_says_genuine() -> None:
    assert {grade.value for grade in Grade} == {"consistent", "inconsistent", "inconclusive", "not examined"}
    assert "genuine." not in markdown().replace('no\n"genuine".', "")


def test_years_after_a_leap_day() -> None:
    assert years_after(date(2028, 2, 29), 11) == date(2039, 3, 1)
    assert years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert all(limit.longest is None or limit.longest >= limit.usual for limit in LIMITS.values())
