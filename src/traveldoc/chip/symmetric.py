"""The block ciphers, checksums and key derivation of the chip's protocols (Doc 9303-11, 9.7 and 9.8).

Only what the standard asks for: triple DES with two keys, AES; both in CBC mode; padding method 2.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha1, sha256
from typing import Final

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

from traveldoc.chip.fault import ChipError
from traveldoc.finding import gettext_noop

# 9.7.1: the counters of the key derivation function
ENCRYPTION: Final = 1
CHECKSUM: Final = 2
PASSWORD: Final = 3
CHECKSUM_SIZE: Final = 8

_BAD_PADDING: Final = gettext_noop("what the chip encrypted does not end as the standard asks")


@dataclass(frozen=True, slots=True)
class Suite:
    """One cipher with the sizes of its key and its block in bytes."""

    name: str
    key_size: int
    block: int
    load: Callable[[bytes], BlockCipherAlgorithm]

    def encrypt(self, key: bytes, data: bytes, start: bytes = b"") -> bytes:
        """CBC over whole blocks; `start` is the initialization vector, zero unless given."""
        working = Cipher(self.load(key), modes.CBC(start or bytes(self.block))).encryptor()
        return working.update(data) + working.finalize()

    def decrypt(self, key: bytes, data: bytes, start: bytes = b"") -> bytes:
        """Raises ChipError for what is no whole number of blocks."""
        if not data or len(data) % self.block:
            raise ChipError(_BAD_PADDING)
        working = Cipher(self.load(key), modes.CBC(start or bytes(self.block))).decryptor()
        return working.update(data) + working.finalize()

    def checksum(self, key: bytes, data: bytes) -> bytes:
        """Over data as they are: retail MAC, which pads them itself, or CMAC (4.4.3.4)."""
        return self.checksum_of_blocks(key, padded(data, 8) if self.block == 8 else data)

    def checksum_of_blocks(self, key: bytes, data: bytes) -> bytes:
        """Over what is padded already: retail MAC (9.8.6.3), or CMAC cut to 8 bytes (9.8.7.2)."""
        if self.block == 8:
            return retail_mac(key, data)
        mac = CMAC(AES(key))
        mac.update(data)
        return mac.finalize()[:CHECKSUM_SIZE]

    def derive(self, secret: bytes, counter: int) -> bytes:
        """9.7.1: a key of this cipher from a shared secret."""
        message = secret + counter.to_bytes(4)
        if self.key_size > 16:
            return sha256(message).digest()[: self.key_size]
        key = sha1(message, usedforsecurity=False).digest()[: self.key_size]
        return with_parity(key) if self.block == 8 else key


def _des(key: bytes) -> BlockCipherAlgorithm:
    return TripleDES(key + key[:8])


DES3: Final = Suite("3DES", 16, 8, _des)
AES128: Final = Suite("AES-128", 16, 16, AES)
# By the last number of the protocol's identifier (9.2.1, 9.2.5): 3DES, AES-128, AES-192, AES-256.
SUITES: Final[dict[str, Suite]] = {
    "1": DES3,
    "2": AES128,
    "3": Suite("AES-192", 24, 16, AES),
    "4": Suite("AES-256", 32, 16, AES),
}


def padded(data: bytes, block: int) -> bytes:
    """ISO/IEC 9797-1, padding method 2."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpadded(data: bytes) -> bytes:
    """Raises ChipError when the padding is not method 2's."""
    bare = data.rstrip(b"\0")
    if not bare.endswith(b"\x80"):
        raise ChipError(_BAD_PADDING)
    return bare[:-1]


def with_parity(key: bytes) -> bytes:
    """Each byte of a DES key with an odd number of bits (9.7.1.1)."""
    return bytes(byte & 0xFE | (byte >> 1).bit_count() % 2 ^ 1 for byte in key)


def retail_mac(key: bytes, blocks: bytes) -> bytes:
    """ISO/IEC 9797-1, MAC algorithm 3 with DES, over whole blocks: the last one goes through triple DES."""
    single = Cipher(TripleDES(key[:8] * 3), modes.CBC(bytes(8))).encryptor()
    chain = single.update(blocks[:-8])[-8:] or bytes(8)
    final = Cipher(_des(key), modes.CBC(chain)).encryptor()
    return final.update(blocks[-8:])
