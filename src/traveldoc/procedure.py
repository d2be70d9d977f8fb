"""The secondary inspection as a task list: steps and questions for a document, from the vocabulary."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from traveldoc.vocabulary import Term, vocabulary

# Which questions a kind of document is asked, by what it is as a thing. What is not known is asked as a book.
BOOK: Final = "book"
FORMS: Final[Mapping[str, str]] = {
    "identity-card": "card",
    "residence-permit": "card",
    "passport-card": "card",
    "crew-certificate": "card",
    "visa": "visa",
    "stamp": "stamp",
    "breeder-document": "paper",
}
FORM_NAMES: Final = (BOOK, "card", "visa", "stamp", "paper")
# Where a finding belongs that no step names.
LAST_RESORT: Final = "consistency"


@dataclass(frozen=True, slots=True)
class Step:
    """One of the nine; `questions` are those that this document is asked."""

    term: Term
    questions: tuple[Term, ...]

    @property
    def id(self) -> str:
        return self.term.id

    @property
    def letter(self) -> str:
        return self.term.group


def form_of(kind: str) -> str:
    """What a kind of document (vocabulary `document-kind`) is as a thing."""
    return FORMS.get(kind, BOOK)


@lru_cache(maxsize=64)
def steps(kind: str = "", substrate: str = "") -> tuple[Step, ...]:
    """The steps for a document, in their order, those without a question left out.

    `kind` is of the vocabulary `document-kind`, `substrate` paper or polymer; "" asks about both.
    """
    book = vocabulary("procedure")
    form = form_of(kind)
    found = (
        Step(root, tuple(term for term in book.children(root.id) if _asked(term, form, substrate)))
        for root in book.roots()
    )
    return tuple(step for step in found if step.questions)


def _asked(term: Term, form: str, substrate: str) -> bool:
    forms, substrates = term.facets.get("forms", ()), term.facets.get("substrates", ())
    return (not forms or form in forms) and (not substrate or not substrates or substrate in substrates)


def step_of(finding: str, among: Collection[str] = ()) -> str:
    """The step that a finding of the engine belongs to: the one that names the longest beginning of its id.

    `among`: the steps that this document has; a finding of another goes where everything is put together.
    """
    best = max(_beginnings(), key=lambda each: len(each[0]) if _begins(finding, each[0]) else -1)
    step = best[1] if _begins(finding, best[0]) else LAST_RESORT
    return step if not among or step in among else LAST_RESORT


def _begins(finding: str, beginning: str) -> bool:
    return finding == beginning or finding.startswith(f"{beginning}.")


@lru_cache(maxsize=1)
def _beginnings() -> tuple[tuple[str, str], ...]:
    return tuple(
        (beginning, term.id)
        for term in vocabulary("procedure").roots()
        for beginning in term.facets.get("checks", ())
    )
