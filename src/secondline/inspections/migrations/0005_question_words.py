from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0004_transit")]

    operations = [
        migrations.AddField(model_name="question", name="words", field=models.JSONField(default=dict)),
    ]
