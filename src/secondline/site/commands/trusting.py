"""`./secondline trust`: what files bring before anybody relies on them; what the house relies on; imports."""

import importlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any, Final

import click

from secondline.site.clock import now
from secondline.site.commands.answering import Day
from secondline.site.commands.chipping import trust_store
from secondline.site.commands.intake import limits_of_house, orderly
from traveldoc.chip import Anchor, TrustStore, Vouched
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.standing import OLD_LIST
from traveldoc.chip.state import shown_code

_SOURCES: Final = click.argument("sources", nargs=-1, metavar="[FILE_OR_FOLDER...]")
_STORED: Final = "secondline.site.commands.trust_stored"
_AGENCY: Final = click.option(
    "--agency", metavar="CODE", help="Without files: what this agency relies on; by default every agency."
)
_JSON: Final = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
_ON: Final = click.option(
    "--on", type=Day(), default=None, help="The day to reckon age from; today by default."
)


@click.group()
def trust() -> None:
    """Look into master lists, certificates and directories; import them; see what is relied on."""


def _stored() -> Any:
    """What works on the database: loaded only then, so that files are looked into without one."""
    return importlib.import_module(_STORED)


@trust.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--by", "username", required=True, help="The administrator who imports, and answers for it.")
@click.option("--from", "origin", default="", help="Where the file comes from.")
@click.option("--reason", default="", help="Why you vouch for what cannot be verified.")
@click.option("--yes", is_flag=True, help="Do not ask: do what is shown.")
def import_file(file: str, username: str, origin: str, reason: str, yes: bool) -> None:
    """Show what FILE would change, and after a yes rely on it.

    A list is verified with a key that is trusted already. What can't be verified is taken only with a
    --reason, which is written down with your name. Exit status: 0, or 2 when nothing was imported.
    """
    with orderly():
        _stored().import_file(file, username, origin=origin, reason=reason, ask=not yes)


def _store_of(sources: tuple[str, ...], agency: str | None) -> TrustStore:
    """Of the files; without files what is in the database."""
    if sources and agency:
        raise click.UsageError("Either files or --agency.")
    if sources:
        return trust_store(sources, limits_of_house())
    store: TrustStore = _stored().whole_store(agency)
    return store


@trust.command("list")
@_SOURCES
@_AGENCY
@_ON
@_JSON
def list_sources(sources: tuple[str, ...], agency: str | None, on: date | None, as_json: bool) -> None:
    """Every source with its age and who vouches for it, and the number of keys of each State.

    Of the files that are given; without files, what the house relies on.

    A list whose own signature does not hold is named and brings nothing. Exit status: 0, or 2 when nothing
    could be used.
    """
    with orderly():
        store, day = _store_of(sources, agency), _noon(on)
        found = {
            "keys": len(store),
            "sources": [_source(vouched, day) for vouched in store.sources],
            "states": _counted(store.authorities),
        }
        if as_json:
            click.echo(json.dumps(found, indent=1))
            return
        for vouched in store.sources:
            _print_source(vouched, day)
        states = ", ".join(f"{code} {count}" for code, count in _counted(store.authorities).items())
        click.echo(f"{len(store)} keys: {states}")


@trust.command("show")
@click.argument("state")
@_SOURCES
@_AGENCY
@_ON
@_JSON
def show_state(
    state: str, sources: tuple[str, ...], agency: str | None, on: date | None, as_json: bool
) -> None:
    """The keys of one STATE (NZL, NZ ...): validity, algorithm, fingerprint, and who vouches for each.

    Exit status: 0, or 2 when nothing could be used or the State has no key there.
    """
    with orderly():
        store, day = _store_of(sources, agency), _noon(on)
        wanted = state.upper()
        keys = [known for known in store.authorities if wanted in {shown_code(known), known.subject.country}]
        if not keys:
            raise click.UsageError(f"{state}: no key of this State came with these sources.")
        anchors = [store.anchor(known) for known in sorted(keys, key=_begins)]
        if as_json:
            click.echo(json.dumps([_anchor(anchor, day) for anchor in anchors], indent=1))
            return
        for anchor in anchors:
            _print_anchor(anchor, day)


def _noon(on: date | None) -> datetime:
    return datetime.combine(on, time(12), UTC) if on else now()


def _begins(known: Certificate) -> str:
    return str(known.validity)


def _counted(keys: Iterable[Certificate]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for known in keys:
        code = shown_code(known)
        counts[code] = counts.get(code, 0) + 1
    return dict(sorted(counts.items()))


def _is_old(vouched: Vouched, day: datetime) -> bool:
    issued = vouched.source.issued
    return issued is not None and day - issued > OLD_LIST


def _source(vouched: Vouched, day: datetime) -> dict[str, Any]:
    source = vouched.source
    return {
        "name": source.name,
        "kind": source.kind.value,
        "issuer": source.issuer,
        "issued": source.issued and source.issued.isoformat(),
        "old": _is_old(vouched, day),
        "vouched": vouched.proof.state.value,
        "reason": str(vouched.proof.reason),
    }


def _anchor(anchor: Anchor, day: datetime) -> dict[str, Any]:
    known = anchor.certificate
    return {
        "subject": str(known.subject),
        "issuer": str(known.issuer),
        "link": known.is_link,
        "serial": f"{known.serial:X}",
        "validity": str(known.validity),
        "valid": known.validity.covers(day),
        "key": known.key.name,
        "key_identifier": known.key_identifier.hex(),
        "sha256": known.fingerprint,
        "oddities": [str(phrase) for phrase in (*known.oddities, *known.broken)],
        "sources": [_source(vouched, day) for vouched in anchor.vouched],
    }


def _words(vouched: Vouched, day: datetime) -> str:
    source = vouched.source
    signed = f", signed on {source.issued:%Y-%m-%d}" if source.issued else ""
    old = ", MORE THAN A YEAR OLD" if _is_old(vouched, day) else ""
    reason = "" if vouched.proof else f"; {vouched.proof.reason}"
    return f"{source.name}: {source.kind.value} of {source.issuer or '?'}{signed}{old}{reason}"


def _print_source(vouched: Vouched, day: datetime) -> None:
    click.echo(_words(vouched, day))


def _print_anchor(anchor: Anchor, day: datetime) -> None:
    shown = _anchor(anchor, day)
    state = "" if shown["valid"] else " (not valid on this day)"
    click.echo(f"{shown['validity']}{state}  {shown['key']}{'  link' if shown['link'] else ''}")
    click.echo(f"  {shown['subject']}")
    click.echo(f"  SHA-256 {shown['sha256']}")
    for oddity in shown["oddities"]:
        click.echo(f"  odd: {oddity}")
    for vouched in anchor.vouched:
        click.echo(f"  from {_words(vouched, day)}")
