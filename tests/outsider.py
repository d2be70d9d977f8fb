"""A second attacker, who owes nothing to the first: whole numbers, every door, everything ever read.

It goes through the addresses that there are (the urlconf) and the words of the command line as somebody of
another agency, reads what it is given as CSV, as SDMX-CSV and as a page, and forgets nothing, be it withdrawn or
corrected later. What it knows is the published method: multiples of 5 to the nearest, nothing under 5 shown (under
10 where a state, one post and one month are said), a state is named from five persons on, an incident has a person
and a person a document. It then asks of every sum how low and how high it can be, by integer programming.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Any

import numpy as np
from cast import log_in
from click.testing import CliRunner
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from secondline.people.models import Person
from secondline.site.commands.releasing import release as words

Floats = NDArray[np.float64]
solve: Any = milp  # its stubs don't know what it returns
STATES = {"nationality", "issuer", "origin", "transit"}
LIMITED = STATES | {"kind"}  # of which only those with five persons are named
PLACED = {"post", "border"}
LAYERS = {
    "incidents": ("opener",),
    "persons": ("opener", "companion"),
    "documents": ("opener", "companion", "further"),
    "inspections": ("opener", "companion", "further", "nothing"),
}
UNITS = {"event": "incidents", "person": "persons", "document": "documents"}
SDMX = {
    "BORDER_TYPE": "border",
    "POST": "post",
    "CAME_FROM": "origin",
    "CAME_THROUGH": "transit",
    "CITIZEN": "nationality",
    "DOC_ISSUER": "issuer",
    "DOC_TYPE": "kind",
    "FRAUD_TYPE": "class",
}
MOST = 400.0


@dataclass(frozen=True)
class Told:
    """One number as somebody read it: None was withheld. `where` says nothing of what it is a total over."""

    release: str
    measure: str
    months: frozenset[str]
    where: frozenset[tuple[str, str]]
    number: int | None


def every_month(first: str, last: str) -> list[str]:
    begin, end = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in (first, last))
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(begin, end + 1)]


def months_of(period: str) -> list[str]:
    """2026, 2026-Q1, 2026-03 or 2025-10-01/P5M."""
    if "/P" in period:
        first, _, size = period.partition("/P")
        begin = int(first[:4]) * 12 + int(first[5:7]) - 1
        return [f"{m // 12}-{m % 12 + 1:02}" for m in range(begin, begin + int(size[:-1]))]
    if "Q" in period:
        quarter = int(period[6:]) * 3
        return every_month(f"{period[:4]}-{quarter - 2:02}", f"{period[:4]}-{quarter:02}")
    return [period] if "-" in period else every_month(f"{period}-01", f"{period}-12")


def from_csv(text: str) -> Iterator[Told]:
    for line in csv.DictReader(io.StringIO(text)):
        names = list(line)
        by = names[names.index("as_of") + 1 : names.index("measure")]
        covered = set(every_month(line["from"], line["to"]))
        for name in {"month", "quarter", "year"} & set(by):
            if line[name] != "_T":
                covered &= set(months_of(line[name]))
        said = {(n, line[n]) for n in by if n not in {"month", "quarter", "year"} and line[n] != "_T"}
        about = (frozenset(covered), frozenset(said))
        yield Told(line["release"], line["measure"], *about, int(line["value"]) if line["value"] else None)
        if line["inspections"].isdecimal():
            yield Told(line["release"], "inspections", *about, int(line["inspections"]))


def from_sdmx(text: str) -> Iterator[Told]:
    for line in csv.DictReader(io.StringIO(text)):
        about = (
            frozenset(months_of(line["TIME_PERIOD"])),
            frozenset((SDMX[name], line[name]) for name in SDMX if line[name] != "_T"),
        )
        number = int(line["OBS_VALUE"]) if line["OBS_VALUE"] else None
        yield Told(line["RELEASE"], UNITS[line["UNIT"]], *about, number)
        if line["INSPECTIONS"]:
            yield Told(line["RELEASE"], "inspections", *about, int(line["INSPECTIONS"]))


READERS = {"trends:released-table": from_csv, "trends:released-statistics": from_sdmx}
# A page repeats what the files say; the attack makes sure of that and learns nothing from it.
PAGES = {"trends:release"}


def doors() -> Iterator[tuple[str, set[str]]]:
    """Every address of the house with the names of what it is about."""
    for room in get_resolver().url_patterns:
        if isinstance(room, URLResolver):
            for each in room.url_patterns:
                if isinstance(each, URLPattern):
                    yield f"{room.namespace}:{each.name}", set(each.pattern.converters)


@dataclass
class Outsider:
    """Somebody of another agency. `untaught` are doors that opened and that nobody taught it to read."""

    person: Person
    told: set[Told] = field(default_factory=set)
    newest: list[str] = field(default_factory=list)
    untaught: set[str] = field(default_factory=set)

    def look(self, keys: Iterable[object], *, everywhere: bool = False) -> "Outsider":
        """Open with each key the doors that are known to tell, or every door of the house there is."""
        client = log_in(self.person)
        known = {*READERS, *PAGES}
        names = [name for name, about in doors() if about == {"pk"} and (everywhere or name in known)]
        for key, name in product(keys, names):
            self._open(client, name, key)
        listed = CliRunner().invoke(words, ["list", "--as", self.person.username]).output
        for code in re.findall(r"^[A-Z]{3}-R-\d+", listed, re.MULTILINE):
            for more, reader in (([], from_csv), (["--sdmx"], from_sdmx)):
                text = CliRunner().invoke(words, ["export", code, "--as", self.person.username, *more]).output
                self._learn(reader(text))
        return self

    def _open(self, client: Client, name: str, key: object) -> None:
        answer = client.get(reverse(name, kwargs={"pk": key}))
        if answer.status_code != 200:
            return
        text = answer.getvalue().decode()
        if name in READERS:
            self._learn(READERS[name](text))
        elif name in PAGES:
            cells = re.findall(r'<td class="count[^"]*">\s*([\d,]+)\s*<', text)
            assert {int(cell.replace(",", "")) for cell in cells} <= {each.number for each in self.told} | {
                int(cell) for cell in cells if int(cell.replace(",", "")) % 5 == 0
            }
        else:
            self.untaught.add(name)

    def _learn(self, told: Iterable[Told]) -> None:
        found = set(told)
        self.newest += sorted({each.release for each in found} - set(self.newest))
        self.told |= found


class Attack:
    """What can be worked out of what was told, over whole numbers of alike documents.

    `posts`: the agency's, each with its kind of border, as everybody knows them.
    """

    def __init__(self, told: Iterable[Told], posts: Mapping[str, str]) -> None:
        self.told, self.posts = sorted(told, key=repr), posts
        said = {pair for each in self.told for pair in each.where}
        self.months = sorted({month for each in self.told for month in each.months})
        self.names = sorted({name for name, _value in said} - PLACED)
        values = {n: sorted({v for name, v in said if name == n} - {"_O"}) for n in self.names}
        self.values = {n: [*values[n], *(["?"] if n in LIMITED else [])] for n in self.names}
        self.layers = sorted({layer for each in self.told for layer in LAYERS[each.measure]})
        sides = [self.months, list(posts), *(self.values[n] for n in self.names)]
        keys = ["month", "post", *self.names, "layer"]
        found = [
            dict(zip(keys, one, strict=True))
            for one in product(*sides, [layer for layer in self.layers if layer != "nothing"])
        ]
        if "nothing" in self.layers:
            found += [{"month": m, "post": p, "layer": "nothing"} for m, p in product(self.months, posts)]
        self.atoms = found
        self.listed = self._lists()
        self._write()

    def _lists(self) -> dict[tuple[str, str], set[str]]:
        """Which states a release names, for each dimension by which it breaks down."""
        lists: dict[tuple[str, str], set[str]] = {}
        for each in self.told:
            for name, value in each.where:
                if name in LIMITED:
                    lists.setdefault((each.release, name), set()).add(value)
        return lists

    def _write(self) -> None:
        rows, low, high = [], [], []
        for each in self.told:
            if each.number is not None:
                rows.append(self.row(each))
                low.append(max(each.number - 2, 10 if self.is_fine(each) else 5) if each.number else 0)
                high.append(each.number + 2 if each.number else 0)
        span = {r: frozenset[str]().union(*(t.months for t in self.told if t.release == r)) for r, _n in self.listed}
        for (release, name), named in self.listed.items():
            for value in self.values[name][:-1]:
                where = frozenset({(name, value)})
                rows.append(self.row(Told(release, "persons", span[release], where, None)))
                low.append(5 if value in named else 0)
                high.append(MOST if value in named else 4)
        self.rows = np.array(rows).reshape(-1, len(self.atoms))
        self.low, self.high = np.array(low, float), np.array(high, float)

    def row(self, each: Told) -> Floats:
        return np.array([self.inside(each, atom) for atom in self.atoms], float)

    def inside(self, each: Told, atom: Mapping[str, str]) -> bool:
        if atom["month"] not in each.months or atom["layer"] not in LAYERS[each.measure]:
            return False
        for name, value in each.where:
            if name == "border":
                fits = self.posts[atom["post"]] == value
            elif name == "post":
                fits = atom["post"] == value
            elif value == "_O":
                fits = atom[name] not in self.listed[each.release, name]
            else:
                fits = atom[name] == value
            if not fits:
                return False
        return True

    def is_fine(self, each: Told) -> bool:
        """Whether it says who, at one post, in one month."""
        said = dict(each.where)
        one = "post" in said or sum(said.get("border", b) == b for b in self.posts.values()) == 1
        return bool(STATES & set(said)) and one and len(each.months) == 1

    def counts(self, truth: Sequence[Mapping[str, str]], looked: Mapping[tuple[str, str], int]) -> Floats:
        """How many there really are of each: only to see what the attack was worth."""
        place = {tuple(sorted(atom.items())): n for n, atom in enumerate(self.atoms)}
        counts = np.zeros(len(self.atoms))
        left = dict(looked)
        for row in truth:
            post = row.get("post", "UTO-AIR")
            if row["month"] in self.months:
                atom = {"month": row["month"], "post": post, "layer": row.get("part", "opener")}
                if atom["layer"] not in self.layers:
                    atom["layer"] = "companion" if "companion" in self.layers else "opener"
                atom |= {n: row[n] if row.get(n) in self.values[n] else "?" for n in self.names}
                counts[place[tuple(sorted(atom.items()))]] += 1
                left[row["month"], post] = left.get((row["month"], post), 0) - 1
        for (month, post), number in left.items():
            atom = {"month": month, "post": post, "layer": "nothing"}
            if (key := tuple(sorted(atom.items()))) in place:
                counts[place[key]] = max(number, 0)
        return counts

    def aims(self) -> Iterator[tuple[str, Floats]]:
        """Every sum in a table, every difference between two of them in time, every group of alike documents."""
        by_place: dict[tuple[Any, ...], set[frozenset[str]]] = {}
        for each in self.told:
            by_place.setdefault((each.release, each.measure, each.where), set()).add(each.months)
        windows = sorted({each.months for each in self.told}, key=lambda one: (len(one), sorted(one)))
        for (release, measure, where), own in by_place.items():
            for some in own:
                yield f"{measure} {sorted(some)} {sorted(where)}", self.row(Told(release, measure, some, where, None))
            for smaller, larger in product(windows, own):
                if smaller < larger:
                    rest = larger - smaller
                    yield f"{measure} {sorted(rest)} {sorted(where)}", self.row(Told(release, measure, rest, where, None))
        for atom, one in zip(self.atoms, np.eye(len(self.atoms)), strict=True):
            yield str(atom), one

    def pinned(self, truth: Sequence[Mapping[str, str]], looked: Mapping[tuple[str, str], int] = {}) -> list[str]:
        """Numbers of one to four that the attack narrows too far, in words.

        Of what is known to be unnamed the most is four; everything else must be able to be five or more, over
        a width of five; and one as well.
        """
        counts = self.counts(truth, looked)
        aims = {row.tobytes(): (words, row) for words, row in self.aims()}
        unnamed = [row for row, top in zip(self.rows, self.high, strict=True) if top == 4.0]
        seen = [counts] if self._fits(counts) else []
        found = []
        for words_, row in aims.values():
            number = float(row @ counts)
            if not 1 <= number <= 4:
                continue
            most = 4.0 if any(np.all(row <= one) for one in unnamed) else 5.0
            low, high = self._ends(row, seen, most)
            if low > 1 or high < most or high - low < (3.0 if most == 4.0 else 5.0):
                found.append(f"{words_}: {number:.0f} is from {low:.0f} to {high:.0f}")
        return found

    def _fits(self, counts: Floats) -> bool:
        sums = self.rows @ counts
        return bool(np.all((self.low <= sums) & (sums <= self.high)))

    def _ends(self, row: Floats, seen: list[Floats], most: float) -> tuple[float, float]:
        """As low and as high as it can be; no further than it takes to be safe."""
        values = [float(row @ one) for one in seen] or [np.inf, -np.inf]
        low, high = min(values), max(values)
        for sign in (1.0, -1.0):
            if sign > 0 and low == 0 or sign < 0 and high >= most and high - low >= 5:
                continue
            table = self._extreme(row, sign)
            seen.append(table)
            low, high = min(low, float(row @ table)), max(high, float(row @ table))
        return low, high

    def _extreme(self, row: Floats, sign: float) -> Floats:
        rules = [LinearConstraint(self.rows, self.low, self.high)] if len(self.rows) else []
        done = solve(sign * row, constraints=rules, integrality=np.ones(row.size), bounds=Bounds(0, MOST))
        assert done.status == 0, done.message
        return np.round(done.x)


def changes(told: Iterable[Told]) -> list[str]:
    """Differences between the same sum in two releases, one after the other, that are known to be 1 to 4."""
    series: dict[tuple[Any, ...], list[Told]] = {}
    for each in sorted(told, key=lambda one: one.release):
        if each.number is not None:
            series.setdefault((each.measure, each.months, each.where), []).append(each)
    found = []
    for same in series.values():
        for before, after in pairwise(same):
            (l0, h0), (l1, h1) = ((max(t.number - 2, 5), t.number + 2) if t.number else (0, 0) for t in (before, after))
            least, most = l1 - h0, h1 - l0
            if 1 <= least <= most <= 4 or -4 <= least <= most <= -1:
                found.append(f"{before} {after}")
    return found
