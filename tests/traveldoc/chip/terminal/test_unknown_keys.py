"""Chips that do not know the keys, and chips that move away."""

import pytest
from cardtalk import Command, Pace, StatusError
from chipcard import Card
from chipmaker import der
from hostile import FILES, ZONE, card, read, said
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.chip.terminal import CardGoneError


def test_the_commands_of_one_talk_are_bounded() -> None:
    found = read(card(), most_commands=12)
    assert "more than a chip can hold" in str(found.steps[-1].said)
    found = read(card(), most_commands=1)
    assert not found.files
    found = read(card(), most_bytes=300)
    assert "more than a chip can hold" in str(found.steps[-1].said)


class BadPace(Card):
    """Answers of PACE by their number; the honest ones elsewhere."""

    answers: dict[int, bytes] = {}
    step = 0

    def _general_authenticate(self, command: Command) -> bytes:
        self.step += 1
        honest = super()._general_authenticate(command)
        return self.answers.get(self.step, honest)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({1: b""}, "lacks the data object 80"),
        ({1: b"\x30\x00"}, "lacks the data object 7C"),
        ({1: b"\x7c\x05\x80\x03abc"}, "has 3 bytes, not 16"),
        ({2: b"\x7c\x02\x82\x00"}, "does not belong to the group"),
        ({2: der(0x7C, der(0x82, b"\x04" + bytes(64)))}, "does not belong to the group"),
        ({3: der(0x7C, der(0x84, b"\x04" + b"\x01" * 64))}, "does not belong to the group"),
        ({4: der(0x7C, der(0x86, bytes(8)))}, "did not prove that it knows the password"),
        ({4: der(0x7C, b"")}, "lacks the data object 86"),
        ({4: b"\x7c\x84\xff\xff\xff\xff"}, "ends within"),
    ],
)
def test_a_chip_that_does_not_know_pace_gets_no_session(answers: dict[int, bytes], words: str) -> None:
    reading = BadPace(dict(FILES), zone=ZONE.printed, pace=(Pace("GM", 12),))
    reading.answers = answers
    found = read(reading)
    assert words in said(found)
    assert set(found.files) == {"EF.CardAccess"}


def test_the_readers_own_key_sent_back_is_refused() -> None:
    class Mirror(BadPace):
        at = 0x81

        def _general_authenticate(self, command: Command) -> bytes:
            honest = super()._general_authenticate(command)
            given = command.data[2:]
            return der(0x7C, bytes((self.at + 1,)) + given[1:]) if given[:1] == bytes((self.at,)) else honest

    for at in (0x81, 0x83):
        reading = Mirror(dict(FILES), zone=ZONE.printed, pace=(Pace("GM", 12),))
        reading.at = at
        assert "own key back" in said(read(reading))


class BadBasic(Card):
    given_challenge = b""
    given_answer = b""

    def _get_challenge(self, command: Command) -> bytes:
        honest = super()._get_challenge(command)
        return self.given_challenge or honest

    def _external_authenticate(self, command: Command) -> bytes:
        honest = super()._external_authenticate(command)
        return self.given_answer or honest


def test_a_chip_that_does_not_know_the_keys_of_the_zone_gets_no_session() -> None:
    short = BadBasic(dict(FILES), zone=ZONE.printed, bac=True)
    short.given_challenge = b"123"
    assert "has 3 bytes, not 8" in said(read(short))
    for answer in (bytes(40), bytes(8), b"\x01"):
        wrong = BadBasic(dict(FILES), zone=ZONE.printed, bac=True)
        wrong.given_answer = answer
        assert "did not prove that it knows the password" in said(read(wrong))


def test_a_chip_with_the_keys_but_another_conversation_gets_no_session() -> None:
    class Replaying(Card):
        def _external_authenticate(self, command: Command) -> bytes:
            honest = self.challenge
            answer = super()._external_authenticate(command)
            del honest
            return self.old or answer

        old = b""

    first = Replaying(dict(FILES), zone=ZONE.printed, bac=True)
    recorded: list[bytes] = []

    def listen(raw: bytes) -> bytes:
        answer = first(raw)
        if raw[1] == 0x82:
            recorded.append(answer[:-2])
        return answer

    read(listen)
    second = Replaying(dict(FILES), zone=ZONE.printed, bac=True)
    second.old = recorded[0]
    assert "did not prove that it knows the password" in said(read(second))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=40), st.booleans())
def test_no_answers_at_all_break_the_reader(answers: list[bytes], known: bool) -> None:
    count = 0

    def noise(command: bytes) -> bytes:
        nonlocal count
        count += 1
        return answers[count % len(answers)] + (b"\x90\x00" if known else b"")

    found = read(noise, ZONE, most_commands=300)
    assert found.steps
    assert not found.active
    assert not found.chip


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40), st.integers(0, 400), st.integers(1, 255), st.booleans())
def test_no_changed_byte_of_a_protected_talk_gets_into_a_file(
    number: int, place: int, change: int, pace: bool
) -> None:
    reading = card(bac=not pace, pace=(Pace("IM", 12),) if pace else ())
    count = 0

    def transmit(command: bytes) -> bytes:
        nonlocal count
        count += 1
        answer = bytearray(reading(command))
        if count > number and answer:
            answer[place % len(answer)] ^= change
        return bytes(answer)

    found = read(transmit, most_commands=400)
    assert all(data == FILES[name] for name, data in found.files.items() if name in FILES)


@pytest.mark.parametrize("ins", [0x22, 0x86, 0x82, 0x84])
def test_a_card_that_moves_away_while_it_is_opened_is_said(ins: int) -> None:
    reading = card(bac=ins in {0x82, 0x84}, pace=() if ins in {0x82, 0x84} else (Pace(),))

    def transmit(command: bytes) -> bytes:
        if command[1] == ins:
            raise CardGoneError
        return reading(command)

    found = read(transmit)
    assert str(found.steps[-1].name) == "the travel document on the chip"
    assert "lay the document on the reader again" in str(found.steps[-1].said)


def test_a_card_without_protection_that_moves_away_is_said() -> None:
    reading = card(bac=False)

    def transmit(command: bytes) -> bytes:
        if command[1:3] == b"\xa4\x04":
            raise CardGoneError
        return reading(command)

    assert "lay the document on the reader again" in said(read(transmit, None))


@pytest.mark.parametrize(
    ("answer", "words"), [(b"", "the chip gave"), (b"\x54\x01\x00", "does not hold the piece")]
)
def test_a_far_piece_of_another_form(answer: bytes, words: str) -> None:
    class Odd(Card):
        def _read_far(self, command: Command) -> bytes:
            return answer

    files = {"EF.COM": der(0x60, der(0x5C, b"\x6d")), "DG13": der(0x6D, bytes(40_000))}
    assert words in said(read(Odd(files, zone=ZONE.printed, bac=True)))


def test_a_chip_that_refuses_to_be_opened_anew_is_left() -> None:
    class Once(Card):
        opened_once = False

        def _protected(self, raw: Command) -> bytes:
            super()._protected(raw)
            self.channel, self.opened = None, False
            return b"\x6a\x82"

        def _external_authenticate(self, command: Command) -> bytes:
            if self.opened_once and len([one for one in self.log if one.ins == 0x82]) > 2:
                raise StatusError(0x6983)
            self.opened_once = True
            return super()._external_authenticate(command)

    found = read(Once(dict(FILES), zone=ZONE.printed, bac=True))
    assert not found.files
    assert len(found.steps) <= 4
