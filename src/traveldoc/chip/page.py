"""The chip against what a person read on the page: DG1, DG11 and DG12 against the visual zone."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.chip_page import BIRTH, ISSUE, NAME, ZONE
from traveldoc.checks.subject import Subject
from traveldoc.checks.visual import visual
from traveldoc.checks.visual_check import BY_FIELD
from traveldoc.chip.contents import Contents
from traveldoc.facts import Facts
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.parse import Mrz

# Fields of the visual zone that DG1 has as well.
_IN_ZONE: Final = frozenset(
    BY_FIELD[name].id
    for name in (
        *("surname", "given_names", "document_number", "nationality", "issuer"),
        *("date_of_birth", "sex", "date_of_expiry"),
    )
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_SAME_AS_PRINTED: Final = Phrase(
    gettext_noop("the chip's zone is the printed one, which was compared with the visual zone")
)
_DIFFERENT: Final = gettext_noop("“%(page)s” on the page, “%(chip)s” on the chip")
_SAME: Final = gettext_noop("“%(chip)s”")
_AGREE: Final = Phrase(gettext_noop("everything that was given agrees"))
_NOT_GIVEN: Final = Phrase(gettext_noop("nobody has typed it from the page"))
_OTHER_SCRIPT: Final = gettext_noop("“%(page)s” on the page, “%(chip)s” on the chip, in another script")


def against_page(read: Contents, facts: Facts, mrz: Mrz, on: date) -> Iterator[Finding]:
    """`mrz` is the zone that is examined: the printed one, or the chip's own where nobody gave another."""
    form = facts.visual
    yield from _zone(read, facts, mrz, on)
    if read.holder is not None and read.holder.full_name:
        page = f"{form.surname} {form.given_names}".strip()
        yield _name(page, read.holder.full_name)
    if read.holder is not None and read.holder.date_of_birth:
        yield _date(BIRTH, form.date_of_birth, read.holder.date_of_birth)
    if read.document is not None and read.document.date_of_issue:
        yield _date(ISSUE, form.date_of_issue, read.document.date_of_issue)


def _zone(read: Contents, facts: Facts, mrz: Mrz, on: date) -> Iterator[Finding]:
    """Nothing where DG1 itself is the zone that the visual zone was compared with."""
    if read.zone is None or read.zone is mrz:
        return
    if not facts.visual.given():
        yield ZONE.not_examined(_NOT_GIVEN)
        return
    if read.zone.text == mrz.text:
        yield ZONE.consistent(_SAME_AS_PRINTED)
        return
    compared = [each for each in visual(Subject(read.zone, facts, on)) if each.id in _IN_ZONE]
    against = [each for each in compared if each.grade in {Grade.INCONSISTENT, Grade.INCONCLUSIVE}]
    for each in against:
        chip = each.seen.values.get("printed", "")
        values = {"page": each.seen.values.get("visual", ""), "chip": " ".join(chip.split(FILLER))}
        yield ZONE.faulty(Phrase(_DIFFERENT, values), grade=each.grade)
    if not against:
        yield ZONE.consistent(_AGREE)


def _name(page: str, chip: str) -> Finding:
    """In any order, without marks: names are divided and ordered otherwise on chip and page."""
    if not page:
        return NAME.not_examined(_NOT_GIVEN)
    ours, theirs = _words(chip), _words(page)
    values = {"page": page, "chip": " ".join(chip.replace("<", " ").split())}
    if ours == theirs:
        return NAME.consistent(Phrase(_SAME, values))
    if not "".join(ours).isascii() or not "".join(theirs).isascii():
        return NAME.not_examined(Phrase(_OTHER_SCRIPT, values))
    return NAME.faulty(Phrase(_DIFFERENT, values), grade=Grade.INCONCLUSIVE)


def _words(name: str) -> list[str]:
    return sorted(_WORD.findall(name.replace("<", " ").casefold()))


def _date(check: Check, page: str, chip: str) -> Finding:
    """Unknown parts (XX) agree with everything."""
    if not page:
        return check.not_examined(_NOT_GIVEN)
    values = {"page": page, "chip": chip}
    pairs = zip(page.split("-"), chip.split("-"), strict=False)
    if len(page) == len(chip) and all(one == other or "X" in one + other for one, other in pairs):
        return check.consistent(Phrase(_SAME, values))
    return check.faulty(Phrase(_DIFFERENT, values))
