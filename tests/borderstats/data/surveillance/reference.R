# What R says: outputs of the package surveillance 1.20.3 (Debian r-cran-surveillance, R 4.2.2) for further series
# and settings, of which farrington.csv and charts.csv beside this file are a sample (every case, six points each).
#   Rscript reference.R FOLDER     writes one file per case into FOLDER
suppressMessages(library(surveillance)); options(warn = -1)
folder <- commandArgs(trailingOnly = TRUE)[1]
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1]))
fr <- read.csv(file.path(here, "frontex_series.csv"))
series <- list()
for (n in names(fr)[1:9]) series[[n]] <- list(y = fr[[n]], freq = 12)
series$agona <- list(y = read.csv(file.path(here, "salmonella_agona.csv"))$observed, freq = 52)
set.seed(3)
series$sparse <- list(y = c(rpois(60, .3), rnbinom(60, mu = 2, size = 1), rpois(30, 20)), freq = 12)
holes <- rnbinom(180, mu = 30 * exp(.004 * (1:180)) * (1 + .5 * sin(2 * pi * (1:180) / 12)), size = 8)
holes[c(20, 55, 56, 57, 100)] <- NA
series$holes <- list(y = holes, freq = 12)
series$quarterly <- list(y = rpois(80, 5), freq = 4)

out <- function(d, ...) write.csv(d, file.path(folder, paste0(paste(..., sep = "-"), ".csv")), row.names = FALSE)
attempt <- function(expr, ...) tryCatch(expr, error = function(e) { cat(..., conditionMessage(e), "\n"); NULL })
proj <- function(y, f) create.disProg(week = seq_along(y), observed = y, state = rep(0, length(y)), freq = f, start = c(1990, 1))

flexible <- list(
  A = list(noPeriods = 1, weightsThreshold = 1, pastWeeksNotIncluded = 3, pThresholdTrend = .05, thresholdMethod = "delta", alpha = .05),
  B = list(noPeriods = 10, weightsThreshold = 2.58, pastWeeksNotIncluded = 26, pThresholdTrend = 1, thresholdMethod = "nbPlugin", alpha = .01),
  C = list(noPeriods = 5, weightsThreshold = 2, pastWeeksNotIncluded = 8, pThresholdTrend = .2, thresholdMethod = "muan", alpha = .05),
  D = list(noPeriods = 3, weightsThreshold = 2.58, pastWeeksNotIncluded = 5, pThresholdTrend = .05, thresholdMethod = "delta", alpha = .001, powertrans = "1/2"),
  E = list(noPeriods = 4, reweight = FALSE, pThresholdTrend = 1, thresholdMethod = "delta", alpha = .05, powertrans = "none", limit54 = c(0, 4)),
  F = list(noPeriods = 8, trend = FALSE, weightsThreshold = 1, pThresholdTrend = 1, thresholdMethod = "muan", alpha = .1),
  G = list(noPeriods = 10, weightsThreshold = 2.58, pThresholdTrend = .05, thresholdMethod = "nbPlugin", alpha = .005, limit54 = c(10, 6)),
  H = list())
