"""Chips, certificates and lists made for tests: written byte by byte, signed with `cryptography`.

Independent of `traveldoc.chip`: nothing of it is imported, so that its reading is tested against another writing.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | dsa.DSAPrivateKey

HASH_OIDS = {
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
HASHES = {
    "sha1": hashes.SHA1(),
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


def der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    head = bytes.fromhex(f"{tag:02x}")
    if len(body) < 128:
        return head + bytes([len(body)]) + body
    size = f"{len(body):x}"
    size = "0" * (len(size) % 2) + size
    return head + bytes([0x80 + len(size) // 2]) + bytes.fromhex(size) + body


def seq(*parts: bytes) -> bytes:
    return der(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    return der(0x31, *sorted(parts))


def num(value: int) -> bytes:
    size = 1
    while not -(1 << 8 * size - 1) <= value < 1 << 8 * size - 1:
        size += 1
    return der(2, value.to_bytes(size, "big", signed=True))


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    out = b""
    for arc in (40 * first + second, *rest):
        chunk = [arc & 0x7F]
        while arc := arc >> 7:
            chunk.append(arc & 0x7F | 0x80)
        out += bytes(reversed(chunk))
    return der(6, out)


NULL = der(5)


def text(value: str, tag: int = 0x0C) -> bytes:
    return der(tag, value.encode("utf-16-be" if tag == 0x1E else "utf-8"))


def moment(at: datetime) -> bytes:
    if at.year < 2050:
        return der(0x17, at.strftime("%y%m%d%H%M%SZ").encode())
    return der(0x18, at.strftime("%Y%m%d%H%M%SZ").encode())


ATTRIBUTES = {
    "C": "2.5.4.6",
    "O": "2.5.4.10",
    "OU": "2.5.4.11",
    "CN": "2.5.4.3",
    "L": "2.5.4.7",
    "ST": "2.5.4.8",
}


def name(*attributes: str, tag: int = 0x0C) -> bytes:
    """name("C=UT", "CN=CSCA Utopia")"""
    parts = []
    for attribute in attributes:
        kind, _, value = attribute.partition("=")
        parts.append(set_of(seq(oid(ATTRIBUTES[kind]), text(value, 0x13 if kind == "C" else tag))))
    return seq(*parts)


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


def explicit(signer: PrivateKey, domain: tuple[int, int, int, bytes, int], cofactor: int | None = 1) -> bytes:
    """SubjectPublicKeyInfo with the curve's parameters (p, a, b, G, n) in full."""
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    p, a, b, g, n = domain
    size = (p.bit_length() + 7) // 8
    point = signer.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    parameters = seq(
        num(1),
        seq(oid("1.2.840.10045.1.1"), num(p)),
        seq(der(4, a.to_bytes(size)), der(4, b.to_bytes(size))),
        der(4, g),
        num(n),
        b"" if cofactor is None else num(cofactor),
    )
    return seq(seq(oid("1.2.840.10045.2.1"), parameters), der(3, b"\0", point))


def extension(dotted: str, value: bytes, *, critical: bool = False) -> bytes:
    return seq(oid(dotted), der(1, b"\xff") if critical else b"", der(4, value))


def key_id(info: bytes) -> bytes:
    """SHA-1 of the whole SubjectPublicKeyInfo: any identifier does, as long as both sides agree."""
    return hashlib.sha1(info).digest()


def usage(*bits: int) -> bytes:
    """keyUsage, critical: 0 digitalSignature, 5 keyCertSign, 6 cRLSign."""
    value = sum(0x80 >> bit for bit in bits)
    return extension("2.5.29.15", der(3, bytes([7 - max(bits), value])), critical=True)


def authority_constraint(*, is_authority: bool = True) -> bytes:
    value = seq(der(1, b"\xff"), num(0)) if is_authority else seq()
    return extension("2.5.29.19", value, critical=True)


def private_key_period(start: datetime | None, end: datetime | None) -> bytes:
    parts = [
        der(tag, at.strftime("%Y%m%d%H%M%SZ").encode())
        for tag, at in ((0x80, start), (0x81, end))
        if at is not None
    ]
    return extension("2.5.29.16", seq(*parts))


def state_name(code: str, dotted: str = "2.5.29.17") -> bytes:
    return extension(dotted, seq(der(0xA4, name(f"L={code}", tag=0x13))))


def document_types(*codes: str) -> bytes:
    return extension("2.23.136.1.1.6.2", seq(num(0), set_of(*(text(code, 0x13) for code in codes))))


def purposes(*dotted: str) -> bytes:
    return extension("2.5.29.37", seq(*map(oid, dotted)), critical=True)


