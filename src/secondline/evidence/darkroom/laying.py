"""One working copy laid on another, as plain data."""

import numpy as np

from secondline.evidence.darkroom.copying import Answer
from secondline.evidence.darkroom.decode import decode
from traveldoc.page.alignment import align


def lay(data: bytes, most_pixels: int, moving: bytes) -> Answer:
    """How the second picture lies on the first: traveldoc.page.fit.Fit in its JSON form."""
    fixed, second = (np.asarray(decode(each, most_pixels)) for each in (data, moving))
    fit = align(fixed, second)
    return {
        "matrix": fit.matrix and list(fit.matrix),
        "points": fit.points,
        "coverage": fit.coverage,
        "error": fit.error,
        "why": fit.why,
    }, ()
