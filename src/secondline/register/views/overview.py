"""The register's page: what came in, from where, what was refused; and the button that pulls now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from secondline.people.gate import Request
from secondline.people.keyring import KeyringError
from secondline.people.queries import may, require
from secondline.register import queries
from secondline.register.actions import Pulled, pull
from secondline.register.queries.intakes import intakes_visible_to
from secondline.register.rules import FACTS, PULLED, REASONS

BATCHES_SHOWN = 30
INTAKES_SHOWN = 5


@require_GET
def overview(request: Request) -> HttpResponse:
    require(request.user, "register.read")
    vocabularies = {fact.name: fact.vocabulary for fact in FACTS}
    refused = [
        (row, gettext(REASONS[row.reason]) % {"vocabulary": vocabularies.get(row.column, "")})
        for row in queries.refused(request.user)
    ]
    context = {
        "as_of": queries.as_of(request.user),
        "sources": queries.sources(request.user),
        "batches": queries.batches_visible_to(request.user)[:BATCHES_SHOWN],
        "refused": refused,
        "own": PULLED,
        "exposures": queries.exposures_visible_to(request.user)[:BATCHES_SHOWN],
        "may_import": may(request.user, "register.import"),
        "intakes": intakes_visible_to(request.user)[:INTAKES_SHOWN],
        "may_pull": may(request.user, "register.pull"),
    }
    return render(request, "register/overview.html", context)


@require_POST
def pull_now(request: Request) -> HttpResponse:
    """Take over what was concluded since the last time; `everything` looks at all of it again."""
    require(request.user, "register.pull")
    everything = request.POST.get("everything") == "yes"
    try:
        pulled = pull(agency=request.user.agency, by=request.user, at=request.at, everything=everything)
    except KeyringError:
        messages.error(
            request,
            gettext(
                "Nothing was taken over: the key of your agency is missing or not the right one. Your "
                "administrator can see the reason with ./secondline register check."
            ),
        )
    else:
        _tell(request, pulled)
    return redirect(_back(request))


def _tell(request: Request, pulled: Pulled) -> None:
    taken = pulled.added + pulled.replaced
    words = ngettext("%(n)s inspection was taken over.", "%(n)s inspections were taken over.", taken)
    messages.success(request, words % {"n": taken} if taken else gettext("There was nothing new."))
    if pulled.refused:
        words = ngettext(
            "%(n)s inspection was refused: see the register.",
            "%(n)s inspections were refused: see the register.",
            pulled.refused,
        )
        messages.warning(request, words % {"n": pulled.refused})


def _back(request: Request) -> str:
    """Where the button stood, if that is a page of ours."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else reverse("register:overview")
