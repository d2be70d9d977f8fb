from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_guided")]

    operations = [
        migrations.AddField(
            model_name="inspection",
            name="transit",
            field=models.CharField(blank=True, default="", max_length=3),
        ),
    ]
