"""The code lists: what stands in the register's columns and files, with names in the reader's language."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET

from secondline.people.gate import Request
from secondline.people.queries import require
from secondline.register.code_lists import LISTS, code_list_csv, label
from traveldoc.vocabulary import VERSION, vocabulary


@require_GET
def code_lists(request: Request) -> HttpResponse:
    """One list; the others by their names."""
    require(request.user, "register.read")
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in LISTS else next(iter(LISTS))
    tag = get_language() or "en"
    terms = [(term, label(chosen, term, tag), term.definition(tag)) for term in vocabulary(chosen)]
    if chosen == "state":
        terms.sort(key=lambda each: each[1].casefold())
    context = {
        "chosen": chosen,
        "title": gettext(LISTS[chosen]),
        "lists": [(name, gettext(words), name == chosen) for name, words in LISTS.items()],
        "terms": terms,
        "defined": any(definition for _term, _label, definition in terms),
        "version": VERSION,
    }
    return render(request, "register/code_lists.html", context)


@require_GET
def code_list(request: Request, name: str) -> HttpResponse:
    """As CSV, with the names in every language of the house."""
    require(request.user, "register.read")
    if name not in LISTS:
        raise Http404
    tags = [tag for tag, _name in settings.LANGUAGES]
    response = HttpResponse(code_list_csv(name, tags), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}_{VERSION}.csv"'
    return response
