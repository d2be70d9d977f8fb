"""What a view shows as SDMX-CSV 2.0: every number of every month with its codes, effort and coverage."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from secondline.register import queries as register
from secondline.register.cube import MONTH, first_day
from secondline.register.queries import Choice, Held
from secondline.register.rules import FOUND
from secondline.register.series.observed import LENGTHS, period_code
from secondline.trends.naming import post_codes
from secondline.trends.parts import Asked
from secondline.trends.queries.combining import COMBINATION, ROUTE
from secondline.trends.queries.flowing import JOURNEY
from secondline.trends.queries.published import groups, points
from secondline.trends.rules import Month, View

VERSION: Final = "1.0"
ALL, UNKNOWN = "_T", "_U"  # SDMX cross-domain code lists: total, unknown
NONE: Final = "_Z"  # a range of months has no frequency
INTERNAL = "N"  # CL_CONF_STATUS: not for publication, for internal use only
# Dimension of the structure: dimension of the register.
DIMENSIONS: Final[Mapping[str, str]] = {
    "POST": "post",
    "DIRECTION": "direction",
    "CAME_FROM": "embarkation",
    "CAME_THROUGH": "transit",
    "NEXT_STOP": "next_stop",
    "DESTINATION": "final_destination",
    "CITIZEN": "document_nationality",
    "DOC_ISSUER": "issuer",
    "DOC_TYPE": "document_kind",
    "FRAUD_TYPE": "fraud_class",
    "OUTCOME": "outcome",
}
HEAD: Final = ("STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "INDICATOR", "UNIT", "REF_AREA")
TAIL: Final = (
    *("TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "INSPECTIONS", "CROSSINGS"),
    *("RATE_INSPECTIONS", "RATE_LOW", "RATE_HIGH", "COVERAGE", "VINTAGE", "NOTE"),
)
COLUMNS: Final = (*HEAD, "BORDER_TYPE", *DIMENSIONS, *TAIL)
FORECAST: Final = ("EXPECTED", "EXPECTED_LOW", "EXPECTED_HIGH")
PUBLISHED: Final = (
    *HEAD,
    *("CITIZEN", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "VINTAGE", "NOTE"),
)
# What is counted: indicator and unit of the vocabularies.
UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "person": ("false-document-user", "person"),
    "incident": ("false-document-user", "event"),
    "document": ("false-document", "document"),
}
# By what the numbers of a view are told apart.
BY: Final[Mapping[View, Sequence[str]]] = {
    View.ROUTES: ROUTE,
    View.COMBINATIONS: COMBINATION,
    View.MAP: ROUTE,
    View.FLOWS: JOURNEY,
}
NOTE: Final = "Internal: not passed through disclosure control."
GENERATED: Final = "Generated, nobody was inspected."


def rows(asked: Asked, view: View) -> Iterator[Sequence[str]]:
    if view is View.PUBLISHED:
        yield PUBLISHED
        yield from _published(asked)
        return
    yield COLUMNS
    by = BY.get(view, (asked.split,) if view is View.CLASSES else ("fraud_class",))
    told = _Told(asked)
    if view not in BY:
        for month in asked.found.months:
            yield told.month(month)
    yield from told.finds(by)


class _Told:
    """The rows of one choice."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.choice = asked, asked.found.choice
        self.codes = post_codes(asked.person)
        self.months = {month.month: month for month in asked.found.months}
        self.fixed = _fixed(self.choice, self.codes)
        self.vintage = f"{asked.found.as_of:%Y-%m-%d}" if asked.found.as_of else ""

    def month(self, month: Month) -> Sequence[str]:
        """All together, with the rate; empty where nobody told."""
        rate = month.rate or (None, None, None)
        attributes = [plain(month.inspections), plain(month.crossings), *map(plain, rate)]
        value = "" if month.found is None else str(month.found)
        return self._row(month, {}, value, attributes, f"{month.posts_known}/{month.posts}")

    def finds(self, by: Sequence[str]) -> Iterator[Sequence[str]]:
        found = register.chosen(self.asked.person, self.choice).only({"fraud_class": set(FOUND)})
        for (*key, text), number in sorted(found.sums(*by, MONTH).items()):
            month = self.months[first_day(text)]
            words = dict(zip(by, key, strict=True))
            looked, crossed, coverage = self._effort(month, words.get("post", ""))
            attributes = [plain(looked), plain(crossed), "", "", ""]
            yield self._row(month, words, str(number), attributes, coverage)

    def _effort(self, month: Month, post: str) -> tuple[int | None, int | None, str]:
        """Of the row's own post where it has one, of all posts otherwise."""
        if not post:
            return month.inspections, month.crossings, f"{month.posts_known}/{month.posts}"
        cell = self.asked.found.cells.at(month.month, UUID(post))
        assert cell is not None  # it has a find
        return cell.inspections, cell.crossings, "1/1" if cell.sound else "0/1"

    def _row(
        self, month: Month, words: Mapping[str, str], value: str, attributes: Sequence[str], coverage: str
    ) -> Sequence[str]:
        indicator, unit = UNITS[self.choice.unit]
        agency = self.asked.person.agency.code
        cells = [
            self._code(name, words[dimension]) if dimension in words else self.fixed[name]
            for name, dimension in DIMENSIONS.items()
        ]
        status = "O" if not value else "A" if month.over else "P"
        note = f"{NOTE} {GENERATED}" if month.generated else NOTE
        structure = f"{agency}:DF_DETECTIONS({VERSION})"
        head = ["dataflow", structure, "I", "M", indicator, unit, agency, self.fixed["BORDER_TYPE"]]
        tail = [f"{month.month:%Y-%m}", value, status, INTERNAL, *attributes, coverage, self.vintage, note]
        return [*head, *cells, *tail]

    def _code(self, name: str, word: str) -> str:
        if not word:
            return UNKNOWN
        return self.codes.get(word, word) if name == "POST" else word


