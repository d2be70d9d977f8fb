"""The register's pages."""

from secondline.register.views.overview import overview, pull_now

__all__ = ["overview", "pull_now"]
