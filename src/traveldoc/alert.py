"""Known false documents: what is matched, and how well a document fits the description."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from traveldoc.numbering import numbering


class Fit(StrEnum):
    """How well a document fits an alert.

    `MARKED`: it has a mark of the false ones, or it is one of the numbers that the alert names in full.
    `NUMBERED`: its number is one of the series concerned; genuine documents may have such numbers, too.
    `SAME_KIND`: issuer and kind are those of the alert; whether it has the marks, a person must look.
    """

    MARKED = "marked"
    NUMBERED = "numbered"
    SAME_KIND = "same kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert. `issuers` are codes of Doc 9303-3, `kinds` ids of `document-kind`; empty: any.

    `numbers` is a pattern of traveldoc.numbering, empty: any number. `checks` are ids of checks that come
    out inconsistent on the false ones, `features` ids of `security-feature` that are wrong on them.
    `form` is the pattern of all numbers of the type that they imitate: another number is not concerned.
    `first` and `last` bound its validity.
    """

    id: str
    title: str
    source: str
    recognise: str = ""
    issuers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    series: str = ""
    numbers: str = ""
    form: str = ""
    checks: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None

    def is_valid(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is compared with alerts: the document's own words and what was found wrong with it.

    Empty values are not known, and what is not known never excludes an alert.
    """

    issuer: str = ""
    kind: str = ""
    number: str = ""
    faults: Collection[str] = ()
    features: Collection[str] = ()


def fit(alert: Alert, seen: Seen) -> Fit | None:
    """How well the document fits; None where it does not."""
    if not seen.issuer and not seen.kind and not seen.number:
        return None
    if _excludes(alert.issuers, seen.issuer) or _excludes(alert.kinds, seen.kind):
        return None
    if alert.form and seen.number and not numbering(alert.form).fits(seen.number):
        return None
    pattern = numbering(alert.numbers) if alert.numbers else None
    named = pattern is not None and bool(seen.number)
    if pattern is not None and named and not pattern.fits(seen.number):
        return None
    marked = not alert.checks.isdisjoint(seen.faults) or not alert.features.isdisjoint(seen.features)
    if marked or (named and pattern is not None and pattern.is_exact):
        return Fit.MARKED
    return Fit.NUMBERED if named else Fit.SAME_KIND


def _excludes(wanted: tuple[str, ...], seen: str) -> bool:
    return bool(wanted and seen and seen not in wanted)
