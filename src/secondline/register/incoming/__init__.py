"""Files from outside, of which nothing is believed: known by their first bytes, bounded, refused in words."""

from secondline.register.incoming.refusing import UnusableFileError
from secondline.register.incoming.sheet import Sheet, sheet

__all__ = ["Sheet", "UnusableFileError", "sheet"]
