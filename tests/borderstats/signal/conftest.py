"""Tables of tests/borderstats/data/surveillance as columns."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Columns = dict[str, Floats]
FOLDER = Path(__file__).parents[1] / "data" / "surveillance"
NOT_KNOWN = {"", "NA", "NaN"}


def number(text: str) -> float:
    return float("nan") if text in NOT_KNOWN else float(text)


def read_columns(name: str) -> Columns:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        column: np.array([number(row[column]) for row in rows])
        for column in rows[0]
        if column not in {"month", "case"}
    }


def read_cases(name: str) -> dict[str, Columns]:
    """The rows of a table of many cases, by the column `case`."""
    cases: dict[str, list[dict[str, str]]] = {}
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cases.setdefault(row.pop("case"), []).append(row)
    return {
        case: {column: np.array([number(row[column]) for row in rows]) for column in rows[0]}
        for case, rows in cases.items()
    }


@pytest.fixture(scope="session")
def table() -> Callable[[str], Columns]:
    return read_columns


@pytest.fixture(scope="session")
def cases() -> Callable[[str], dict[str, Columns]]:
    return read_cases


@pytest.fixture(scope="session")
def series() -> dict[str, tuple[Floats, int]]:
    """Every series of reference.R with its frequency; salmonella.agona is that of Farrington et al. (1996)."""
    frontex = read_columns("frontex_series.csv")
    own = read_columns("own_series.csv")
    found = {name: (frontex[name], 12) for name in frontex if name != "t"}
    found["agona"] = (read_columns("salmonella_agona.csv")["observed"], 52)
    for name, freq in (("sparse", 12), ("holes", 12), ("quarterly", 4)):
        length = {"sparse": 150, "holes": 180, "quarterly": 80}[name]
        found[name] = (own[name][:length], freq)
    return found
