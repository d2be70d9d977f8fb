"""`./secondline record verify|head`: the chain proved, its head exported."""

import json
from pathlib import Path

import click
import django

django.setup()

from secondline.record.queries import HeadNote, head, verify  # noqa: E402  # models need the set-up above
from secondline.site.clock import now  # noqa: E402


@click.group()
def record() -> None:
    """Prove the record, export and check its head."""


@record.command("head")
def export_head() -> None:
    """Print the head of the chain; keep it in another place, so that a cut tail is found later."""
    note = head()
    click.echo(
        json.dumps({"number": note.number, "hash": note.hash, "at": now().isoformat(timespec="seconds")})
    )


def _witness(path: Path) -> HeadNote:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return HeadNote(int(data["number"]), str(data["hash"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise click.UsageError(f"{path} is not a head as `record head` prints it ({error})") from error


@record.command("verify")
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="A head exported earlier with `record head`",
    default=None,
)
def prove(against: Path | None) -> None:
    """Walk the whole chain; name the first entry that does not hold (exit status 1)."""
    proof = verify(_witness(against) if against else None)
    if proof.broken is not None:
        click.echo(f"BROKEN at entry {proof.broken}: {proof.reason}. {proof.entries} entries before it hold.")
        raise SystemExit(1)
    click.echo(f"The record holds: {proof.entries} entries, head {proof.head.hash}.")
    if against is None:
        click.echo(
            "Without --against a tail cut together with the head can't be seen: export heads (record head)."
        )
