"""Whose turn it is in the background: who waits before a screen goes first."""

from typing import Final

# Priorities of tasks, of -100 to 100, 0 where none is named; of equal ones the older goes first.
WATCHED: Final = 50  # a page shows "a few seconds" until it is done
WHENEVER: Final = -50  # nobody waits: nightly work, the demonstration's pictures

# Queues, each with a worker of its own: what takes minutes keeps nobody else waiting.
DAILY, LONG = "default", "long"
