"""How much was looked at and what others publish: effort, exposure, observations and remarks on them."""

from django.db import models
from django.db.models import Q

from secondline.people.models import Agency, Person, Post, new_id
from secondline.register.models.incoming import Batch


def _code(length: int = 40) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="")


class Effort(models.Model):
    """How much was looked at in a month at a post, as another source tells it; later vintages replace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=32)
    generated = models.BooleanField(default=False)
    current = models.BooleanField(default=True)
    month = models.DateField()
    inspections = models.PositiveIntegerField()
    random_checks = models.PositiveIntegerField(null=True)
    crossings = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("post", "month", "source"), condition=Q(current=True), name="one_current_effort"
            ),
            models.UniqueConstraint(fields=("batch", "post", "month"), name="one_effort_a_batch"),
        )
        indexes = (models.Index(fields=("agency", "current", "month")),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.inspections}"


class Exposure(models.Model):
    """One file of crossings that was counted: the counts lie on the shelf, single crossings nowhere.

    A later vintage of the same source never overwrites an earlier one; the newest of a post and month is
    read. A withdrawn one is read no more and stays on file.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=32)
    vintage = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    generated = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    single = models.BooleanField()
    first = models.DateField()
    last = models.DateField()
    lines = models.PositiveBigIntegerField()
    crossings = models.PositiveBigIntegerField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "digest"), condition=Q(withdrawn_at=None), name="one_exposure_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.first:%Y-%m} - {self.last:%Y-%m}"


class Observation(models.Model):
    """One published number. Later vintages stand beside earlier ones; none is overwritten.

    `citizenship` is a code, or empty with the source's own word in `named`; `detail` holds further
    dimensions as "name=word" with semicolons. `value` is null where the source says that it does not know.
    `frequency` is how long the period is: A, S (half a year), Q, M, or P5M for five months. `edition`: 2 and
    more are corrected copies of what was told as of the same day; the highest is read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=32)
    indicator = models.CharField(max_length=40)
    unit = models.CharField(max_length=16)
    area = models.CharField(max_length=100, blank=True, default="")
    citizenship = _code(3)
    named = models.CharField(max_length=100, blank=True, default="")
    detail = models.CharField(max_length=300, blank=True, default="")
    period = models.DateField()
    frequency = models.CharField(max_length=8)
    vintage = models.DateField()
    edition = models.PositiveSmallIntegerField(default=1)
    value = models.BigIntegerField(null=True)
    flag = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=(
                    *("agency", "source", "indicator", "unit", "area", "citizenship", "named", "detail"),
                    *("frequency", "period", "vintage", "edition"),
                ),
                name="one_number_a_vintage",
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=("A", "S", "Q", "M")) | Q(frequency__startswith="P"),
                name="known_frequency",
            ),
        )
        indexes = (models.Index(fields=("agency", "indicator", "citizenship", "period")),)

    def __str__(self) -> str:
        return f"{self.source} {self.indicator} {self.period:%Y-%m}"


class Remark(models.Model):
    """Something in a series that a person should look at; `verdict` is what a person said of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=16)
    values = models.JSONField(default=dict)
    verdict = _code(16)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.verdict}"
