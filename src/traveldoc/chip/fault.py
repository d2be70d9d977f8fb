"""What makes a file of the chip unreadable, said so that an officer understands it."""

from traveldoc.finding import Phrase


class ChipError(ValueError):
    """The bytes can't be read as what they should be. `phrase` says what and where."""

    def __init__(self, template: str, **values: object) -> None:
        self.phrase = Phrase(template, {name: str(value) for name, value in values.items()})
        super().__init__(str(self.phrase))
