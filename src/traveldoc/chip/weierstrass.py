"""ECDSA verified with plain integers, for curves that OpenSSL's binding lacks (brainpool 160 to 320, twists).

Only public values are involved, so nothing here needs to run in constant time. BSI TR-03111, 4.2.1 and 2.3;
points are Jacobian (X, Y, Z) with x = X/Z², y = Y/Z³; None is the point at infinity.
"""

from traveldoc.chip.curve import Curve

Point = tuple[int, int, int] | None


def is_on(curve: Curve, x: int, y: int) -> bool:
    """Both coordinates are reduced and fulfil the curve's equation."""
    return 0 <= x < curve.p and 0 <= y < curve.p and (y * y - (x * x + curve.a) * x - curve.b) % curve.p == 0


def solve(curve: Curve, x: int, odd: int) -> int | None:
    """The y of a compressed point; None when there is none, or when p is not 3 modulo 4."""
    if curve.p % 4 != 3 or not 0 <= x < curve.p:
        return None
    y = pow((x * x + curve.a) * x + curve.b, (curve.p + 1) // 4, curve.p)
    y = y if y & 1 == odd else curve.p - y
    return y if is_on(curve, x, y) else None


def double(curve: Curve, point: Point) -> Point:
    if point is None or point[1] == 0:
        return None
    p = curve.p
    x, y, z = point
    yy = y * y % p
    s = 4 * x * yy % p
    m = (3 * x * x + curve.a * pow(z, 4, p)) % p
    x3 = (m * m - 2 * s) % p
    return x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p


def add(curve: Curve, one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    p = curve.p
    (x1, y1, z1), (x2, y2, z2) = one, other
    zz1, zz2 = z1 * z1 % p, z2 * z2 % p
    u1, u2 = x1 * zz2 % p, x2 * zz1 % p
    s1, s2 = y1 * zz2 * z2 % p, y2 * zz1 * z1 % p
    if u1 == u2:
        return double(curve, one) if s1 == s2 else None
    h, r = u2 - u1, s2 - s1
    hh = h * h % p
    hhh, v = h * hh % p, u1 * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return x3, (r * (v - x3) - s1 * hhh) % p, h * z1 * z2 % p


def combine(curve: Curve, u: int, v: int, q: tuple[int, int]) -> Point:
    """u·G + v·Q, both multiplications in one pass (Shamir's trick)."""
    g, other = (curve.x, curve.y, 1), (q[0], q[1], 1)
    table: dict[tuple[int, int], Point] = {(1, 0): g, (0, 1): other, (1, 1): add(curve, g, other)}
    total: Point = None
    for bit in range(max(u.bit_length(), v.bit_length()) - 1, -1, -1):
        total = double(curve, total)
        chosen = (u >> bit & 1, v >> bit & 1)
        if chosen != (0, 0):
            total = add(curve, total, table[chosen])
    return total


def affine(curve: Curve, point: Point) -> tuple[int, int] | None:
    """(x, y) of a point; None for the one at infinity."""
    if point is None or point[2] % curve.p == 0:
        return None
    z = pow(point[2], -1, curve.p)
    return point[0] * z * z % curve.p, point[1] * z * z * z % curve.p


def verify(curve: Curve, q: tuple[int, int], digest: bytes, signature: tuple[int, int]) -> bool:
    """TR-03111, 4.2.1.2: does (r, s) sign the digest under the public point q, which lies on the curve?"""
    r, s = signature
    if not (0 < r < curve.n and 0 < s < curve.n):
        return False
    bits = curve.n.bit_length()
    e = int.from_bytes(digest) >> max(0, 8 * len(digest) - bits)
    w = pow(s, -1, curve.n)
    point = affine(curve, combine(curve, e * w % curve.n, r * w % curve.n, q))
    if point is None:
        return False
    return point[0] % curve.n == r
