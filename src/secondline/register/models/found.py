"""What was found, without identities: detections, further documents, and how many of them are alike."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from secondline.people.models import Agency, Post, new_id
from secondline.register.models.incoming import Batch


def _code(length: int = 40) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="")


class Detection(models.Model):
    """One person in a concluded inspection, without identities; also where nothing was found: that is effort.

    Of several documents the one that decides stands here (persons.py), the others in FurtherDocument.
    `incident` is keyed like `pseudonym`; of the rows of one incident one alone `opens` it and is counted.

    Nothing in a row says when it was or from which case it came: the id is random, because a UUIDv7 has the
    time in it, and a pulled row names no batch. `pseudonym` is keyed (see keyring.py). A corrected inspection
    comes as a new row of a higher revision; the older one stays, no longer `current`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=64, null=True)  # noqa: DJ001  # null when erased: many may be
    key_version = models.PositiveSmallIntegerField(default=1)
    incident = models.CharField(max_length=40, null=True)  # noqa: DJ001  # null: an incident of one person
    opens = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)
    source = models.CharField(max_length=32)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+")
    generated = models.BooleanField(default=False)

    month = models.DateField()
    border_type = models.CharField(max_length=8)
    direction = _code()
    line = _code()
    selection = _code()
    selection_probability = models.FloatField(null=True)
    carrier = _code()
    embarkation = _code(3)
    transit = _code(3)
    next_stop = _code(3)
    final_destination = _code(3)
    document_kind = _code()
    issuer = _code(3)
    document_nationality = _code(3)
    claimed_nationality = _code(3)
    established_nationality = _code(3)
    sex = _code()
    age_band = _code()
    issue_year = models.PositiveSmallIntegerField(null=True)
    role = _code()
    presented = _code()
    fraud_class = models.CharField(max_length=40)
    fraud_subtype = _code()
    means = models.JSONField(default=list)
    grade = _code()
    conclusion = _code()
    conclusion_scale = _code()
    outcome = _code()
    fate = _code()
    refusal_code = _code()
    protection = models.BooleanField(default=False)
    sharing = _code()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agency", "pseudonym", "revision"), name="one_row_a_revision"),
            models.UniqueConstraint(
                fields=("agency", "pseudonym"), condition=Q(current=True), name="one_current_row"
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="revision_from_one"),
            models.CheckConstraint(
                condition=Q(border_type__in=("air", "land", "sea")), name="detection_border_type"
            ),
            models.CheckConstraint(
                condition=Q(selection_probability__isnull=True)
                | Q(selection_probability__gt=0, selection_probability__lte=1),
                name="selection_probability_is_one",
            ),
        )
        indexes = (
            models.Index(fields=("agency", "current", "month")),
            models.Index(
                fields=("agency", "incident"), condition=Q(incident__isnull=False), name="of_incident"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.fraud_class}"


class FurtherDocument(models.Model):
    """A document of a person besides the one that decides: counted, and not joined to the person's row.

    Several documents together would point at a person, so no key leads from one to another; the name is
    keyed, so that a correction finds and replaces what it corrects.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=64, null=True)  # noqa: DJ001  # null when erased: many may be
    key_version = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=32)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+")
    generated = models.BooleanField(default=False)

    month = models.DateField()
    selection = _code()
    document_kind = _code()
    issuer = _code(3)
    issue_year = models.PositiveSmallIntegerField(null=True)
    role = _code()
    presented = _code()
    fraud_class = _code()
    fraud_subtype = _code()
    fate = _code()
    sharing = _code()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agency", "pseudonym"), name="one_row_a_further_document"),
        )
        indexes = (models.Index(fields=("agency", "month")),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.document_kind}"


class MonthlyCounts(models.Model):
    """What was found in one month, counted by everything that a picture asks for (see cube.py).

    Made anew, under a new id, with each change of the month and in the same transaction: who holds the id
    holds what the rows say.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    packed = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agency", "month"), name="one_count_a_month"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
