"""The check digits (Doc 9303-3, 4.9): what each is calculated over, what it proves and what it cannot see."""

from typing import Final

from traveldoc.checks.check import NO_HINT, Check
from traveldoc.checks.doubt import confirm, fault
from traveldoc.checks.subject import ZONE, Proposal, Span, Subject
from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop
from traveldoc.mrz.alphabet import ALPHABET, DIGITS, FILLER, LOOKALIKES, is_clean
from traveldoc.mrz.check_digit import DIGIT, values, weigh
from traveldoc.mrz.field import CheckDigit
from traveldoc.mrz.format import FORMATS, Format
from traveldoc.mrz.number import CONTINUED_IN, LongNumber, long_number

_CALCULATED: Final = gettext_noop("the check digit %(digit)s, calculated over the field")
_PRINTED: Final = gettext_noop("the check digit %(digit)s")
_OR_FILLER: Final = gettext_noop("0 or <, as the field is empty")
_BLIND: Final = Phrase(
    gettext_noop(
        "A check digit cannot see a change between characters of equal value: 0 A K U <, 1 B L V, 2 C M W, "
        "3 D N X, 4 E O Y, 5 F P Z, 6 G Q, 7 H R, 8 I S, 9 J T."
    )
)
_EARLIER: Final = Phrase(
    gettext_noop(
        "The check digit of this long number also counts the filler, as cards made before the present edition do. "
        "A check digit cannot see a change between characters of equal value."
    )
)
_LOOK: Final = gettext_noop(
    "Compare the field with the visual zone. A wrong check digit is what an altered field leaves behind."
)
_WOULD_FIT: Final = gettext_noop(
    "Compare the field with the visual zone. It would fit if character %(column)s of line %(line)s were "
    "“%(other)s” instead of “%(seen)s”: if it is so on the document, it was typed or read wrongly."
)
_NO_VALUE: Final = Phrase(
    gettext_noop("not calculated: the field holds a character outside the standard's set")
)


def _check(name: str, question: str, clause: str) -> Check:
    expected = Phrase(gettext_noop("the digit calculated with modulus 10 and weights 7 3 1"))
    return Check(f"mrz.check-digit.{name}", Phrase(question), clause, expected, Phrase(_LOOK))


BY_FIELD: Final[dict[str, Check]] = {
    "document_number_check": _check(
        "document-number",
        gettext_noop("Does the check digit fit the document number?"),
        "Doc 9303-3, 4.9",
    ),
    "date_of_birth_check": _check(
        "date-of-birth", gettext_noop("Does the check digit fit the date of birth?"), "Doc 9303-3, 4.9"
    ),
    "date_of_expiry_check": _check(
        "date-of-expiry", gettext_noop("Does the check digit fit the date of expiry?"), "Doc 9303-3, 4.9"
    ),
    "optional_data_check": _check(
        "optional-data", gettext_noop("Does the check digit fit the optional data?"), "Doc 9303-4, 4.2.4"
    ),
    "composite_check": _check(
        "composite",
        gettext_noop("Does the composite check digit fit all fields that it covers?"),
        "Doc 9303-3, 4.9",
    ),
}
UNPROTECTED: Final = Check(
    "mrz.check-digit.unprotected",
    Phrase(gettext_noop("Do the fields that no check digit covers agree with the document?")),
    "Doc 9303-3, 4.9",
    Phrase(gettext_noop("the same in the visual zone")),
    NO_HINT,
)
CHECKS: Final = (*BY_FIELD.values(), UNPROTECTED)


