"""The front door: where each role starts, the language, and a sign of life."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from secondline.people.gate import Request
from secondline.people.queries import may
from secondline.site.menu import DOORS


@require_GET
def home(request: Request) -> HttpResponse:
    """Straight to the work: the first door that this person may open."""
    for door in DOORS:
        if may(request.user, door.verb):
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
