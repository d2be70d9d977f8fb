"""Cards that fail, lie or attack: the reader ends in bounds, tells what happened, and never raises."""

from collections.abc import Callable

import pytest
from cardtalk import Command, Pace, StatusError
from chipcard import Card
from chipmaker import ZONE as PRINTED
from chipmaker import der
from hostile import FILES, ZONE, card, read, said

from traveldoc.chip.terminal import CardGoneError, ChipReading, Outcome, from_number, from_zone
from traveldoc.mrz.parse import parse

OTHER = from_zone(parse(PRINTED.replace("740812", "740813")))


def test_the_card_is_read_when_it_is_honest() -> None:
    found = read(card())
    assert set(found.files) == {"EF.COM", "DG1", "DG13"}
    assert not found.active
    assert not found.chip


def test_a_wrong_zone_is_said_in_plain_words() -> None:
    for reading in (card(), card(bac=False, pace=(Pace(),)), card(pace=(Pace(),))):
        found = read(reading, OTHER)
        assert not found.files.keys() - {"EF.CardAccess"}
        assert "did not accept the password" in said(found)
        assert not found.complete


def test_a_wrong_number_is_said_and_basic_access_is_not_tried_with_it() -> None:
    found = read(card(pace=(Pace(),)), from_number("654321"))
    assert "did not accept the password" in said(found)
    assert "basic access control needs the machine readable zone" in said(found)


def test_without_a_password_the_chip_asks_for_one() -> None:
    assert "asks for a password" in said(read(card(), None))


@pytest.mark.parametrize(
    ("status", "words"),
    [(0x6983, "blocked"), (0x63C1, "tries left: 1"), (0x6984, "no longer accepts"), (0x6999, "6999")],
)
def test_what_the_chip_refuses_is_said(status: int, words: str) -> None:
    class Refusing(Card):
        def _external_authenticate(self, command: Command) -> bytes:
            raise StatusError(status)

    assert words in said(read(Refusing(dict(FILES), zone=ZONE.printed, bac=True)))


@pytest.mark.parametrize("after", [0, 1, 3, 6, 12, 14])
def test_a_card_that_moves_away_leaves_what_was_read(after: int) -> None:
    reading = card()
    count = 0

    def transmit(command: bytes) -> bytes:
        nonlocal count
        count += 1
        if count > after:
            raise CardGoneError
        return reading(command)

    found = read(transmit)
    assert "lay the document on the reader again" in str(found.steps[-1].said)
    assert not found.complete
    assert len(found.files) <= 2


def changed(reading: Card, change: Callable[[bytes], bytes], start: int = 8) -> Callable[[bytes], bytes]:
    """From answer number `start` on, somebody between chip and reader changes the answers."""
    count = 0

    def transmit(command: bytes) -> bytes:
        nonlocal count
        count += 1
        answer = reading(command)
        return change(answer) if count > start else answer

    return transmit


@pytest.mark.parametrize(
    "change",
    [
        lambda answer: answer[:-3] + bytes((answer[-3] ^ 1,)) + answer[-2:],  # the checksum
        lambda answer: bytes((*answer[:4], answer[4] ^ 1, *answer[5:])),  # the data
        lambda answer: answer[:-12] + answer[-2:],  # no checksum
        lambda answer: b"\x90\x00",  # no protection
        lambda answer: b"\x99\x02\x90\x00\x90\x00",
        lambda answer: b"\x99\x05\x90\x00",
        lambda answer: answer[-12:-2] + answer[:-12] + answer[-2:],  # the checksum first
        lambda answer: b"\x90",
        lambda answer: b"",
    ],
)
def test_somebody_between_chip_and_reader_is_found_out(change: Callable[[bytes], bytes]) -> None:
    found = read(changed(card(), change))
    assert not set(found.files) & {"DG1", "DG13"}
    assert found.steps[-1].outcome is Outcome.FAILED


def test_an_answer_heard_before_is_not_taken_again() -> None:
    heard: list[bytes] = []

    def again(answer: bytes) -> bytes:
        heard.append(answer)
        return heard[0]

    found = read(changed(card(), again))
    assert "the checksum of the chip's answer is wrong" in said(found)


