"""Chips, certificates and lists made for tests; the code is the demonstration's, which needs them as well."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from secondline.site.demo.chipmaking.chips import (
    DEVIATION_LIST,
    JPEG,
    LDS_OBJECT,
    MASTER_LIST,
    SIGNED_AT,
    ZONE,
    Chip,
    Envelope,
    biometric_file,
    chip,
    com_file,
    face_file,
    face_record,
    hash_list,
    master_list,
    pem,
    revocation_list,
    zone_file,
)
from secondline.site.demo.chipmaking.encoding import (
    ATTRIBUTES,
    NULL,
    der,
    moment,
    name,
    num,
    oid,
    seq,
    set_of,
    text,
)
from secondline.site.demo.chipmaking.keys import (
    CURVES,
    HASH_OIDS,
    HASHES,
    SHA256,
    SIGNATURE_OIDS,
    PrivateKey,
    Scheme,
    hash_algorithm,
    key,
    pss_parameters,
    public,
)
from secondline.site.demo.chipmaking.papers import (
    END,
    START,
    UTOPIA,
    Paper,
    authority_constraint,
    csca,
    document_types,
    extension,
    key_id,
    key_names,
    private_key_period,
    purposes,
    signer,
    state_name,
    usage,
)

__all__ = [
    "ATTRIBUTES",
    "CURVES",
    "DEVIATION_LIST",
    "END",
    "HASHES",
    "HASH_OIDS",
    "JPEG",
    "LDS_OBJECT",
    "MASTER_LIST",
    "NULL",
    "SHA256",
    "SIGNATURE_OIDS",
    "SIGNED_AT",
    "START",
    "UTOPIA",
    "ZONE",
    "Chip",
    "Envelope",
    "Paper",
    "PrivateKey",
    "Scheme",
    "authority_constraint",
    "biometric_file",
    "chip",
    "com_file",
    "csca",
    "der",
    "document_types",
    "explicit",
    "extension",
    "face_file",
    "face_record",
    "hash_algorithm",
    "hash_list",
    "key",
    "key_id",
    "key_names",
    "master_list",
    "moment",
    "name",
    "num",
    "oid",
    "pem",
    "private_key_period",
    "pss_parameters",
    "public",
    "purposes",
    "revocation_list",
    "seq",
    "set_of",
    "signer",
    "state_name",
    "text",
    "usage",
    "zone_file",
]


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
