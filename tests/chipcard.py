"""A card that speaks ISO/IEC 7816-4 and the protocols of Doc 9303-11, written from the standard a second time.

`Card(...)` is called with the bytes of a command and gives those of the answer, as a reader's driver would.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field

from cardmaths import (
    CURVES,
    G_1024,
    P_1024,
    Q_1024,
    Curve,
    Kind,
    Point,
    field_number,
    objects,
    pad,
    point_from,
    unpad,
)
from chipmaker import der, num, oid, seq, set_of
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

AID = bytes.fromhex("A0000002471001")
BSI = "0.4.0.127.0.7.2.2"
OK = 0x9000
FIDS = {"EF.COM": 0x11E, "EF.SOD": 0x11D, **{f"DG{n}": 0x100 + n for n in range(1, 17)}}


class StatusError(Exception):
    """Ends a command with this status."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"{status:04X}")


@dataclass
class Command:
    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes
    le: int  # 0: none asked for

    @classmethod
    def parse(cls, raw: bytes) -> "Command":
        cla, ins, p1, p2 = raw[:4]
        head, body = (cla, ins, p1, p2), raw[4:]
        if not body:
            return cls(*head, b"", 0)
        if len(body) == 1:
            return cls(*head, b"", body[0] or 256)
        if body[0] == 0:
            return cls._extended(head, body[1:])
        size = body[0]
        rest = body[1 + size :]
        assert len(body) >= 1 + size
        assert len(rest) <= 1
        return cls(*head, body[1 : 1 + size], (rest[0] or 256) if rest else 0)

    @classmethod
    def _extended(cls, head: tuple[int, int, int, int], body: bytes) -> "Command":
        size = int.from_bytes(body[:2])
        if len(body) == 2:
            return cls(*head, b"", size or 65536)
        rest = body[2 + size :]
        assert size
        assert len(body) >= 2 + size
        assert len(rest) in {0, 2}
        return cls(*head, body[2 : 2 + size], (int.from_bytes(rest) or 65536) if rest else 0)


class Channel:
    """Secure messaging as the card sees it (9.8)."""

    def __init__(self, kind: Kind, secret: bytes, ssc: int = 0) -> None:
        self.kind = kind
        self.enc, self.mac = kind.derive(secret, 1), kind.derive(secret, 2)
        self.ssc = ssc

    def _next(self) -> bytes:
        self.ssc += 1
        return self.ssc.to_bytes(self.kind.block)

    def _iv(self, ssc: bytes) -> bytes:
        return self.kind.hide(self.enc, ssc) if self.kind.aes else bytes(8)

    def unwrap(self, command: Command) -> Command:
        ssc = self._next()
        found = dict(objects(command.data))
        covered = command.data[: -(2 + len(found[0x8E]))]
        head = pad(bytes([command.cla, command.ins, command.p1, command.p2]), self.kind.block)
        message = ssc + (head + covered if covered else head[:4])
        if self.kind.mac(self.mac, pad(message, self.kind.block)) != found[0x8E]:
            raise StatusError(0x6988)
        data = b""
        hidden = found.get(0x87, b"")[1:] or found.get(0x85, b"")
        assert (0x85 in found) <= (command.ins % 2 == 1)
        if hidden:
            data = unpad(self.kind.show(self.enc, hidden, self._iv(ssc)))
        le = 0
        if 0x97 in found:
            le = int.from_bytes(found[0x97]) or (256 if len(found[0x97]) == 1 else 65536)
        return Command(command.cla & 0xF3, command.ins, command.p1, command.p2, data, le)

    def wrap(self, data: bytes, status: int, *, odd: bool = False) -> bytes:
        ssc = self._next()
        body = b""
        if data:
            hidden = self.kind.hide(self.enc, pad(data, self.kind.block), self._iv(ssc))
            body += der(0x85, hidden) if odd else der(0x87, b"\x01" + hidden)
        body += der(0x99, status.to_bytes(2))
        return body + der(0x8E, self.kind.mac(self.mac, pad(ssc + body, self.kind.block)))


@dataclass
class Pace:
    """What EF.CardAccess offers. `mapping`: GM, IM or CAM; `parameter` 0 is modulo a prime."""

    mapping: str = "GM"
    parameter: int = 13
    cipher: int = 2
    version: int = 2

    @property
    def protocol(self) -> str:
        number = {"GM": 2, "IM": 4, "CAM": 6}[self.mapping] - (self.parameter == 0)
        return f"{BSI}.4.{number}.{self.cipher}"

    def info(self) -> bytes:
        return seq(oid(self.protocol), num(self.version), num(self.parameter))


