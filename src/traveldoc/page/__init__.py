"""A picture of a page in, the machine readable zone out, and how good the picture is."""

from traveldoc.page.fingerprint import fingerprint, portrait
from traveldoc.page.reader import read
from traveldoc.page.reading import Choice, PageReading, Point, Quad, Quality

__all__ = ["Choice", "PageReading", "Point", "Quad", "Quality", "fingerprint", "portrait", "read"]
