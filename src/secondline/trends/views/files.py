"""What the picture shows as files, for the person's own agency: CSV with codes and names, and SDMX-CSV."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.forms import Form
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from secondline.people.gate import Request
from secondline.people.queries import require
from secondline.register.rules import FOUND
from secondline.trends import sdmx
from secondline.trends.parts import PARTS
from secondline.trends.queries import Series
from secondline.trends.rules import PER, PER_CROSSINGS, Month
from secondline.trends.sheet import INTERNAL, Sheet
from secondline.trends.views.detections import asked_of, file_name, form_of


@require_GET
def table(request: Request) -> HttpResponseBase:
    """The table of the view as CSV: column names are fixed, numbers plain.

    What can't be understood is refused: a file says nothing about the filters that it was made with.
    """
    require(request.user, "trends.read")
    form, held = form_of(request)
    if not form.is_valid():
        return refusal(form)
    asked, view = asked_of(request, form, held, whole=True), form.chosen_view()
    name = file_name(request, asked.found)
    if view not in PARTS:
        return as_csv([COLUMNS, *_lines(asked.found)], f"{name}.csv")
    part = PARTS[view](asked)
    wanted = request.GET.get("sheet", "")
    sheet = next((each for each in part.sheets if each.name == wanted), next(iter(part.sheets), None))
    if sheet is None:
        return refused("series: none\n")
    return as_csv(sheet.lines(_marks(asked.found)), f"{name}_{sheet.name}.csv")


@require_GET
def statistical(request: Request) -> HttpResponseBase:
    """The numbers of the view as SDMX-CSV 2.0 (docs/data-structure.md)."""
    require(request.user, "trends.read")
    form, held = form_of(request)
    if not form.is_valid():
        return refusal(form)
    asked, view = asked_of(request, form, held, whole=True), form.chosen_view()
    name = f"{file_name(request, asked.found)}_{view.value}.sdmx.csv"
    return as_csv(sdmx.rows(asked, view), name)


def refusal(form: Form) -> HttpResponse:
    """Which words of the address can't be understood, and why."""
    faults = [f"{name}: {fault}" for name, found in form.errors.items() for fault in found]
    return refused("\n".join(faults))


def refused(words: str) -> HttpResponse:
    """A file is asked for in words that can't be understood: these."""
    return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")


class _Echo:
    """A file that gives back what is written: a row leaves as soon as it is made."""

    def write(self, value: str) -> str:
        return value


def as_csv(rows: Iterable[Sequence[object]], name: str) -> HttpResponseBase:
    writer = csv.writer(_Echo())
    lines: Iterator[str] = (writer.writerow(row) for row in rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def filed(request: Request, sheet: Sheet, *, generated: bool | None = None, **more: str) -> HttpResponseBase:
    """A sheet for the person's own agency, and in each row how it may be used; `generated`: own numbers."""
    marks = [*more.items(), ("disclosure", INTERNAL)]
    if generated is not None:
        marks.insert(-1, ("generated", "partly" if generated else "no"))
    return as_csv(sheet.lines(marks), f"internal_{sheet.name}_{request.user.agency.code}.csv")


def _marks(found: Series) -> list[tuple[str, str]]:
    """The same in every row: of when, and for whom."""
    choice = found.choice
    return [
        ("unit", choice.unit),
        ("from_month", f"{choice.first:%Y-%m}"),
        ("to_month", f"{choice.last:%Y-%m}"),
        ("generated", "partly" if found.generated and found.measured else "yes" if found.generated else "no"),
        ("as_of", found.as_of.isoformat(timespec="seconds") if found.as_of else ""),
        ("disclosure", INTERNAL),
    ]


COLUMNS = (
    "month",
    *FOUND,
    "found",
    "cannot-determine",
    "inspections",
    "random_checks",
    f"found_per_{PER}",
    "low_95",
    "high_95",
    "crossings",
    f"found_per_{PER_CROSSINGS}_crossings",
    "crossings_low_95",
    "crossings_high_95",
    "first_line_checks",
    "posts_known",
    "posts",
    "month_over",
    "unit",
    "generated",
    "as_of",
    "disclosure",
)


def _lines(found: Series) -> Iterator[list[object]]:
    as_of = found.as_of.isoformat(timespec="seconds") if found.as_of else ""
    for month in found.months:
        yield [
            f"{month.month:%Y-%m}",
            *("" if number is None else number for number in month.of_class()),
            _plain(month.found),
            _plain(month.undetermined),
            _plain(month.inspections),
            _plain(month.random_checks),
            *map(_plain, month.rate or (None, None, None)),
            _plain(month.crossings),
            *map(_plain, month.per_crossing or (None, None, None)),
            _plain(month.first_line),
            month.posts_known,
            month.posts,
            "yes" if month.over else "no",
            found.choice.unit,
            _generated(month),
            as_of,
            INTERNAL,
        ]


def _plain(value: float | None) -> str:
    """Empty where not known: a missing month is no zero."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def _generated(month: Month) -> str:
    if not month.generated:
        return "no"
    return "partly" if month.measured else "yes"
