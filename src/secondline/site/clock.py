"""The only clock of the house. Everybody else is handed the time as `at=`."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `read` and `examine` ask the time and do without Django
    from django.http import HttpRequest, HttpResponse


def now() -> datetime:
    return datetime.now(UTC)


class ClockMiddleware:
    """One moment per request: everything that a request does happens at `request.at`."""

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        request.at = now()  # type: ignore[attr-defined]  # typed by people.gate.Request for the views
        return self.get_response(request)
