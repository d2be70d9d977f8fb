"""Object identifiers as the chip wants them: the value without tag and length (X.690, 8.19)."""


def encoded(dotted: str) -> bytes:
    first, second, *rest = (int(part) for part in dotted.split("."))
    found = bytes((40 * first + second,))
    for number in rest:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(number & 0x7F | 0x80)
        found += bytes(reversed(groups))
    return found
