"""Do the data in a seal agree with what is printed on the document (Doc 9303-7, 9.4; 9303-8, appendix A)?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.doubt import fault
from traveldoc.checks.plan import PLANS
from traveldoc.checks.seal_data import CHECK_DIGITS, CODE_ZONE, FURTHER, HOLDER, PASSPORT, VISUAL, ZONE
from traveldoc.checks.subject import ZONE as MRZ
from traveldoc.checks.subject import Subject
from traveldoc.checks.visual import visual as visual_findings
from traveldoc.facts import Facts, VisualForm
from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop
from traveldoc.mrz.agree import Agreement, agree
from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.format import MRVA, MRVB
from traveldoc.mrz.parse import Mrz
from traveldoc.seal.content import Content, columns
from traveldoc.seal.profile import PASSPORT_NUMBER
from traveldoc.seal.vds_nc import VdsNc

VISAS: Final = frozenset({MRVA.name, MRVB.name})
# What the zone in a seal can be compared with; the rest of the form is about other things.
_VISUAL_FIELDS: Final = (
    "surname",
    "given_names",
    "document_number",
    "nationality",
    "issuer",
    "date_of_birth",
    "sex",
    "date_of_expiry",
)
_NOT_GIVEN: Final = Phrase(gettext_noop("the printed zone was not given"))
_NO_ZONE: Final = Phrase(gettext_noop("there is no machine readable zone in it"))
_OTHER_FORMAT: Final = Phrase(gettext_noop("the printed zone is of another format"))
_SAME: Final = Phrase(gettext_noop("all characters are the same"))
_DIFFERENT: Final = gettext_noop(
    "line %(line)s, from character %(column)s: “%(seal)s” in the bar code, “%(page)s” printed"
)
_DIGITS: Final = gettext_noop("wrong: %(fields)s")
_NUMBERS: Final = gettext_noop("seal %(seal)s, document %(page)s")
_NO_PASSPORT: Final = Phrase(gettext_noop("no zone of a passport was given"))
_DIFFERS: Final = gettext_noop("%(question)s %(seen)s")
_ISSUED: Final = gettext_noop("issued on %(seal)s according to the seal, on %(page)s as printed")
_HOLDER_SAME: Final = Phrase(gettext_noop("the same"))
_HOLDER_NONE: Final = Phrase(gettext_noop("the seal names nobody"))
_HOLDER: Final = gettext_noop("%(field)s: “%(seal)s” in the seal, “%(page)s” printed")
_NAME: Final = Phrase(gettext_noop("name"))
_BIRTH: Final = Phrase(gettext_noop("date of birth"))
_NUMBER: Final = Phrase(gettext_noop("document number"))


@dataclass(frozen=True)
class Printed:
    """The document that is examined: its zone, those of other documents beside it, what was typed."""

    zone: Mrz | None
    beside: Sequence[Mrz]
    visual: VisualForm
    on: date

    def of_layout(self, layout: str) -> Mrz | None:
        return next((zone for zone in self.zones() if zone.layout == layout), None)

    def zones(self) -> Iterator[Mrz]:
        if self.zone is not None and self.zone.format is not None:
            yield self.zone
        yield from (zone for zone in self.beside if zone.format is not None)


def compare_zone(check: Check, inside: Mrz | None, printed: Printed) -> Iterator[Finding]:
    """Character by character; a visa's seal lacks the end of the lower line."""
    if inside is None or inside.format is None:
        yield check.not_examined(_NO_ZONE)
        return
    page = printed.of_layout(inside.layout)
    if page is not None:
        yield from _differences(check, inside, page, printed.on)
    elif printed.zone is None or printed.zone.format is None or inside.layout in VISAS:
        yield check.not_examined(_NOT_GIVEN)
    else:
        yield check.faulty(_OTHER_FORMAT, grade=Grade.INCONCLUSIVE)


def _differences(check: Check, inside: Mrz, page: Mrz, on: date) -> Iterator[Finding]:
    subject = Subject(page, Facts(), on)
    same = True
    for line, (ours, theirs) in enumerate(zip(inside.lines, page.lines, strict=True), 1):
        pairs = list(zip(ours, theirs, strict=True))[: columns(inside, line)]
        differing = [column for column, (one, other) in enumerate(pairs, 1) if one != other]
        if not differing:
            continue
        same = False
        first, last = differing[0], differing[-1]
        values = {
            "line": str(line),
            "column": str(first),
            "seal": ours[first - 1 : last],
            "page": theirs[first - 1 : last],
        }
        # One character that was read surely and differs is enough; only doubtful ones wait for a person.
        seen = Phrase(_DIFFERENT, values)
        spans = tuple((line, column, column) for column in differing)
        if all(subject.doubtful([span]) for span in spans):
            yield fault(check, subject, spans, seen)
        else:
            yield check.faulty(seen, place=Place(MRZ, line, first, last))
    if same:
        yield check.consistent(_SAME)


