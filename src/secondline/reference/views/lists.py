"""Lists of lost and stolen documents: what is held, how old it is, and a new one with a trial first."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from secondline.people.gate import Request
from secondline.people.held import let_go
from secondline.people.queries import require
from secondline.reference.actions.importing import (
    RefusedListError,
    drop_list,
    import_list,
    keep_mapping,
    try_list,
)
from secondline.reference.columns import Fault
from secondline.reference.forms.lists import ListForm
from secondline.reference.models import ReportedList
from secondline.reference.queries.reported import visible_lists


@require_GET
def index(request: Request) -> HttpResponse:
    require(request.user, "reported.read")
    today = request.at.date()
    rows = [(each, (today - each.as_of).days) for each in visible_lists(request.user)]
    context = {
        "standing": [(each, age, age > each.fresh_days) for each, age in rows if each.current],
        "ended": [each for each, _age in rows if not each.current][:20],
    }
    return render(request, "reference/lists.html", context)


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """`try` reads the whole file and says what would come of it; `import` takes it."""
    require(request.user, "reported.import")
    if request.method == "GET":
        form = ListForm(person=request.user, initial={"as_of": request.at.date()})
        return render(request, "reference/list_new.html", {"form": form})
    form = ListForm(request.POST, request.FILES, person=request.user)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        columns, described = form.columns(), form.described()
        assert form.path is not None  # a valid form has one
        if "import" not in request.POST:
            with form.path.open("rb") as stream:
                tried = try_list(
                    stream=stream, columns=columns, described=described, by=request.user, at=request.at
                )
            context |= {"tried": tried, "faults": _shown(tried.faults), "count": tried.count}
            return render(request, "reference/list_new.html", context)
        try:
            with form.path.open("rb") as stream:
                made, is_new = import_list(
                    stream=stream,
                    columns=columns,
                    described=described,
                    agency=request.user.agency,
                    by=request.user,
                    at=request.at,
                )
        except RefusedListError as refused:
            context |= {"faults": _shown(refused.faults), "count": refused.count, "refused": True}
            return render(request, "reference/list_new.html", context, status=422)
        if name := form.cleaned_data["keep_as"].strip():
            keep_mapping(name=name, columns=columns, by=request.user, at=request.at)
        let_go(form.path)
        _tell(request, made, is_new=is_new)
        return redirect("reference:lists")
    return render(request, "reference/list_new.html", context, status=422)


def _shown(faults: list[Fault]) -> list[tuple[int, str]]:
    return [(fault.line, fault.phrase.filled(_(fault.phrase.template))) for fault in faults]


def _tell(request: Request, made: ReportedList, *, is_new: bool) -> None:
    if not is_new:
        messages.warning(request, _("This very list stands already."))
        return
    words = ngettext("%(n)s number was taken in.", "%(n)s numbers were taken in.", made.rows)
    messages.success(request, words % {"n": made.rows})


@require_POST
def drop(request: Request, pk: UUID) -> HttpResponse:
    require(request.user, "reported.import")
    found = get_object_or_404(visible_lists(request.user), pk=pk, current=True)
    drop_list(reported=found, by=request.user, at=request.at)
    messages.success(request, _("The list is no longer looked through."))
    return redirect("reference:lists")
