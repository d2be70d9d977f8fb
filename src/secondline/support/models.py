"""A request to the centre and the opinions that answer it."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from secondline.inspections.models import Inspection
from secondline.people.models import Agency, Person, new_id
from secondline.support.rules import OPEN, SCALE, SCALE_VERSION, URGENCIES, State


class Request(models.Model):
    """One question of an officer, with a clock. A case has one open request at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    urgency = models.CharField(max_length=16)
    due_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=24, default=State.ASKED)
    examiner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    conclusion = models.CharField(max_length=40, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_at", "asked_at")
        constraints = (
            models.UniqueConstraint(
                fields=("inspection",),
                condition=Q(state__in=sorted(s.value for s in OPEN)),
                name="one_open_request",
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="request_state"),
            models.CheckConstraint(condition=Q(urgency__in=list(URGENCIES)), name="request_urgency"),
            models.CheckConstraint(
                condition=Q(examiner__isnull=False)
                | ~Q(state__in=[State.TAKEN.value, State.SECOND_TAKEN.value]),
                name="taken_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("centre", "state", "due_at"), name="queue"),)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def took(self) -> timedelta | None:
        return self.ended_at - self.asked_at if self.ended_at else None


class Opinion(models.Model):
    """What one examiner concluded and why. Never changed; others' opinions stand beside it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="opinions")
    examiner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    conclusion = models.CharField(max_length=40)
    cannot_reason = models.CharField(max_length=32, blank=True)
    scale = models.CharField(max_length=40, default=SCALE)
    scale_version = models.CharField(max_length=20, default=SCALE_VERSION)
    fraud_class = models.CharField(max_length=40, blank=True)
    fraud_subtype = models.CharField(max_length=40, blank=True)
    evidence = models.JSONField(default=list)
    reasons = models.TextField()
    limits = models.TextField(blank=True)
    in_favour = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    wants_second = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("request", "examiner"), name="one_opinion_an_examiner"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.examiner_id}"