class _Plan:
    """A check digit of one format, ready to be calculated: slices into the valued text."""

    __slots__ = (
        "at",
        "check",
        "clause",
        "filler_when_empty",
        "good",
        "is_composite",
        "is_number",
        "slices",
        "spans",
    )

    def __init__(self, layout: Format, digit: CheckDigit) -> None:
        item = layout.by_name[digit.field]
        self.check = BY_FIELD[digit.field]
        self.clause = digit.clause
        self.at = layout.slice_of(digit.field).start
        self.spans: tuple[Span, ...] = ((item.line, item.start, item.end), *digit.over)
        self.slices = tuple(layout.span(*span) for span in digit.over)
        self.filler_when_empty = digit.filler_when_empty
        self.is_composite = digit.field == "composite_check"
        self.is_number = digit.field == "document_number_check" and layout.name in CONTINUED_IN
        place = Place(ZONE, *_extent(digit.over, item.line, item.start))
        self.good = {character: self._good(character, place) for character in (*DIGITS, FILLER)}

    def _good(self, character: str, place: Place) -> Finding:
        calculated = Phrase(_OR_FILLER) if character == FILLER else Phrase(_CALCULATED, {"digit": character})
        seen = Phrase(_PRINTED, {"digit": character})
        return self.check.consistent(seen, expected=calculated, place=place, clause=self.clause, hint=_BLIND)

    def texts(self, text: str) -> list[str]:
        return [text[cut] for cut in self.slices]

    def part(self, valued: bytes) -> bytes:
        """The values that this check digit is calculated over."""
        first, *others = self.slices
        part = valued[first]
        for other in others:
            part += valued[other]
        return part

    def fits(self, layout: Format, lines: tuple[str, ...], line: int, column: int, other: str) -> bool:
        """Whether the check digit holds with one character put in place of another."""
        text = "".join(lines)
        at = layout.span(line, column, column)
        changed = text[: at.start] + other + text[at.stop :]
        return is_clean(changed) and changed[self.at] == DIGIT[weigh(self.part(values(changed)))]

    def doubtful_spans(self, subject: Subject) -> tuple[Span, ...]:
        """The characters that a wrong digit may rest on: not those that a check digit of their own confirms."""
        if not self.is_composite:
            return self.spans
        confirmed = [
            span
            for plan in _PLANS[subject.layout.name]
            if plan is not self and plan.holds(subject.mrz.text)
            for span in plan.spans
        ]
        return self.spans[:1] + tuple(
            (line, column, column)
            for line, start, end in self.spans[1:]
            for column in range(start, end + 1)
            if not any(line == a and b <= column <= c for a, b, c in confirmed)
        )

    def holds(self, text: str) -> bool:
        return text[self.at] == DIGIT[weigh(self.part(values(text)))]


def _extent(over: tuple[Span, ...], line: int, column: int) -> Span:
    """The field with its check digit where they stand side by side, else the check digit alone."""
    if len(over) == 1 and over[0][0] == line and over[0][2] + 1 == column:
        return line, over[0][1], column
    return line, column, column


_PLANS: Final[dict[str, tuple[_Plan, ...]]] = {
    name: tuple(_Plan(layout, digit) for digit in layout.check_digits) for name, layout in FORMATS.items()
}
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
    plans = _PLANS[subject.layout.name]
    if not subject.mrz.clean:
        findings = _with_foreign(subject, plans)
    else:
        findings = _calculated(subject, plans, values(subject.mrz.text))
    findings += _UNPROTECTED[subject.layout.name]
    return findings


def _calculated(subject: Subject, plans: tuple[_Plan, ...], valued: bytes) -> list[Finding]:
    text = subject.mrz.text
    findings = []
    for plan in plans:
        part = plan.part(valued)
        printed = text[plan.at]
        if printed == DIGIT[weigh(part)]:
            findings.append(plan.good[printed])
        elif printed == FILLER and plan.filler_when_empty and not any(part):
            findings.append(plan.good[FILLER])
        elif printed == FILLER and plan.is_number and (long := _long(subject)) is not None:
            findings.append(_continued(subject, plan, long))
        else:
            findings.append(_wrong(subject, plan, DIGIT[weigh(part)], printed))
    return findings


