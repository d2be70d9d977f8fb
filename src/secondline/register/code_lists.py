"""The code lists of the register and its files: which there are, and their terms in a language."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils import translation

from secondline.reference.naming import name_of
from traveldoc.finding import gettext_noop
from traveldoc.vocabulary import Term, vocabulary

# Every vocabulary that a column of the register, a file or a released table is written in.
LISTS: Final[Mapping[str, str]] = {
    "state": gettext_noop("States, nationalities and issuers"),
    "border": gettext_noop("Kinds of border"),
    "document-kind": gettext_noop("Kinds of document"),
    "fraud": gettext_noop("Classes of fraud"),
    "refusal": gettext_noop("Reasons of refusal"),
    "direction": gettext_noop("Directions"),
    "line": gettext_noop("Lines of control"),
    "selection": gettext_noop("Why somebody was selected"),
    "carrier": gettext_noop("Carriers"),
    "sex": gettext_noop("Sex"),
    "age-band": gettext_noop("Age bands"),
    "role": gettext_noop("Parts that a document plays"),
    "discovery": gettext_noop("Presented or found"),
    "detection-means": gettext_noop("Means of detection"),
    "conclusion": gettext_noop("Conclusions"),
    "outcome": gettext_noop("Outcomes"),
    "document-fate": gettext_noop("What became of the document"),
    "sharing": gettext_noop("Sharing levels"),
    "indicator": gettext_noop("What a published series counts"),
    "unit": gettext_noop("Units of a published series"),
}


def label(name: str, term: Term, tag: str) -> str:
    """The term's name in a language; of states as people call them."""
    if name != "state":
        return term.label(tag)
    with translation.override(tag):
        return name_of(term)


def code_list_csv(name: str, languages: Sequence[str]) -> str:
    """Code, the one above it, and the names in every language of the house."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(("code", "parent", *(f"name_{tag}" for tag in languages), "source"))
    for term in vocabulary(name):
        names = [label(name, term, tag) for tag in languages]
        writer.writerow((term.id, term.parent or "", *names, term.source))
    return stream.getvalue()
