"""`./secondline messages`: the catalogues gathered and compiled."""

import click
import django

django.setup()

from django.conf import settings  # noqa: E402  # needs the set-up above

from secondline.site.catalogue import refresh  # noqa: E402


@click.command()
def messages() -> None:
    """Gather the texts for the translators and compile what they wrote (exit status 1: some are missing)."""
    incomplete = False
    for language, name in settings.LANGUAGES:
        if language == settings.LANGUAGE_CODE:
            continue
        missing = refresh(settings.HOUSE / "src", settings.LOCALE_PATHS[0], language)
        click.echo(f"{name}: {len(missing)} texts are not translated")
        for text in missing:
            click.echo(f"  {text}")
        incomplete = incomplete or bool(missing)
    raise SystemExit(1 if incomplete else 0)
