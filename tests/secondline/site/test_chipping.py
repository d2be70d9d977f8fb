"""`./secondline chip`: folders, ZIPs and single files; the three states; the exit status; hostile input."""

import json
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from archives import packed
from chipmaker import ZONE, chip, csca, der, master_list, pem, purposes, revocation_list, signer, zone_file
from click.testing import CliRunner, Result

from secondline.site.commands import chipping, program

REAL = Path(__file__).parents[2] / "traveldoc" / "chip" / "data"
ROOT = csca()
FILES = chip(signer(ROOT)).files()
ON = "2024-06-01"


def run(*words: object) -> Result:
    return CliRunner().invoke(program, ["chip", *map(str, words)])


def answer(*words: object) -> tuple[int, dict[str, Any]]:
    found = run(*words, "--json", "--on", ON)
    return found.exit_code, json.loads(found.stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    for name, data in FILES.items():
        (dumps / name).write_bytes(data)
    return dumps


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "root.pem"
    path.write_bytes(pem(ROOT.encoded()))
    return path


def test_a_folder_of_dumps_is_examined(folder: Path, root: Path) -> None:
    status, found = answer(folder, "--trust", root)
    assert (status, found["grade"]) == (0, "consistent")
    assert found["chip"] | {"algorithms": None} == {
        "read": True,
        "signature": "verified",
        "trusted": "verified",
        "reasons": {},
        "issuer": "UTO",
        "signer": "C=UT, O=Utopia, CN=Document Signer 50",
        "csca": "C=UT, O=Utopia, CN=CSCA Utopia",
        "algorithms": None,
        "data_groups": {"DG1": "match", "DG2": "match"},
    }
    assert found["document"]["surname"] == "ERIKSSON"
    assert {"mrz.format", "chip.signature"} <= {finding["id"] for finding in found["findings"]}
    assert found["trust"]["sources"] == [
        {"name": "root.pem", "kind": "certificate", "issuer": "UT", "issued": None, "vouched": "verified"}
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_of_dumps_is_examined(tmp_path: Path, root: Path, method: int) -> None:
    path = tmp_path / "dumps.zip"
    path.write_bytes(packed({f"passport/{name}": data for name, data in FILES.items()} | {"x/": b""}, method))
    status, found = answer(path, "--trust", root)
    assert (status, found["chip"]["trusted"]) == (0, "verified")


@pytest.mark.parametrize("state", ["AT", "DE", "MY", "NZ"])
def test_a_single_real_security_object_is_verified_and_trusted(state: str) -> None:
    found = run(REAL / f"{state}.sod.bin", "--trust", REAL / "NL_2025-07-29.ml", "--json")
    chip_found = json.loads(found.stdout)["chip"]
    assert found.exit_code == 0
    assert (chip_found["signature"], chip_found["trusted"]) == ("verified", "verified")
    assert set(chip_found["data_groups"].values()) == {"absent"}


def test_the_exit_status_is_that_of_examine(folder: Path, root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.cer"
    other.write_bytes(csca(number=1).encoded())
    status, found = answer(folder, "--trust", other)
    assert (status, found["chip"]["signature"], found["chip"]["trusted"]) == (3, "verified", "failed")
    (folder / "EF_DG1.BIN").write_bytes(zone_file(ZONE.replace("ANNA", "HANS")))
    status, found = answer(folder, "--trust", root)
    assert (status, found["chip"]["data_groups"]["DG1"]) == (1, "mismatch")
    (folder / "EF_SOD.BIN").write_bytes(b"\x77\x05")
    assert answer(folder)[0] == 1


def test_without_trust_the_signature_is_verified_and_trust_not_examined(folder: Path) -> None:
    status, found = answer(folder)
    assert (status, found["chip"]["signature"], found["chip"]["trusted"]) == (0, "verified", "not examined")


def test_trust_may_be_a_folder_and_several_files(folder: Path, root: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "README.txt").write_text("nothing for the store")
    (store / "list.ml").write_bytes(
        master_list(signer(ROOT, "p256", 70, purposes("2.23.136.1.1.3")), [ROOT.encoded()])
    )
    (store / "list.crl").write_bytes(revocation_list(ROOT, [1050]))
    (store / "empty").write_bytes(b"")
    (store / "inside").mkdir()
    found = run(folder, "--trust", store, "--json", "--on", ON)
    assert json.loads(found.stdout)["chip"]["trusted"] == "failed"
    assert "README.txt: " in found.stderr
    assert "empty: " in found.stderr
    again = run(folder, "--trust", root, store / "list.ml", "--on", ON)
    assert again.exit_code == 0, again.output


def test_the_printed_zone_is_compared(folder: Path, root: Path) -> None:
    assert answer(folder, "--trust", root, "--mrz", ZONE)[0] == 0
    assert answer(folder, "--trust", root, "--mrz", ZONE.replace("ANNA", "HANS"))[0] == 1


def test_people_read_the_three_states(folder: Path, root: Path) -> None:
    good = run(folder, "--trust", root, "--on", ON).stdout
    for line in (
        "chip read: yes",
        "signature: verified",
        "trusted: verified",
        "State: UTO",
        "trust store: 1 keys",
    ):
        assert f"  {line}\n" in good
    (folder / "EF_DG2.BIN").write_bytes(b"\x75\x00")
    bad = run(folder, "--on", ON).stdout
    assert "trusted: not examined (no trust list was given)" in bad
    assert "x inconsistent: Is data group 2 the one that was signed? (DG2)" in bad
    lonely = run(folder / "EF_SOD.BIN").stdout
    assert "State: UTO" in lonely
    broken = folder / "sod.bin"
    broken.write_bytes(b"\x77\x05")
    assert "chip read: no" in run(broken).stdout


def refused(*words: object) -> str:
    found = run(*words)
    assert found.exit_code == 2, found.output
    assert "Traceback" not in found.output
    return found.stderr


def test_what_cannot_be_used_is_said_in_one_line(tmp_path: Path, folder: Path, root: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("hello")
    assert "Nothing here is a file of a chip" in refused(tmp_path / "empty")
    assert "Nothing here is a file of a chip" in refused(tmp_path / "notes.txt")
    assert refused(tmp_path / "missing")
    assert "One PATH at a time" in refused(folder, root)
    assert refused(folder, "--trust", tmp_path / "missing")
    assert "notes.txt: " in refused(folder, "--trust", tmp_path / "notes.txt")


def test_a_program_gets_its_object_even_where_nothing_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "odd.bin").write_bytes(b"\x88\x01")
    for path in (tmp_path / "odd.bin", tmp_path / "missing"):
        status, found = answer(path)
        assert (status, found["grade"], found["chip"]["read"]) == (2, "not examined", False)
        assert (found["chip"]["signature"], found["chip"]["trusted"]) == ("not examined", "not examined")
        assert path.name in found["error"]


def test_a_list_whose_signature_does_not_hold_is_refused(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "forged.ml"
    forged = master_list(
        signer(ROOT, "p256", 70, purposes("2.23.136.1.1.3")), [ROOT.encoded()], digest=bytes(32)
    )
    path.write_bytes(forged)
    said = refused(folder, "--trust", path)
    assert "The list is not used: the content's hash value differs from the signed one." in said
    assert "No State's key" in said


def test_what_is_unreadable_in_a_list_is_complained_of(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "list.ml"
    path.write_bytes(
        master_list(signer(ROOT, "p256", 70, purposes("2.23.136.1.1.3")), [ROOT.encoded(), der(0x30)])
    )
    found = run(folder, "--trust", path, "--on", ON)
    assert found.exit_code == 0
    assert "list.ml: certificate 1: " in found.stderr


def test_too_many_or_too_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(101):
        (many / str(number)).write_bytes(b"x")
    assert "more than 100 files" in refused(many)
    path = tmp_path / "many.zip"
    path.write_bytes(packed({str(number): b"x" for number in range(101)}))
    assert "more than 100 files" in refused(path)
    path.write_bytes(packed({f"{number:0900}": b"x" for number in range(101)}))
    assert "more than 100 files" in refused(path)
    large = tmp_path / "sod.bin"
    large.write_bytes(b"\x77" + bytes(2 * 1024 * 1024))
    assert "more bytes than a chip" in refused(large)
    path.write_bytes(packed({"sod.bin": bytes(3 * 1024 * 1024)}))
    assert "sod.bin has more than" in refused(path)
    monkeypatch.setattr(chipping, "MAX_CHIP_BYTES", 1000)
    path.write_bytes(packed({"1": bytes(600), "2": bytes(600)}))
    assert "more bytes than a chip" in refused(path)


def test_a_bomb_does_not_go_off(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(packed({f"DG{number}.bin": bytes(60_000_000) for number in range(1, 4)}))
    assert "has more than" in refused(path)


@pytest.mark.parametrize("change", range(8))
def test_a_damaged_or_odd_zip_is_refused(tmp_path: Path, change: int) -> None:
    whole = packed(FILES)
    end = whole.rindex(b"PK\x05\x06")
    first = whole.index(b"PK\x01\x02")
    changed = {
        0: whole[:end],
        1: whole[: end + 10],
        2: whole[:first] + b"XX" + whole[first + 2 :],
        3: whole[:40] + bytes(20) + whole[60:],
        4: packed(FILES, zipfile.ZIP_LZMA),
        5: whole[: first + 8] + struct.pack("<H", 1) + whole[first + 10 :],
        6: whole[: end + 16] + struct.pack("<L", 1) + whole[end + 20 :],
        7: b"PK\x05\x06" + bytes(18),
    }[change]
    path = tmp_path / "odd.zip"
    path.write_bytes(changed)
    assert refused(path)


def test_a_zip_with_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    whole = packed(FILES, zipfile.ZIP_STORED)
    data = FILES["EF_DG1.BIN"]
    at = whole.index(data)
    path = tmp_path / "odd.zip"
    path.write_bytes(whole[:at] + b"\0" + whole[at + 1 :])
    assert zlib.crc32(data)
    assert "damaged ZIP" in refused(path)


def test_an_unreadable_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.scandir", refuse)
    assert refused(tmp_path)


def test_the_word_starts_without_an_installation(folder: Path, root: Path) -> None:
    command = [sys.executable, "-m", "secondline.site", "chip", str(folder), "--trust", str(root), "--on", ON]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "trusted: verified" in done.stdout
