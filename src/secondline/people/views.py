"""The administrator's pages: who works here, and at which posts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from secondline.people import actions
from secondline.people.forms import ChangedPostForm, PersonForm, PostForm
from secondline.people.gate import Request
from secondline.people.models import Person, Post
from secondline.people.queries import require


@require_GET
def persons(request: Request) -> HttpResponse:
    require(request.user, "person.list")
    people = Person.objects.filter(agency=request.user.agency_id).select_related("post", "agency")
    posts = Post.objects.filter(agency=request.user.agency_id)
    return render(request, "people/persons.html", {"people": people, "posts": posts})


@require_http_methods(["GET", "POST"])
def add_person(request: Request) -> HttpResponse:
    require(request.user, "person.add")
    form = PersonForm(request.POST or None, agency=request.user.agency)
    if request.method == "POST" and form.is_valid():
        form.instance.agency = request.user.agency
        password = form.cleaned_data["password"]
        person = actions.add_person(by=request.user, at=request.at, person=form.instance, password=password)
        messages.success(request, _("%(name)s was added.") % {"name": person.name})
        return redirect("people:persons")
    return _form(request, form, _("Add a person"))


@require_http_methods(["GET", "POST"])
def change_person(request: Request, person_id: UUID) -> HttpResponse:
    require(request.user, "person.change")
    person = get_object_or_404(Person, pk=person_id, agency=request.user.agency_id)
    form = PersonForm(request.POST or None, instance=person, agency=request.user.agency)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        actions.change_person(by=request.user, at=request.at, person=form.instance, password=password)
        messages.success(request, _("%(name)s was changed.") % {"name": person.name})
        return redirect("people:persons")
    return _form(request, form, _("Change a person"), person=person)


@require_POST
def recover(request: Request, person_id: UUID) -> HttpResponse:
    """A lost authenticator: the administrator, who knows the person, lets them set up a new one."""
    require(request.user, "person.recover")
    person = get_object_or_404(Person, pk=person_id, agency=request.user.agency_id)
    try:
        actions.recover(person=person, by=request.user, at=request.at)
    except actions.OwnFactorError:
        messages.warning(
            request, _("Your own second factor is reset by another administrator or the operator.")
        )
        return redirect("people:change-person", person.pk)
    messages.success(
        request, _("%(name)s sets up a new second factor at the next log-in.") % {"name": person.name}
    )
    return redirect("people:persons")


@require_POST
def choose_mail(request: Request) -> HttpResponse:
    person = actions.choose_mail(by=request.user, at=request.at, wanted=request.POST.get("wanted") == "yes")
    if person.wants_mail and not person.email:
        messages.warning(
            request, _("Your administrator has no e-mail address of you: no mail can be sent yet.")
        )
    else:
        messages.success(request, _("Your choice about mail is kept."))
    return redirect("home")


@require_http_methods(["GET", "POST"])
def add_post(request: Request) -> HttpResponse:
    require(request.user, "post.add")
    form = PostForm(request.POST or None)
    form.instance.agency = request.user.agency
    if request.method == "POST" and form.is_valid():
        post = actions.add_post(by=request.user, at=request.at, post=form.instance)
        messages.success(request, _("%(name)s was added.") % {"name": post.name})
        return redirect("people:persons")
    return _form(request, form, _("Add a post"))


@require_http_methods(["GET", "POST"])
def change_post(request: Request, post_id: UUID) -> HttpResponse:
    require(request.user, "post.change")
    post = get_object_or_404(Post, pk=post_id, agency=request.user.agency_id)
    form = ChangedPostForm(request.POST or None, instance=post)
    if request.method == "POST" and form.is_valid():
        actions.change_post(by=request.user, at=request.at, post=form.instance)
        messages.success(request, _("%(name)s was changed.") % {"name": post.name})
        return redirect("people:persons")
    return _form(request, form, _("Change a post"))


def _form(
    request: Request, form: PersonForm | PostForm, title: str, person: Person | None = None
) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "title": title, "person": person}
    return render(request, "people/form.html", context, status=status)
