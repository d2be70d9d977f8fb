"""The register: what was found and how much was looked at, without identities."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from secondline.people.models import Agency, Person, Post, new_id


def _code(length: int = 40) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="")


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


class Tally(models.Model):
    """How many current rows are alike in what the pages ask for: counted anew with each change of a month.

    `number` counts persons by the document that decides, `incidents` those that such a row opens, `documents`
    each document by its own kind and class. So that a page reads some thousand tallies where the register
    holds millions of rows.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    source = models.CharField(max_length=32)
    generated = models.BooleanField()
    fraud_class = models.CharField(max_length=40)
    document_kind = _code()
    document_nationality = _code(3)
    selection = _code()
    number = models.PositiveIntegerField()
    incidents = models.PositiveIntegerField(default=0)
    documents = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=(
                    *("agency", "post", "month", "source", "generated"),
                    *("fraud_class", "document_kind", "document_nationality", "selection"),
                ),
                name="one_tally",
            ),
        )
        indexes = (models.Index(fields=("agency", "month")),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.fraud_class} {self.number}"


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
    frequency = models.CharField(max_length=1)
    vintage = models.DateField()
    value = models.BigIntegerField(null=True)
    flag = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=(
                    *("agency", "source", "indicator", "unit", "area", "citizenship", "named", "detail"),
                    *("frequency", "period", "vintage"),
                ),
                name="one_number_a_vintage",
            ),
            models.CheckConstraint(condition=Q(frequency__in=("A", "Q", "M")), name="known_frequency"),
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
