"""The State that certificate and document name: two letters in one, three in the other (Doc 9303-3, 5)."""

from functools import cache
from typing import Final

from traveldoc.chip.certificate import Certificate
from traveldoc.chip.fault import ChipError
from traveldoc.vocabulary import vocabulary

# Codes of the zone that ISO 3166-1 does not have, and the two letters their certificates carry.
_OTHER: Final[dict[str, frozenset[str]]] = {
    "EUE": frozenset({"EU"}),
    "UNO": frozenset({"UN"}),
    "UNA": frozenset({"UN"}),
    "UNK": frozenset({"UN", "KS", "XK"}),
    "RKS": frozenset({"KS", "XK", "RK"}),
    "XKX": frozenset({"KS", "XK"}),
    "XOM": frozenset({"XM", "XO", "SM", "OM"}),
    **{code: frozenset({"GB"}) for code in ("GBD", "GBN", "GBO", "GBP", "GBS")},
}
# Hong Kong and Macao issue documents of China under keys of their own.
_CHINA: Final = frozenset({"CN", "HK", "MO"})


@cache
def _two_letters() -> dict[str, frozenset[str]]:
    known = {term.id: frozenset({term.alpha2}) for term in vocabulary("state") if term.alpha2}
    return known | _OTHER | dict.fromkeys(("CHN", "HKG", "MAC"), _CHINA)


@cache
def _three_letters() -> dict[str, str]:
    return {term.alpha2: term.id for term in vocabulary("state") if term.alpha2}


def two_letters(code: str) -> frozenset[str]:
    """The two-letter codes that may stand for a code of the zone; empty when none is known."""
    return _two_letters().get(code, frozenset())


def codes_of(certificate: Certificate) -> tuple[str, ...]:
    """The codes of the zone in the certificate's alternative name; none where it has none, or is broken."""
    try:
        return certificate.codes
    except ChipError:
        return ()


def names_state(certificate: Certificate, code: str) -> bool | None:
    """Whether the certificate is that of the State with this code of the zone; None when nobody can tell."""
    country = certificate.subject.country or certificate.issuer.country
    known = two_letters(code)
    if not known:
        return True if code in codes_of(certificate) else None
    return country in known or code in codes_of(certificate)


def shown_code(certificate: Certificate) -> str:
    """The State by its code of the zone; by the two letters of the certificate where none is known."""
    codes = codes_of(certificate)
    letters = certificate.issuer.country or certificate.subject.country
    return codes[0] if codes else _three_letters().get(letters, letters)
