"""A walk through the house as each role: every page that its links lead to, once each.

On every page: one heading, axe finds nothing, no script fails, nothing leaves the house; at 390 pixels nothing is
wider than the screen and every target large enough; every control can have the keyboard's focus and shows it.
On PostgreSQL every page is asked for, and no more: it looks the same there.
"""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from desk import PHONE, SCREEN, Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OpenDesk = Callable[..., Desk]

# Whose walk it is; what was found alike at another's desk is not looked at again.
WALKERS = ("", "olga", "erik", "lena", "ana", "carla", "adam", "ulla")
# Where a walk begins besides the menu: pages that only a form or a state leads to.
DOORS = {
    "": ("/account/login/",),
    "olga": ("/account/password/change/", "/account/2fa/"),
    "carla": ("/support/service/change/",),
    "adam": ("/reference/trust/",),
}
MOST_PAGES = 60
NO_PAGE = re.compile(
    r"/(logout|export|table|pdf|file|static)\b|\.(csv|pdf|zip|json|png|jpg)$|/evidence/|/thumb"
)
ANY_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b\d+\b")
# WCAG 2.2, 2.5.8: targets are 24 by 24 px or stand in a sentence; a box in its label is as large as the label.
SMALL = """() => [...document.querySelectorAll('main button, main input, main select, main summary, header a,'
  + ' header button')].filter(each => {
    const box = (each.closest('label') || each).getBoundingClientRect();
    return each.checkVisibility() && box.width > 0 && each.type !== 'hidden' && (box.width < 24 || box.height < 20);
  }).map(each => each.outerHTML.slice(0, 120))"""
# Native controls that can't be focused or don't show it, and things that act on a click but are no controls.
UNREACHED = """() => {
  const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [onclick]')]
    .filter(each => each.type !== 'hidden' && !each.disabled && each.getBoundingClientRect().width > 1
      && each.checkVisibility({contentVisibilityAuto: true}));
  const faults = controls.filter(each => {
    each.focus({preventScroll: true, focusVisible: true});
    const style = getComputedStyle(each);
    const label = each.closest('label');
    const shows = [style, label && getComputedStyle(label)].some(one => one
      && ((one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 2) || one.boxShadow !== 'none'));
    return document.activeElement !== each || each.tabIndex < 0 || each.tabIndex > 0 || !shows;
  });
  document.activeElement && document.activeElement.blur();
  return faults.map(each => each.outerHTML.slice(0, 140));
}"""
# What a page is made of, whatever its words: two pages alike need be looked at once.
MADE_OF = """() => [...new Set([...document.querySelectorAll('body *')].map(each =>
  `${each.tagName}.${each.className.baseVal ?? each.className}[${(each.getAttribute('name') || '').replace(/[0-9a-f-]{8,}|[0-9]+/g, '#')}]`))]
  .sort().join(' ')"""
HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
LINKS = "[...document.querySelectorAll('a[href]')].map(each => each.href.baseVal ?? each.href)"


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """What pages that were looked at are made of."""
    return set()


@pytest.mark.parametrize("username", WALKERS, ids=lambda name: name or "stranger")
def test_every_page_on_the_way_is_usable(open_desk: OpenDesk, seen: set[str], username: str) -> None:
    desk = open_desk(username)
    waiting = [*DOORS.get(username, ()), "/"]
    known: set[str] = set()
    faults: list[str] = []
    visited = 0
    while waiting and visited < MOST_PAGES:
        path = waiting.pop(0)
        named = opened(desk, path, faults)
        if named is None:
            continue
        visited += 1
        if desk.site.looked_at:
            desk.go(path)
            made_of = desk.page.evaluate(MADE_OF)
            if made_of not in seen:
                seen.add(made_of)
                faults += looked_at(desk)
            named = desk.page.evaluate(LINKS)
        for link in onward(desk, named):
            kind = kind_of(link)
            if kind not in known:
                known.add(kind)
                waiting.append(link)
    assert visited > 1 or username == "" or username == "lena"
    assert not faults, "\n".join(faults)


def opened(desk: Desk, path: str, faults: list[str]) -> list[str] | None:
    """The addresses that the page names; what is no page (a file) is passed over, what is broken is told."""
    answer = desk.context.request.get(f"{desk.site.address}{path}")
    if "text/html" not in answer.headers.get("content-type", ""):
        return None
    if answer.status != 200:
        faults.append(f"{path}: a link leads to {answer.status}")
        return None
    return [urljoin(answer.url, unescape(each)) for each in HREF.findall(answer.text())]


def onward(desk: Desk, named: list[str]) -> list[str]:
    """Those addresses that are pages of the house."""
    found: list[str] = []
    for address in named:
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" == desk.site.address and not NO_PAGE.search(parts.path):
            found.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return found


def kind_of(link: str) -> str:
    """What is looked at once: an address without ids; of its query only what makes another page of it."""
    path, _, query = link.partition("?")
    words = [
        each if each.startswith(("view=", "by=", "stage=")) else each.partition("=")[0]
        for each in query.split("&")
    ]
    return ANY_ID.sub("#", path) + "?" + "&".join(sorted(words))


def looked_at(desk: Desk) -> list[str]:
    """What is wrong with the page that is open."""
    faults: list[str] = []
    page = desk.page
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    try:
        desk.check()
    except AssertionError as fault:
        faults.append(f"{desk.path}: {str(fault)[:600]}")
    faults += [f"{desk.path}: the keyboard: {each}" for each in page.evaluate(UNREACHED)]
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    if (wider := desk.overflow()) > 0:
        faults.append(f"{desk.path}: {wider} px wider than a phone")
    faults += [f"{desk.path}: smaller than 24 by 24 px: {each}" for each in page.evaluate(SMALL)]
    page.set_viewport_size({"width": SCREEN["width"], "height": SCREEN["height"]})
    return faults