def _fixed(choice: Choice, codes: Mapping[str, str]) -> dict[str, str]:
    """What the choice has set; all together where it has not."""
    fixed = {
        name: getattr(choice, dimension) or ALL for name, dimension in DIMENSIONS.items() if name != "POST"
    }
    post = codes.get(str(choice.post), ALL) if choice.post else ALL
    return {**fixed, "POST": post, "BORDER_TYPE": choice.border_type or ALL}


def plain(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def head_of(agency: str, flow: str, period: str, frequency: str) -> dict[str, str]:
    """What every observation of this house begins with, and that it is a normal one."""
    return {
        "STRUCTURE": "dataflow",
        "STRUCTURE_ID": f"{agency}:{flow}({VERSION})",
        "ACTION": "I",
        "FREQ": frequency,
        "TIME_PERIOD": period,
        "OBS_STATUS": "A",
    }


def own_head(agency: str, unit: str, period: str, frequency: str, *, generated: bool) -> dict[str, str]:
    """The same of own finds: all together in every dimension that is not set otherwise."""
    indicator, counted = UNITS[unit]
    return {
        **head_of(agency, "DF_DETECTIONS", period, frequency),
        **dict.fromkeys(("BORDER_TYPE", *DIMENSIONS), ALL),
        "INDICATOR": indicator,
        "UNIT": counted,
        "REF_AREA": agency,
        "CONF_STATUS": INTERNAL,
        "NOTE": f"{NOTE} {GENERATED}" if generated else NOTE,
    }


def published_head(held: Held, agency: str, period: str, frequency: str) -> dict[str, str]:
    """The same of a number that others published."""
    return {
        **head_of(agency, "DF_IRREGULAR_TRAVEL", period, frequency),
        "INDICATOR": held.indicator,
        "UNIT": held.unit,
        "NOTE": f"Published by {held.source}.",
    }


def line_of(cells: Mapping[str, str], columns: Sequence[str] = COLUMNS) -> Sequence[str]:
    """A row of the file; what a dataflow does not have stays empty."""
    return [cells.get(name, "") for name in columns]


def _published(asked: Asked) -> Iterator[Sequence[str]]:
    held = asked.held
    if held is None:
        return
    choice, agency = asked.found.choice, asked.person.agency.code
    if held.monthly:
        for area, code, months in groups(asked.person, held, choice, asked.area):
            for month, number in sorted(months.items()):
                head = published_head(held, agency, f"{month:%Y-%m}", "M")
                told = {"REF_AREA": area or ALL, "CITIZEN": code, "OBS_VALUE": str(number)}
                yield line_of({**head, **told, "VINTAGE": f"{held.vintage:%Y-%m-%d}"}, PUBLISHED)
        return
    for each in points(asked.person, held, choice, asked.area).points:
        frequency = each.frequency if each.frequency in LENGTHS else NONE
        cells = {
            **published_head(held, agency, period_code(each.period, each.frequency), frequency),
            "REF_AREA": asked.area or ALL,
            "CITIZEN": choice.document_nationality or ALL,
            "OBS_VALUE": plain(each.value),
            "OBS_STATUS": "O" if each.value is None else each.flag or "A",
            "VINTAGE": f"{each.vintage:%Y-%m-%d}",
        }
        yield line_of(cells, PUBLISHED)
