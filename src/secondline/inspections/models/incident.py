"""Several persons at one time: their inspections are linked and counted as one incident."""

from django.db import models

from secondline.people.models import Agency, Person, new_id


class Incident(models.Model):
    """What ties inspections together. It says nothing itself; the statistics count incidents by it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
