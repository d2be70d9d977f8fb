"""What goes wrong with a file, by its code in rules.TROUBLES."""


class TroubleError(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
