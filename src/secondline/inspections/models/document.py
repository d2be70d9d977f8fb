"""A further document of an inspection, besides the one that it is about."""

from django.db import models
from django.db.models import Q

from secondline.inspections.models.case import Inspection
from secondline.people.models import Person, new_id


class Document(models.Model):
    """A visa, a residence card, a second passport, a birth certificate: shown, or found on search.

    The leading document's own facts stand in the inspection; `position` 1 is that one and is never a row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="documents")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=32, blank=True)
    discovery = models.CharField(max_length=32, blank=True)
    substrate = models.CharField(max_length=16, blank=True)
    issuer = models.CharField(max_length=3, blank=True)
    issue_year = models.PositiveSmallIntegerField(null=True)

    # Personal: emptied by retention.
    number = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    # Of a visa or permit: what stamps are compared with.
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    entries = models.PositiveSmallIntegerField(null=True)

    # What the officer holds it to be, and where it is now (vocabularies fraud, document-fate).
    fraud_class = models.CharField(max_length=40, blank=True)
    fraud_subtype = models.CharField(max_length=40, blank=True)
    fate = models.CharField(max_length=32, blank=True)

    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("inspection", "position"), name="document_position"),
            models.CheckConstraint(condition=Q(position__gte=2), name="document_after_the_leading"),
        )

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.position}"
