"""`./secondline examine`: pictures and text, the exit status, the visual zone, and one clear line for the rest."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictures import encoded, scene

from secondline.site.commands import program
from secondline.site.commands.examining import decode_text, is_like_zone
from traveldoc.mrz.check_digit import check_digit

PICTURES = Path(__file__).parents[2] / "traveldoc" / "page" / "pictures"
COMMAND = [sys.executable, "-m", "secondline.site", "examine"]
# ICAO Doc 9303-4, Appendix B: the specimen passport, valid until 15 April 2012.
UPPER = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
LOWER = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
GOOD = f"{UPPER}\n{LOWER}\n"
BAD = GOOD.replace("7408122F", "7408123F")  # the check digit of the date of birth is 2, not 3
THEN = "2011-06-01"  # while it was valid


def run(*words: str | Path, stdin: bytes | str = b"", on: str | None = THEN) -> Result:
    day = ["--on", on] if on else []
    return CliRunner().invoke(program, ["examine", *map(str, words), *day], input=stdin)


def answers(*words: str | Path, stdin: bytes | str = b"", on: str | None = THEN) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("--json", *words, stdin=stdin, on=on).stdout)
    return found


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    contents: dict[str, bytes] = {
        "good.txt": GOOD.encode(),
        "bad.txt": BAD.encode(),
        "doubtful.txt": GOOD.encode(),
        "text.txt": b"The quick brown fox jumps over the lazy dog, twice a day.",
        "empty.txt": b"",
        "blank.png": encoded(scene(300, 200)),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder").mkdir()
    return {path.name: path for path in tmp_path.iterdir()} | {"missing": tmp_path / "missing"}


def test_the_specimen_of_the_standard_is_consistent_as_text_and_as_picture(files: dict[str, Path]) -> None:
    text, picture = answers(files["good.txt"], PICTURES / "td3.jpg")
    for answer in (text, picture):
        assert {"file", "document", "findings", "grade"} <= set(answer)
        assert answer["grade"] == "consistent"
        assert answer["document"]["surname"] == "ERIKSSON"
        assert answer["document"]["lines"] == [UPPER, LOWER]
        for finding in answer["findings"]:
            keys = {"id", "grade", "question", "expected", "seen", "place", "clause", "hint"}
            assert set(finding) == keys
    assert run(files["good.txt"]).exit_code == 0


def test_a_wrong_check_digit_is_found_with_its_place(files: dict[str, Path]) -> None:
    (answer,) = answers(files["bad.txt"])
    assert check_digit("740812") == "2"
    found = [f for f in answer["findings"] if f["grade"] == "inconsistent"]
    birth = next(f for f in found if f["id"] == "mrz.check-digit.date-of-birth")
    assert (birth["place"]["line"], birth["place"]["end"]) == (2, 20)  # Doc 9303-4, 4.2.2.2
    assert answer["grade"] == "inconsistent"


@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        (["good.txt"], 0),
        (["bad.txt"], 1),
        (["missing"], 2),
        (["folder"], 2),
        (["empty.txt"], 2),
        (["text.txt"], 2),
        (["blank.png"], 2),
        (["good.txt", "missing"], 2),
        (["good.txt", "bad.txt"], 1),
        (["missing", "bad.txt"], 1),
        (["bad.txt", "missing", "good.txt"], 1),
    ],
)
def test_the_worst_decides_the_exit_status_and_an_inconsistency_is_never_outvoted(
    files: dict[str, Path], inputs: list[str], status: int
) -> None:
    paths = [files[name] for name in inputs]
    assert run(*paths).exit_code == status
    result = run("--json", *paths)
    assert result.exit_code == status
    assert [answer["file"] for answer in json.loads(result.stdout)] == [str(path) for path in paths]


def test_what_is_inconclusive_is_exit_status_3(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault on a character that was read with doubt is no evidence: the reader is made to doubt here."""
    doubtful = GOOD.replace("7408122F", "740812ZF").split()
    reading = {
        "format": "TD3",
        "lines": doubtful,
        "confidence": [[1.0] * 44, [0.5 if place == 19 else 1.0 for place in range(44)]],
        "runners_up": [" " * 44, " " * 19 + "2" + " " * 24],
        "quality": {"advice": [{"template": "Go closer.", "values": {}}]},
    }
    monkeypatch.setattr("secondline.site.commands.examining.Darkroom.read", lambda room, data: reading)
    result = run(PICTURES / "td3.jpg")
    assert result.exit_code == 3, result.output
    assert "inconclusive" in result.stdout
    assert "Go closer." in result.stdout
    assert run(PICTURES / "td3.jpg", "nowhere").exit_code == 2


