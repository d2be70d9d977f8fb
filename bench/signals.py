"""How many strata a second: Farrington flexible here, in R and in a loop over statsmodels, in one run.

    python -m bench.signals [--strata 10000] [--others]

10,000 strata of 120 months, a bound for each of the last 48 months (480,000 fits), on the settings that the
house uses for months (b=5, w=1, noPeriods=10, nbPlugin). `--others` gives R's `surveillance` and statsmodels
some of the same strata and compares bounds and time per fit; where one of them is not installed (Debian:
apt-get install r-cran-surveillance; PyPI: statsmodels) that is said plainly. Only this bench uses them.
"""

import argparse
import csv
import importlib
import importlib.util
import resource
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from borderstats.signal.baseline import seasonal_blocks
from borderstats.signal.farrington import MONTHLY, farrington_flexible
from borderstats.signal.reweighting import outbreak_weights

Floats = NDArray[np.float64]
MONTHS, LAST = 120, 48
R_STRATA, LOOP_STRATA = 8, 8
AT = np.arange(MONTHS - LAST, MONTHS)
R_SCRIPT = """
suppressMessages(library(surveillance)); options(warn = -1)
counts <- as.matrix(read.csv(commandArgs(TRUE)[1]))
n <- nrow(counts)
control <- list(range = (n - 47):n, b = 5, w = 1, noPeriods = 10, weightsThreshold = 2.58,
  pastWeeksNotIncluded = 3, pThresholdTrend = 1, thresholdMethod = "nbPlugin", alpha = 0.01)
start <- proc.time()[3]
upper <- sapply(seq_len(ncol(counts)), function(j) {
  sts <- new("sts", observed = counts[, j, drop = FALSE], freq = 12, start = c(2010, 1), epoch = 1:n)
  c(upperbound(farringtonFlexible(sts, control))) })
cat(proc.time()[3] - start, "\\n")
write.csv(upper, commandArgs(TRUE)[2], row.names = FALSE)
"""


def draw(strata: int) -> Floats:
    """Seasonal negative binomial months of very different size, the same on every machine."""
    rng = np.random.default_rng(20261123)
    month = np.arange(MONTHS)
    season = 1 + 0.4 * np.sin(2 * np.pi * month / 12 + rng.uniform(0, 6, strata)[:, None])
    level = rng.gamma(0.7, 8.0, strata)[:, None] * season
    return rng.negative_binomial(4.0, 4.0 / (4.0 + level)).astype(np.float64)


def ours(counts: Floats) -> tuple[float, Floats]:
    halves = np.array_split(counts, 2)
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda part: farrington_flexible(part, AT, MONTHLY), halves))
    return time.perf_counter() - start, np.concatenate([bounds.upper for bounds in done])


def by_r(counts: Floats) -> tuple[float, Floats] | None:
    program = shutil.which("Rscript")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        given, answer, script = (Path(folder) / name for name in ("counts.csv", "upper.csv", "bench.R"))
        np.savetxt(
            given,
            counts.T,
            fmt="%d",
            delimiter=",",
            header=",".join(f"s{i}" for i in range(len(counts))),
            comments="",
        )
        script.write_text(R_SCRIPT, encoding="utf-8")
        run = subprocess.run([program, script, given, answer], capture_output=True, text=True, check=False)
        if run.returncode:
            print(run.stderr.strip().splitlines()[-1:])
            return None
        with answer.open(encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
        upper = np.array([[np.nan if cell == "NA" else float(cell) for cell in row] for row in rows]).T
        return float(run.stdout.split()[-1]), upper


def by_statsmodels(counts: Floats) -> float | None:
    """The same two fits and the prediction, one stratum and month after the other."""
    if importlib.util.find_spec("statsmodels") is None:
        return None
    sm = importlib.import_module("statsmodels.api")
    start = time.perf_counter()
    for row in counts:
        for at in AT:
            past = seasonal_blocks(int(at), years=5, half=1, periods=10, past=3, freq=12)
            matrix = np.column_stack([past.blocks[:, None] == np.arange(10), past.points])
            family = sm.families.Poisson()
            first = sm.GLM(row[past.points], matrix, family=family).fit(scale="X2")
            residual = first.resid_anscombe / np.sqrt(max(first.scale, 1.0))
            weight = outbreak_weights(residual[:, None], np.ones((residual.size, 1)), 2.58)[:, 0]
            second = sm.GLM(row[past.points], matrix, family=family, var_weights=weight).fit(scale="X2")
            second.predict(np.append(np.arange(10) == past.now, at)[None, :].astype(float))
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--strata", type=int, default=10_000)
    parser.add_argument("--others", action="store_true")
    options = parser.parse_args()
    counts = draw(options.strata)
    seconds, _ = ours(counts)
    fits = options.strata * LAST
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    pace = fits / seconds
    print(f"here: {fits:,} bounds in {seconds:.1f} s on two threads, {pace:,.0f} a second, {memory:.2f} GB")
    if options.others:
        compare(counts, 1.0 / pace)


def compare(counts: Floats, here: float) -> None:
    """Time per bound of the others against `here`, in seconds."""
    if compared := by_r(counts[:R_STRATA]):
        seconds, upper = compared
        same = farrington_flexible(counts[:R_STRATA], AT, replace(MONTHLY, compat=True)).upper
        apart = np.nanmax(np.abs(same - upper), initial=0.0)
        each = seconds / (R_STRATA * LAST)
        print(
            f"R: {each * 1000:.2f} ms a bound, {each / here:,.0f} times slower; bounds differ by {apart:.1e}"
        )
    else:
        print(
            "R with surveillance is not installed, so it is not timed (apt-get install r-cran-surveillance)"
        )
    if loop := by_statsmodels(counts[:LOOP_STRATA]):
        each = loop / (LOOP_STRATA * LAST)
        print(f"a loop over statsmodels: {each * 1000:.2f} ms a bound, {each / here:,.0f} times slower")
    else:
        print("statsmodels is not installed, so its loop is not timed (pip install statsmodels)")


if __name__ == "__main__":
    main()
