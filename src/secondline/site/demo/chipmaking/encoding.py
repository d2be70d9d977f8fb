"""The distinguished encoding (X.690): elements, numbers, texts, names."""

from datetime import datetime


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
    """Of attributes such as "C=UT", "CN=CSCA Utopia"."""
    parts = []
    for attribute in attributes:
        kind, _, value = attribute.partition("=")
        parts.append(set_of(seq(oid(ATTRIBUTES[kind]), text(value, 0x13 if kind == "C" else tag))))
    return seq(*parts)
