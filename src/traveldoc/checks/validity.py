"""How long a document of a kind is valid at most, as a table, and whether this one claims more."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.doubt import fault
from traveldoc.checks.subject import Subject, span_of
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER

VALIDITY: Final = Check(
    "mrz.date.validity",
    Phrase(gettext_noop("Is the document valid no longer than documents of its kind are?")),
    "Doc 9303-8, 4.4; Regulations (EC) 2252/2004 and (EU) 2019/1157; practice of states",
    Phrase(gettext_noop("no more than the longest validity of the kind")),
    Phrase(gettext_noop("Compare the date of expiry with the date of issue in the visual zone.")),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """`usual` years are exceeded by few genuine documents, `longest` by none; None where some have no end."""

    usual: int
    longest: int | None
    source: str


# By document code, then by its first letter. One year more than the nominal term allows for remaining
# validity carried over at renewal (up to nine months in the United Kingdom until 2018).
LIMITS: Final[dict[str, Limit]] = {
    "PU": Limit(1, 11, "Doc 9303-8, 4.4: twelve months for emergency travel documents"),
    "P": Limit(11, 11, "ten years and what is carried over at renewal"),
    "AC": Limit(11, 11, "ten years"),
    "I": Limit(11, 51, "Regulation (EU) 2019/1157, article 4: ten years, longer for persons over 70"),
    "A": Limit(11, 51, "ten years, permits without end excepted"),
    "C": Limit(11, 51, "ten years, permits without end excepted"),
    "V": Limit(11, None, "ten years; some states grant lifelong visas"),
}

_GOOD: Final = VALIDITY.consistent(Phrase(gettext_noop("within the longest validity of its kind")))
_UNTIL: Final = gettext_noop("valid until %(date)s, more than %(years)s years from now")


def limit_of(subject: Subject, expiry: date) -> Finding:
    """The document was issued by the day of the examination: what is left cannot exceed the whole term."""
    code = subject.mrz.values["document_code"].rstrip(FILLER)
    limit = LIMITS.get(code) or LIMITS.get(code[:1])
    if limit is None or expiry <= years_after(subject.on, limit.usual):
        return _GOOD
    over = limit.longest is not None and expiry > years_after(subject.on, limit.longest)
    seen = Phrase(_UNTIL, {"date": expiry.isoformat(), "years": str(limit.longest if over else limit.usual)})
    item = subject.layout.by_name["date_of_expiry"]
    grade = Grade.INCONSISTENT if over else Grade.INCONCLUSIVE
    return fault(VALIDITY, subject, (span_of(item),), seen, grade=grade)


@lru_cache(maxsize=64)
def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28) + timedelta(days=1)
