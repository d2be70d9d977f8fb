"""The centre's pages, and the page of a case, which is composed here: support is the later room."""

from secondline.support.views.case import case, panel
from secondline.support.views.deeds import answer, ask, put_back, take, withdraw
from secondline.support.views.queue import queue, rows

__all__ = ["answer", "ask", "case", "panel", "put_back", "queue", "rows", "take", "withdraw"]
