"""Draft, second person, publication; who sees what."""

from datetime import date, datetime

import pytest
from cast import Cast
from django.db import IntegrityError, transaction
from django.http import Http404
from shelf import Shelf

from secondline.people.models import Agency, Person
from secondline.people.rules import Role
from secondline.record.models import Entry
from secondline.record.rules import NotNowError
from secondline.reference.actions.offering import offer_card, take_back_card
from secondline.reference.actions.standing import (
    OwnWorkError,
    UnfinishedError,
    publish,
    send_back,
    submit,
    withdraw,
)
from secondline.reference.actions.writing import (
    TakenError,
    TooManyError,
    drop_feature,
    put_feature,
    revise,
    write_type,
)
from secondline.reference.models import CardOffer, DocumentType, Feature
from secondline.reference.queries import library as queries
from secondline.reference.queries.cards import card_of, offers_at
from secondline.reference.rules import CIRCLES, MOST_FEATURES, Stage

pytestmark = pytest.mark.django_db


def test_nobody_publishes_what_they_wrote(shelf: Shelf, cast: Cast, at: datetime) -> None:
    draft = submit(thing=shelf.type(), by=cast.examiner, at=at)
    with pytest.raises(OwnWorkError):
        publish(thing=draft, by=cast.examiner, at=at)
    done = publish(thing=draft, by=cast.second_examiner, at=at)
    assert done.stage == Stage.PUBLISHED
    assert done.reviewed_by == cast.second_examiner


def test_whoever_changed_a_word_in_it_does_not_publish_it_either(
    shelf: Shelf, cast: Cast, at: datetime
) -> None:
    draft = shelf.type()
    write_type(type=draft, by=cast.second_examiner, at=at)
    submit(thing=draft, by=cast.examiner, at=at)
    with pytest.raises(OwnWorkError):
        publish(thing=draft, by=cast.second_examiner, at=at)


def test_the_database_itself_refuses_one_person_in_both_parts(shelf: Shelf, cast: Cast) -> None:
    draft = shelf.type()
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentType.objects.filter(pk=draft.pk).update(stage="published", reviewed_by=cast.examiner)


def test_a_published_one_is_not_changed_but_followed_by_an_edition(
    shelf: Shelf, cast: Cast, at: datetime
) -> None:
    first = shelf.type()
    shelf.feature(first)
    shelf.picture(first)
    first = shelf.publish(first)
    with pytest.raises(NotNowError):
        write_type(type=first, by=cast.examiner, at=at)
    second = revise(thing=first, by=cast.examiner, at=at)
    assert (second.code, second.edition, second.stage) == (first.code, 2, Stage.DRAFT)
    assert [each.term for each in second.features.all()] == ["watermark"]
    assert second.pictures.get().sha256 == first.pictures.get().sha256
    assert revise(thing=first, by=cast.examiner, at=at).pk == second.pk
    shelf.publish(second)
    first.refresh_from_db()
    assert first.stage == Stage.SUPERSEDED
    assert [each.edition for each in queries.visible_types(cast.officer).filter(stage="published")] == [2]


def test_a_draft_sent_back_is_a_draft_and_a_hasty_colleague_is_told(
    shelf: Shelf, cast: Cast, at: datetime
) -> None:
    draft = submit(thing=shelf.type(), by=cast.examiner, at=at)
    assert send_back(thing=draft, by=cast.second_examiner, at=at).stage == Stage.DRAFT
    with pytest.raises(NotNowError):
        publish(thing=draft, by=cast.second_examiner, at=at)


def test_a_picture_that_waits_to_be_blurred_goes_no_further(shelf: Shelf, cast: Cast, at: datetime) -> None:
    alert = shelf.alert()
    shelf.picture(alert, cleared=False)
    with pytest.raises(UnfinishedError):
        submit(thing=alert, by=cast.examiner, at=at)


def test_a_withdrawn_alert_leaves_a_trace_and_is_matched_no_more(
    shelf: Shelf, cast: Cast, at: datetime
) -> None:
    alert = shelf.publish(shelf.alert())
    offer_card(post=cast.airport, thing=alert, by=cast.analyst, at=at)
    assert len(queries.alerts_for(agency=cast.utopia, on=at.date())) == 1
    withdraw(thing=alert, by=cast.second_examiner, at=at, why="A mistake.")
    assert queries.alerts_for(agency=cast.utopia, on=at.date()) == []
    trace = queries.find_alert(cast.officer, alert.pk)
    assert (trace.stage, trace.ended_why, trace.ended_by) == ("withdrawn", "A mistake.", cast.second_examiner)
    assert not CardOffer.objects.exists()
    assert Entry.objects.filter(thing=alert.pk, verb="alert.withdraw").exists()


