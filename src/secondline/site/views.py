"""The front door: where each role starts, the language, and a sign of life."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from secondline.people.gate import Request
from secondline.site.menu import DOORS, opens

NOT_UNDERSTOOD = (
    _("This could not be understood"),
    _("The form was too large or damaged on its way. Go back: what you typed is still there. Send it again."),
)
STALE = (
    _("This page is too old to be sent"),
    _(
        "You logged in or out since it was opened, or cookies are off. Go back, reload the page and send "
        "it again."
    ),
)
BROKEN = (
    _("Something went wrong here"),
    _(
        "Nothing that was acknowledged is lost. Go back and try again; if it stays so, tell your "
        "administrator."
    ),
)


@require_GET
def home(request: Request) -> HttpResponse:
    """Straight to the work: the first door at which this person's day can begin."""
    for door in DOORS:
        if door.to_start and opens(request.user, door):
            return redirect(reverse(door.url_name))
    return render(request, "shell/empty.html")


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    return set_language(request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return render(request, "shell/404.html", status=404)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    del request, exception
    return _plain_words(400, NOT_UNDERSTOOD)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not fit: an old page, or a page that is not ours."""
    del request, reason
    return _plain_words(403, STALE)


def broken(request: HttpRequest) -> HttpResponse:
    """No database and no menu are asked for this page: they may be what is broken."""
    del request
    return _plain_words(500, BROKEN)


def _plain_words(status: int, words: tuple[object, object]) -> HttpResponse:
    title, advice = words
    context = {"title": title, "advice": advice, "language": get_language()}
    return HttpResponse(render_to_string("site/trouble.html", context), status=status)
