"""The words of the house as data: one YAML file a vocabulary, read once. Ids are never reused or renamed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

# Raised with every change of a vocabulary; stored beside every finding and opinion.
VERSION: Final = "2"

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FALLBACK: Final = "en"


@dataclass(frozen=True, slots=True)
class Term:
    """One word. `parent` is the id above it ("" at the top), `group` a heading to show it under.

    `alpha2` is the two-letter ISO 3166 code of a state, under which translated names are published.
    `facets` are further words about it by name, mostly ids of other vocabularies (see the file itself).
    """

    id: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    parent: str = ""
    group: str = ""
    alpha2: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def label(self, language: str = _FALLBACK) -> str:
        """The label in the language, in English where that has none."""
        return _in(self.labels, language)

    def definition(self, language: str = _FALLBACK) -> str:
        return _in(self.definitions, language)


def _in(texts: Mapping[str, str], language: str) -> str:
    for tag in (language, language.partition("-")[0], _FALLBACK):
        if tag in texts:
            return texts[tag]
    return ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of one vocabulary in their order."""

    name: str
    terms: Mapping[str, Term]

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def __len__(self) -> int:
        return len(self.terms)

    def __contains__(self, id: object) -> bool:  # noqa: A002 - the vocabulary's own word
        return id in self.terms

    def __getitem__(self, id: str) -> Term:  # noqa: A002
        return self.terms[id]

    def get(self, id: str) -> Term | None:  # noqa: A002
        return self.terms.get(id)

    def label(self, id: str, language: str = _FALLBACK) -> str:  # noqa: A002
        """The label of a term; the id itself where it is not (or no longer) in the vocabulary."""
        term = self.terms.get(id)
        return term.label(language) if term else id

    def roots(self) -> tuple[Term, ...]:
        return self.children("")

    def children(self, parent: str) -> tuple[Term, ...]:
        return tuple(term for term in self if term.parent == parent)


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """The names of all vocabularies."""
    return tuple(sorted(item.name.removesuffix(".yaml") for item in _folder() if item.name.endswith(".yaml")))


@lru_cache(maxsize=64)
def vocabulary(name: str) -> Vocabulary:
    """One vocabulary by its name; KeyError where there is none."""
    if name not in names():
        raise KeyError(f"There is no vocabulary {name!r}; there are {', '.join(names())}.")
    text = files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    rows = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, the quick one where it is built
    return Vocabulary(name, {row["id"]: _term(row) for row in rows})


def _folder() -> Iterator[Any]:
    return files(__name__).iterdir()


def _term(row: Mapping[str, Any]) -> Term:
    return Term(
        id=row["id"],
        labels=row["label"],
        definitions=row.get("definition", {}),
        source=row.get("source", ""),
        parent=row.get("parent", ""),
        group=row.get("group", ""),
        alpha2=row.get("alpha2", ""),
        facets={name: tuple(values) for name, values in row.get("facets", {}).items()},
    )
