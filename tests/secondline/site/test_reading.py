"""`./secondline read`: JSON as promised, one clear line for what can't be read, and the others still done."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pictures import encoded, picture, scene

from secondline.evidence.darkroom import Darkroom
from secondline.site.commands import program
from secondline.site.commands.intake import take

PICTURES = Path(__file__).parents[2] / "traveldoc" / "page" / "pictures"
COMMAND = [sys.executable, "-m", "secondline.site"]
# ICAO Doc 9303-4, Appendix B and -5, Appendix B: the specimen pages as they are printed.
TD3 = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]


def run(*words: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(program, ["read", *map(str, words)], input=stdin)


def answers(*words: str | Path, stdin: bytes = b"") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("--json", *words, stdin=stdin).stdout)
    return found


def test_the_specimen_of_the_standard_is_read_letter_by_letter() -> None:
    (answer,) = answers(PICTURES / "td3.jpg")
    assert set(answer) == {"file", "format", "lines", "confidence", "quality", "ms"}
    assert answer["file"] == str(PICTURES / "td3.jpg")
    assert (answer["format"], answer["lines"]) == ("TD3", TD3)
    assert [len(line) for line in answer["confidence"]] == [44, 44]
    assert all(0 <= value <= 1 for line in answer["confidence"] for value in line)
    assert answer["quality"]["character_height"] > 5
    assert answer["ms"] > 0


def test_without_a_zone_format_and_lines_are_null_and_all_is_well() -> None:
    result = run("--json", PICTURES / "nomrz.jpg")
    (answer,) = json.loads(result.stdout)
    assert (answer["format"], answer["lines"], answer["confidence"]) == (None, None, [])
    assert answer["quality"]
    assert "error" not in answer
    assert result.exit_code == 0


@pytest.fixture
def mixed(tmp_path: Path) -> list[Path]:
    """Good and bad inputs in turn, with what is wrong in the name."""
    contents = {
        "a-good.jpg": (PICTURES / "td1.jpg").read_bytes(),
        "b-empty.jpg": b"",
        "c-not-a-picture.jpg": b"only text",
        "d-damaged.png": encoded(scene())[:-30],
        "e-pdf.jpg": b"%PDF-1.7\n",
        "f-heic.jpg": b"\x00\x00\x00\x18ftypheic" + bytes(50),
        "g-unsupported.jpg": b"GIF89a" + bytes(50),
        "i-good.png": encoded(scene(300, 200)),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "j-folder").mkdir()
    os.mkfifo(tmp_path / "k-no-file")
    return [*sorted(tmp_path.iterdir()), tmp_path / "l-missing.jpg", Path("/dev/zero")]


def test_what_cannot_be_used_says_why_and_the_others_are_still_done(mixed: list[Path]) -> None:
    result = run("--json", *mixed)
    found = json.loads(result.stdout)
    assert [answer["file"] for answer in found] == [str(path) for path in mixed]
    for answer, path in zip(found, mixed, strict=True):
        name = path.stem[2:] if path.name != "zero" else "no-file"
        if name == "good":
            assert "error" not in answer
            continue
        assert answer["code"] == name
        assert answer["error"].endswith(".")
        assert (answer["format"], answer["lines"]) == (None, None)
    assert found[0]["format"] == "TD1"
    assert result.exit_code == 2


def test_readable_output_has_the_lines_and_the_complaints_apart(mixed: list[Path]) -> None:
    result = run(*mixed)
    assert result.exit_code == 2
    assert result.stdout.count("I<UTO") == 1
    assert "i-good.png: no machine readable zone found" in result.stdout
    assert len(result.stderr.splitlines()) == len(mixed) - 2
    assert "Traceback" not in result.output


def test_the_same_answers_whatever_the_number_of_workers(mixed: list[Path]) -> None:
    def told(workers: int) -> list[dict[str, Any]]:
        return [a | {"ms": 0} for a in answers("--workers", str(workers), *mixed, *mixed)]

    assert told(1) == told(4)


def test_doubtful_characters_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secondline.site.commands.reading.DOUBTFUL", 1.1)
    assert "uncertain in line 1, column 1 (P), 2 (<)" in run(PICTURES / "td3.jpg").stdout


def test_what_the_rules_of_the_zone_chose_is_named_to_a_person_and_json_keeps_its_keys(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_zone = Darkroom.read_zone

    def choosing(room: Darkroom, data: bytes) -> dict[str, Any]:
        return read_zone(room, data) | {"choices": [{"line": 2, "column": 6, "read": "O", "chosen": "0"}]}

    monkeypatch.setattr("secondline.site.commands.reading.Darkroom.read_zone", choosing)
    assert "0 rather than O in line 2, column 6" in run(PICTURES / "td3.jpg").stdout
    (answer,) = answers(PICTURES / "td3.jpg")
    assert set(answer) == {"file", "format", "lines", "confidence", "quality", "ms"}


def test_a_picture_to_be_taken_again_says_so_before_it_says_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dark.png").write_bytes(encoded(scene(300, 200).point(lambda level: level // 20)))
    told = run(tmp_path / "dark.png").stdout.splitlines()
    again = told.index("  Take this picture again:")
    assert "  The picture is too dark. Use more light." in told[again:]
    assert "again" not in run(PICTURES / "td3.jpg").stdout


def test_a_folder_says_how_to_name_what_is_in_it(tmp_path: Path) -> None:
    assert "FOLDER/*.jpg" in run(tmp_path).stderr


def test_a_picture_may_come_from_standard_input() -> None:
    (answer,) = answers("-", stdin=(PICTURES / "td3.jpg").read_bytes())
    assert answer["lines"] == TD3


def test_bounds_come_from_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECONDLINE_MAX_FILE_MB", "1")
    monkeypatch.setenv("SECONDLINE_MAX_MEGAPIXELS", "1")
    (tmp_path / "bytes.png").write_bytes(picture() + bytes(1_000_001))
    (tmp_path / "pixels.png").write_bytes(picture(size=(1001, 1000)))
    assert [a["code"] for a in answers(*sorted(tmp_path.iterdir()))] == ["too-many-bytes", "too-many-pixels"]


def test_an_unusable_setting_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECONDLINE_MAX_MEGAPIXELS", "lots")
    result = run(PICTURES / "td3.jpg")
    assert result.exit_code == 2
    assert "SECONDLINE_MAX_MEGAPIXELS is 'lots'; use a whole number" in result.stderr


@pytest.mark.parametrize("words", [(), ("--workers", "0", "x"), ("--no-such-option", "x")])
def test_wrong_words_are_exit_status_2_with_a_hint(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


def test_a_file_name_with_anything_in_it_can_be_printed(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\x1b[31m\n.jpg"
    Path(os.fsdecode(name)).write_bytes(b"text")
    ran = subprocess.run([*COMMAND, "read", name], capture_output=True, check=False)
    assert ran.returncode == 2
    assert b"\x1b" not in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    ran = subprocess.run([*COMMAND, "read", "--json", name], capture_output=True, check=False)
    assert os.fsencode(json.loads(ran.stdout)[0]["file"]) == name


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_one_may_not_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "closed.jpg"
    path.touch(mode=0)
    assert answers(path)[0]["code"] == "no-permission"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "no"), "no-permission"),
        (OSError(6, "no such device"), "no-file"),
        (OSError(5, "input/output"), "not-read"),
        (OSError(36, "too long"), "missing"),
        (ValueError("embedded null byte"), "missing"),
    ],
)
def test_every_fault_of_the_disk_has_its_words(
    monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def refuse(*given: object) -> int:
        raise error

    monkeypatch.setattr("secondline.site.commands.intake.os.open", refuse)
    assert answers("x.jpg")[0]["code"] == code


def test_a_disk_that_fails_while_it_is_read_has_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> bytes:
        raise OSError(5, "Input/output error")

    (tmp_path / "x.jpg").write_bytes(b"x")
    monkeypatch.setattr("secondline.site.commands.intake._bounded", refuse)
    assert answers(tmp_path / "x.jpg")[0]["code"] == "not-read"
    assert answers("-")[0]["code"] == "not-read"


def test_a_closed_standard_input_has_its_words() -> None:
    ran = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", *COMMAND, "read", "-"], capture_output=True, check=False
    )
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr


def test_a_reader_that_goes_away_is_no_error_of_ours() -> None:
    words = " ".join([*COMMAND, "read", *[str(PICTURES / "td3.jpg")] * 3])
    ran = subprocess.run(
        ["bash", "-c", f"{words} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, check=False
    )
    assert ran.returncode == 141
    assert ran.stderr == b""


def test_an_interrupted_run_ends_without_a_traceback() -> None:
    many = [str(PICTURES / "td3.jpg")] * 500
    # A gate that runs in the background has SIGINT ignored, and its children would inherit that.
    command = ["env", "--default-signal=INT", *COMMAND, "read", *many]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors == b""


def test_a_darkroom_that_does_not_start_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secondline.evidence.darkroom.parent.Child.PROGRAM", ("-c", "raise SystemExit(3)"))
    result = run(PICTURES / "td3.jpg")
    assert result.exit_code == 2
    assert "Error: The decoding process does not start" in result.stderr


def test_progress_is_shown_on_a_terminal_that_waits_for_json(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    class Bar:
        def __init__(self, results: Any, **options: Any) -> None:
            shown.append(options["label"])
            self.results = results

        def __enter__(self) -> Any:
            return self.results

        def __exit__(self, *error: object) -> None:
            shown.append("done")

    monkeypatch.setattr("secondline.site.commands.reading.click.progressbar", Bar)
    monkeypatch.setattr("secondline.site.commands.reading._is_terminal", lambda: True)
    assert len(answers("/nope", "/nope2")) == 2
    assert shown == ["Reading", "done"]


def test_reading_needs_no_django() -> None:
    script = "import sys, secondline.site.commands.reading\nassert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_file_that_grows_beyond_its_bound_while_it_is_read_is_refused(tmp_path: Path) -> None:
    from secondline.evidence.darkroom import TroubleError

    (tmp_path / "x").write_bytes(bytes(11))
    with pytest.raises(TroubleError, match="too-many-bytes"):
        take(str(tmp_path / "x"), 10)
    with pytest.raises(TroubleError, match="not-read"):
        take("/proc/self/mem", 10)
