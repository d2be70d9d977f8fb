"""The administrator's pages: who works here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from secondline.people.gate import Request
from secondline.people.models import Person
from secondline.people.queries import require


@require_GET
def persons(request: Request) -> HttpResponse:
    require(request.user, "person.list")
    people = Person.objects.filter(agency=request.user.agency_id).select_related("post", "agency")
    return render(request, "people/persons.html", {"people": people})
