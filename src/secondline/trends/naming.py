"""Names for strata: of posts, states, kinds of document and classes of fraud, in the reader's language."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language, gettext

from secondline.people.models import Person, Post
from secondline.reference.naming import state_name
from secondline.register.queries import Held
from secondline.trends.rules import LEVELS, SERIES_LEVEL
from traveldoc.vocabulary import vocabulary

OTHERS = "*"  # all that is not shown by itself (queries/flowing.py)
STATES = frozenset(
    {"document_nationality", "issuer", "embarkation", "next_stop", "final_destination", "citizenship"}
)
VOCABULARIES = {
    "outcome": "outcome",
    "direction": "direction",
    "fraud_class": "fraud",
    "document_kind": "document-kind",
    "post__border_type": "border",
}


def post_names(person: Person) -> dict[str, str]:
    return dict(Post.objects.filter(agency=person.agency_id).values_list("code", "name"))


def stratum_name(columns: Sequence[str], stratum: Sequence[str], posts: Mapping[str, str]) -> str:
    """Airport, Tunisia. The whole has a name too."""
    if not columns:
        return gettext("Everything together")
    return ", ".join(_name(column, code, posts) for column, code in zip(columns, stratum, strict=True))


def _name(column: str, code: str, posts: Mapping[str, str]) -> str:
    if column == "post__code":
        return posts.get(code, code)
    if column == "document_nationality":
        return state_name(code)
    return vocabulary(VOCABULARIES[column]).label(code, get_language() or "en")


def label(dimension: str, code: str, posts: Mapping[str, str]) -> str:
    """What a code of a dimension of the register is called; what nobody told is said to be unknown.

    `posts`: the names of posts by their ids.
    """
    if code == OTHERS:
        return gettext("all others")
    if not code:
        return gettext("not known")
    if dimension == "post":
        return posts.get(code, code)
    if dimension in STATES:
        return state_name(code)
    return vocabulary(VOCABULARIES[dimension]).label(code, get_language() or "en")


def posts_by_id(person: Person) -> dict[str, str]:
    return {
        str(pk): name for pk, name in Post.objects.filter(agency=person.agency_id).values_list("pk", "name")
    }


def post_codes(person: Person) -> dict[str, str]:
    return {
        str(pk): code for pk, code in Post.objects.filter(agency=person.agency_id).values_list("pk", "code")
    }


def level_stratum_name(level: str, stratum: Sequence[str], posts: Mapping[str, str]) -> str:
    if level == SERIES_LEVEL:
        _source, area, citizenship = stratum
        return ", ".join(word for word in (area, state_name(citizenship)) if word)
    return stratum_name(LEVELS[level], stratum, posts)


def series_key(held: Held) -> str:
    """A published series in an address."""
    return f"{held.source}.{held.indicator}.{held.unit}"


def series_label(held: Held) -> str:
    language = get_language() or "en"
    indicator = vocabulary("indicator").label(held.indicator, language)
    unit = vocabulary("unit").label(held.unit, language)
    return f"{indicator} ({unit}, {held.source})"
