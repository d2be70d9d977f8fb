"""`./secondline examine`: does the machine readable zone in a picture or a text hold together?"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from string import ascii_letters, digits
from typing import Any, Final

import click
import yaml

from secondline.evidence.darkroom import Darkroom, TroubleError
from secondline.evidence.darkroom.plain import advice, barcodes, mrz_reading, typeface
from secondline.evidence.rules import HEAD_BYTES, Limits, sniff
from secondline.site.clock import now
from secondline.site.commands.answering import STATUS, Day, print_finding
from secondline.site.commands.chipping import trust_store
from secondline.site.commands.intake import (
    STANDARD_INPUT,
    UNUSABLE,
    complain,
    limits_of_house,
    orderly,
    print_advice,
    shown,
    take,
    words,
)
from traveldoc.checks.page import font
from traveldoc.chip import TrustStore
from traveldoc.examine import Examination
from traveldoc.examine import examine as ask
from traveldoc.facts import Facts, Reading, VisualForm, VisualFormError
from traveldoc.finding import Grade, worst_first

WORST_FIRST: Final = (1, UNUSABLE, 3, 0)

LONGEST_TEXT: Final = 4096  # a zone has at most 90 characters; the rest is room for blanks and line ends
SHORTEST_ZONE: Final = 20
SHORTEST_RUN: Final = 28  # without any filler: no language has words as long as a line
LIKENESS: Final = 0.8  # share of characters that a zone can have; the others are what is to be examined
_FILLERS: Final = frozenset("<«‹")
_ZONE_LETTERS: Final = _FILLERS | frozenset(ascii_letters + digits)
_NO_ZONE: Final = "No machine readable zone was found in the picture."
_NEITHER: Final = "This is neither a picture nor a machine readable zone as text."


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one input: an examination, or the reason why there is none."""

    name: str
    examination: Examination | None = None
    error: str = ""
    advice: tuple[str, ...] = field(default=())
    retake: bool = False

    @property
    def status(self) -> int:
        return STATUS[self.examination.grade] if self.examination else UNUSABLE

    def to_dict(self) -> dict[str, Any]:
        if self.examination:
            return {
                "file": self.name,
                **self.examination.to_dict(),
                "advice": list(self.advice),
                "retake": self.retake,
            }
        return {
            "file": self.name,
            "document": None,
            "findings": [],
            "grade": Grade.NOT_EXAMINED.value,
            "error": self.error,
        }


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="PICTURE|TEXT...")
@click.option("--visual", metavar="FILE", help="What the visual zone says, as YAML or JSON (surname: ...).")
@click.option(
    "--trust",
    multiple=True,
    metavar="FILE_OR_FOLDER",
    help="Master lists and signers' certificates, for seals in bar codes; may be given several times.",
)
@click.option("--on", type=Day(), default=None, help="The day of the examination; today by default.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array, in the order of the inputs.")
def examine(
    inputs: tuple[str, ...], visual: str | None, trust: tuple[str, ...], on: date | None, as_json: bool
) -> None:
    """Examine the machine readable zone in pictures or text, and seals in bar codes beside it.

    An input is a picture, a file with the zone as text, the zone itself, or "-" for standard input. With
    --visual each input is compared with what a person read in the visual zone.

    Exit status: 1 something is inconsistent; otherwise 2 some input could not be used (the reason is said);
    otherwise 3 something is inconclusive; 0 all consistent.
    """
    limits = limits_of_house()
    day = on or now().astimezone().date()
    with orderly(), Darkroom(limits) as room:
        form = _visual_form(visual, limits)
        store = trust_store(trust, limits)
        answers = [answer_one(given, form, day, room, limits, store) for given in inputs]
        _print_json(answers) if as_json else _print(answers)
    statuses = {answer.status for answer in answers}
    raise SystemExit(next(status for status in WORST_FIRST if status in statuses))


