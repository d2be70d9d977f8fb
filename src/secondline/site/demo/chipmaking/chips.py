"""Files of a chip, the signature over them, and signed lists (Doc 9303-10, 4; 9303-12, 9)."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from secondline.site.demo.chipmaking.encoding import der, moment, num, oid, seq, set_of, text
from secondline.site.demo.chipmaking.keys import SHA256, Scheme, hash_algorithm
from secondline.site.demo.chipmaking.papers import END, Paper, extension, key_id

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
