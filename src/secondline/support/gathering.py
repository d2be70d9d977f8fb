"""The findings that an examiner is asked to judge: the engine's, the officer's, an authority's. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from secondline.support.answering import Source
from traveldoc.finding import Grade, gettext_noop
from traveldoc.vocabulary import vocabulary

# What fits needs no judgement; it stays in the examination, where everybody can read it.
ASKED_ABOUT: Final = (Grade.INCONSISTENT, Grade.INCONCLUSIVE)
ANSWERED: Final = gettext_noop(
    "%(authority)s answered: %(answer)s. Reference %(reference)s of %(dated)s. %(remark)s"
)
OF_DOCUMENT: Final = gettext_noop("Document %(number)s.")
NOT_RIGHT: Final = {"vocabulary": "procedure-answer", "id": "not-as-it-should-be"}
GRADE_OF_ANSWER: Final = {
    "issued": Grade.CONSISTENT,
    "not-issued": Grade.INCONSISTENT,
    "reported": Grade.INCONSISTENT,
    "differ": Grade.INCONSISTENT,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One finding of somebody. `words`: text, or a list of texts, stored sentences (template and values) and
    terms (vocabulary and id).
    """

    key: str
    source: Source
    part: int
    grade: str
    words: Any


# Findings of the examiner's own: as many as the opinion's form has lines for.
ADDED: Final = 3


def markable(found: Sequence[Claim]) -> list[Claim]:
    """What a mark may belong to: each finding that is judged, and the examiner's own ones, still without
    words.
    """
    own = (Claim(f"x-{number}", Source.EXAMINER, 1, "", "") for number in range(1, ADDED + 1))
    return [*found, *own]


@dataclass(frozen=True, slots=True)
class Reply:
    """What an authority answered, as the findings need it."""

    code: str
    authority: str
    answer: str
    label: str
    reference: str
    dated: str
    remark: str


@dataclass(frozen=True, slots=True)
class Observed:
    """What an officer found not as it should be at a step. `words`: a term of the procedure, or own words."""

    key: str
    part: int
    words: Any
    note: str


def claims(
    parts: Sequence[Mapping[str, Any]],
    doubt: str,
    replies: Sequence[Reply],
    observed: Sequence[Observed] = (),
) -> list[Claim]:
    """Authorities first, then the engine's by document, then what the officer found: step by step, and what
    made the officer stop.
    """
    found = [
        Claim(f"a-{each.code}", Source.AUTHORITY, 1, GRADE_OF_ANSWER[each.answer], [_answered(each)])
        for each in replies
    ]
    for number, part in enumerate(parts, start=1):
        found.extend(_of_engine(number, part))
    found.extend(_of_officer(each) for each in observed)
    if doubt.strip():
        found.append(Claim("officer", Source.OFFICER, 1, "", doubt.strip()))
    return found


def _answered(reply: Reply) -> dict[str, Any]:
    values = {
        "authority": reply.authority,
        "answer": reply.label,
        "reference": reply.reference,
        "dated": reply.dated,
        "remark": reply.remark,
    }
    return {"template": ANSWERED, "values": values}


def _of_officer(each: Observed) -> Claim:
    place = {"template": OF_DOCUMENT, "values": {"number": each.part}}
    words = [*([place] if each.part > 1 else []), each.words, NOT_RIGHT, *([each.note] if each.note else [])]
    return Claim(f"o{each.part}-{each.key}", Source.OFFICER, each.part, Grade.INCONSISTENT, words)


def _of_engine(number: int, part: Mapping[str, Any]) -> Iterator[Claim]:
    for place, each in enumerate(part["findings"], start=1):
        if each["grade"] in ASKED_ABOUT and "question" in each:
            words = [each["question"], each["seen"]]
            yield Claim(f"f{number}-{place}", Source.ENGINE, number, each["grade"], words)


def part_label(part: Mapping[str, Any], language: str) -> str:
    """What a document is called: kind, issuer, the last characters of its number."""
    document = part.get("document", {})
    kind = vocabulary("document-kind").label(document.get("kind", ""), language)
    number = document.get("document_number") or ""
    words = [kind, document.get("issuer") or "", f"…{number[-3:]}" if number else ""]
    return " ".join(word for word in words if word)
