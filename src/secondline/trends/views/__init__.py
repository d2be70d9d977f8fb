"""The analyst's pages."""

from secondline.trends.views.detections import detections, table

__all__ = ["detections", "table"]
