"""The reader's parts one by one: lengths of commands, groups, mappings, evidence as a file."""

import hashlib
import json
from contextlib import suppress

import pytest
from cardmaths import CURVES, G_1024, P_1024, Q_1024
from cardtalk import Command as CardCommand
from cardtalk import Static, security_file
from chipmaker import ZONE as ZONE_TD3
from chipmaker import Envelope, csca, der, key, num, oid, public, seq, signer
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.chip import ActiveEvidence, ChipError, ChipEvidence
from traveldoc.chip.card_security import card_security
from traveldoc.chip.evidence import MAX_SIZE, Evidence, read_evidence, write_evidence
from traveldoc.chip.group import STANDARDIZED, CurveGroup, PrimeGroup, group_of
from traveldoc.chip.key import DhKey, EcKey, UnknownKey, key_info
from traveldoc.chip.security_info import MAX_INFOS, SecurityInfo, security_infos
from traveldoc.chip.symmetric import AES128, DES3, SUITES, unpadded
from traveldoc.chip.terminal.apdu import Answer, Command, answer
from traveldoc.chip.terminal.channel import Channel
from traveldoc.chip.terminal.chip_proof import authenticate_chip
from traveldoc.chip.terminal.elementary_file import PIECE, applications, piece_size, read_to_end
from traveldoc.chip.terminal.identifier import encoded
from traveldoc.chip.terminal.mapping import _point, integrated
from traveldoc.chip.terminal.pace import Mapped, offers
from traveldoc.chip.terminal.password import CAN, Password, from_number, from_zone
from traveldoc.chip.terminal.secure_messaging import SecureChannelError, Session
from traveldoc.chip.tlv import parse
from traveldoc.mrz.parse import parse as parse_zone


@given(st.binary(max_size=700), st.integers(0, 65536), st.integers(0, 255))
def test_commands_are_read_by_the_card_as_they_were_meant(data: bytes, expected: int, p1: int) -> None:
    command = CardCommand.parse(Command(0xB0, p1, 7, data, expected).encode())
    assert (command.ins, command.p1, command.p2, command.data) == (0xB0, p1, 7, data)
    assert command.le == expected


@pytest.mark.parametrize(
    ("command", "written"),
    [
        (Command(0xA4, 0, 0x0C), "00a4000c"),
        (Command(0xB0, 0, 0, expected=256), "00b0000000"),
        (Command(0xB0, 0, 0, expected=65536), "00b00000000000"),
        (Command(0x22, 0x41, 0xA6, b"ab", extended=True), "002241a60000026162"),
        (Command(0x86, 0, 0, b"a", 65536), "008600000000016100" + "00"),
    ],
)
def test_the_four_cases_of_a_command(command: Command, written: str) -> None:
    assert command.encode().hex() == written


@pytest.mark.parametrize("raw", [b"", b"\x90", bytes(70_000)])
def test_what_is_no_answer(raw: bytes) -> None:
    with pytest.raises(ChipError, match="is no answer"):
        answer(raw)


def test_another_length_is_given_once_and_pieces_are_fetched() -> None:
    heard: list[str] = []
    script = [b"\x6c\x05", b"abcde\x90\x00", b"ab\x61\x02", b"cd\x90\x00"]

    def transmit(command: bytes) -> bytes:
        heard.append(command.hex())
        return script[len(heard) - 1]

    channel = Channel(transmit)
    assert channel.send(Command(0xB0, 0, 0, expected=9)) == Answer(b"abcde", 0x9000)
    assert channel.send(Command(0xB0, 0, 0, expected=4)) == Answer(b"abcd", 0x9000)
    assert heard == ["00b0000009", "00b0000005", "00b0000004", "00c0000002"]
    with pytest.raises(ChipError, match="never ends"):
        Channel(lambda command: bytes(40_000) + b"\x61\x00").send(Command(0xB0, 0, 0, expected=9))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 1 << 40), max_size=8), st.integers(0, 39))
def test_identifiers_are_written_as_another_writer_does(arcs: list[int], second: int) -> None:
    dotted = ".".join(map(str, (1, second, *arcs)))
    assert der(6, encoded(dotted)) == oid(dotted)


@pytest.mark.parametrize("number", sorted(CURVES))
def test_curves_add_and_multiply_as_in_plain_coordinates(number: int) -> None:
    group, plain = STANDARDIZED[number], CURVES[number]
    assert isinstance(group, CurveGroup)
    two, three = group.times(group.generator, 2), group.times(group.generator, 3)
    assert (two, three) == (plain.times(2, plain.g), plain.times(3, plain.g))
    assert group.joined(two, group.generator) == three
    assert group.joined(group.generator, group.generator) == two
    assert group.decode(group.encode(three)) == three
    minus = (two[0], group.curve.p - two[1])
    with pytest.raises(ChipError, match="gives no secret"):
        group.joined(two, minus)
    with pytest.raises(ChipError, match="gives no secret"):
        group.times(two, group.order)


