"""The trust store in the database, for the words `trust` and `chip`: loaded only when it is asked for."""

from pathlib import Path

import click
import django

django.setup()

from django.db import DatabaseError  # noqa: E402  # needs the set-up above
from django.http import Http404  # noqa: E402

from secondline.people.models import Agency, Person  # noqa: E402
from secondline.reference.actions.trust_import import import_trust  # noqa: E402
from secondline.reference.actions.trust_look import TrustRefusedError, look_into  # noqa: E402
from secondline.reference.models import TrustSource  # noqa: E402
from secondline.reference.queries.trust import HouseTrust, trust_of  # noqa: E402
from secondline.reference.queries.trust_preview import PartPreview, Preview  # noqa: E402
from secondline.reference.trust_rules import Verdict  # noqa: E402
from secondline.site.clock import now  # noqa: E402
from secondline.site.commands.intake import complain, shown  # noqa: E402
from traveldoc.chip import TrustStore  # noqa: E402
from traveldoc.chip.state import shown_code  # noqa: E402

_NO_DATABASE = "The database can't be reached, or was never made (./secondline migrate)."


def _trust_of(code: str) -> HouseTrust:
    try:
        agency = Agency.objects.filter(code=code).first()
        if agency is None:
            raise click.UsageError(f"There is no agency with the code {code}.")
        found = trust_of(agency, now())
    except DatabaseError as error:
        raise click.UsageError(_NO_DATABASE) from error
    for source in found.damaged:
        complain(source.name, "its kept bytes are gone or changed; it is not relied on")
    return found


def stored_trust(code: str) -> tuple[TrustStore, str]:
    """The keys that this agency relies on, and in words which these are."""
    found = _trust_of(code)
    names = ", ".join(f"{source.name} (imported {source.imported_at:%Y-%m-%d})" for source in found.sources)
    return found.store, f"the store of {code} of {found.at:%Y-%m-%d}: {names or 'empty'}"


def whole_store(code: str | None) -> TrustStore:
    """Of one agency; without a code of the only one that imported, so that origins are never mixed."""
    try:
        codes = [code] if code else _importers()
    except DatabaseError as error:
        raise click.UsageError(_NO_DATABASE) from error
    if not codes:
        raise click.UsageError("Nothing has been imported yet. Name files, or see ./secondline trust import.")
    if len(codes) > 1:
        raise click.UsageError(
            f"Several agencies have imported: name one with --agency ({', '.join(codes)})."
        )
    return _trust_of(codes[0]).store


def _importers() -> list[str]:
    importing = TrustSource.objects.filter(ended_at=None).values("agency")
    return list(Agency.objects.filter(pk__in=importing).values_list("code", flat=True))


def import_file(path: str, username: str, *, origin: str, reason: str, ask: bool) -> None:
    """Look, show, ask, do: the same deeds as on the page."""
    try:
        by = Person.objects.select_related("agency").filter(username=username).first()
        if by is None:
            raise click.UsageError(f"There is nobody with the user name {username}.")
        with Path(path).open("rb") as file:
            seen = look_into(by=by, at=now(), name=path, stream=file)
        _tell(seen)
        if ask and seen.takeable:
            click.confirm(f"Rely on this from now on, as {by.name} of {by.agency.name}?", abort=True)
        done = import_trust(by=by, at=now(), name=seen.name, sha256=seen.sha256, origin=origin, reason=reason)
    except Http404 as error:
        raise click.UsageError(f"{username} is no administrator, who alone may import.") from error
    except TrustRefusedError as refused:
        raise click.UsageError(f"{shown(path)}: {refused.phrase}") from refused
    except DatabaseError as error:
        raise click.UsageError(_NO_DATABASE) from error
    for source in (*done.pinned, *done.sources):
        click.echo(f"relied on: {source.name} ({source.kind}, {source.standing})")
    for source in done.ended:
        click.echo(f"not relied on any more: {source.name}")


def _tell(seen: Preview) -> None:
    click.echo(f"{seen.name}: SHA-256 {seen.sha256}")
    for part in seen.parts:
        _tell_part(part)


def _tell_part(part: PartPreview) -> None:
    source = part.part.source
    dated = f", signed on {source.issued:%Y-%m-%d}" if source.issued else ""
    reason = f" ({part.reason})" if str(part.reason) else ""
    click.echo(f"  {source.kind.value} of {source.issuer or '?'}{dated}: {part.verdict}{reason}")
    click.echo(f"    {len(part.new)} new keys, {part.known} known, {len(part.expired)} expired")
    for key in part.missing:
        click.echo(f"    missing since the last list: {key.state} {key.subject}")
    for one, other in part.contradictory:
        click.echo(f"    contradicts: {one.subject} ({one.sha256[:16]}) and {other.sha256[:16]}")
    for where, why in part.part.unreadable:
        click.echo(f"    can't be read: {where}: {why}")
    if part.verdict == Verdict.PIN:
        for root in part.roots:
            click.echo(f"    to vouch for: {shown_code(root)} {root.subject}")
            click.echo(f"      SHA-256 {root.fingerprint}")
