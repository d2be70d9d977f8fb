from collections import Counter
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import secondline.people.models
from secondline.register.cube import packed

ALL = ("post_id", "document_kind", "document_nationality", "fraud_class", "source", "selection", "generated")
FOUND = ("direction", "issuer", "outcome", "embarkation", "next_stop", "final_destination")
PACKED = ("post", "document_kind", "document_nationality", "fraud_class", "source", "random", "generated", *FOUND)


def count(apps: Any, schema_editor: Any) -> None:
    """What stands in the register already, counted as each change will be from now on (actions/packing.py)."""
    detection, counts = apps.get_model("register", "Detection"), apps.get_model("register", "MonthlyCounts")
    rows = detection.objects.filter(current=True).order_by()
    for agency, month in rows.values_list("agency_id", "month").distinct():
        sums: Counter[tuple[str, ...]] = Counter()
        here = rows.filter(agency_id=agency, month=month).values_list(*ALL, *FOUND).annotate(n=models.Count("pk"))
        # So far each row was one person with one document and an incident of its own (0004).
        for post, kind, nationality, fraud, source, selection, generated, *detail, number in here:
            more = [""] * len(FOUND) if fraud == "no-fraud-found" else detail
            lot, marked = "1" if selection == "random" else "", "1" if generated else ""
            sums[str(post), kind, nationality, fraud, source, lot, marked, *more] += number
        told = ([*labels, n, n, n] for labels, n in sums.items())
        counts.objects.create(agency_id=agency, month=month, packed=packed(told, PACKED))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_roles_and_duties"),
        ("register", "0004_several_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthlyCounts",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=secondline.people.models.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("month", models.DateField()),
                ("packed", models.BinaryField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "month"), name="one_count_a_month"),
                ],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
