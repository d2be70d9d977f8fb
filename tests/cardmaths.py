"""The sums of the simulated card: curves, ciphers, checksums, keys; written from Doc 9303-11 a second time.

Nothing of `traveldoc` is imported. Curve numbers are those that `openssl ecparam -param_enc explicit` prints.
"""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

Point = tuple[int, int] | None


@dataclass(frozen=True)
class Curve:
    p: int
    a: int
    b: int
    g: tuple[int, int]
    n: int

    @property
    def size(self) -> int:
        return (self.p.bit_length() + 7) // 8

    def plus(self, one: Point, two: Point) -> Point:
        """Chord and tangent, in plain coordinates."""
        if one is None or two is None:
            return two if one is None else one
        (x1, y1), (x2, y2) = one, two
        if x1 == x2 and (y1 + y2) % self.p == 0:
            return None
        if one == two:
            slope = (3 * x1 * x1 + self.a) * pow(2 * y1, -1, self.p)
        else:
            slope = (y2 - y1) * pow(x2 - x1, -1, self.p)
        x3 = (slope * slope - x1 - x2) % self.p
        return x3, (slope * (x1 - x3) - y1) % self.p

    def times(self, k: int, point: Point) -> Point:
        """From the lowest bit upwards."""
        total: Point = None
        while k:
            if k & 1:
                total = self.plus(total, point)
            point = self.plus(point, point)
            k >>= 1
        return total

    def write(self, point: Point) -> bytes:
        assert point is not None
        return b"\x04" + point[0].to_bytes(self.size) + point[1].to_bytes(self.size)

    def read(self, data: bytes) -> Point:
        assert len(data) == 1 + 2 * self.size
        assert data[0] == 4
        x, y = int.from_bytes(data[1 : 1 + self.size]), int.from_bytes(data[1 + self.size :])
        assert (y * y - x**3 - self.a * x - self.b) % self.p == 0
        return x, y


def _curve(*numbers: str) -> Curve:
    p, a, b, x, y, n = (int(number, 16) for number in numbers)
    return Curve(p, a, b, (x, y), n)


