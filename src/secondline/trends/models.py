"""What analysts said of alarms, and what they planned: kept, so that it can be measured later."""

from django.db import models
from django.db.models import Q

from secondline.people.models import Agency, Person, new_id


class Verdict(models.Model):
    """What a person says of one alarm: a stratum in a month. A later word takes its place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=24)
    stratum = models.CharField(max_length=160, blank=True)
    month = models.DateField()
    verdict = models.CharField(max_length=12)
    reference = models.CharField(max_length=200, blank=True)  # of an alert or bulletin that came of it
    alert = models.UUIDField(null=True)  # the alert's id in the library, which is not known here
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-month", "-at")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "level", "stratum", "month"), name="one_verdict_an_alarm"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.level} {self.stratum}: {self.verdict}"


class Plan(models.Model):
    """How an agency meant to spend a number of checks in a month, and what it knew then.

    `rows`: one a stratum with its codes, checks by lot, targeted checks, expected hits per 100. It stands
    until the next one of its level, until it is withdrawn, or for a year.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=24)
    month = models.DateField()
    checks = models.PositiveIntegerField()
    random_percent = models.PositiveSmallIntegerField()
    rows = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    offered_at = models.DateTimeField(null=True)  # when it last became cards at the posts,
    cards = models.PositiveIntegerField(default=0)  # and how many

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(random_percent__gte=5, random_percent__lte=100), name="some_by_lot"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.level} {self.checks}"
