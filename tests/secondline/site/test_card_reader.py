"""A chip is read at the post, with a card made for tests where pyscard would be; and all that can be missing."""

import json
from pathlib import Path
from typing import Any

import pytest
from cardtalk import Pace, Static, curve_signer, security_file
from chipcard import Card
from chipmaker import ZONE, chip, csca, der, key, pem, public, signer
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric import ec

from secondline.site import card_reader
from secondline.site.commands import program
from traveldoc.chip.terminal import from_zone
from traveldoc.mrz.parse import parse

ROOT = csca()
ON = "2024-06-01"


class Connection:
    def __init__(self, card: Card | None, trouble: Exception | None) -> None:
        self.card = card
        self.trouble = trouble
        self.closed = False

    def connect(self) -> None:
        if self.trouble:
            raise self.trouble

    def transmit(self, command: list[int]) -> tuple[list[int], int, int]:
        if self.card is None:
            raise card_reader.SmartcardException("the card was taken away")
        answer = self.card(bytes(command))
        return list(answer[:-2]), answer[-2], answer[-1]

    def disconnect(self) -> None:
        self.closed = True


class Reader:
    def __init__(self, name: str, card: Card | None = None, trouble: Exception | None = None) -> None:
        self.name = name
        self.connection = Connection(card, trouble)

    def __str__(self) -> str:
        return self.name

    def createConnection(self) -> Connection:
        return self.connection


def passport(**changes: Any) -> Card:
    own = key("p256", 7)
    assert isinstance(own, ec.EllipticCurvePrivateKey)
    static = Static(12, 2)
    groups = [(14, der(0x6E, security_file(*static.infos()))), (15, der(0x6F, public(own)))]
    files = {
        name.removesuffix(".BIN").replace("EF_DG", "DG").replace("EF_", "EF."): data
        for name, data in chip(signer(ROOT), groups).files().items()
    }
    given = {"zone": from_zone(parse(ZONE)).printed, "can": b"123456", "static": static}
    options: dict[str, Any] = given | {"bac": True} | changes
    return Card(files, sign=curve_signer(own), **options)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "root.pem"
    path.write_bytes(pem(ROOT.encoded()))
    return path


def connected(monkeypatch: pytest.MonkeyPatch, *found: Reader) -> None:
    monkeypatch.setattr(card_reader, "readers", lambda: list(found))


def run(*words: object) -> Result:
    return CliRunner().invoke(program, ["chip", *map(str, words), "--on", ON])


def test_a_chip_is_read_kept_and_examined(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path
) -> None:
    desk = Reader("Desk Reader 00 00", passport())
    connected(monkeypatch, Reader("Other 01 00", trouble=card_reader.NoCardException("", 0)), desk)
    folder = tmp_path / "kept" / "one"
    found = run("--reader", "desk", "--mrz", ZONE, "--save", folder, "--json", "--trust", root)
    assert found.exit_code == 0, found.output
    answer = json.loads(found.stdout)
    grades = {each["id"]: each["grade"] for each in answer["findings"]}
    assert answer["chip"]["trusted"] == "verified"
    assert grades["chip.proof.chip"] == grades["chip.proof.active"] == "consistent"
    assert "  access with basic access control: done\n" in found.stderr
    assert desk.connection.closed
    names = {path.name for path in folder.iterdir()}
    assert names == {"EF_COM.BIN", "EF_SOD.BIN", *(f"EF_DG{n}.BIN" for n in (1, 2, 14, 15)), "evidence.json"}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    # Later, at another desk, from the folder alone.
    again = json.loads(run(folder, "--trust", root, "--json").stdout)
    assert {each["id"]: each["grade"] for each in again["findings"]}["chip.proof.active"] == "consistent"


def test_the_number_on_the_card_opens_it_and_trust_may_follow(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path
) -> None:
    connected(monkeypatch, Reader("Desk", passport(bac=False, pace=(Pace(),))))
    other = tmp_path / "other.pem"
    other.write_bytes(pem(csca(number=1).encoded()))
    found = run("--can", "123456", "--save", tmp_path / "x", "--trust", root, other, "--reader")
    assert found.exit_code == 0, found.output
    assert "trusted: verified" in found.stdout
    assert (tmp_path / "x" / "EF_CardAccess.BIN").exists()


def test_a_chip_read_in_part_is_not_wholly_consistent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path
) -> None:
    card = passport()
    copy = Static(12, 2, private=5)
    card.static = copy
    connected(monkeypatch, Reader("Desk", card))
    found = run("--reader", "--mrz", ZONE, "--save", tmp_path / "x", "--trust", root)
    assert "chip authentication: failed" in found.stderr
    assert found.exit_code != 0


def refused(*words: object) -> str:
    found = run(*words)
    assert found.exit_code == 2, found.output
    return found.output


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    ask = ("--reader", "--mrz", ZONE, "--save", folder)
    monkeypatch.setattr(card_reader, "readers", None)
    assert "requirements/reader.txt" in refused(*ask)

    def no_service() -> list[Reader]:
        raise card_reader.BaseSCardException(0)

    monkeypatch.setattr(card_reader, "readers", no_service)
    assert "pcscd" in refused(*ask)
    connected(monkeypatch)
    assert "No card reader is connected" in refused(*ask)
    connected(monkeypatch, Reader("Desk", passport()))
    assert "no card reader called “Nowhere”. There is: Desk" in refused("--reader", "Nowhere", *ask[1:])
    connected(monkeypatch, Reader("Desk", trouble=card_reader.NoCardException("", 0)))
    assert "No document lies on the reader" in refused(*ask)
    connected(monkeypatch, Reader("Desk", trouble=card_reader.SmartcardException("unpowered")))
    assert "could not connect to the chip: unpowered" in refused(*ask)
    connected(monkeypatch, Reader("Desk"))
    assert "Nothing could be read from the chip" in refused(*ask)
    connected(monkeypatch, Reader("Desk", passport()))
    assert "--save FOLDER" in refused("--reader", "--mrz", ZONE)
    assert "six digits" in refused("--reader", "--can", "12", "--save", folder)
    assert "date of birth" in refused("--reader", "--mrz", "hello", "--save", folder)
    assert "One PATH" in refused("--reader", "Desk", "--save", folder, "more")
    (folder / "old.bin").write_bytes(b"x")
    assert "is not empty" in refused(*ask)
    (tmp_path / "file").write_bytes(b"x")
    assert "can't be written" in refused(*ask[:-1], tmp_path / "file" / "x")


def test_a_broken_record_of_evidence_is_said(tmp_path: Path) -> None:
    for name, data in chip(signer(ROOT)).files().items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "evidence.json").write_bytes(b"[]")
    assert "the recorded evidence can't be read" in refused(tmp_path)


def test_the_readers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    connected(monkeypatch, Reader("One"), Reader("Two"))
    assert card_reader.reader_names() == ["One", "Two"]