UTOPIA = name("C=UT", "O=Utopia", "CN=CSCA Utopia")
START = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2035, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Paper:
    """A certificate in the making. `info` overrides the public key's usual encoding."""

    subject: bytes
    issuer: bytes
    key: PrivateKey
    issuer_key: PrivateKey
    extensions: tuple[bytes, ...] = ()
    scheme: Scheme = SHA256
    serial: int = 1
    start: datetime = START
    end: datetime = END
    version: int = 3
    info: bytes = b""
    outer: bytes = b""
    after: bytes = b""

    @property
    def public(self) -> bytes:
        return self.info or public(self.key)

    def encoded(self) -> bytes:
        named = self.scheme.identifier(self.issuer_key)
        body = seq(
            der(0xA0, num(self.version - 1)) if self.version > 1 else b"",
            num(self.serial),
            named,
            self.issuer,
            seq(moment(self.start), moment(self.end)),
            self.subject,
            self.public,
            der(0xA3, seq(*self.extensions)) if self.extensions else b"",
            self.after,
        )
        return seq(body, self.outer or named, der(3, b"\0", self.scheme.sign(self.issuer_key, body)))

    def but(self, **changes: object) -> "Paper":
        return replace(self, **changes)  # type: ignore[arg-type]


def key_names(own: bytes, issuer: bytes) -> tuple[bytes, bytes]:
    """subjectKeyIdentifier and authorityKeyIdentifier."""
    return (
        extension("2.5.29.14", der(4, key_id(own))),
        extension("2.5.29.35", seq(der(0x80, key_id(issuer)))),
    )


def csca(kind: str = "p256", number: int = 0, **changes: object) -> Paper:
    """A State's self-signed certificate."""
    own = key(kind, number)
    paper = Paper(UTOPIA, UTOPIA, own, own, serial=100 + number).but(**changes)
    if "extensions" in changes:
        return paper
    names = key_names(paper.public, paper.public)
    return paper.but(extensions=(*names, usage(5, 6), authority_constraint(), state_name("UTO")))


def signer(authority: Paper, kind: str = "p256", number: int = 50, *more: bytes, **changes: object) -> Paper:
    """A document signer's certificate; `more` are further extensions."""
    own = key(kind, number)
    subject = name("C=UT", "O=Utopia", f"CN=Document Signer {number}")
    paper = Paper(
        subject, authority.subject, own, authority.key, serial=1000 + number, scheme=authority.scheme
    ).but(**changes)
    if "extensions" in changes:
        return paper
    names = key_names(paper.public, authority.public)
    return paper.but(extensions=(*names, usage(0), state_name("UTO"), *more))


SIGNED_AT = datetime(2024, 3, 1, 12, tzinfo=UTC)
LDS_OBJECT = "2.23.136.1.1.1"
MASTER_LIST = "2.23.136.1.1.2"
DEVIATION_LIST = "2.23.136.1.1.7"


@dataclass(frozen=True)
class Envelope:
    """SignedData in the making."""

    content: bytes
    paper: Paper
    content_type: str = LDS_OBJECT
    scheme: Scheme = SHA256
    hash: str = "sha256"
    signed_at: datetime | None = SIGNED_AT
    certificates: tuple[bytes, ...] | None = None
    by_key: bool = False
    sid: bytes = b""
    attributes: bool = True
    version: int = 3
    signer_version: int = 0
    announced: bytes | None = None
    digest: bytes | None = None
    attribute_type: str = ""
    more_attributes: tuple[bytes, ...] = ()
    unsigned: bytes = b""
    lists: bytes = b""
    signature: bytes | None = None

    def signed_attributes(self) -> tuple[bytes, ...]:
        wanted = hashlib.new(self.hash, self.content).digest() if self.digest is None else self.digest
        found = [
            seq(oid("1.2.840.113549.1.9.3"), set_of(oid(self.attribute_type or self.content_type))),
            seq(oid("1.2.840.113549.1.9.4"), set_of(der(4, wanted))),
            *self.more_attributes,
        ]
        if self.signed_at is not None:
            found.append(seq(oid("1.2.840.113549.1.9.5"), set_of(moment(self.signed_at))))
        return tuple(sorted(found))

    def signer_info(self) -> bytes:
        attributes = self.signed_attributes() if self.attributes else ()
        data = set_of(*attributes) if self.attributes else self.content
        signature = self.scheme.sign(self.paper.key, data) if self.signature is None else self.signature
        sid = seq(self.paper.issuer, num(self.paper.serial))
        if self.by_key:
            sid = der(0x80, key_id(self.paper.public))
        return seq(
            num(self.signer_version or (3 if self.by_key else 1)),
            self.sid or sid,
            hash_algorithm(self.hash),
            der(0xA0, *attributes) if self.attributes else b"",
            self.scheme.identifier(self.paper.key),
            der(4, signature),
            self.unsigned,
        )

    def encoded(self) -> bytes:
        certificates = (self.paper.encoded(),) if self.certificates is None else self.certificates
        announced = set_of(hash_algorithm(self.hash)) if self.announced is None else self.announced
        data = seq(
            num(self.version),
            announced,
            seq(oid(self.content_type), der(0xA0, der(4, self.content))),
            der(0xA0, *certificates) if certificates else b"",
            self.lists,
            set_of(self.signer_info()),
        )
        return seq(oid("1.2.840.113549.1.7.2"), der(0xA0, data))

    def but(self, **changes: object) -> "Envelope":
        return replace(self, **changes)  # type: ignore[arg-type]


