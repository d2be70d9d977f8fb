"""Signature algorithms by their identifiers, RSA-PSS with all forms of its parameters (RFC 4055, 3.1)."""

import hashlib

import pytest
from chipmaker import HASH_OIDS, NULL, SIGNATURE_OIDS, der, hash_algorithm, num, oid, pss_parameters, seq

from traveldoc.chip.algorithm import HASHES, Scheme, algorithm, digest, hash_name, scheme, shown_hash
from traveldoc.chip.fault import ChipError
from traveldoc.chip.tlv import parse

PSS = "1.2.840.113549.1.1.10"
KINDS = {"rsa": "RSA", "ecdsa": "ECDSA", "dsa": "DSA"}


def read(encoded: bytes, beside: str = "") -> Scheme:
    hashed = algorithm(parse(hash_algorithm(beside))) if beside else None
    return scheme(algorithm(parse(encoded)), hashed)


@pytest.mark.parametrize(("kind", "hashed"), sorted(SIGNATURE_OIDS))
def test_a_signature_algorithm_names_its_kind_and_hash(kind: str, hashed: str) -> None:
    dotted = SIGNATURE_OIDS[kind, hashed]
    assert read(seq(oid(dotted), NULL)) == read(seq(oid(dotted))) == Scheme(KINDS[kind], hashed)


def test_people_see_names() -> None:
    assert read(seq(oid("1.2.840.10045.4.3.3"))).name == "ECDSA SHA-384"
    assert [shown_hash(name) for name in ("sha1", "sha512", "sha3_256")] == ["SHA-1", "SHA-512", "SHA3-256"]


@pytest.mark.parametrize("name", sorted(HASHES.values()))
def test_every_hash_function_is_computed(name: str) -> None:
    assert digest(name, b"Utopia") == hashlib.new(name, b"Utopia").digest()


@pytest.mark.parametrize(
    ("dotted", "kind"), [("1.2.840.113549.1.1.1", "RSA"), ("1.2.840.10045.2.1", "ECDSA")]
)
def test_an_identifier_of_a_key_takes_the_hash_named_beside_it(dotted: str, kind: str) -> None:
    assert read(seq(oid(dotted), NULL), beside="sha512") == Scheme(kind, "sha512")
    with pytest.raises(ChipError, match="does not say which hash"):
        read(seq(oid(dotted)))


def test_ecdsa_with_the_hash_in_its_parameters() -> None:
    specified = "1.2.840.10045.4.3"
    assert read(seq(oid(specified), hash_algorithm("sha384"))) == Scheme("ECDSA", "sha384")
    with pytest.raises(ChipError, match="can't be verified"):
        read(seq(oid(specified)))


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (b"", Scheme("RSA-PSS", "sha1", "sha1", 20)),
        (NULL, Scheme("RSA-PSS", "sha1", "sha1", 20)),
        (seq(), Scheme("RSA-PSS", "sha1", "sha1", 20)),
        (pss_parameters("sha256", "sha256", 32), Scheme("RSA-PSS", "sha256", "sha256", 32)),
        (pss_parameters("sha512", "sha1", 0), Scheme("RSA-PSS", "sha512", "sha1", 0)),
        (seq(der(0xA0, hash_algorithm("sha384", NULL))), Scheme("RSA-PSS", "sha384", "sha1", 20)),
        (seq(der(0xA2, num(64)), der(0xA3, num(1))), Scheme("RSA-PSS", "sha1", "sha1", 64)),
        (seq(der(0xA1, seq(oid("1.2.840.113549.1.1.8")))), Scheme("RSA-PSS", "sha1", "sha1", 20)),
    ],
)
def test_pss_parameters_that_are_left_out_have_their_defaults(parameters: bytes, expected: Scheme) -> None:
    assert read(seq(oid(PSS), parameters)) == expected


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        (seq(der(0xA3, num(2))), "trailer"),
        (seq(der(0xA2, num(-1))), "salt"),
        (seq(der(0xA2, num(5000))), "salt"),
        (seq(der(0xA1, seq(oid("1.2.3")))), "mask function 1.2.3"),
        (seq(der(0xA0, seq(oid("1.2.840.113549.2.5")))), "hash function 1.2.840.113549.2.5"),
        (seq(der(0xA0, hash_algorithm("sha256", num(1)))), "parameters that it can't have"),
        (seq(num(1)), "too many"),
        (num(1), "has the tag 02"),
    ],
)
def test_pss_parameters_that_nobody_knows_are_refused_in_words(parameters: bytes, words: str) -> None:
    with pytest.raises(ChipError, match=words):
        read(seq(oid(PSS), parameters))


def test_an_unknown_algorithm_is_refused_in_words() -> None:
    with pytest.raises(ChipError, match=r"algorithm 1\.2\.3"):
        read(seq(oid("1.2.3")))
    with pytest.raises(ChipError, match=r"hash function 1\.2\.3"):
        hash_name(algorithm(parse(seq(oid("1.2.3")))))
    with pytest.raises(ChipError):
        algorithm(parse(seq(oid("1.2.3"), NULL, NULL)))


def test_only_null_is_no_parameter() -> None:
    dotted = HASH_OIDS["sha256"]
    assert not algorithm(parse(seq(oid(dotted)))).has_parameters
    assert not algorithm(parse(seq(oid(dotted), NULL))).has_parameters
    assert algorithm(parse(seq(oid(dotted), num(0)))).has_parameters
