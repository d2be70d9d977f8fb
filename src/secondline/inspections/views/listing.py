"""The agency's inspections: open ones first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from secondline.inspections import queries
from secondline.people.gate import Request
from secondline.people.queries import require

ON_A_PAGE = 25
LONGEST_SEARCH = 40


@require_GET
def index(request: Request) -> HttpResponse:
    require(request.user, "inspection.list")
    search = request.GET.get("search", "")[:LONGEST_SEARCH]
    page = Paginator(queries.listing(request.user, search), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "inspections/list.html", {"page": page, "search": search})
