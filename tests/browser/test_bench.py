"""The examiner's bench in a real browser: lights over one another, marks by mouse and by keyboard, and where they end."""

import re
from collections.abc import Callable

import pytest
from desk import PHONE, Desk
from keyboard import tab_through
from playwright.sync_api import FilePayload

pytestmark = pytest.mark.browser
OpenDesk = Callable[..., Desk]
WAYS = [
    pytest.param(True, id="with JavaScript"),
    pytest.param(False, id="without JavaScript", marks=pytest.mark.alike),
]
CASE = re.compile(r"/inspections/[0-9a-f-]{36}/")
SPECIMEN = "passport-birth-mrz-front-white.jpg"


# A key that comes between a pane's new size and the viewer's own answer to it was lost on a busy machine.
NEARER_WHILE_A_PANE_TAKES_ITS_SIZE = """() => new Promise((done) => {
  const [pane] = Bench.viewer.panes;
  new ResizeObserver((_entries, observer) => {
    if (!pane.sizing) return;
    observer.disconnect();
    Bench.deeds.nearer();
    done();
  }).observe(pane.element);
  document.getElementById("stage").style.height = "20rem";
})"""


def opened(officer: Desk) -> str:
    """A case with one picture and a doubt, put to the centre."""
    officer.go("/demonstration/specimens/")
    link = officer.page.locator(f"a[download='{SPECIMEN}']").get_attribute("href")
    picture = officer.context.request.get(f"{officer.site.address}{link}").body()
    officer.go("/inspections/new/")
    file = FilePayload(name=SPECIMEN, mimeType="image/jpeg", buffer=picture)
    officer.page.set_input_files("#pictures-data", [file])
    officer.page.fill("[name=doubt]", "The birth date looks scratched.")
    officer.press("Examine")
    officer.page.wait_for_url(CASE, timeout=60_000)
    officer.wait_until(lambda: officer.page.locator("#findings .finding").count() > 0, 90)
    officer.press("Ask the centre")
    officer.wait_until(lambda: officer.page.get_by_text("Your question waits for an examiner").count() > 0)
    return officer.path


def to_the_bench(examiner: Desk) -> None:
    examiner.page.get_by_role("link", name="Open the bench").click()
    examiner.page.wait_for_url(re.compile(r"/bench/$"))
    examiner.wait_until(lambda: shown(examiner, 1))


def shown(examiner: Desk, layers: int) -> bool:
    """So many pictures lie in the viewer, none of them still on its way."""
    ready = "window.Bench && Bench.viewer.panes.reduce((sum, pane) => sum + (pane.items || []).length, 0)"
    return bool(examiner.page.evaluate(ready) == layers)


def said(examiner: Desk) -> str:
    return examiner.page.locator("#bench-said").inner_text()


def say(examiner: Desk, words: str) -> None:
    examiner.wait_until(lambda: words in said(examiner))


def test_a_mark_by_mouse_and_one_by_keyboard_stand_in_the_opinion(open_desk: OpenDesk) -> None:
    officer, examiner = open_desk("olga"), open_desk("erik")
    case = opened(officer)
    examiner.go(case)
    examiner.press("Take it")
    examiner.page.wait_for_selector("[name=reasons]")
    with examiner.page.expect_response("**/drafts/"):  # what is typed is kept a second later
        examiner.page.fill("[name=reasons]", "The figures were scratched and written anew.")
    to_the_bench(examiner)
    page = examiner.page
    page.select_option("#tie-finding", "officer")
    page.fill("#tie-text", "scratched paper")
    page.get_by_role("button", name="Box").click()
    box = page.locator(".pane").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6, steps=5)
    page.mouse.up()
    say(examiner, "Mark 1 is kept.")

    page.keyboard.press("e")  # the focus is on the picture since the drawing
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    say(examiner, "Mark 2 is kept.")
    page.keyboard.press("u")
    say(examiner, "taken away")
    examiner.context.set_offline(True)
    page.keyboard.press("u")
    page.locator("#bench-warned", has_text="the line is down").wait_for()
    examiner.context.set_offline(False)
    say(examiner, "is kept.")
    examiner.faults.clear()  # the browser says itself that it could not send
    examiner.check()
    page.reload()
    assert page.locator("#marks tbody tr").count() == 2
    exported = page.get_by_role("link", name="Marks as a file").get_attribute("href")
    found = examiner.context.request.get(f"{examiner.site.address}{exported}").json()
    assert {each["secondline:finding"] for each in found["first"]["items"]} == {"officer"}

    page.get_by_role("link", name="To your answer").click()
    page.wait_for_selector("[name=reasons]")
    assert page.input_value("[name=reasons]") == "The figures were scratched and written anew."
    page.check("[name=conclusion][value=is-not-strong]")
    page.check("[name=none_in_favour]")
    page.fill("[name=advice]", "Keep the passport.")
    examiner.press("Give the answer")
    page.wait_for_url(re.compile(r"/support/$"))

    officer.wait_until(lambda: officer.page.locator("article.answer").count() > 0)
    assert officer.page.locator("details.marked svg path").count() == 2
    assert "scratched paper" in officer.page.locator("details.marked").inner_text()
    officer.check()
    paper = officer.page.locator("a[href$='/paper/']").get_attribute("href") or ""
    made = officer.context.request.get(f"{officer.site.address}{paper}")
    assert (made.status, made.body()[:5]) == (200, b"%PDF-")
    bench = case.replace("/inspections/", "/support/for/") + "bench/"
    for name in ("olga", "ines", "ana"):
        assert open_desk(name).context.request.get(f"{officer.site.address}{bench}").status == 404


