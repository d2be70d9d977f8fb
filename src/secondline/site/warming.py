"""Before the first page is asked for: what it would otherwise make its reader wait for."""

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import Count
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.urls import reverse
from django.utils.translation import gettext, override

from secondline.reference.naming import states
from secondline.register.counts import HELD, cube_of
from secondline.register.models import MonthlyCounts
from secondline.register.queries.counts import hold
from secondline.shell.templatetags.shell import day, month, number
from traveldoc.vocabulary import names, vocabulary

log = logging.getLogger(__name__)


def warm() -> None:
    """Read vocabularies, catalogues and templates, and the counts of the register.

    Nothing of it is needed: what can't be read now is said by the page that needs it.
    """
    for name in names():
        vocabulary(name)
    for language, _name in settings.LANGUAGES:
        with override(language):
            _speak()
    _read_templates()
    try:
        _read_counts()
    except (DatabaseError, OSError) as error:
        log.warning("Nothing of the register is read before it is asked for: %s", error)
    finally:
        connections.close_all()  # processes that are made from this one open their own


def _speak() -> None:
    """Names, numbers, dates and addresses in the language of the moment."""
    states()
    gettext("Queue")
    shown = date(2000, 1, 1)
    month(shown), day(shown), number(1000), reverse("home")


def _read_templates() -> None:
    django = engines["django"]
    assert isinstance(django, DjangoTemplates)  # for the type checker
    for name in _templates(django):
        django.get_template(name)


def _templates(django: DjangoTemplates) -> Iterator[str]:
    """The house's own."""
    for folder in django.template_dirs:
        if Path(folder).is_relative_to(settings.HOUSE / "src"):
            yield from (str(path.relative_to(folder)) for path in sorted(Path(folder).rglob("*.html")))


def _read_counts() -> None:
    """Of the agencies with the longest registers, as many as are held at a time."""
    agencies = MonthlyCounts.objects.values("agency").annotate(months=Count("pk"))
    for agency in agencies.order_by("-months", "agency").values_list("agency", flat=True)[:HELD]:
        cube_of(agency)
        hold(agency)
