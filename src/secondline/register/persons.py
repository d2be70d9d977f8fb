"""One person's documents: which of them decides, and what is the person's and what the document's."""

from collections.abc import Mapping, Sequence
from typing import Final

from secondline.register.rules import FOUND, NAMES, UNDETERMINED, Value

# A person with more is no person: the bound of what inspections take, and of what a file may say.
MOST_DOCUMENTS: Final = 21
# What a further document keeps of its own; coarse, and no more than that.
OF_DOCUMENT: Final = (
    "document_kind",
    "issuer",
    "issue_year",
    "role",
    "presented",
    "fraud_class",
    "fraud_subtype",
    "fate",
)
KEPT_OF_DOCUMENT: Final = ("month", "selection", "sharing", *OF_DOCUMENT)
# What is said of a document and not of the person, though it stands in the person's row only.
_ABOUT_LEADING: Final = ("conclusion", "conclusion_scale")
_EACH_ROW: Final = frozenset(
    {*OF_DOCUMENT, *_ABOUT_LEADING, "document_nationality", "grade", "means", "sharing"}
)
OF_PERSON: Final = tuple(name for name in NAMES if name not in _EACH_ROW)


def deciding(classes: Sequence[str]) -> int:
    """The place of the document by which the person counts: the first with a fraud, else the first that could
    not be determined, else the first.
    """
    found = (number for number, fraud in enumerate(classes) if fraud in FOUND)
    unsure = (number for number, fraud in enumerate(classes) if fraud == UNDETERMINED)
    return next(found, next(unsure, 0))


def weight(fraud_class: str) -> int:
    """Which row of an incident opens it: the smallest weight."""
    return 0 if fraud_class in FOUND else 1 if fraud_class == UNDETERMINED else 2


Facts = Mapping[str, Value]


def told_apart(leading: Facts, documents: Sequence[Facts]) -> tuple[Facts, list[Facts]]:
    """The person with the document that decides, and the facts of the other documents.

    `leading` has the person's facts and those of the leading document, `documents` those of OF_DOCUMENT.
    Where another document decides, what the centre concluded of the leading one is not said of it.
    """
    place = deciding([str(each["fraud_class"]) for each in (leading, *documents)])
    if not place:
        return leading, list(documents)
    first = {name: leading[name] for name in OF_DOCUMENT}
    chosen = documents[place - 1]
    others = [first, *(each for number, each in enumerate(documents, 1) if number != place)]
    return {**leading, **chosen, **dict.fromkeys(_ABOUT_LEADING, "")}, others


def merged(rows: Sequence[Facts]) -> tuple[Facts, list[Facts], list[str]]:
    """Rows of one person, as a file gives them: the person, the other documents, columns that contradict.

    A person's fact need stand in one row only; what stands in several must be the same.
    """
    differing = []
    person: dict[str, Value] = {}
    for name in OF_PERSON:
        told = [row[name] for row in rows if row[name] not in {"", None, False}]
        person[name] = told[0] if told else rows[0][name]
        if any(value != told[0] for value in told):
            differing.append(name)
    ordered = sorted(rows, key=lambda row: row["role"] != "main")  # stable: otherwise as the file has it
    place = deciding([str(row["fraud_class"]) for row in ordered])
    chosen = ordered[place]
    nationality = next(
        (r["document_nationality"] for r in (chosen, *ordered) if r["document_nationality"]), ""
    )
    others: list[Facts] = [
        {name: row[name] for name in OF_DOCUMENT} for number, row in enumerate(ordered) if number != place
    ]
    return {**chosen, **person, "document_nationality": nationality}, others, differing
