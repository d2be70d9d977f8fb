"""`./secondline register pull|check|turn-key`: the statistics filled, proved, and their keys turned."""

import click
import django

django.setup()

from secondline.people.models import Agency  # noqa: E402  # models need the set-up above
from secondline.record.keyring import KeyringError  # noqa: E402
from secondline.register import actions  # noqa: E402
from secondline.site.clock import now  # noqa: E402


@click.group()
def register() -> None:
    """Fill the register from concluded inspections, prove it, turn its keys."""


def _agencies(code: str | None) -> list[Agency]:
    found = list(Agency.objects.filter(code=code) if code else Agency.objects.all())
    if code and not found:
        raise click.UsageError(f"There is no agency with the code {code}.")
    return found


@register.command()
@click.option("--agency", "code", help="Only the agency with this code")
@click.option("--all", "everything", is_flag=True, help="Look at every concluded inspection again")
def pull(code: str | None, everything: bool) -> None:
    """Take over what was concluded or corrected since the last time; pulling twice adds nothing."""
    failed = False
    for agency in _agencies(code):
        try:
            pulled = actions.pull(agency=agency, by=None, at=now(), everything=everything)
        except KeyringError as error:
            failed = True
            click.echo(f"{agency.code}: {error}", err=True)
            continue
        click.echo(
            f"{agency.code}: {pulled.added} new, {pulled.replaced} replaced, {pulled.unchanged} unchanged, "
            f"{pulled.refused} refused"
        )
    if failed:
        raise SystemExit(2)


@register.command()
@click.option("--agency", "code", help="Only the agency with this code")
def check(code: str | None) -> None:
    """Prove that each concluded inspection stands in the register once (exit status 1 where it does not)."""
    holds = True
    for agency in _agencies(code):
        proof = actions.check(agency=agency, at=now())
        holds = holds and not proof.faults
        click.echo(
            f"{agency.code}: {proof.concluded} concluded, {proof.held} in the register, "
            f"{proof.waiting} waiting, {proof.refused} refused, {proof.unlinked} no longer linked"
        )
        for fault in proof.faults:
            click.echo(f"  BROKEN: {fault}")
    if not holds:
        raise SystemExit(1)


@register.command("turn-key")
@click.option("--agency", "code", required=True, help="The agency with this code")
def turn_key(code: str) -> None:
    """Name new rows under a new key. Copy the key file to its backup afterwards."""
    (agency,) = _agencies(code)
    try:
        version = actions.turn_key(agency=agency, by=None, at=now())
    except KeyringError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{agency.code}: new rows are named under key version {version}. Copy the key file to its backup."
    )
