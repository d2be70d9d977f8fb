"""An agency's own questions at the steps of the procedure, for its administrator."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from secondline.inspections import actions, queries
from secondline.inspections.actions.question import CHANGE
from secondline.inspections.forms import QuestionForm
from secondline.inspections.models import Question
from secondline.inspections.naming import language
from secondline.people.gate import Request
from secondline.people.queries import require
from traveldoc.vocabulary import vocabulary


@require_http_methods(["GET", "POST"])
def questions(request: Request) -> HttpResponse:
    require(request.user, CHANGE)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        question: Question = form.save(commit=False)
        question.forms, question.words = form.cleaned_data["only_for"], form.words()
        actions.add_question(question=question, by=request.user, at=request.at)
        return redirect("inspections:questions")
    book, own = vocabulary("procedure"), queries.own_questions(request.user.agency_id)
    steps = [
        (
            term.group,
            term.label(language()),
            [child.label(language()) for child in book.children(term.id)],
            [
                (each, each.label(language()), each.definition(language()))
                for each in own
                if each.step == term.id
            ],
        )
        for term in book.roots()
    ]
    return render(request, "inspections/questions.html", {"form": form, "steps": steps})


@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    require(request.user, CHANGE)
    actions.withdraw_question(question=pk, by=request.user, at=request.at)
    return redirect("inspections:questions")
