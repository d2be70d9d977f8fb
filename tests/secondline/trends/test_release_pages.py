"""Tables that leave: two persons, addressees alone, a trace of what was withdrawn, no word too much."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, log_in
from django.db import IntegrityError
from django.http import Http404
from release_desk import USUAL, Desk, outline, rows, shown

from secondline.people.models import Person, Post
from secondline.people.rules import Role
from secondline.record.models import Entry
from secondline.trends.actions import (
    ImpossibleError,
    SamePersonError,
    StaleError,
    drop_release,
    propose_release,
    release_table,
    withdraw_release,
)
from secondline.trends.models import Release
from secondline.trends.queries.parts import TooFineError
from secondline.trends.queries.tabulating import ClashError
from secondline.trends.release_rules import Measure, Outline, in_order, threshold_of

pytestmark = pytest.mark.django_db

FORM = {
    "title": "Found by month",
    "by": ["class", "month"],
    "measure": "documents",
    "first": "2025-12",
    "last": "2026-02",
    "sharing": "amber",
    "to": ["ARC"],
}


def page(person: Person, address: str) -> str:
    return log_in(person).get(address).content.decode()


def test_the_way_of_a_table_from_one_desk_to_another(desk: Desk, cast: Cast) -> None:
    desk.put(USUAL)
    ours, theirs = log_in(cast.analyst), log_in(cast.outside_analyst)
    made = ours.post("/trends/releases/new", FORM, follow=True)
    assert "few persons stand behind it" in made.content.decode()
    assert "Somebody else of your agency has to agree" in made.content.decode()
    release = Release.objects.get()
    address = f"/trends/releases/{release.pk}/"
    assert theirs.get(address).status_code == 404
    assert log_in(cast.analyst).get(f"{address}table.csv").status_code == 404
    agreed = log_in(cast.administrator).post(f"{address}agree", follow=True).content.decode()
    assert "Released as UTO-R-0001." in agreed
    assert "UTO-R-0001" in page(cast.outside_analyst, "/trends/releases/")
    read = theirs.get(address).content.decode()
    assert "withheld" in read
    assert "few persons stand behind it" not in read
    assert "Impostor" in read
    verbs = list(Entry.objects.order_by("number").values_list("verb", flat=True))[-2:]
    assert verbs == ["release.propose", "release.release"]
    assert Entry.objects.latest("number").facts == (f'{{"digest":"{release.digest}","number":1}}')


def test_what_is_kept_holds_no_count_and_no_reason(desk: Desk) -> None:
    desk.put(USUAL)
    release = desk.release(outline("month", "class"))
    numbers = [number for number in shown(release).values() if number is not None]
    assert all(number % 5 == 0 for number in numbers)
    assert release.reasons == {}


@pytest.mark.parametrize("who", ["outsider", "officer", "auditor"])
def test_who_is_not_addressed_finds_nothing(desk: Desk, cast: Cast, who: str) -> None:
    desk.put(USUAL)
    release = desk.release(outline("class"), to=[cast.centre])
    client = log_in(getattr(cast, who))
    for end in ("", "table.csv"):
        assert client.get(f"/trends/releases/{release.pk}/{end}").status_code == 404
    assert client.get("/trends/releases/new").status_code == 404
    for end in ("agree", "drop", "withdraw"):
        assert client.post(f"/trends/releases/{release.pk}/{end}", {"why": "x"}).status_code == 404


def test_an_analyst_of_another_agency_reads_only_what_is_addressed_to_it(desk: Desk, cast: Cast) -> None:
    desk.put(USUAL)
    for_centre = desk.release(outline("class"), to=[cast.centre])
    for_all = desk.release(outline("month"), to=None, sharing="green")
    theirs = log_in(cast.outside_analyst)
    assert theirs.get(f"/trends/releases/{for_centre.pk}/").status_code == 404
    assert theirs.get(f"/trends/releases/{for_all.pk}/").status_code == 200
    listed = [row["release"] for row in theirs.get("/trends/releases/").context["to_us"]]
    assert listed == [for_all]
    examiner = log_in(cast.examiner)
    assert examiner.get(f"/trends/releases/{for_centre.pk}/").status_code == 200
    assert theirs.post(f"/trends/releases/{for_all.pk}/withdraw", {"why": "x"}).status_code == 404
    for deed in (release_table, drop_release):
        with pytest.raises(Http404):
            deed(release=for_all, by=cast.outside_analyst, at=desk.at)


def test_nobody_agrees_to_their_own_table(desk: Desk, cast: Cast, at: datetime) -> None:
    desk.put(USUAL)
    proposal = desk.propose(outline("class"))
    with pytest.raises(SamePersonError):
        release_table(release=proposal, by=cast.analyst, at=at)
    said = log_in(cast.analyst).post(f"/trends/releases/{proposal.pk}/agree", follow=True).content.decode()
    assert "somebody else has to agree" in said
    with pytest.raises(IntegrityError):
        Release.objects.filter(pk=proposal.pk).update(state="released", number=1, released_by=cast.analyst)


def test_a_second_analyst_may_agree(desk: Desk, cast: Cast, at: datetime) -> None:
    desk.put(USUAL)
    other = Person.objects.create(username="other", name="Other", agency=cast.utopia, role=Role.ANALYST)
    assert release_table(release=desk.propose(outline("class")), by=other, at=at).code == "UTO-R-0001"


def test_what_has_changed_since_is_made_anew(desk: Desk, cast: Cast) -> None:
    desk.put(USUAL)
    proposal = desk.propose(outline("class"))
    desk.put(rows(("2026-02", "forged", "IND", 40)))
    with pytest.raises(StaleError):
        release_table(release=proposal, by=cast.administrator, at=desk.at)
    address = f"/trends/releases/{proposal.pk}/"
    said = log_in(cast.administrator).post(f"{address}agree", follow=True).content.decode()
    assert "make the table anew" in said
    dropped = log_in(cast.analyst).post(f"{address}drop", follow=True).content.decode()
    assert "The proposal is dropped" in dropped
    assert not Release.objects.exists()
    assert Entry.objects.latest("number").verb == "release.drop"


def test_a_withdrawn_table_leaves_its_trace_and_no_number(desk: Desk, cast: Cast) -> None:
    desk.put(USUAL)
    release = desk.release(outline("class"))
    address = f"/trends/releases/{release.pk}/"
    ours = log_in(cast.analyst)
    assert "Say why" in ours.post(f"{address}withdraw", {"why": " "}, follow=True).content.decode()
    said = ours.post(f"{address}withdraw", {"why": "Two posts were counted twice."}, follow=True)
    assert "Withdrawn" in said.content.decode()
    theirs = log_in(cast.outside_analyst)
    read = theirs.get(address).content.decode()
    assert "Two posts were counted twice." in read
    assert "no longer stood by" in read
    assert theirs.get(f"{address}table.csv").status_code == 404
    assert ours.get(f"{address}table.csv").status_code == 200
    with pytest.raises(Http404):
        withdraw_release(release=release, why="again", by=cast.analyst, at=desk.at)


def test_what_was_withdrawn_still_counts_for_what_can_be_worked_out(desk: Desk, cast: Cast) -> None:
    desk.put(rows(("2025-12", "forged", "IND", 20), ("2026-01", "forged", "IND", 2)))
    first = desk.release(outline("class", last="2025-12"))
    withdraw_release(release=first, why="A slip.", by=cast.analyst, at=desk.at)
    assert shown(desk.release(outline("class")))["forged",] is None


def lines(person: Person, release: Release) -> list[dict[str, str]]:
    answer = log_in(person).get(f"/trends/releases/{release.pk}/table.csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_effort_and_rate_stand_beside_numbers_that_are_shown(desk: Desk, cast: Cast) -> None:
    desk.put(USUAL)
    desk.looked(_2025_12=200, _2026_01=103, _2026_02=140)
    release = desk.release(outline("month", "class", first="2025-12", effort=True))
    told = {(line["month"], line["class"]): line for line in lines(cast.outside_analyst, release)}
    assert told["2026-01", "_T"]["inspections"] == "105"
    rate = float(told["2026-01", "_T"]["found_per_100"])
    assert rate == pytest.approx(100 * int(told["2026-01", "_T"]["value"]) / 105, abs=1e-3)
    assert told["2026-01", "forged"]["inspections"] == ""
    assert all(line["found_per_100"] == "" for line in told.values() if line["status"] == "withheld")
    assert "105" in page(cast.outside_analyst, f"/trends/releases/{release.pk}/")


def test_checks_without_a_find_are_persons_too(desk: Desk, cast: Cast) -> None:
    """18 found in 20 inspections: both told would leave at most 4 in which nothing was found."""
    desk.put(rows(("2026-01", "forged", "IND", 18)))
    desk.looked(_2026_01=20)
    release = desk.release(outline("month", first="2026-01", last="2026-01", effort=True))
    for line in lines(cast.outside_analyst, release):
        assert line["status"] == "withheld" or line["inspections"] == "withheld"
    desk.put(rows(("2026-02", "forged", "IND", 18)))
    desk.looked(_2026_02=60)
    later = desk.release(outline("month", first="2026-02", effort=True))
    assert [line["inspections"] for line in lines(cast.outside_analyst, later)] == ["60", "60"]


def test_effort_that_is_not_known_for_every_post_or_makes_no_sense_is_not_told(
    desk: Desk, cast: Cast
) -> None:
    desk.put(USUAL)
    desk.looked(_2025_12=200, _2026_01=3)
    release = desk.release(outline("month", first="2025-12", effort=True))
    told = {line["month"]: line["inspections"] for line in lines(cast.outside_analyst, release)}
    assert told == {"2025-12": "200", "2026-01": "", "2026-02": "", "_T": ""}


def test_a_person_with_several_documents_is_one_person(desk: Desk, cast: Cast) -> None:
    """Six documents, one of them the leading one: they may all be one person's."""
    desk.put(rows(("2026-01", "forged", "IND", 1)), role="main")
    desk.put(rows(("2026-01", "forged", "IND", 5)), role="support")
    desk.put(rows(("2026-01", "counterfeit", "IND", 30)), role="main")
    documents = shown(desk.propose(outline("class")))
    assert documents["forged",] is None
    persons = shown(desk.propose(outline("class", measure=Measure.PERSONS)))
    # 31 in all; 30 beside it would leave at most 4 for the one, so it is withheld with it.
    assert (persons["forged",], persons["counterfeit",], persons["",]) == (None, None, 30)


