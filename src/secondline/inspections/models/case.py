"""The inspection, its pictures, what was read and found, what was decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from secondline.evidence.models import Item
from secondline.inspections.models.incident import Incident
from secondline.inspections.rules import PAGES, REFERRALS, STATE_NAMES, State, case_number
from secondline.people.models import Agency, Person, Post, new_id


class Numbering(models.Model):
    """One row per agency and year: whoever opens a case locks it first, so that numbers have no gap."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agency", "year"), name="one_numbering_a_year"),)

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}: {self.last}"


class Inspection(models.Model):
    """One secondary inspection of one document and what came with it. The id is made by the client's form."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, null=True, on_delete=models.PROTECT, related_name="inspections")
    centre = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=State.OPEN)

    # Personal: emptied by retention.
    doubt = models.TextField(blank=True)
    visual = models.JSONField(default=dict)

    # For the statistics; ids of the vocabulary named like the field, codes of Doc 9303-3 section 5.
    direction = models.CharField(max_length=32, blank=True)
    line = models.CharField(max_length=32, blank=True)
    selection = models.CharField(max_length=32, blank=True)
    selection_probability = models.FloatField(null=True)
    carrier = models.CharField(max_length=32, blank=True)
    embarkation = models.CharField(max_length=3, blank=True)
    transit = models.CharField(max_length=3, blank=True, default="")
    next_stop = models.CharField(max_length=3, blank=True)
    final_destination = models.CharField(max_length=3, blank=True)
    claimed_nationality = models.CharField(max_length=3, blank=True)
    role = models.CharField(max_length=32, blank=True)
    discovery = models.CharField(max_length=32, blank=True)
    substrate = models.CharField(max_length=16, blank=True)

    # Coarse facts, taken from each examination so that they outlive the erasure of the document's fields.
    document_kind = models.CharField(max_length=40, blank=True)
    stated_kind = models.CharField(max_length=40, blank=True)
    issuer = models.CharField(max_length=3, blank=True)
    document_nationality = models.CharField(max_length=3, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    age_band = models.CharField(max_length=12, blank=True)
    issue_year = models.PositiveSmallIntegerField(null=True)

    # Which examination is wanted, when it was asked for; `grade` is the last one's.
    wanted_run = models.PositiveIntegerField(default=0)
    wanted_at = models.DateTimeField(null=True)
    grade = models.CharField(max_length=16, blank=True)

    # What the centre concluded (written by support through actions.hear) and the version of the whole.
    conclusion = models.CharField(max_length=40, blank=True)
    conclusion_scale = models.CharField(max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-opened_at",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "year", "number"), name="one_case_per_number"),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in State]), name="inspection_state"
            ),
            models.CheckConstraint(
                condition=models.Q(selection_probability__isnull=True)
                | models.Q(selection_probability__gt=0, selection_probability__lte=1),
                name="selection_probability_range",
            ),
        )
        indexes = (
            models.Index(fields=("agency", "state", "-opened_at"), name="inspection_list"),
            models.Index(fields=("agency", "changed_at"), name="inspection_pull"),
        )

    def __str__(self) -> str:
        return self.case_number

    @property
    def case_number(self) -> str:
        return case_number(self.agency.code, self.year, self.number)

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[State(self.state)])

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


class Exhibit(models.Model):
    """A picture in an inspection: what it shows and under which light it was taken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="exhibits")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    page = models.CharField(max_length=12, choices=PAGES.items(), default="data")
    light = models.CharField(max_length=32, default="white")
    # Which of the case's documents it shows; none is the leading one.
    document = models.ForeignKey("Document", null=True, on_delete=models.SET_NULL, related_name="exhibits")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("inspection", "item"), name="a_picture_once"),
            models.UniqueConstraint(fields=("inspection", "position"), name="exhibit_position"),
        )

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.position}"


class Dump(models.Model):
    """What was read from the document's chip: one of its files, or a ZIP of them. The first counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="dumps")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "id")
        constraints = (models.UniqueConstraint(fields=("inspection", "item"), name="a_dump_once"),)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.item_id}"


class Transcription(models.Model):
    """A machine readable zone as a person read it. A later one for the same picture takes its place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="transcriptions")
    exhibit = models.ForeignKey(Exhibit, null=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.at:%F %T}"


class Examination(models.Model):
    """One run of the engine over the facts of its moment. Never overwritten: a new look is a new run.

    `parts` has one entry for each document seen (see actions.examine): exhibit, lines, document, findings.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="examinations")
    run = models.PositiveIntegerField()
    engine = models.CharField(max_length=20)
    vocabulary = models.CharField(max_length=20)
    on = models.DateField()
    parts = models.JSONField(default=list)
    grade = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-run",)
        constraints = (models.UniqueConstraint(fields=("inspection", "run"), name="one_examination_a_run"),)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.run}"


class Referral(models.Model):
    """A person was referred for protection. `kind` is seen by few; the statistics learn yes or no."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="referrals")
    kind = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(
                fields=("inspection", "kind"),
                name="a_referral_once",
                condition=~models.Q(kind=""),
            ),
            models.CheckConstraint(condition=models.Q(kind__in=["", *REFERRALS]), name="referral_kind"),
        )

    def __str__(self) -> str:
        return str(self.inspection_id)


class Decision(models.Model):
    """What the officer decided and what happened. A correction is a new row; the last one counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(_("What happened"), max_length=32)
    fate = models.CharField(max_length=32, blank=True)
    refusal_code = models.CharField(max_length=2, blank=True)
    fraud_class = models.CharField(max_length=40)
    fraud_subtype = models.CharField(max_length=40, blank=True)
    means = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    # Who the person turned out to be a national of: never merged with what is claimed or printed.
    established_nationality = models.CharField(max_length=3, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.outcome}"
