"""`./secondline read`: the machine readable zone in pictures."""

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import click

from secondline.evidence.darkroom import Darkroom, TroubleError
from secondline.evidence.darkroom.plain import advice
from secondline.evidence.rules import Limits
from secondline.site.commands.intake import (
    UNUSABLE,
    complain,
    limits_of_house,
    orderly,
    print_advice,
    shown,
    take,
    words,
)

DOUBTFUL: Final = 0.9  # a character read with less confidence is named


@click.command()
@click.argument("pictures", nargs=-1, required=True, metavar="PICTURE...")
@click.option("--json", "as_json", is_flag=True, help="One JSON array, in the order of the pictures.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=None,
    help="How many pictures are read at the same time; by default as many as there are processor cores.",
)
def read(pictures: tuple[str, ...], as_json: bool, workers: int | None) -> None:
    """Read the machine readable zone in pictures (JPEG, PNG, TIFF, WebP, JPEG 2000; "-" is standard input).

    A picture that can't be used gets one line that says why, and the others are still read.

    Exit status: 0 all pictures could be used (with a zone or without), 2 some could not.
    """
    limits = limits_of_house()
    with orderly():
        results = _shown_progress(_all(pictures, limits, workers), len(pictures), as_json)
        answers = _print_json(results) if as_json else [_print(result) for result in results]
    raise SystemExit(0 if all(answers) else UNUSABLE)


def _all(pictures: Sequence[str], limits: Limits, workers: int | None) -> Iterator[dict[str, Any]]:
    """The answers in the order of the pictures, while later ones are still being read."""
    workers = min(workers or len(os.sched_getaffinity(0)), len(pictures))
    with Darkroom(limits, workers) as room:
        room.start()
        pool = ThreadPoolExecutor(workers)
        try:
            jobs: list[Future[dict[str, Any]]] = [
                pool.submit(read_one, path, room, limits) for path in pictures
            ]
            for job in jobs:
                yield job.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def read_one(path: str, room: Darkroom, limits: Limits) -> dict[str, Any]:
    """One picture's answer; one that can't be used has `error` (words) and `code` as well.

    `choices` are for those who read it; the JSON has the keys that were promised.
    """
    began = time.perf_counter()
    answer: dict[str, Any] = {"file": path, "format": None, "lines": None, "confidence": [], "quality": None}
    try:
        reading = room.read_zone(take(path, limits.file_bytes))
        answer |= {key: reading[key] for key in ("format", "lines", "confidence", "choices")}
        answer["quality"] = reading["quality"] | {"advice": [str(phrase) for phrase in advice(reading)]}
    except TroubleError as trouble:
        answer |= {"error": words(trouble.code, limits), "code": trouble.code}
    answer["ms"] = round((time.perf_counter() - began) * 1000, 1)
    return answer


def _shown_progress(results: Iterator[dict[str, Any]], count: int, as_json: bool) -> Iterator[dict[str, Any]]:
    """A bar on the terminal while one waits for JSON; readable answers are their own progress."""
    if not (as_json and count > 1 and _is_terminal()):
        yield from results
        return
    with click.progressbar(results, length=count, label="Reading", file=sys.stderr) as bar:
        yield from bar


def _is_terminal() -> bool:
    return sys.stderr.isatty()


def _print_json(results: Iterator[dict[str, Any]]) -> list[bool]:
    answers = [{key: value for key, value in each.items() if key != "choices"} for each in results]
    click.echo(json.dumps(answers, indent=1))
    return ["error" not in answer for answer in answers]


def _print(answer: dict[str, Any]) -> bool:
    name = shown(answer["file"])
    if "error" in answer:
        complain(answer["file"], answer["error"])
        return False
    if answer["lines"] is None:
        click.echo(f"{name}: no machine readable zone found")
    else:
        click.echo(f"{name}: {answer['format']}")
        for number, line in enumerate(answer["lines"], 1):
            click.echo(f"  {line}")
            _print_doubts(number, line, answer["confidence"][number - 1])
        for choice in answer["choices"]:
            _print_choice(**choice)
    print_advice(answer["quality"]["advice"], retake=answer["quality"]["retake"])
    return True


def _print_doubts(number: int, line: str, confidence: Sequence[float]) -> None:
    doubts = [
        f"{column} ({line[column - 1]})" for column, sure in enumerate(confidence, 1) if sure < DOUBTFUL
    ]
    if doubts:
        click.echo(f"  uncertain in line {number}, column {', '.join(doubts)}")


def _print_choice(line: int, column: int, read: str, chosen: str) -> None:
    """What the rules of the zone made of a character that looked a little more like another."""
    click.echo(f"  {chosen} rather than {read} in line {line}, column {column}: so the zone's rules say")
