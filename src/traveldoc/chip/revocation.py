"""Certificate revocation lists (Doc 9303-12, 7.1.4): which certificates their own State has withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from traveldoc.chip import extension as ext
from traveldoc.chip.algorithm import Identifier, algorithm, scheme
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.der import (
    BIT_STRING,
    GENERALIZED_TIME,
    INTEGER,
    SEQUENCE,
    UTC_TIME,
    Fields,
    bits,
    inner,
    integer,
    time,
)
from traveldoc.chip.fault import ChipError
from traveldoc.chip.key import PublicKey
from traveldoc.chip.name import Name, name
from traveldoc.chip.proof import Proof, State
from traveldoc.chip.signature import verify
from traveldoc.chip.tlv import Tlv, parse

MAX_SIZE: Final = 16 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class RevocationList:
    """`revoked` maps the serial number to when it was withdrawn."""

    encoded: bytes
    signed: bytes
    named_algorithm: Identifier
    issuer: Name
    this_update: datetime
    next_update: datetime | None
    revoked: dict[int, datetime]
    authority_key_identifier: bytes
    signature: bytes

    def concerns(self, certificate: Certificate) -> bool:
        """A CSCA has one list for all that it issued, under any of its names (7.1.4, note 1)."""
        country = self.issuer.country
        return certificate.issuer.normal == self.issuer.normal or (
            country != "" and certificate.issuer.country == country
        )

    def signed_by(self, key: PublicKey) -> Proof:
        try:
            named = scheme(self.named_algorithm)
        except ChipError as error:
            return Proof(State.NOT_EXAMINED, error.phrase)
        return verify(key, named, self.signed, self.signature)


def revocation_list(element: Tlv) -> RevocationList:
    """Raises ChipError for what is no revocation list."""
    whole = Fields(element)
    signed = whole.take(SEQUENCE)
    algorithm(whole.take(SEQUENCE))
    signature = bits(whole.take(BIT_STRING))
    whole.end()
    fields = Fields(signed)
    fields.optional(INTEGER)
    inside = algorithm(fields.take(SEQUENCE))
    issuer = name(fields.take())
    this_update = time(fields.take())
    following = fields.optional(UTC_TIME, GENERALIZED_TIME)
    entries = fields.optional(SEQUENCE)
    extensions = fields.optional(0xA0)
    return RevocationList(
        *(element.encoded, signed.encoded, inside, issuer, this_update),
        next_update=None if following is None else time(following),
        revoked=dict(_entry(each) for each in (() if entries is None else entries.children)),
        authority_key_identifier=_authority(extensions),
        signature=signature,
    )


def _entry(element: Tlv) -> tuple[int, datetime]:
    fields = Fields(element)
    return integer(fields.take(INTEGER)), time(fields.take())


def _authority(element: Tlv | None) -> bytes:
    for child in () if element is None else Fields(inner(element)).rest():
        read = ext.extension(child)
        if read.oid == ext.AUTHORITY_KEY_IDENTIFIER:
            return ext.authority_key_identifier(read.value)
    return b""


def load_revocation_list(data: bytes) -> RevocationList:
    return revocation_list(parse(data))
