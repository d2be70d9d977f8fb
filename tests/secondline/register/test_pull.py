"""Pulling: each concluded inspection once, corrections in the place of what they correct."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from cast import Cast
from django.http import Http404
from register_cases import Stream

from secondline.people.keyring import KeyringError, path_of
from secondline.people.models import Post
from secondline.record.models import Entry
from secondline.register.actions import check, erase_expired, pull, pull_all, waiting
from secondline.register.cube import packed
from secondline.register.models import Batch, Detection, MonthlyCounts, Progress, Refusal
from secondline.register.queries import Choice, Refused, counted, refused, sources, visible_to
from secondline.register.tasks import pull_concluded

pytestmark = pytest.mark.django_db


def pulled(cast: Cast, at: datetime, **more: bool) -> tuple[int, int, int, int]:
    result = pull(agency=cast.utopia, by=None, at=at, **more)
    return result.added, result.replaced, result.unchanged, result.refused


def test_a_concluded_inspection_arrives_with_its_facts(cast: Cast, at: datetime, stream: Stream) -> None:
    case = stream.add(cast)
    assert pulled(cast, at) == (1, 0, 0, 0)
    row = Detection.objects.get()
    for name in ("month", "direction", "selection", "selection_probability", "carrier", "document_kind", "issuer",
                 "document_nationality", "claimed_nationality", "sex", "age_band", "issue_year", "fraud_class",
                 "fraud_subtype", "grade", "conclusion", "conclusion_scale", "outcome", "fate", "refusal_code",
                 "protection", "presented", "role", "line", "embarkation", "final_destination"):  # fmt: skip
        assert getattr(row, name) == getattr(case, name), name
    assert (row.means, row.border_type, row.post) == (["ultraviolet", "visual"], "air", cast.airport)
    assert (row.sharing, row.source, row.generated) == ("amber-strict", "secondline", False)


def test_pulling_twice_adds_nothing(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast)
    stream.add(cast)
    assert pulled(cast, at) == (2, 0, 0, 0)
    assert pulled(cast, at) == (0, 0, 2, 0)
    assert pulled(cast, at, everything=True) == (0, 0, 2, 0)
    assert Detection.objects.count() == 2


def test_an_inspection_in_which_nothing_was_found_is_pulled_too(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    stream.add(cast, fraud_class="no-fraud-found", fraud_subtype="")
    assert pulled(cast, at) == (1, 0, 0, 0)


def test_a_correction_takes_the_place_of_what_it_corrects(cast: Cast, at: datetime, stream: Stream) -> None:
    case = stream.add(cast)
    pulled(cast, at)
    later = at + timedelta(minutes=5)
    stream.add(cast, key=case.key, revision=2, changed_at=later, fraud_class="impostor", fraud_subtype="")
    assert pulled(cast, later) == (0, 1, 0, 0)
    assert [(row.revision, row.fraud_class) for row in visible_to(cast.analyst)] == [(2, "impostor")]
    assert Detection.objects.filter(current=False).get().fraud_class == "forged"


def test_an_older_revision_never_comes_back(cast: Cast, at: datetime, stream: Stream) -> None:
    case = stream.add(cast, revision=3)
    pulled(cast, at)
    stream.add(cast, key=case.key, revision=2)
    assert pulled(cast, at) == (0, 0, 1, 0)


def test_two_revisions_in_one_chunk_leave_the_newer(cast: Cast, at: datetime, stream: Stream) -> None:
    first = stream.add(cast)
    second = stream.add(cast, key=first.key, revision=2, fraud_class="pseudo", fraud_subtype="fantasy")
    stream.cases = [second, first]
    assert pulled(cast, at) == (1, 0, 0, 0)
    assert Detection.objects.get().revision == 2


def counts_of(cast: Cast) -> dict[date, int]:
    choice = Choice(date(2025, 1, 1), date(2026, 12, 1))
    return {each.month: each.number for each in counted(cast.analyst, choice)}


def test_the_counts_follow_what_is_added_and_what_moves_to_another_month(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    case = stream.add(cast)
    stream.add(cast)
    pulled(cast, at)
    assert counts_of(cast) == {date(2026, 3, 1): 2}
    stream.add(cast, key=case.key, revision=2, changed_at=at, month=date(2026, 2, 1))
    pulled(cast, at)
    assert counts_of(cast) == {date(2026, 2, 1): 1, date(2026, 3, 1): 1}


def test_a_count_that_is_wrong_is_found_by_check_and_put_right_by_looking_at_everything(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    stream.add(cast)
    pulled(cast, at)
    MonthlyCounts.objects.update(packed=packed([]))
    assert "2026-03" in check(agency=cast.utopia, at=at).faults[0]
    pulled(cast, at, everything=True)
    assert check(agency=cast.utopia, at=at).faults == []
    assert counts_of(cast) == {date(2026, 3, 1): 1}


def test_only_what_changed_is_asked_for_with_an_hour_of_overlap(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    stream.add(cast, changed_at=at)
    pulled(cast, at)
    pulled(cast, at + timedelta(hours=5))
    assert stream.asked == [None, at - timedelta(hours=1)]


def test_a_new_vocabulary_has_everything_looked_at_again(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast)
    pulled(cast, at)
    Progress.objects.update(vocabulary="0")
    pulled(cast, at)
    assert stream.asked == [None, None]


def test_an_agency_pulls_its_own_only(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast)
    harbour = Post.objects.get(code="ARC-SEA")
    stream.add(cast, agency_id=cast.arcadia.pk, post_id=harbour.pk)
    pulled(cast, at)
    assert set(Detection.objects.values_list("agency", flat=True)) == {cast.utopia.pk}
    assert list(visible_to(cast.outside_analyst)) == []


def test_the_round_pulls_every_agency(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast)
    harbour = Post.objects.get(code="ARC-SEA")
    stream.add(cast, agency_id=cast.arcadia.pk, post_id=harbour.pk)
    brought = pull_all(at=at)
    assert {agency.code: result.added for agency, result in brought.items()} == {
        "UTO": 1,
        "ARC": 1,
        "DESC": 0,
    }


def test_one_agencys_lost_key_does_not_stop_the_others(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast)
    pull_all(at=at)
    path_of(cast.utopia.pk).unlink()
    stream.add(cast, changed_at=at)
    stream.add(cast, agency_id=cast.arcadia.pk, post_id=Post.objects.get(code="ARC-SEA").pk)
    with pytest.raises(ExceptionGroup) as raised:
        pull_all(at=at)
    assert [type(error) for error in raised.value.exceptions] == [KeyringError]
    assert Detection.objects.filter(agency=cast.arcadia).count() == 1


def test_a_value_that_is_no_term_is_left_out_and_said_so_but_the_detection_counts(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    stream.add(cast, carrier="Flight UT 123, seat 14C", issuer="QQQ")
    assert pulled(cast, at) == (1, 0, 0, 0)
    row = Detection.objects.get()
    assert (row.carrier, row.issuer, row.fraud_class) == ("", "", "forged")
    assert refused(cast.analyst) == [
        Refused("carrier", "vocabulary", whole=False, number=1),
        Refused("issuer", "vocabulary", whole=False, number=1),
    ]


def test_a_subtype_of_another_class_is_left_out(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast, fraud_subtype="look-alike")
    pulled(cast, at)
    assert Detection.objects.get().fraud_subtype == ""
    assert refused(cast.analyst) == [Refused("fraud_subtype", "subtype", whole=False, number=1)]


@pytest.mark.parametrize(
    ("facts", "column", "reason"),
    [
        ({"fraud_class": "Eriksson"}, "fraud_class", "vocabulary"),
        ({"fraud_class": ""}, "fraud_class", "missing"),
        ({"month": date(2026, 4, 1)}, "month", "future"),
        ({"post_id": uuid4()}, "post", "missing"),
    ],
)
def test_without_month_post_or_class_an_inspection_is_refused_once(
    cast: Cast, at: datetime, stream: Stream, facts: dict[str, object], column: str, reason: str
) -> None:
    stream.add(cast, **facts)
    assert pulled(cast, at) == (0, 0, 0, 1)
    assert refused(cast.analyst) == [Refused(column, reason, whole=True, number=1)]
    assert pulled(cast, at) == (0, 0, 1, 0)
    assert Batch.objects.count() == 1


def test_what_was_refused_is_taken_when_it_has_been_corrected(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    case = stream.add(cast, fraud_class="")
    pulled(cast, at)
    stream.add(cast, key=case.key, revision=2)
    assert pulled(cast, at) == (1, 0, 0, 0)
    assert not Refusal.objects.exists()


def test_everything_looked_at_again_tries_what_was_refused(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast, fraud_class="")
    pulled(cast, at)
    assert pulled(cast, at, everything=True) == (0, 0, 0, 1)


def test_the_deed_is_in_the_record_with_numbers_only(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast)
    pull(agency=cast.utopia, by=cast.analyst, at=at)
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.by, entry.agency) == ("register.pull", cast.analyst.pk, cast.utopia.pk)
    assert entry.facts == '{"added":1,"refused":0,"replaced":0}'
    assert entry.thing == Batch.objects.get().pk


def test_a_round_that_brings_nothing_leaves_no_line_but_a_person_always_does(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    pulled(cast, at)
    assert not Entry.objects.filter(verb="register.pull").exists()
    pull(agency=cast.utopia, by=cast.analyst, at=at)
    assert Entry.objects.filter(verb="register.pull").count() == 1


@pytest.mark.parametrize("role", ["officer", "examiner", "administrator", "auditor", "outside_analyst"])
def test_only_the_agencys_own_analyst_may_pull(cast: Cast, at: datetime, stream: Stream, role: str) -> None:
    stream.add(cast)
    with pytest.raises(Http404):
        pull(agency=cast.utopia, by=getattr(cast, role), at=at)
    assert not Detection.objects.exists()


def test_nothing_waits_after_a_pull_until_something_changes(cast: Cast, at: datetime, stream: Stream) -> None:
    assert waiting(at=at)
    stream.add(cast)
    pull_all(at=at)
    assert not waiting(at=at)
    stream.add(cast, changed_at=at + timedelta(seconds=1))
    assert waiting(at=at)
    pull_all(at=at)
    assert not waiting(at=at)
    assert waiting(at=at + timedelta(hours=2))


def test_the_task_pulls(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast)
    assert pull_concluded.enqueue().return_value == 1
    assert pull_concluded.enqueue().return_value == 0


def test_after_three_years_a_row_is_no_longer_linked_and_stays_counted(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    case = stream.add(cast)
    pulled(cast, at)
    stream.add(cast, key=case.key, revision=2, changed_at=at)
    pulled(cast, at)
    assert erase_expired(at=at + timedelta(days=365)) == 0
    much_later = at + timedelta(days=4 * 365)
    assert erase_expired(at=much_later) == 2
    assert [row.pseudonym for row in Detection.objects.all()] == [None]
    assert Entry.objects.latest("number").verb == "register.erase"
    assert pulled(cast, much_later, everything=True) == (0, 0, 0, 0)
    assert Detection.objects.count() == 1
    assert erase_expired(at=much_later) == 0


def test_the_register_says_what_it_holds_from_where(cast: Cast, at: datetime, stream: Stream) -> None:
    stream.add(cast)
    stream.add(cast, month=date(2026, 1, 1))
    pulled(cast, at)
    (source,) = sources(cast.analyst)
    assert (source.name, source.rows, source.first, source.last) == (
        "secondline", 2, date(2026, 1, 1), date(2026, 3, 1),
    )  # fmt: skip
    assert sources(cast.outside_analyst) == []
