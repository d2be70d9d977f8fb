"""The auditor's page: the record of the own agency in words, and whether the chain holds."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from secondline.people.gate import Request
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record import queries
from secondline.site.record_lines import lines, wanted
from secondline.site.verbs import VERB_WORDS

_ROWS = 100


class AskForm(forms.Form):
    """Which entries. It stands in the address; what is left out asks for all."""

    who = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who"), required=False, empty_label=_("everybody")
    )
    deed = forms.ChoiceField(label=_("What"), required=False)
    case = forms.CharField(label=_("Case number"), required=False, max_length=40)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who, deed = self.fields["who"], self.fields["deed"]
        assert isinstance(who, forms.ModelChoiceField)
        assert isinstance(deed, forms.ChoiceField)
        who.queryset = Person.objects.filter(agency=person.agency_id).order_by("name")
        spoken = sorted(
            ((verb, gettext(words)) for verb, words in VERB_WORDS.items()), key=lambda row: row[1]
        )
        deed.choices = [("", _("everything")), *spoken]


@require_GET
def entries(request: Request) -> HttpResponse:
    require(request.user, "record.read")
    form = AskForm(request.GET, person=request.user)
    form.is_valid()
    asked = form.cleaned_data
    who = asked.get("who")
    found = wanted(
        queries.of_agency(request.user.agency_id),
        agency=request.user.agency_id,
        who=who.pk if who else None,
        deed=asked.get("deed") or "",
        case=asked.get("case") or "",
        day=asked.get("day"),
    )
    page = Paginator(found, _ROWS).get_page(request.GET.get("page"))
    kept = urlencode({name: form.data.get(name, "") for name in form.fields if form.data.get(name)})
    context = {"page": page, "rows": lines(list(page)), "head": queries.head(), "form": form, "kept": kept}
    return render(request, "site/entries.html", context)
