"""Lists of lost, stolen and revoked documents, and how their tables are read.

The numbers are not in the database: each list is a file of sorted keyed hashes (see `reported.py`).
"""

from django.db import models
from django.db.models import Q

from secondline.people.models import Agency, Person, new_id
from secondline.reference.rules import CIRCLES


class ReportedList(models.Model):
    """One list as it was imported from its source. A whole one takes the place of the source's older ones."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=80)
    as_of = models.DateField()
    fresh_days = models.PositiveSmallIntegerField(default=7)
    contact = models.CharField(max_length=200, blank=True)
    sharing = models.CharField(max_length=16, default="amber-strict")
    current = models.BooleanField(default=True)
    rows = models.PositiveIntegerField(default=0)
    ranges = models.PositiveIntegerField(default=0)
    # Words that many rows share; a row in the file has their numbers.
    issuers = models.JSONField(blank=True, default=list)
    circumstances = models.JSONField(blank=True, default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    input_sha256 = models.CharField(max_length=64)
    key_version = models.PositiveSmallIntegerField()
    key_fingerprint = models.CharField(max_length=32)
    imported_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)  # when its owner was last told that it is old

    class Meta:
        ordering = ("source", "-as_of", "-imported_at")
        constraints = (
            models.CheckConstraint(condition=Q(sharing__in=list(CIRCLES)), name="list_sharing"),
            models.UniqueConstraint(
                fields=("agency", "source", "input_sha256"),
                condition=Q(current=True),
                name="one_list_once",
            ),
        )
        indexes = (models.Index(fields=("agency", "current"), name="lists_current"),)

    def __str__(self) -> str:
        return f"{self.source} {self.as_of}"


class ReportedRange(models.Model):
    """A wide range of numbers, in plain: so many numbers name no person (see docs/library.md)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(ReportedList, on_delete=models.CASCADE, related_name="wide")
    issuer = models.CharField(max_length=3, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    sort = models.CharField(max_length=16)
    reported = models.DateField(null=True, blank=True)
    circumstances = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=24, blank=True)
    width = models.PositiveSmallIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(first__lte=models.F("last")), name="range_in_order"),
        )
        indexes = (models.Index(fields=("prefix", "width", "first"), name="range_look_up"),)

    def __str__(self) -> str:
        return f"{self.prefix}{self.first}..{self.last}"


class ListMapping(models.Model):
    """How the tables of one source are read: which column holds what, kept for the next time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    columns = models.JSONField(blank=True, default=dict)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("agency", "name"), name="one_mapping_a_name"),)

    def __str__(self) -> str:
        return self.name
