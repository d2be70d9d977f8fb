"""Seals made for tests, byte by byte from Doc 9303-13; nothing of `traveldoc.seal` is imported.

The worked examples are those of Doc 9303-7, appendix E, and 9303-8, appendix B, with the key published there. The
figure of the visa prints B3 for 83 in its last line; r and s beside it have 83."""

import base64
import json
from dataclasses import dataclass, replace
from datetime import date

from chipmaker import SHA256, Paper, csca, document_types, extension, key, key_id, name, purposes, seq
from chipmaker import der as tlv
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

VISA_EXAMPLE = bytes.fromhex("""
    DC03D9C5D9CAC8A73A995D91345DDF545D01022CDD52134A74DA1347C6FED95CB89F9FCE133C133C133C133C203833734AAF47F0
    C32F1A1E20EB264D393AFE3404035A0000050659E932F926C7030102FF4021C6785B027EC4A5BFA6DDE537E8ADFA91BEB1197BED
    97ADF2FF89E0A344512B7B0136C44050F117E507BC2A782FFE15F68DDD6818AF5A7BAF21CA7CFC7E83BE""")
EMERGENCY_EXAMPLE = bytes.fromhex("""
    DC03D9C5D9CAC8A73A995D91345DDF545E0302308A1BD2B3C549CD1DA93C5BD458135C6F57FC133C133C133C6B38208A4D0D4A32
    B0C11AE62684267532D23EFC133C1341FF40415A7855AD69E948D4EE21647F50C4AA7DF619D4AA50C57BF92A676ED279587194A2
    2A1E28E0906FFEB46E8C7D27395CA3F5DE7317B9889D8BFB9CEF0903CF34""")
# The public point in the private key that 9303-7, appendix E, prints (brainpoolP256r1).
EXAMPLE_POINT = bytes.fromhex(
    "0408132a7243b3ccc29c271097081c96a729eefb8eb93630e536498e9b7ce1ced2"
    "5d68a789d93bef39c04715c5ad3915d281c0754ecc08508bf66687efc630df88"
)

CHARACTERS = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def c40(text: str) -> bytes:
    """2.6.1 and 2.6.3, by the formula of the standard."""
    values = [CHARACTERS.index(letter) + 3 for letter in text.replace("<", " ")]
    out = b""
    for at in range(0, len(values), 3):
        triple = values[at : at + 3]
        if len(triple) == 1:
            return out + bytes([254, ord(text.replace("<", " ")[at]) + 1])
        u1, u2, u3 = (*triple, 0)[:3]
        number = 1600 * u1 + 40 * u2 + u3 + 1
        out += bytes([number // 256, number % 256])
    return out


def day(at: date) -> bytes:
    return int(f"{at.month:02d}{at.day:02d}{at.year:04d}").to_bytes(3, "big")


def raw(signature: bytes, size: int) -> bytes:
    r, s = decode_dss_signature(signature)
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def barcode_signer(
    authority: Paper, kind: str = "p256", number: int = 70, *more: bytes, **changes: object
) -> Paper:
    """9303-12, 7.1.3: country and two letters, the key of the issuer, the purpose; nothing else."""
    own = key(kind, number)
    paper = Paper(
        name("C=UT", "CN=TS", tag=0x13),
        authority.subject,
        own,
        authority.key,
        serial=0x5B,
        scheme=authority.scheme,
    ).but(**changes)
    if "extensions" in changes:
        return paper
    issuer = extension("2.5.29.35", seq(tlv(0x80, key_id(authority.public))))
    return paper.but(extensions=(issuer, purposes("2.23.136.1.1.11.1"), *more))


ROOT = csca()
SIGNER = barcode_signer(ROOT)
VISA_LINES = ("VCUTODENT<<ARTHUR<PHILIP<<<<<<<<<<<<", "1234567XY7GBR5203116M2105253<<<<<<<<")
VISA_FEATURES = (
    (2, c40(VISA_LINES[0] + VISA_LINES[1][:28])),
    (4, bytes([90, 0, 0])),
    (5, c40("ABC424242")),
    (3, b"\x02"),
)
EMERGENCY_LINES = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F2204156<<<<<<<4")


@dataclass(frozen=True)
class Seal:
    """A seal in the making."""

    features: tuple[tuple[int, bytes], ...] = VISA_FEATURES
    paper: Paper = SIGNER
    version: int = 4
    country: str = "UTO"
    signer: str = "UTTS"
    reference: str = "5B"
    announced: str | None = None
    issued: bytes = day(date(2020, 6, 13))
    signed: bytes = day(date(2020, 6, 15))
    definition: int = 93
    category: int = 1
    signature: bytes | None = None
    after: bytes = b""

    def header(self) -> bytes:
        announced = f"{len(self.reference):02X}" if self.announced is None else self.announced
        middle = self.reference if self.version == 3 else announced + self.reference
        country = self.country.ljust(3, "<")
        text = c40(country) + c40(self.signer + middle)
        return (
            bytes([0xDC, self.version - 1])
            + text
            + self.issued
            + self.signed
            + bytes([self.definition, self.category])
        )

    def length(self, size: int) -> bytes:
        if self.version == 3 or size < 128:
            return bytes([size])
        return bytes([0x81, size]) if size < 256 else bytes([0x82, size >> 8, size & 255])

    def message(self) -> bytes:
        zone = b"".join(bytes([tag]) + self.length(len(value)) + value for tag, value in self.features)
        return self.header() + zone

    def encoded(self) -> bytes:
        signature = self.signature
        if signature is None:
            private = self.paper.key
            assert isinstance(private, ec.EllipticCurvePrivateKey)
            hashed = "sha512" if private.curve.key_size > 384 else f"sha{private.curve.key_size}"
            signature = raw(
                replace(SHA256, hash=hashed).sign(private, self.message()), (private.curve.key_size + 7) // 8
            )
        size = self.but(version=4).length(len(signature))
        return self.message() + b"\xff" + size + signature + self.after

    def but(self, **changes: object) -> "Seal":
        return replace(self, **changes)  # type: ignore[arg-type]


EMERGENCY = Seal(((2, c40("".join(EMERGENCY_LINES))),), definition=94, category=3)


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


JSON_SIGNER = Paper(
    name("C=UT", "CN=HS", tag=0x13), ROOT.subject, key("p256", 71), ROOT.key, serial=0x77
).but(
    extensions=(
        extension("2.5.29.35", seq(tlv(0x80, key_id(ROOT.public)))),
        purposes("2.23.136.1.1.14.2"),
        document_types("NV"),
    )
)
DATA = {
    "hdr": {"is": "UTO", "t": "icao.vacc", "v": 1},
    "msg": {
        "pid": {"dob": "1974-08-12", "i": "L898902C3", "n": "ERIKSSON ANNA MARIA", "sex": "F"},
        "uvci": "U32870",
    },
}


def json_seal(data: object = DATA, paper: Paper = JSON_SIGNER, **sig: object) -> bytes:
    """Members of `data` are sorted and written without blanks: for plain texts that is the canonical form."""
    message = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    signature = raw(SHA256.sign(paper.key, message), 32)
    signed = {"alg": "ES256", "cer": base64url(paper.encoded()), "sigvl": base64url(signature)} | sig
    return json.dumps({"data": data, "sig": signed}, indent=1).encode()
