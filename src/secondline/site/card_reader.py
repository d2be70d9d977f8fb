"""The card reader at the post, through PC/SC: the one module that knows pyscard, an optional extra."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from traveldoc.chip.terminal import CardGoneError, Transmit

try:
    from smartcard.Exceptions import NoCardException, SmartcardException
    from smartcard.pcsc.PCSCExceptions import BaseSCardException
    from smartcard.System import readers
except ImportError:  # requirements/reader.txt is not installed
    readers = None
    SmartcardException = BaseSCardException = type("SmartcardException", (Exception,), {})
    NoCardException = type("NoCardException", (SmartcardException,), {})

__all__ = [
    "BaseSCardException",
    "CardReaderError",
    "NoCardException",
    "SmartcardException",
    "card_on",
    "reader_names",
    "readers",
]

MISSING: Final = (
    "The software for card readers is not installed. On Debian: apt install libpcsclite-dev swig gcc pcscd, "
    "then .tools/bin/uv pip install --require-hashes -r requirements/reader.txt"
)
_NO_SERVICE: Final = "The card service does not answer. Is pcscd installed and running?"
_NO_READER: Final = "No card reader is connected."
_NO_SUCH: Final = "There is no card reader called “{name}”. There is: {names}."
_NO_CARD: Final = "No document lies on the reader “{name}”. Lay it on, chip down, and try again."
_NOT_OPENED: Final = "The reader “{name}” could not connect to the chip: {why}."


class CardReaderError(Exception):
    """The message says what is missing and what to do."""


def reader_names() -> list[str]:
    """Raises CardReaderError where the software or the service is missing."""
    return [str(each) for each in _all()]


def _all() -> list[Any]:
    if readers is None:
        raise CardReaderError(MISSING)
    try:
        return list(readers())
    except (SmartcardException, BaseSCardException) as error:
        raise CardReaderError(_NO_SERVICE) from error


@contextmanager
def card_on(name: str = "") -> Iterator[Transmit]:
    """A talk with the card on the reader whose name contains `name`; the first reader where it is empty."""
    found = _all()
    if not found:
        raise CardReaderError(_NO_READER)
    chosen = next((each for each in found if name.casefold() in str(each).casefold()), None)
    if chosen is None:
        raise CardReaderError(_NO_SUCH.format(name=name, names=", ".join(map(str, found))))
    connection = chosen.createConnection()
    try:
        connection.connect()
    except NoCardException as error:
        raise CardReaderError(_NO_CARD.format(name=chosen)) from error
    except (SmartcardException, BaseSCardException) as error:
        raise CardReaderError(_NOT_OPENED.format(name=chosen, why=error)) from error
    try:
        yield _transmitting(connection)
    finally:
        connection.disconnect()


def _transmitting(connection: Any) -> Transmit:
    def transmit(command: bytes) -> bytes:
        try:
            data, first, second = connection.transmit(list(command))
        except (SmartcardException, BaseSCardException) as error:
            raise CardGoneError from error
        return bytes((*data, first, second))

    return transmit