def test_a_number_that_is_nearly_all_one_persons_is_withheld(desk: Desk) -> None:
    """The p % rule with the worst case: 60 further documents may be of one of the six persons."""
    desk.put(rows(("2026-01", "forged", "IND", 6)), role="main")
    desk.put(rows(("2026-01", "forged", "IND", 60)), role="stamp")
    assert shown(desk.propose(outline("class")))["forged",] is None


def test_rows_for_nobody_else_are_not_counted(desk: Desk) -> None:
    desk.put(rows(("2026-01", "forged", "IND", 20)))
    desk.put(rows(("2026-01", "forged", "IND", 30)), sharing="red")
    assert shown(desk.propose(outline("class")))["forged",] == 20


def test_a_nationality_of_few_is_not_even_named(desk: Desk) -> None:
    desk.put(rows(("2026-01", "forged", "IND", 20), ("2026-01", "forged", "KAZ", 4)))
    assert {cell[0] for cell in shown(desk.propose(outline("nationality")))} == {"IND", "*", ""}


@pytest.mark.parametrize(
    ("dimensions", "cell", "months", "posts", "least"),
    [
        (("month", "post", "nationality"), ("2026-01", "A", "IND"), 3, {"A": "air", "B": "sea"}, 10),
        (("month", "post", "nationality"), ("2026-01", "", "IND"), 3, {"A": "air", "B": "sea"}, 5),
        (("month", "post", "nationality"), ("2026-01", "A", ""), 3, {"A": "air", "B": "sea"}, 5),
        (("quarter", "post", "nationality"), ("2026-Q1", "A", "IND"), 3, {"A": "air", "B": "sea"}, 5),
        # Said without a word: a table of one month, a quarter of which one month is in the table ...
        (("post", "nationality"), ("A", "IND"), 1, {"A": "air", "B": "sea"}, 10),
        (("quarter", "post", "nationality"), ("2026-Q1", "A", "IND"), 1, {"A": "air", "B": "sea"}, 10),
        # ... the only post, or the only one of its kind.
        (("month", "nationality"), ("2026-01", "IND"), 3, {"A": "air"}, 10),
        (
            ("month", "border", "issuer"),
            ("2026-01", "sea", "IND"),
            3,
            {"A": "air", "B": "sea", "C": "air"},
            10,
        ),
        (
            ("month", "border", "issuer"),
            ("2026-01", "air", "IND"),
            3,
            {"A": "air", "B": "sea", "C": "air"},
            5,
        ),
        (("nationality",), ("IND",), 1, {"A": "air", "B": "sea"}, 5),
    ],
)
def test_who_where_and_when_together_take_ten(
    dimensions: tuple[str, ...], cell: tuple[str, ...], months: int, posts: dict[str, str], least: int
) -> None:
    asked = outline(*dimensions, first="2026-01", last=f"2026-0{months}")
    assert threshold_of(asked, cell, posts) == least