def test_a_refusal_without_protection_costs_the_session_and_it_is_opened_anew() -> None:
    class Forgetful(Card):
        """As some chips do: what is missing is refused in the clear, and the keys are gone."""

        def _protected(self, raw: Command) -> bytes:
            answer = super()._protected(raw)
            if answer[-2:] == b"\x6a\x82":
                self.channel, self.opened = None, False
                return b"\x6a\x82"
            return answer

    files = dict(FILES) | {"EF.COM": der(0x60, der(0x5C, b"\x61\x6b\x6c\x6d"))}
    for access in ({"bac": True}, {"pace": (Pace(),)}):
        found = read(Forgetful(files, zone=ZONE.printed, **access))
        assert {"DG1", "DG13"} <= set(found.files), said(found)
        assert {str(step.name) for step in found.steps if step.outcome is Outcome.NOT_OFFERED} >= {
            "DG11",
            "DG12",
        }


def test_a_chip_that_forgets_every_time_is_left_in_the_end() -> None:
    class Lost(Card):
        def _protected(self, raw: Command) -> bytes:
            super()._protected(raw)
            self.channel, self.opened = None, False
            return b"\x69\x88"

    found = read(Lost(dict(FILES), zone=ZONE.printed, bac=True))
    assert "the protected connection was lost" in said(found)
    assert not found.files


def plain(answers: Callable[[Command], bytes]) -> ChipReading:
    return read(lambda raw: answers(Command.parse(raw)), None)


def test_a_file_that_never_ends_is_stopped() -> None:
    """Each answer is full, each length lies; the bytes of the whole talk are bounded."""

    def endless(command: Command) -> bytes:
        if command.ins in {0xB0, 0xB1}:
            return (
                b"\x61\x83\x0f\xff\xff" + bytes(command.le - 5) + b"\x90\x00"
                if command.le > 5
                else (b"\x61\x83\x0f\xff"[: command.le] + b"\x90\x00")
            )
        return b"\x90\x00"

    found = plain(endless)
    assert found.steps[-1].outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"\x61\x84\x7f\xff\xff\xff", "more than a chip can hold"),
        (b"\x61\x80\x00\x00", "does not begin with a tag and a length"),
        (b"\x61\x88\x01\x02\x03\x04\x05\x06", "does not begin with a tag and a length"),
        (b"\x61\x82\x40\x00", "the chip gave"),
        (b"\x61", "does not begin"),
        (b"", "does not begin"),
        (b"\x7f", "does not begin"),
        (b"\x7f\x61", "does not begin"),
        (b"\x7f\x61\x05\x01", "the chip gave"),
    ],
)
def test_lengths_that_lie(head: bytes, words: str) -> None:
    def lying(command: Command) -> bytes:
        if command.ins == 0xB0:
            offset = command.p1 << 8 | command.p2
            return head[offset : offset + command.le] + b"\x90\x00"
        return b"\x90\x00"

    assert words in said(plain(lying))


def test_more_than_was_asked_for_is_no_piece_of_the_file() -> None:
    def generous(command: Command) -> bytes:
        return bytes(300) + b"\x90\x00" if command.ins == 0xB0 else b"\x90\x00"

    assert "does not hold the piece" in said(plain(generous))


@pytest.mark.parametrize(
    "answer", [b"\x6c\x10", b"\x6c\x00", b"\x61\x00", b"\x61\x10", b"abc" * 60 + b"\x61\x10"]
)
def test_loops_of_lengths_and_pieces_end(answer: bytes) -> None:
    count = 0

    def looping(command: bytes) -> bytes:
        nonlocal count
        count += 1
        return answer

    found = read(looping, ZONE)
    assert not found.files
    assert count < 2000


def test_the_lengths_that_the_chip_asks_for_are_given() -> None:
    """6Cxx and 61xx as readers with the older protocol see them."""
    whole = card(bac=False)
    kept = b""

    def older(raw: bytes) -> bytes:
        nonlocal kept
        command = Command.parse(raw)
        if command.ins == 0xC0:
            part, kept = kept[: command.le], kept[command.le :]
            return part + (bytes((0x61, min(len(kept), 255))) if kept else b"\x90\x00")
        answer = whole(raw)
        if command.ins == 0xB0 and answer.endswith(b"\x90\x00") and len(answer) > 2:
            if len(answer) - 2 < command.le:
                return bytes((0x6C, len(answer) - 2))
            kept = answer[:-2]
            return bytes((0x61, min(len(kept), 200)))
        return answer

    found = read(older, None)
    assert found.files == {name: FILES[name] for name in ("EF.COM", "DG1", "DG13")}
