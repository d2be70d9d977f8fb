"""Stamps against stamps, the journey, a visa and the document's dates. The cases are made by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.checks.journey import CHECKS, NEAR_DAYS, journey
from traveldoc.checks.stay import REGIMES, counts
from traveldoc.finding import Finding, Grade
from traveldoc.journey import SCHENGEN, SCHENGEN_SINCE, Journey, Leg, Visa, area, pair
from traveldoc.vocabulary import vocabulary

ON = date(2026, 3, 2)
ISSUED, EXPIRES = date(2020, 1, 1), date(2029, 12, 31)


def leg(text: str, number: int = 1, *, seen: bool = True) -> Leg:
    """`entry FRA 2025-05-01`; a "-" for what is not known."""
    direction, state, day = (part if part != "-" else "" for part in text.split())
    return Leg(
        number=number,
        direction=direction,
        state=state,
        day=date.fromisoformat(day) if day else None,
        seen=seen,
    )


def ask(
    stamps: str = "", told: str = "", *, visas: tuple[Visa, ...] = (), home: str = "UTO", **dates: date | None
) -> dict[str, list[Finding]]:
    legs = [leg(text, n) for n, text in enumerate(filter(None, stamps.split(", ")), 1)]
    legs += [leg(text, n, seen=False) for n, text in enumerate(filter(None, told.split(", ")), 1)]
    known = {"issued": ISSUED, "expires": EXPIRES, **dates}
    findings = journey(Journey(legs=tuple(legs), home=tuple(home.split()), visas=visas, **known), on=ON)
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.id, []).append(finding)
    return found


def grades(found: dict[str, list[Finding]], check: str) -> list[str]:
    return [finding.grade.value for finding in found[check]]


def test_nothing_given_is_nothing_asked() -> None:
    assert ask() == {}


def test_every_question_is_answered_once_where_all_is_well() -> None:
    visa = Visa(state="FRA", valid_from=date(2025, 4, 1), valid_until=date(2025, 9, 1), entries=2)
    found = ask("entry FRA 2025-05-01, exit D 2025-05-11", "entry FRA 2025-05-01", visas=(visa,))
    assert set(found) == {check.id for check in CHECKS}
    assert all(grades(found, check) == ["consistent"] for check in found)


def test_a_stamp_of_tomorrow_is_inconsistent_and_one_of_today_is_not() -> None:
    found = ask("entry FRA 2026-03-03, entry GBR 2026-03-02")
    assert grades(found, "journey.stamp.future") == ["inconsistent"]
    assert "2026-03-03" in str(found["journey.stamp.future"][0].seen)


def test_a_stamp_is_not_older_than_the_document() -> None:
    found = ask("entry FRA 2019-12-31, exit FRA 2020-01-01")
    assert grades(found, "journey.stamp.before-issue") == ["inconsistent"]
    assert str(found["journey.stamp.before-issue"][0].seen) == (
        "number 1, France: 2019-12-31; the document was issued on 2020-01-01"
    )


def test_nobody_enters_with_an_expired_document_but_perhaps_at_home() -> None:
    found = ask("entry FRA 2025-05-02, exit FRA 2025-06-01, entry UTO 2025-06-01", expires=date(2025, 5, 1))
    assert grades(found, "journey.stamp.after-expiry") == ["inconsistent", "inconclusive"]
    assert grades(ask("exit FRA 2025-06-01", expires=date(2025, 5, 1)), "journey.stamp.after-expiry") == [
        "not examined"
    ]


def test_without_dates_the_questions_are_not_examined() -> None:
    found = ask("entry FRA -", issued=None, expires=None)
    assert all(grades(found, check.id) == ["not examined"] for check in CHECKS)
    found = ask("entry FRA 2025-01-01", issued=None, expires=None)
    assert grades(found, "journey.stamp.before-issue") == ["not examined"]
    assert grades(found, "journey.stamp.after-expiry") == ["not examined"]


@pytest.mark.parametrize(
    ("stamps", "check"),
    [
        ("exit FRA 2025-05-11", "journey.stamp.exit-without-entry"),
        ("entry FRA 2025-05-11, exit FRA 2025-05-01", "journey.stamp.exit-without-entry"),
        ("entry FRA 2025-05-01, entry D 2025-05-11", "journey.stamp.entry-without-exit"),
    ],
)
def test_a_missing_partner_is_inconclusive_because_not_every_border_stamps(stamps: str, check: str) -> None:
    assert grades(ask(stamps), check) == ["inconclusive"]


def test_at_home_no_partner_is_missed() -> None:
    found = ask("exit UTO 2025-05-01, entry UTO 2025-06-01, entry UTO 2025-07-01")
    assert grades(found, "journey.stamp.exit-without-entry") == ["consistent"]
    assert grades(found, "journey.stamp.entry-without-exit") == ["consistent"]


def test_out_in_the_morning_and_in_again_in_the_evening_is_in_order() -> None:
    found = ask("entry GBR 2025-05-10, exit GBR 2025-05-20, entry GBR 2025-05-20, exit GBR 2025-05-25")
    assert grades(found, "journey.stamp.exit-without-entry") == ["consistent"]
    assert grades(found, "journey.stamp.entry-without-exit") == ["consistent"]


@pytest.mark.parametrize(
    ("other", "grade"),
    [
        ("entry GBR 2025-05-05", "inconsistent"),
        ("exit THA 2025-05-05", "inconsistent"),
        ("entry UTO 2025-05-05", "inconsistent"),
        ("entry GBR 2025-05-01", "consistent"),
        ("entry GBR 2025-05-10", "consistent"),
        ("- GBR 2025-05-05", "inconsistent"),
        ("entry - 2025-05-05", "consistent"),
        ("entry GBR -", "consistent"),
        ("exit D 2025-05-05", "consistent"),
    ],
)
def test_nobody_is_in_two_places_at_a_time(other: str, grade: str) -> None:
    found = ask(f"entry FRA 2025-05-01, exit FRA 2025-05-10, {other}")
    assert grades(found, "journey.stay.overlap")[0] == grade


def test_a_stay_at_home_is_no_stay() -> None:
    found = ask("entry UTO 2025-05-01, exit UTO 2025-05-10, entry FRA 2025-05-05")
    assert grades(found, "journey.stay.overlap") == ["consistent"]


def test_a_journey_does_not_go_back_in_time() -> None:
    found = ask(told="entry FRA 2025-05-10, exit FRA -, entry GBR 2025-05-09")
    assert grades(found, "journey.told.order") == ["inconsistent"]
    assert str(found["journey.told.order"][0].seen).endswith("after a leg on 2025-05-10")


@pytest.mark.parametrize(
    ("told", "grade"),
    [
        ("entry FRA 2025-05-03", "inconclusive"),
        ("entry D 2025-05-01", "consistent"),
        ("entry FRA 2025-06-02", "consistent"),
        ("- FRA 2025-05-03", "consistent"),
        ("entry GBR 2025-05-05", "inconclusive"),
        ("entry GBR 2025-07-05", "consistent"),
    ],
)
def test_what_is_told_is_compared_with_the_stamps(told: str, grade: str) -> None:
    assert (date(2025, 6, 2) - date(2025, 5, 1)).days > NEAR_DAYS
    found = ask("entry FRA 2025-05-01, exit FRA 2025-05-10", told)
    assert grades(found, "journey.told.stamps") == [grade]


SINGLE = Visa(state="FRA", valid_from=date(2025, 5, 1), valid_until=date(2025, 5, 31), entries=1)


@pytest.mark.parametrize(
    ("stamps", "home", "validity", "entries"),
    [
        ("entry FRA 2025-05-01, exit FRA 2025-06-05", "UTO", "consistent", "consistent"),
        ("entry D 2025-04-30", "UTO", "inconsistent", "consistent"),
        ("entry FRA 2025-06-01", "UTO", "inconsistent", "consistent"),
        ("entry FRA 2025-06-01", "UTO FRA", "inconclusive", "consistent"),
        ("entry GBR 2025-06-01", "UTO", "consistent", "consistent"),
        (
            "entry FRA 2025-05-02, exit FRA 2025-05-03, entry ITA 2025-05-04",
            "UTO",
            "consistent",
            "inconsistent",
        ),
    ],
)
def test_entries_lie_within_the_visa_and_are_not_too_many(
    stamps: str, home: str, validity: str, entries: str
) -> None:
    found = ask(stamps, visas=(SINGLE,), home=home)
    assert grades(found, "journey.visa.validity") == [validity]
    assert grades(found, "journey.visa.entries") == [entries]


def test_a_visa_may_have_one_end_only_and_another_visa_may_cover_the_entry() -> None:
    until = Visa(state="FRA", valid_until=date(2025, 5, 31))
    since = Visa(state="ESP", valid_from=date(2025, 7, 1))
    found = ask("entry FRA 2025-06-15", visas=(until, since))
    assert str(found["journey.visa.validity"][0].seen).endswith("valid from … to 2025-05-31")
    assert grades(found, "journey.visa.entries") == ["not examined"]
    assert grades(ask("entry FRA 2025-07-15", visas=(until, since)), "journey.visa.validity") == [
        "consistent"
    ]
    found = ask("entry ESP 2025-06-15", visas=(since,))
    assert str(found["journey.visa.validity"][0].seen).endswith("valid from 2025-07-01 to …")


def test_a_visa_alone_is_asked_about_and_one_without_dates_is_not() -> None:
    assert grades(ask(visas=(SINGLE,)), "journey.visa.validity") == ["consistent"]
    assert grades(ask(visas=(Visa(state="FRA"),)), "journey.visa.validity") == ["not examined"]


def test_states_of_the_area_are_states_of_the_standard_and_join_on_a_day() -> None:
    assert set(SCHENGEN_SINCE) <= set(vocabulary("state").terms)
    assert len(SCHENGEN_SINCE) == 29
    assert area("HRV", date(2022, 12, 31)) == "HRV"
    assert area("HRV", date(2023, 1, 1)) == SCHENGEN
    assert area("GBR", date(2025, 1, 1)) == "GBR"
    assert area("FRA", None) == "FRA"


def test_ids_and_sources_of_the_questions() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    assert all(check.clause and check.id.startswith("journey.") and str(check.hint) for check in CHECKS)


def test_days_are_counted_with_both_ends_and_the_rule_is_named() -> None:
    stamps = (leg("entry FRA 2026-01-01"), leg("exit ITA 2026-01-10", 2), leg("entry D 2026-02-27", 3))
    (count,) = counts(stamps, on=ON)
    assert (count.days, count.unclear) == (10 + 4, 0)
    assert (count.since, count.until) == (date(2025, 9, 4), ON)
    assert (ON - count.since).days == count.regime.window - 1 == 179
    assert "Schengen Borders Code" in count.regime.source
    assert count.regime.days == 90


def test_what_can_not_be_paired_is_said_and_not_counted() -> None:
    (count,) = counts((leg("entry FRA 2026-01-01"), leg("entry FRA 2026-02-01", 2)), on=date(2026, 2, 1))
    assert (count.days, count.unclear) == (1, 1)
    (count,) = counts((leg("exit FRA 2026-01-01"),), on=ON)
    assert (count.days, count.unclear) == (0, 1)
    assert counts((leg("entry GBR 2026-01-01"), leg("exit GBR 2026-01-04", 2)), on=ON) == ()


@given(st.lists(st.integers(0, 400), max_size=12, unique=True))
@settings(max_examples=60, deadline=None)
def test_the_count_is_that_of_a_calendar_with_every_day_ticked(days: list[int]) -> None:
    start = ON - timedelta(days=400)
    ordered = sorted(days)[: len(days) // 2 * 2]
    legs, ticked = [], set()
    for number, (first, last) in enumerate(zip(ordered[::2], ordered[1::2], strict=True)):
        legs += [
            Leg(number=2 * number, state="FRA", direction="entry", day=start + timedelta(days=first)),
            Leg(number=2 * number + 1, state="FRA", direction="exit", day=start + timedelta(days=last)),
        ]
        ticked |= {day for day in range(first, last + 1) if day > 400 - 180}
    found = counts(tuple(reversed(legs)), on=ON)
    assert [count.days for count in found] == ([len(ticked)] if legs else [])
    assert all(count.regime in REGIMES for count in found)


@given(
    st.lists(
        st.builds(
            Leg,
            number=st.integers(1, 20),
            state=st.sampled_from(["", "FRA", "D", "GBR", "UTO"]),
            direction=st.sampled_from(["", "entry", "exit"]),
            day=st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)),
            seen=st.booleans(),
        ),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_journey_is_answered_and_every_stamp_has_its_place(legs: list[Leg]) -> None:
    findings = journey(Journey(legs=tuple(legs), home=("UTO",), issued=ISSUED), on=ON)
    assert {finding.id for finding in findings} == ({check.id for check in CHECKS} if legs else set())
    assert all(isinstance(finding.grade, Grade) and "%(" not in str(finding.seen) for finding in findings)
    paired = pair(legs)
    whole = sum(leg.whole for leg in legs)
    ends = sum(1 + (stay.left is not None) for stay in paired.stays)
    assert ends + len(paired.lone_exits) == whole