class Agreement:
    """Diffie and Hellman on a curve or modulo the prime; the generator can be another."""

    def __init__(self, parameter: int) -> None:
        self.curve: Curve | None = CURVES.get(parameter)
        self.generator: Point = self.curve.g if self.curve else None
        self.g = G_1024
        self.n = self.curve.n if self.curve else Q_1024
        self.tag = 0x86 if self.curve else 0x84

    def public(self, private: int) -> bytes:
        if self.curve:
            return self.curve.write(self.curve.times(private, self.generator))
        return pow(self.g, private, P_1024).to_bytes(128).lstrip(b"\0")

    def map(self, nonce: int, private: int, theirs: bytes) -> None:
        if self.curve:
            shared = self.curve.times(private, self.curve.read(theirs))
            self.generator = self.curve.plus(self.curve.times(nonce % self.n, self.curve.g), shared)
        else:
            shared_number = pow(int.from_bytes(theirs), private, P_1024)
            self.g = pow(G_1024, nonce, P_1024) * shared_number % P_1024

    def map_integrated(self, kind: Kind, s: bytes, t: bytes) -> None:
        if self.curve:
            self.generator = point_from(self.curve, field_number(kind, s, t, self.curve.p))
        else:
            self.g = pow(field_number(kind, s, t, P_1024), (P_1024 - 1) // Q_1024, P_1024)

    def secret(self, private: int, theirs: bytes) -> bytes:
        if self.curve:
            point = self.curve.times(private, self.curve.read(theirs))
            assert point is not None
            return point[0].to_bytes(self.curve.size)
        return pow(int.from_bytes(theirs), private, P_1024).to_bytes(128)


@dataclass
class Static:
    """A key of chip authentication: on a curve or modulo the prime, with the protocol's cipher."""

    parameter: int = 12
    cipher: int = 2
    key_id: int | None = None
    private: int = 0x1234567890ABCDEF1234567890ABCDEF
    told: bool = True  # a ChipAuthenticationInfo names the protocol

    @property
    def agreement(self) -> Agreement:
        return Agreement(self.parameter)

    @property
    def kind(self) -> str:
        return "2" if self.agreement.curve else "1"

    def key_info(self) -> bytes:
        curve = self.agreement.curve
        if curve:
            algorithm = seq(oid("0.4.0.127.0.7.1.2"), num(self.parameter))
            return seq(algorithm, der(3, b"\0", self.agreement.public(self.private)))
        algorithm = seq(oid("1.2.840.10046.2.1"), seq(num(P_1024), num(G_1024), num(Q_1024)))
        return seq(algorithm, der(3, b"\0", num(pow(G_1024, self.private, P_1024))))

    def infos(self) -> list[bytes]:
        named = b"" if self.key_id is None else num(self.key_id)
        public = seq(oid(f"{BSI}.1.{self.kind}"), self.key_info(), named)
        protocol = seq(oid(f"{BSI}.3.{self.kind}.{self.cipher}"), num(1), named)
        return [public, protocol] if self.told else [public]


def security_file(*infos: bytes) -> bytes:
    return set_of(*infos)


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


def rsa_signer(private: rsa.RSAPrivateKey) -> Callable[[bytes], bytes]:
    """ISO/IEC 9796-2, scheme 1, with SHA-256: 6A, a number of the chip's, the hash over it and the challenge."""
    numbers = private.private_numbers()
    n = numbers.public_numbers.n
    size = (n.bit_length() + 7) // 8

    def sign(challenge: bytes) -> bytes:
        own = os.urandom(size - 1 - 32 - 2)
        block = b"\x6a" + own + hashlib.sha256(own + challenge).digest() + b"\x34\xcc"
        return pow(int.from_bytes(block), numbers.d, n).to_bytes(size)

    return sign


def curve_signer(private: ec.EllipticCurvePrivateKey) -> Callable[[bytes], bytes]:
    """TR-03111, 5.2.1: r and s side by side."""

    def sign(challenge: bytes) -> bytes:
        halves = decode_dss_signature(private.sign(challenge, ec.ECDSA(SHA256())))
        return b"".join(half.to_bytes((private.key_size + 7) // 8) for half in halves)

    return sign
