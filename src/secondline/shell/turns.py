"""Whose turn it is in the background: who waits before a screen goes first."""

from typing import Final

# Priorities of tasks, of -100 to 100; of equal ones the older goes first.
WATCHED: Final = 50  # a page shows "a few seconds" until it is done
SOON: Final = 0  # somebody is told by it, or will look in a moment
WHENEVER: Final = -50  # nobody waits: nightly work, the demonstration's pictures
