"""Names for strata: of posts, states, kinds of document and classes of fraud, in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import get_language, gettext

from secondline.people.models import Person, Post
from secondline.reference.naming import state_name
from secondline.register.cube import first_day
from secondline.register.naming import source_name
from secondline.register.queries import Held
from secondline.shell.templatetags.shell import month as month_words
from secondline.trends.models import Release
from secondline.trends.release_rules import ALL, DIMENSIONS, OTHER, PERIODS
from secondline.trends.rules import DIRECT, LEVELS, OTHERS, SERIES_LEVEL
from traveldoc.vocabulary import vocabulary

STATES = frozenset(
    (
        *("document_nationality", "issuer", "citizenship"),
        *("embarkation", "transit", "next_stop", "final_destination"),
    )
)
VOCABULARIES = {
    "outcome": "outcome",
    "direction": "direction",
    "fraud_class": "fraud",
    "document_kind": "document-kind",
    "post__border_type": "border",
}


def post_names(person: Person) -> dict[str, str]:
    return post_names_of(person.agency_id)


def post_names_of(agency: UUID) -> dict[str, str]:
    return dict(Post.objects.filter(agency=agency).values_list("code", "name"))


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
    if code == DIRECT:
        return gettext("directly")
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
    return f"{indicator} ({unit}, {source_name(held.source)})"


def value_name(name: str, value: str, release: Release) -> str:
    """A value of a released table: Airport, Tunisia, March 2026; a total and the others have names too."""
    if value in {ALL, OTHER}:
        return gettext("all together") if value == ALL else gettext("others and not known")
    if name in PERIODS:
        return _period_name(value, release)
    if name == "post":
        return post_names_of(release.agency_id).get(value, value)
    dimension = DIMENSIONS[name]
    if dimension.vocabulary:
        return vocabulary(dimension.vocabulary).label(value, get_language() or "en")
    return state_name(value)


def _period_name(value: str, release: Release) -> str:
    """March 2026, 2026 Q1 or 2026; a quarter or year of which the table has only a part says so."""
    if len(value) == len("2026-03") and "Q" not in value:
        return month_words(first_day(value))
    year, _dash, quarter = value.partition("-Q")
    first = date(int(year), 3 * int(quarter) - 2 if quarter else 1, 1)
    last = date(int(year), 3 * int(quarter) if quarter else 12, 1)
    named = {"quarter": quarter, "year": year}
    words = gettext("quarter %(quarter)s of %(year)s") % named if quarter else year
    begins, ends = max(first, release.first), min(last, release.last)
    if (begins, ends) == (first, last):
        return words
    part = month_words(begins) if begins == ends else f"{month_words(begins)} – {month_words(ends)}"
    return f"{words} ({part})"
