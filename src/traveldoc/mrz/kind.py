"""Which kind of document a document code stands for (first letter: Doc 9303-4, -5, -6, -7).

The second letter is the issuing state's choice; the letters of passports below are those that ICAO has
since agreed on for all states, and those of cards and permits are common practice (EU 2017/1954: AR, IR).
"""

from typing import Final

# Exact codes first, then the first letter alone. Values are ids of the vocabulary `document-kind`.
_BY_CODE: Final[dict[str, str]] = {
    "P": "passport",
    "PP": "passport",
    "PN": "passport",
    "PD": "passport-diplomatic",
    "PO": "passport-service",
    "PS": "passport-service",
    "PE": "emergency-travel-document",
    "PU": "emergency-travel-document",
    "PR": "refugee-travel-document",
    "PT": "alien-travel-document",
    "PL": "laissez-passer",
    "PM": "passport-military",
    "AC": "crew-certificate",
    "AR": "residence-permit",
    "CR": "residence-permit",
    "IR": "residence-permit",
    "IP": "passport-card",
    "IS": "seafarer-document",
    "PB": "seafarer-document",
}
_BY_LETTER: Final[dict[str, str]] = {
    "P": "passport",
    "I": "identity-card",
    "C": "identity-card",
    "A": "identity-card",
    "V": "visa",
}
# States that gave the second letter a meaning of their own before ICAO agreed on one.
_BY_ISSUER: Final[dict[tuple[str, str], str]] = {
    ("CHE", "PM"): "passport",
    ("CHN", "PO"): "passport",
}


def kind_of(code: str, nationality: str = "", issuer: str = "") -> str:
    """The kind of document by its code (all without fillers); "" where the standard has no such code.

    PS stands for service passports and for documents of stateless persons, who have the nationality XXA.
    """
    if code == "PS" and nationality == "XXA":
        return "stateless-travel-document"
    if (issuer, code) in _BY_ISSUER:
        return _BY_ISSUER[issuer, code]
    return _BY_CODE.get(code) or _BY_LETTER.get(code[:1], "")
