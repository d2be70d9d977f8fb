"""Reading the library: what a person may see of it, and what fits a document.

Types and alerts are lists of hundreds, not of millions: what no index can answer (patterns of numbers) is
asked of each in turn.
"""

import re
from collections.abc import Collection
from datetime import date
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from secondline.people.models import Agency, Person
from secondline.people.queries import may
from secondline.people.rules import TABLE, Reach
from secondline.reference.models import Alert, DocumentType, Feature, LibraryPicture, Sign
from secondline.reference.naming import find_states, language
from secondline.reference.rules import CIRCLES, STEPS, Circle, Stage, words
from traveldoc import alert as pure
from traveldoc.numbering import numbering

READ = "library.read"
Thing = TypeVar("Thing", DocumentType, Alert)
_ENDED = (Stage.PUBLISHED, Stage.SUPERSEDED, Stage.WITHDRAWN)


def circle_of(agency: Agency) -> Q:
    """What is released to an agency as a whole: by the circles of rules.CIRCLES."""
    levels: dict[Circle, list[str]] = {each: [] for each in Circle}
    for sharing, circle in CIRCLES.items():
        levels[circle].append(sharing)
    near = Q(agency=agency.pk) | Q(agency__centre=agency.pk)
    if agency.centre_id:
        near |= Q(agency=agency.centre_id)
    return (
        Q(sharing__in=levels[Circle.ALL])
        | (Q(sharing__in=levels[Circle.CLIENTS]) & near)
        | (Q(sharing__in=levels[Circle.OWN]) & Q(agency=agency.pk))
    )


def _visible(found: QuerySet[Thing], person: Person) -> QuerySet[Thing]:
    """Drafts of the own agency for those who write; published and ended ones as they are released."""
    reaches = TABLE.get((person.role, READ), frozenset()) if may(person, READ) else frozenset()
    where = Q(pk__in=())
    if Reach.AGENCY in reaches:
        where |= Q(agency=person.agency_id) & (
            ~Q(sharing="red") | Q(written_by=person.pk) | Q(reviewed_by=person.pk) | Q(stage=Stage.REVIEW)
        )
    if Reach.RELEASED in reaches:
        out = Q(stage__in=_ENDED, published_at__isnull=False)
        named = Q(sharing="red") & (Q(written_by=person.pk) | Q(reviewed_by=person.pk))
        where |= out & (circle_of(person.agency) | named)
    return found.filter(where).select_related("agency", "written_by", "reviewed_by")


def visible_types(person: Person) -> QuerySet[DocumentType]:
    return _visible(DocumentType.objects.all(), person)


def visible_alerts(person: Person) -> QuerySet[Alert]:
    return _visible(Alert.objects.all(), person).select_related("type").prefetch_related("signs")