def test_posts_quarters_and_kinds_of_border_have_their_names(desk: Desk, cast: Cast) -> None:
    Post.objects.create(agency=cast.utopia, code="UTO-SEA", name="Utopia Harbour", border_type="sea")
    told = rows(("2025-12", "forged", "IND", 20), ("2026-01", "forged", "IND", 12))
    desk.put([{**row, "post": post} for row in told for post in ("UTO-AIR", "UTO-SEA")])
    first = desk.release(outline("quarter", "post", first="2025-12"))
    read = page(cast.outside_analyst, f"/trends/releases/{first.pk}/")
    assert "Utopia Harbour" in read
    assert "quarter 1 of 2026 (Jan 2026 – Feb 2026)" in read
    second = desk.release(outline("year", "border", "kind"))
    read = page(cast.outside_analyst, f"/trends/releases/{second.pk}/")
    assert "others and not known" in read
    assert "Air" in read


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"by": []}, "This field is required"),
        ({"by": ["month", "year"]}, "Choose one of month, quarter and year"),
        ({"by": ["month", "post", "class", "kind"]}, "Choose one to three things"),
        ({"first": "2026-02", "last": "2026-01"}, "lies after the last"),
        ({"to": []}, "TLP:AMBER is for those who are named"),
    ],
)
def test_what_is_no_table_is_said_in_words(desk: Desk, cast: Cast, wrong: dict[str, Any], words: str) -> None:
    desk.put(USUAL)
    answer = log_in(cast.analyst).post("/trends/releases/new", FORM | wrong)
    assert words in answer.content.decode()
    assert not Release.objects.exists()


