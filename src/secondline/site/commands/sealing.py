"""`./secondline seal`: what the bar codes on a document say, who signed them, and whether that is trusted."""

import json
from dataclasses import replace
from datetime import date
from typing import Any, Final

import click

from secondline.evidence.darkroom import Darkroom, TroubleError
from secondline.evidence.darkroom.plain import barcodes, mrz_reading
from secondline.evidence.rules import HEAD_BYTES, Limits, sniff
from secondline.site.clock import now
from secondline.site.commands.answering import STATUS, Day, print_told
from secondline.site.commands.chipping import trust_store
from secondline.site.commands.intake import UNUSABLE, given, limits_of_house, orderly, shown, take, words
from traveldoc.barcode import MAX_CONTENT, Barcode
from traveldoc.chip import TrustStore
from traveldoc.examine import Examination, examine
from traveldoc.facts import Facts, Reading
from traveldoc.finding import overall
from traveldoc.seal import SealExamination

_NO_CODE: Final = (
    "No bar code was found in the picture. Take it again, nearer and straight, or scan the code."
)
_TOO_LONG: Final = "This is no picture, and longer than any bar code can be."


@click.command()
@click.argument("path")
@click.argument("more_trust", nargs=-1, metavar="")
@click.option(
    "--trust",
    multiple=True,
    metavar="FILE_OR_FOLDER",
    help="Master lists, signers' certificates, revocation lists, LDIF; may be given several times.",
)
@click.option("--mrz", metavar="TEXT", help="The printed machine readable zone; else the picture's is read.")
@click.option("--on", type=Day(), default=None, help="The day of the examination; today by default.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def seal(
    path: str,
    more_trust: tuple[str, ...],
    trust: tuple[str, ...],
    mrz: str | None,
    on: date | None,
    as_json: bool,
) -> None:
    """Examine the visible digital seals in a picture (PDF417, Aztec, Data Matrix, QR), or one in a raw file.

    A raw file has the bytes of one code as a scanner gives them. Three states are told apart: read, signature
    verified, trusted. What is given with --trust is trusted because you give it. A code that is no seal is
    shown as what it is.

    Exit status: 1 something is inconsistent; 2 the input could not be used (the reason is said); 3 something
    is inconclusive; 0 all consistent.
    """
    if more_trust and not trust:
        raise click.UsageError("One PATH at a time. What is to be trusted comes after --trust.")
    limits = limits_of_house()
    day = on or now().astimezone().date()
    with orderly():
        store = trust_store((*trust, *more_trust), limits)
        facts, error = given(lambda: _facts(path, limits), Facts(), as_json=as_json)
        if mrz is not None:
            facts = replace(facts, mrz=(Reading((mrz,)),))
        found = examine(facts, on=day, trust=store)
        whole = _of_codes(found, zone_given=bool(facts.mrz))
        _print_json(path, whole, store, error) if as_json else _print(path, whole, store)
    raise SystemExit(UNUSABLE if error else STATUS[whole.grade])


def _facts(path: str, limits: Limits) -> Facts:
    """Raises click.UsageError (exit status 2) when there is nothing to examine."""
    try:
        data = take(path, limits.file_bytes)
        if sniff(data[:HEAD_BYTES]).trouble == "not-a-picture":
            return _raw(path, data)
        with Darkroom(limits) as room:
            reading = room.read(data)
    except TroubleError as trouble:
        raise click.UsageError(f"{shown(path)}: {words(trouble.code, limits)}") from trouble
    zone, codes = mrz_reading(reading), barcodes(reading)
    if not codes:
        raise click.UsageError(f"{shown(path)}: {_NO_CODE}")
    return Facts(() if zone is None else (zone,), seals=codes)


def _raw(path: str, data: bytes) -> Facts:
    if len(data) > MAX_CONTENT:
        raise click.UsageError(f"{shown(path)}: {_TOO_LONG}")
    return Facts(seals=(Barcode(data),))


def _of_codes(found: Examination, *, zone_given: bool) -> Examination:
    """Without a printed zone nothing is said about one: this word is about the codes."""
    if zone_given:
        return found
    findings = tuple(each for code in found.seals for each in code.findings)
    return replace(found, findings=findings, grade=overall(findings))


def _to_dict(path: str, whole: Examination, store: TrustStore) -> dict[str, Any]:
    seals = [code.to_dict() for code in whole.seals]
    first = next((code.to_dict() for code in whole.seals if code.is_seal), None)
    return {
        "file": path,
        **whole.to_dict(),
        "seals": seals,
        "seal": first,
        "trust": {"keys": len(store), "sources": [vouched.source.name for vouched in store.sources]},
    }


def _print_json(path: str, whole: Examination, store: TrustStore, error: str) -> None:
    click.echo(json.dumps(_to_dict(path, whole, store) | ({"error": error} if error else {}), indent=1))


def _print(path: str, whole: Examination, store: TrustStore) -> None:
    click.echo(f"{shown(path)}: {whole.grade.value}")
    for code in whole.seals:
        _print_code(code)
    click.echo(f"  trust store: {len(store)} keys")
    print_told(whole.findings)


def _print_code(code: SealExamination) -> None:
    click.echo(f"  {code.code.symbology or 'bar code'}: {code.kind.value}")
    if not code.is_seal:
        click.echo(f"    {code.text}")
        return
    for name, proof in (("signature", code.signature), ("trusted", code.trusted)):
        reason = "" if proof else f" ({proof.reason})"
        click.echo(f"  {name}: {proof.state.value}{reason}")
    told = (
        ("State", code.issuer),
        ("signer", code.signer),
        ("named", code.reference),
        ("issued by", code.csca),
    )
    for label, value in told:
        if value:
            click.echo(f"  {label}: {value}")
    for line in () if code.zone is None else code.zone.lines:
        click.echo(f"    {line}")
