"""What import-linter can't see: hidden keys, imports in functions, clocks, pure rules, file lengths."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField, Model, OneToOneField

SRC = Path(__file__).parents[2] / "src"
FILES = sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts)
ROOMS = [room.removeprefix("secondline.") for room in settings.ROOMS]
# The one place of each pure package that may read the package's own data.
PACKAGE_DATA = {"traveldoc/vocabulary/__init__.py", "traveldoc/page/weights.py"}


def name(path: Path) -> str:
    return str(path.relative_to(SRC))


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in FILES:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def models() -> list[type[Model]]:
    return [m for m in apps.get_models() if m._meta.app_label in ROOMS]


@pytest.mark.parametrize("model", models(), ids=lambda m: m.__name__)
def test_a_key_to_another_room_looks_back_and_cannot_be_followed_forward(model: type[Model]) -> None:
    here = ROOMS.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if isinstance(field, (ForeignKey, OneToOneField, ManyToManyField)):
            target = field.related_model
            assert isinstance(target, type)
            room = target._meta.app_label
            if room == model._meta.app_label:
                continue
            assert room in ROOMS, f"{model.__name__}.{field.name} leaves the house"
            assert ROOMS.index(room) < here, f"{model.__name__}.{field.name} looks forward to {room}"
            assert field.remote_field.related_name == "+", (
                f"{model.__name__}.{field.name} can be followed back"
            )


def test_no_model_points_at_just_anything() -> None:
    assert not [
        m for m in models() if any(type(f).__name__ == "GenericForeignKey" for f in m._meta.private_fields)
    ]


def test_no_import_stands_inside_a_function() -> None:
    found = [
        f"{name(path)}:{inner.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
    ]
    assert not found


def attributes(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield f"{ast.unparse(node.value)}.{node.attr}", node.lineno
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "time.time"}


def test_only_site_has_a_clock() -> None:
    found = [
        f"{name(path)}:{line} {what}"
        for path, tree in trees()
        if not name(path).startswith("secondline/site/")
        for what, line in attributes(tree)
        if ".".join(what.split(".")[-2:]) in CLOCKS or what == "django.utils.timezone.now"
    ]
    assert not found


def test_nobody_asks_for_a_model_by_name() -> None:
    assert not [name(p) for p, tree in trees() for what, _ in attributes(tree) if what.endswith(".get_model")]


@pytest.mark.parametrize("path", [p for p in FILES if p.name == "rules.py"], ids=name)
def test_rules_know_nothing_of_django_but_translation(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for module in modules:
            if module.split(".")[0] == "secondline":
                assert module.endswith(".rules"), module
            assert module.split(".")[0] != "django" or module == "django.utils.translation", module


PURE = [p for p in FILES if name(p).split("/")[0] in {"traveldoc", "borderstats"}]


def test_the_pure_packages_open_nothing() -> None:
    found = []
    for path in PURE:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = {
            n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        found += [
            f"{name(path)}: {call}"
            for call in calls & {"open", "exec", "eval", "__import__", "print", "input"}
        ]
        if name(path) not in PACKAGE_DATA:
            found += [
                f"{name(path)}: {w}" for w, _ in attributes(tree) if w.startswith(("importlib.", "pkgutil."))
            ]
    assert not found


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [
        name(p)
        for p in FILES
        if p.stem in {"utils", "helpers", "core", "common", "base", "manager", "service"}
    ]


def test_no_function_is_a_page_long() -> None:
    """The style says 30; at 40 the gate closes (a signature with many keywords is not counted)."""
    found = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.body[0].lineno >= 40
    ]
    assert not found
