"""What is seen for the first time: how surprising is it that it was not seen before?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def chance_of_newness(count: ArrayLike, exposure: ArrayLike, exposure_before: ArrayLike) -> Floats:
    """The chance that all `count` cases fall into the later of two periods, if the rate was always the same.

    Given their sum, the cases of two Poisson counts with one rate are spread as their exposures (Przyborowski
    and Wilenski, Biometrika 31, 1940): all are in the later one with (E / (E + E0)) ^ count. It is the lowest
    p-value that the comparison of the two can have. Without any exposure before, nothing can surprise: 1.

    Raises ValueError for counts below one or not whole, and for exposure that is negative or all nought.
    """
    y, e, e0 = (np.asarray(each, np.float64) for each in (count, exposure, exposure_before))
    if not np.all((y >= 1) & (y == np.floor(y))):
        raise ValueError("what is new was counted at least once, in whole numbers")
    if not np.all((e >= 0) & (e0 >= 0) & (e + e0 > 0)):
        raise ValueError("exposure must be numbers from zero up, and not both zero")
    return np.asarray((e / (e + e0)) ** y, np.float64)
