"""Keys and how they sign."""

from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa

from secondline.site.demo.chipmaking.encoding import NULL, der, num, oid, seq

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | dsa.DSAPrivateKey

HASH_OIDS = {
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
HASHES = {
    "sha1": hashes.SHA1(),  # noqa: S303  # real chips have it
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
CURVES: dict[str, ec.EllipticCurve] = {
    "p192": ec.SECP192R1(),
    "p224": ec.SECP224R1(),
    "p256": ec.SECP256R1(),
    "p384": ec.SECP384R1(),
    "p521": ec.SECP521R1(),
    "bp256": ec.BrainpoolP256R1(),
    "bp384": ec.BrainpoolP384R1(),
    "bp512": ec.BrainpoolP512R1(),
}
SIGNATURE_OIDS = {
    ("rsa", "sha1"): "1.2.840.113549.1.1.5",
    ("rsa", "sha224"): "1.2.840.113549.1.1.14",
    ("rsa", "sha256"): "1.2.840.113549.1.1.11",
    ("rsa", "sha384"): "1.2.840.113549.1.1.12",
    ("rsa", "sha512"): "1.2.840.113549.1.1.13",
    ("ecdsa", "sha1"): "1.2.840.10045.4.1",
    ("ecdsa", "sha224"): "1.2.840.10045.4.3.1",
    ("ecdsa", "sha256"): "1.2.840.10045.4.3.2",
    ("ecdsa", "sha384"): "1.2.840.10045.4.3.3",
    ("ecdsa", "sha512"): "1.2.840.10045.4.3.4",
    ("dsa", "sha1"): "1.2.840.10040.4.3",
    ("dsa", "sha256"): "2.16.840.1.101.3.4.3.2",
}


def key(kind: str = "p256", number: int = 0) -> PrivateKey:
    """A key of this kind; the same for the same number, so that tests stay quick."""
    return _made(kind, number)


@cache
def _made(kind: str, number: int) -> PrivateKey:
    del number
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:] or 2048))
    if kind == "dsa":
        return dsa.generate_private_key(2048)
    return ec.generate_private_key(CURVES[kind])


def hash_algorithm(hashed: str, parameters: bytes = b"") -> bytes:
    return seq(oid(HASH_OIDS[hashed]), parameters)


def pss_parameters(hashed: str, mask_hash: str, salt: int) -> bytes:
    mask = seq(oid("1.2.840.113549.1.1.8"), hash_algorithm(mask_hash))
    return seq(der(0xA0, hash_algorithm(hashed)), der(0xA1, mask), der(0xA2, num(salt)))


@dataclass(frozen=True)
class Scheme:
    """How to sign: with which hash; PSS with its own mask hash and salt."""

    hash: str = "sha256"
    pss: bool = False
    mask_hash: str = ""
    salt: int = -1
    encoded: bytes = b""  # instead of the usual AlgorithmIdentifier

    def identifier(self, signer: PrivateKey) -> bytes:
        if self.encoded:
            return self.encoded
        if isinstance(signer, ec.EllipticCurvePrivateKey):
            return seq(oid(SIGNATURE_OIDS["ecdsa", self.hash]))
        if isinstance(signer, dsa.DSAPrivateKey):
            return seq(oid(SIGNATURE_OIDS["dsa", self.hash]))
        if self.pss:
            parameters = pss_parameters(self.hash, self.mask_hash or self.hash, self.salt_length)
            return seq(oid("1.2.840.113549.1.1.10"), parameters)
        return seq(oid(SIGNATURE_OIDS["rsa", self.hash]), NULL)

    @property
    def salt_length(self) -> int:
        return HASHES[self.hash].digest_size if self.salt < 0 else self.salt

    def sign(self, signer: PrivateKey, data: bytes) -> bytes:
        hashed = HASHES[self.hash]
        if isinstance(signer, ec.EllipticCurvePrivateKey):
            return signer.sign(data, ec.ECDSA(hashed, deterministic_signing=True))
        if isinstance(signer, dsa.DSAPrivateKey):
            return signer.sign(data, hashed)
        if self.pss:
            mask = padding.MGF1(HASHES[self.mask_hash or self.hash])
            return signer.sign(data, padding.PSS(mask, self.salt_length), hashed)
        return signer.sign(data, padding.PKCS1v15(), hashed)


SHA256 = Scheme()


def public(signer: PrivateKey) -> bytes:
    """SubjectPublicKeyInfo with a named curve."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return signer.public_key().public_bytes(serialization.Encoding.DER, form)