def test_codes_are_of_the_field_and_count_on(shelf: Shelf, cast: Cast, at: datetime) -> None:
    assert shelf.type().code == "UTO-AO-01001"
    assert shelf.type().code == "UTO-AO-01002"
    assert shelf.type(kind="visa").code == "UTO-CO-01001"
    assert shelf.alert().code == "A-2026-0001"
    assert shelf.alert(sort="false-document").code == "F-2026-0001"
    assert shelf.alert().code == "A-2026-0002"
    with pytest.raises(TakenError):
        shelf.type(code="UTO-AO-01001")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR])
def test_only_examiners_write(shelf: Shelf, cast: Cast, role: Role) -> None:
    cast.officer.role = role
    with pytest.raises(Http404):
        shelf.type(by=cast.officer)


def _sees(person: Person, sharing: str, shelf: Shelf) -> bool:
    thing = shelf.publish(shelf.type(sharing=sharing))
    seen = queries.visible_types(person).filter(pk=thing.pk).exists()
    if person.role == Role.OFFICER:  # the query and the table say the same
        assert seen == thing.is_released_to(person)
    return seen


@pytest.mark.parametrize(
    ("sharing", "seen"),
    [("red", False), ("amber-strict", False), ("amber", True), ("green", True), ("clear", True)],
)
def test_an_officer_whose_agency_asks_the_centre_sees_what_is_released_that_far(
    shelf: Shelf, cast: Cast, sharing: str, seen: bool
) -> None:
    assert _sees(cast.officer, sharing, shelf) == seen


@pytest.mark.parametrize("sharing", list(CIRCLES))
def test_an_agency_that_does_not_ask_the_centre_sees_what_is_for_all_only(
    shelf: Shelf, cast: Cast, sharing: str
) -> None:
    stranger = Agency.objects.create(code="FAR", name="Far away")
    cast.outsider.agency = stranger
    cast.outsider.save()
    assert _sees(cast.outsider, sharing, shelf) == (sharing in {"green", "clear"})


def test_red_is_for_whoever_wrote_and_reviewed_it(shelf: Shelf, cast: Cast) -> None:
    thing = shelf.publish(shelf.type(sharing="red"))
    third = Person.objects.create(username="third", name="T", agency=cast.centre, role=Role.EXAMINER)
    seen = {
        p.username
        for p in (cast.examiner, cast.second_examiner, third)
        if queries.visible_types(p).filter(pk=thing.pk).exists()
    }
    assert seen == {"examiner", "second"}


def test_a_draft_is_seen_by_the_own_examiners_only(shelf: Shelf, cast: Cast) -> None:
    draft = shelf.type()
    assert queries.find_type(cast.second_examiner, draft.pk) == draft
    for person in (cast.officer, cast.analyst, cast.auditor, cast.outsider):
        with pytest.raises(Http404):
            queries.find_type(person, draft.pk)


def test_what_an_agency_writes_its_centre_sees_at_amber(shelf: Shelf, cast: Cast, at: datetime) -> None:
    own = Person.objects.create(username="lab", name="L", agency=cast.utopia, role=Role.EXAMINER)
    second = Person.objects.create(username="lab2", name="L", agency=cast.utopia, role=Role.EXAMINER)
    thing = shelf.type(by=own, sharing="amber")
    publish(thing=submit(thing=thing, by=own, at=at), by=second, at=at)
    assert queries.visible_types(cast.examiner).filter(pk=thing.pk).exists()
    assert not queries.visible_types(cast.outsider).filter(pk=thing.pk).exists()


def test_types_match_by_issuer_kind_number_and_day_of_issue(shelf: Shelf, cast: Cast) -> None:
    new = shelf.publish(shelf.type(first_issued=date(2014, 1, 1)))
    old = shelf.publish(
        shelf.type(numbering="U#######", first_issued=date(2004, 1, 1), last_issued=date(2013, 12, 31))
    )
    loose = shelf.publish(shelf.type(numbering=""))
    shelf.publish(shelf.type(kind="visa", numbering=""))

    def found(**more: object) -> list[DocumentType]:
        return queries.matching_types(person=cast.officer, issuer="UTO", kind="passport", **more)  # type: ignore[arg-type]

    assert found(number="U31415926") == [new, loose]
    assert found(number="U3141592") == [old, loose]
    assert found(issued=date(2010, 5, 5)) == [old, loose]
    assert {each.pk for each in found()} == {new.pk, old.pk, loose.pk}
    assert queries.types_with_number(cast.officer, "u 3141 5926") == [new]


