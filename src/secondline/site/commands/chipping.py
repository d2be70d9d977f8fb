"""`./secondline chip`: what a chip's files say, who signed them, and whether that is trusted."""

import importlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from secondline.evidence.darkroom import TroubleError
from secondline.evidence.darkroom.archive import DumpError, is_zip, unpack
from secondline.evidence.rules import CHIP, Limits
from secondline.site.clock import now
from secondline.site.commands.answering import STATUS, Day, print_told
from secondline.site.commands.fetching import read_to_folder
from secondline.site.commands.intake import (
    UNUSABLE,
    complain,
    given,
    limits_of_house,
    orderly,
    shown,
    take,
    words,
)
from traveldoc.chip import (
    ChipError,
    ChipExamination,
    ChipFiles,
    State,
    TrustPart,
    TrustStore,
    examine_chip,
    read_trust_file,
)
from traveldoc.chip.evidence import NAME as EVIDENCE
from traveldoc.chip.evidence import Evidence, read_evidence
from traveldoc.examine import Examination, examine
from traveldoc.facts import Facts, Reading
from traveldoc.finding import Grade

MAX_FILES: Final = CHIP.files
MAX_FILE_BYTES: Final = CHIP.file_bytes
MAX_CHIP_BYTES: Final = CHIP.bytes
MAX_TRUST_BYTES: Final = 192 * 1024 * 1024  # the largest file of the public key directory has about 100 MB
MOST_COMPLAINTS: Final = 200
_STORED: Final = "secondline.site.commands.trust_stored"
_NO_CHIP: Final = (
    "Nothing here is a file of a chip. Give EF.SOD, or a folder or ZIP with the files that were read."
)
NO_EVIDENCE: Final = Evidence()
_TOO_MANY: Final = f"There are more than {MAX_FILES} files."
_TOO_MUCH: Final = "These are more bytes than a chip can hold."


@click.command()
@click.argument("path", required=False)
@click.argument("more_trust", nargs=-1, metavar="")
@click.option(
    "--trust",
    multiple=True,
    metavar="FILE_OR_FOLDER",
    help="Master lists, certificates, revocation lists, LDIF; may be given several times.",
)
@click.option(
    "--store",
    metavar="CODE",
    help="Trust what the agency with this code relies on, as it was imported into the database.",
)
@click.option("--mrz", metavar="TEXT", help="The printed machine readable zone, to compare with the chip's.")
@click.option(
    "--reader",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[NAME]",
    help="Read the chip on a card reader, the first one or the one called so, and examine what was read.",
)
@click.option("--can", metavar="NUMBER", help="The card access number printed on the document.")
@click.option("--save", metavar="FOLDER", help="Where the files read are kept, with what the chip proved.")
@click.option("--on", type=Day(), default=None, help="The day of the examination; today by default.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def chip(
    path: str | None,
    more_trust: tuple[str, ...],
    trust: tuple[str, ...],
    store: str | None,
    mrz: str | None,
    reader: str | None,
    can: str | None,
    save: str | None,
    on: date | None,
    as_json: bool,
) -> None:
    """Examine a chip: a folder or ZIP of its files (EF_SOD.BIN, DG1.bin, 0101.bin ...), or one of them.

    With --reader the chip is read first: --mrz or --can opens it, --save names an empty folder for its files.

    Three states are told apart: read, signature verified, trusted. What is given with --trust is trusted
    because you give it; a list whose own signature does not hold is refused.

    Exit status: 1 something is inconsistent; 2 the input could not be used (the reason is said); 3 something
    is inconclusive; 0 all consistent.
    """
    if reader is not None and path is not None and trust:
        more_trust = (path, *more_trust)
        path = None
    if store and (trust or more_trust):
        raise click.UsageError("Either --store or --trust: it must be plain whose keys were trusted.")
    if (more_trust and not trust) or (path is None) is (reader is None):
        raise click.UsageError("One PATH at a time, or --reader. What is to be trusted comes after --trust.")
    limits = limits_of_house()
    complete = True
    with orderly():
        keys, whose = _keys(store, (*trust, *more_trust), limits)
        if reader is not None:
            path, complete = read_to_folder(reader, mrz, can, save)
        status = _examine(path or "", keys, whose, limits, mrz, on, as_json=as_json)
    raise SystemExit(status or (0 if complete else STATUS[Grade.INCONCLUSIVE]))


