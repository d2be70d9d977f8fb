"""The whole way of one picture: officer, examiner, officer, analyst; with JavaScript and without; and an outsider."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from desk import Desk
from playwright.sync_api import FilePayload

pytestmark = pytest.mark.browser
OpenDesk = Callable[..., Desk]
WAYS = [
    pytest.param(True, id="with JavaScript"),
    pytest.param(False, id="without JavaScript", marks=pytest.mark.alike),
]
SPECIMEN = "passport-birth-mrz-front-white.jpg"
CASE = re.compile(r"/inspections/[0-9a-f-]{36}/")
REASONS = "The check digit of the birth date is that of another year."
ADVICE = "Refuse entry, keep the passport, and tell the issuing authority."


@dataclass
class Walk:
    """One walk: who sits where, and what was seen on the way."""

    open_desk: OpenDesk
    javascript: bool
    case: str = ""
    number: str = ""
    addresses: dict[tuple[str, str], None] = field(default_factory=dict)

    def desk(self, username: str) -> Desk:
        return self.open_desk(username, javascript=self.javascript)

    def remember(self, *desks: Desk) -> None:
        for desk in desks:
            self.addresses |= desk.visited


def upload(walk: Walk, officer: Desk) -> None:
    """The newcomer's way: download a specimen from its page, give it in the form, press once."""
    officer.go("/demonstration/specimens/")
    link = officer.page.locator(f"a[download='{SPECIMEN}']").get_attribute("href")
    picture = officer.context.request.get(f"{officer.site.address}{link}").body()
    officer.go("/inspections/new/")
    officer.check()
    file = FilePayload(name=SPECIMEN, mimeType="image/jpeg", buffer=picture)
    officer.page.set_input_files("#pictures-data", [file])
    officer.page.fill("[name=doubt]", "Looks older than the birth date says.")
    officer.press("Examine")
    officer.page.wait_for_url(CASE, timeout=60_000)
    walk.case = officer.path
    walk.number = officer.page.locator("h1 .case-number").inner_text()


def read_findings(officer: Desk) -> None:
    """Worst first, each with its place marked on the picture and in the line."""
    page = officer.page
    officer.wait_until(lambda: page.locator("#findings .finding").count() > 0, 90)
    worst = page.locator("#findings .finding").first
    assert "inconsistent" in (worst.get_attribute("class") or "")
    birth = page.locator(".finding.inconsistent", has_text=re.compile("date of birth", re.IGNORECASE)).first
    assert birth.locator("mark").count() == 1
    assert birth.locator("a.strip").get_attribute("href")
    assert page.locator("svg.overlay a.inconsistent polygon").count() >= 1
    text = page.locator("main").inner_text().lower()
    assert not re.search(r"\d\s?%", text)
    officer.check()


def ask(officer: Desk) -> None:
    page = officer.page
    assert page.locator("[name=urgency][value=waiting]").is_checked()
    officer.press("Ask the centre")
    officer.wait_until(lambda: page.get_by_text("Your question waits for an examiner").count() > 0)
    assert page.get_by_text("answer by").count() == 1
    officer.check()


def answer(walk: Walk, examiner: Desk) -> None:
    page = examiner.page
    examiner.go("/support/")
    examiner.check()
    row = page.locator("tr", has_text=walk.number)
    row.get_by_role("button").click()
    page.wait_for_url(CASE)
    assert examiner.path == walk.case
    examiner.check()
    page.fill("[name=reasons]", REASONS)
    page.check("[name=conclusion][value=is-not-strong]")
    page.select_option("[name=fraud]", "data-alteration")
    page.check("[name=none_in_favour]")
    page.fill("[name=advice]", ADVICE)
    examiner.press("Give the answer")
    page.wait_for_url(re.compile(r"/support/$"))
    assert page.get_by_text("Your answer is with the officer.").count() == 1
    assert page.locator("tr", has_text=walk.number).count() == 0
    walk.remember(examiner)


