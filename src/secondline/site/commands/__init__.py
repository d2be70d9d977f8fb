"""The command line. Words are a table; a word's module is loaded only when used, so `read` starts fast."""

import importlib
import os

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondline.site.settings")

# word -> (module, what it does)
WORDS: dict[str, tuple[str, str]] = {
    "read": ("reading", "Read the machine readable zone in pictures"),
    "examine": ("examining", "Examine the machine readable zone in pictures or text"),
    "chip": ("chipping", "Examine the files of a chip: read, signature verified, trusted"),
    "seal": ("sealing", "Examine the seals in bar codes: read, signature verified, trusted"),
    "trust": ("trusting", "Look into master lists and certificates: whose keys, who vouches, how old"),
    "record": ("recording", "Prove the record, export and check its head"),
    "evidence": ("storing", "Compare the sealed originals with the rows about them"),
    "migrate": ("serving", "Bring the database up to date"),
    "serve": ("serving", "Serve the pages and do the background work"),
    "worker": ("serving", "Do the background work in a process of its own"),
    "demo": ("demonstrating", "Load the demonstration once and serve it"),
    "found": ("founding", "Found an agency with its first administrator"),
    "recover": ("recovering", "Take a lost second factor off somebody whom no administrator can help"),
    "docs": ("documenting", "Draw the pages of docs/ that come from tables"),
    "messages": ("translating", "Gather the texts for the translators and compile what they wrote"),
    "place": ("placing", "Say where a post stands on the map"),
    "register": ("registering", "Fill the statistics from concluded inspections and prove them"),
    "release": ("releasing", "List tables that were released to an agency, and save one"),
    "library": ("librarying", "Save the library as a folder, or take one in"),
    "reported": ("listing", "Take in lists of lost and stolen documents, say how old they are"),
    "hidden": ("hiding", "Estimate how many were never seen, in several ways side by side"),
    "rates": ("rating", "Rates of groups with intervals, shrunk towards each other"),
    "signals": ("signalling", "Say which counts are more than their own past lets expect"),
    "disclose": ("disclosing", "Show all that is kept about persons in one case"),
    "retention": ("retaining", "Erase what has been kept long enough"),
}


class LazyProgram(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in WORDS:
            return None
        module = importlib.import_module(f"secondline.site.commands.{WORDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Words"):
            formatter.write_dl([(word, meaning) for word, (_, meaning) in sorted(WORDS.items())])


@click.command(cls=LazyProgram, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option("0.1.0", prog_name="secondline")
def program() -> None:
    """Secondline: an open Document Examination Support Centre.

    Besides the words below, ./secondline knows `test` (the whole quality gate).
    """