def find_type(person: Person, pk: UUID) -> DocumentType:
    """The one that this person may know of; 404 otherwise."""
    found = visible_types(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def find_alert(person: Person, pk: UUID) -> Alert:
    found = visible_alerts(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def alert_pages(person: Person, named: Collection[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """The pages of these alerts as far as the person may see them, the edition that stands before others.

    Named by code and source: two agencies may have given the same code.
    """
    codes = {code for code, _source in named if code}
    if not codes:
        return {}
    found: dict[tuple[str, str], UUID] = {}
    rows = visible_alerts(person).filter(code__in=codes, stage__in=_ENDED).order_by("edition")
    for code, source, stage, pk in rows.values_list("code", "source", "stage", "pk"):
        if (code, source) in named and (stage == Stage.PUBLISHED or (code, source) not in found):
            found[code, source] = pk
    return found


def matching_types(
    *, person: Person, issuer: str, kind: str, number: str = "", issued: date | None = None
) -> list[DocumentType]:
    """Published types of this issuer and kind, the best fitting first.

    A type whose numbers have another form, or that was not issued on that day, is left out; what is not
    known (no number, no day, a type without a pattern) leaves nothing out.
    """
    found = visible_types(person).filter(stage=Stage.PUBLISHED)
    if issuer:
        found = found.filter(issuer=issuer)
    if kind:
        found = found.filter(kind=kind)
    fitting = [each for each in found if _had_number(each, number) and _issued_on(each, issued)]
    return sorted(fitting, key=lambda each: (not each.numbering or not number, _age(each)))


def _had_number(each: DocumentType, number: str) -> bool:
    return not number or not each.numbering or numbering(each.numbering).fits(number)


def _issued_on(each: DocumentType, day: date | None) -> bool:
    early = day and each.first_issued and day < each.first_issued
    late = day and each.last_issued and day > each.last_issued
    return not (early or late)


def _age(each: DocumentType) -> int:
    """The newest series first; one without a date last."""
    return -(each.first_issued or date.min).toordinal()


def types_with_number(person: Person, number: str) -> list[DocumentType]:
    """Which types would have this number: only those whose pattern is known."""
    found = visible_types(person).filter(stage=Stage.PUBLISHED).exclude(numbering="")
    return [each for each in found if numbering(each.numbering).fits(number)]


def pictures_of(
    thing: DocumentType | Alert, page: str = "", light: str = "", *, person: Person | None = None
) -> list[LibraryPicture]:
    """The pictures of a type or an alert, of one page, in one light. The person's own drafts, too."""
    found = thing.pictures.all()
    own = person is not None and may(person, "library.write", thing)
    shown = found.exclude(sha256="") if own else found.filter(cleared=True, confirmed=True)
    if page:
        shown = shown.filter(page=page)
    return list(shown.filter(light=light) if light else shown)


def features_of(kind: DocumentType, step: str = "") -> list[Feature]:
    """The features in the order of the procedure; those of one step if it is named."""
    found = kind.features.select_related("picture")
    if step:
        found = found.filter(step=step)
    order = list(STEPS)
    return sorted(found, key=lambda each: (order.index(each.step), each.position))


def features_by_step(kind: DocumentType) -> list[tuple[str, list[Feature]]]:
    return [(step, list(each)) for step, each in groupby(features_of(kind), key=lambda each: each.step)]


def signs_of(alert: Alert, step: str = "") -> list[Sign]:
    found = alert.signs.select_related("picture")
    return list(found.filter(step=step) if step else found)


def alerts_seen_by(
    person: Person, *, issuer: str = "", kind: str = "", number: str = "", on: date
) -> list[tuple[Alert, pure.Fit]]:
    """The published alerts that concern a document, for whoever looks at it; the best fit first."""
    seen = pure.Seen(issuer, kind, number)
    published = visible_alerts(person).filter(stage=Stage.PUBLISHED)
    fits = [
        (each, how)
        for each in published
        if (as_data := as_pure(each, language())).is_valid(on) and (how := pure.fit(as_data, seen))
    ]
    order = (pure.Fit.MARKED, pure.Fit.NUMBERED, pure.Fit.SAME_KIND)
    return sorted(fits, key=lambda each: order.index(each[1]))


def alerts_for(*, agency: Agency, on: date, tongue: str = "en") -> list[pure.Alert]:
    """What an examination for this agency compares with: published, valid on the day, released to it."""
    published = Alert.objects.filter(circle_of(agency), stage=Stage.PUBLISHED)
    found = published.select_related("type").prefetch_related("signs")
    return [data for each in found if (data := as_pure(each, tongue)).is_valid(on)]


def as_pure(alert: Alert, tongue: str) -> pure.Alert:
    """An alert as the engine takes it, its texts in one language."""
    signs = [words(each.look, tongue) for each in alert.signs.all()]
    how = [words(alert.recognise, tongue), *signs]
    return pure.Alert(
        id=alert.code,
        title=words(alert.title, tongue),
        source=alert.source,
        recognise=" ".join(each for each in how if each)[:1000],
        issuers=(alert.issuer,) if alert.issuer else (),
        kinds=(alert.kind,) if alert.kind else (),
        series=alert.series,
        numbers=alert.numbering,
        form=alert.type.numbering if alert.type else "",
        checks=frozenset(alert.checks),
        features=frozenset(alert.features),
        first=alert.valid_from,
        last=alert.valid_to,
    )


_WORD = re.compile(r"[^\s,;]+")
MOST_WORDS = 8
SHORTEST_NUMBER = 5


def search(found: QuerySet[Thing], text: str) -> QuerySet[Thing]:
    """Every word must be found: in code, issuer, kind, features (in any language) or texts.

    What names a state in any form (a code, a name, its beginning) finds that state's documents, too.
    """
    typed = text.strip()
    for word in _WORD.findall(typed)[:MOST_WORDS]:
        small = word.casefold()
        found = found.filter(Q(findable__contains=small) | Q(issuer__in=find_states(word)))
    return found


def numbers_in(text: str) -> list[str]:
    """What of a typed text may be a document number: it has digits and is no code of a type."""
    return [
        word
        for word in _WORD.findall(text)
        if len(word) >= SHORTEST_NUMBER and any(c.isdigit() for c in word) and word.count("-") < 2
    ]


def count_to_review(person: Person) -> int:
    """How many wait for a second person of the own agency who has not written in them."""
    rows = (visible_types(person), visible_alerts(person))
    waiting = [each for found in rows for each in found.filter(stage=Stage.REVIEW, agency=person.agency_id)]
    return sum(str(person.pk) not in each.writers for each in waiting)
