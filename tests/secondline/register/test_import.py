"""Rows from elsewhere: strictly judged, all or nothing, the same batch never twice."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

import pytest
from cast import Cast
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from secondline.record.models import Entry
from secondline.register.actions import RefusedImportError, check, import_detections
from secondline.register.models import Batch, Detection, Effort
from secondline.register.queries import Choice, Looked, looked, sources
from secondline.register.rules import Fault, judge, judge_effort, month_of

pytestmark = pytest.mark.django_db

ROW = {"month": "2026-01", "post": "UTO-AIR", "fraud_class": "counterfeit", "document_kind": "passport"}
EFFORT = {"month": "2026-01", "post": "UTO-AIR", "inspections": 40, "random_checks": 4, "crossings": 90_000}


def take(cast: Cast, at: datetime, *rows: dict[str, Any], **more: Any) -> tuple[int, int, bool]:
    imported = import_detections(rows=rows, by=cast.analyst, at=at, source="arcadia-file", **more)
    return imported.batch.added, imported.batch.replaced, imported.new


def faults(cast: Cast, at: datetime, *rows: dict[str, Any], **more: Any) -> list[tuple[int, str, str]]:
    with pytest.raises(RefusedImportError) as refused:
        take(cast, at, *rows, **more)
    assert not Detection.objects.exists()
    assert not Effort.objects.exists()
    assert not Batch.objects.exists()
    return [(fault.row, fault.column, fault.reason) for fault in refused.value.faults]


def test_good_rows_are_taken_with_their_source(cast: Cast, at: datetime) -> None:
    assert take(cast, at, ROW, ROW, effort=[EFFORT]) == (2, 0, True)
    row = Detection.objects.first()
    assert row is not None
    assert (row.source, row.generated, row.border_type, row.sharing) == (
        "arcadia-file", False, "air", "amber-strict",
    )  # fmt: skip
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.by) == ("register.import", cast.analyst.pk)


def test_the_same_batch_again_adds_nothing(cast: Cast, at: datetime) -> None:
    take(cast, at, ROW, effort=[EFFORT])
    assert take(cast, at, ROW, effort=[EFFORT]) == (1, 0, False)
    assert (Detection.objects.count(), Effort.objects.count(), Batch.objects.count()) == (1, 1, 1)


def test_a_row_known_by_its_reference_replaces_the_older_one(cast: Cast, at: datetime) -> None:
    take(cast, at, ROW | {"reference": "A-17"})
    assert take(cast, at, ROW | {"reference": "A-17", "fraud_class": "forged"}) == (0, 1, True)
    assert [(row.fraud_class, row.revision) for row in Detection.objects.filter(current=True)] == [
        ("forged", 2)
    ]


def test_the_reference_itself_is_not_kept(cast: Cast, at: datetime) -> None:
    take(cast, at, ROW | {"reference": "DOC-L898902C3"})
    values = [str(value) for row in Detection.objects.values() for value in row.values()]
    assert not any("L898902C3" in value for value in values)


def test_a_later_vintage_of_effort_replaces_and_the_earlier_stays_on_file(cast: Cast, at: datetime) -> None:
    take(cast, at, effort=[EFFORT])
    take(cast, at, effort=[EFFORT | {"inspections": 55}])
    assert sorted(Effort.objects.values_list("inspections", "current")) == [(40, False), (55, True)]


def test_imported_rows_are_not_effort_but_what_their_source_tells_is(cast: Cast, at: datetime) -> None:
    take(cast, at, ROW, ROW | {"fraud_class": "no-fraud-found"}, effort=[EFFORT])
    month = month_of("2026-01")
    assert month is not None
    assert looked(cast.analyst, Choice(month, month)) == [
        Looked(cast.airport.pk, month, False, 40, 4, 90_000)
    ]


def test_generated_rows_are_marked_as_generated(cast: Cast, at: datetime) -> None:
    take(cast, at, ROW, effort=[EFFORT], generated=True)
    assert Detection.objects.get().generated
    assert Effort.objects.get().generated
    assert [source.generated for source in sources(cast.analyst)] == [True]


@pytest.mark.parametrize(
    ("wrong", "column", "reason"),
    [
        ({"month": ""}, "month", "missing"),
        ({"month": "2026-13"}, "month", "month"),
        ({"month": "0000-01"}, "month", "month"),
        ({"month": "2026-04"}, "month", "future"),
        ({"month": "1989-12"}, "month", "too-old"),
        ({"post": "ARC-SEA"}, "post", "post"),
        ({"fraud_class": "photo-substitution"}, "fraud_class", "vocabulary"),
        ({"fraud_class": "false-document"}, "fraud_class", "vocabulary"),
        ({"fraud_subtype": "look-alike"}, "fraud_subtype", "subtype"),
        ({"document_kind": "Passport"}, "document_kind", "vocabulary"),
        ({"issuer": "DE"}, "issuer", "vocabulary"),
        ({"means": "visual torch"}, "means", "vocabulary"),
        ({"means": 7}, "means", "vocabulary"),
        ({"grade": "genuine"}, "grade", "grade"),
        ({"conclusion_scale": "Anna Maria"}, "conclusion_scale", "scale"),
        ({"selection_probability": "0"}, "selection_probability", "share"),
        ({"selection_probability": "1,5"}, "selection_probability", "share"),
        ({"selection_probability": True}, "selection_probability", "share"),
        ({"issue_year": "2027"}, "issue_year", "year"),
        ({"issue_year": "19"}, "issue_year", "year"),
        ({"issue_year": True}, "issue_year", "year"),
        ({"protection": "maybe"}, "protection", "flag"),
        ({"protection": 1}, "protection", "flag"),
        ({"surname": "Eriksson"}, "surname", "unknown-column"),
        ({"reference": "Anna Maria"}, "reference", "reference"),
        ({"reference": 12}, "reference", "reference"),
    ],
)
def test_one_wrong_cell_refuses_the_whole_batch_and_names_row_and_column(
    cast: Cast, at: datetime, wrong: dict[str, Any], column: str, reason: str
) -> None:
    assert faults(cast, at, ROW, ROW | wrong) == [(2, column, reason)]


@pytest.mark.parametrize(
    ("given", "column", "kept"),
    [
        ({"means": "visual ultraviolet visual"}, "means", ["ultraviolet", "visual"]),
        ({"protection": "Yes"}, "protection", True),
        ({"protection": False}, "protection", False),
        ({"selection_probability": "0.25"}, "selection_probability", 0.25),
        ({"issue_year": "2019"}, "issue_year", 2019),
        (
            {"fraud_class": "forged", "fraud_subtype": "photo-substitution"},
            "fraud_subtype",
            "photo-substitution",
        ),
        ({"issuer": "D"}, "issuer", "D"),
        ({"sharing": "green"}, "sharing", "green"),
        ({"grade": "inconsistent"}, "grade", "inconsistent"),
        ({"conclusion_scale": "conclusion 1"}, "conclusion_scale", "conclusion 1"),
    ],
)
def test_cells_are_read_as_a_file_would_write_them(
    cast: Cast, at: datetime, given: dict[str, Any], column: str, kept: object
) -> None:
    take(cast, at, ROW | given)
    assert getattr(Detection.objects.get(), column) == kept


def test_a_reference_twice_in_one_batch_is_a_fault(cast: Cast, at: datetime) -> None:
    row = ROW | {"reference": "7"}
    assert faults(cast, at, row, row) == [(2, "reference", "twice")]


@pytest.mark.parametrize(
    ("wrong", "column", "reason"),
    [
        ({"inspections": ""}, "inspections", "missing"),
        ({"inspections": -1}, "inspections", "count"),
        ({"inspections": "3.5"}, "inspections", "count"),
        ({"crossings": 10**10}, "crossings", "count"),
        ({"random_checks": True}, "random_checks", "count"),
        ({"month": "March"}, "month", "month"),
        ({"post": "XXX"}, "post", "post"),
        ({"name": "Eriksson"}, "name", "unknown-column"),
        ({"inspections": 1}, "inspections", "more-found"),
    ],
)
def test_effort_is_judged_as_strictly(
    cast: Cast, at: datetime, wrong: dict[str, Any], column: str, reason: str
) -> None:
    assert faults(cast, at, ROW, ROW, effort=[EFFORT | wrong]) == [(1, column, reason)]


def test_effort_twice_for_one_post_and_month_is_a_fault(cast: Cast, at: datetime) -> None:
    assert faults(cast, at, effort=[EFFORT, EFFORT]) == [(2, "month", "twice")]


def test_what_is_not_known_of_effort_stays_unknown(cast: Cast, at: datetime) -> None:
    take(cast, at, effort=[{"month": "2026-01", "post": "UTO-AIR", "inspections": "0"}])
    effort = Effort.objects.get()
    assert (effort.inspections, effort.random_checks, effort.crossings) == (0, None, None)


@pytest.mark.parametrize("source", ["", "secondline", "Arcadia", "a b", "x" * 33])
def test_a_source_has_a_short_name_that_is_not_our_own(cast: Cast, at: datetime, source: str) -> None:
    with pytest.raises(ValueError, match="no name for a source"):
        import_detections(rows=[ROW], by=cast.analyst, at=at, source=source)


@pytest.mark.parametrize("role", ["officer", "examiner", "administrator", "auditor"])
def test_only_an_analyst_imports(cast: Cast, at: datetime, role: str) -> None:
    with pytest.raises(Http404):
        import_detections(rows=[ROW], by=getattr(cast, role), at=at, source="file")


def test_more_rows_than_one_chunk_are_taken(cast: Cast, at: datetime) -> None:
    rows = [ROW | {"reference": str(number)} for number in range(1100)]
    assert take(cast, at, *rows) == (1100, 0, True)
    rows[3] = rows[3] | {"fraud_class": "forged"}
    assert take(cast, at, *rows) == (0, 1100, True)
    assert check(agency=cast.utopia, at=at).faults == []
    assert Detection.objects.filter(current=True).count() == 1100


def test_a_fault_says_row_column_and_reason_but_not_the_value() -> None:
    fault = Fault(3, "issuer", "vocabulary", "state")
    assert str(fault) == "row 3, issuer: is not an id of the vocabulary state"
    assert str(Fault(1, "month", "future")) == "row 1, month: lies in the future"


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "month",
                "post",
                "fraud_class",
                "means",
                "issuer",
                "protection",
                "issue_year",
                "grade",
                "selection_probability",
                "conclusion_scale",
                "fraud_subtype",
                "x",
            ]
        ),
        st.none()
        | st.text()
        | st.integers()
        | st.floats()
        | st.booleans()
        | st.lists(st.text())
        | st.dates(),
    )
)
def test_any_row_is_judged_without_an_exception_and_what_passes_is_clean(row: dict[str, object]) -> None:
    month = month_of("2026-03")
    assert month is not None
    judged = judge(row, number=1, posts={"UTO-AIR"}, latest=month)
    judge_effort(row, number=1, posts={"UTO-AIR"}, latest=month)
    if not judged.faults:
        assert judged.facts["post"] == "UTO-AIR"
        assert "x" not in judged.facts


def test_a_transit_is_a_state_and_stands_with_the_person(cast: Cast, at: datetime) -> None:
    assert faults(cast, at, ROW | {"transit": "Dubai"}) == [(1, "transit", "vocabulary")]
    take(cast, at, ROW | {"embarkation": "CHL", "transit": "ARE"})
    row = Detection.objects.get()
    assert (row.embarkation, row.transit) == ("CHL", "ARE")


def test_a_file_that_came_before_there_were_transits_is_known_again(cast: Cast, at: datetime) -> None:
    """The digest that the released version gave to this very batch."""
    take(cast, at, ROW)
    facts = {name: value for name, value in judged_of(ROW).items() if name != "transit"}
    content = {"source": "arcadia-file", "rows": [["", facts]], "effort": []}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    assert Batch.objects.get().digest == digest


def judged_of(row: dict[str, Any]) -> dict[str, Any]:
    told = {"sharing": "amber-strict"} | row
    return dict(judge(told, number=1, posts={"UTO-AIR"}, latest=date(2026, 3, 1)).facts)
