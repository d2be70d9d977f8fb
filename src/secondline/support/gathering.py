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
GRADE_OF_ANSWER: Final = {
    "issued": Grade.CONSISTENT,
    "not-issued": Grade.INCONSISTENT,
    "reported": Grade.INCONSISTENT,
    "differ": Grade.INCONSISTENT,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One finding of somebody. `words`: text, or stored sentences (template and values)."""

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


def claims(parts: Sequence[Mapping[str, Any]], doubt: str, replies: Sequence[Reply]) -> list[Claim]:
    """Authorities first, then the engine's by document, then what the officer found odd."""
    found = [
        Claim(f"a-{each.code}", Source.AUTHORITY, 1, GRADE_OF_ANSWER[each.answer], [_answered(each)])
        for each in replies
    ]
    for number, part in enumerate(parts, start=1):
        found.extend(_of_engine(number, part))
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
