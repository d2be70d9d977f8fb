"""The name field (Doc 9303-3, 4.6): primary identifier, two fillers, secondary identifier."""

from typing import NamedTuple

from traveldoc.mrz.alphabet import FILLER


class Name(NamedTuple):
    """Components separated by blanks. `full`: the field is used to its last position, so that the name
    must be treated as truncated (Doc 9303-4, 4.2.3)."""

    primary: str
    secondary: str
    full: bool


def read_name(field: str) -> Name:
    """Read a name field; never raises. One identifier only gives an empty secondary."""
    written = field.rstrip(FILLER)
    primary, _, secondary = written.strip(FILLER).partition(FILLER * 2)
    return Name(
        primary.replace(FILLER, " "),
        " ".join(part for part in secondary.split(FILLER) if part),
        len(written) == len(field) and bool(field),
    )