def answer_one(
    given: str, form: VisualForm, day: date, room: Darkroom, limits: Limits, trust: TrustStore | None = None
) -> Answer:
    try:
        if _is_zone_itself(given):
            return Answer(given, ask(Facts((Reading((given,)),), form), on=day))
        data = take(given, limits.file_bytes)
        if sniff(data[:HEAD_BYTES]).trouble == "not-a-picture":
            return _answer_text(given, data, form, day)
        reading = room.read(data)
    except TroubleError as trouble:
        return Answer(given, error=words(trouble.code, limits))
    advised = tuple(str(phrase) for phrase in advice(reading))
    found, codes = mrz_reading(reading), barcodes(reading)
    if found is None and not codes:
        return Answer(given, error=" ".join(advised) or _NO_ZONE)
    seen, retake = typeface(reading), bool(reading["quality"].get("retake"))
    faces = font([seen] if seen else [])
    facts = Facts(() if found is None else (found,), form, faces, seals=codes)
    return Answer(given, ask(facts, on=day, trust=trust), advice=advised, retake=retake)


def _answer_text(name: str, data: bytes, form: VisualForm, day: date) -> Answer:
    text = decode_text(data)
    if not is_like_zone(text):
        return Answer(name, error=_NEITHER)
    return Answer(name, ask(Facts((Reading((text,)),), form), on=day))


def _is_zone_itself(given: str) -> bool:
    """The zone as an argument: it looks like one, and no file is called so."""
    return given != STANDARD_INPUT and "<" in given and is_like_zone(given) and not os.path.lexists(given)


def is_like_zone(text: str) -> bool:
    """Mostly characters of a zone, with fillers or in long runs; whether it is a good one is examined."""
    words = text.split()
    compact = "".join(words)
    if len(compact) < SHORTEST_ZONE or len(text) > LONGEST_TEXT:
        return False
    if not _FILLERS & set(compact) and max(map(len, words)) < SHORTEST_RUN:
        return False
    return sum(letter in _ZONE_LETTERS for letter in compact) >= LIKENESS * len(compact)


def decode_text(data: bytes) -> str:
    """Text in UTF-8, UTF-16 or an eight-bit code, with or without a byte order mark; empty if it is none."""
    if len(data) > 4 * LONGEST_TEXT:
        return ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:4]:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _visual_form(path: str | None, limits: Limits) -> VisualForm:
    """The visual data; click.UsageError (exit status 2) says what is wrong with them."""
    if path is None:
        return VisualForm()
    try:
        text = decode_text(take(path, 4 * LONGEST_TEXT))
        return VisualForm.from_mapping(_mapping(text))
    except TroubleError as trouble:
        why = "The file is too long." if trouble.code == "too-many-bytes" else words(trouble.code, limits)
    except VisualFormError as error:
        why = " ".join(str(problem) for problem in error.problems)
    except (yaml.YAMLError, RecursionError):
        why = "This is neither YAML nor JSON. Write lines such as surname: ERIKSSON."
    raise click.UsageError(f"--visual {shown(path)}: {why}")


def _mapping(text: str) -> object:
    """JSON or YAML, every value as it is written: 0123 stays 0123, and NO is not "false"."""
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except ValueError:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # makes nothing but texts and lists


def _print_json(answers: Iterable[Answer]) -> None:
    click.echo(json.dumps([answer.to_dict() for answer in answers], indent=1))


def _print(answers: Iterable[Answer]) -> None:
    for answer in answers:
        if answer.examination is None:
            complain(answer.name, answer.error)
        else:
            click.echo(f"{shown(answer.name)}: {answer.examination.grade.value}")
            _print_examination(answer.examination)
        print_advice(answer.advice, retake=answer.retake)


def _print_examination(examination: Examination) -> None:
    for line in examination.document.lines:
        click.echo(f"    {line}")
    told = [f for f in worst_first(examination.findings) if f.grade is not Grade.CONSISTENT]
    for finding in told:
        print_finding(finding)
    held = len(examination.findings) - len(told)
    click.echo(f"  + {held} further checks hold" if told else f"  + all {held} checks hold")
