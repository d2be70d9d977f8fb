"""What may be read of the statistics: series, signals, the link, where to look."""

from secondline.trends.queries.series import Change, Series, series

__all__ = ["Change", "Series", "series"]
