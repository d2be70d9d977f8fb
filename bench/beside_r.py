"""Is compat=r what R says? Series and settings drawn by chance, through the command line and through R.

    python -m bench.beside_r [--cases 64] [--seed 1]

Every method that the package `surveillance` has too, on short and long, monthly, weekly and quarterly series
with noughts, outbreaks, falls, huge and missing counts. Prints each case whose bounds differ by over 1e-4
or whose alarms differ, and how many agreed; exit status 1 if any differs. Known to differ: docs/decisions.md,
"Where compat=r is not R" (a block that one point alone decides). Needs R (Debian: r-cran-surveillance).
"""

import argparse
import csv
import io
import math
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from click.testing import CliRunner

from secondline.site.commands.signalling import signals

METHODS: Final[Mapping[str, str]] = {
    "farringtonFlexible": "farringtonFlexible",
    "farrington": "algo.farrington",
    "earsC": "earsC",
    "cusum": "algo.cusum",
    "glrnb": "algo.glrnb",
    "glrpois": "algo.glrpois",
    "bayes": "algo.bayes",
}
NEW_STYLE: Final = {"farringtonFlexible", "earsC"}
OFTEN: Final = (*["farringtonFlexible"] * 5, *["farrington"] * 3, *[m for m in METHODS if m[0] != "f"] * 2)
# An option is drawn from these, or left to its default by chance.
OPTIONS: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "farringtonFlexible": {
        "thresholdMethod": ("delta", "nbPlugin", "muan"),
        "pastWeeksNotIncluded": ("0", "1", "3", "5"),
        "weightsThreshold": ("1", "2", "2.58", "0.7"),
        "pThresholdTrend": ("0.05", "1", "0.2"),
        "trend": ("TRUE", "FALSE"),
        "reweight": ("TRUE", "FALSE"),
        "alpha": ("0.01", "0.05", "0.1", "0.001"),
        "powertrans": ("2/3", "1/2", "none"),
        "limit54": ("c(0,4)", "c(10,6)", "c(5,1)"),
    },
    "farrington": {
        "alpha": ("0.01", "0.05", "0.1"),
        "powertrans": ("2/3", "1/2", "none"),
        "reweight": ("TRUE", "FALSE"),
        "trend": ("TRUE", "FALSE"),
        "limit54": ("c(0,4)", "c(10,6)"),
    },
    "earsC": {"method": ("C1", "C2", "C3"), "baseline": ("3", "7", "14"), "minSigma": ("0", "0.5", "1.5")},
    "cusum": {
        "k": ("0.5", "1.04", "2"),
        "h": ("1", "2.26", "4"),
        "trans": ("rossi", "standard", "anscombe", "anscombe2nd", "pearsonNegBin", "none"),
        "m": ("glm", "3.5", "10"),
        "alpha": ("0.1", "0.3", "1"),
    },
    "glrnb": {
        "c.ARL": ("3", "4", "5"),
        "theta": ("0.6931", "0.4055", "0.9"),
        "alpha": ("0.1", "0.2555312", "0.5"),
        "M": ("6", "12"),
        "Mtilde": ("1", "2"),
        "dir": ("inc", "dec"),
    },
    "bayes": {"actY": ("TRUE", "FALSE"), "alpha": ("0.05", "0.01")},
}
WORDS: Final = {"thresholdMethod", "powertrans", "method", "trans", "dir", "ret"}
MEAN: Final = ("S", "trend", "refit")  # options of glrnb that R keeps under mu0


@dataclass(frozen=True, slots=True)
class Case:
    method: str
    freq: int
    counts: list[int | None]
    first: int
    settings: dict[str, str]

    @property
    def words(self) -> str:
        told = " ".join(f"{name}={value}" for name, value in self.settings.items())
        return f"{self.method} freq={self.freq} range={self.first}:{len(self.counts)} {told}"


