"""What an examination is given: readings of the machine readable zone, what a person read, ready findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Final

from traveldoc.barcode import Barcode
from traveldoc.finding import Finding, Phrase, gettext_noop
from traveldoc.mrz.reading import Reading

__all__ = ["VISUAL_FIELDS", "Facts", "Reading", "VisualForm", "VisualFormError"]

_DATES: Final = ("date_of_birth", "date_of_expiry", "date_of_issue")
_LONGEST: Final = 200


class VisualFormError(ValueError):
    """The mapping cannot be used; `problems` says what is wrong, one phrase for each fault."""

    def __init__(self, problems: Iterable[Phrase]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class VisualForm:
    """What a person read in the visual inspection zone (Doc 9303-3, 3). Empty means: not given.

    Names in any script the standard transliterates; `nationality` and `issuer` as a code or a name;
    `sex` as printed (F, M, X, also "F/F"); `kind` as the printed document code (P, PD, ID ...);
    dates YYYY-MM-DD with XX (or XXXX) for parts that the document gives as unknown.
    """

    surname: str = ""
    given_names: str = ""
    document_number: str = ""
    nationality: str = ""
    issuer: str = ""
    date_of_birth: str = ""
    sex: str = ""
    date_of_expiry: str = ""
    date_of_issue: str = ""
    kind: str = ""
    optional_data: str = ""

    @classmethod
    def from_mapping(cls, mapping: object) -> "VisualForm":
        """Take a mapping from JSON or YAML; VisualFormError names every field that cannot be used."""
        if not isinstance(mapping, Mapping):
            raise VisualFormError([Phrase(_NO_MAPPING)])
        problems: list[Phrase] = []
        values: dict[str, str] = {}
        for key, value in mapping.items():
            if key not in VISUAL_FIELDS:
                known = ", ".join(VISUAL_FIELDS)
                problems.append(Phrase(_UNKNOWN_FIELD, {"field": str(key)[:40], "known": known}))
                continue
            text = _text(key, value, problems)
            if text and key in _DATES and not is_iso_date(text):
                problems.append(Phrase(_NO_DATE, {"field": key, "value": text}))
            values[key] = text
        if problems:
            raise VisualFormError(problems)
        return cls(**values)

    def given(self) -> tuple[str, ...]:
        """The names of the fields that were given."""
        return tuple(name for name in VISUAL_FIELDS if getattr(self, name))


VISUAL_FIELDS: Final[tuple[str, ...]] = tuple(item.name for item in fields(VisualForm))

_NO_MAPPING: Final = gettext_noop(
    "The visual data must be a list of fields and values, such as surname: ERIKSSON."
)
_UNKNOWN_FIELD: Final = gettext_noop("There is no field “%(field)s”. The fields are: %(known)s.")
_NO_TEXT: Final = gettext_noop("The field “%(field)s” must be a text.")
_TOO_LONG: Final = gettext_noop("The field “%(field)s” is longer than %(longest)s characters.")
_NO_DATE: Final = gettext_noop(
    "The field “%(field)s” is no date: “%(value)s”. Write YYYY-MM-DD, with XX for an unknown part."
)


def _text(key: str, value: object, problems: list[Phrase]) -> str:
    """The value as a text without surrounding blanks. YAML makes dates and numbers of some values."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, bool) or not isinstance(value, str | int):
        problems.append(Phrase(_NO_TEXT, {"field": key}))
        return ""
    text = str(value).strip()
    if len(text) > _LONGEST:
        problems.append(Phrase(_TOO_LONG, {"field": key, "longest": str(_LONGEST)}))
        return ""
    return text


def is_iso_date(text: str) -> bool:
    """YYYY-MM-DD in ASCII digits, a real day, or with XX (XXXX) for unknown parts."""
    if len(text) != 10 or text[4] + text[7] != "--" or not text.isascii():
        return False
    year, month, day = text[:4], text[5:7], text[8:]
    known_year = "2000" if year == "XXXX" else year
    known_month = "01" if month == "XX" else month
    known_day = "01" if day == "XX" else day
    if not (known_year + known_month + known_day).isdigit():
        return False
    try:
        date(int(known_year), int(known_month), int(known_day))
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything an examination looks at.

    `mrz`: readings of the machine readable zone, the best first (several photographs, or typed).
    `findings`: findings that others have made already (the page: quality, font), taken over as they are.
    `noticed`: ids of `security-feature` that a person found not to be as they should be.
    `chip`: the files of the chip by the standard's names ("EF.SOD", "DG1"); empty where none was read.
    `seals`: the bar codes on the document. `beside`: zones of other documents that lie with it, such as the
    passport that a visa is in.
    """

    mrz: tuple[Reading, ...] = ()
    visual: VisualForm = VisualForm()
    findings: tuple[Finding, ...] = ()
    noticed: frozenset[str] = frozenset()
    chip: Mapping[str, bytes] = field(default_factory=dict)
    seals: tuple[Barcode, ...] = ()
    beside: tuple[Reading, ...] = ()
