"""Document codes, and the codes of states and organizations (Doc 9303-3, 4.7 and section 5)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.deviation import known_deviation
from traveldoc.checks.doubt import fault
from traveldoc.checks.subject import Subject, span_of
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER, LETTERS
from traveldoc.mrz.format import FORMATS
from traveldoc.vocabulary import Term, vocabulary

DOCUMENT: Final = Check(
    "mrz.code.document",
    Phrase(gettext_noop("Is the document code one that the standard allows for this format?")),
    "Doc 9303-4, -5, -6 and -7, 4.2.2",
    Phrase(gettext_noop("P for TD3; A, C or I for TD1 and TD2; V for visas")),
    Phrase(gettext_noop("Compare with a genuine document of the same issuer and kind.")),
)
ISSUER: Final = Check(
    "mrz.code.issuer",
    Phrase(gettext_noop("Is the code of the issuing state or organization in the standard?")),
    "Doc 9303-3, 5",
    Phrase(gettext_noop("a code of Doc 9303-3, section 5, for an issuing state or organization")),
    Phrase(
        gettext_noop("An issuer that does not exist is the mark of a fantasy document. Read the code again.")
    ),
)
NATIONALITY: Final = Check(
    "mrz.code.nationality",
    Phrase(gettext_noop("Is the code of the nationality in the standard?")),
    "Doc 9303-3, 5",
    Phrase(gettext_noop("a code of Doc 9303-3, section 5, for a nationality or status")),
    Phrase(gettext_noop("Compare with the nationality in the visual zone.")),
)
OWN: Final = Check(
    "mrz.code.nationality-of-issuer",
    Phrase(gettext_noop("Is an ordinary passport issued to a national of its state?")),
    "Doc 9303-3, 4.7",
    Phrase(gettext_noop("the nationality of the issuing state, or a status that explains another")),
    Phrase(
        gettext_noop(
            "A state may give a travel document to a foreigner. Ask why, and look at the kind of document."
        )
    ),
)
CHECKS: Final = (DOCUMENT, ISSUER, NATIONALITY, OWN)

# Parts of section 5 that name no issuer (E: a person's status, H: signing of master lists), no nationality.
_NO_ISSUER: Final = frozenset("EH")
_NO_NATIONALITY: Final = frozenset("H")

# Withdrawn from ISO 3166-1 (ISO 3166-3) in these years, still printed on documents of their time. ROM became
# ROU in 2002; INP was used by INTERPOL before XPO.
WITHDRAWN: Final[dict[str, int]] = {
    "BUR": 1989,
    "BYS": 1992,
    "CSK": 1993,
    "DDR": 1990,
    "DHY": 1977,
    "HVO": 1984,
    "INP": 2014,
    "RHO": 1980,
    "ROM": 2002,
    "SCG": 2006,
    "SUN": 1992,
    "TMP": 2002,
    "VDR": 1977,
    "YMD": 1990,
    "YUG": 2003,
    "ZAR": 1997,
}
# A document made in the last year of a code can be valid for so many years more.
_LAST_VALID: Final = 10

# Nationals of the first are issued ordinary passports by the second.
_RELATED: Final = frozenset(
    (nationality, issuer)
    for issuer, nationalities in {
        "AUS": "CCK CXR NFK",
        "CHN": "HKG MAC",
        "DNK": "FRO GRL",
        "FIN": "ALA",
        "FRA": "BLM GLP GUF MAF MTQ MYT NCL PYF REU SPM WLF",
        "GBR": "AIA BMU CYM FLK GBD GBN GBO GBP GBS GGY GIB IMN IOT JEY MSR PCN SHN TCA VGB",
        "NLD": "ABW ANT BES CUW SXM",
        "NOR": "SJM",
        "NZL": "COK NIU TKL",
        "USA": "ASM GUM MNP PRI VIR",
    }.items()
    for nationality in nationalities.split()
)
_ORDINARY: Final = frozenset(("P", "PP", "PN"))
_OWN_GOOD: Final = OWN.consistent()

_SEEN: Final = gettext_noop("%(code)s")
_SEEN_NAMED: Final = gettext_noop("%(code)s: %(name)s")
_UNKNOWN: Final = gettext_noop("“%(code)s”, which is not in the standard")
_NOT_HERE: Final = gettext_noop("“%(code)s”, which the standard does not use in this place")
_GERMANY: Final = Phrase(gettext_noop("“DEU”: the standard writes D for Germany"))
_OTHER: Final = gettext_noop("issued by %(issuer)s, nationality %(nationality)s")
_SPECIMEN: Final = Phrase(gettext_noop("UTO: the code of specimens, which no state issues"))

_TD1_ONLY: Final = gettext_noop(
    "A, C or I first; then not V, not AI, and AC for crew member certificates only"
)
_EXPECTED_CODE: Final[dict[str, Phrase]] = {
    "TD1": Phrase(_TD1_ONLY),
    "TD2": Phrase(gettext_noop("A, C or I first; then not V, and not C after A")),
    "TD3": Phrase(gettext_noop("P first; then a letter or a filler")),
    "MRVA": Phrase(gettext_noop("V first")),
    "MRVB": Phrase(gettext_noop("V first")),
    "FR2x36": Phrase(gettext_noop("ID")),
}


def _allowed(layout: str, code: str) -> bool:
    """Whether a document code may stand in a format (part 4, 4.2.2.1; part 5 and 6, note k; part 7)."""
    first, second = code[0], code[1]
    if layout == "TD3":
        return first == "P" and second in LETTERS + FILLER
    if layout == "TD1":
        return first in "ACI" and second != "V" and code != "AI"
    if layout == "TD2":
        return first in "ACI" and second != "V" and code != "AC"
    return True


def codes(subject: Subject) -> Sequence[Finding]:
    """The document code, the issuer, the nationality, and whether the last two belong together."""
    values = subject.mrz.values
    code, issuer = values["document_code"], values["issuer"]
    nationality = values.get("nationality", "")
    good = _all_good(subject.layout.name, code, issuer, nationality)
    if good is not None:
        return good
    # The French card has no nationality, and no other code makes it one: it is always good.
    return [
        _document_code(subject.layout.name, code) or _wrong_code(subject),
        _state("issuer", issuer) or _unknown(subject, ISSUER, "issuer"),
        _state("nationality", nationality) or _unknown(subject, NATIONALITY, "nationality"),
        *_own(subject),
    ]


@lru_cache(maxsize=4096)
def _all_good(layout: str, code: str, issuer: str, nationality: str) -> tuple[Finding, ...] | None:
    """The findings where nothing is wrong, which is the usual case; None where anything is."""
    document, state = _document_code(layout, code), _state("issuer", issuer)
    if document is None or state is None:
        return None
    if not nationality:
        return document, state
    theirs = _state("nationality", nationality)
    if theirs is None:
        return None
    if not _is_asked(layout, code):
        return document, state, theirs
    return (document, state, theirs, _OWN_GOOD) if _is_own(issuer, nationality) else None


@lru_cache(maxsize=4096)
def _document_code(layout: str, code: str) -> Finding | None:
    if not _allowed(layout, code):
        return None
    return DOCUMENT.consistent(
        Phrase(_SEEN, {"code": code}),
        expected=_EXPECTED_CODE[layout],
        clause=FORMATS[layout].by_name["document_code"].clause,
    )


def _wrong_code(subject: Subject) -> Finding:
    item = subject.layout.by_name["document_code"]
    seen = Phrase(_SEEN, {"code": subject.mrz.values["document_code"]})
    expected = _EXPECTED_CODE[subject.layout.name]
    finding = fault(DOCUMENT, subject, (span_of(item),), seen, expected=expected, clause=item.clause)
    return known_deviation(subject, "document code", finding)


@lru_cache(maxsize=4096)
def _state(role: str, field: str) -> Finding | None:
    """The finding for a code that may stand in this role; None where it may not."""
    code = field.rstrip(FILLER)
    term = vocabulary("state").get(code)
    barred = _NO_ISSUER if role == "issuer" else _NO_NATIONALITY
    if term is None or term.group in barred:
        return None
    check = ISSUER if role == "issuer" else NATIONALITY
    return check.consistent(_seen(term), clause=f"Doc 9303-3, 5 part {term.group}")


def _seen(term: Term) -> Phrase:
    if term.id == "UTO":
        return _SPECIMEN
    return Phrase(_SEEN_NAMED, {"code": term.id, "name": term.label()})


def _unknown(subject: Subject, check: Check, name: str) -> Finding:
    item = subject.layout.by_name[name]
    code = subject.mrz.values[name].rstrip(FILLER)
    template = _NOT_HERE if code in vocabulary("state") else _UNKNOWN
    seen = _GERMANY if code == "DEU" else Phrase(template, {"code": code})
    finding = fault(check, subject, (span_of(item),), seen)
    return known_deviation(subject, "withdrawn code", finding) if _is_of_its_time(subject, code) else finding


def _is_of_its_time(subject: Subject, code: str) -> bool:
    """Whether the document can have been made while the code was in use."""
    if code not in WITHDRAWN:
        return False
    expiry = subject.expiry.day if subject.expiry else None
    return expiry is None or expiry.year <= WITHDRAWN[code] + _LAST_VALID


def _is_asked(layout: str, code: str) -> bool:
    """Only asked of ordinary passports; other travel documents are made for foreigners too."""
    return layout == "TD3" and code.rstrip(FILLER) in _ORDINARY


def _is_own(issuer: str, nationality: str) -> bool:
    issuer, nationality = issuer.rstrip(FILLER), nationality.rstrip(FILLER)
    return issuer == nationality or (nationality, issuer) in _RELATED


def _is_state(term: Term) -> bool:
    """States only: not organizations, and not the forms of British nationality."""
    return term.group == "A" and bool(term.alpha2)


def _own(subject: Subject) -> tuple[Finding, ...]:
    values = subject.mrz.values
    issuer, nationality = values["issuer"], values["nationality"]
    if not _is_asked(subject.layout.name, values["document_code"]):
        return ()
    if _is_own(issuer, nationality):
        return (_OWN_GOOD,)
    states = vocabulary("state")
    ours, theirs = states.get(issuer.rstrip(FILLER)), states.get(nationality.rstrip(FILLER))
    if ours is None or theirs is None or not (_is_state(ours) and _is_state(theirs)):
        return ()
    seen = Phrase(_OTHER, {"issuer": ours.label(), "nationality": theirs.label()})
    spans = (span_of(subject.layout.by_name["nationality"]), span_of(subject.layout.by_name["issuer"]))
    return (fault(OWN, subject, spans, seen, grade=Grade.INCONCLUSIVE),)