@pytest.mark.parametrize(
    "data", [b"", b"\x04", b"\x02" + bytes(32), b"\x04" + bytes(64), b"\x04" + b"\xff" * 64]
)
def test_what_is_no_point_is_refused(data: bytes) -> None:
    with pytest.raises(ChipError, match="does not belong"):
        STANDARDIZED[12].decode(data)


@pytest.mark.parametrize("number", [0, 1, P_1024 - 1, P_1024, P_1024 + 5, 2, 1 << 1100])
def test_what_is_no_power_of_the_generator_is_refused(number: int) -> None:
    with pytest.raises(ChipError, match="does not belong"):
        STANDARDIZED[0].decode(number.to_bytes(140).lstrip(b"\0"))


def test_a_group_modulo_a_prime_without_its_order() -> None:
    group = PrimeGroup(P_1024, 0, G_1024)
    assert group.order == (P_1024 - 1) // 2
    assert group.decode(b"\x02") == (2,)
    with pytest.raises(ChipError, match="gives no secret"):
        group.times((P_1024 - 1,), 2)


def test_keys_that_agree() -> None:
    curve, prime = (key_info(parse(Static(parameter).key_info())).key for parameter in (12, 0))
    assert isinstance(curve, EcKey)
    assert isinstance(prime, DhKey)
    assert prime.name == "DH 1024"
    assert group_of(curve) is not None
    assert group_of(key_info(parse(public(key("rsa")))).key) is None
    assert group_of(DhKey(P_1024, Q_1024, G_1024, 2)) is None
    pkcs = seq(oid("1.2.840.113549.1.3.1"), seq(num(P_1024), num(G_1024)))
    old = key_info(parse(seq(pkcs, der(3, b"\0", num(pow(G_1024, 5, P_1024)))))).key
    assert old == DhKey(P_1024, 0, G_1024, pow(G_1024, 5, P_1024))


@pytest.mark.parametrize(
    "algorithm",
    [
        seq(oid("1.2.840.10046.2.1")),
        seq(oid("1.2.840.10046.2.1"), seq(num(1 << 3100), num(G_1024), num(Q_1024))),
        seq(oid("1.2.840.10046.2.1"), seq(num(P_1024), num(1), num(Q_1024))),
        seq(oid("1.2.840.10046.2.1"), seq(num(P_1024), num(G_1024), num(P_1024 + 1))),
        seq(oid("0.4.0.127.0.7.1.2"), num(99)),
    ],
)
def test_keys_of_groups_that_cannot_be(algorithm: bytes) -> None:
    assert isinstance(key_info(parse(seq(algorithm, der(3, b"\0", num(7))))).key, UnknownKey)


def test_padding_and_blocks_of_other_forms_are_refused() -> None:
    for data in (b"", b"\0" * 16, b"\x81" + bytes(15)):
        with pytest.raises(ChipError, match="does not end"):
            unpadded(data)
    for data in (b"", bytes(15)):
        with pytest.raises(ChipError, match="does not end"):
            AES128.decrypt(bytes(16), data)


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.name)
@pytest.mark.parametrize("body", [der(0x87, b"\x01" + bytes(16)), der(0x87, b"\x01abc"), b""])
def test_a_protected_answer_of_another_form_ends_the_session(suite: object, body: bytes) -> None:
    assert suite in SUITES.values()
    session = Session(AES128, b"secret")
    other = Session(AES128, b"secret")
    other.counter = 1
    status = der(0x99, b"\x90\x00") if body else b""
    data = body + status
    with pytest.raises(SecureChannelError, match="form"):
        session.open(Answer(data + der(0x8E, other._sum(data)), 0x9000))


def test_a_mapping_that_a_curve_does_not_allow() -> None:
    with pytest.raises(ChipError, match="does not allow"):
        integrated(STANDARDIZED[10], AES128, bytes(16), bytes(16))
    group = STANDARDIZED[12]
    assert isinstance(group, CurveGroup)
    with pytest.raises(ChipError, match="does not allow"):
        _point(group, 0)


def test_a_factor_of_zero_proves_no_key() -> None:
    group = STANDARDIZED[12]
    assert not Mapped(group, group.generator, 0).proves((group, group.generator))
    assert not Mapped(group, group.generator, 1).proves((STANDARDIZED[13], group.generator))
    assert Mapped(group, group.generator, 1).proves((group, group.generator))


def test_offers_that_contradict_themselves_are_left_out() -> None:
    pace = "0.4.0.127.0.7.2.2.4"
    found = offers(
        [
            SecurityInfo(f"{pace}.1.2", "", 2, key_id=12),  # modulo a prime, with a curve
            SecurityInfo(f"{pace}.2.2", "", 2, key_id=0),
            SecurityInfo(f"{pace}.2.2", "", 2),
            SecurityInfo(f"{pace}.2.2", "", 2, key_id=99),
            SecurityInfo(f"{pace}.5.2", "", 2, key_id=12),
            SecurityInfo(f"{pace}.2.9", "", 2, key_id=12),
            SecurityInfo("1.2.3", "", 2, key_id=12),
        ]
    )
    assert not found