def _examine(
    path: str,
    keys: TrustStore,
    whose: str,
    limits: Limits,
    mrz: str | None,
    on: date | None,
    *,
    as_json: bool,
) -> int:
    """Prints the findings; gives the exit status."""
    day = on or now().astimezone().date()
    dumps, error = given(lambda: _chip_files(path, limits), Dumps(ChipFiles({})), as_json=as_json)
    active, own = dumps.evidence.active, dumps.evidence.chip
    found = examine_chip(dumps.files, on=day, trust=keys, printed_mrz=mrz, active=active, chip=own)
    whole = _examination(found, day)
    if as_json:
        _print_json(path, found, whole, keys, error)
    else:
        _print(path, found, whole, keys, whose)
    return UNUSABLE if error else STATUS[whole.grade]


def _keys(store: str | None, sources: tuple[str, ...], limits: Limits) -> tuple[TrustStore, str]:
    """The keys that are trusted, and in words whose. The database is asked only where it is named."""
    if store:
        stored: tuple[TrustStore, str] = importlib.import_module(_STORED).stored_trust(store)
        return stored
    if not sources:
        return TrustStore(), "none was given (--trust or --store)"
    return trust_store(sources, limits), f"what was given with --trust: {', '.join(map(shown, sources))}"


@dataclass(frozen=True)
class Dumps:
    files: ChipFiles
    evidence: Evidence = NO_EVIDENCE


def _examination(found: ChipExamination, day: date) -> Examination:
    """The chip's zone is examined like a printed one; the findings on the chip come with it."""
    zone = found.contents.zone
    readings = () if zone is None else (Reading(zone.lines, source="DG1"),)
    return examine(Facts(readings, findings=found.findings), on=day)


def _chip_files(path: str, limits: Limits) -> Dumps:
    """Raises click.UsageError (exit status 2) when there is nothing to examine."""
    try:
        given = list(_bounded(_dumps(path, limits)))
        recorded = [data for name, data in given if Path(name).name == EVIDENCE]
        files = ChipFiles.named(each for each in given if Path(each[0]).name != EVIDENCE)
        evidence = read_evidence(recorded[0]) if recorded else NO_EVIDENCE
    except TroubleError as trouble:
        raise click.UsageError(f"{shown(path)}: {words(trouble.code, limits)}") from trouble
    except (DumpError, ChipError) as error:
        raise click.UsageError(f"{shown(path)}: {error}") from error
    if not files:
        raise click.UsageError(f"{shown(path)}: {_NO_CHIP}")
    return Dumps(files, evidence)