def see_answer(officer: Desk) -> None:
    """With JavaScript it appears in the page that was open all the time; without, after a reload."""
    page = officer.page
    if officer.javascript:
        page.evaluate("window.sameAsBefore = true")
    officer.wait_until(lambda: page.locator("article.answer").count() > 0)
    if officer.javascript:
        assert page.evaluate("window.sameAsBefore") is True
    told = page.locator("article.answer").inner_text()
    assert REASONS in told
    assert ADVICE in told
    officer.check()


def decide(officer: Desk) -> None:
    page = officer.page
    if officer.javascript:
        page.reload()
    form = page.locator("form[action$='/decide/']")
    if not form.locator("[name=outcome]").is_visible():
        page.locator("#decide summary").click()
    form.locator("[name=outcome]").select_option("refused")
    form.locator("[name=refusal_code]").select_option("B")
    form.locator("[name=fraud]").select_option("data-alteration")
    form.locator("[name=fate]").select_option("seized")
    form.locator("[name=means][value=mrz]").check()
    form.get_by_role("button", name="Conclude the case").click()
    page.wait_for_url(CASE)
    assert page.get_by_text("Your decision is recorded").count() == 1
    officer.check()


def forged_in_the_table(analyst: Desk) -> int:
    """The sum of the column "Forged" over the months that are known."""
    analyst.go("/trends/")
    table = analyst.page.locator("table.months")
    heads = [text.strip() for text in table.locator("thead th").all_inner_texts()]
    column = next(place for place, text in enumerate(heads) if text.lower().startswith("forged"))
    cells = table.locator(f"tbody tr:not(.missing) > :nth-child({column + 1})").all_inner_texts()
    return sum(int(text.strip()) for text in cells)


def forged_in_the_plot(analyst: Desk) -> int:
    """The same sum in what the plot is drawn from; the plot itself stands in the page."""
    analyst.page.locator(".drawing svg path, .drawing canvas").first.wait_for(state="attached")
    spec = json.loads(analyst.page.locator("#plot-0").inner_text())
    rows = [row for layer in spec["layer"] for row in layer["data"]["values"] if "class" in row]
    return sum(row["n"] for row in rows if row["class"].startswith("Forged"))


@pytest.mark.parametrize("javascript", WAYS)
def test_the_whole_way_of_one_picture(open_desk: OpenDesk, javascript: bool) -> None:
    walk = Walk(open_desk, javascript)
    officer, examiner, analyst = walk.desk("olga"), walk.desk("erik"), walk.desk("ana")
    before = forged_in_the_table(analyst)
    upload(walk, officer)
    read_findings(officer)
    ask(officer)
    answer(walk, examiner)
    see_answer(officer)
    decide(officer)
    walk.remember(officer)

    analyst.go("/trends/")
    analyst.press("Take over new inspections now")
    analyst.page.wait_for_load_state()
    assert forged_in_the_table(analyst) == before + 1
    analyst.check()
    if javascript:
        assert forged_in_the_plot(analyst) == before + 1
    assert analyst.context.request.get(f"{analyst.site.address}{walk.case}").status == 404

    for stranger in ("ines", "nurlan"):
        outsider = open_desk(stranger, javascript=javascript)
        shut_out(outsider, walk)


def shut_out(outsider: Desk, walk: Walk) -> None:
    """Every address of the way, asked for as it was on the way: for another agency it does not exist."""
    outsider.go("/inspections/")
    token = next(cookie["value"] for cookie in outsider.context.cookies() if cookie["name"] == "csrftoken")
    deeds = {path.rstrip("/").rsplit("/", 1)[1] for method, path in walk.addresses if method == "POST"}
    assert {"ask", "take", "answer", "decide"} <= deeds
    assert ("GET", walk.case) in walk.addresses
    answers = {}
    for method, path in walk.addresses:
        if method == "PUT" or path.startswith("/static/"):
            continue  # a delivery's id is the client's own: see tests/secondline/evidence/test_delivering.py
        response = outsider.context.request.fetch(
            f"{outsider.site.address}{path}",
            method=method,
            headers={"X-CSRFToken": token},
            max_redirects=0,
        )
        answers[method, path] = response.status
    assert set(answers.values()) == {404}, answers
