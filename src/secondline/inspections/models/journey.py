"""The way that led here: crossings by their stamps, and as the person or a ticket tells them."""

from django.db import models

from secondline.inspections.models.case import Inspection
from secondline.people.models import Person, new_id


class Leg(models.Model):
    """One crossing. Personal as a whole; `day` is YYYY-MM-DD with XX where it cannot be read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="legs")
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=16)
    state = models.CharField(max_length=3, blank=True)
    place = models.CharField(max_length=120, blank=True)
    direction = models.CharField(max_length=16, blank=True)
    day = models.CharField(max_length=10, blank=True)
    carrier = models.CharField(max_length=32, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("inspection", "position"), name="leg_position"),)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.position}"
