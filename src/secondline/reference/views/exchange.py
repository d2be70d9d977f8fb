"""The library as a folder: saved as a ZIP, taken in from one."""

import tempfile
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from secondline.people.gate import Request
from secondline.people.held import let_go
from secondline.people.queries import require
from secondline.reference.actions.exchanging import files_of, note_export, take_in
from secondline.reference.folder import FolderError, from_zip, to_zip
from secondline.reference.trying import HeldFileForm

FAULTS_SHOWN = 100
SPOOLED = 20_000_000


class FolderForm(HeldFileForm):
    file = forms.FileField(label=gettext_lazy("ZIP file"))


@require_GET
def export(request: Request) -> FileResponse:
    require(request.user, "library.read")
    target = tempfile.SpooledTemporaryFile(SPOOLED)  # noqa: SIM115  # the response closes it
    names: list[str] = []

    def counted() -> Any:
        for name, data in files_of(request.user):
            names.append(name)
            yield name, data

    to_zip(counted(), target)  # type: ignore[arg-type]  # a file like others
    note_export(by=request.user, at=request.at, files=len(names))
    target.seek(0)
    filename = f"library-{request.user.agency.code}.zip"
    return FileResponse(target, as_attachment=True, filename=filename, content_type="application/zip")


@require_http_methods(["GET", "POST"])
def take(request: Request) -> HttpResponse:
    """`try` says what would come of it; `import` does it."""
    require(request.user, "library.write")
    form = FolderForm(request.POST or None, request.FILES or None, person=request.user)
    context: dict[str, Any] = {"form": form}
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "reference/import.html", context, status=status)
    trial = "import" not in request.POST
    try:
        assert form.path is not None  # a valid form has one
        with form.path.open("rb") as stream:
            plan = take_in(bundles=from_zip(stream), by=request.user, at=request.at, trial=trial)
    except FolderError as error:
        context["faults"] = [
            {"file": each.file, "line": each.line, "said": each.phrase.filled(_(each.phrase.template))}
            for each in error.faults[:FAULTS_SHOWN]
        ]
        return render(request, "reference/import.html", context, status=422)
    if trial:
        return render(request, "reference/import.html", context | {"plan": plan})
    let_go(form.path)
    made = plan.fresh + plan.changed
    words = ngettext("%(n)s draft is written.", "%(n)s drafts are written.", made)
    messages.success(request, words % {"n": made})
    return redirect("/reference/library/?stage=work")
