"""`python -m secondline.site.demo.specimen FOLDER`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from secondline.site.demo.specimen import CAST, Light
from secondline.site.demo.specimen.writing import main, write_cast


def test_a_specimen_becomes_a_photograph_of_each_side_and_a_page_for_each_light(tmp_path: Path) -> None:
    paths = list(write_cast(tmp_path, [CAST["card-genuine"]]))
    names = {path.name for path in paths}
    assert names == {path.name for path in tmp_path.iterdir()}
    for side in ("front", "back"):
        assert f"card-genuine-{side}.jpg" in names
        assert {f"card-genuine-{side}-{light}.jpg" for light in Light} <= names
    assert len(names) == 2 * (1 + len(Light)) + 1
    with Image.open(tmp_path / "card-genuine-front-ultraviolet-a.jpg") as page:
        assert page.size == (1198, 756)


def test_what_a_reader_should_say_is_written_beside_the_pictures(tmp_path: Path) -> None:
    list(write_cast(tmp_path, [CAST["card-birth-mrz"]]))
    expected = json.loads((tmp_path / "expected.json").read_text(encoding="utf-8"))
    back = expected["card-birth-mrz-back.jpg"]
    assert (back["format"], back["lines"]) == ("TD1", list(CAST["card-birth-mrz"].mrz))
    assert back["fault"] == "birth-altered-mrz"
    assert expected["card-birth-mrz-front.jpg"]["lines"] is None
    assert expected["card-birth-mrz-front.jpg"]["visual"]["birth"] == "25 AUG 1992"


def test_the_whole_cast_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = {name: CAST[name] for name in ("visa-genuine",)}
    monkeypatch.setattr("secondline.site.demo.specimen.writing.CAST", small)
    assert main([str(tmp_path / "a" / "b")]) == 0
    assert (tmp_path / "a" / "b" / "visa-genuine-front.jpg").exists()


@pytest.mark.parametrize("arguments", [[], ["one", "two"], ["--all"]])
def test_without_one_folder_it_says_how_it_is_used(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "FOLDER" in capsys.readouterr().err


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "FOLDER" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_gets_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main([str(tmp_path / "file")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "cannot be written" in said


def test_it_runs_as_a_module() -> None:
    source = Path(__file__).resolve().parents[4] / "src"
    done = subprocess.run(
        [sys.executable, "-m", "secondline.site.demo.specimen", "--help"],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "FOLDER" in done.stdout