def test_the_typeface_of_a_picture_is_a_finding_and_text_has_none() -> None:
    (answer,) = answers(PICTURES / "td3.jpg")
    (finding,) = [each for each in answer["findings"] if each["id"] == "page.mrz-font"]
    assert finding["grade"] == "consistent"
    assert answer["retake"] is False
    assert "page.mrz-font" not in {each["id"] for each in answers(GOOD)[0]["findings"]}


def test_a_picture_without_a_zone_is_not_examined_and_says_why(files: dict[str, Path]) -> None:
    (answer,) = answers(files["blank.png"])
    assert (answer["document"], answer["findings"], answer["grade"]) == (None, [], "not examined")
    assert "machine readable zone" in answer["error"]


def test_what_cannot_be_used_is_one_line_each_and_the_others_are_done(files: dict[str, Path]) -> None:
    names = ["missing", "folder", "empty.txt", "text.txt", "good.txt"]
    result = run(*(files[name] for name in names))
    assert len(result.stderr.splitlines()) == 4
    assert "good.txt: consistent" in result.stdout
    assert "Traceback" not in result.output


def test_the_zone_itself_may_be_an_argument() -> None:
    assert answers(GOOD)[0]["grade"] == "consistent"
    assert answers(f"{UPPER}{LOWER}")[0]["document"]["format"] == "TD3"
    assert run(BAD).exit_code == 1


def test_the_zone_may_come_from_standard_input_as_text_or_picture() -> None:
    assert answers("-", stdin=GOOD)[0]["grade"] == "consistent"
    assert answers("-", stdin=(PICTURES / "td3.jpg").read_bytes())[0]["grade"] == "consistent"
    assert run("-", stdin=b"").exit_code == 2


@pytest.mark.parametrize(
    "data",
    [
        GOOD.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        GOOD.encode("utf-16-le"),
        GOOD.encode("utf-16-be"),
        b"\xfe\xff" + GOOD.encode("utf-16-be"),
        f"\n\n  {UPPER}  \n\n  {LOWER}  \n\n".encode(),
        f"{UPPER}\r{LOWER}".encode("latin-1"),
    ],
)
def test_text_comes_in_every_dress(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "zone.txt").write_bytes(data)
    (answer,) = answers(tmp_path / "zone.txt")
    assert (answer["grade"], answer["document"]["lines"]) == ("consistent", [UPPER, LOWER])


def test_a_zone_with_a_foreign_letter_is_examined_not_refused(tmp_path: Path) -> None:
    (tmp_path / "zone.txt").write_bytes(GOOD.replace("ERIKSSON", "ERÏKSSON").encode("latin-1"))
    (answer,) = answers(tmp_path / "zone.txt")
    assert answer["document"] is not None
    assert answer["grade"] != "consistent"


def test_a_file_called_like_a_zone_is_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / LOWER).write_text(GOOD)
    assert answers(LOWER)[0]["document"]["surname"] == "ERIKSSON"


def test_a_missing_file_is_not_taken_for_a_zone() -> None:
    (answer,) = answers("no-such-picture-in-this-folder-at-all.jpg")
    assert "no such file" in answer["error"]


# The visual zone.


def visual(tmp_path: Path, text: str | bytes, name: str = "visual.yaml") -> tuple[str, Path]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return "--visual", path


def test_what_a_person_read_is_compared_with_the_zone(tmp_path: Path) -> None:
    same = "surname: Eriksson\ngiven_names: Anna Maria\ndate_of_birth: 1974-08-12\nsex: F\n"
    assert run(GOOD, *visual(tmp_path, same)).exit_code == 0
    assert run(GOOD, *visual(tmp_path, same.replace("12", "13"))).exit_code == 1
    as_json = json.dumps({"surname": "Eriksson", "document_number": "L898902C3", "sex": None}, indent="\t")
    assert run(GOOD, *visual(tmp_path, as_json, "visual.json")).exit_code == 0


