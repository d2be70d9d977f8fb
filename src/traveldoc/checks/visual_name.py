"""Names: all forms that the transliteration and truncation rules allow are the same name."""

from typing import Final

from traveldoc.checks.subject import Subject
from traveldoc.checks.visual_check import different, same
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.mrz.agree import Agreement, agree
from traveldoc.mrz.alphabet import FILLER

_TRUNCATED: Final = Phrase(
    gettext_noop("The name is truncated in the machine readable zone; as far as it goes it agrees.")
)
_WHY: Final[dict[Agreement, Phrase]] = {
    Agreement.OWN_PRACTICE: Phrase(
        gettext_noop(
            "The names agree only by a spelling that the tables of the standard do not have. "
            "Compare with a genuine document of this state."
        )
    ),
    Agreement.OTHER_SEPARATORS: Phrase(
        gettext_noop("The letters agree, but the name is divided otherwise. Compare with a genuine document.")
    ),
    Agreement.UNREADABLE: Phrase(
        gettext_noop("The name has characters that the standard does not transliterate. Type its Latin form.")
    ),
}


def compare_name(subject: Subject, name: str, visual: str) -> Finding:
    """`name` is "surname" (primary identifier) or "given_names" (secondary identifier)."""
    values = subject.mrz.values
    field = "name" if "name" in values else name
    printed, full = _printed(values[field], name if field == "name" else "")
    found = _agreement(subject, name, visual, printed, full=full)
    if found is Agreement.SAME:
        return same(name, visual)
    if found is Agreement.TRUNCATED:
        return same(name, visual, note=_TRUNCATED)
    if found is Agreement.DIFFERENT:
        return different(subject, name, visual, field, printed=printed)
    return different(
        subject, name, visual, field, grade=Grade.INCONCLUSIVE, hint=_WHY[found], printed=printed
    )


def _agreement(subject: Subject, name: str, visual: str, printed: str, *, full: bool) -> Agreement:
    """A surname field with a comma holds both identifiers (Doc 9303-4, 4.1.1, field 07)."""
    if name == "surname" and "," in visual and not subject.facts.visual.given_names:
        visual = visual.partition(",")[0]
    return agree(visual, printed, full=full)


def _printed(field: str, which: str) -> tuple[str, bool]:
    """The identifier as printed, and whether the field is used to its last position."""
    written = field.rstrip(FILLER)
    full = len(written) == len(field)
    if not which:
        return written, full
    primary, _, secondary = written.strip(FILLER).partition(FILLER * 2)
    return (primary if which == "surname" else secondary), full
