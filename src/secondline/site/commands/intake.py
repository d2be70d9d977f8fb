"""What `read` and `examine` share: files within bounds, one clear line for the others, an orderly end.

No Django here: these words must start fast and need no installation.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from errno import ENAMETOOLONG, ENOENT, ENOTDIR, ENXIO
from typing import IO, Final, TypeVar

import click

from secondline.evidence.darkroom import DarkroomError, TroubleError
from secondline.evidence.rules import Limits, trouble_words
from secondline.site.environment import Environment, UnusableSettingError

STANDARD_INPUT: Final = "-"
INTERRUPTED: Final = 130  # 128 + SIGINT
CUT_OFF: Final = 141  # 128 + SIGPIPE
UNUSABLE: Final = 2
T = TypeVar("T")


class BrokenHouseError(click.ClickException):
    """No input's fault: nothing could be used."""

    exit_code = UNUSABLE


def limits_of_house() -> Limits:
    """The same bounds as in the pages; click.UsageError (exit status 2) for an unusable setting."""
    environment = Environment()
    try:
        return Limits(
            environment.number("SECONDLINE_MAX_FILE_MB") * 1_000_000,
            environment.number("SECONDLINE_MAX_MEGAPIXELS") * 1_000_000,
            environment.number("SECONDLINE_DECODE_SECONDS"),
            environment.number("SECONDLINE_DECODE_MB") * 1_000_000,
        )
    except UnusableSettingError as error:
        raise click.UsageError(str(error)) from error


def take(path: str, most: int) -> bytes:
    """The bytes of a file, or of standard input for "-". Raises TroubleError; waits for no pipe or device."""
    if path == STANDARD_INPUT:
        return _take_standard_input(most)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except (OSError, ValueError) as error:
        raise TroubleError(_why_closed(error)) from error
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise TroubleError("folder" if stat.S_ISDIR(found.st_mode) else "no-file")
        if found.st_size > most:
            raise TroubleError("too-many-bytes")
        with open(handle, "rb", closefd=False) as file:
            return _bounded(file, most)
    except OSError as error:
        raise TroubleError("not-read") from error
    finally:
        os.close(handle)


def _take_standard_input(most: int) -> bytes:
    if sys.stdin is None:  # closed by whoever started us
        raise TroubleError("not-read")
    try:
        return _bounded(sys.stdin.buffer, most)
    except OSError as error:
        raise TroubleError("not-read") from error


def _why_closed(error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return "no-permission"
    number = getattr(error, "errno", None)
    if isinstance(error, ValueError) or number in {ENOENT, ENOTDIR, ENAMETOOLONG}:
        return "missing"
    return "no-file" if number == ENXIO else "not-read"


def _bounded(file: IO[bytes], most: int) -> bytes:
    data = file.read(most + 1)
    if len(data) > most:
        raise TroubleError("too-many-bytes")
    if not data:
        raise TroubleError("empty")
    return data


def words(code: str, limits: Limits) -> str:
    said = str(trouble_words(code, limits))
    return f"{said} Name the files in it, such as FOLDER/*.jpg." if code == "folder" else said


def shown(name: str) -> str:
    """A file name that can be printed on any terminal: no control characters, no broken letters."""
    printable = "".join(
        letter if letter.isprintable() else " " if letter.isspace() else "\ufffd" for letter in name
    )
    return click.format_filename(printable)


def print_advice(advice: Iterable[str], *, retake: bool) -> None:
    """What to do about the picture; where it should be taken again, that comes first."""
    if retake:
        click.echo("  Take this picture again:")
    for advised in advice:
        click.echo(f"  {advised}")


def complain(name: str, why: str) -> None:
    """One line on standard error."""
    click.echo(f"{shown(name)}: {why}", err=True)


def given(read: Callable[[], T], nothing: T, *, as_json: bool) -> tuple[T, str]:
    """What was read, and why there is none: a program that asked for JSON gets its object all the same."""
    try:
        return read(), ""
    except click.UsageError as error:
        if not as_json:
            raise
        click.echo(f"Error: {error.message}", err=True)
        return nothing, error.message


@contextmanager
def orderly() -> Iterator[None]:
    """No traceback when interrupted, when the reader of our output is gone, or without a darkroom."""
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        # Python would flush once more on its way out, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(CUT_OFF) from None
    except DarkroomError as error:
        raise BrokenHouseError(str(error)) from error