def test_values_are_taken_as_they_are_written(tmp_path: Path) -> None:
    """YAML would make 83 of 0123, and "false" of the country NO; JSON would round a long number."""
    for text in ("document_number: 0123\n", '{"document_number": 123456789012345678901234567890}'):
        (answer,) = answers(GOOD, *visual(tmp_path, text))
        told = json.dumps(answer["findings"])
        assert "0123" in told or "123456789012345678901234567890" in told
    (answer,) = answers(GOOD, *visual(tmp_path, "nationality: NO\n"))
    assert "false" not in json.dumps(answer["findings"]).lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("surnam: ERIKSSON", "surnam"),
        ("date_of_birth: 12.8.1974", "date_of_birth"),
        ("just words", "list of fields"),
        ("[1, 2", "neither YAML nor JSON"),
        ("[" * 5000, "neither YAML nor JSON"),
        ("surname: [a]", "surname"),
        (b"", "empty"),
        (b"surname: " + b"x" * 20_000, "too long"),
    ],
)
def test_an_unusable_visual_file_is_one_clear_word_and_nothing_is_examined(
    tmp_path: Path, text: str | bytes, words: str
) -> None:
    result = run(GOOD, *visual(tmp_path, text))
    assert result.exit_code == 2
    assert words in result.stderr
    assert "--visual" in result.stderr
    assert not result.stdout


def test_a_missing_visual_file_says_so(tmp_path: Path) -> None:
    result = run(GOOD, "--visual", tmp_path / "none.yaml")
    assert result.exit_code == 2
    assert "no such file" in result.stderr


# The day.


def test_the_day_decides_what_is_expired() -> None:
    assert run(GOOD, on="2012-04-15").exit_code == 0
    result = run(GOOD, on="2012-04-16")
    assert result.exit_code == 1
    assert "expired" in result.stdout


@pytest.mark.parametrize("day", ["2012-4-1", "20120401", "2012-02-30", "yesterday", "", "２０１２-04-01"])
def test_a_day_is_written_in_one_way(day: str) -> None:
    result = CliRunner().invoke(program, ["examine", GOOD, "--on", day])
    assert result.exit_code == 2
    assert "write it as" in result.stderr


def test_without_a_day_it_is_today() -> None:
    today = date.fromisoformat(answers(GOOD, on=None)[0]["on"])
    assert abs((datetime.now(UTC).date() - today).days) <= 1


# Readable output.


def test_readable_output_names_the_place_and_the_clause() -> None:
    result = run(BAD)
    assert "x inconsistent: Does the check digit fit the date of birth? (line 2, column" in result.stdout
    assert "expected: the check digit 2" in result.stdout
    assert "mrz.check-digit.date-of-birth, Doc 9303-" in result.stdout
    assert "further checks hold" in result.stdout


def test_wrong_words_are_exit_status_2_with_a_hint() -> None:
    for words in ([], ["--on"], ["--nothing", "x"]):
        result = CliRunner().invoke(program, ["examine", *words])
        assert result.exit_code == 2
        assert "Error: " in result.stderr


def test_a_reader_that_goes_away_is_not_an_inconsistency(files: dict[str, Path]) -> None:
    words = " ".join([*COMMAND, *[str(files["good.txt"])] * 900])
    ran = subprocess.run(
        ["bash", "-c", f"{words} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, check=False
    )
    assert ran.returncode == 141
    assert ran.stderr == b""


# Any text at all.


@given(st.binary(max_size=300))
def test_any_bytes_are_some_text(data: bytes) -> None:
    assert isinstance(decode_text(data), str)


def test_a_long_file_is_no_zone() -> None:
    assert decode_text(b"A" * 100_000) == ""
    assert not is_like_zone("A" * 5000)
    assert not is_like_zone("P<UTO")


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.binary(min_size=1, max_size=200))
def test_any_file_gets_an_answer_and_never_a_traceback(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "any").write_bytes(data)
    result = run(tmp_path / "any")
    assert result.exit_code in {0, 1, 2, 3}
    assert result.exception is None or isinstance(result.exception, SystemExit)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ABCXYZ0123456789<\n", min_size=20, max_size=100))
def test_any_zone_like_text_gets_an_answer(text: str) -> None:
    result = run("-", stdin=text)
    assert result.exit_code in {0, 1, 2, 3}
    assert result.exception is None or isinstance(result.exception, SystemExit)
