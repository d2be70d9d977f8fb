"""The link as SDMX-CSV 2.0: own finds as DF_DETECTIONS, what others count as DF_IRREGULAR_TRAVEL, one header.

Columns that a row's dataflow does not have stay empty (SDMX 3.0, section 7: one file may hold several).
"""

from collections.abc import Iterator, Sequence

from secondline.register.queries import Held
from secondline.register.series.observed import period_code
from secondline.trends.queries.beside import Beside
from secondline.trends.queries.link import Link, Row
from secondline.trends.sdmx import ALL, COLUMNS, line_of, own_head, plain, published_head

Line = Sequence[str]


def link_rows(
    found: Link, others: Sequence[Beside], *, agency: str, citizenship: str, area: str
) -> Iterator[Line]:
    """What is known of own finds, of the chosen series in its area, of the others in all areas."""
    yield COLUMNS
    citizen = citizenship or ALL
    for row in found.rows:
        if row.found is not None:
            yield line_of(_own(row, found, agency, citizen))
    for held, told, place in ((found.source, found, area or ALL), *((o.held, o.found, ALL) for o in others)):
        for row in told.rows if held else ():
            if held and row.published is not None:
                yield line_of(_published(row, held, told.frequency, agency, citizen) | {"REF_AREA": place})


def _own(row: Row, found: Link, agency: str, citizen: str) -> dict[str, str]:
    """Finds with their effort and rate; all posts, documents and classes together."""
    low_high = dict(
        zip(("RATE_INSPECTIONS", "RATE_LOW", "RATE_HIGH"), map(plain, row.rate or (None,) * 3), strict=True)
    )
    when = period_code(row.period, found.frequency)
    return {
        **own_head(agency, row.unit, when, found.frequency, generated=row.generated),
        **low_high,
        "CITIZEN": citizen,
        "OBS_VALUE": plain(row.found),
        "INSPECTIONS": plain(row.looked),
        "CROSSINGS": plain(row.crossings),
    }


def _published(row: Row, held: Held, frequency: str, agency: str, citizen: str) -> dict[str, str]:
    return {
        **published_head(held, agency, period_code(row.period, frequency), frequency),
        "CITIZEN": citizen,
        "OBS_VALUE": plain(row.published),
        "VINTAGE": f"{row.vintage:%Y-%m-%d}" if row.vintage else "",
    }
