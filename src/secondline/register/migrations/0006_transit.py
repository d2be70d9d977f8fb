from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from django.db import migrations, models

from secondline.register.cube import packed

ALL = ("post", "document_kind", "document_nationality", "fraud_class", "source", "random", "generated")
FOUND = ("direction", "issuer", "outcome", "embarkation", "transit", "next_stop", "final_destination")
UNITS = ("person", "incident", "document")


def widen(apps: Any, schema_editor: Any) -> None:
    """No row knows a transit yet: the counts say so until the next pull brings what cases tell."""
    for each in apps.get_model("register", "MonthlyCounts").objects.all():
        each.packed = packed(_rows(bytes(each.packed)), (*ALL, *FOUND))
        each.save(update_fields=["packed"])


def _rows(data: bytes) -> Iterator[list[Any]]:
    with pa.ipc.open_stream(data) as reader:
        for row in reader.read_all().to_pylist():
            yield [row.get(name, "") for name in (*ALL, *FOUND, *UNITS)]


class Migration(migrations.Migration):
    """The tallies go: the monthly counts say what they said."""

    dependencies = [("register", "0005_monthly_counts")]

    operations = [
        migrations.AddField(
            model_name="detection",
            name="transit",
            field=models.CharField(blank=True, default="", max_length=3),
        ),
        migrations.DeleteModel(name="Tally"),
        migrations.RunPython(widen, migrations.RunPython.noop),
    ]
