"""The layouts in which series are published, as a table: which columns, and what a row says in our terms."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from secondline.register.series import american, eurostat, general, published, released
from secondline.register.series.observed import Observed
from secondline.register.series.reading import RowFaultError
from traveldoc.finding import gettext_noop

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns` must all be in the file; `read` makes the observations of one row."""

    name: str
    label: str
    columns: tuple[str, ...]
    read: Callable[[Row], Iterator[Observed]]
    source: str = ""  # who publishes it: named wherever a number of it is shown
    others: Mapping[str, str] = field(default_factory=dict)  # names that other editions give to columns
    by_name: bool = False  # only where a person names it: other tables have these columns too

    def named(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names of a file's columns in the words of this layout, where they are the same columns."""
        own = {column.lower(): column for column in self.columns} | dict(self.others)
        codes = (name.partition(":")[0].strip() for name in names)  # SDMX writes TIME_PERIOD:Time too
        said = tuple(
            code if code in self.columns else own.get(name.lower(), name)
            for name, code in zip(names, codes, strict=True)
        )
        return said if len(set(said)) == len(said) else names


LAYOUTS: Final[Mapping[str, Layout]] = {
    layout.name: layout
    for layout in (
        Layout(
            "frontex-crossings",
            gettext_noop("Frontex: detections of illegal border crossing, monthly"),
            ("route", "type", "nat", "month", "n"),
            published.frontex_crossings,
            "Frontex",
            {
                "bordertype": "type",
                "border type": "type",
                "border type or inland": "type",
                "borderlocation": "type",
                "border location": "type",
                "nationality": "nat",
                "nationalitylong": "nat",
                "period": "month",
                "value": "n",
            },
        ),
        Layout(
            "frontex-fraud",
            gettext_noop("Frontex: document fraud and passenger flow, annual"),
            ("report", "table", "dimension", "category", "year", "value"),
            published.frontex_fraud,
            "Frontex",
        ),
        Layout(
            "frontex-refusals-nationality",
            gettext_noop("Frontex: refusals by nationality and reason, annual"),
            ("report", "year", "nationality", "refused_persons", "reason_A", "reasons_total"),
            published.frontex_refusals_nationality,
            "Frontex",
        ),
        Layout(
            "frontex-refusals-border",
            gettext_noop("Frontex: refusals by border and reason, annual"),
            ("report", "border", "reason", "year", "n"),
            published.frontex_refusals_border,
            "Frontex",
        ),
        Layout(
            "eurostat-refusals",
            gettext_noop("Eurostat: third-country nationals refused entry (migr_eirfs), annual"),
            ("TIME", "GEO", "REASON", "CITIZEN", "INDIC_MG", "UNIT", "Value"),
            eurostat.refusals,
            "Eurostat",
        ),
        Layout(
            "eurostat-asylum",
            gettext_noop("Eurostat: asylum applicants (migr_asyappctz), annual or monthly"),
            ("TIME", "GEO", "CITIZEN", "SEX", "AGE", "ASYL_APP", "UNIT", "Value"),
            eurostat.asylum,
            "Eurostat",
        ),
        Layout(
            "eurostat-returns",
            gettext_noop("Eurostat: third-country nationals returned (migr_eirtn), annual"),
            ("TIME", "GEO", "CITIZEN", "INDIC_MG", "UNIT", "Value"),
            eurostat.returns,
            "Eurostat",
        ),
        Layout(
            "eurostat-present",
            gettext_noop("Eurostat: found to be illegally present (migr_eipre), annual"),
            ("TIME", "GEO", "CITIZEN", "SEX", "AGE", "UNIT", "Value"),
            eurostat.present,
            "Eurostat",
            by_name=True,
        ),
        Layout(
            "unhcr-asylum",
            gettext_noop("UNHCR: asylum applications, annual"),
            ("year", "coo_name", "coa_name", "applied"),
            published.unhcr_asylum,
            "UNHCR",
            {
                "country of origin": "coo_name",
                "country of origin (iso)": "coo_iso",
                "country of origin iso": "coo_iso",
                "country of asylum": "coa_name",
                "authority": "procedure_type",
                "application type": "app_type",
                "stage of procedure": "dec_level",
                "cases / persons": "app_pc",
            },
        ),
        Layout(
            "uk-irregular",
            gettext_noop("UK Home Office: irregular migration, quarterly"),
            ("Year", "Quarter", "Method of entry", "Nationality", "Sex", "Age Group", "Number of detections"),
            published.uk_irregular,
            "UK Home Office",
        ),
        Layout(
            "us-encounters",
            gettext_noop("US CBP: encounters at and between ports, monthly"),
            ("component", "area", "authority", "type", "demog", "nat", "n", "month"),
            american.encounters,
            "US CBP",
        ),
        Layout(
            "us-nationwide",
            gettext_noop("US CBP: nationwide encounters, monthly"),
            (
                *("fiscal_year", "month_abbv", "land_border_region", "demographic", "citizenship"),
                *("title_of_authority", "encounter_type", "encounter_count"),
            ),
            american.nationwide,
            "US CBP",
            {
                "fiscal year": "fiscal_year",
                "month (abbv)": "month_abbv",
                "component": "component",
                "land border region": "land_border_region",
                "area of responsibility": "area_of_responsibility",
                "state": "state",
                "demographic": "demographic",
                "citizenship": "citizenship",
                "title of authority": "title_of_authority",
                "encounter type": "encounter_type",
                "encounter count": "encounter_count",
            },
        ),
        Layout(
            "us-crossings",
            gettext_noop("US BTS: persons crossing by port, monthly"),
            ("border", "port_name", "state", "port_code", "measure", "month", "value"),
            american.crossings,
            "US BTS",
            {"port name": "port_name", "port code": "port_code", "date": "month"},
        ),
        Layout(
            "released",
            gettext_noop("Table that another agency released here: documents, persons or incidents"),
            released.COLUMNS,
            released.released_row,
        ),
        Layout(
            "general",
            gettext_noop("General table: indicator, unit, period, value and what else is known"),
            ("indicator", "unit", "period", "value"),
            general.table_row,
        ),
        Layout(
            "sdmx",
            gettext_noop("SDMX-CSV, as statistical offices send it"),
            ("TIME_PERIOD", "OBS_VALUE"),
            general.sdmx_row,
        ),
    )
}
# Letters of a header that say which layout it is, the most telling first.
_BY_HEADER: Final = sorted(LAYOUTS.values(), key=lambda layout: -len(layout.columns))


def layout_of(names: tuple[str, ...]) -> Layout | None:
    """The layout that this header has; None where it is none of them."""
    known = (layout for layout in _BY_HEADER if set(layout.columns) <= set(layout.named(names)))
    return next((layout for layout in known if not layout.by_name), None)


@dataclass(frozen=True, slots=True)
class Read:
    """A row of the file and what it says, or why it says nothing (`column`, `reason`)."""

    row: int
    observed: tuple[Observed, ...] = ()
    column: str = ""
    reason: str = ""


def read_rows(
    rows: Iterator[list[str]], names: tuple[str, ...], layout: Layout, *, latest: date, times: int = 1
) -> Iterator[Read]:
    """Every row read by the layout; one that can't be is named, none is left out but empty ones.

    `times`: how many of these rows one of the file became.
    """
    for place, cells in enumerate(rows):
        number = place // times + 1
        if not any(cells):
            continue
        row = dict(zip(names, cells, strict=True))
        try:
            observed = tuple(layout.read(row))
        except RowFaultError as fault:
            yield Read(number, column=fault.column, reason=fault.reason)
            continue
        if any(each.period > latest for each in observed):
            yield Read(number, column="period", reason="future")
        else:
            yield Read(number, observed)
