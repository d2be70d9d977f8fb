"""`./secondline seal`: pictures and raw files, the three states, the exit status, hostile input."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from chipmaker import ZONE, pem
from click.testing import CliRunner, Result
from pictures import encoded, scene
from PIL import Image
from sealmaker import EMERGENCY, EMERGENCY_LINES, ROOT, SIGNER, Seal, day, json_seal

from secondline.site.commands import program
from traveldoc.barcode import MAX_CONTENT

ON = "2020-07-01"


def run(*words: object) -> Result:
    return CliRunner().invoke(program, ["seal", *map(str, words)])


def answer(*words: object) -> tuple[int, dict[str, Any]]:
    found = run(*words, "--json", "--on", ON)
    return found.exit_code, json.loads(found.stdout)


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    folder = tmp_path / "trust"
    folder.mkdir()
    (folder / "root.pem").write_bytes(pem(ROOT.encoded()))
    (folder / "signer.cer").write_bytes(SIGNER.encoded())
    return folder


@pytest.fixture
def given(tmp_path: Path) -> Any:
    def write(content: bytes, name: str = "seal.bin") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def picture(*contents: bytes) -> bytes:
    """The codes below each other."""
    page = np.full((420 * len(contents), 800), 235, np.uint8)
    for place, content in enumerate(contents):
        code = np.array(zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4))
        page[420 * place + 40 : 420 * place + 40 + code.shape[0], 60 : 60 + code.shape[1]] = code
    return encoded(Image.fromarray(page).convert("RGB"))


def test_a_raw_seal_is_verified_and_trusted(given: Any, trust: Path) -> None:
    status, found = answer(given(EMERGENCY.encoded()), "--trust", trust)
    assert (status, found["grade"]) == (0, "consistent")
    seal = found["seal"]
    assert (seal["read"], seal["signature"], seal["trusted"]) == (True, "verified", "verified")
    assert (seal["issuer"], seal["reference"], seal["signer"]) == ("UTO", "UTTS025B", "C=UT, CN=TS")
    assert seal["lines"] == list(EMERGENCY_LINES)
    assert found["trust"]["keys"] == 1


def test_a_seal_in_a_picture_is_read_beside_other_codes(given: Any, trust: Path) -> None:
    path = given(picture(EMERGENCY.encoded(), b"https://example.org/"), "page.png")
    status, found = answer(path, "--trust", trust, "--mrz", "\n".join(EMERGENCY_LINES))
    assert {seal["kind"] for seal in found["seals"]} == {"seal", "web address"}
    assert found["seal"]["signature"] == "verified"
    assert found["seal"]["symbology"] == "QR Code"
    zones = [f["grade"] for f in found["findings"] if f["id"] == "seal.data.zone"]
    assert zones == ["consistent"]
    assert status == 0
    text = run(path, "--on", ON).stdout
    assert "web address\n    https://example.org/" in text
    assert "signature: not examined (no trust list was given)" in text


def test_a_changed_seal_is_inconsistent(given: Any, trust: Path) -> None:
    content = EMERGENCY.encoded()
    status, found = answer(given(content[:-1] + bytes([content[-1] ^ 1])), "--trust", trust)
    assert (status, found["seal"]["signature"], found["seal"]["trusted"]) == (1, "failed", "not examined")
    assert "this key's signature" in found["seal"]["reasons"]["signature"]


def test_an_unknown_signer_is_inconclusive(given: Any, trust: Path) -> None:
    assert answer(given(Seal(reference="77").encoded()), "--trust", trust)[0] == 3


def test_the_answer_on_a_terminal_names_signer_and_state(given: Any, trust: Path) -> None:
    found = run(given(json_seal()), "--trust", trust, "--on", "2026-01-01")
    assert "seal in JSON" in found.stdout
    assert "trusted: verified" in found.stdout
    assert "signer: C=UT, CN=HS" in found.stdout
    bad = run(given(Seal(signed=day(date(2030, 1, 1))).encoded()), "--trust", trust, "--on", ON)
    assert "x inconsistent: Are the dates in the seal possible?" in bad.stdout


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (encoded(scene(300, 200)), "blank.png", "No bar code was found"),
        (bytes(MAX_CONTENT + 1), "long.bin", "longer than any bar code"),
        (b"", "empty.bin", "empty"),
    ],
)
def test_what_can_t_be_used_is_said(given: Any, content: bytes, name: str, words: str) -> None:
    path = given(content, name)
    found = run(path)
    assert found.exit_code == 2
    assert words in found.stderr
    status, shown = answer(path)
    assert (status, shown["seal"], shown["grade"]) == (2, None, "not examined")
    assert words in shown["error"]


def test_one_path_at_a_time(given: Any, trust: Path) -> None:
    path = given(Seal().encoded())
    assert run(path, path).exit_code == 2
    assert run(path, "--trust", trust / "root.pem", trust / "signer.cer", "--on", ON).exit_code == 0


def test_examine_takes_the_seals_of_a_picture_along(given: Any, trust: Path) -> None:
    path = given(picture(EMERGENCY.encoded()), "page.png")
    found = CliRunner().invoke(program, ["examine", str(path), "--json", "--on", ON, "--trust", str(trust)])
    (shown,) = json.loads(found.stdout)
    assert shown["seals"][0]["trusted"] == "verified"
    assert "seal.signature" in {finding["id"] for finding in shown["findings"]}


def test_a_zone_in_plain_text_is_compared(given: Any) -> None:
    _, found = answer(given(ZONE.encode()), "--mrz", ZONE.replace("ANNA", "EVAA"))
    grades = [f["grade"] for f in found["findings"] if f["id"] == "seal.data.code-zone"]
    assert grades == ["inconsistent"]
