"""The groups in which reader and chip agree on a secret: points of a curve, numbers modulo a prime.

Doc 9303-11, 9.4 to 9.6. The numbers are worked with as they are, not in constant time: the reader's keys live
for one agreement, on a machine of its own.
"""

from dataclasses import dataclass, replace
from typing import Final

from traveldoc.chip import weierstrass
from traveldoc.chip.curve import STANDARDIZED as CURVES
from traveldoc.chip.curve import Curve
from traveldoc.chip.fault import ChipError
from traveldoc.chip.key import DhKey, EcKey, PublicKey
from traveldoc.finding import gettext_noop

# (x, y) of a point, or the one number
Element = tuple[int, ...]

_BAD_ELEMENT: Final = gettext_noop("the chip's key does not belong to the group that it names")
_NOTHING: Final = gettext_noop("the agreement with the chip gives no secret")
UNCOMPRESSED: Final = 0x04


@dataclass(frozen=True)
class CurveGroup:
    """`tag` is that of a public key's data object (9.4); `order` the number of powers of the generator."""

    curve: Curve
    tag: int = 0x86

    @property
    def order(self) -> int:
        return self.curve.n

    @property
    def generator(self) -> Element:
        return self.curve.x, self.curve.y

    def from_generator(self, generator: Element) -> "CurveGroup":
        x, y = generator
        return replace(self, curve=replace(self.curve, x=x, y=y))

    def times(self, element: Element, factor: int) -> Element:
        x, y = element
        return _finite(weierstrass.affine(self.curve, weierstrass.combine(self.curve, 0, factor, (x, y))))

    def joined(self, one: Element, other: Element) -> Element:
        total = weierstrass.add(self.curve, (one[0], one[1], 1), (other[0], other[1], 1))
        return _finite(weierstrass.affine(self.curve, total))

    def encode(self, element: Element) -> bytes:
        size = self.curve.size
        return bytes((UNCOMPRESSED,)) + b"".join(number.to_bytes(size) for number in element)

    def decode(self, data: bytes) -> Element:
        """Raises ChipError for what is no point of the curve."""
        size = self.curve.size
        x, y = int.from_bytes(data[1 : 1 + size]), int.from_bytes(data[1 + size :])
        if len(data) != 1 + 2 * size or data[0] != UNCOMPRESSED or not weierstrass.is_on(self.curve, x, y):
            raise ChipError(_BAD_ELEMENT)
        return x, y

    def secret(self, element: Element) -> bytes:
        """The x coordinate (9.6)."""
        return element[0].to_bytes(self.curve.size)


