"""The trust store's pages: whose keys, from whom, how old; and an administrator's import."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from secondline.people.gate import Request
from secondline.people.queries import may, require
from secondline.reference.actions.trust_import import end_source, import_trust
from secondline.reference.actions.trust_look import TrustRefusedError, look_again, look_into
from secondline.reference.forms.trust import EndForm, FileForm, ImportForm
from secondline.reference.models import TrustSource
from secondline.reference.queries import trust
from secondline.reference.queries.trust_preview import Preview
from secondline.reference.templatetags.trust import said

SHOWN_KEYS = 40  # of each sort in a preview; how many more there are is said


def _today(request: Request) -> date:
    return request.at.date()


def _in_force(request: Request) -> list[TrustSource]:
    require(request.user, "trust.read")
    return list(trust.in_force(request.user.agency, request.at))


@require_GET
def overview(request: Request) -> HttpResponse:
    """Each State's keys, and each source with its age."""
    sources, on = _in_force(request), _today(request)
    states = trust.by_state(sources, on)
    context = {
        "sources": sources,
        "states": states,
        "keys": sum(row.keys for row in states),
        "old": [each for each in sources if trust.age_of(each, on) != "fresh"],
        "on": on,
        "can_import": may(request.user, "trust.import"),
        "ended": trust.visible_to(request.user).filter(ended_at__isnull=False).order_by("-ended_at")[:20],
    }
    return render(request, "reference/trust/overview.html", context)


@require_GET
def state(request: Request, code: str) -> HttpResponse:
    """The keys of one State, with those who vouch for each; "-" for keys that name none."""
    sources, code = _in_force(request), "" if code == "-" else code
    keys = list(trust.keys_of(sources).filter(state=code).defer("encoded"))
    if not keys:
        raise Http404
    rows = [(key, trust.vouching(key, sources), trust.is_contradicted(key, keys)) for key in keys]
    context = {"code": code, "rows": rows, "on": _today(request)}
    return render(request, "reference/trust/state.html", context)


@require_GET
def key(request: Request, pk: UUID) -> HttpResponse:
    """One certificate: what it says, who has it, and who says otherwise."""
    require(request.user, "trust.read")
    found = trust.find_key(request.user, pk)
    sources = _in_force(request)
    others = [(each, trust.contradicts(found, each)) for each in trust.others_of_key(found, sources)]
    holders = trust.visible_to(request.user).filter(holdings__key=found)
    context = {"key": found, "holders": holders, "others": others, "on": _today(request)}
    return render(request, "reference/trust/key.html", context)


@require_GET
def source(request: Request, pk: UUID) -> HttpResponse:
    require(request.user, "trust.read")
    return _source_page(request, trust.find_source(request.user, pk), EndForm())


def _source_page(request: Request, found: TrustSource, form: EndForm, status: int = 200) -> HttpResponse:
    context = {
        "source": found,
        "states": trust.by_state([found], _today(request)),
        "on": _today(request),
        "can_end": may(request.user, "trust.end", found) and found.ended_at is None,
        "form": form,
    }
    return render(request, "reference/trust/source.html", context, status=status)


@require_POST
def end(request: Request, pk: UUID) -> HttpResponse:
    found = trust.find_source(request.user, pk)
    require(request.user, "trust.end", found)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            end_source(source=found, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
        except TrustRefusedError as refused:
            form.add_error("reason", said(refused.phrase))
        else:
            messages.success(
                request, _("It is not relied on any more. Earlier examinations stay as they are.")
            )
            return redirect("reference:trust-source", found.pk)
    return _source_page(request, found, form, status=422)


@require_http_methods(["GET", "POST"])
def look(request: Request) -> HttpResponse:
    """First the file is looked into and what it would change is shown; nothing is stored by that."""
    require(request.user, "trust.import")
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            seen = look_into(by=request.user, at=request.at, name=file.name or "", stream=file)
        except TrustRefusedError as refused:
            form.add_error("file", said(refused.phrase))
        else:
            told = {"sha256": seen.sha256, "name": seen.name, "origin": form.cleaned_data["origin"]}
            return _preview_page(request, seen, ImportForm(initial=told))
    status = 422 if form.errors else 200
    return render(request, "reference/trust/look.html", {"form": form}, status=status)


def _preview_page(request: Request, seen: Preview, form: ImportForm, status: int = 200) -> HttpResponse:
    context = {"seen": seen, "form": form, "most": f":{SHOWN_KEYS}", "shown_keys": SHOWN_KEYS}
    return render(request, "reference/trust/preview.html", context, status=status)


@require_POST
def take(request: Request) -> HttpResponse:
    """The confirmed import: a recorded deed."""
    require(request.user, "trust.import")
    form = ImportForm(request.POST)
    if not form.is_valid():
        raise Http404
    told = {name: form.cleaned_data[name] for name in ("sha256", "name", "origin", "reason")}
    try:
        done = import_trust(by=request.user, at=request.at, **told)
    except TrustRefusedError as refused:
        return _refused(request, form, refused)
    count = len(done.sources) + len(done.pinned)
    words = ngettext(
        "%(count)s source is relied on from now on.", "%(count)s sources are relied on from now on.", count
    )
    messages.success(request, words % {"count": count})
    return redirect("reference:trust")


def _refused(request: Request, form: ImportForm, refused: TrustRefusedError) -> HttpResponse:
    """The preview once more with what is wrong; from the start where the file is gone."""
    form.add_error("reason", said(refused.phrase))
    data = form.cleaned_data
    try:
        seen = look_again(by=request.user, at=request.at, name=data["name"], sha256=data["sha256"])
    except TrustRefusedError as gone:
        again = FileForm(initial={"origin": data["origin"]})
        messages.error(request, said(gone.phrase))
        return render(request, "reference/trust/look.html", {"form": again}, status=422)
    return _preview_page(request, seen, form, status=422)
