"""The table of all checks as a page: `docs/doc9303.md` is drawn from here, and a test compares the two."""

from itertools import groupby
from typing import Final

from traveldoc.checks import CHECKS
from traveldoc.checks.check import Check
from traveldoc.checks.chip import READ
from traveldoc.checks.deviation import DEVIATIONS
from traveldoc.checks.seal import READ as READ_OF_SEALS
from traveldoc.checks.validity import LIMITS
from traveldoc.mrz.alphabet import BLIND_GROUPS
from traveldoc.mrz.date import EXPIRED_SINCE, OLDEST
from traveldoc.mrz.format import FORMATS, Format

_HEAD: Final = """# What of Doc 9303 is covered

Drawn by `traveldoc.checks.table.markdown()` from the tables that the examination itself uses; do not edit.

Every question is answered with `consistent`, `inconsistent`, `inconclusive` or `not examined`. There is no
"genuine". A fault on a character that was read without certainty is `inconclusive`: a person confirms the
character first. A fault that genuine documents are known to have (see Deviations) is `inconclusive`, too.
"""

_FAMILIES: Final = {
    "mrz.format": "Lines and characters",
    "mrz.field-characters": "Fields",
    "mrz.code": "Codes",
    "mrz.name": "Name",
    "mrz.number": "Document number",
    "mrz.check-digit": "Check digits",
    "mrz.date": "Dates",
    "mrz.reading": "Reading",
    "visual": "Visual zone against machine readable zone",
    "page": "Print of the zone",
    "chip": "Chip: files and signature",
    "chip.trust": "Chip: the signer and its State",
    "chip.data": "Chip: the data against each other and the page",
    "chip.page": "Chip: its data against what a person read on the page",
    "chip.proof": "Chip: its own proof",
    "journey": "Journey: stamps, what is told, and dates",
    "alert": "Known false documents",
    "reported": "Lost, stolen and revoked documents",
    "seal": "Seals in bar codes: form, signer and signature",
    "seal.trust": "Seals: the signer and its State",
    "seal.data": "Seals: their data against the document",
}

_NOT_COVERED: Final = """## Not covered here

- Position, size and optical properties of the zone (Doc 9303-3, 4.4, 4.5, 4.10, 4.11): pictures. Of its
  print, the shapes of the characters are compared where a picture shows them.
- The visual zone itself (Doc 9303-3, 3), but for what a person types of it.
- Of the chip: reading it (parts 9 and 11; files that were read are examined), its second applications for
  stamps, visas and more biometrics (9303-10, 5), EF.DIR, EF.ATR/INFO and EF.CardSecurity, what stands in
  fingerprints and irises (DG3 and DG4 are counted and left closed), certificates for extended access
  (9303-12, 7.2), chip authentication by Diffie-Hellman without curves, curves over binary fields.
- Of part 12: certificates of the second applications' signers (7.1.2). Nothing is fetched: certificates,
  revocation lists, master lists and deviation lists are brought in as files.
- Of part 13: print quality and place of the code (2.1); making seals (3.2); profiles of the States' own
  (even categories, 3.1.1): their signature is examined, their features are shown and not explained; versions
  other than 3 and 4. Seals in JSON (VDS-NC) are not in part 13 of 2021 but in a technical report: header,
  signature, signer and holder are examined, the medical data are not.
- Codes that are no seals (driving licences, boarding passes, 2D-Doc, health certificates, addresses) are
  shown as what they are and never opened; a machine readable zone in them is compared with the printed one.
"""


def markdown() -> str:
    """The page in Markdown, ending with one line break."""
    parts = [
        _HEAD,
        "## Questions\n",
        _questions(),
        _files(),
        _seals(),
        "## Fields\n",
        *map(_format, FORMATS.values()),
    ]
    parts += ["## What a check digit cannot see\n", _blind(), "## Two digits for a year\n", _years()]
    parts += ["## Longest validity\n", _limits(), "## Deviations\n", _deviations(), _NOT_COVERED]
    return "\n".join(parts)


def _family(check: Check) -> str:
    return next((title for start, title in reversed(_FAMILIES.items()) if check.id.startswith(start)), "")


def _questions() -> str:
    lines = []
    title = ""
    for check in CHECKS:
        family = _family(check) or title
        if family != title:
            lines += ["", f"### {family}", "", "| id | question | expected | clause |", "|---|---|---|---|"]
            title = family
        lines.append(f"| `{check.id}` | {check.question} | {check.expected} | {check.clause} |")
    return "\n".join(lines[1:]) + "\n"


def _files() -> str:
    lines = ["## Files of the chip\n", "| file | what is read of it | clause |", "|---|---|---|"]
    lines += [f"| {name} | {read} | {clause} |" for name, (read, clause) in READ.items()]
    return "\n".join(lines) + "\n"


def _seals() -> str:
    lines = ["## Seals and bar codes\n", "| what | what is read of it | clause |", "|---|---|---|"]
    lines += [f"| {name} | {read} | {clause} |" for name, (read, clause) in READ_OF_SEALS.items()]
    return "\n".join(lines) + "\n"


def _format(layout: Format) -> str:
    lines = [
        f"### {layout.name}: {layout.count} lines of {layout.width} ({layout.clause})",
        "",
        "| line | columns | field | holds | clause |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {item.line} | {item.start}-{item.end} | {item.name} | {item.kind.value} | {item.clause} |"
        for item in layout.fields
    ]
    lines += ["", "| check digit | calculated over (line: columns) | clause |", "|---|---|---|"]
    lines += [f"| {digit.field} | {_over(digit.over)} | {digit.clause} |" for digit in layout.check_digits]
    return "\n".join(lines) + "\n"


def _over(spans: tuple[tuple[int, int, int], ...]) -> str:
    grouped = groupby(spans, key=lambda span: span[0])
    return "; ".join(
        f"{line}: " + ", ".join(f"{start}-{end}" for _, start, end in group) for line, group in grouped
    )


def _blind() -> str:
    groups = "; ".join(" ".join(group) for group in BLIND_GROUPS)
    return (
        "Characters whose values are equal modulo 10 stand for each other unseen (Doc 9303-3, 4.9): "
        f"{groups}. Two neighbours exchanged are unseen, too, where their values differ by 5 (modulo 10). "
        "Every finding of a check digit says so, and `mrz.check-digit.unprotected` names the fields that no "
        "check digit covers.\n"
    )


def _years() -> str:
    return (
        "Doc 9303-3, 4.8 prints two digits. A birth is the latest year that is not after the day of the "
        "examination and not after the expiry; a century earlier is reported beside it while the holder "
        f"would be at most {OLDEST} years old. An expiry lies in the hundred years that begin "
        f"{EXPIRED_SINCE} years before the day of the examination. That day is handed in, never read from "
        "a clock.\n"
    )


def _limits() -> str:
    lines = ["| document code | usual, years | longest, years | source |", "|---|---|---|---|"]
    lines += [
        f"| {code} | {limit.usual} | {limit.longest or 'none'} | {limit.source} |"
        for code, limit in LIMITS.items()
    ]
    return "\n".join(lines) + "\n"


def _deviations() -> str:
    lines = ["| fault | issuers | document codes | formats | why |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.fault} | {_any(row.issuers)} | {_any(row.codes)} | {_any(row.formats)} | {row.why} |"
        for row in DEVIATIONS
    ]
    return "\n".join(lines) + "\n"


def _any(names: frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "any"