def check_digits(content: Content) -> Iterator[Finding]:
    zone = content.zone
    if zone is None or zone.format is None or not zone.clean:
        return
    wrong = [plan.check.id.rpartition(".")[2] for plan in PLANS[zone.layout] if not plan.holds(zone.text)]
    seen = Phrase(_DIGITS, {"fields": ", ".join(wrong)})
    yield CHECK_DIGITS.faulty(seen) if wrong else CHECK_DIGITS.consistent()


def passport(content: Content, printed: Printed) -> Iterator[Finding]:
    number = content.fields.get(PASSPORT_NUMBER)
    if number is None:
        return
    passports = [zone for zone in printed.zones() if zone.layout not in VISAS]
    if not passports:
        yield PASSPORT.not_examined(_NO_PASSPORT)
        return
    numbers = [zone.values["document_number"].rstrip(FILLER) for zone in passports]
    seen = Phrase(_NUMBERS, {"seal": number, "page": ", ".join(numbers)})
    yield PASSPORT.consistent(seen) if number in numbers else PASSPORT.faulty(seen)


def visual(content: Content, issued: date | None, printed: Printed) -> Iterator[Finding]:
    """What a person typed, against the zone in the seal, where both are of one document."""
    form, zone = printed.visual, content.zone
    if not form.given() or zone is None or zone.format is None:
        return
    if printed.zone is not None and printed.zone.format is not None and printed.zone.layout != zone.layout:
        return
    wanted = VisualForm(**{name: getattr(form, name) for name in _VISUAL_FIELDS})
    found = visual_findings(Subject(zone, Facts(visual=wanted), printed.on)) if wanted.given() else ()
    bad = [each for each in found if each.grade in {Grade.INCONSISTENT, Grade.INCONCLUSIVE}]
    for each in bad:
        seen = Phrase(_DIFFERS, {"question": str(each.question), "seen": str(each.seen)})
        yield VISUAL.faulty(seen, grade=each.grade)
    typed = form.date_of_issue
    if typed and issued is not None and "X" not in typed and typed != issued.isoformat():
        yield VISUAL.faulty(Phrase(_ISSUED, {"seal": issued.isoformat(), "page": typed}))
    elif not bad:
        yield VISUAL.consistent()


def further(content: Content) -> Iterator[Finding]:
    """What no zone has: shown, one by one, for the person who compares."""
    return map(FURTHER.not_examined, content.further)


def holder(seal: VdsNc, printed: Printed) -> Iterator[Finding]:
    """Name, date of birth and document number of a seal in JSON against the printed zone."""
    zone = next(printed.zones(), None)
    if zone is None:
        yield HOLDER.not_examined(_NOT_GIVEN)
        return
    said = [*_said(seal, zone)]
    for field, ours, theirs, same in said:
        if not same:
            values = {"field": str(field), "seal": ours, "page": theirs}
            yield HOLDER.faulty(Phrase(_HOLDER, values))
    if not said:
        yield HOLDER.not_examined(_HOLDER_NONE)
    elif all(same for *_, same in said):
        yield HOLDER.consistent(_HOLDER_SAME)


def _said(seal: VdsNc, zone: Mrz) -> Iterator[tuple[Phrase, str, str, bool]]:
    """Field, in the seal, in the zone, whether they agree; for what the seal says at all."""
    name = seal.text("pid", "n")
    if name:
        theirs, full = _printed_name(zone)
        yield _NAME, name, " ".join(theirs), _one_name(name, theirs, full=full)
    born = seal.text("pid", "dob")
    if born:
        short = zone.values["date_of_birth"]
        ours = born.replace("-", "")[2:8]
        same = len(ours) == 6 and all(other in {one, FILLER} for one, other in zip(ours, short, strict=True))
        yield _BIRTH, born, short, same
    number = seal.text("pid", "i") or seal.text("pid", "dn")
    if number:
        theirs_number = zone.values["document_number"].rstrip(FILLER)
        yield _NUMBER, number, theirs_number, _plain(number) == theirs_number


def _plain(number: str) -> str:
    return "".join(sign for sign in number.upper() if sign.isalnum())


def _printed_name(zone: Mrz) -> tuple[list[str], bool]:
    values = zone.values
    written = values["name"] if "name" in values else f"{values['surname']}<{values['given_names']}"
    return [part for part in written.split(FILLER) if part], written[-1] != FILLER


def _one_name(name: str, parts: Sequence[str], *, full: bool) -> bool:
    """In the order of the zone, or with the given names first."""
    turned = ([*parts[cut:], *parts[:cut]] for cut in range(max(1, len(parts))))
    good = {Agreement.SAME, Agreement.TRUNCATED, Agreement.OWN_PRACTICE, Agreement.OTHER_SEPARATORS}
    return any(agree(name, FILLER.join(order), full=full) in good for order in turned)


def code_zone(inside: Mrz | None, printed: Printed) -> Iterable[Finding]:
    """A zone in a bar code that is no seal."""
    return () if inside is None else compare_zone(CODE_ZONE, inside, printed)


def seal_zone(content: Content, printed: Printed) -> Iterator[Finding]:
    return compare_zone(ZONE, content.zone, printed)
