"""The import contracts hold, and a planted breach of each one is found (the canary)."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]

# contract -> (file that is planted or added to, the import that breaks it)
BREACHES = {
    "rooms": ("secondline/shell/canary_rooms.py", "from secondline.people import models"),
    "drawers": ("secondline/people/rules.py", "from secondline.people import urls"),
    "rules": ("secondline/record/rules.py", "from secondline.record import models"),
    "traveldoc": ("traveldoc/canary_traveldoc.py", "import socket"),
    "borderstats": ("borderstats/canary_borderstats.py", "import django"),
    "privacy": ("secondline/trends/canary_privacy.py", "from secondline.inspections import models"),
    "cycles": ("borderstats/canary_cycle/__init__.py", "from borderstats import canary_cycle_back"),
}


def contracts() -> dict[str, str]:
    parser = configparser.ConfigParser()
    parser.read(HOUSE / ".importlinter")
    prefix = "importlinter:contract:"
    return {s.removeprefix(prefix): parser[s]["name"] for s in parser.sections() if s.startswith(prefix)}


def lint(folder: Path) -> str:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "NO_COLOR": "1", "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy of the house with every breach planted at once."""
    folder = tmp_path_factory.mktemp("canary")
    skip = shutil.ignore_patterns("static", "locale", "__pycache__", "templates", "*.npz", "*.onnx")
    shutil.copytree(HOUSE / "src", folder / "src", ignore=skip)
    shutil.copy(HOUSE / ".importlinter", folder)
    for file, line in BREACHES.values():
        path = folder / "src" / file
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text() if path.exists() else "") + f"\n{line}\n")
    back = folder / "src" / "borderstats" / "canary_cycle_back.py"
    back.write_text("from borderstats import canary_cycle\n")
    return lint(folder)


def test_the_contracts_hold() -> None:
    said = lint(HOUSE)
    assert f"{len(contracts())} kept, 0 broken" in said, said


def test_every_contract_has_its_canary() -> None:
    assert set(contracts()) == set(BREACHES)


@pytest.mark.parametrize("contract", sorted(BREACHES))
def test_a_planted_breach_is_found(contract: str, planted: str) -> None:
    assert f"{contracts()[contract]} BROKEN" in planted, planted
    module = BREACHES[contract][0].removesuffix(".py").removesuffix("/__init__").split("/", 1)[1]
    assert module.replace("/", ".") in planted.partition("Broken contracts")[2], planted
