"""Certificates of States and of document signers (Doc 9303-12, 7.1)."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from secondline.site.demo.chipmaking.encoding import der, moment, name, num, oid, seq, set_of, text
from secondline.site.demo.chipmaking.keys import SHA256, PrivateKey, Scheme, key, public


def extension(dotted: str, value: bytes, *, critical: bool = False) -> bytes:
    return seq(oid(dotted), der(1, b"\xff") if critical else b"", der(4, value))


def key_id(info: bytes) -> bytes:
    """SHA-1 of the whole SubjectPublicKeyInfo: any identifier does, as long as both sides agree."""
    return hashlib.sha1(info, usedforsecurity=False).digest()


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
    """The extensions subjectKeyIdentifier and authorityKeyIdentifier."""
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
