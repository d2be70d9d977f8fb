"""EF.CardSecurity: the protocols with the chip's key, signed (Doc 9303-10, 3.11.4; 9303-11, 9.2.11)."""

from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.chip.security_info import SecurityInfo, security_infos
from traveldoc.chip.signed_data import signed_data
from traveldoc.chip.template import MAX_SIZE
from traveldoc.chip.tlv import parse
from traveldoc.finding import gettext_noop

SECURITY_OBJECT: Final = "0.4.0.127.0.7.3.2.1"  # id-SecurityObject

_TOO_BIG: Final = gettext_noop("it has %(size)s bytes, more than the %(limit)s that are read")
_OTHER_CONTENT: Final = gettext_noop("the signed content is of the kind %(oid)s, not a list of protocols")


def card_security(data: bytes) -> tuple[SecurityInfo, ...]:
    """Raises ChipError."""
    if len(data) > MAX_SIZE:
        raise ChipError(_TOO_BIG, size=len(data), limit=MAX_SIZE)
    signed = signed_data(parse(data))
    if signed.content_type != SECURITY_OBJECT:
        raise ChipError(_OTHER_CONTENT, oid=signed.content_type)
    return security_infos(parse(signed.content))
