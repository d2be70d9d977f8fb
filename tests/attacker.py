"""Another agency's analyst with a linear programme: knows every release addressed to it and nothing else.

Written down by itself, from the CSV files that anybody may fetch: cells over every combination of what the
tables name, whole numbers that round to what is shown, and the method note's word that small ones are withheld.
Of each cell it knows three parts: persons by whom an incident is counted, their companions, further documents;
so that an incident has a person or more, and a person a document or more.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from cast import log_in
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

from secondline.people.models import Person

Cell = Mapping[str, str]
solve: Any = linprog  # its stubs know dense matrices only
TOTAL, OTHERS = "_T", "_O"
OPENER, COMPANION, FURTHER = "opener", "companion", "further"
LAYERS: Mapping[str, tuple[str, ...]] = {
    "incidents": (OPENER,),
    "persons": (OPENER, COMPANION),
    "documents": (OPENER, COMPANION, FURTHER),
}


@dataclass(frozen=True)
class Table:
    """One CSV: the columns that break it down, and its lines."""

    by: tuple[str, ...]
    lines: list[dict[str, str]]

    def values(self, name: str) -> list[str]:
        return sorted({line[name] for line in self.lines} - {TOTAL})


def fetched(person: Person) -> list[Table]:
    """Every table on the list of this person, fetched as CSV like anybody would."""
    client = log_in(person)
    page = client.get("/trends/releases/")
    addresses = sorted({f"{row['release'].pk}" for row in page.context["to_us"]})
    found = []
    for key in addresses:
        answer = client.get(f"/trends/releases/{key}/table.csv")
        if answer.status_code == 404:  # withdrawn: only its trace is left
            continue
        lines = list(csv.DictReader(io.StringIO(answer.content.decode())))
        names = list(lines[0])
        by = tuple(names[names.index("as_of") + 1 : names.index("measure")])
        found.append(Table(by, lines))
    return found


def months_in(value: str, months: Sequence[str]) -> set[str]:
    """2026, 2026-Q1 or 2026-03 as months."""
    if "Q" in value:
        year, quarter = value.split("-Q")
        return {m for m in months if m[:4] == year and (int(m[5:]) + 2) // 3 == int(quarter)}
    return {m for m in months if m.startswith(value)}


class Attacker:
    """Cells: month x every other dimension that any table has, with a value for everything not named."""

    def __init__(self, tables: Sequence[Table], months: Sequence[str]) -> None:
        self.tables, self.months = tables, list(months)
        self.names = sorted({n for t in tables for n in t.by} - {"month", "quarter", "year"})
        self.values = {
            n: [*sorted({v for t in tables if n in t.by for v in t.values(n)} - {OTHERS}), "?"]
            for n in self.names
        }
        # What no table tells apart is one: with documents alone nobody knows of persons.
        told = {t.lines[0]["measure"] for t in tables}
        parts = [OPENER, *([COMPANION] if "incidents" in told else []), *([FURTHER] if len(told) > 1 else [])]
        each = product(self.months, *(self.values[name] for name in self.names), parts)
        self.cells = [dict(zip(["month", *self.names, "part"], one, strict=True)) for one in each]
        rows, low, high = [], [], []
        for table in tables:
            for line in table.lines:
                if line["status"] == "withheld":
                    continue
                number = int(line["value"])
                rows.append(self.row(table, line))
                low.append(max(number - 2, 5) if number else 0)
                high.append(number + 2 if number else 0)
        self.sums = csr_matrix(np.array(rows, float).reshape(len(rows), len(self.cells)))
        self.low, self.high = np.array(low, float), np.array(high, float)

    def row(self, table: Table, line: Mapping[str, str]) -> np.ndarray:
        """Which cells a line of a table adds up."""
        return np.array([self.inside(table, line, cell) for cell in self.cells], float)

    def inside(self, table: Table, line: Mapping[str, str], cell: Cell) -> bool:
        first, last = line["from"], line["to"]
        if not first <= cell["month"] <= last or cell["part"] not in LAYERS[line["measure"]]:
            return False
        for name in table.by:
            wanted = line[name]
            if wanted == TOTAL:
                continue
            if name in {"month", "quarter", "year"}:
                if cell["month"] not in months_in(wanted, self.months):
                    return False
            elif wanted == OTHERS:
                if cell[name] in table.values(name):
                    return False
            elif cell[name] != wanted:
                return False
        return True

    def span(self, aim: np.ndarray) -> tuple[float, float]:
        """The lowest and the highest that a sum can be."""
        found: list[float] = []
        for sign in (1.0, -1.0):
            done = solve(
                sign * aim,
                A_ub=vstack([self.sums, -self.sums]),
                b_ub=np.concatenate([self.high, -self.low]),
                bounds=(0, None),
            )
            assert done.status in {0, 3}, done.message  # 3: no limit
            found.append(float(sign * done.fun) if done.status == 0 else float("inf"))
        return found[0], found[1]

    def pinned(self, truth: Sequence[Cell]) -> list[tuple[str, int, float, float]]:
        """Small true numbers, in any table or any combination of them, that the attack narrows too far."""
        told: list[tuple[str, int, float, float]] = []
        aims = [(f"{line}", self.row(t, line)) for t in self.tables for line in t.lines]
        aims += [(f"{cell}", np.eye(len(self.cells))[n]) for n, cell in enumerate(self.cells)]
        counts = self.counts(truth)
        for words, aim in aims:
            number = int(aim @ counts)
            if 1 <= number <= 4:
                low, high = self.span(aim)
                if high < 5 - 1e-6 or high - low < 5 - 1e-6:
                    told.append((words, number, low, high))
        return told

    def counts(self, truth: Sequence[Cell]) -> np.ndarray:
        """The true number of every cell: only to see what the attack was worth."""
        place = {tuple(cell.values()): n for n, cell in enumerate(self.cells)}
        known = {cell["part"] for cell in self.cells}
        counts = np.zeros(len(self.cells))
        for row in truth:
            if row["month"] in self.months:
                key = tuple(
                    row[n] if n == "month" or row[n] in self.values[n] else "?"
                    for n in ["month", *self.names]
                )
                part = row.get("part", OPENER)
                counts[place[*key, part if part in known else OPENER]] += 1
        return counts
