"""The questions about the visual zone, one a field."""

from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.doubt import fault
from traveldoc.checks.subject import Subject, span_of
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop

_EXPECTED: Final = Phrase(gettext_noop("the same as in the machine readable zone"))
_HINT: Final = Phrase(
    gettext_noop(
        "Look at both zones again. Where they differ on the document, one of them was altered "
        "or printed by somebody else."
    )
)
GIVEN: Final = Check(
    "visual.given",
    Phrase(gettext_noop("Does the visual zone agree with the machine readable zone?")),
    "Doc 9303-3, 3 and 7.3.4.3",
    _EXPECTED,
    Phrase(gettext_noop("Type what you read in the visual zone, so that it can be compared.")),
)


def _check(name: str, question: str, clause: str) -> Check:
    return Check(f"visual.{name}", Phrase(question), clause, _EXPECTED, _HINT)


BY_FIELD: Final[dict[str, Check]] = {
    "surname": _check(
        "surname", gettext_noop("Is the surname the same in both zones?"), "Doc 9303-3, 4.6 and 6"
    ),
    "given_names": _check(
        "given-names", gettext_noop("Are the given names the same in both zones?"), "Doc 9303-3, 4.6 and 6"
    ),
    "document_number": _check(
        "document-number",
        gettext_noop("Is the document number the same in both zones?"),
        "Doc 9303-4, -5, -6 and -7, 4.2.2",
    ),
    "nationality": _check(
        "nationality", gettext_noop("Is the nationality the same in both zones?"), "Doc 9303-3, 3.6 and 4.7"
    ),
    "issuer": _check(
        "issuer", gettext_noop("Is the issuer the same in both zones?"), "Doc 9303-3, 3.5 and 4.7"
    ),
    "date_of_birth": _check(
        "date-of-birth",
        gettext_noop("Is the date of birth the same in both zones?"),
        "Doc 9303-3, 3.8 and 4.8",
    ),
    "sex": _check("sex", gettext_noop("Is the sex the same in both zones?"), "Doc 9303-4, 4.2.2 note p"),
    "date_of_expiry": _check(
        "date-of-expiry",
        gettext_noop("Is the date of expiry the same in both zones?"),
        "Doc 9303-3, 3.8 and 4.8",
    ),
    "date_of_issue": _check(
        "date-of-issue",
        gettext_noop("Does the date of issue fit the date of expiry and the kind of document?"),
        "Doc 9303-3, 3.8",
    ),
    "kind": _check(
        "kind",
        gettext_noop("Is the document code the same in both zones?"),
        "Doc 9303-4, -5, -6 and -7, 4.1.1",
    ),
    "optional_data": _check(
        "optional-data",
        gettext_noop("Is the personal number or other optional data the same in both zones?"),
        "Doc 9303-4, -5, -6 and -7, 4.2.2",
    ),
}

NO_ZONE: Final = Phrase(gettext_noop("the machine readable zone could not be read"))
NOT_IN_ZONE: Final = Phrase(gettext_noop("the machine readable zone of this format has no such field"))
_SEEN: Final = gettext_noop("visual zone “%(visual)s”, machine readable zone “%(printed)s”")
_SAME: Final = gettext_noop("“%(visual)s”")


def same(name: str, visual: str, *, note: Phrase | None = None) -> Finding:
    check = BY_FIELD[name]
    seen = Phrase(_SAME, {"visual": visual})
    return check.consistent(seen, hint=note) if note else check.consistent(seen)


def different(
    subject: Subject,
    name: str,
    visual: str,
    field: str,
    *,
    grade: Grade = Grade.INCONSISTENT,
    hint: Phrase | None = None,
    printed: str = "",
) -> Finding:
    """The two zones differ; `field` of the machine readable zone is where to look."""
    item = subject.layout.by_name[field]
    seen = Phrase(_SEEN, {"visual": visual, "printed": printed or subject.mrz.values[field].rstrip("<")})
    return fault(BY_FIELD[name], subject, (span_of(item),), seen, grade=grade, hint=hint)