def _with_foreign(subject: Subject, plans: tuple[_Plan, ...]) -> list[Finding]:
    """A field with a character outside the standard's set has no check digit; the others have."""
    text = subject.mrz.text
    able = tuple(plan for plan in plans if is_clean("".join(plan.texts(text)) + text[plan.at]))
    plain = "".join(character if character in ALPHABET else FILLER for character in text)
    findings = _calculated(subject, able, values(plain))
    return findings + [
        plan.check.not_examined(_NO_VALUE, place=Place(ZONE, *plan.spans[0]))
        for plan in plans
        if plan not in able
    ]


def _long(subject: Subject) -> LongNumber | None:
    fields = subject.mrz.values
    return long_number(fields["document_number"], fields["optional_data"])


def _continued(subject: Subject, plan: _Plan, long: LongNumber) -> Finding:
    """A number longer than its field: Doc 9303-5, 4.2.4 and note j."""
    number = subject.layout.by_name["document_number"]
    optional = subject.layout.by_name["optional_data"]
    tail = optional.start + len(long.number) - number.width
    spans = ((optional.line, optional.start, tail), (number.line, number.start, number.end))
    seen = Phrase(_PRINTED, {"digit": long.printed})
    if long.printed in (long.strict, long.earlier):
        hint = _BLIND if long.printed == long.strict else _EARLIER
        expected = Phrase(_CALCULATED, {"digit": long.printed})
        place = Place(ZONE, *spans[0])
        return plan.check.consistent(seen, expected=expected, place=place, clause=plan.clause, hint=hint)
    expected = Phrase(_CALCULATED, {"digit": long.strict})
    return fault(plan.check, subject, spans, seen, expected=expected, clause=plan.clause)


def _wrong(subject: Subject, plan: _Plan, calculated: str, printed: str) -> Finding:
    """A check digit that does not fit: evidence, unless a character it rests on was read with doubt."""
    if not any(subject.mrz.text[cut].strip(FILLER) for cut in plan.slices) and plan.filler_when_empty:
        expected = Phrase(_OR_FILLER)
    else:
        expected = Phrase(_CALCULATED, {"digit": calculated})
    seen = Phrase(_PRINTED, {"digit": printed})
    repair = _repair(subject, plan)
    if repair is None:
        return fault(
            plan.check, subject, plan.doubtful_spans(subject), seen, expected=expected, clause=plan.clause
        )
    subject.proposals.append(repair)
    return _with_repair(subject, plan, repair, seen, expected)


def _with_repair(subject: Subject, plan: _Plan, repair: Proposal, seen: Phrase, expected: Phrase) -> Finding:
    at = (repair.line, repair.column, repair.column)
    doubt = subject.doubtful((at,))
    if doubt:
        hint = confirm(doubt[0], repair.proposed)
        place = Place(ZONE, *at)
        return plan.check.faulty(
            seen, grade=Grade.INCONCLUSIVE, expected=expected, hint=hint, clause=plan.clause, place=place
        )
    values = {
        "line": str(repair.line),
        "column": str(repair.column),
        "seen": repair.seen,
        "other": repair.proposed,
    }
    spans = plan.doubtful_spans(subject)
    return fault(
        plan.check,
        subject,
        spans,
        seen,
        expected=expected,
        hint=Phrase(_WOULD_FIT, values),
        clause=plan.clause,
    )


def _repair(subject: Subject, plan: _Plan) -> Proposal | None:
    """One lookalike or runner-up that makes this check digit fit: uncertain characters first."""
    lines = subject.mrz.lines
    doubt = {(cell.line, cell.column): cell for cell in subject.doubtful(plan.spans)}
    places = list(doubt) or [
        (line, column) for line, start, end in plan.spans for column in range(start, end + 1)
    ]
    for line, column in places:
        seen = lines[line - 1][column - 1]
        runner_up = doubt[line, column].runner_up if doubt else ""
        for other in dict.fromkeys(runner_up + LOOKALIKES.get(seen, "")):
            if plan.fits(subject.layout, lines, line, column, other):
                return Proposal(plan.check.id, line, column, seen, other)
    return None