def test_more_protocols_than_a_chip_can_have() -> None:
    infos = [seq(oid(f"1.2.{number}")) for number in range(MAX_INFOS + 1)]
    assert len(security_infos(parse(security_file(*infos[1:])))) == MAX_INFOS
    with pytest.raises(ChipError, match="more than 64 protocols"):
        security_infos(parse(security_file(*infos)))


def test_the_password_does_not_show() -> None:
    assert "123456" not in repr(Password(CAN, b"123456"))
    assert Password(CAN, b"123456").secret == b"123456"


@pytest.mark.parametrize("zone", ["", "hello", "P<UTO", ZONE_TD3.replace("L898902C3", "<<<<<<<<<")])
def test_a_zone_without_what_opens_the_chip(zone: str) -> None:
    with pytest.raises(ChipError, match="must have the number"):
        from_zone(parse_zone(zone))


@pytest.mark.parametrize(
    "written", ["", "12345", "1234567", "12345a", "\u0661\u0662\u0663\u0664\u0665\u0666"]
)
def test_a_number_of_other_than_six_digits(written: str) -> None:
    with pytest.raises(ChipError, match="six digits"):
        from_number(written)


def test_a_long_number_without_its_continuation_is_taken_as_it_stands() -> None:
    lines = "I<UTOD23145890<<<<<<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
    assert from_zone(parse_zone(lines)).printed == b"D23145890" + b"7" + b"3407127" + b"9507122"


def test_what_the_chip_says_of_long_answers() -> None:
    lengths = der(0x7F66, der(2, b"\x04\x00"), der(2, b"\x08\x00"))
    assert piece_size(b"\x43\x01\x00" + lengths) == 2048 - 64
    for info in (
        b"",
        b"\x7f\x66\x05",
        der(0x7F66, der(2, b"\x04")),
        der(0x7F66, der(2, b"\x04"), der(2, b"\x10")),
    ):
        assert piece_size(info) == PIECE


def test_a_file_without_a_length_is_read_to_its_end() -> None:
    whole = bytes(range(256)) * 2

    def plain(raw: bytes) -> bytes:
        command = CardCommand.parse(raw)
        offset = command.p1 << 8 | command.p2
        if command.ins == 0xB0 and offset >= 446:
            return b"\x6b\x00"
        return (whole[offset : offset + command.le] if command.ins == 0xB0 else b"") + b"\x90\x00"

    assert read_to_end(Channel(plain), 0x2F00) == whole[:446]
    assert read_to_end(Channel(plain), 0x2F00, most=223) == whole[:223]
    assert applications(b"\x61\x05\x4f") == applications(b"") == ()


def test_chip_authentication_without_a_key_is_refused() -> None:
    with pytest.raises(ChipError, match="no key"):
        authenticate_chip(Channel(lambda command: b"\x90\x00"), (), bytes)


def test_a_negative_key_number_is_left_out() -> None:
    static = Static(12, 2, key_id=-1)
    infos = security_infos(parse(security_file(*static.infos())))
    with pytest.raises(ChipError, match="no key"):
        authenticate_chip(Channel(lambda command: b"\x90\x00"), infos, bytes)


def test_ef_card_security() -> None:
    content = security_file(*Static(12).infos())
    envelope = Envelope(content, signer(csca()), content_type="0.4.0.127.0.7.3.2.1")
    assert len(card_security(envelope.encoded())) == 2
    for data, words in (
        (envelope.but(content_type="1.2.3").encoded(), "kind 1.2.3"),
        (bytes(3 * 1024 * 1024), "more than"),
        (b"", "nothing"),
    ):
        with pytest.raises(ChipError, match=words):
            card_security(data)


ACTIVE = ActiveEvidence(b"challeng", b"response")
CHIP = ChipEvidence("0.4.0.127.0.7.2.2.3.2.2", 0x123, b"\x02", b"\x8e\x08")


@pytest.mark.parametrize("active", [None, ACTIVE])
@pytest.mark.parametrize("chip", [None, CHIP])
def test_evidence_is_written_and_read(active: ActiveEvidence | None, chip: ChipEvidence | None) -> None:
    assert read_evidence(write_evidence(Evidence(active, chip))) == Evidence(active, chip)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b"1",
        json.dumps({"active": {}}).encode(),
        json.dumps({"active": {"challenge": 1, "response": ""}}).encode(),
        json.dumps({"active": {"challenge": "zz", "response": ""}}).encode(),
        json.dumps({"chip": {"protocol": "x", "private_key": "1", "counter": "", "response": ""}}).encode(),
        json.dumps({"chip": "x"}).encode(),
        bytes(MAX_SIZE + 1),
        b"\xff",
    ],
)
def test_evidence_of_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(ChipError, match="can't be read"):
        read_evidence(data)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_evidence(data: bytes) -> None:
    with suppress(ChipError):
        read_evidence(data)


def test_triple_des_keys_have_odd_parity() -> None:
    secret = hashlib.sha1(b"Utopia").digest()
    assert all(byte.bit_count() % 2 for byte in DES3.derive(secret, 1))
