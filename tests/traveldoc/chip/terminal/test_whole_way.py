"""A whole chip is read, in every way that the standard has, and what was recorded proves it afterwards."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import chipmaker as made
import pytest
from cardtalk import Pace, Static, curve_signer, rsa_signer, security_file
from chipcard import Card
from chipmaker import Envelope, Paper, chip, csca, der, key, public, signer
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from traveldoc.chip import ChipFiles, TrustStore, examine_chip, read_trust_file
from traveldoc.chip.terminal import ChipReading, Outcome, Password, from_number, from_zone, read_chip
from traveldoc.finding import Grade
from traveldoc.mrz.parse import parse

ZONE = from_zone(parse(made.ZONE))
CAN = from_number("123 456")
FULL = {"EF.COM", "EF.SOD", "DG1", "DG2"}


@cache
def root() -> Paper:
    return csca()


def dumps(*groups: tuple[int, bytes]) -> dict[str, bytes]:
    """The files of a signed chip, by the standard's names."""
    found = chip(signer(root()), groups).files()
    return {
        name.removesuffix(".BIN").replace("EF_DG", "DG").replace("EF_", "EF."): data
        for name, data in found.items()
    }


def card(*groups: tuple[int, bytes], **changes: object) -> Card:
    given: dict[str, object] = {"files": dumps(*groups), "zone": ZONE.printed, "can": b"123456"}
    return Card(**(given | changes))  # type: ignore[arg-type]


def read(card: Card, password: Password | None = ZONE) -> ChipReading:
    return read_chip(card, password, os.urandom)


def steps(found: ChipReading) -> dict[str, str]:
    return {str(step.name): step.outcome for step in found.steps}


def verified(found: ChipReading, at: date = date(2024, 6, 1)) -> dict[str, str]:
    """The grades of the chip's own proofs; the rest must hold anyhow."""
    store = TrustStore(read_trust_file("root", root().encoded()))
    examined = examine_chip(ChipFiles(found.files), on=at, trust=store, active=found.active, chip=found.chip)
    assert examined.signature
    assert examined.trusted
    return {each.id: each.grade for each in examined.findings if each.id.startswith("chip.proof")}


@pytest.mark.parametrize(
    "pace",
    [
        *(Pace(mapping, 13, cipher) for mapping in ("GM", "IM") for cipher in (1, 2, 3, 4)),
        *(Pace(mapping, parameter) for mapping in ("GM", "IM") for parameter in (0, 12, 14, 15)),
        Pace("GM", 10),
    ],
    ids=lambda pace: f"{pace.mapping} {pace.parameter} {pace.cipher}",
)
@pytest.mark.parametrize("password", [ZONE, CAN], ids=["zone", "number"])
def test_a_chip_is_opened_with_pace(pace: Pace, password: Password) -> None:
    found = read(card(pace=(pace,)), password)
    assert found.complete, found.steps
    assert set(found.files) == {*FULL, "EF.CardAccess"}
    assert steps(found)["access with PACE"] == Outcome.DONE
    assert {name: data for name, data in found.files.items() if name in FULL} == dumps()
    verified(found)


def test_a_chip_without_pace_is_opened_with_basic_access_control() -> None:
    found = read(card(bac=True))
    assert found.complete
    assert steps(found)["access with PACE"] == Outcome.NOT_OFFERED
    assert steps(found)["access with basic access control"] == Outcome.DONE
    assert found.files == dumps()


def test_a_chip_of_the_first_years_is_open_to_everybody() -> None:
    for password in (None, ZONE, CAN):
        found = read(card(), password)
        assert steps(found)["access without a password"] == Outcome.DONE
        assert found.files == dumps()


def test_the_best_of_several_offers_is_used() -> None:
    offered = (Pace("GM", 13, 1), Pace("GM", 12, 4), Pace("IM", 12, 2), Pace("GM", 12, 2, version=1))
    reading = card(pace=offered)
    found = read(reading)
    assert found.complete
    assert "PACE ECDH-GM AES-256" in {str(step.said) for step in found.steps}


def test_where_pace_fails_basic_access_control_is_tried() -> None:
    class Stubborn(Card):
        def _general_authenticate(self, command: object) -> bytes:
            self.running = {}
            return b"\x7c\x02\x80\x00"

    files = dumps()
    found = read(Stubborn(files, zone=ZONE.printed, pace=(Pace(),), bac=True))
    assert steps(found)["access with PACE"] == Outcome.FAILED
    assert steps(found)["access with basic access control"] == Outcome.DONE
    assert set(found.files) == {*FULL, "EF.CardAccess"}


def protocols(static: Static) -> bytes:
    return der(0x6E, security_file(*static.infos()))


