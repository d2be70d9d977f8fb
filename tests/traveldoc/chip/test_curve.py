"""The curves are what their standards say, and the arithmetic on them is right: each by a second way."""

import pytest
from chipmaker import CURVES as OPENSSL
from chipmaker import key
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.chip import weierstrass
from traveldoc.chip.curve import BY_OID, BY_PARAMETERS, CURVES, Curve

NAMED = {
    "p192": "secp192r1",
    "p224": "secp224r1",
    "p256": "secp256r1",
    "p384": "secp384r1",
    "p521": "secp521r1",
    "bp256": "brainpoolP256r1",
    "bp384": "brainpoolP384r1",
    "bp512": "brainpoolP512r1",
}
BY_NAME = {curve.name: curve for curve in CURVES}


def probably_prime(n: int) -> bool:
    """Miller-Rabin with fixed bases."""
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(base, odd, n)
        if x in {1, n - 1}:
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_field_and_order_are_prime_and_the_generator_has_that_order(curve: Curve) -> None:
    assert probably_prime(curve.p)
    assert probably_prime(curve.n)
    assert (4 * curve.a**3 + 27 * curve.b**2) % curve.p != 0
    assert abs(curve.n - curve.p - 1) <= 2 * int(curve.p**0.5 * 1.01)
    assert weierstrass.is_on(curve, curve.x, curve.y)
    assert weierstrass.combine(curve, curve.n, 0, (curve.x, curve.y)) is None
    assert weierstrass.combine(curve, curve.n - 1, 1, (curve.x, curve.y)) is None


def test_curves_are_found_by_identifier_and_by_all_their_parameters() -> None:
    assert len(BY_OID) == len(BY_PARAMETERS) == len(CURVES)


@pytest.mark.parametrize(("short", "name"), sorted(NAMED.items()))
def test_the_arithmetic_agrees_with_openssl(short: str, name: str) -> None:
    signer, curve = key(short), BY_NAME[name]
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    numbers = signer.public_key().public_numbers()
    assert weierstrass.is_on(curve, numbers.x, numbers.y)
    point = weierstrass.combine(curve, signer.private_numbers().private_value, 0, (curve.x, curve.y))
    assert point is not None
    assert point[0] * pow(point[2], -2, curve.p) % curve.p == numbers.x
    assert point[1] * pow(point[2], -3, curve.p) % curve.p == numbers.y
    pair = decode_dss_signature(signer.sign(b"Utopia", ec.ECDSA(hashes.SHA512())))
    digest = hashes.Hash(hashes.SHA512())
    digest.update(b"Utopia")
    hashed = digest.finalize()
    q = (numbers.x, numbers.y)
    assert weierstrass.verify(curve, q, hashed, pair)
    assert not weierstrass.verify(curve, q, hashed[::-1], pair)
    assert not weierstrass.verify(curve, q, hashed, (pair[0], pair[1] ^ 1))
    assert not weierstrass.verify(curve, (curve.x, curve.y), hashed, pair)


@pytest.mark.parametrize("short", sorted(OPENSSL))
def test_compressed_points_are_solved_where_the_field_allows(short: str) -> None:
    signer, curve = key(short), BY_NAME[NAMED[short]]
    numbers = signer.public_key().public_numbers()
    assert isinstance(numbers, ec.EllipticCurvePublicNumbers)
    y = weierstrass.solve(curve, numbers.x, numbers.y & 1)
    assert y == (numbers.y if curve.p % 4 == 3 else None)
    assert weierstrass.solve(curve, curve.p, 0) is None


def test_some_x_has_no_point() -> None:
    curve = BY_NAME["secp256r1"]
    missing = [x for x in range(20) if weierstrass.solve(curve, x, 0) is None]
    assert missing
    assert not any(weierstrass.is_on(curve, x, y) for x in missing for y in range(3))


@pytest.mark.parametrize("pair", [(0, 1), (1, 0), (-1, 1), (1, -1)])
def test_a_signature_out_of_range_is_refused(pair: tuple[int, int]) -> None:
    curve = BY_NAME["brainpoolP320r1"]
    for r, s in (pair, (curve.n, 1), (1, curve.n)):
        assert not weierstrass.verify(curve, (curve.x, curve.y), b"\1" * 32, (r, s))


def test_a_signature_that_leads_to_infinity_is_refused() -> None:
    curve = BY_NAME["brainpoolP224r1"]
    e = int.from_bytes(b"\1" * 28)
    r = 5
    q = weierstrass.combine(curve, (-e * pow(r, -1, curve.n)) % curve.n, 0, (curve.x, curve.y))
    assert q is not None
    inverse = pow(q[2], -1, curve.p)
    point = q[0] * inverse**2 % curve.p, q[1] * inverse**3 % curve.p
    assert not weierstrass.verify(curve, point, b"\1" * 28, (r, 7))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**200), st.integers(0, 2**200))
def test_multiples_add_up(u: int, v: int) -> None:
    curve = BY_NAME["brainpoolP160r1"]
    g = (curve.x, curve.y)
    one, other = weierstrass.combine(curve, u, 0, g), weierstrass.combine(curve, 0, v, g)
    both = weierstrass.add(curve, one, other)
    expected = weierstrass.combine(curve, (u + v) % curve.n, 0, g)
    if expected is None or both is None:
        assert expected is both
    else:
        assert (both[0] * expected[2] ** 2 - expected[0] * both[2] ** 2) % curve.p == 0
        assert (both[1] * expected[2] ** 3 - expected[1] * both[2] ** 3) % curve.p == 0


def test_a_point_with_no_height_doubles_to_infinity() -> None:
    assert weierstrass.double(BY_NAME["secp256r1"], (5, 0, 1)) is None


def test_the_encoding_of_openssl_names_the_same_curve() -> None:
    for short, name in NAMED.items():
        encoded = (
            key(short)
            .public_key()
            .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
        dotted = BY_NAME[name].oid
        assert OPENSSL[short].key_size == BY_NAME[name].p.bit_length()
        assert dotted in BY_OID
        assert encoded
