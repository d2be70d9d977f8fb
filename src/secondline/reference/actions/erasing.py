"""Letting go: pictures that were never blurred, and old lists; after the times in rules.PERSONAL."""

from datetime import datetime

from secondline.reference.actions.importing import erase_old
from secondline.reference.actions.pictures import erase_raw
from secondline.reference.rules import LIST_DAYS
from secondline.reference.trying import sweep


def erase_expired(*, at: datetime) -> int:
    """How many pictures, lists and files on trial are gone."""
    return erase_raw(at=at) + erase_old(at=at, days=LIST_DAYS) + sweep(at=at)
