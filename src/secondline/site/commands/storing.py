"""`./secondline evidence check`: what is sealed compared with what is on the disk."""

import click
import django

django.setup()

from secondline.evidence.queries import sanity  # noqa: E402  # models need the set-up above


@click.group()
def evidence() -> None:
    """Compare the sealed originals with the rows about them."""


@evidence.command()
@click.option("--quick", is_flag=True, help="Only whether the files are there; don't read them through")
def check(quick: bool) -> None:
    """Read every sealed original and compare its hash (exit status 1: something is missing or differs)."""
    found = sanity(hashes=not quick)
    click.echo(
        f"{found.items} items; {found.parts} unfinished uploads; {found.set_aside} set aside as damaged"
    )
    for words, names in (
        ("on the disk without a row", found.orphans),
        ("MISSING", found.missing),
        ("DIFFERS from its hash", found.mismatches),
    ):
        for name in names:
            click.echo(f"{name}: {words}")
    if not found.sound:
        raise SystemExit(1)
    click.echo(
        "Every sealed original is there." if quick else "Every sealed original is there and unchanged."
    )
