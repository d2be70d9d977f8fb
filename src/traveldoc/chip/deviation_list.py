"""Deviation lists: faults that a State has found in documents it has issued (Doc 9303-12, 10)."""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.algorithm import algorithm, digest, hash_name
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.der import (
    INTEGER,
    OBJECT_IDENTIFIER,
    SEQUENCE,
    SET,
    Fields,
    identifier,
    integer,
    is_text,
    text,
    time,
)
from traveldoc.chip.extension import Period
from traveldoc.chip.fault import ChipError
from traveldoc.chip.name import Name, name
from traveldoc.chip.signed_data import SignedData
from traveldoc.chip.tlv import Tlv, parse
from traveldoc.finding import Phrase, gettext_noop

DEVIATION_LIST: Final = "2.23.136.1.1.7"  # 10.2

# 10.2: deviation object identifiers, below that of the list
KINDS: Final[dict[str, Phrase]] = {
    f"{DEVIATION_LIST}.1": Phrase(gettext_noop("a fault of a certificate or key")),
    f"{DEVIATION_LIST}.1.1": Phrase(gettext_noop("the signer's certificate has a wrong signature")),
    f"{DEVIATION_LIST}.1.2": Phrase(gettext_noop("the signer's certificate has a fault of encoding")),
    f"{DEVIATION_LIST}.1.3": Phrase(gettext_noop("the State's certificate has a fault of encoding")),
    f"{DEVIATION_LIST}.1.4": Phrase(gettext_noop("the keys for active authentication may be known")),
    f"{DEVIATION_LIST}.2": Phrase(gettext_noop("a fault of the data on the chip")),
    f"{DEVIATION_LIST}.2.1": Phrase(gettext_noop("a data group is malformed")),
    f"{DEVIATION_LIST}.2.2": Phrase(gettext_noop("the hash value of a data group is wrong")),
    f"{DEVIATION_LIST}.2.3": Phrase(gettext_noop("the signature of the security object is wrong")),
    f"{DEVIATION_LIST}.2.4": Phrase(gettext_noop("the list of data groups (EF.COM) is wrong")),
    f"{DEVIATION_LIST}.3": Phrase(gettext_noop("a fault of the machine readable zone")),
    f"{DEVIATION_LIST}.3.1": Phrase(gettext_noop("the machine readable zone has wrong data")),
    f"{DEVIATION_LIST}.3.2": Phrase(gettext_noop("the machine readable zone has a wrong check digit")),
    f"{DEVIATION_LIST}.4": Phrase(gettext_noop("the chip can't be read")),
    f"{DEVIATION_LIST}.5": Phrase(gettext_noop("a fault for national use")),
}
OTHER: Final = Phrase(gettext_noop("a fault of another kind"))

_OTHER_CONTENT: Final = gettext_noop("what is signed is of the kind %(oid)s, not a deviation list")


@dataclass(frozen=True, slots=True)
class Deviation:
    """Which documents, all conditions together (10: joined by "AND"); an empty one does not restrict."""

    kinds: tuple[str, ...]
    descriptions: tuple[str, ...]
    document_code: str
    signer: tuple[Name, int] | None
    signer_key: bytes
    signer_digest: bytes
    issued: Period | None
    document_numbers: frozenset[str]

    def concerns_signer(self, held: Certificate, hashed: str) -> bool:
        if self.signer is not None:
            return held.serial == self.signer[1] and held.issuer.normal == self.signer[0].normal
        if self.signer_key:
            return held.key_identifier == self.signer_key
        if self.signer_digest:
            return hashed != "" and digest(hashed, held.encoded) == self.signer_digest
        return True


@dataclass(frozen=True)
class DeviationList:
    signed: SignedData
    hash: str
    deviations: tuple[Deviation, ...]


def read_deviation_list(signed: SignedData) -> DeviationList:
    """Raises ChipError for what is no deviation list."""
    if signed.content_type != DEVIATION_LIST:
        raise ChipError(_OTHER_CONTENT, oid=signed.content_type)
    fields = Fields(parse(signed.content, signed.notes))
    integer(fields.take(INTEGER))
    hashed = fields.optional(SEQUENCE)
    deviations = tuple(_deviation(each) for each in Fields(fields.take(SET), SET).rest())
    fields.end()
    return DeviationList(signed, "" if hashed is None else hash_name(algorithm(hashed)), deviations)


def _deviation(element: Tlv) -> Deviation:
    fields = Fields(element)
    documents = Fields(fields.take(SEQUENCE))
    code = documents.optional(0x80)
    signer, signer_key, signer_digest = None, b"", b""
    if (named := documents.optional(0xA1)) is not None:
        signer = _issuer_and_serial(named)
    elif (named := documents.optional(0x82)) is not None:
        signer_key = named.value
    elif (named := documents.optional(0x83)) is not None:
        signer_digest = named.value
    issued = documents.optional(0xA4)
    numbers = documents.optional(0xA5)
    documents.end()
    kinds, descriptions = _descriptions(fields.take(SET))
    return Deviation(
        *(kinds, descriptions, "" if code is None else code.value.decode("ascii", "replace").strip("< ")),
        *(signer, signer_key, signer_digest),
        issued=None if issued is None else _period(issued),
        document_numbers=frozenset() if numbers is None else frozenset(map(_text, numbers.children)),
    )


def _issuer_and_serial(element: Tlv) -> tuple[Name, int]:
    fields = Fields(element, 0xA1)
    return name(fields.take()), integer(fields.take())


def _period(element: Tlv) -> Period:
    fields = Fields(element, 0xA4)
    return Period(time(fields.take()), time(fields.take()))


def _text(element: Tlv) -> str:
    return text(element).strip("< ").upper()


def _descriptions(element: Tlv) -> tuple[tuple[str, ...], tuple[str, ...]]:
    kinds: list[str] = []
    texts: list[str] = []
    for each in element.children:
        fields = Fields(each)
        first = fields.take()
        if is_text(first):
            texts.append(text(first))
            first = fields.take(OBJECT_IDENTIFIER)
        kinds.append(identifier(first))
    return tuple(kinds), tuple(texts)
