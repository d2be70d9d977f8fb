"""Readings gathered into documents: which of them show the same machine readable zone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from secondline.evidence.darkroom.plain import typeface
from traveldoc.barcode import Barcode
from traveldoc.facts import Reading
from traveldoc.mrz import parse
from traveldoc.mrz.typeface import Typeface, Verdict
from traveldoc.seal.examine import formats_in

# Two readings of one zone differ in a few misread characters; two documents differ in most of the names,
# numbers and dates. Fillers at the same place say nothing and are left out.
SAME_DOCUMENT: Final = 0.6

# Which document leads: the one that a person carries to be known by, before a visa in it.
LEADING: Final = ("TD3", "TD1", "TD2", "FR2x36", "MRVA", "MRVB", None)


@dataclass(frozen=True, slots=True)
class Source:
    """A reading and where it comes from: a picture (`exhibit`), a person (`by_person`), or both."""

    reading: Reading
    format: str | None
    exhibit: UUID | None = None
    by_person: bool = False
    typeface: Typeface | None = None

    @property
    def sureness(self) -> float:
        """The least sure character decides: a reading is as good as its worst place."""
        return min((min(line, default=0.0) for line in self.reading.confidences), default=1.0)


@dataclass(slots=True)
class Seen:
    """One document as its sources show it, the best first, with the bar codes on it."""

    sources: list[Source] = field(default_factory=list)
    codes: list[Barcode] = field(default_factory=list)

    @property
    def typefaces(self) -> list[Typeface]:
        """How each picture of the document shows the zone's print."""
        return [source.typeface for source in self.sources if source.typeface]

    @property
    def best(self) -> Source:
        return self.sources[0]


def from_picture(exhibit: UUID, reading: dict[str, Any] | None) -> Source | None:
    """What was read in a picture; None where there is no zone in it (or nothing was read yet)."""
    if not reading or not reading["lines"]:
        return None
    lines = tuple(reading["lines"])
    confidences = tuple(tuple(line) for line in reading["confidence"])
    seconds = tuple(tuple(letter.strip() for letter in line) for line in reading["runners_up"])
    return Source(
        Reading(lines, confidences, seconds), reading["format"], exhibit, typeface=typeface(reading)
    )


def from_person(text: str, exhibit: UUID | None) -> Source:
    """What a person typed: certain, in any shape. The lines are sorted out by the parser."""
    mrz = parse(text)
    return Source(Reading((text,)), mrz.format.name if mrz.format else None, exhibit, by_person=True)


def lines_of(source: Source) -> tuple[str, ...]:
    mrz = parse(source.reading)
    return mrz.lines if mrz.format else mrz.given


def same_document(one: Source, other: Source) -> bool:
    if one.format is None or one.format != other.format:
        return False
    here, there = "".join(lines_of(one)), "".join(lines_of(other))
    pairs = [(a, b) for a, b in zip(here, there, strict=False) if (a, b) != ("<", "<")]
    return bool(pairs) and sum(a == b for a, b in pairs) / len(pairs) >= SAME_DOCUMENT


def confirm(picture: Source, typed: Source | None) -> Source:
    """What a person confirmed of a picture; of its print what was compared with the right characters."""
    if typed is None:
        return picture
    found, lines = picture.typeface, lines_of(typed)
    if found is not None and lines != picture.reading.lines:
        odd = tuple(
            each
            for each in found.odd
            if each.line <= len(lines)
            and lines[each.line - 1][each.column - 1 : each.column] == each.character
        )
        found = Typeface(found.verdict if odd or not found.odd else Verdict.UNCLEAR, found.kinds, odd)
    return replace(typed, typeface=found)


def documents(pictures: Sequence[Source], typed: dict[UUID | None, Source]) -> list[Seen]:
    """Group readings into documents, the leading document first, in each the best reading first.

    What a person confirmed for a picture takes the place of what was read in it; what a person typed
    for no picture stands beside the pictures and is compared with them.
    """
    sources = [confirm(picture, typed.get(picture.exhibit)) for picture in pictures]
    read = {picture.exhibit for picture in pictures}
    sources += [source for exhibit, source in typed.items() if exhibit not in read]
    found: list[Seen] = []
    for source in sorted(sources, key=lambda s: (not s.by_person, -s.sureness)):
        home = next((seen for seen in found if same_document(seen.best, source)), None)
        if home is None:
            home = Seen()
            found.append(home)
        home.sources.append(source)
    return sorted(found, key=lambda seen: LEADING.index(seen.best.format))


def place_codes(seen: Sequence[Seen], codes: Sequence[tuple[UUID, Barcode]]) -> None:
    """Give each bar code to the document that it is on: of the format that the code is made for, first among
    those in the same picture; else to what the picture shows; else to the leading document.
    """
    for exhibit, code in codes:
        wanted = formats_in(code)
        here = [each for each in seen if exhibit in {source.exhibit for source in each.sources}]
        fitting = [each for each in (*here, *seen) if each.sources and each.best.format in wanted]
        home = next(iter((*fitting, *here, *seen)))
        if all(code.content != known.content for known in home.codes):
            home.codes.append(code)


def beside(document: Seen, seen: Sequence[Seen]) -> tuple[Reading, ...]:
    """The best readings of the other documents: a visa's seal names the passport that it is in."""
    return tuple(each.best.reading for each in seen if each is not document and each.sources)