@pytest.mark.parametrize("cipher", [1, 2, 3, 4])
@pytest.mark.parametrize("parameter", [0, 12, 13, 15])
@pytest.mark.parametrize("bac", [True, False])
def test_a_chip_proves_its_key_and_the_evidence_stands(cipher: int, parameter: int, bac: bool) -> None:
    static = Static(parameter, cipher, key_id=3 if cipher == 2 else None)
    access: dict[str, object] = {"bac": True} if bac else {"pace": (Pace(),)}
    found = read(card((14, protocols(static)), static=static, **access))
    assert found.complete, found.steps
    assert steps(found)["chip authentication"] == Outcome.DONE
    assert found.chip is not None
    assert verified(found)["chip.proof.chip"] == Grade.CONSISTENT
    other = replace(found.chip, private_key=found.chip.private_key ^ 2)
    assert verified(replace(found, chip=other))["chip.proof.chip"] == Grade.INCONSISTENT


def test_a_key_without_a_protocol_is_used_with_triple_des() -> None:
    static = Static(12, 1, told=False)
    found = read(card((14, protocols(static)), static=static, bac=True))
    assert verified(found)["chip.proof.chip"] == Grade.CONSISTENT


def test_a_copied_chip_without_the_private_key_is_found_out() -> None:
    static = Static()
    copy = replace(static, private=static.private + 1)
    found = read(card((14, protocols(static)), static=copy, bac=True))
    assert steps(found)["chip authentication"] == Outcome.FAILED
    assert found.chip is None
    assert not found.complete


def signing(kind: str) -> tuple[bytes, Callable[[bytes], bytes]]:
    """DG15 and how the chip signs."""
    own = key(kind)
    if isinstance(own, rsa.RSAPrivateKey):
        return der(0x6F, public(own)), rsa_signer(own)
    assert isinstance(own, ec.EllipticCurvePrivateKey)
    return der(0x6F, public(own)), curve_signer(own)


@pytest.mark.parametrize("kind", ["rsa1024", "rsa", "p256", "bp256"])
@pytest.mark.parametrize("bac", [True, False])
def test_a_chip_signs_a_challenge_and_the_evidence_stands(kind: str, bac: bool) -> None:
    file, sign = signing(kind)
    access: dict[str, object] = {"bac": True} if bac else {"pace": (Pace(),)}
    found = read(card((15, file), sign=sign, **access))
    assert found.complete, found.steps
    assert found.active is not None
    assert verified(found)["chip.proof.active"] == Grade.CONSISTENT
    other = replace(found.active, challenge=bytes(8))
    assert verified(replace(found, active=other))["chip.proof.active"] == Grade.INCONSISTENT


def card_security(*infos: bytes) -> bytes:
    content = security_file(*infos)
    return Envelope(content, signer(root()), content_type="0.4.0.127.0.7.3.2.1").encoded()


def test_chip_authentication_mapping_proves_the_chip_while_it_opens() -> None:
    static = Static(13, 2)
    given = {"pace": (Pace("CAM"),), "static": static}
    outside = {0x11D: card_security(*static.infos())}
    found = read(card((14, protocols(static)), outside=dict(outside), **given))
    assert found.complete, found.steps
    assert steps(found)["chip authentication mapping"] == Outcome.DONE
    assert "EF.CardSecurity" in found.files
    copy = card(pace=(Pace("CAM"),), static=replace(static, private=7), outside=dict(outside))
    assert steps(read(copy))["chip authentication mapping"] == Outcome.FAILED
    without = card(**given)
    assert steps(read(without))["chip authentication mapping"] == Outcome.FAILED


def test_fingers_and_irises_are_left_closed() -> None:
    found = read(card((3, der(0x63, b"")), (14, protocols(Static())), bac=True))
    assert steps(found)["DG3"] == Outcome.LEFT_CLOSED
    assert "DG3" not in found.files


@pytest.mark.parametrize(
    "size", [0, 1, 127, 128, 222, 223, 224, 255, 256, 32_760, 32_767, 32_768, 33_100, 70_000]
)
@pytest.mark.parametrize("announced", [False, True])
def test_files_of_every_size_are_read(size: int, announced: bool) -> None:
    file = der(0x6D, bytes(n % 251 for n in range(size)))
    info = {0x2F01: der(0x43, b"\x01") + der(0x7F66, der(2, b"\x04\x00"), der(2, b"\x08\x00"))}
    found = read(card((13, file), bac=True, outside=info if announced else {}))
    assert found.complete, found.steps
    assert found.files["DG13"] == file


def test_other_applications_on_the_chip_are_named() -> None:
    own, travel, other = (der(0x61, der(0x4F, bytes.fromhex(aid))) for aid in AIDS)
    found = read(card(bac=True, outside={0x2F00: own + travel + other}))
    assert found.complete
    (step,) = (step for step in found.steps if str(step.name) == "other applications on the chip")
    assert str(step.said) == "Travel Records, A000000003; they are not read"
    assert read(card(bac=True, outside={0x2F00: own + b"\x61\x05"})).complete


AIDS = ("A0000002471001", "A0000002472001", "A000000003")