def draw_counts(chance: np.random.Generator, length: int, freq: int) -> list[int]:
    time = np.arange(length)
    season = 1 + 0.5 * np.sin(2 * np.pi * time / freq)
    level = {
        "few": np.full(length, chance.choice([0.15, 0.6, 3.0])),
        "season": 20 * np.exp(0.004 * time) * season,
        "huge": 3e5 * season,
        "fall": np.exp(4 - 0.03 * time),
        "step": np.where(time < length // 2, 2.0, 25.0),
    }[str(chance.choice(["few", "season", "huge", "fall", "step"]))]
    counts = chance.negative_binomial(5, 5 / (5 + level)) if chance.random() < 0.5 else chance.poisson(level)
    if chance.random() < 0.3:
        start = int(chance.integers(0, length))
        counts[start : start + 6] += 30
    return [int(count) for count in counts]


def draw(chance: np.random.Generator, method: str) -> Case:
    freq = int(chance.choice([12, 12, 52, 4]))
    length = min(max(40, freq * int(chance.choice([4, 6, 9])) + int(chance.integers(0, 9))), 364)
    counts: list[int | None] = list(draw_counts(chance, length, freq))
    offered = OPTIONS["glrnb" if method == "glrpois" else method]
    settings = {name: str(chance.choice(list(of))) for name, of in offered.items() if chance.random() < 0.6}
    if method in {"farringtonFlexible", "farrington", "bayes"}:
        half = int(chance.integers(1, 4)) if freq > 4 else 1
        years = min(int(chance.integers(1, 5)), length // freq - 1)
        settings |= {"b": str(years), "w": str(half)}
        if method == "farringtonFlexible":
            settings["noPeriods"] = str(min(int(chance.choice([1, 3, 5, 10])), max(1, freq - 2 * half - 1)))
        least = freq * years + half + 1
    elif method in {"glrnb", "glrpois"}:
        settings |= {"ret": "value", "S": str(chance.integers(0, 2)), "trend": "FALSE"}
        settings |= {"refit": str(chance.choice(["TRUE", "FALSE"]))}
        if method == "glrpois":
            settings.pop("alpha", None)
        least = max(2 * freq + 1 if freq < 52 else 60, length // 2)
    else:
        least = 20
    if method in {"farringtonFlexible", "farrington", "earsC"} and chance.random() < 0.25:
        for place in chance.integers(0, length, 4):
            counts[int(place)] = None
    return Case(method, freq, counts, min(max(least, length - 20), length - 1), settings)


def in_r(case: Case, target: Path) -> str:
    """The call as R reads it: a file of bounds and alarms, or none where R stops with an error."""
    told = {n: f'"{v}"' if n in WORDS or v == "glm" else v for n, v in case.settings.items()}
    parts = [f"range={case.first}:{len(case.counts)}"]
    if case.method in {"glrnb", "glrpois"}:
        mean = ",".join(f"{name}={told.pop(name)}" for name in MEAN)
        parts += [f"mu0=list({mean})", 'change="intercept"']
    parts += [f"{name}={value}" for name, value in told.items()]
    counts = "c(" + ",".join("NA" if count is None else str(count) for count in case.counts) + ")"
    new = case.method in NEW_STYLE
    series = f"{'fresh' if new else 'old'}({counts}, {case.freq})"
    call = f"{METHODS[case.method]}({series}, control=list({','.join(parts)}))"
    return f'go("{target}", {call}, {"TRUE" if new else "FALSE"})'


BEFORE: Final = """
suppressMessages(library(surveillance)); options(warn = -1)
old <- function(y, f) create.disProg(week = seq_along(y), observed = y, state = 0 * seq_along(y), freq = f,
  start = c(1990, 1))
fresh <- function(y, f) new("sts", observed = matrix(y), freq = f, start = c(1990, 1), epoch = seq_along(y))
go <- function(path, call, new) try({ r <- call
  u <- if (new) c(upperbound(r)) else c(r$upperbound); a <- if (new) c(alarms(r)) else c(r$alarm)
  write.csv(data.frame(u = u, a = as.integer(a)), path, row.names = FALSE) }, silent = TRUE)
"""


def here(case: Case, path: Path) -> list[dict[str, str]]:
    counts = ["NA" if count is None else str(count) for count in case.counts]
    path.write_text("\n".join(["observed", *counts]), encoding="utf-8")
    given = {"compat": "r", "freq": str(case.freq), "range": f"{case.first}:{len(counts)}", **case.settings}
    options = [part for name, value in given.items() for part in ("--set", f"{name}={value}")]
    done = CliRunner().invoke(signals, [str(path), "--method", case.method, *options])
    return list(csv.DictReader(io.StringIO(done.stdout))) if done.exit_code == 0 else []


def alike(ours: Sequence[Mapping[str, str]], theirs: Sequence[Mapping[str, str]]) -> bool:
    """An alarm that R calls NA is none."""
    if len(ours) != len(theirs):
        return False
    for mine, said in zip(ours, theirs, strict=True):
        upper, bound = (
            math.nan if text in {"NA", "NaN"} else float(text) for text in (mine["upperbound"], said["u"])
        )
        same = bool(np.isclose(upper, bound, rtol=1e-4, atol=1e-4, equal_nan=True))
        if not same or int(mine["alarm"]) != (said["a"] == "1"):
            return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    program = shutil.which("Rscript")
    if program is None:
        print("R with surveillance is not installed (apt-get install r-cran-surveillance)")
        return 2
    chance = np.random.default_rng(options.seed)
    cases = [draw(chance, OFTEN[n % len(OFTEN)]) for n in range(options.cases)]
    agreed = refused = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        targets = [folder / f"{n}.csv" for n in range(len(cases))]
        script = folder / "cases.R"
        script.write_text(BEFORE + "\n".join(map(in_r, cases, targets)) + "\n", encoding="utf-8")
        subprocess.run([program, script], capture_output=True, check=False)
        for case, target in zip(cases, targets, strict=True):
            if not target.exists():
                refused += 1
            elif alike(
                here(case, folder / "series.csv"), list(csv.DictReader(io.StringIO(target.read_text())))
            ):
                agreed += 1
            else:
                print("differs:", case.words)
    differ = len(cases) - agreed - refused
    print(f"{agreed} agree, {differ} differ, {refused} R refuses")
    return 1 if differ else 0


if __name__ == "__main__":
    raise SystemExit(main())
