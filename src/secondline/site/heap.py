"""The garbage collector of a process that answers pages: what is loaded once is not looked through again.

Python looks through all that a process holds whenever so many new objects have come, and the house holds
half a million: on a page with thousands of rows that was nearly half of the time.
"""

import gc
from importlib import import_module
from typing import Final

from django.conf import settings

YOUNG: Final = 20_000  # new objects until the young ones are looked through; Python's own is 700


def settle() -> None:
    """Load every page and set aside all that stands: from here on only what is newer is looked through."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
