"""What makes a bar code unreadable as a seal, said so that an officer understands it."""

from traveldoc.chip.fault import ChipError


class SealError(ChipError):
    """The bytes can't be read as a seal. `phrase` says what and where."""
