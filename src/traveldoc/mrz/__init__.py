"""The machine readable zone (Doc 9303 part 3, section 4): parse it, compose it, resolve what it says."""

from traveldoc.mrz.check_digit import check_digit
from traveldoc.mrz.compose import ComposeError, Particulars, compose
from traveldoc.mrz.date import DateReading, read_birth, read_expiry
from traveldoc.mrz.field import Field, Kind
from traveldoc.mrz.format import FORMATS, Format
from traveldoc.mrz.name import Name, read_name
from traveldoc.mrz.parse import Mrz, parse
from traveldoc.mrz.reading import Reading

__all__ = [
    "FORMATS",
    "ComposeError",
    "DateReading",
    "Field",
    "Format",
    "Kind",
    "Mrz",
    "Name",
    "Particulars",
    "Reading",
    "check_digit",
    "compose",
    "parse",
    "read_birth",
    "read_expiry",
    "read_name",
]
