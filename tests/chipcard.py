"""A card that speaks ISO/IEC 7816-4 and the protocols of Doc 9303-11, written from the standard a second time.

`Card(...)` is called with the bytes of a command and gives those of the answer, as a reader's driver would.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field

from cardmaths import (
    Kind,
    objects,
    pad,
)
from cardtalk import AID, BSI, FIDS, OK, Agreement, Channel, Command, Pace, Static, StatusError, security_file
from chipmaker import der, oid


@dataclass
class Card:
    """`files` by the standard's names. What it asks for before it shows them: PACE, basic access, nothing."""

    files: dict[str, bytes]
    zone: bytes = b""  # MRZ_information
    can: bytes = b""
    pace: tuple[Pace, ...] = ()
    bac: bool = False
    static: Static | None = None
    sign: Callable[[bytes], bytes] | None = None  # active authentication
    outside: dict[int, bytes] = field(default_factory=dict)  # files of the master file
    log: list[Command] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.pace:
            self.outside.setdefault(0x11C, security_file(*(each.info() for each in self.pace)))
        self.channel: Channel | None = None
        self.application = False
        self.open: bytes | None = None
        self.challenge = b""
        self.opened = not self.bac and not self.pace
        self.running: dict[str, object] = {}
        self.chosen: str = ""
        self.following: Channel | None = None

    # -- commands and answers

    def __call__(self, raw: bytes) -> bytes:
        command = Command.parse(raw)
        self.log.append(command)
        if command.cla & 0x0C == 0x0C:
            return self._protected(command)
        if self.channel:  # a plain command ends the session
            self.channel = None
            self.opened = not self.bac and not self.pace
        try:
            data = self._do(command)
        except StatusError as error:
            return error.status.to_bytes(2)
        return data + OK.to_bytes(2)

    def _protected(self, raw: Command) -> bytes:
        if not self.channel:
            return b"\x69\x88"
        channel = self.channel
        try:
            command = channel.unwrap(raw)
        except StatusError as error:
            self.channel, self.opened = None, False
            return error.status.to_bytes(2)
        try:
            data, status = self._do(command), OK
        except StatusError as error:
            data, status = b"", error.status
        body = channel.wrap(data, status, odd=command.ins % 2 == 1)
        if self.chosen == "agreed":
            self.channel, self.chosen = self.following, ""
        return body + status.to_bytes(2)

    def _do(self, command: Command) -> bytes:
        deed = {
            0xA4: self._select,
            0xB0: self._read,
            0xB1: self._read_far,
            0x84: self._get_challenge,
            0x82: self._external_authenticate,
            0x22: self._manage,
            0x86: self._general_authenticate,
            0x88: self._internal_authenticate,
        }.get(command.ins)
        if deed is None:
            raise StatusError(0x6D00)
        data = deed(command)
        if len(data) > max(command.le, 0 if command.ins != 0x86 else 65536):
            raise StatusError(0x6700)
        return data

    # -- files

    def _select(self, command: Command) -> bytes:
        self.open = None
        if command.p1 == 0:
            self.application = False
            return b""
        if command.p1 == 4:
            if command.data != AID:
                raise StatusError(0x6A82)
            self.application = True
            return b""
        number = int.from_bytes(command.data)
        if not self.application:
            if number not in self.outside:
                raise StatusError(0x6A82)
            self.open = self.outside[number]
            return b""
        if not self.opened:
            raise StatusError(0x6982)
        name = next((name for name, known in FIDS.items() if known == number), "")
        if name not in self.files:
            raise StatusError(0x6A82)
        if name in {"DG3", "DG4"}:
            raise StatusError(0x6982)
        self.open = self.files[name]
        return b""

    def _read(self, command: Command) -> bytes:
        if self.open is None:
            raise StatusError(0x6986)
        offset = command.p1 << 8 | command.p2
        assert offset < 0x8000
        assert command.le
        if offset >= len(self.open):
            raise StatusError(0x6B00)
        return self.open[offset : min(offset + command.le, 0x8000)]

    def _read_far(self, command: Command) -> bytes:
        if self.open is None:
            raise StatusError(0x6986)
        ((tag, where),) = objects(command.data)
        assert tag == 0x54
        assert (command.p1, command.p2) == (0, 0)
        offset = int.from_bytes(where)
        if offset >= len(self.open):
            raise StatusError(0x6B00)
        size = command.le
        while size and len(der(0x53, self.open[offset : offset + size])) > command.le:
            size -= 1
        return der(0x53, self.open[offset : offset + size])

    # -- basic access control

    def _get_challenge(self, command: Command) -> bytes:
        if not self.bac or not self.application:
            raise StatusError(0x6D00)
        self.challenge = os.urandom(command.le)
        return self.challenge

    def _external_authenticate(self, command: Command) -> bytes:
        kind = Kind(1)
        seed = hashlib.sha1(self.zone).digest()[:16]
        enc, mac = kind.derive(seed, 1), kind.derive(seed, 2)
        hidden, checksum = command.data[:32], command.data[32:]
        if kind.mac(mac, pad(hidden, 8)) != checksum:
            raise StatusError(0x6300)
        shown = kind.show(enc, hidden)
        if shown[8:16] != self.challenge or not self.challenge:
            raise StatusError(0x6300)
        own_key = os.urandom(16)
        answer = kind.hide(enc, self.challenge + shown[:8] + own_key)
        secret = bytes(one ^ two for one, two in zip(shown[16:], own_key, strict=True))
        ssc = int.from_bytes(self.challenge[4:] + shown[4:8])
        self.channel, self.opened, self.challenge = Channel(kind, secret, ssc), True, b""
        return answer + kind.mac(mac, pad(answer, 8))

    # -- PACE and chip authentication

    def _manage(self, command: Command) -> bytes:
        given = dict(objects(command.data))
        if (command.p1, command.p2) == (0xC1, 0xA4):
            return self._choose_pace(given)
        if self.static is None or not self.channel:
            raise StatusError(0x6A80)
        self._right_key(given)
        if (command.p1, command.p2) == (0x41, 0xA6):
            return self._agree(given[0x91], 1)
        if (command.p1, command.p2) == (0x41, 0xA4):
            if der(6, given[0x80]) != oid(f"{BSI}.3.{self.static.kind}.{self.static.cipher}"):
                raise StatusError(0x6A80)
            self.chosen = "chip"
            return b""
        raise StatusError(0x6A86)

    def _right_key(self, given: dict[int, bytes]) -> None:
        assert self.static is not None
        if self.static.key_id is not None and int.from_bytes(given.get(0x84, b"")) != self.static.key_id:
            raise StatusError(0x6A88)

    def _choose_pace(self, given: dict[int, bytes]) -> bytes:
        named = given.get(0x84)
        for each in self.pace:
            right = named is None or int.from_bytes(named) == each.parameter
            if der(6, given[0x80]) == oid(each.protocol) and right:
                if named is None and len({one.parameter for one in self.pace}) > 1:
                    raise StatusError(0x6A80)
                password = {1: hashlib.sha1(self.zone).digest(), 2: self.can}[given[0x83][0]]
                if not password:
                    raise StatusError(0x6A88)
                self.running = {"pace": each, "password": password}
                self.chosen = "pace"
                return b""
        raise StatusError(0x6A80)

    def _general_authenticate(self, command: Command) -> bytes:
        ((tag, inside),) = objects(command.data)
        assert tag == 0x7C
        given = dict(objects(inside))
        if self.chosen == "chip":
            self._agree(given[0x80], None)
            return der(0x7C)
        if self.chosen != "pace":
            raise StatusError(0x6985)
        last = 0x85 in given
        assert (command.cla & 0x10 == 0) == last, "all but the last command of the chain say so"
        return der(0x7C, self._pace_step(given))

    def _pace_step(self, given: dict[int, bytes]) -> bytes:
        run = self.running
        pace = run["pace"]
        assert isinstance(pace, Pace)
        kind = Kind(pace.cipher)
        if not given:
            fresh = run["nonce"] = os.urandom(16 if pace.cipher < 3 else 32)
            password = run["password"]
            assert isinstance(password, bytes)
            run["agreement"] = Agreement(pace.parameter)
            return der(0x80, kind.hide(kind.derive(password, 3), fresh))
        agreement, nonce = run["agreement"], run["nonce"]
        assert isinstance(agreement, Agreement)
        assert isinstance(nonce, bytes)
        if 0x81 in given:
            if pace.mapping == "IM":
                agreement.map_integrated(kind, nonce, given[0x81])
                return b""
            private = run["mapping"] = self._private(agreement)
            mapping_key = agreement.public(private)
            agreement.map(int.from_bytes(nonce), private, given[0x81])
            return der(0x82, mapping_key)
        if 0x83 in given:
            run["private"] = self._private(agreement)
            run["theirs"] = given[0x83]
            return der(0x84, agreement.public(self._number("private")))
        return self._tokens(pace, kind, agreement, given[0x85])

    def _private(self, agreement: Agreement) -> int:
        return int.from_bytes(os.urandom(80)) % (agreement.n - 1) + 1

    def _number(self, name: str) -> int:
        value = self.running[name]
        assert isinstance(value, int)
        return value

    def _tokens(self, pace: Pace, kind: Kind, agreement: Agreement, token: bytes) -> bytes:
        theirs = self.running["theirs"]
        assert isinstance(theirs, bytes)
        secret = agreement.secret(self._number("private"), theirs)
        mac = kind.derive(secret, 2)
        own = agreement.public(self._number("private"))
        self.chosen = ""

        def expected(public: bytes) -> bytes:
            text = der(0x7F49, oid(pace.protocol), der(agreement.tag, public))
            return kind.mac(mac, text if kind.aes else pad(text, 8))

        if token != expected(own):
            raise StatusError(0x6300)
        self.channel, self.opened = Channel(kind, secret), True
        answer = der(0x86, expected(theirs))
        if pace.mapping == "CAM":
            assert self.static is not None
            factor = self._number("mapping") * pow(self.static.private, -1, agreement.n) % agreement.n
            assert agreement.curve is not None
            key = kind.derive(secret, 1)
            start = kind.hide(key, b"\xff" * 16)
            answer += der(0x8A, kind.hide(key, pad(factor.to_bytes(agreement.curve.size), 16), start))
        return answer

    def _agree(self, theirs: bytes, cipher: int | None) -> bytes:
        """The answer still goes out under the old keys; the next command comes under the new ones."""
        assert self.static is not None
        secret = self.static.agreement.secret(self.static.private, theirs)
        self.following = Channel(Kind(cipher or self.static.cipher), secret)
        self.chosen = "agreed"
        return b""

    # -- active authentication

    def _internal_authenticate(self, command: Command) -> bytes:
        if self.sign is None:
            raise StatusError(0x6D00)
        assert len(command.data) == 8
        return self.sign(command.data)
