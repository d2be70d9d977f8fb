from django.db import migrations, models


class Migration(migrations.Migration):
    """What was said so far was said of persons: own finds were counted in nothing else."""

    dependencies = [("trends", "0003_releases")]

    operations = [
        migrations.AddField(
            model_name="verdict",
            name="unit",
            field=models.CharField(default="person", max_length=12),
        ),
        migrations.RemoveConstraint(model_name="verdict", name="one_verdict_an_alarm"),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(
                fields=("agency", "level", "stratum", "month", "unit"), name="one_verdict_an_alarm"
            ),
        ),
    ]
