"""The database itself refuses to change or delete an entry; the chain begins with an empty head."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GENESIS = "0" * 64

SQLITE = [
    f"CREATE TRIGGER record_no_{verb} BEFORE {verb.upper()} ON record_entry "
    "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $$",
    "CREATE TRIGGER record_no_change BEFORE UPDATE OR DELETE ON record_entry "
    "FOR EACH ROW EXECUTE FUNCTION record_refuse()",
    "CREATE TRIGGER record_no_truncate BEFORE TRUNCATE ON record_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()",
]
UNDO = {
    "sqlite": ["DROP TRIGGER record_no_update", "DROP TRIGGER record_no_delete"],
    "postgresql": [
        "DROP TRIGGER record_no_truncate ON record_entry",
        "DROP TRIGGER record_no_change ON record_entry",
        "DROP FUNCTION record_refuse",
    ],
}


def add_triggers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_triggers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def begin_chain(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    del schema_editor
    apps.get_model("record", "Head").objects.create(pk=1, number=0, hash=GENESIS)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [
        migrations.RunPython(begin_chain, migrations.RunPython.noop),
        migrations.RunPython(add_triggers, drop_triggers),
    ]
