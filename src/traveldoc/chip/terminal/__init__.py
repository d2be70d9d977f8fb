"""The reader's side of the talk with a chip: access, protected reading, the chip's proofs (Doc 9303-11).

Nothing here knows a card reader: who calls hands in `transmit` (the bytes of a command in, those of the
answer out) and a source of random bytes, and gets the chip's files and what was recorded for verification.
"""

from traveldoc.chip.terminal.channel import CardGoneError, Transmit
from traveldoc.chip.terminal.password import Password, from_number, from_zone
from traveldoc.chip.terminal.read import ChipReading, read_chip
from traveldoc.chip.terminal.step import Outcome, Step

__all__ = [
    "CardGoneError",
    "ChipReading",
    "Outcome",
    "Password",
    "Step",
    "Transmit",
    "from_number",
    "from_zone",
    "read_chip",
]