def test_lights_of_one_page_lie_over_one_another_by_keys_alone(open_desk: OpenDesk) -> None:
    examiner = open_desk("noor")
    examiner.go("/support/")
    examiner.page.locator("tr.mine a.button").first.click()
    to_the_bench(examiner)
    page = examiner.page
    page.keyboard.press("d")  # before anybody clicked; a second layer is the next light of the same page
    examiner.wait_until(lambda: shown(examiner, 2))
    examiner.wait_until(lambda: "lies on" in page.locator("#align-said").inner_text(), 90)
    examiner.wait_until(lambda: bool(page.evaluate("Bench.layers.all()[1].found !== null")))
    page.keyboard.press("b")
    say(examiner, "Blink stands still.")  # this browser asks for less motion
    before = page.locator(".pane .tag").inner_text()
    page.keyboard.press(".")
    assert page.locator(".pane .tag").inner_text() != before
    page.keyboard.press("a")
    examiner.wait_until(lambda: page.locator(".pane").count() == 2 and shown(examiner, 2))
    page.keyboard.press("+")
    zooms = "Bench.viewer.panes.map((pane) => Bench.viewer.seen(pane).k.toFixed(2)).join(' ')"
    examiner.wait_until(lambda: page.evaluate(zooms) == "1.50 1.50")
    page.evaluate(NEARER_WHILE_A_PANE_TAKES_ITS_SIZE)
    examiner.wait_until(lambda: page.evaluate(zooms) == "2.25 2.25")
    page.keyboard.press("v")
    say(examiner, "Inverted")
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert re.fullmatch(r"Distance: \d+\.\d mm", page.locator("#measured").inner_text())
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#bench-keys kbd").count() > 30
    examiner.check()
    page.reload()
    examiner.wait_until(lambda: shown(examiner, 1))
    assert tab_through(examiner) == []


@pytest.mark.parametrize("javascript", WAYS)
def test_a_mark_by_numbers_on_a_phone(open_desk: OpenDesk, javascript: bool) -> None:
    examiner = open_desk("mei", size=PHONE, javascript=javascript)
    examiner.go("/support/")
    examiner.page.locator("tr.mine a.button").first.click()
    examiner.page.get_by_role("link", name="Open the bench").click()
    page = examiner.page
    examiner.check()
    there = page.locator("#marks tbody tr").count()
    page.locator("#by-numbers summary").click()
    page.fill("#by-numbers [name=points]", "10 20 130 45")
    page.locator("#by-numbers form button").click()
    page.locator("#by-numbers .summary").wait_for()
    page.fill("#by-numbers [name=points]", "10 20 30,5 45")
    page.locator("#by-numbers form button").click()
    page.wait_for_url(re.compile(r"/bench/$"))
    assert page.locator("#marks tbody tr").count() == there + 1
    page.locator("#marks tbody tr").last.get_by_role("button").click()
    examiner.wait_until(lambda: page.locator("#marks tbody tr").count() == there)
