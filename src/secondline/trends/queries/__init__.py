"""What may be read of the statistics: series, signals, the link, where to look."""

from secondline.trends.queries.changing import Change
from secondline.trends.queries.series import Series, series

__all__ = ["Change", "Series", "series"]
