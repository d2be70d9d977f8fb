"""Names for what a source calls itself, and for what a remark is about, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import get_language, gettext

from secondline.reference.naming import state_name
from traveldoc.finding import gettext_noop
from traveldoc.vocabulary import vocabulary

# What the publishers of the known layouts are called; any other source has the name that it was given.
SOURCES: Mapping[str, str] = {
    "cbp": "US CBP",
    "eurostat": "Eurostat",
    "frontex": "Frontex",
    "uk": gettext_noop("UK Home Office"),
    "unhcr": "UNHCR",
}


def source_name(source: str) -> str:
    return gettext(SOURCES[source]) if source in SOURCES else source


def described_name(what: str) -> str:
    """What a remark is about: indicator, area and nationality by their names, the rest as it stands."""
    known = frozenset(vocabulary("indicator").terms)
    language = get_language() or "en"
    return ", ".join(
        vocabulary("indicator").label(word, language) if word in known else state_name(word)
        for word in what.split(", ")
    )