for (s in names(series)) {
  y <- series[[s]]$y; f <- series[[s]]$freq; n <- length(y)
  sts <- new("sts", observed = matrix(y), freq = f, start = c(1990, 1), epoch = 1:n)
  for (case in names(flexible)) for (b in c(2, 3, 5)) {
    w <- if (f == 12) 1 else if (f == 4) 0 else c(2, 3, 4)[b %% 3 + 1]
    if (f == 4 && case %in% c("B", "C", "F", "G", "E")) next
    cfg <- flexible[[case]]; cfg$b <- b; cfg$w <- w
    if (case == "B" && f == 12) cfg$pastWeeksNotIncluded <- 3
    if (f == 12 && case %in% c("C", "F")) cfg$w <- 2
    first <- f * b + cfg$w + 1
    cfg$range <- max(first, if (f == 52) n - 60 else first):n
    r <- attempt(farringtonFlexible(sts, cfg), s, case, b)
    if (is.null(r)) next
    ct <- r@control
    out(data.frame(t = cfg$range, observed = c(observed(r)), upperbound = c(upperbound(r)), alarm = as.integer(c(alarms(r))),
      expected = c(ct$expected), phiVector = c(ct$phiVector), pvalue = c(ct$pvalue), trend = c(ct$trend), score = c(ct$score)),
      "flex", s, case, b, cfg$w)
  }
  for (b in c(2, 4)) for (a in c(.05, .01)) for (power in c("2/3", "1/2")) {
    w <- if (f == 12) 1 else if (f == 4) 0 else 3
    range <- max(f * b - w, if (f == 52) n - 60 else f * b - w):n
    r <- attempt(algo.farrington(proj(y, f), list(range = range, b = b, w = w, alpha = a, powertrans = power)), s, b)
    if (is.null(r)) next
    out(data.frame(t = range, observed = y[range], upperbound = c(r$upperbound), alarm = as.integer(c(r$alarm)),
      trend = as.integer(c(r$trend)), q = r$control$pd[, 1]), "orig", s, sub("/", "", power), b, w, a)
  }
  for (m in c("C1", "C2", "C3")) for (bl in c(4, 7)) for (ms in c(0, .5)) {
    r <- attempt(earsC(sts, list(method = m, baseline = bl, minSigma = ms)), s, m)
    if (!is.null(r)) out(data.frame(t = r@control$range, upperbound = c(upperbound(r)), alarm = as.integer(c(alarms(r)))), "ears", s, m, bl, ms)
  }
  range <- (min(n - 20, max(2 * f + 1, n %/% 2))):n
  if (anyNA(y[range])) next
  for (trans in c("rossi", "standard", "anscombe", "anscombe2nd", "pearsonNegBin", "anscombeNegBin", "none")) for (m in c("mean", "glm")) {
    r <- attempt(algo.cusum(proj(y, f), list(range = range, k = 1.04, h = 2.26, trans = trans, m = if (m == "glm") "glm" else NULL, alpha = .2)), s, trans, m)
    if (!is.null(r)) out(data.frame(t = range, upperbound = c(r$upperbound), alarm = as.integer(c(r$alarm))), "cusum", s, trans, m)
  }
  ratio <- list(
    a = list(c.ARL = 4, theta = log(2), ret = "cases", mu0 = list(S = 1, trend = TRUE)),
    b = list(c.ARL = 5, theta = log(1.5), ret = "value", mu0 = list(S = 2, trend = FALSE)),
    c = list(c.ARL = 5, ret = "value", mu0 = list(S = 1)),
    d = list(c.ARL = 5, ret = "value", alpha = 0, mu0 = list(S = 1, refit = TRUE)),
    e = list(c.ARL = 3, ret = "value", M = 12, Mtilde = 2, mu0 = list(S = 1)),
    f = list(c.ARL = 3, ret = "cases", alpha = 0, theta = log(1.3), mu0 = list(S = 1)),
    g = list(c.ARL = 3, ret = "value", dir = "dec", mu0 = list(S = 1)),
    h = list(c.ARL = 4, ret = "value", alpha = 0, M = 10, Mtilde = 1),
    i = list(c.ARL = 4, ret = "cases", alpha = 0))
  for (g in names(ratio)) {
    if (g == "i" && max(y, na.rm = TRUE) > 200) next
    r <- attempt(algo.glrnb(proj(y, f), c(list(range = range, change = "intercept"), ratio[[g]])), s, g)
    if (!is.null(r)) out(data.frame(t = range, upperbound = c(r$upperbound), alarm = as.integer(c(r$alarm))), "glr", s, g)
  }
  for (v in list(c(0, 6, 1), c(1, 6, 1), c(2, 4, 0), c(3, 2, 1))) {
    range <- (v[1] * f + v[2] + 1):n
    r <- attempt(algo.bayes(proj(y, f), list(range = range, b = v[1], w = v[2], actY = v[3] == 1, alpha = .05)), s, "bayes")
    if (!is.null(r)) out(data.frame(t = range, upperbound = c(r$upperbound), alarm = as.integer(c(r$alarm))), "bayes", s, v[1], v[2], v[3])
  }
}
