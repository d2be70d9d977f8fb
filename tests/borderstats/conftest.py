"""The published tables that several tests share."""

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "data" / "counts"
Rows = list[dict[str, str]]


def read_rows(name: str) -> Rows:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def new_mexico() -> Rows:
    """Cases and population by county and year, without Cibola (founded in 1981)."""
    return [row for row in read_rows("NM_popcas.csv") if row["county"] != "cibola"]


@pytest.fixture(scope="session")
def new_mexico_places() -> Rows:
    return [row for row in read_rows("NM_geo.csv") if row["county"] != "cibola"]


@pytest.fixture(scope="session")
def apprehensions() -> Rows:
    """One row per person of the Dutch data."""
    return [row for row in read_rows("netherlandsimmigrant.csv") for _ in range(int(row["persons"]))]


@pytest.fixture(scope="session")
def five_lists() -> tuple[list[str], NDArray[np.float64], NDArray[np.float64]]:
    """Names of the lists, which lists each pattern is on, and how many persons have it."""
    rows = read_rows("mse_UKdat_5.csv")
    names = [name for name in rows[0] if name != "count"]
    patterns = np.array([[float(row[name]) for name in names] for row in rows])
    return names, patterns, np.array([float(row["count"]) for row in rows])
