"""The auditor's page: the record of the own agency, and whether the chain holds."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from secondline.people.gate import Request
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record import queries


@require_GET
def entries(request: Request) -> HttpResponse:
    require(request.user, "record.read")
    page = Paginator(queries.of_agency(request.user.agency_id), 100).get_page(request.GET.get("page"))
    names = dict(
        Person.objects.filter(pk__in={entry.by for entry in page if entry.by}).values_list("pk", "name")
    )
    rows = [(entry, names.get(entry.by) if entry.by else None) for entry in page]
    return render(request, "site/entries.html", {"page": page, "rows": rows, "head": queries.head()})
