"""What analysts said of alarms, and what they planned: kept, so that it can be measured later."""

from django.db import models
from django.db.models import Q

from secondline.people.models import Agency, Person, new_id
from secondline.register.cube import UNITS
from secondline.trends.release_rules import SHARING, TOLD, State
from secondline.trends.rules import Spread


class Verdict(models.Model):
    """What a person says of one alarm: a stratum in a month, counted so. A later word takes its place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=24)
    stratum = models.CharField(max_length=160, blank=True)
    month = models.DateField()
    unit = models.CharField(max_length=12, default=UNITS[0])  # what was counted
    verdict = models.CharField(max_length=12)
    reference = models.CharField(max_length=200, blank=True)  # of an alert or bulletin that came of it
    alert = models.UUIDField(null=True)  # the alert's id in the library, which is not known here
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-month", "-at")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "level", "stratum", "month", "unit"), name="one_verdict_an_alarm"
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
    spread = models.CharField(max_length=16, default=Spread.SQUARE_ROOT)
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


class Release(models.Model):
    """A table that leaves the agency: what was released, never the counts behind it.

    `table` holds the values of the dimensions and each number as readers see it (null: withheld). `reasons`
    says why numbers are withheld, for the agency's own eyes, and is emptied when the table leaves. Two
    persons agree to it. It is never changed; withdrawn it stays, and what was read counts for later ones.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=12, default=State.PROPOSED)
    title = models.CharField(max_length=120)
    note = models.CharField(max_length=600, blank=True, default="")
    dimensions = models.JSONField(default=list)
    measure = models.CharField(max_length=12)
    first = models.DateField()
    last = models.DateField()
    effort = models.BooleanField(default=False)
    table = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    method = models.CharField(max_length=16)
    generated = models.BooleanField(default=False)
    as_of = models.DateTimeField(null=True)
    sharing = models.CharField(max_length=16)
    to_all = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    released_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("-released_at", "-proposed_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("agency", "number"), name="one_release_a_number"),
            models.CheckConstraint(
                condition=Q(state=State.PROPOSED, number__isnull=True)
                | Q(state__in=TOLD, number__isnull=False, released_by__isnull=False)
                & ~Q(released_by=models.F("proposed_by")),
                name="release_by_two_persons",
            ),
            models.CheckConstraint(condition=Q(sharing__in=SHARING), name="release_sharing"),
        )

    def __str__(self) -> str:
        return self.code or self.title

    @property
    def code(self) -> str:
        """UTO-R-0003; "" before it is released."""
        return f"{self.agency.code}-R-{self.number:04d}" if self.number else ""

    @property
    def is_withdrawn(self) -> bool:
        return self.state == State.WITHDRAWN

    def is_released_to(self, person: Person) -> bool:
        """Whether it was released, and to this person's agency too; withdrawn ones leave their trace."""
        if self.state not in TOLD:
            return False
        return self.to_all or self.addressees.filter(agency=person.agency_id).exists()


class Addressee(models.Model):
    """An agency that a released table is for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="addressees")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("release", "agency"), name="addressed_once"),)

    def __str__(self) -> str:
        return f"{self.release_id} {self.agency_id}"
