"""Files for the register: tried, looked at, taken; published series and what is remarkable in them."""

import csv
from collections.abc import Iterable, Iterator
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
from secondline.register.actions import judge_remark, withdraw_exposure
from secondline.register.actions.intaking import CrowdedError, give_file, take_given
from secondline.register.exposure import shelf
from secondline.register.exposure.columns import COUNTED, SINGLE
from secondline.register.forms import FileForm, as_it_was_given
from secondline.register.intake_rules import MOST_WAITING, STEPS, Course
from secondline.register.models import Intake
from secondline.register.naming import described_name
from secondline.register.queries.intakes import (
    Wrong,
    all_wrong_of,
    find_intake,
    going,
    remarks_of,
    trouble_words,
    wrong_of,
)
from secondline.register.rules import FACTS, LINK_WORDS, LINKS, PURPOSES, VERDICTS
from secondline.register.tasks import take_in_soon
from secondline.shell.templatetags.shell import number
from traveldoc.finding import Phrase

OURS = {"counts": COUNTED, "crossings": SINGLE}
REMARKS_A_PAGE = 50


@require_http_methods(["GET", "POST"])
def file(request: Request) -> HttpResponse:
    """Give a file: it is tried, or taken over, in the background, and its page says how far it is."""
    require(request.user, "register.import")
    form = FileForm(request.POST or None, request.FILES or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        given = _given(request, form)
        if given:
            return redirect("register:intake", given.pk)
    return render(request, "register/file.html", _form(form), status=422 if form.errors else 200)


def _given(request: Request, form: FileForm) -> Intake | None:
    assert form.path is not None  # a valid form has one
    try:
        return give_file(
            digest=form.path.name,
            filing=form.filing(),
            keep=bool(form.cleaned_data["mapping"].strip()),
            by=request.user,
            at=request.at,
            take=request.POST.get("do") == "take",
            then=take_in_soon,
        )
    except CrowdedError:
        words = ngettext(
            "%(n)s file is on its way already. Wait until one is done.",
            "%(n)s files are on their way already. Wait until one is done.",
            MOST_WAITING,
        )
        form.add_error(None, words % {"n": MOST_WAITING})
        return None


def _form(form: FileForm) -> dict[str, object]:
    held = form.path.name if form.path else form.held_before
    return {
        "form": form,
        "held": held if shelf.held(form.person.agency_id, held) else "",
        "ours": [_ours_of_detections(), *(_ours(purpose) for purpose in OURS)],
    }


@require_GET
def intake(request: Request, pk: UUID) -> HttpResponse:
    """What becomes of a file: how far it is, asked again while it is waited for; then what was found."""
    require(request.user, "register.import")
    found = find_intake(request.user, pk)
    context = {
        "intake": found,
        "waiting": found.state == Course.WAITING,
        "failed": found.state == Course.FAILED,
        "usable": found.state == Course.DONE and not found.report["refused"],
        "purpose": gettext(PURPOSES[found.purpose]),
    }
    if found.state == Course.WAITING:
        told = going(found)
        numbers = {"done": number(told.done), "of": number(told.of)}
        said = _said(Phrase(STEPS[told.step], numbers))
        return render(request, "register/intake.html", context | {"going": told, "said": said})
    trouble = trouble_words(found)
    form = FileForm(initial=as_it_was_given(found), person=request.user)
    context |= {
        "report": found.report,
        "trouble": _said(trouble) if trouble else "",
        "remarks": [_told(words) for words in remarks_of(found)],
        "wrong": list(_places(wrong_of(found))),
        **_form(form),
    }
    return render(request, "register/intake.html", context)


@require_POST
def take(request: Request, pk: UUID) -> HttpResponse:
    """Take over the file that was tried: the same bytes, read the same way."""
    find_intake(request.user, pk)
    take_given(intake=pk, by=request.user, at=request.at, then=take_in_soon)
    return redirect("register:intake", pk)


@require_GET
def refused(request: Request, pk: UUID) -> HttpResponse:
    """Every row that can't be taken, with its column and the reason, as a table to work through."""
    require(request.user, "register.import")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="refused-rows.csv"'
    response.write("\ufeff")  # Excel takes it for UTF-8 by this mark only
    writer = csv.writer(response, lineterminator="\r\n")
    writer.writerow((gettext("Row"), gettext("Column"), gettext("Reason")))
    writer.writerows(_places(all_wrong_of(find_intake(request.user, pk))))
    return response


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


def _places(wrong: Iterable[Wrong]) -> Iterator[tuple[int, str, str]]:
    yield from ((row, column, _said(why)) for row, column, why in wrong)


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
