"""The bearer beside the pictures: where the eyes stand in each, and how features compare, by whom."""

from django.db import models
from django.db.models import Q

from secondline.evidence.models import Item
from secondline.inspections.models.case import Inspection
from secondline.inspections.rules import PAIRS
from secondline.people.models import Person, new_id


class Eyes(models.Model):
    """The middle of both eyes in a picture, in its pixels, set by hand. The last one counts.

    `left` is the eye on the left of the picture.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="eyes")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    left_x = models.FloatField()
    left_y = models.FloatField()
    right_x = models.FloatField()
    right_y = models.FloatField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return str(self.item_id)


class Likeness(models.Model):
    """How one feature (vocabulary `face-feature`) compares in two pictures; "" takes it back.

    A person's judgement, feature by feature; nothing adds them up. The last one counts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="likenesses")
    pair = models.CharField(max_length=24)
    feature = models.CharField(max_length=32)
    value = models.CharField(max_length=16, blank=True)
    note = models.TextField(blank=True)
    vocabulary = models.CharField(max_length=20)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (models.CheckConstraint(condition=Q(pair__in=list(PAIRS)), name="pair_of_pictures"),)

    def __str__(self) -> str:
        return f"{self.feature}: {self.value}"
