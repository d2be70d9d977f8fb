"""Documentation that is drawn from the tables; a test compares it with what stands in docs/."""

import configparser
from collections.abc import Callable, Sequence
from importlib import import_module

from django.conf import settings

from secondline.evidence import rules as evidence
from secondline.inspections import rules as inspections
from secondline.inspections.rules import states_markdown as inspection_states
from secondline.people.rules import RIGHTS, Role
from secondline.record.rules import Personal
from secondline.reference import rules as reference
from secondline.reference.rules import states_markdown as library_states
from secondline.register import rules as register
from secondline.site.environment import SETTINGS
from secondline.support import rules as support
from secondline.support.rules import states_markdown as request_states
from traveldoc.checks.table import markdown as doc9303

PERSONAL: dict[str, Sequence[Personal]] = {
    "evidence": evidence.PERSONAL,
    "reference": reference.PERSONAL,
    "inspections": inspections.PERSONAL,
    "support": support.PERSONAL,
    "register": register.PERSONAL,
}


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return (
        "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
        + "\n"
    )


def rooms() -> str:
    rows = []
    for number, name in enumerate((*settings.ROOMS, "secondline.site"), 1):
        sentence = (import_module(name).__doc__ or "").strip().splitlines()[0]
        rows.append((str(number), f"`{name.removeprefix('secondline.')}`", sentence))
    parser = configparser.ConfigParser()
    parser.read(settings.HOUSE / ".importlinter")
    contracts = [parser[s]["name"] for s in parser.sections() if ":contract:" in s]
    return (
        "# The rooms\n\nDrawn from the settings and the import contracts by `./secondline docs`.\n\n"
        "A room imports only rooms above it in this list.\n\n"
        + _table(("", "room", "what happens there"), rows)
        + "\nTwo packages know nothing of them: `traveldoc` (what a travel document says and whether it "
        "holds together) and `borderstats` (what the counts say).\n\n## What is enforced\n\n"
        + "".join(f"- {name}\n" for name in contracts)
        + '- A key from one room to another has `related_name="+"`: nobody can look forward\n'
        "- No import stands inside a function; only `site` has a clock\n"
    )


def rights() -> str:
    verbs = sorted({right.verb for right in RIGHTS})

    def cell(role: Role, verb: str) -> str:
        return ", ".join(r.reach.value for r in RIGHTS if (r.role, r.verb) == (role, verb))

    rows = [(f"`{verb}`", *(cell(role, verb) for role in Role)) for verb in verbs]
    return (
        "# Who may do what\n\nDrawn from `people/rules.py` by `./secondline docs`. What is not in the table "
        "is denied, and answered as if it did not exist.\n\n"
        + _table(("deed", *(role.value for role in Role)), rows)
    )


def environment() -> str:
    rows = [(f"`{s.name}`", f"`{s.default}`" if s.default else "", s.meaning) for s in SETTINGS]
    return (
        "# Settings\n\nDrawn from `site/environment.py` by `./secondline docs`. Each may also be given as "
        "`NAME_FILE`, the path of a file that holds the value.\n\n"
        + _table(("name", "default", "meaning"), rows)
    )


def states() -> str:
    return (
        "# States\n\nDrawn from the rules of the rooms by `./secondline docs`. What is not in a table is "
        "refused, in words, and changes nothing.\n\n## An inspection\n\n"
        + inspection_states()
        + "\n\nWhat belongs to a concluded inspection and changes later (a correction, a late answer) is a "
        "new revision of it. An erased inspection changes no more.\n\n## A request to the centre\n\n"
        + request_states()
        + "\n\nAn answer goes to `second opinion wanted` when nobody may say it alone: “demonstrated”, "
        "“impostor”, an examiner who wants a second pair of eyes, or two who differ. Who looks then has seen "
        "no earlier opinion, and for them such a request looks like any other that waits.\n\n"
        "## A document type, an alert\n\n"
        + library_states()
        + "\n\nNobody publishes what they have written in. A published one is not changed: a new edition is "
        "written beside it and takes its place.\n"
    )


def personal_data() -> str:
    rows = [
        (room, each.what, f"{each.days} days", each.exported, each.erased)
        for room, declared in PERSONAL.items()
        for each in declared
    ]
    head = (
        "Drawn from each room's `rules.py` by `./secondline docs`. `./secondline retention`, run daily, "
        "erases; `./secondline disclose CASE` shows what is kept in one case. Days count from the last deed "
        "in a case. The record holds ids, verbs and digests only, so that erasure never breaks its chain; "
        "the register holds no identity."
    )
    return f"# Personal data\n\n{head}\n\n" + _table(
        ("room", "what", "kept", "shown to whom it concerns", "how it goes"), rows
    )


DRAWN: dict[str, Callable[[], str]] = {
    "docs/rooms.md": rooms,
    "docs/rights.md": rights,
    "docs/settings.md": environment,
    "docs/personal-data.md": personal_data,
    "docs/doc9303.md": doc9303,
    "docs/states.md": states,
}
