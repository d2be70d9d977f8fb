"""Whatever totals a table has beside its parts, and however often it was published: nothing counts twice."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondline.register.queries.standing import Standing, arrange
from secondline.register.series.adding import Told, current, of_areas, of_details, of_everybody, plus

OLD, NEW, WHEN = date(2020, 1, 1), date(2021, 1, 1), date(2019, 1, 1)
REASONS = ("A", "B", "C")
WHO = (("TUN", "Tunisia"), ("IND", "India"), ("", "Others"), ("", "Unknown"))
AREAS = ("Spain", "Poland", "Norway")


def row(
    area: str, who: tuple[str, str], detail: str, value: int | None, vintage: date = NEW
) -> Sequence[Any]:
    return ("A", WHEN, area, *who, detail, vintage, 1, value, "")


def number(told: Standing, citizenship: str = "", area: str = "") -> int | None:
    points, _summed = told.together("A", citizenship, area)
    return points[WHEN].value


@given(
    counts=st.lists(st.integers(1, 60), min_size=36, max_size=36),
    reason=st.sampled_from([None, "", "reason=Total", "reason=all"]),
    everybody=st.sampled_from([None, "", "Total"]),
    union=st.sampled_from([None, "", "European Union - 27 countries (from 2020)", "Total"]),
    earlier=st.booleans(),
    mixed=st.randoms(use_true_random=False),
)
def test_any_totals_beside_the_parts_leave_the_sum_as_it_is(
    counts: list[int], reason: str | None, everybody: str | None, union: str | None, earlier: bool, mixed: Any
) -> None:
    """Each margin that a table can have is drawn or not; the truth is the sum of its innermost cells."""
    truth = dict(zip(product(AREAS, WHO, REASONS), counts, strict=True))
    areas = [(each, (each,)) for each in AREAS] + ([(union, AREAS)] if union is not None else [])
    whos = [(each, (each,)) for each in WHO] + ([(("", everybody), WHO)] if everybody is not None else [])
    details = [(f"reason={each}", (each,)) for each in REASONS] + (
        [(reason, REASONS)] if reason is not None else []
    )
    rows = []
    for (area, of), (who, whom), (detail, why) in product(areas, whos, details):
        value = sum(truth[cell] for cell in product(of, whom, why))
        rows.append(row(area, who, detail, value))
        if earlier:  # the report before said it otherwise, and called the reasons by other names
            rows.append(row(area, who, detail.replace("=", "=Reason "), value + 7, OLD))
            rows.append(row(area, who, detail, value + 3, OLD))
    mixed.shuffle(rows)
    told = arrange(rows)
    assert number(told) == sum(counts)
    assert number(told, "TUN") == sum(n for (_a, who, _r), n in truth.items() if who[0] == "TUN")
    assert number(told, area="Spain") == sum(n for (area, _w, _r), n in truth.items() if area == "Spain")
    by_way = told.by_way("A", WHEN, WHEN)
    for area, (code, name) in product(AREAS, WHO[:2]):
        assert by_way[area, code] == {WHEN: sum(truth[area, (code, name), why] for why in REASONS)}
    assert {code for _area, code in by_way} == {"TUN", "IND"}


def test_one_nationality_under_two_words_is_added_up_in_one_report_and_told_anew_in_the_next() -> None:
    both = [row("", ("TUR", "Turkey"), "", 5), row("", ("TUR", "Türkiye"), "", 8)]
    assert number(arrange(both), "TUR") == 13
    assert (
        number(arrange([row("", ("TUR", "Turkey"), "", 5, OLD), row("", ("TUR", "Türkiye"), "", 8)]), "TUR")
        == 8
    )


def test_an_empty_nationality_that_is_far_less_than_the_others_is_no_total() -> None:
    """US CBP leaves it empty for whom it did not record, and the Home Office has no total."""
    parts = [row("", ("TUN", "Tunisia"), "", 80), row("", ("IND", "India"), "", 60)]
    assert number(arrange([*parts, row("", ("", ""), "", 10)])) == 150
    assert number(arrange([*parts, row("", ("", ""), "", 139)])) == 139  # rounded: a total all the same


def test_states_are_added_up_beside_their_union_and_the_union_stands_where_they_are_not_known() -> None:
    states = {"Spain": Told(30, NEW), "Norway": Told(4, NEW)}
    assert of_areas(states | {"European Union (28 countries)": Told(30, NEW)}).value == 34
    unknown = states | {"Norway": Told(None, NEW), "EU27_2020": Told(31, NEW), "EU28": Told(33, NEW)}
    assert of_areas(unknown).value == 33
    assert of_areas({"EU/Schengen": Told(None, NEW)}).value is None
    assert of_areas({"": Told(None, NEW)}).value is None


def test_what_the_source_does_not_know_stays_unknown() -> None:
    assert of_details({"sex=F": Told(5, NEW), "sex=M": Told(None, NEW, ":")}) == Told(None, NEW, ":")
    assert of_details({"": Told(None, NEW), "sex=F": Told(5, NEW)}).value is None
    assert of_everybody(Told(None, NEW), [Told(3, NEW)]) == Told(None, NEW)
    assert of_everybody(None, [Told(None, NEW)]) is None
    assert plus(Told(2, OLD, "p"), Told(3, NEW)) == Told(5, NEW, "p")


def test_a_detail_that_is_empty_though_little_of_the_whole_is_a_part() -> None:
    assert of_details({"": Told(2, NEW), "age=old": Told(9, NEW), "age=young": Told(8, NEW)}).value == 19


@pytest.mark.parametrize(
    ("early", "late", "left"), [(6, 1, 7), (6, 2, 8), (6, 3, 3), (6, 6, 6), (0, 3, 3), (0, 0, 0)]
)
def test_a_report_that_tells_little_adds_to_the_one_before_and_a_full_one_takes_its_place(
    early: int, late: int, left: int
) -> None:
    assert len(current([*[Told(1, OLD)] * early, *[Told(1, NEW)] * late])) == left


def test_eurostats_codes_for_all_together_are_totals() -> None:
    """One key of migr_asyappctzm: sexes T, M, F, ages TOTAL and Y18-34, applicants in all and for the first time."""
    known = {("M", "Y18-34", "NASY_APP"): 4, ("F", "Y18-34", "NASY_APP"): 3}
    rows = [
        row("Spain", ("TUN", "TN"), f"sex={sex};age={age};asyl_app={app}", 7 if sex == "T" else known[sex, "Y18-34", "NASY_APP"])
        for sex in "TMF"
        for age in ("TOTAL", "Y18-34")
        for app in ("ASY_APP", "NASY_APP")
    ]  # fmt: skip
    rows.append(row("Spain", ("", "EXT_EU27_2020"), "sex=T;age=TOTAL;asyl_app=ASY_APP", 7))
    assert number(arrange(rows)) == 7
    assert number(arrange(rows), "TUN") == 7


def test_words_that_are_neither_states_nor_the_rest_are_left_out() -> None:
    """Africa is told by its states; who is of no single state belongs to the rest."""
    rows = [
        row("", ("TUN", "Tunisia"), "", 8),
        row("", ("", "Africa"), "", 8),
        row("", ("", "Cyprus (Northern part of)"), "", 2),
    ]
    assert number(arrange(rows)) == 10
