"""The demonstration loaded once, whole or not at all: everything happens in one transaction."""

from collections import Counter
from collections.abc import Callable
from csv import DictReader, DictWriter
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from secondline.people.models import Agency, Person
from secondline.record.actions import write
from secondline.record.models import Entry
from secondline.reference.actions.trust_import import import_trust
from secondline.reference.actions.trust_look import look_into
from secondline.register.actions import import_detections, import_exposure, import_series, pull
from secondline.register.exposure import shelf
from secondline.site.demo.chips import trust_list
from secondline.site.demo.earlier import ROUTE, tell_earlier
from secondline.site.demo.library import fill
from secondline.site.demo.playing import Photos, perform
from secondline.site.demo.protecting import keep_contacts
from secondline.site.demo.region import found
from secondline.site.demo.releasing import plan_once, release_tables
from secondline.site.demo.scenes import SCENES, Scene
from secondline.site.demo.specimen import cast
from secondline.site.demo.story import HABITS, SOURCE, Row, exposed, tell

MARK = uuid5(NAMESPACE_DNS, "demonstration.secondline.invalid")
ANALYSTS = {"UTOPIA": "ana", "EREWHON": "amina", "ATLANTIS": "jonas"}
SERIES = Path(__file__).with_name("series")
Progress = Callable[[int, int], None]
TRUSTED_FOR = timedelta(days=30)


class ForeignDataError(Exception):
    """The database holds agencies that the demonstration has not founded: nothing of it is touched."""


def loaded_at() -> datetime | None:
    """When the demonstration was loaded into this database: the last thing that loading writes says so."""
    entry = Entry.objects.filter(thing=MARK, verb="demonstration.load").first()
    return entry.at if entry else None


def load(
    *, at: datetime, photos: Photos, tell_progress: Progress, scenes: tuple[Scene, ...] = SCENES
) -> bool:
    """Load it unless it is there; True if it was loaded now. ForeignDataError for somebody's own database.

    An interrupted load leaves no row behind, so that the next start begins again. `photos` answers the
    bytes of a shot; `tell_progress` is told after each deed how many of how many are done.
    """
    if loaded_at():
        return False
    if Agency.objects.exists():
        raise ForeignDataError
    with transaction.atomic():
        persons = found(at=at)
        _trust(persons["carla"], at)
        fill(persons, at)
        keep_contacts(persons, at)
        for done, of in perform(scenes, cast=cast(at.date()), persons=persons, photos=photos, at=at):
            tell_progress(done, of)
        _tell_stories(persons, at)
        _take_series(persons, at)
        for agency in Agency.objects.filter(is_centre=False):
            pull(agency=agency, by=None, at=at)
        release_tables(persons, at)
        plan_once(persons, at)
        write("demonstration.load", by=None, at=at, thing=MARK)
    return True


def _trust(keeper: Person, at: datetime) -> None:
    """The centre's administrator has imported the trust list of the region a month ago."""
    then, file_name = at - TRUSTED_FOR, "utopia-and-neighbours.ml"
    seen = look_into(by=keeper, at=then, name=file_name, stream=BytesIO(trust_list(at.date())))
    import_trust(
        by=keeper,
        at=then,
        name=file_name,
        sha256=seen.sha256,
        origin="Passport Office of Utopia",
        reason="The fingerprint was compared by telephone with the Passport Office of Utopia.",
    )


def _tell_stories(persons: dict[str, Person], at: datetime) -> None:
    """Generated numbers of each agency, taken in by its analyst and marked as generated."""
    route = _published(ROUTE)
    for office in HABITS:
        (early, early_effort), (late, late_effort) = (
            tell_earlier(office, at.date(), route),
            tell(office, at.date()),
        )
        effort = [*early_effort, *late_effort]
        import_detections(
            rows=[*early, *late],
            effort=effort,
            by=persons[ANALYSTS[office]],
            at=at,
            source=SOURCE,
            generated=True,
        )
        _expose(list(exposed(effort)), persons[ANALYSTS[office]], at)


def _published(route: str) -> dict[str, int]:
    """What Frontex counted on a route, all nationalities together, by month."""
    told: Counter[str] = Counter()
    with (SERIES / "frontex.csv").open(encoding="utf-8") as file:
        for row in DictReader(file):
            if row["route"] == route:
                told[row["month"]] += int(row["n"])
    return dict(told)


def _expose(rows: list[Row], by: Person, at: datetime) -> None:
    with shelf.scratch() as folder:
        path, names = folder / "crossings.csv", list(rows[0])
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
        columns = {name: name for name in names}
        import_exposure(path=path, by=by, at=at, source=SOURCE, columns=columns, generated=True)


def _take_series(persons: dict[str, Person], at: datetime) -> None:
    """Two published series as they are: the only numbers here that are not invented (docs/tour.md)."""
    for source in ("frontex", "uk"):
        import_series(path=SERIES / f"{source}.csv", by=persons["ana"], at=at, source=source)


def unload() -> None:
    """Drop the house's tables, so that `migrate` makes them anew; ForeignDataError where they are not ours.

    The record refuses to be emptied row by row (that is its purpose), so tables go as a whole.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    if Agency._meta.db_table in tables and Agency.objects.exists() and not loaded_at():  # noqa: SLF001  # public
        raise ForeignDataError
    with connection.schema_editor() as editor:
        for table in (*tables, MigrationRecorder.Migration._meta.db_table):  # noqa: SLF001  # public
            if table in connection.introspection.table_names():
                editor.execute(editor.sql_delete_table % {"table": editor.quote_name(table)})
        if connection.vendor == "postgresql":
            editor.execute("DROP FUNCTION IF EXISTS record_refuse CASCADE")
