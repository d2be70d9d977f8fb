"""The name field (Doc 9303-3, 4.6): primary identifier, two fillers, secondary identifier."""

from typing import NamedTuple

from traveldoc.mrz.alphabet import FILLER


class Name(NamedTuple):
    """Components separated by blanks.

    `full`: the field is used to its last position, so that the name must be treated as truncated
    (Doc 9303-4, 4.2.3).
    """

    primary: str
    secondary: str
    full: bool


def read_name(field: str) -> Name:
    """Read a name field; never raises. One identifier only gives an empty secondary."""
    written = field.rstrip(FILLER)
    primary, _, secondary = written.lstrip(FILLER).partition(FILLER * 2)
    # What is left of fillers after the second identifier is a fault of its own; here it only separates.
    secondary = " ".join(secondary.replace(FILLER, " ").split()) if FILLER * 2 in secondary else secondary
    return Name(
        primary.replace(FILLER, " "), secondary.replace(FILLER, " ").strip(), len(written) == len(field)
    )
