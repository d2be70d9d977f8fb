"""Drafts: what is being typed is kept for its writer, comes back in the form, and goes when it was sent.

A browser keeps the same in its tab (drafts.js), which a dropped line and an ended session do not touch.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from secondline.inspections import actions, queries
from secondline.inspections.models import Draft
from secondline.people.gate import Request

# The field that names a form's draft, and the cookie that tells the browser which was sent.
KEY: Final = "draft"
SENT: Final = "draft-sent"
_FORM = re.compile(r"[a-z]+(:[0-9a-f-]{36})?")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,80}")
_NEVER: Final = frozenset({"csrfmiddlewaretoken", KEY, "refer", "next", "discard"})
MOST_FIELDS: Final = 300
MOST_CHARACTERS: Final = 60_000


def fields_of(posted: QueryDict) -> dict[str, list[str]]:
    """What of a form is worth keeping: texts and choices, no tokens, no buttons, no files."""
    return {
        name: [str(value) for value in posted.getlist(name)]
        for name in posted
        if name not in _NEVER and _NAME.fullmatch(name) and not name.startswith("delivery-")
    }


def keep(request: Request, *, without: Iterable[str] = ()) -> bool:
    """Keep what was posted under the key that it names; False where it names none, or is too much.

    `without`: fields that are sent by this very request while the rest of the form stays.
    """
    form = request.POST.get(KEY, "")
    gone = set(without)
    fields = {name: values for name, values in fields_of(request.POST).items() if name not in gone}
    size = sum(len(value) for values in fields.values() for value in values)
    if not _FORM.fullmatch(form) or len(fields) > MOST_FIELDS or size > MOST_CHARACTERS:
        return False
    actions.keep_draft(form=form, fields=fields, by=request.user, at=request.at)
    return True


@require_POST
def discard(request: Request) -> HttpResponse:
    """Throw away what came back, and show the form as it was before."""
    form = request.POST.get(KEY, "")
    if not _FORM.fullmatch(form):
        raise Http404
    back = urlsplit(request.headers.get("Referer", ""))
    address = back.path if back.netloc == request.get_host() else reverse("home")
    return done(request, redirect(address), form)


@require_POST
def drafts(request: Request) -> HttpResponse:
    """Called while somebody types."""
    return HttpResponse(status=204 if keep(request) else 400)


def typed(draft: Draft | None) -> dict[str, Any]:
    """The kept texts as a form's initial values."""
    fields: Mapping[str, list[str]] = draft.fields if draft else {}
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def draft_of(request: Request, form: str) -> Draft | None:
    """What was typed before, unless this very request brings it."""
    return queries.draft(request.user, form) if request.method == "GET" else None


def done(request: Request, response: HttpResponse, form: str) -> HttpResponse:
    """The form was taken: its draft goes here and in the browser."""
    actions.discard_draft(form=form, by=request.user)
    return sent(response, form)


def sent(response: HttpResponse, form: str) -> HttpResponse:
    """Tell drafts.js that what it kept of this form is no longer needed. Read once and deleted there."""
    response.set_cookie(SENT, form, max_age=600, samesite="Strict")
    return response
