"""Reference numbers of the field that no other test holds, to the digits printed, each from its own counts.

Counts: US Customs and Border Protection encounters and BTS border crossings (public domain), Frontex monthly
detections, UK Home Office irregular migration (OGL), all as the tables of autumn 2026 have them.
"""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq

from borderstats.hidden.repeats import repeat_interceptions
from borderstats.link import lead_lag
from borderstats.rate import poisson_rate

SERIES = Path(__file__).parents[2] / "src" / "secondline" / "site" / "demo" / "series"


@pytest.mark.parametrize(
    ("month", "turned_back", "crossed", "rate"),
    [
        ("2018-01", 9930, 16_030_128, 61.9),
        ("2019-12", 7712, 17_167_238, 44.9),
        (
            "2020-04",
            405 + 519,
            4_530_746,
            20.4,
        ),  # inadmissible, and expelled under Title 42, which is no refusal
    ],
)
def test_the_rates_at_the_ports_of_the_south_west_border(
    month: str, turned_back: int, crossed: int, rate: float
) -> None:
    assert round(float(poisson_rate(turned_back, crossed).value), 1) == rate


@pytest.mark.parametrize(
    ("nationality", "half", "between", "at_ports", "share"),
    [
        ("Cuba", "2022-H2", 171_366, 185, 0.1),
        ("Cuba", "2023-H2", 10_146, 54_921, 84.4),
        ("Venezuela", "2022-H2", 111_506, 3_566, 3.1),
        ("Venezuela", "2023-H2", 187_909, 61_859, 24.8),
        ("India", "2022-H2", 12_904, 34, 0.3),
    ],
)
def test_the_share_that_came_through_ports(
    nationality: str, half: str, between: int, at_ports: int, share: float
) -> None:
    assert round(100 * at_ports / (between + at_ports), 1) == share


def test_the_tunisians_left_the_balkans_and_did_not_go_to_the_central_mediterranean() -> None:
    found: dict[tuple[str, str], int] = {}
    with (SERIES / "frontex.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["nat"] == "TUN":
                key = (row["route"], row["month"][:4])
                found[key] = found.get(key, 0) + int(row["n"])
    assert [found["Western Balkan Route", year] for year in ("2022", "2023")] == [6782, 44]
    assert [found["Central Mediterranean Route", year] for year in ("2022", "2023")] == [18465, 17904]


def test_the_level_of_the_truncated_poisson_solves_its_equation() -> None:
    """l / (1 - e^-l) = S / n with S = 2185, n = 1880: l = .308619, N = n / (1 - e^-l) = 7,079.93."""
    level = float(brentq(lambda each: each / (1 - np.exp(-each)) - 2185 / 1880, 1e-6, 5))
    assert round(level, 6) == 0.308619
    found = repeat_interceptions([1645, 183, 37, 13, 1, 1])["zero-truncated-poisson"]
    assert found.value == pytest.approx(1880 / (1 - np.exp(-level)), rel=1e-9)


def quarters(nationality: str) -> tuple[list[int], list[int]]:
    """The 24 quarters 2018-1 to 2023-4: inadequately documented air arrivals, small boats."""
    counts = {way: [0] * 24 for way in ("Inadequately documented air arrivals", "Small boat arrivals")}
    with (SERIES / "uk.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["Nationality"] == nationality and row["Method of entry"] in counts:
                place = 4 * (int(row["Year"]) - 2018) + int(row["Quarter"]) - 1
                counts[row["Method of entry"]][place] += int(row["Number of detections"])
    air, boats = counts.values()
    return air, boats


@pytest.mark.parametrize(
    ("nationality", "air", "boats"),
    [
        (
            "Albania",
            {2020: 515, 2021: 676, 2022: 706, 2023: 151},
            {2020: 54, 2021: 815, 2022: 12658, 2023: 924},
        ),
        ("Iran", {2018: 1701, 2021: 290, 2022: 1606}, {2018: 238, 2021: 8319}),
    ],
)
def test_the_british_years_by_air_and_by_boat(
    nationality: str, air: dict[int, int], boats: dict[int, int]
) -> None:
    for counted, said in zip(quarters(nationality), (air, boats), strict=True):
        years = {2018 + n: sum(counted[4 * n : 4 * n + 4]) for n in range(6)}
        assert {year: years[year] for year in said} == said


@pytest.mark.parametrize("nationality", ["Albania", "Iran", "Syria"])
def test_no_lead_between_air_and_boats_is_stable(nationality: str) -> None:
    """Twenty quarters: 1.96 / sqrt(20) = .44, and nothing stands out among nine lags."""
    air, boats = quarters(nationality)
    found = lead_lag(air, boats, freq=4, most=4)
    assert found.best is None
    assert str(found.answer).startswith("No evidence")
    assert found.points in {19, 20}
    assert found.bound >= 1.96 / np.sqrt(20) - 0.005


def test_albanians_by_air_and_by_boat_move_together_by_46_hundredths_and_no_more() -> None:
    found = lead_lag(*quarters("Albania"), freq=4, most=4)
    assert round(float(found.correlation[found.lags == 0][0]), 2) == 0.46
    assert round(1.96 / np.sqrt(found.points), 2) == 0.44