def test_a_search_finds_by_any_language_code_feature_and_words(shelf: Shelf, cast: Cast) -> None:
    thing = shelf.type()
    shelf.feature(thing)
    shelf.publish(thing)
    every = queries.visible_types(cast.officer)
    for text in (
        "Утопии",
        "uto-ao",
        "passport",
        "паспорт",
        "watermark",
        "водяной",
        "су белгісі",
        "emblem",
        "UTO passport",
        "2014",
        "utopia",
    ):
        assert list(queries.search(every, text)) == [thing], text
    for text in ("France", "hologram", "passport france"):
        assert list(queries.search(every, text)) == [], text
    assert queries.numbers_in("what is U31415926 of UTO-AO-01001") == ["U31415926"]


def test_features_come_in_the_order_of_the_procedure(shelf: Shelf, cast: Cast, at: datetime) -> None:
    thing = shelf.type()
    shelf.feature(thing, "watermark", step="lamina")
    shelf.feature(thing, "ghost-portrait", step="face")
    assert [each.term for each in queries.features_of(thing)] == ["ghost-portrait", "watermark"]
    assert [each.term for each in queries.features_of(thing, "lamina")] == ["watermark"]
    assert [step for step, _ in queries.features_by_step(thing)] == ["face", "lamina"]
    drop_feature(feature=thing.features.get(term="watermark"), by=cast.examiner, at=at)
    assert thing.features.count() == 1


def test_a_type_has_a_bounded_number_of_features(shelf: Shelf, cast: Cast, at: datetime) -> None:
    thing = shelf.type()
    Feature.objects.bulk_create(
        Feature(type=thing, term="watermark", step="lamina") for _ in range(MOST_FEATURES)
    )
    with pytest.raises(TooManyError):
        put_feature(feature=Feature(type=thing, term="hologram"), by=cast.examiner, at=at)


def test_a_card_has_what_was_chosen_and_at_most_five_points(shelf: Shelf, cast: Cast) -> None:
    thing = shelf.type()
    for number in range(7):
        shelf.feature(thing, "watermark", look={"en": f"look {number}"}, light="white", on_card=number < 6)
    card = card_of(thing, "en")
    assert [point.text for point in card.points] == [f"look {number}" for number in range(5)]
    assert card.title == "Passport of Utopia"
    assert card_of(thing, "ru").title == "Паспорт Утопии"
    assert card.picture is None


def test_offers_are_made_by_the_own_agency_and_end(shelf: Shelf, cast: Cast, at: datetime) -> None:
    alert = shelf.publish(shelf.alert())
    with pytest.raises(Http404):
        offer_card(post=cast.airport, thing=alert, by=cast.outside_analyst, at=at)
    with pytest.raises(Http404):
        offer_card(post=cast.airport, thing=alert, by=cast.officer, at=at)
    offer_card(post=cast.airport, thing=alert, by=cast.administrator, at=at, reason="many came")
    offer = offer_card(post=cast.airport, thing=alert, by=None, at=at, until=at.date())
    assert CardOffer.objects.count() == 1
    assert offers_at(cast.airport, cast.officer, at.date()) == [offer]
    assert (offer.offered_by, offer.until) == (cast.administrator, None)  # a person's offer is left alone
    offer_card(post=cast.airport, thing=alert, by=cast.administrator, at=at, until=at.date())
    assert CardOffer.objects.count() == 1
    assert offers_at(cast.airport, cast.officer, date(2030, 1, 1)) == []
    take_back_card(offer=offer, by=cast.analyst, at=at)
    assert offers_at(cast.airport, cast.officer, at.date()) == []


def test_alerts_are_told_in_the_officers_language(shelf: Shelf, cast: Cast, at: datetime) -> None:
    alert = shelf.alert(numbering="U12345678")
    shelf.sign(alert, "Dots under the magnifier.")
    shelf.publish(alert)
    (told,) = queries.alerts_for(agency=cast.utopia, on=at.date(), tongue="ru")
    assert told.recognise == "Нет водяного знака. Dots under the magnifier."
    (seen,) = queries.alerts_seen_by(
        cast.officer, issuer="UTO", kind="passport", number="U12345678", on=at.date()
    )
    assert seen[1] == "marked"
    assert queries.alerts_seen_by(cast.officer, issuer="FRA", on=at.date()) == []
    assert queries.count_to_review(cast.second_examiner) == 0
