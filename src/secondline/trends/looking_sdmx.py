"""Where to look as SDMX-CSV 2.0: found in each place in how many checks, and what to expect of more."""

from collections.abc import Iterator, Sequence

from secondline.trends.queries.looking import Outlook
from secondline.trends.rules import LOOKED_BACK, PLACES
from secondline.trends.sdmx import FORECAST, NONE, line_of, own_head, plain
from secondline.trends.signal_sdmx import SIGNALLED, codes_of


def place_rows(found: Outlook, *, agency: str) -> Iterator[Sequence[str]]:
    """One observation a place, of twelve months together: such a range has no frequency."""
    yield SIGNALLED
    period = f"{found.first:%Y-%m-%d}/P{LOOKED_BACK}M"
    for place in found.places:
        expected = map(plain, (place.expected, place.low, place.high))
        yield line_of(
            {
                **own_head(agency, "person", period, NONE, generated=found.generated),
                **codes_of(PLACES[found.level], place.stratum),
                "OBS_VALUE": str(place.found),
                "INSPECTIONS": str(place.checks),
                "CROSSINGS": plain(place.crossings),
                **dict(zip(FORECAST, expected, strict=True)),
            },
            SIGNALLED,
        )
