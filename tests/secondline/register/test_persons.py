"""Persons, documents and incidents are counted apart; corrections move each of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast
from hypothesis import given
from hypothesis import strategies as st
from register_cases import Stream

from secondline.inspections.rules import ConcludedDocument
from secondline.people.models import Post
from secondline.register.actions import check, erase_expired, import_detections, pull, turn_key
from secondline.register.actions.importing import RefusedImportError
from secondline.register.cube import UNITS
from secondline.register.models import Detection, FurtherDocument, Progress
from secondline.register.persons import OF_DOCUMENT, deciding, told_apart
from secondline.register.queries import Choice, counted, grouped, known, refused, visible_to
from secondline.register.rules import CLASSES, FOUND, NOTHING_FOUND, UNDETERMINED

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 1)


def paper(**facts: Any) -> ConcludedDocument:
    usual: dict[str, Any] = {
        "kind": "visa",
        "issuer": "UTO",
        "issue_year": 2024,
        "role": "visa",
        "presented": "presented",
        "fraud_class": "",
        "fraud_subtype": "",
        "fate": "",
    }
    return ConcludedDocument(**(usual | facts))


def numbers(cast: Cast, unit: str) -> dict[str, int]:
    """Of each class, over all months and posts."""
    found: Counter[str] = Counter()
    for each in counted(cast.analyst, Choice(date(2025, 1, 1), date(2026, 12, 1), unit=unit)):
        found[each.fraud_class] += each.number
    return dict(found)


def take(cast: Cast, at: datetime) -> None:
    pull(agency=cast.utopia, by=None, at=at)
    assert check(agency=cast.utopia, at=at).faults == []


def test_a_person_with_three_documents_is_one_person_and_three_documents(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    stream.add(
        cast, documents=(paper(fraud_class="counterfeit"), paper(kind="residence-permit", role="support"))
    )
    take(cast, at)
    assert numbers(cast, "person") == {"forged": 1}
    assert numbers(cast, "document") == {"forged": 1, "counterfeit": 1, "": 1}
    assert numbers(cast, "incident") == {"forged": 1}


def test_a_false_visa_in_a_genuine_passport_is_a_person_with_a_false_visa(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    stream.add(
        cast,
        fraud_class="no-fraud-found",
        fraud_subtype="",
        documents=(paper(fraud_class="forged", fraud_subtype="visa-or-permit", fate="seized"),),
    )
    take(cast, at)
    (row,) = visible_to(cast.analyst)
    assert (row.fraud_class, row.fraud_subtype, row.document_kind, row.role, row.fate) == (
        "forged", "visa-or-permit", "visa", "visa", "seized",
    )  # fmt: skip
    assert row.document_nationality == "UTO"  # the person's, from the passport
    assert (row.conclusion, row.conclusion_scale) == ("", "")  # that was of the passport
    passport = FurtherDocument.objects.get()
    assert (passport.document_kind, passport.fraud_class, passport.issue_year) == (
        "passport", "no-fraud-found", 2019,
    )  # fmt: skip
    assert numbers(cast, "document") == {"forged": 1, "no-fraud-found": 1}


def test_only_checks_without_a_find_make_a_source_tell_of_everything(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    """A genuine visa beside a forged passport is no check without a find."""
    stream.add(cast, documents=(paper(fraud_class=NOTHING_FOUND),))
    take(cast, at)
    (group,) = grouped(cast.analyst, by=["fraud_class"], first=MARCH, last=MARCH)
    assert (group.found, group.looked, group.whole) == (1, 1, False)


def test_the_three_nationalities_stand_apart(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast, claimed_nationality="SWE", established_nationality="FIN")
    take(cast, at)
    (row,) = visible_to(cast.analyst)
    assert (row.document_nationality, row.claimed_nationality, row.established_nationality) == (
        "UTO", "SWE", "FIN",
    )  # fmt: skip


def test_a_correction_adds_and_takes_away_documents(cast: Cast, at: datetime, stream: Stream) -> None:
    case = stream.add(cast, documents=(paper(), paper(kind="residence-permit")))
    take(cast, at)
    stream.add(cast, key=case.key, revision=2, documents=(paper(kind="identity-card", fraud_class="pseudo"),))
    take(cast, at)
    assert [row.document_kind for row in FurtherDocument.objects.all()] == ["identity-card"]
    assert numbers(cast, "document") == {"forged": 1, "pseudo": 1}
    assert known(cast.analyst, ["document_kind"]) == {"document_kind": ["identity-card", "passport"]}


def test_a_reversal_by_the_centre_moves_the_person_and_leaves_the_documents(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    case = stream.add(cast, documents=(paper(fraud_class=NOTHING_FOUND),))
    take(cast, at)
    stream.add(
        cast, key=case.key, revision=2, fraud_class=NOTHING_FOUND, fraud_subtype="", documents=case.documents
    )
    take(cast, at)
    assert numbers(cast, "person") == {NOTHING_FOUND: 1}
    assert numbers(cast, "document") == {NOTHING_FOUND: 2}


def test_pulling_again_adds_no_document(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast, documents=(paper(), paper()))
    for _ in range(2):
        take(cast, at)
        pull(agency=cast.utopia, by=None, at=at, everything=True)
    assert FurtherDocument.objects.count() == 2


def test_three_persons_of_one_incident_are_one_incident_counted_at_a_find(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    incident = uuid4()
    stream.add(cast, incident=incident, fraud_class=NOTHING_FOUND, fraud_subtype="")
    stream.add(cast, incident=incident, fraud_class="impostor", fraud_subtype="")
    stream.add(cast, incident=incident, fraud_class=NOTHING_FOUND, fraud_subtype="", month=date(2026, 2, 1))
    stream.add(cast)
    take(cast, at)
    assert numbers(cast, "person") == {NOTHING_FOUND: 2, "impostor": 1, "forged": 1}
    assert numbers(cast, "incident") == {"impostor": 1, "forged": 1}
    kept = Detection.objects.exclude(incident=None).values_list("incident", flat=True)
    assert len(set(kept)) == 1
    assert incident.hex not in str(list(kept))


def test_who_is_unlinked_opens_an_incident_again(cast: Cast, at: datetime, stream: Stream) -> None:
    incident = uuid4()
    first = stream.add(cast, incident=incident)
    stream.add(cast, incident=incident)
    take(cast, at)
    assert numbers(cast, "incident") == {"forged": 1}
    stream.add(cast, key=first.key, revision=2)
    take(cast, at)
    assert numbers(cast, "incident") == {"forged": 2}


def test_an_incident_keeps_its_name_when_the_key_is_turned(cast: Cast, at: datetime, stream: Stream) -> None:
    incident = uuid4()
    stream.add(cast, incident=incident)
    take(cast, at)
    turn_key(agency=cast.utopia, by=None, at=at)
    stream.add(cast, incident=incident, documents=(paper(),))
    take(cast, at)
    assert numbers(cast, "incident") == {"forged": 1}


def test_rows_from_before_there_were_documents_get_them_once(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    """After the migration nothing is new in the cases: the rows are made again at the revision they have."""
    case = stream.add(cast)
    take(cast, at)
    stream.add(cast, key=case.key, documents=(paper(),), incident=uuid4())
    Progress.objects.update(shape=0)
    take(cast, at)
    assert (Detection.objects.count(), FurtherDocument.objects.count()) == (1, 1)
    assert Detection.objects.get().revision == 1
    assert pull(agency=cast.utopia, by=None, at=at).unchanged == 1


def test_a_value_that_is_no_term_is_left_out_of_a_document_and_said_so(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    stream.add(cast, documents=(paper(kind="L898902C3", issuer="QQQ", issue_year=2031),))
    take(cast, at)
    row = FurtherDocument.objects.get()
    assert (row.document_kind, row.issuer, row.issue_year) == ("", "", None)
    assert {each.column for each in refused(cast.analyst)} == {"document_kind", "issuer", "issue_year"}


def test_check_finds_a_document_that_is_gone(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast, documents=(paper(), paper()))
    take(cast, at)
    FurtherDocument.objects.order_by("pk")[0].delete()
    assert any("documents" in fault for fault in check(agency=cast.utopia, at=at).faults)


def test_nothing_leads_from_a_further_document_to_its_person(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    """No cell of one row stands in the other, but the coarse facts that many rows share."""
    case = stream.add(cast, incident=uuid4(), documents=(paper(), paper()))
    take(cast, at)
    person = Detection.objects.values().get()
    papers = list(FurtherDocument.objects.values())
    shared = {"agency_id", "post_id", "month", "source", "key_version", "generated", "batch_id"}
    known = set(OF_DOCUMENT) | shared | {"selection", "sharing"}
    fine = {str(value) for name, value in person.items() if name not in known}
    for row in papers:
        assert fine.isdisjoint(str(value) for name, value in row.items() if name not in known)
        assert case.key.hex not in str(row)  # type: ignore[attr-defined]
    assert len({row["pseudonym"] for row in papers}) == 2


def test_after_three_years_nothing_is_linked_and_everything_still_counted(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    incident = uuid4()
    stream.add(cast, incident=incident, documents=(paper(),))
    stream.add(cast, incident=incident)
    take(cast, at)
    before = [numbers(cast, unit) for unit in UNITS]
    erase_expired(at=at + timedelta(days=4 * 365))
    assert not FurtherDocument.objects.exclude(pseudonym=None).exists()
    assert not Detection.objects.exclude(incident=None, pseudonym=None).exists()
    assert [numbers(cast, unit) for unit in UNITS] == before


ROW = {"month": "2026-01", "post": "UTO-AIR", "document_kind": "passport", "fraud_class": "no-fraud-found"}


def bring(cast: Cast, at: datetime, *rows: dict[str, Any], **more: Any) -> tuple[int, int]:
    batch = import_detections(rows=rows, by=cast.analyst, at=at, source="arcadia-file", **more).batch
    return batch.added, batch.replaced


def test_rows_of_one_person_in_a_file_are_one_person(cast: Cast, at: datetime) -> None:
    visa = {**ROW, "document_kind": "visa", "role": "visa", "fraud_class": "counterfeit"}
    assert bring(
        cast, at, {**ROW, "person": "P1", "sex": "F"}, {**visa, "person": "P1"}, {**ROW, "person": "P2"}, ROW
    ) == (4, 0)
    assert numbers(cast, "person") == {"counterfeit": 1, NOTHING_FOUND: 2}
    assert numbers(cast, "document") == {"counterfeit": 1, NOTHING_FOUND: 3}
    row = Detection.objects.get(fraud_class="counterfeit")
    assert (row.document_kind, row.sex) == ("visa", "F")
    assert not any("P1" in str(value) for row in Detection.objects.values() for value in row.values())


def test_rows_of_one_incident_in_a_file_are_one_incident_of_that_source(cast: Cast, at: datetime) -> None:
    forged = {**ROW, "fraud_class": "forged", "incident": "I-7"}
    bring(cast, at, forged, forged, ROW)
    import_detections(rows=[forged], by=cast.analyst, at=at, source="another-file")
    assert numbers(cast, "incident") == {"forged": 2, NOTHING_FOUND: 1}


def test_a_later_file_replaces_a_person_with_all_documents(cast: Cast, at: datetime) -> None:
    bring(cast, at, {**ROW, "person": "P1"}, {**ROW, "person": "P1", "document_kind": "visa"})
    assert bring(cast, at, {**ROW, "person": "P1", "fraud_class": "impostor"})[1] == 2
    assert numbers(cast, "document") == {"impostor": 1}


def test_a_document_known_by_its_reference_is_replaced_by_its_person(cast: Cast, at: datetime) -> None:
    bring(cast, at, {**ROW, "reference": "A-17"}, {**ROW, "reference": "A-18"})
    bring(cast, at, *({**ROW, "reference": name, "person": "P1"} for name in ("A-17", "A-18")))
    assert (numbers(cast, "person"), numbers(cast, "document")) == ({NOTHING_FOUND: 1}, {NOTHING_FOUND: 2})


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([{"person": "P1", "sex": "F"}, {"person": "P1", "sex": "M"}], (2, "sex", "differs")),
        ([{"person": "P1"}, {"person": "P1", "month": "2026-02"}], (2, "month", "differs")),
        ([{"person": "P1", "incident": "a"}, {"person": "P1", "incident": "b"}], (2, "incident", "differs")),
        ([{"person": "Anna Eriksson"}], (1, "person", "reference")),
        ([{"incident": "X" * 129}], (1, "incident", "reference")),
        ([{"person": "P1"}] * 22, (22, "person", "many")),
    ],
)
def test_rows_of_one_person_that_contradict_each_other_are_refused(
    cast: Cast, at: datetime, rows: Sequence[dict[str, str]], fault: tuple[int, str, str]
) -> None:
    with pytest.raises(RefusedImportError) as raised:
        bring(cast, at, *({**ROW, **row} for row in rows))
    assert fault in [(each.row, each.column, each.reason) for each in raised.value.faults]
    assert not Detection.objects.exists()


def test_effort_is_compared_with_persons_not_with_documents(cast: Cast, at: datetime) -> None:
    effort = {"month": "2026-01", "post": "UTO-AIR", "inspections": 1}
    two = [{**ROW, "person": "P1"}, {**ROW, "person": "P1", "document_kind": "visa"}]
    assert bring(cast, at, *two, effort=[effort]) == (2, 0)


def test_an_agency_sees_its_own_documents_only(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(
        cast, agency_id=cast.arcadia.pk, post_id=Post.objects.get(code="ARC-SEA").pk, documents=(paper(),)
    )
    pull(agency=cast.arcadia, by=None, at=at)
    assert numbers(cast, "document") == {}


@given(st.lists(st.sampled_from([*CLASSES, ""]), min_size=1, max_size=8))
def test_the_document_that_decides_is_never_outvoted(classes: list[str]) -> None:
    place = deciding(classes)
    rank = [0 if each in FOUND else 1 if each == UNDETERMINED else 2 for each in classes]
    assert rank[place] == min(rank)
    assert all(rank[earlier] > rank[place] for earlier in range(place))


@given(st.lists(st.sampled_from([*CLASSES, ""]), min_size=1, max_size=8))
def test_no_document_is_lost_or_doubled(classes: list[str]) -> None:
    documents = [
        {**dict.fromkeys(OF_DOCUMENT, ""), "fraud_class": fraud, "issuer": f"{number:03}"}
        for number, fraud in enumerate(classes)
    ]
    person, others = told_apart({**documents[0], "conclusion": "x", "conclusion_scale": "y"}, documents[1:])
    issuers = sorted(str(each["issuer"]) for each in (person, *others))
    assert issuers == [f"{number:03}" for number in range(len(classes))]
    assert all(one < other for one, other in pairwise(issuers))
