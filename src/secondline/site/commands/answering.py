"""What the words that examine share: the day, the exit status, and a finding on the terminal."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import click

from traveldoc.finding import Finding, Grade, worst_first

# What the exit status says: an inconsistency is never outvoted, not even by a file that could not be used.
STATUS: Final = {Grade.INCONSISTENT: 1, Grade.INCONCLUSIVE: 3, Grade.NOT_EXAMINED: 3, Grade.CONSISTENT: 0}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_GRADE_MARKS: Final = {
    Grade.INCONSISTENT: "x",
    Grade.INCONCLUSIVE: "?",
    Grade.NOT_EXAMINED: "-",
    Grade.CONSISTENT: "+",
}


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD and nothing else."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(_DAY.fullmatch(value)[0])  # type: ignore[index]  # None: TypeError
        except (ValueError, TypeError):
            return self.fail(f"{value!r} is no day; write it as 2026-11-23.", param, ctx)


def print_finding(finding: Finding) -> None:
    click.echo(f"  {_GRADE_MARKS[finding.grade]} {finding.grade.value}: {finding.question}{_place(finding)}")
    for label, phrase in (("expected", finding.expected), ("seen", finding.seen), ("hint", finding.hint)):
        if str(phrase):
            click.echo(f"      {label}: {phrase}")
    click.echo(f"      {finding.id}, {finding.clause}")


def print_told(findings: Sequence[Finding]) -> None:
    """What does not hold or was not looked at, the worst first; how many checks hold."""
    told = [finding for finding in worst_first(findings) if finding.grade is not Grade.CONSISTENT]
    for finding in told:
        if finding.grade is Grade.NOT_EXAMINED:
            click.echo(f"  - not examined: {finding.question} ({finding.seen})")
        else:
            print_finding(finding)
    click.echo(f"  + {len(findings) - len(told)} checks hold")


def _place(finding: Finding) -> str:
    place = finding.place
    if place is None:
        return ""
    if place.line is None:
        return f" ({place.zone})" if place.zone.isupper() or "." in place.zone else ""
    if place.start is None:
        return f" (line {place.line})"
    columns = f"column {place.start}" if place.start == place.end else f"columns {place.start} to {place.end}"
    return f" (line {place.line}, {columns})"