def _bounded(files: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    total = 0
    for name, data in files:
        total += len(data)
        if total > MAX_CHIP_BYTES:
            raise DumpError(_TOO_MUCH)
        yield name, data


def _dumps(path: str, limits: Limits) -> Iterator[tuple[str, bytes]]:
    if Path(path).is_dir():
        yield from _in_folder(path, MAX_FILE_BYTES, limits)
        return
    data = take(path, MAX_CHIP_BYTES)
    if is_zip(data):
        yield from unpack(data, most_files=MAX_FILES, most_bytes=MAX_FILE_BYTES)
    elif len(data) > MAX_FILE_BYTES:
        raise DumpError(_TOO_MUCH)
    else:
        yield Path(path).name, data


def _in_folder(path: str, most: int, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """The files directly in a folder, by name; what is too big or can't be read is complained of."""
    try:
        with os.scandir(path) as entries:
            names = sorted(entry.name for entry in entries if entry.is_file())
    except OSError as error:
        raise TroubleError("not-read") from error
    if len(names) > MAX_FILES:
        raise DumpError(_TOO_MANY)
    for name in names:
        place = f"{path}/{name}"
        try:
            data = take(place, most)
        except TroubleError as trouble:
            complain(place, words(trouble.code, limits))
        else:
            yield name, data


def trust_store(sources: tuple[str, ...], limits: Limits) -> TrustStore:
    """What the person trusts. A file that was named must be of use; in a folder others may lie beside."""
    parts: list[TrustPart] = []
    for source in sources:
        try:
            parts += _trust_parts(source, limits)
        except TroubleError as trouble:
            raise click.UsageError(f"{shown(source)}: {words(trouble.code, limits)}") from trouble
        except (ChipError, DumpError) as error:
            raise click.UsageError(f"{shown(source)}: {error}") from error
    store = TrustStore(parts)
    for refused in store.refused:
        complain(refused.source.name, f"The list is not used: {refused.proof.reason}.")
    for origin, where, why in store.unreadable[:MOST_COMPLAINTS]:
        complain(origin.name, f"{where}: {why}")
    if len(store.unreadable) > MOST_COMPLAINTS:
        complain("--trust", f"{len(store.unreadable) - MOST_COMPLAINTS} more can't be read either.")
    if sources and not len(store):
        raise click.UsageError("No State's key came with it that can be relied on.")
    return store


def _trust_parts(source: str, limits: Limits) -> list[TrustPart]:
    if not Path(source).is_dir():
        return list(read_trust_file(Path(source).name, take(source, MAX_TRUST_BYTES)))
    parts: list[TrustPart] = []
    for name, data in _in_folder(source, MAX_TRUST_BYTES, limits):
        try:
            parts += read_trust_file(name, data)
        except ChipError as error:
            complain(f"{source}/{name}", str(error))
    return parts


def _to_dict(path: str, found: ChipExamination, whole: Examination, store: TrustStore) -> dict[str, Any]:
    sources = [
        {
            "name": vouched.source.name,
            "kind": vouched.source.kind.value,
            "issuer": vouched.source.issuer,
            "issued": vouched.source.issued and vouched.source.issued.isoformat(),
            "vouched": vouched.proof.state.value,
        }
        for vouched in store.sources
    ]
    return {
        "file": path,
        **whole.to_dict(),
        "chip": found.to_dict(),
        "trust": {"keys": len(store), "sources": sources},
    }


def _print_json(path: str, found: ChipExamination, whole: Examination, store: TrustStore, error: str) -> None:
    shown_whole = _to_dict(path, found, whole, store) | ({"error": error} if error else {})
    click.echo(json.dumps(shown_whole, indent=1))


def _headline(found: ChipExamination, whole: Examination) -> str:
    """The grade of what was examined; never a bare "consistent" where nobody asked who signed."""
    unexamined = found.trusted.state is State.NOT_EXAMINED
    if whole.grade is not Grade.CONSISTENT or not unexamined:
        return whole.grade.value
    return "TRUST NOT EXAMINED (nobody can say who signed this chip; the rest holds together)"


def _print(path: str, found: ChipExamination, whole: Examination, store: TrustStore, whose: str) -> None:
    click.echo(f"{shown(path)}: {_headline(found, whole)}")
    click.echo(f"  chip read: {'yes' if found.read else 'no'}")
    for name, proof in (("signature", found.signature), ("trusted", found.trusted)):
        reason = "" if proof else f" ({proof.reason})"
        click.echo(f"  {name}: {proof.state.value}{reason}")
    for label, value in (("State", found.issuer), ("signer", found.signer), ("issued by", found.csca)):
        if value:
            click.echo(f"  {label}: {value}")
    click.echo(f"  trust store: {len(store)} keys")
    click.echo(f"  trust used: {whose}")
    for line in whole.document.lines:
        click.echo(f"    {line}")
    print_told(whole.findings)
