"""What a card and a reader say to each other: commands, the protected channel, and how a session is agreed (Doc 9303-11)."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass

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
