"""The door: nobody passes without logging in, and some not without a second factor."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, resolve
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from secondline.people.models import Person
from secondline.people.rules import SECOND_FACTOR_REQUIRED

# Deny by default: only these names (or namespaces' prefixes) are open to a stranger.
OPEN_NAMES = frozenset({"account_login", "account_logout", "mfa_authenticate", "language", "health"})
SECOND_FACTOR_PREFIXES = ("mfa_", "account_")
# allauth brings more pages than the house has: an e-mail address and a forgotten password are the business of
# the agency's administrator, so those pages do not exist here.
ACCOUNT_NAMES = OPEN_NAMES | {"account_reauthenticate", "account_change_password", "account_inactive"}


class Request(HttpRequest):
    """What a view behind the gate is handed: the person and the moment."""

    user: Person
    at: datetime
    htmx: HtmxDetails


class GateMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        match = resolve(request.path_info)
        if match.url_name in OPEN_NAMES:
            return _within(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, request) or self.get_response(request)
        if not request.user.is_authenticated:
            return _log_in(request)
        if self._lacks_second_factor(request, match):
            return redirect("mfa_activate_totp")
        if (match.url_name or "").startswith("account_") and match.url_name not in ACCOUNT_NAMES:
            raise Http404
        whole = settings.MAX_FILES * settings.MAX_FILE_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        with timezone.override(request.user.zone):
            return _within(whole, request) or self.get_response(request)

    @staticmethod
    def _lacks_second_factor(request: Request, match: ResolverMatch) -> bool:
        return (
            not settings.DEMONSTRATION
            and request.user.role in SECOND_FACTOR_REQUIRED
            and not (match.url_name or "").startswith(SECOND_FACTOR_PREFIXES)
            and not is_mfa_enabled(request.user)
        )


def _within(most: int, request: HttpRequest) -> HttpResponse | None:
    """413 for a body that is too long, before a byte of it is read: Django would put its files on the disk.

    A body of unsaid length is never read. One file put by itself (PUT) has its own bound in `evidence`.
    """
    said = request.META.get("CONTENT_LENGTH") or "0"
    too_long = request.method == "POST" and said.isascii() and said.isdigit() and int(said) > most
    return HttpResponse(status=413) if too_long else None


def _log_in(request: Request) -> HttpResponse:
    """After the log-in a person stands where they wanted to go; htmx is told to move the whole page."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Refresh"] = "true"
        return response
    return redirect_to_login(_where(request))


def _where(request: HttpRequest) -> str:
    """Where to go on: the page itself, or the one whose form was sent (a deed's address has no page)."""
    came = urlsplit(request.headers.get("Referer", ""))
    if request.method != "POST" or came.netloc != request.get_host():
        return request.get_full_path()
    return came.path + (f"?{came.query}" if came.query else "")