# by the number of their standardized domain parameters
CURVES = {
    10: _curve(
        "ffffffffffffffffffffffffffffffff000000000000000000000001",
        "fffffffffffffffffffffffffffffffefffffffffffffffffffffffe",
        "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
        "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
        "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
        "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
    ),
    12: _curve(
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc",
        "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
        "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    ),
    13: _curve(
        "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377",
        "7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9",
        "26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6",
        "8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262",
        "547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997",
        "a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7",
    ),
    14: _curve(
        "d35e472036bc4fb7e13c785ed201e065f98fcfa6f6f40def4f92b9ec7893ec28fcd412b1f1b32e27",
        "3ee30b568fbab0f883ccebd46d3f3bb8a2a73513f5eb79da66190eb085ffa9f492f375a97d860eb4",
        "520883949dfdbc42d3ad198640688a6fe13f41349554b49acc31dccd884539816f5eb4ac8fb1f1a6",
        "43bd7e9afb53d8b85289bcc48ee5bfe6f20137d10a087eb6e7871e2a10a599c710af8d0d39e20611",
        "14fdd05545ec1cc8ab4093247f77275e0743ffed117182eaa9c77877aaac6ac7d35245d1692e8ee1",
        "d35e472036bc4fb7e13c785ed201e065f98fcfa5b68f12a32d482ec7ee8658e98691555b44c59311",
    ),
    15: _curve(
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffffffc",
        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
        "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
        "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    ),
}
# RFC 5114, 2.1: the prime, the generator and the order of the group number 0
P_1024 = int(
    "b10b8f96a080e01dde92de5eae5d54ec52c99fbcfb06a3c69a6a9dca52d23b616073e28675a23d189838ef1e2ee652c0"
    "13ecb4aea906112324975c3cd49b83bfaccbdd7d90c4bd7098488e9c219a73724effd6fae5644738faa31a4ff55bccc0"
    "a151af5f0dc8b4bd45bf37df365c1a65e68cfda76d4da708df1fb2bc2e4a4371",
    16,
)
G_1024 = int(
    "a4d1cbd5c3fd34126765a442efb99905f8104dd258ac507fd6406cff14266d31266fea1e5c41564b777e690f5504f213"
    "160217b4b01b886a5e91547f9e2749f4d7fbd7d3b9a92ee1909d0d2263f80a76a6a24c087a091f531dbf0a0169b6a28a"
    "d662a4d18e73afa32d779d5918d08bc8858f4dcef97c2a24855e6eeb22b3b2e5",
    16,
)
Q_1024 = 0xF518AA8781A8DF278ABA4E7D64B7CB9D49462353


@dataclass(frozen=True)
class Kind:
    """The cipher by the last number of the protocol: 1 is 3DES, 2 to 4 are AES with 128, 192, 256 bits."""

    number: int

    @property
    def aes(self) -> bool:
        return self.number > 1

    @property
    def block(self) -> int:
        return 16 if self.aes else 8

    @property
    def key_size(self) -> int:
        return {1: 16, 2: 16, 3: 24, 4: 32}[self.number]

    def _cipher(self, key: bytes, start: bytes) -> Cipher[modes.CBC]:
        algorithm = AES(key) if self.aes else TripleDES(key + key[:8])
        return Cipher(algorithm, modes.CBC(start))

    def hide(self, key: bytes, data: bytes, start: bytes | None = None) -> bytes:
        return self._cipher(key, start or bytes(self.block)).encryptor().update(data)

    def show(self, key: bytes, data: bytes, start: bytes | None = None) -> bytes:
        return self._cipher(key, start or bytes(self.block)).decryptor().update(data)

    def mac(self, key: bytes, data: bytes) -> bytes:
        if self.aes:
            mac = CMAC(AES(key))
            mac.update(data)
            return mac.finalize()[:8]
        assert len(data) % 8 == 0
        state = bytes(8)
        for start in range(0, len(data), 8):
            mixed = bytes(x ^ y for x, y in zip(state, data[start : start + 8], strict=True))
            state = Cipher(TripleDES(key[:8] * 3), modes.ECB()).encryptor().update(mixed)
        state = Cipher(TripleDES(key[8:] * 3), modes.ECB()).decryptor().update(state)
        return Cipher(TripleDES(key[:8] * 3), modes.ECB()).encryptor().update(state)

    def derive(self, secret: bytes, counter: int) -> bytes:
        hashed = hashlib.sha256 if self.number > 2 else hashlib.sha1
        return hashed(secret + bytes([0, 0, 0, counter])).digest()[: self.key_size]


def pad(data: bytes, block: int) -> bytes:
    data += b"\x80"
    while len(data) % block:
        data += b"\0"
    return data


def unpad(data: bytes) -> bytes:
    end = data.rindex(b"\x80")
    assert not any(data[end + 1 :])
    return data[:end]


def objects(data: bytes) -> list[tuple[int, bytes]]:
    """Tag and value of the data objects side by side; tags of one byte are enough for the card."""
    found = []
    while data:
        tag, length, head = data[0], data[1], 2
        if length & 0x80:
            head += length & 0x7F
            length = int.from_bytes(data[2:head])
        assert len(data) >= head + length
        found.append((tag, data[head : head + length]))
        data = data[head + length :]
    return found


_C = {
    16: ("a668892a7c41e3ca739f40b057d85904", "a4e136ac725f738b01c1f60217c188ad"),
    32: (
        "d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676",
        "54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517",
    ),
}


def field_number(kind: Kind, s: bytes, t: bytes, p: int) -> int:
    """4.4.3.3.2: as many blocks as give the bits of p and 64 more."""
    c0, c1 = (bytes.fromhex(text) for text in _C[len(s)])
    key = kind.hide(t, s)[: kind.key_size]
    out = b""
    for _ in range(-(-(p.bit_length() + 64) // (8 * len(s)))):
        out += kind.hide(key, c1)
        key = kind.hide(key, c0)[: kind.key_size]
    return int.from_bytes(out) % p


def point_from(curve: Curve, t: int) -> Point:
    """One of two candidates has a square root; which root it is does not matter to the agreement."""
    p = curve.p
    alpha = -(t**2) % p
    x2 = -curve.b * pow(curve.a, -1, p) * (1 + pow(alpha + alpha**2, -1, p)) % p
    for x in (x2, alpha * x2 % p):
        square = (x**3 + curve.a * x + curve.b) % p
        root = pow(square, (p + 1) // 4, p)
        if root * root % p == square:
            return x, root
    raise AssertionError("there is always one")