def hash_list(
    groups: dict[int, bytes], hashed: str = "sha256", *, version: int = 0, versions: bytes | None = None
) -> bytes:
    """LDSSecurityObject over the files of the data groups."""
    entries = [seq(num(n), der(4, hashlib.new(hashed, data).digest())) for n, data in groups.items()]
    if versions is None:
        versions = seq(text("0108", 0x13), text("040000", 0x13)) if version else b""
    return seq(num(version), hash_algorithm(hashed), seq(*entries), versions)


ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F3204153ZE184226B<<<<<16"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(64))


def zone_file(zone: str = ZONE) -> bytes:
    return der(0x61, der(0x5F1F, zone.encode()))


def face_record(picture: bytes = JPEG, kind: int = 0, *, points: int = 0) -> bytes:
    """ISO/IEC 19794-5: one face."""
    image = bytes([1, kind]) + (240).to_bytes(2) + (320).to_bytes(2) + bytes(6)
    size = 20 + 8 * points + len(image) + len(picture)
    face = size.to_bytes(4) + points.to_bytes(2) + bytes(14) + bytes(8 * points) + image + picture
    return b"FAC\x00010\x00" + (14 + len(face)).to_bytes(4) + (1).to_bytes(2) + face


def biometric_file(tag: int, *records: bytes, data_tag: int = 0x5F2E) -> bytes:
    header = der(0xA1, der(0x87, b"\x01\x01"), der(0x88, b"\x00\x08"))
    templates = [der(0x7F60, header, der(data_tag, record)) for record in records]
    return der(tag, der(0x7F61, num(len(records)), *templates))


def face_file(picture: bytes = JPEG) -> bytes:
    return biometric_file(0x75, face_record(picture))


def com_file(*tags: int) -> bytes:
    return der(0x60, der(0x5F01, b"0107"), der(0x5F36, b"040000"), der(0x5C, bytes(tags)))


@dataclass(frozen=True)
class Chip:
    """A whole chip: the files of its groups and the envelope around their hash values."""

    groups: dict[int, bytes]
    envelope: Envelope

    def files(self) -> dict[str, bytes]:
        tags = {1: 0x61, 2: 0x75, 3: 0x63, 11: 0x6B, 12: 0x6C, 13: 0x6D, 14: 0x6E, 15: 0x6F}
        return {
            "EF_COM.BIN": com_file(*(tags[number] for number in self.groups)),
            "EF_SOD.BIN": der(0x77, self.envelope.encoded()),
            **{f"EF_DG{number}.BIN": data for number, data in self.groups.items()},
        }


def chip(paper: Paper, groups: Sequence[tuple[int, bytes]] = (), **changes: object) -> Chip:
    """A chip signed with this certificate: DG1 and DG2, and whatever is given."""
    whole = {1: zone_file(), 2: face_file()} | dict(groups)
    hashed = str(changes.get("hash", "sha256"))
    envelope = Envelope(hash_list(whole, hashed), paper).but(**changes)
    return Chip(whole, envelope)


def master_list(paper: Paper, listed: Sequence[bytes], **changes: object) -> bytes:
    content = seq(num(0), set_of(*listed))
    return Envelope(content, paper, MASTER_LIST).but(**changes).encoded()


def revocation_list(
    authority: Paper,
    serials: Sequence[int] = (),
    *,
    at: datetime = SIGNED_AT,
    following: datetime | None = END,
    named: bool = True,
    issuer: bytes = b"",
) -> bytes:
    identifier = authority.scheme.identifier(authority.key)
    own = extension("2.5.29.35", seq(der(0x80, key_id(authority.public))))
    number = extension("2.5.29.20", num(7))
    body = seq(
        num(1),
        identifier,
        issuer or authority.subject,
        moment(at),
        b"" if following is None else moment(following),
        seq(*(seq(num(serial), moment(at)) for serial in serials)) if serials else b"",
        der(0xA0, seq(number, own)) if named else b"",
    )
    return seq(body, identifier, der(3, b"\0", authority.scheme.sign(authority.key, body)))


def pem(data: bytes, label: str = "CERTIFICATE") -> bytes:
    lines = base64.encodebytes(data).decode()
    return f"-----BEGIN {label}-----\n{lines}-----END {label}-----\n".encode()
