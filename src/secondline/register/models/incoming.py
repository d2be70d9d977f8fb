"""How rows come in: batches, mappings, what was refused, how far the pull has come, under which keys."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext

from secondline.people.models import Agency, Person, new_id
from secondline.register.intake_rules import Course, course_words


class Batch(models.Model):
    """One time that something came in: a pull that brought something, or an import."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=32)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    generated = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, null=True)  # noqa: DJ001  # of an import: the same one is known
    added = models.PositiveIntegerField(default=0)
    replaced = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=("agency", "digest"), name="one_batch_once"),)
        indexes = (models.Index(fields=("agency", "-at")),)

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d %H:%M}"


class Intake(models.Model):
    """A file that was given on the page, tried, and taken (`take`) where a person then says so.

    The file is held by its `digest` for a day. `said` is how it is read, as the person said it; `report` what
    was found in it (see actions.intaking). `trouble` is a key of intake_rules.TROUBLES, or of the words for
    files that can't be used, with their `values`. `tries`: how often the work on it was begun.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=16)
    source = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    said = models.JSONField(default=dict)
    take = models.BooleanField()
    state = models.CharField(max_length=16, default=Course.WAITING.value)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=32, blank=True, default="")
    values = models.JSONField(default=dict)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=[each.value for each in Course]), name="intake_course"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=Course.FAILED.value, trouble=""),
                name="trouble_of_the_failed_intake",
            ),
        )
        indexes = (models.Index(fields=("agency", "-at")),)

    def __str__(self) -> str:
        return f"{self.source} {self.state}"

    @property
    def state_words(self) -> str:
        return gettext(course_words(self.state, take=self.take, refused=self.report.get("refused", 0)))


class Progress(models.Model):
    """How far the pull of an agency has come. Whoever pulls locks the row first, so pulls never overlap."""

    agency = models.OneToOneField(Agency, primary_key=True, on_delete=models.PROTECT, related_name="+")
    changed_to = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    vocabulary = models.CharField(max_length=16, default="")
    shape = models.PositiveSmallIntegerField(default=0)  # which facts a row has: older rows are made anew

    def __str__(self) -> str:
        return f"{self.agency_id} {self.changed_to}"


class KeyVersion(models.Model):
    """That a key of this version exists, and its fingerprint; the key itself lies in a file outside."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=32)
    since = models.DateTimeField()

    class Meta:
        ordering = ("version",)
        constraints = (models.UniqueConstraint(fields=("agency", "version"), name="one_key_a_version"),)

    def __str__(self) -> str:
        return f"{self.agency_id} {self.version}"


class Refusal(models.Model):
    """What the register could not take of a concluded inspection: column and reason, never the value.

    `whole`: nothing of it could be taken. Otherwise it stands in the register without this column.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=64)
    revision = models.PositiveIntegerField()
    column = models.CharField(max_length=40)
    reason = models.CharField(max_length=40)
    whole = models.BooleanField()
    since = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agency", "pseudonym", "column"), name="one_refusal_a_column"),
        )

    def __str__(self) -> str:
        return f"{self.column} {self.reason}"


class Mapping(models.Model):
    """How a source's files are read: their columns and words in ours. Kept, so that it is said once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=32)
    purpose = models.CharField(max_length=16)
    columns = models.JSONField(default=dict)  # our column: the file's
    values = models.JSONField(default=dict)  # our column: {the file's word: ours}
    constants = models.JSONField(default=dict)  # our column: the same word for every row
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agency", "source", "purpose"), name="one_mapping_a_source"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.purpose}"
