"""Every sentence of a finding can be translated: its template is marked where it is written."""

import ast
from pathlib import Path

import pytest

SOURCES = sorted((Path(__file__).parents[2] / "src" / "traveldoc").rglob("*.py"))


def unmarked(tree: ast.AST) -> list[int]:
    """Lines where a Phrase is made of a bare text."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Phrase"
        and node.args
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
        and getattr(node.args[0], "value", "x") != ""
    ]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_phrase_is_made_of_a_text_that_the_translators_do_not_see(source: Path) -> None:
    assert unmarked(ast.parse(source.read_text(encoding="utf-8"))) == []


def test_a_bare_text_would_be_found() -> None:
    assert unmarked(ast.parse('Phrase("hello")')) == [1]
    assert unmarked(ast.parse('Phrase(gettext_noop("hello"))')) == []
