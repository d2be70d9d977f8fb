"""Files for the register: tried, looked at, taken; published series and what is remarkable in them."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from secondline.people.gate import Request
from secondline.people.queries import require
from secondline.register import queries
from secondline.register.actions import judge_remark, save_mapping, withdraw_exposure
from secondline.register.actions.filing import Report, Wrong, take_file
from secondline.register.exposure import shelf
from secondline.register.exposure.columns import COUNTED, SINGLE
from secondline.register.forms import FileForm
from secondline.register.incoming import UnusableFileError
from secondline.register.naming import described_name
from secondline.register.rules import FACTS, LINK_WORDS, LINKS, PURPOSES, VERDICTS
from secondline.shell.templatetags.shell import number
from traveldoc.finding import Phrase

OURS = {"counts": COUNTED, "crossings": SINGLE}
REMARKS_A_PAGE = 50
REMARKS_TRIED = 30
ROWS_SHOWN = 100


@require_http_methods(["GET", "POST"])
def file(request: Request) -> HttpResponse:
    """Try a file, or take it over: nothing is half-taken."""
    require(request.user, "register.import")
    form = FileForm(request.POST or None, request.FILES or None, person=request.user)
    report = None
    if request.method == "POST" and form.is_valid():
        take = request.POST.get("do") == "take"
        report = _report(request, form, take=take)
        if report is not None and take and report.usable:
            return _taken(request, form, report)
        if report is not None and request.POST.get("do") == "refused":
            return _refused(report)
    status = 422 if form.errors else 200
    context = {
        "form": form,
        "report": report,
        "remarks": [] if report is None else [_said(words) for words in report.remarks[:REMARKS_TRIED]],
        "wrong": [] if report is None else list(_places(report.wrong[:ROWS_SHOWN])),
        "held": form.path.name if form.path else "",
        "ours": [_ours_of_detections(), *(_ours(purpose) for purpose in OURS)],
    }
    return render(request, "register/file.html", context, status=status)


def _told(words: Phrase) -> str:
    """A remark by names and with numbers as the reader writes them, not by the codes that it is kept by."""
    values = {
        name: described_name(text) if name == "what" else number(int(text)) if _is_count(name, text) else text
        for name, text in words.values.items()
    }
    return replace(words, values=values).filled(gettext(words.template))


def _is_count(name: str, text: str) -> bool:
    """Not a year: those stand under other names."""
    return name in {"before", "after", "total", "sum", "rows", "changed", "small", "new", "gone"} and (
        text.isascii() and text.isdigit()
    )


def _said(words: Phrase) -> str:
    """The sentence in the reader's language."""
    return words.filled(gettext(words.template))


def _places(wrong: Sequence[Wrong]) -> Iterator[tuple[int, str, str]]:
    yield from ((each.row, each.column, _said(each.why)) for each in wrong)


def _refused(report: Report) -> HttpResponse:
    """Every row that can't be taken, with its column and the reason, as a table to work through."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="refused-rows.csv"'
    response.write("\ufeff")  # Excel takes it for UTF-8 by this mark only
    writer = csv.writer(response, lineterminator="\r\n")
    writer.writerow((gettext("Row"), gettext("Column"), gettext("Reason")))
    writer.writerows(_places(report.wrong))
    return response


def _ours(purpose: str) -> tuple[str, list[tuple[str, bool, str]]]:
    """Our columns: name, whether it is wanted, what stands in it."""
    columns = [(each.name, each.required, gettext(each.meaning)) for each in OURS[purpose]]
    return gettext(PURPOSES[purpose]), columns


def _ours_of_detections() -> tuple[str, list[tuple[str, bool, str]]]:
    links = [(name, False, gettext(LINK_WORDS[name])) for name in LINKS]
    facts = [
        (fact.name, fact.required, gettext("Ids of the vocabulary %(name)s") % {"name": fact.vocabulary})
        if fact.vocabulary
        else (fact.name, fact.required, "")
        for fact in FACTS
    ]
    purpose = PURPOSES["detections"]
    return gettext(purpose), [*facts, *links]


def _report(request: Request, form: FileForm, *, take: bool) -> Report | None:
    assert form.path is not None  # a valid form has one
    filing = form.filing()
    try:
        return take_file(path=form.path, filing=filing, by=request.user, at=request.at, dry_run=not take)
    except UnusableFileError as error:
        form.add_error("file", _said(error.words))
        return None


def _taken(request: Request, form: FileForm, report: Report) -> HttpResponse:
    filing = form.filing()
    if form.cleaned_data["mapping"].strip():
        mapped = form.mapped
        save_mapping(
            source=filing.source, purpose=filing.purpose, mapped=mapped, by=request.user, at=request.at
        )
    assert form.path is not None
    shelf.let_go(form.path)
    if report.known:
        messages.info(request, gettext("This file was taken before; nothing was added."))
    else:
        words = ngettext("%(n)s row was taken over.", "%(n)s rows were taken over.", report.rows)
        messages.success(request, words % {"n": report.rows})
    return redirect("register:series" if filing.purpose == "series" else "register:overview")


@require_GET
def series(request: Request) -> HttpResponse:
    """Which published series the register holds, as of when, and what is remarkable in them."""
    require(request.user, "register.read")
    open_ones = Paginator(queries.remarks(request.user, request.GET.get("batch", "")), REMARKS_A_PAGE)
    page = open_ones.get_page(request.GET.get("page"))
    context = {
        "held": queries.series_held(request.user),
        "page": page,
        "rows": [(remark, _told(queries.remark_words(remark))) for remark in page],
        "verdicts": [(name, gettext(words)) for name, words in VERDICTS.items()],
    }
    return render(request, "register/series.html", context)


@require_POST
def judge(request: Request, pk: UUID) -> HttpResponse:
    judge_remark(remark=pk, verdict=request.POST.get("verdict", ""), by=request.user, at=request.at)
    return redirect("register:series")


@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    withdraw_exposure(exposure=pk, by=request.user, at=request.at)
    messages.success(request, gettext("The counts of this file are read no more."))
    return redirect("register:overview")
