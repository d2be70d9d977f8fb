"""Every line that the code can write into the record has its words, and no words stand for nothing."""

import ast
from pathlib import Path

from secondline.site.fact_words import FACT_TERMS, FACT_WORDS
from secondline.site.verbs import VERB_WORDS
from traveldoc.vocabulary import vocabulary

ROOMS = Path(__file__).parents[3] / "src" / "secondline"
NOUNS = ("alert", "type")  # of the library: `{thing.noun}.publish`
WRITERS = {"write", "_note"}


def written(path: Path) -> set[str]:
    """The verbs that a file hands to the record: said there, by a name of the file, or for each noun."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    return {
        verb
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in WRITERS
        for verb in verbs(call.args[0], said)
    }


def verbs(first: ast.expr, said: dict[str, str]) -> set[str]:
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return {first.value}
    if isinstance(first, ast.Name):
        return {said[first.id]} if first.id in said else set()
    if not isinstance(first, ast.JoinedStr):
        return set()
    end = first.values[-1]
    suffix = end.value if isinstance(end, ast.Constant) else None
    return {f"{noun}{suffix}" for noun in NOUNS} if isinstance(suffix, str) else set()


def test_the_words_are_of_the_verbs_that_the_code_writes() -> None:
    found = set().union(*(written(path) for path in ROOMS.rglob("*.py")))
    found = {verb for verb in found if "." in verb}
    assert len(found) > 90  # the walk sees something
    unseen = {  # their verb is made of a value: a choice of two, or an allauth signal
        "alert.add", "alert.write", "type.add", "type.write",
        "person.add-factor", "person.remove-factor", "person.renew-factor", "person.log-in", "person.log-out",
    }  # fmt: skip
    assert found - set(VERB_WORDS) == set()
    assert set(VERB_WORDS) - found - unseen == set()


def test_each_has_words_of_its_own_but_for_types_and_alerts() -> None:
    others = [words for verb, words in VERB_WORDS.items() if not verb.startswith(NOUNS)]
    assert len(set(others)) == len(others)


def named_facts(path: Path) -> set[str]:
    """The facts that a file names where it writes a line; what it unpacks (`**facts`) is not seen."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        each.arg
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "write" and len(call.args) == 1
        for each in call.keywords
        if each.arg and each.arg not in {"by", "at", "thing", "agency"}
    }


def test_every_fact_that_is_named_has_words_and_every_vocabulary_is_one() -> None:
    found = set().union(*(named_facts(path) for path in ROOMS.rglob("actions/*.py")))
    found |= set().union(*(named_facts(path) for path in ROOMS.rglob("actions.py")))
    assert len(found) > 40
    assert found - set(FACT_WORDS) == set()
    assert all(vocabulary(name) for name in FACT_TERMS.values())
    assert set(FACT_TERMS) <= set(FACT_WORDS)