def test_the_deed_itself_refuses_them_too(desk: Desk, cast: Cast, at: datetime) -> None:
    desk.put(USUAL)
    with pytest.raises(ImpossibleError):
        desk.propose(Outline((), Measure.DOCUMENTS, at.date(), at.date()))
    for wrong in ({"to": None}, {"sharing": "red"}, {"title": " "}):
        with pytest.raises(Http404):
            desk.propose(outline("class"), **wrong)
    with pytest.raises(Http404):
        propose_release(outline=outline("class"), title="T", note="", sharing="green", to=None,
                        by=cast.administrator, at=at)  # fmt: skip


def test_a_table_that_clashes_names_the_earlier_ones(
    desk: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put(USUAL)
    earlier = desk.release(outline("class"))

    def clash(*_args: object, **_more: object) -> object:
        raise ClashError([earlier])

    monkeypatch.setattr("secondline.trends.actions.tabulated", clash)
    answer = log_in(cast.analyst).post("/trends/releases/new", FORM).content.decode()
    assert "can&#x27;t be made safe beside what was released before: UTO-R-0001" in answer
    monkeypatch.setattr("secondline.trends.actions.tabulated", lambda *_: (_ for _ in ()).throw(TooFineError))
    assert "too fine" in log_in(cast.analyst).post("/trends/releases/new", FORM).content.decode()


def test_planted_earlier_releases_that_give_a_number_away_are_named(desk: Desk) -> None:
    desk.put(rows(("2025-12", "forged", "IND", 20), ("2026-01", "forged", "IND", 2)))
    first = desk.release(outline("class", last="2025-12"))
    second = desk.release(outline("class"))
    cells = [[*cell, 20 if cell[0] in {"forged", ""} else 0] for *cell, _ in second.table["cells"]]
    Release.objects.filter(pk=second.pk).update(table=second.table | {"cells": cells})
    with pytest.raises(ClashError) as caught:
        desk.propose(outline("month"))
    assert set(caught.value.releases) == {first, second}
    assert "UTO-R-0001" in str(caught.value)


def test_too_many_cells_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put(USUAL)
    monkeypatch.setattr("secondline.trends.queries.tabulating.MOST_CELLS", 3)
    with pytest.raises(TooFineError):
        desk.propose(outline("class"))
    monkeypatch.undo()
    monkeypatch.setattr("secondline.trends.queries.parts.MOST_PARTS", 1)
    with pytest.raises(TooFineError):
        desk.propose(outline("class"))


def test_dimensions_stand_in_one_order() -> None:
    assert in_order(["class", "post", "month"]) == ("month", "post", "class")


def test_on_paper_each_page_of_the_table_has_its_sharing_level(desk: Desk, cast: Cast) -> None:
    """The first row of the head, which a browser repeats on every page; not on the screen (TLP 2.0)."""
    desk.put(USUAL)
    desk.looked(m2025_10=90, m2025_11=90, m2025_12=90, m2026_01=90, m2026_02=90)
    read = page(cast.outside_analyst, f"/trends/releases/{desk.release(outline('class', effort=True)).pk}/")
    head = read[read.index("<thead>") : read.index("</thead>")]
    assert head.startswith(
        '<thead><tr class="running"><th colspan="5">TLP:AMBER · UTO-R-0001: Table · Utopian'
    )
    assert head.count('<th scope="col"') == 5
    style = (Path(__file__).parents[3] / "src/secondline/trends/static/trends/trends.css").read_text()
    screen, paper = style.split("@media print", 1)
    assert ".running { display: none; }" in screen
    assert ".running { display: table-row; }" in paper