@dataclass(frozen=True)
class PrimeGroup:
    """Powers of `g` modulo `p`; `q` is their number, 0 where a key does not say it."""

    p: int
    q: int
    g: int
    tag: int = 0x84

    @property
    def order(self) -> int:
        return self.q or (self.p - 1) // 2

    @property
    def generator(self) -> Element:
        return (self.g,)

    def from_generator(self, generator: Element) -> "PrimeGroup":
        return replace(self, g=generator[0])

    def times(self, element: Element, factor: int) -> Element:
        return self._proper(pow(element[0], factor, self.p))

    def joined(self, one: Element, other: Element) -> Element:
        return self._proper(one[0] * other[0] % self.p)

    def encode(self, element: Element) -> bytes:
        """As many bytes as the number needs (9.4.2)."""
        return element[0].to_bytes((element[0].bit_length() + 7) // 8)

    def decode(self, data: bytes) -> Element:
        """Raises ChipError for what is no power of the generator."""
        number = int.from_bytes(data)
        if len(data) > self.size + 1 or not self.has(number):
            raise ChipError(_BAD_ELEMENT)
        return (number,)

    def has(self, number: int) -> bool:
        return 1 < number < self.p - 1 and (self.q == 0 or pow(number, self.q, self.p) == 1)

    def secret(self, element: Element) -> bytes:
        return element[0].to_bytes(self.size)

    @property
    def size(self) -> int:
        """Bytes of the prime."""
        return (self.p.bit_length() + 7) // 8

    def _proper(self, number: int) -> Element:
        if number in {0, 1, self.p - 1}:
            raise ChipError(_NOTHING)
        return (number,)


Group = CurveGroup | PrimeGroup


def _finite(point: tuple[int, int] | None) -> Element:
    if point is None:
        raise ChipError(_NOTHING)
    return point


# RFC 5114, 2.1 to 2.3
_MODP_1024: Final = PrimeGroup(
    0xB10B8F96A080E01DDE92DE5EAE5D54EC52C99FBCFB06A3C69A6A9DCA52D23B616073E28675A23D189838EF1E2EE652C013ECB4AEA906112324975C3CD49B83BFACCBDD7D90C4BD7098488E9C219A73724EFFD6FAE5644738FAA31A4FF55BCCC0A151AF5F0DC8B4BD45BF37DF365C1A65E68CFDA76D4DA708DF1FB2BC2E4A4371,
    0xF518AA8781A8DF278ABA4E7D64B7CB9D49462353,
    0xA4D1CBD5C3FD34126765A442EFB99905F8104DD258AC507FD6406CFF14266D31266FEA1E5C41564B777E690F5504F213160217B4B01B886A5E91547F9E2749F4D7FBD7D3B9A92EE1909D0D2263F80A76A6A24C087A091F531DBF0A0169B6A28AD662A4D18E73AFA32D779D5918D08BC8858F4DCEF97C2A24855E6EEB22B3B2E5,
)
_MODP_2048_224: Final = PrimeGroup(
    0xAD107E1E9123A9D0D660FAA79559C51FA20D64E5683B9FD1B54B1597B61D0A75E6FA141DF95A56DBAF9A3C407BA1DF15EB3D688A309C180E1DE6B85A1274A0A66D3F8152AD6AC2129037C9EDEFDA4DF8D91E8FEF55B7394B7AD5B7D0B6C12207C9F98D11ED34DBF6C6BA0B2C8BBC27BE6A00E0A0B9C49708B3BF8A317091883681286130BC8985DB1602E714415D9330278273C7DE31EFDC7310F7121FD5A07415987D9ADC0A486DCDF93ACC44328387315D75E198C641A480CD86A1B9E587E8BE60E69CC928B2B9C52172E413042E9B23F10B0E16E79763C9B53DCF4BA80A29E3FB73C16B8E75B97EF363E2FFA31F71CF9DE5384E71B81C0AC4DFFE0C10E64F,
    0x801C0D34C58D93FE997177101F80535A4738CEBCBF389A99B36371EB,
    0xAC4032EF4F2D9AE39DF30B5C8FFDAC506CDEBE7B89998CAF74866A08CFE4FFE3A6824A4E10B9A6F0DD921F01A70C4AFAAB739D7700C29F52C57DB17C620A8652BE5E9001A8D66AD7C17669101999024AF4D027275AC1348BB8A762D0521BC98AE247150422EA1ED409939D54DA7460CDB5F6C6B250717CBEF180EB34118E98D119529A45D6F834566E3025E316A330EFBB77A86F0C1AB15B051AE3D428C8F8ACB70A8137150B8EEB10E183EDD19963DDD9E263E4770589EF6AA21E7F5F2FF381B539CCE3409D13CD566AFBB48D6C019181E1BCFE94B30269EDFE72FE9B6AA4BD7B5A0F1C71CFFF4C19C418E1F6EC017981BC087F2A7065B384B890D3191F2BFA,
)
_MODP_2048_256: Final = PrimeGroup(
    0x87A8E61DB4B6663CFFBBD19C651959998CEEF608660DD0F25D2CEED4435E3B00E00DF8F1D61957D4FAF7DF4561B2AA3016C3D91134096FAA3BF4296D830E9A7C209E0C6497517ABD5A8A9D306BCF67ED91F9E6725B4758C022E0B1EF4275BF7B6C5BFC11D45F9088B941F54EB1E59BB8BC39A0BF12307F5C4FDB70C581B23F76B63ACAE1CAA6B7902D52526735488A0EF13C6D9A51BFA4AB3AD8347796524D8EF6A167B5A41825D967E144E5140564251CCACB83E6B486F6B3CA3F7971506026C0B857F689962856DED4010ABD0BE621C3A3960A54E710C375F26375D7014103A4B54330C198AF126116D2276E11715F693877FAD7EF09CADB094AE91E1A1597,
    0x8CF83642A709A097B447997640129DA299B1A47D1EB3750BA308B0FE64F5FBD3,
    0x3FB32C9B73134D0B2E77506660EDBD484CA7B18F21EF205407F4793A1A0BA12510DBC15077BE463FFF4FED4AAC0BB555BE3A6C1B0C6B47B1BC3773BF7E8C6F62901228F8C28CBB18A55AE31341000A650196F931C77A57F2DDF463E5E9EC144B777DE62AAAB8A8628AC376D282D6ED3864E67982428EBC831D14348F6F2F9193B5045AF2767164E1DFC967C1FB3F2E55A4BD1BFFE83B9C80D052B985D182EA0ADB2A3B7313D3FE14C8484B1E052588B9B7D2BBD2DF016199ECD06E1557CD0915B3353BBB64E0EC377FD028370DF92B52C7891428CDC67EB6184B523D1DB246C32F63078490F00EF8D647D148D47954515E2327CFEF98C582664B4C0F6CC41659,
)
# 9.5.1, table 12: standardized domain parameters by their number
STANDARDIZED: Final[dict[int, Group]] = {
    0: _MODP_1024,
    1: _MODP_2048_224,
    2: _MODP_2048_256,
    **{number: CurveGroup(curve) for number, curve in CURVES.items()},
}


def group_of(key: PublicKey) -> tuple[Group, Element] | None:
    """The group that a chip's key lies in, and the key; None for one that can agree on nothing."""
    if isinstance(key, EcKey):
        return CurveGroup(key.curve), (key.x, key.y)
    if isinstance(key, DhKey):
        group = PrimeGroup(key.p, key.q, key.g)
        return (group, (key.y,)) if group.has(key.y) else None
    return None
