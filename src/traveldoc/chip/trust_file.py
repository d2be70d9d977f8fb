"""A file that somebody brings for the trust store: recognised by what it holds, never by its name.

Single certificates and revocation lists (DER or PEM), master lists, deviation lists, LDIF of the directory.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from traveldoc.chip import extension as ext
from traveldoc.chip import ldif
from traveldoc.chip.certificate import Certificate, certificate, load_certificate
from traveldoc.chip.der import OBJECT_IDENTIFIER
from traveldoc.chip.deviation_list import DEVIATION_LIST, DeviationList, read_deviation_list
from traveldoc.chip.fault import ChipError
from traveldoc.chip.master_list import MASTER_LIST, MAX_SIZE, prove_list, read_master_list
from traveldoc.chip.proof import HOLDS, Proof
from traveldoc.chip.revocation import RevocationList, load_revocation_list, revocation_list
from traveldoc.chip.signed_data import SignedData, signed_data
from traveldoc.chip.tlv import Tlv, parse
from traveldoc.finding import Phrase, gettext_noop


class Kind(StrEnum):
    """What a part of a trust file is."""

    CERTIFICATE = "certificate"
    REVOCATION_LIST = "revocation list"
    MASTER_LIST = "master list"
    DEVIATION_LIST = "deviation list"
    DIRECTORY = "directory"


@dataclass(frozen=True)
class Source:
    """Where certificates come from. `proof` is about a list's own signature; `issuer` its State (C=)."""

    name: str
    kind: Kind
    issued: datetime | None = None
    issuer: str = ""
    proof: Proof = HOLDS
    signer: Certificate | None = None


@dataclass(frozen=True)
class TrustPart:
    """What one source brings, and what of it can't be read.

    `authorities` are keys of States; `signers` are certificates of document signers, left encoded: a
    directory has tens of thousands of them, and one is needed. `carried` vouches for a list's own signer.
    """

    source: Source
    authorities: tuple[Certificate, ...] = ()
    signers: tuple[bytes, ...] = ()
    revocation_lists: tuple[RevocationList, ...] = ()
    deviations: DeviationList | None = None
    carried: tuple[Certificate, ...] = ()
    unreadable: tuple[tuple[Phrase, Phrase], ...] = ()


_PEM: Final = re.compile(
    rb"-----BEGIN (CERTIFICATE|X509 CRL|X509 CERTIFICATE|CMS|PKCS7)-----([A-Za-z0-9+/=\s]*)-----END \1-----"
)
_TOO_BIG: Final = gettext_noop("the file has %(size)s bytes, more than the %(limit)s that are read")
_NOTHING: Final = gettext_noop("it holds no certificate, revocation list, master list or directory")
_OTHER_SIGNED: Final = gettext_noop("it is signed data of a kind (%(oid)s) that says nothing about keys")
_BAD_PEM: Final = gettext_noop("the text between BEGIN and END is not Base64")
_ENTRY: Final = gettext_noop("certificate %(number)s")
_LINE: Final = gettext_noop("line %(number)s")


def read_trust_file(name: str, data: bytes) -> tuple[TrustPart, ...]:
    """The parts of a file called `name` by whoever brought it. Raises ChipError when it holds none."""
    if ldif.looks_like_ldif(data):
        return tuple(_directory(name, data))
    if len(data) > MAX_SIZE:
        raise ChipError(_TOO_BIG, size=len(data), limit=MAX_SIZE)
    if b"-----BEGIN " in data:
        return _pem(name, data)
    return (_binary(name, data),)


def _pem(name: str, data: bytes) -> tuple[TrustPart, ...]:
    parts = []
    for found in _PEM.finditer(data):
        try:
            parts.append(_binary(name, binascii.a2b_base64(found[2])))
        except binascii.Error:
            raise ChipError(_BAD_PEM) from None
    if not parts:
        raise ChipError(_NOTHING)
    return tuple(parts)


def _binary(name: str, data: bytes) -> TrustPart:
    element = parse(data)
    children = element.children
    if children and children[0].tag == OBJECT_IDENTIFIER:
        return _signed(name, signed_data(element))
    try:
        return _single(name, certificate(element))
    except ChipError as error:
        return _revocation(name, element, error)


def _single(name: str, single: Certificate) -> TrustPart:
    source = Source(name, Kind.CERTIFICATE, issuer=single.issuer.country)
    if is_authority(single):
        return TrustPart(source, authorities=(single,))
    return TrustPart(source, signers=(single.encoded,))


def _revocation(name: str, element: Tlv, error: ChipError) -> TrustPart:
    """What is no certificate may be a revocation list; if it is neither, the first error is told."""
    try:
        found = revocation_list(element)
    except ChipError:
        raise error from None
    source = Source(name, Kind.REVOCATION_LIST, found.this_update, found.issuer.country)
    return TrustPart(source, revocation_lists=(found,))


def is_authority(single: Certificate) -> bool:
    """A State's key: allowed to issue certificates, or issued by itself where it does not say (version 1)."""
    try:
        constraints = single.basic_constraints
    except ChipError:
        constraints = None
    return constraints[0] if constraints is not None else single.self_issued


def _signed(name: str, signed: SignedData) -> TrustPart:
    if signed.content_type == MASTER_LIST:
        return _master(name, signed)
    if signed.content_type == DEVIATION_LIST:
        proof, signer = prove_list(signed, ext.DEVIATION_LIST_SIGNER)
        source = _list_source(name, Kind.DEVIATION_LIST, signed, proof, signer)
        return TrustPart(source, deviations=read_deviation_list(signed), carried=signed.certificates)
    raise ChipError(_OTHER_SIGNED, oid=signed.content_type)


def _master(name: str, signed: SignedData) -> TrustPart:
    found = read_master_list(signed)
    proof, signer = prove_list(signed, ext.MASTER_LIST_SIGNER)
    return TrustPart(
        _list_source(name, Kind.MASTER_LIST, signed, proof, signer),
        authorities=found.certificates,
        carried=(*signed.certificates, *found.certificates),
        unreadable=tuple(
            (Phrase(_ENTRY, {"number": str(number)}), reason) for number, reason in found.unreadable
        ),
    )


def _list_source(
    name: str, kind: Kind, signed: SignedData, proof: Proof, signer: Certificate | None
) -> Source:
    issuer = "" if signer is None else signer.issuer.country
    return Source(name, kind, signed.signers[0].signing_time, issuer, proof, signer)


def _directory(name: str, data: bytes) -> Iterator[TrustPart]:
    """Each signed list of a directory is a part of its own; all the rest is one part."""
    authorities: list[Certificate] = []
    signers: list[bytes] = []
    lists: list[RevocationList] = []
    unreadable: list[tuple[Phrase, Phrase]] = []
    for entry in ldif.entries(data):
        where = Phrase(_LINE, {"number": str(entry.line)})
        try:
            value = entry.decoded()
            if entry.attribute == ldif.CERTIFICATE:
                signers.append(value)
            elif entry.attribute == ldif.AUTHORITY:
                authorities.append(load_certificate(value))
            elif entry.attribute == ldif.REVOCATION_LIST:
                lists.append(load_revocation_list(value))
            else:
                yield _signed(name, signed_data(parse(value)))
        except ChipError as error:
            unreadable.append((where, error.phrase))
    yield TrustPart(
        Source(name, Kind.DIRECTORY),
        authorities=tuple(authorities),
        signers=tuple(signers),
        revocation_lists=tuple(lists),
        unreadable=tuple(unreadable),
    )
