"""A chip is read on a card reader into a folder, as other readers write their dumps; each step is told."""

import os
from pathlib import Path
from secrets import token_bytes
from typing import Final

import click

from secondline.site.card_reader import CardReaderError, card_on
from secondline.site.commands.intake import shown
from traveldoc.chip import ChipError
from traveldoc.chip.evidence import NAME, Evidence, write_evidence
from traveldoc.chip.terminal import ChipReading, Password, from_number, from_zone, read_chip
from traveldoc.mrz.parse import parse

_NO_FOLDER: Final = "--reader needs --save FOLDER: the files read are kept there."
_NOT_EMPTY: Final = "{folder} is not empty; the files of another chip may be in it. Name a new folder."
_NOT_WRITTEN: Final = "{folder}: the files can't be written there ({why})."


def read_to_folder(reader: str, mrz: str | None, can: str | None, save: str | None) -> tuple[str, bool]:
    """The folder with the files, and whether all of them are there. Raises click.UsageError (status 2)."""
    if save is None:
        raise click.UsageError(_NO_FOLDER)
    folder = _folder(save)
    password = _password(mrz, can)
    try:
        with card_on(reader) as transmit:
            found = read_chip(transmit, password, token_bytes)
    except CardReaderError as error:
        raise click.UsageError(str(error)) from error
    _tell(found)
    if not found.files:
        raise click.UsageError("Nothing could be read from the chip.")
    _write(folder, found)
    return save, found.complete


def _password(mrz: str | None, can: str | None) -> Password | None:
    try:
        if can is not None:
            return from_number(can)
        return None if mrz is None else from_zone(parse(mrz))
    except ChipError as error:
        raise click.UsageError(str(error)) from error


def _folder(save: str) -> Path:
    """New or empty, and nobody else's to look into: these are a person's data."""
    folder = Path(save)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise click.UsageError(_NOT_EMPTY.format(folder=shown(save)))
    except OSError as error:
        raise click.UsageError(_NOT_WRITTEN.format(folder=shown(save), why=error.strerror)) from error
    return folder


def _tell(found: ChipReading) -> None:
    """On standard error, so that --json stays one object."""
    for step in found.steps:
        said = str(step.said)
        click.echo(f"  {step.name}: {step.outcome.value}{f' ({said})' if said else ''}", err=True)


def _write(folder: Path, found: ChipReading) -> None:
    named = {_file_name(name): data for name, data in found.files.items()}
    if found.active is not None or found.chip is not None:
        named[NAME] = write_evidence(Evidence(found.active, found.chip))
    try:
        for name, data in named.items():
            handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(handle, "wb") as file:  # noqa: PTH123  # a handle has no path
                file.write(data)
    except OSError as error:
        raise click.UsageError(_NOT_WRITTEN.format(folder=folder, why=error.strerror)) from error


def _file_name(name: str) -> str:
    """EF_SOD.BIN, EF_DG1.BIN, EF_CardAccess.BIN: as `./secondline chip` recognises them."""
    return f"EF_{name.removeprefix('EF.')}.BIN"
