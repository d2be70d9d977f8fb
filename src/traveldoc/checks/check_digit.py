"""The check digits (Doc 9303-3, 4.9): what each proves, what it cannot see, and which fields none covers."""

from typing import Final

from traveldoc.checks.check import NO_HINT, Check
from traveldoc.checks.deviation import known_deviation
from traveldoc.checks.doubt import confirm, fault
from traveldoc.checks.plan import BLIND, BY_FIELD, CALCULATED, OR_FILLER, PLANS, PRINTED, Plan
from traveldoc.checks.repair import repair
from traveldoc.checks.subject import ZONE, Proposal, Span, Subject
from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop
from traveldoc.mrz.alphabet import ALPHABET, FILLER, is_clean
from traveldoc.mrz.check_digit import values
from traveldoc.mrz.number import LongNumber, long_number

UNPROTECTED: Final = Check(
    "mrz.check-digit.unprotected",
    Phrase(gettext_noop("Do the fields that no check digit covers agree with the document?")),
    "Doc 9303-3, 4.9",
    Phrase(gettext_noop("the same in the visual zone")),
    NO_HINT,
)
CHECKS: Final = (*BY_FIELD.values(), UNPROTECTED)

_EARLIER: Final = Phrase(
    gettext_noop(
        "The check digit of this long number also counts the filler, as on cards made before the present "
        "edition. A check digit cannot see a change between characters of equal value."
    )
)
_WOULD_FIT: Final = gettext_noop(
    "Compare the field with the visual zone. It would fit if character %(column)s of line %(line)s were "
    "“%(other)s” instead of “%(seen)s”: if it is so on the document, it was typed or read wrongly."
)
_NO_VALUE: Final = Phrase(gettext_noop("not calculated: there is a character outside the standard's set"))
_BARE: Final = UNPROTECTED.not_examined(
    Phrase(gettext_noop("no check digit covers document code, issuing state, name, nationality and sex"))
)
_BARE_VISA: Final = UNPROTECTED.not_examined(
    Phrase(
        gettext_noop(
            "no check digit covers document code, issuing state, name, nationality, sex and optional data"
        )
    )
)
# The composite of the French card covers both lines whole.
_UNPROTECTED: Final[dict[str, tuple[Finding, ...]]] = {
    "TD1": (_BARE,),
    "TD2": (_BARE,),
    "TD3": (_BARE,),
    "MRVA": (_BARE_VISA,),
    "MRVB": (_BARE_VISA,),
    "FR2x36": (),
}


def check_digits(subject: Subject) -> list[Finding]:
    """Every check digit of the format, and which fields none of them covers."""
    name = subject.layout.name
    mrz = subject.mrz
    if mrz.clean:
        findings = _calculated(subject, PLANS[name], values(mrz.text))
    else:
        findings = _with_foreign(subject, PLANS[name])
    findings += _UNPROTECTED[name]
    return findings


def _calculated(subject: Subject, plans: tuple[Plan, ...], valued: bytes) -> list[Finding]:
    text = subject.mrz.text
    findings = []
    for plan in plans:
        printed = text[plan.at]
        calculated = plan.calculated(valued)
        if printed == calculated:
            findings.append(plan.good[printed])
        else:
            findings.append(_otherwise(subject, plan, calculated, printed))
    return findings


def _otherwise(subject: Subject, plan: Plan, calculated: str, printed: str) -> Finding:
    """A filler where the standard allows one, the check digit of a long number, or a fault."""
    empty = not plan.text(subject.mrz.text).strip(FILLER)
    if printed == FILLER and empty and plan.filler_when_empty:
        return plan.good[FILLER]
    if printed == FILLER and plan.is_number:
        fields = subject.mrz.values
        long = long_number(fields["document_number"], fields["optional_data"])
        if long is not None:
            return _continued(subject, plan, long)
    finding = _wrong(subject, plan, calculated, printed, empty=empty)
    return (
        known_deviation(subject, "filler for check digit", finding)
        if printed == FILLER and empty
        else finding
    )


def _with_foreign(subject: Subject, plans: tuple[Plan, ...]) -> list[Finding]:
    """A field with a character outside the standard's set has no check digit; the others have."""
    text = subject.mrz.text
    able = tuple(plan for plan in plans if is_clean(plan.text(text) + text[plan.at]))
    plain = "".join(character if character in ALPHABET else FILLER for character in text)
    unable = [plan.check.not_examined(_NO_VALUE, place=plan.place) for plan in plans if plan not in able]
    return _calculated(subject, able, values(plain)) + unable


def _continued(subject: Subject, plan: Plan, long: LongNumber) -> Finding:
    """A number longer than its field: Doc 9303-5, 4.2.4 and note j."""
    number = subject.layout.by_name["document_number"]
    optional = subject.layout.by_name["optional_data"]
    tail = optional.start + len(long.number) - number.width
    spans = ((optional.line, optional.start, tail), (number.line, number.start, number.end))
    seen = Phrase(PRINTED, {"digit": long.printed})
    if long.printed in (long.strict, long.earlier):
        hint = BLIND if long.printed == long.strict else _EARLIER
        expected = Phrase(CALCULATED, {"digit": long.printed})
        place = Place(ZONE, *spans[0])
        return plan.check.consistent(seen, expected=expected, place=place, clause=plan.clause, hint=hint)
    expected = Phrase(CALCULATED, {"digit": long.strict})
    return fault(plan.check, subject, spans, seen, expected=expected, clause=plan.clause)


def _wrong(subject: Subject, plan: Plan, calculated: str, printed: str, *, empty: bool) -> Finding:
    """A check digit that does not fit: evidence, unless a character it rests on was read with doubt."""
    may_be_filler = empty and plan.filler_when_empty
    expected = OR_FILLER if may_be_filler else Phrase(CALCULATED, {"digit": calculated})
    seen = Phrase(PRINTED, {"digit": printed})
    proposal = repair(subject, plan, calculated)
    hint = None
    if proposal is not None:
        subject.proposals.append(proposal)
        doubt = subject.doubtful(((proposal.line, proposal.column, proposal.column),))
        if doubt:
            return plan.check.faulty(
                seen,
                grade=Grade.INCONCLUSIVE,
                expected=expected,
                hint=confirm(doubt[0], proposal.proposed),
                clause=plan.clause,
                place=Place(ZONE, proposal.line, proposal.column, proposal.column),
            )
        hint = _would_fit(proposal)
    spans = _doubtful_spans(subject, plan)
    return fault(
        plan.check, subject, spans, seen, expected=expected, hint=hint, clause=plan.clause, place=plan.place
    )


def _would_fit(proposal: Proposal) -> Phrase:
    return Phrase(
        _WOULD_FIT,
        {
            "line": str(proposal.line),
            "column": str(proposal.column),
            "seen": proposal.seen,
            "other": proposal.proposed,
        },
    )


def _doubtful_spans(subject: Subject, plan: Plan) -> tuple[Span, ...]:
    """What a wrong digit may rest on: for the composite not what check digits of their own confirm."""
    if not plan.is_composite or not subject.mrz.reading.confidences:
        return plan.spans
    confirmed = [
        span
        for other in PLANS[subject.layout.name]
        if other is not plan and other.holds(subject.mrz.text)
        for span in other.spans
    ]
    return plan.spans[:1] + tuple(
        (line, column, column)
        for line, column, *_ in plan.cells
        if not any(line == on and start <= column <= end for on, start, end in confirmed)
    )
