"""What is called a rise and a fall, looking back on a published series."""

from typing import Final

# Rises of the past in a published series: signals no more months apart are one rise, and its peak is looked
# for within PEAK_WITHIN months of its last signal.
EPISODE_BREAK: Final = 4
MOST_EPISODES: Final = 20

# Falls of a year: to what share of the year before, of how many at least; what counts as a rise meanwhile.
FALLEN_TO: Final = 0.5
LEAST_FALL: Final = 100
RISEN_TO: Final = 1.25
LEAST_RISE: Final = 50
MOST_SHIFTS: Final = 12
MOST_RISES: Final = 3  # of one fall, on the page
