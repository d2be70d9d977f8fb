"""How large a document is, so that distances on a picture can be said in millimetres. Pure."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from secondline.shell.templatetags.shell import number


@dataclass(frozen=True, slots=True)
class Format:
    """Nominal width and height of the page in millimetres, and where the standard says so."""

    id: str
    width: float
    height: float
    clause: str

    @property
    def words(self) -> str:
        """TD3: 125 × 88 mm (Doc 9303-4, 2.2), in the reader's own form of numbers."""
        said = {"name": self.id, "width": number(self.width), "height": number(self.height)}
        return _("%(name)s: %(width)s × %(height)s mm") % said + f" ({self.clause})"


FORMATS: Final = {
    each.id: each
    for each in (
        Format("TD3", 125.0, 88.0, "Doc 9303-4, 2.2"),
        Format("TD1", 85.6, 53.98, "Doc 9303-5, 2.1"),
        Format("TD2", 105.0, 74.0, "Doc 9303-6, 2.1"),
        Format("MRVA", 120.0, 80.0, "Doc 9303-7, 2.1"),
        Format("MRVB", 105.0, 74.0, "Doc 9303-7, 5.1"),
    )
}
# The French card of 1988 has no format of the standard; it is as large as a TD2.
_SAME_SIZE: Final = {"FR2X36": "TD2"}
# A picture cut to its page has the page's proportions; a document may be 0.75 mm off (Doc 9303-5, 2.2).
_NEAR: Final = 0.02


def format_of(layout: str) -> Format | None:
    """The size that goes with a layout of the machine readable zone; None where it says nothing."""
    return FORMATS.get(_SAME_SIZE.get(layout, layout))


def is_cut_to(size: Format, width: int, height: int) -> bool:
    """Whether a picture so large shows just this page: it has its proportions."""
    return height > 0 and abs(width / height / (size.width / size.height) - 1) <= _NEAR
