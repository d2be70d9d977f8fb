"""What another agency may open says the same, byte for byte, whether or not an agency has a register.

The addresses are those of the rooms themselves: a page that is added is attacked without being named here.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from cast import Cast, log_in
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.fixtures import Settings
from release_desk import USUAL, Desk, outline

from secondline.people.models import Person
from secondline.register.actions import import_series
from secondline.site import clock
from secondline.trends.actions import keep_plan
from secondline.trends.rules import PLACES, SPLITS, View

pytestmark = pytest.mark.django_db
ROOMS = ("trends", "register")
MADE_ANEW = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"')


def patterns() -> list[tuple[str, URLPattern]]:
    return [
        (f"{resolver.namespace}:{each.name}", each)
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and resolver.namespace in ROOMS
        for each in resolver.url_patterns
        if isinstance(each, URLPattern)
    ]


def queries() -> list[str]:
    """Settings that an address of the statistics may have."""
    views = [*(f"view={view}" for view in View), *(f"view={View.CLASSES}&split={split}" for split in SPLITS)]
    link = ["nationality=IND", "series=office.illegal-crossing.event&nationality=TUN", "sheet=shifts"]
    places = [f"by={level}&checks=100&random=10" for level in PLACES]
    return ["", *views, *link, *places, "month=2026-01&group=nationality", "post=UTO-AIR", "sheet=areas"]


def read(person: Person, asked: Sequence[str]) -> dict[str, str]:
    """Every page and file that needs no id, under every setting."""
    client, told = log_in(person), {}
    for name, pattern in patterns():
        if pattern.pattern.converters or client.get(reverse(name)).status_code == 405:
            continue
        for query in asked:
            cache.clear()
            answer = client.get(f"{reverse(name)}?{query}")
            text = answer.getvalue().decode(errors="replace")
            told[f"{name}?{query}"] = f"{answer.status_code} {MADE_ANEW.sub('', text)}"
    return told


@pytest.fixture
def desk(
    cast: Cast, at: datetime, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    settings.KEYS_FOLDER = tmp_path / "keys"
    monkeypatch.setattr(clock, "now", lambda: at)
    return Desk(cast, at)


def fill(desk: Desk, at: datetime, tmp_path: Path) -> None:
    """Detections, effort, a series, a plan, a release to the centre and one that is only proposed."""
    desk.put(USUAL, embarkation="CHL")
    desk.looked(_2026_01=7919, _2026_02=611)
    lines = [
        "route,type,nat,month,n",
        *(f"North,Land,TUN,20{y}-{m:02},{m}" for y in (24, 25) for m in range(1, 13)),
    ]
    path = tmp_path / "series.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    import_series(path=path, by=desk.cast.analyst, at=at, source="office")
    keep_plan(
        level="post", month=at.date().replace(day=1), checks=10, random_percent=10, rows=[],
        by=desk.cast.analyst, at=at,
    )  # fmt: skip
    desk.release(outline("month"), to=[desk.cast.centre])
    desk.propose(outline("class"))


def test_no_address_says_anything_else_because_another_agency_has_a_register(
    desk: Desk, cast: Cast, at: datetime, tmp_path: Path
) -> None:
    others = (cast.outside_analyst, cast.outsider)
    before = [read(person, queries()) for person in others]
    mine = read(cast.analyst, [""])
    fill(desk, at, tmp_path)
    for person, told in zip(others, before, strict=True):
        after = read(person, queries())
        assert [address for address in told if told[address] != after[address]] == [], person
    # The canary: for the agency itself nearly every page is another one.
    changed = {
        address.split("?")[0] for address, text in read(cast.analyst, [""]).items() if text != mine[address]
    }
    assert {
        "trends:detections",
        "trends:table",
        "trends:link",
        "trends:link-table",
        "trends:link-statistics",
        "trends:places",
        "trends:places-table",
    } <= changed
    assert {"trends:statistical", "trends:signals", "trends:releases", "register:overview"} <= changed


def ids() -> Iterator[UUID]:
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for key in model.objects.values_list("pk", flat=True)[:2]:  # type: ignore[attr-defined]  # it has
                if isinstance(key, UUID):
                    yield key


def ask(client: Client, name: str, key: UUID) -> set[int]:
    address = reverse(name, kwargs={"pk": key})
    return {client.get(address).status_code, client.post(address).status_code}


def test_no_id_of_another_agency_opens_anything(desk: Desk, cast: Cast, at: datetime, tmp_path: Path) -> None:
    fill(desk, at, tmp_path)
    keys = set(ids())
    assert len(keys) > 5
    for person in (cast.outside_analyst, cast.outsider):
        client = log_in(person)
        for name, pattern in patterns():
            if "pk" in pattern.pattern.converters:
                answers = set().union(*(ask(client, name, key) for key in keys))
                assert answers <= {403, 404, 405}, (name, person)
    own = log_in(cast.analyst)
    assert any(200 in ask(own, "trends:release", key) for key in keys)  # the canary


def test_page_and_statistics_of_a_release_say_no_number_that_its_table_does_not(
    desk: Desk, cast: Cast
) -> None:
    desk.put(USUAL)
    release = desk.release(outline("month", "class"))
    client = log_in(cast.outside_analyst)
    place = f"/trends/releases/{release.pk}"
    table = client.get(f"{place}/table.csv").content.decode()
    statistics = client.get(f"{place}/table.sdmx.csv").content.decode()
    page = client.get(f"{place}/").content.decode()
    shown = {number for *_cell, number in release.table["cells"] if number is not None}
    cells = set(re.findall(r'<td class="count[^"]*">\s*([\d,]+)\s*<', page))
    assert cells
    assert {int(each.replace(",", "")) for each in cells} <= shown
    assert table.count("withheld") > 0
    assert statistics.count("\n") >= len(shown)
    assert "reason" not in page.lower()
