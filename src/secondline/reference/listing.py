"""A table of lost and stolen documents, line by line: what each line says, and what is wrong with it.

Made for ten million lines: what repeats (issuers, days, circumstances) is worked out once.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, Final, TextIO

from secondline.reference.columns import Columns, Fault, read_day
from secondline.reference.lists import EPOCH, MOST_WORDS, UNKNOWN, day_number
from traveldoc.numbering import Block, NumberingError, block, normalised
from traveldoc.vocabulary import vocabulary

# A range of up to so many numbers is kept as single numbers, hashed; a wider one names no person.
EXPANDED: Final = 1000
MOST_RANGES: Final = 100_000
LONGEST_LINE: Final = 10_000
LONGEST_NUMBER: Final = 24
LONGEST_WORDS: Final = 200
DELIMITERS: Final = ",;\t|"
SAMPLE: Final = 10
FAULTS_KEPT: Final = 1000
MOST_KEPT: Final = 1_000_000


@dataclass(slots=True)
class Shared:
    """Words that many lines share, each kept once; the first circumstances are none."""

    issuers: list[str] = field(default_factory=list)
    circumstances: list[str] = field(default_factory=lambda: [""])


@dataclass(frozen=True, slots=True)
class Wide:
    """A wide range with all that is said of it."""

    block: Block
    issuer: str
    kind: str
    sort: str
    reported: date | None
    circumstances: str


Codes = tuple[int, int, int, int, int]
Entry = tuple[str, Codes, Wide | None]


class _FaultyError(Exception):
    def __init__(self, reason: str, value: str = "", known: str = "") -> None:
        super().__init__(reason)
        self.reason, self.value, self.known = reason, value, known


class LineReader:
    """Iterates over the entries of a table: (number, places in tables, None), or a wide range in the third.

    Faults are gathered; after the first one entries go on, so that all faults are found in one go.
    """

    def __init__(self, text: TextIO, columns: Columns, shared: Shared, latest: date) -> None:
        self._text, self._columns, self.shared, self._latest = text, columns, shared, latest
        self.faults: list[Fault] = []
        self.count_of_faults = 0
        self.sample: list[Mapping[str, str]] = []
        self._ranges = 0
        self._states = {known: term.id for term in vocabulary("state") for known in _names(term)}
        self._kinds = list(vocabulary("document-kind").terms)
        self._sorts = list(vocabulary("reported").terms)
        self._known: tuple[dict[str, int], ...] = ({}, {}, {}, {}, {})
        self._find = (self._issuer, self._kind, self._sort, self._day, self._words)

    def __iter__(self) -> Iterator[Entry]:
        try:
            yield from self._lines()
        except UnicodeDecodeError:
            self._fault(0, _FaultyError("encoding"))

    def _fault(self, line: int, error: _FaultyError) -> None:
        self.count_of_faults += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(Fault(line, error.reason, error.value[:60], error.known[:300]))

    def _lines(self) -> Iterator[Entry]:
        first = self._text.readline(LONGEST_LINE)
        if not first.strip():
            self._fault(1, _FaultyError("empty"))
            return
        delimiter = self._columns.delimiter or max(DELIMITERS, key=first.count)
        titles = [title.strip() for title in next(csv.reader([first], delimiter=delimiter))]
        try:
            places, fixed = self._places(titles)
        except _FaultyError as error:
            self._fault(1, error)
            return
        lines = csv.reader(self._text, delimiter=delimiter)
        going = True
        while going:
            try:
                yield from self._entries(lines, len(titles), places, fixed)
                going = False
            except csv.Error as error:
                self._fault(lines.line_num + 1, _FaultyError("csv", str(error)))

    def _places(self, titles: list[str]) -> tuple[list[int], list[str]]:
        """Where number, number_to, issuer, kind, sort, day and words stand.

        What has no column is the same for all lines: such words are put behind the columns of each line.
        """
        wanted = self._columns
        small = [title.casefold() for title in titles]
        names = (wanted.number, wanted.number_to, wanted.issuer, wanted.kind, wanted.sort, wanted.day)
        places: list[int] = []
        fixed: list[str] = []
        for name in (*names, wanted.circumstances):
            if not name or name.startswith("="):
                places.append(len(titles) + len(fixed))
                fixed.append(name[1:])
            elif name.strip().casefold() in small:
                places.append(small.index(name.strip().casefold()))
            else:
                raise _FaultyError("column", name, ", ".join(titles))
        return places, fixed

    def _entries(self, lines: Any, width: int, places: list[int], fixed: list[str]) -> Iterator[Entry]:
        """The inner loop: ten million times through here."""
        pick = itemgetter(*places)
        issuers, kinds, sorts, days, words = self._known
        for cells in lines:
            if len(cells) != width:
                if cells:
                    self._fault(lines.line_num + 1, _FaultyError("short"))
                continue
            cells.extend(fixed)
            number, last, issuer, kind, sort, day, told = pick(cells)
            try:
                codes = issuers[issuer], kinds[kind], sorts[sort], days[day], words[told]
            except KeyError:
                try:
                    codes = self._learn((issuer, kind, sort, day, told))
                except _FaultyError as error:
                    self._fault(lines.line_num + 1, error)
                    continue
            plain = normalised(number)
            if last or "#" in number or not plain or len(plain) > LONGEST_NUMBER or len(self.sample) < SAMPLE:
                yield from self._unusual(number, last, codes, lines.line_num + 1)
            else:
                yield plain, codes, None

    def _unusual(self, number: str, last: str, codes: Codes, line: int) -> Iterator[Entry]:
        """A range, a fault, or one of the first lines, which are shown."""
        if len(self.sample) < SAMPLE:
            self._show(number, last, codes)
        plain = normalised(number)
        try:
            if last or "#" in number:
                yield from self._range(number, last, codes)
            elif not plain or len(plain) > LONGEST_NUMBER:
                self._fault(line, _FaultyError("number", number))
            else:
                yield plain, codes, None
        except _FaultyError as error:
            self._fault(line, error)

    def _range(self, number: str, number_to: str, codes: Codes) -> Iterator[Entry]:
        """From one number to another, or a series such as UA12####."""
        text = f"{number}..{number_to}" if number_to else number
        try:
            numbers = block(number, number_to) if number_to else _series(number)
        except NumberingError as error:
            raise _FaultyError("range", text) from error
        if len(numbers) <= EXPANDED:
            yield from ((each, codes, None) for each in numbers)
            return
        self._ranges += 1
        if self._ranges > MOST_RANGES:
            raise _FaultyError("ranges", str(MOST_RANGES))
        issuer, kind, sort, day, words = codes
        yield (
            "",
            codes,
            Wide(
                numbers,
                self.shared.issuers[issuer],
                "" if kind == UNKNOWN else self._kinds[kind],
                self._sorts[sort],
                date.fromordinal(EPOCH + day) if day else None,
                self.shared.circumstances[words],
            ),
        )

    def _show(self, number: str, number_to: str, codes: Codes) -> None:
        issuer, kind, sort, day, words = codes
        self.sample.append(
            {
                "number": f"{number} – {number_to}" if number_to else number,
                "issuer": self.shared.issuers[issuer],
                "kind": "" if kind == UNKNOWN else self._kinds[kind],
                "sort": self._sorts[sort],
                "day": date.fromordinal(EPOCH + day).isoformat() if day else "",
                "words": self.shared.circumstances[words],
            }
        )

    def _learn(self, texts: tuple[str, str, str, str, str]) -> Codes:
        """What each text stands for, kept for the next line that says the same."""
        issuer, kind, sort, day, told = (
            known[text] if text in known else self._keep(known, text, find(text.strip()))
            for known, text, find in zip(self._known, texts, self._find, strict=True)
        )
        return issuer, kind, sort, day, told

    @staticmethod
    def _keep(known: dict[str, int], text: str, code: int) -> int:
        if len(known) > MOST_KEPT:  # a column of ever new words costs time, not memory
            known.clear()
        known[text] = code
        return code

    def _meant(self, text: str) -> str:
        return self._columns.values.get(text, text)

    def _issuer(self, text: str) -> int:
        code = self._states.get(self._meant(text).casefold()) if text else ""
        if code is None:
            raise _FaultyError("issuer", text)
        if code not in self.shared.issuers:
            self.shared.issuers.append(code)
        return self.shared.issuers.index(code)

    def _kind(self, text: str) -> int:
        meant = self._meant(text).casefold()
        if not meant:
            return UNKNOWN
        if meant not in self._kinds:
            raise _FaultyError("kind", text)
        return self._kinds.index(meant)

    def _sort(self, text: str) -> int:
        meant = self._meant(text).casefold()
        if meant not in self._sorts:
            raise _FaultyError("sort", text)
        return self._sorts.index(meant)

    def _day(self, text: str) -> int:
        if not text:
            return 0
        day = read_day(text, self._columns.day_form)
        if day is None or not day_number(day):
            raise _FaultyError("day", text, self._columns.day_form)
        if day > self._latest:
            raise _FaultyError("future", text)
        return day_number(day)

    def _words(self, text: str) -> int:
        kept = text[:LONGEST_WORDS]
        if not kept:
            return 0
        if len(self.shared.circumstances) > MOST_WORDS:
            raise _FaultyError("words")
        self.shared.circumstances.append(kept)
        return len(self.shared.circumstances) - 1


def _names(term: Any) -> tuple[str, ...]:
    """What a source may write for a state: its code, the two letters, the name, DEU for D."""
    also = ("deu",) if term.id == "D" else ()
    names = (term.id, term.alpha2, *term.labels.values())
    return tuple(name.casefold() for name in names if name) + also


def _series(pattern: str) -> Block:
    """UA12#### as the numbers from UA120000 to UA129999."""
    kept = "".join(each for each in pattern.upper() if each.isalnum() or each == "#")
    if "#" in kept.rstrip("#"):  # digits in the middle are no range
        return block(pattern, "")
    return block(kept.replace("#", "0"), kept.replace("#", "9"))
