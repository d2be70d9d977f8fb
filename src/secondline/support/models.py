"""A request to the centre, what is said about it, the opinions that answer it, and the centre's own
settings.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from secondline.evidence.models import Item
from secondline.inspections.models import Inspection
from secondline.people.models import Agency, Person, new_id
from secondline.support.marks import LONGEST_TEXT, SHAPES, Shape
from secondline.support.rules import (
    ASKING_BACK,
    DONE,
    IN_HAND,
    OPEN,
    SCALE,
    URGENCIES,
    Kind,
    Names,
    State,
)


class Request(models.Model):
    """One question of an officer, with a clock. A case has one open request at a time.

    `touched_at`: the last sign of work of who has it in hand. `first_at`: when the first opinion was given;
    `ended_at`: when the officer was answered (or withdrew). `waited`: so long the centre waited for the
    officer.
    """

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
    touched_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    first_at = models.DateTimeField(null=True)
    waited = models.DurationField(default=timedelta(0))
    reopens = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="again")
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
                | ~Q(state__in=sorted(s.value for s in IN_HAND | ASKING_BACK)),
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
    def is_done(self) -> bool:
        """The officer holds an answer."""
        return self.state in DONE

    @property
    def took(self) -> timedelta | None:
        return self.ended_at - self.asked_at if self.ended_at else None


class Opinion(models.Model):
    """What one examiner concluded and why. Never changed; others' opinions stand beside it.

    `run` is the examination that it judges, `judged` what it says to each finding (answering.Judged),
    `further` what it concludes about the other documents of the case (answering.Further). `trainee`: its
    author was in training, so that a second one had to look.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="opinions")
    examiner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    conclusion = models.CharField(max_length=40)
    cannot_reason = models.CharField(max_length=32, blank=True)
    scale = models.CharField(max_length=40, default=SCALE)
    scale_version = models.CharField(max_length=20, default="1")
    fraud_class = models.CharField(max_length=40, blank=True)
    fraud_subtype = models.CharField(max_length=40, blank=True)
    evidence = models.JSONField(default=list)
    reasons = models.TextField()
    limits = models.TextField(blank=True)
    in_favour = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    none_in_favour = models.BooleanField(default=False)
    compared = models.CharField(max_length=200, blank=True)
    picture_quality = models.CharField(max_length=32, blank=True)
    modus = models.JSONField(default=list)
    run = models.PositiveIntegerField(null=True)
    judged = models.JSONField(default=list)
    further = models.JSONField(default=list)
    wants_second = models.BooleanField(default=False)
    trainee = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("request", "examiner"), name="one_opinion_an_examiner"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.examiner_id}"


class Message(models.Model):
    """A question back, the reply to it, or a note of the officer. `presets`: terms of the vocabulary
    `retake`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=12)
    presets = models.JSONField(default=list)
    text = models.TextField(blank=True)
    pictures = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="message_kind"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"


class Inquiry(models.Model):
    """A question to the authority that issued the document. It sees what is in `shared` and `pictures`,
    no more.

    `agency` is whose case it is; `authority` is who is asked. `code` is what both call it: it says nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=16, unique=True)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="inquiries")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    shared = models.JSONField(default=dict)
    pictures = models.JSONField(default=list)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    dated = models.DateField(null=True)
    remark = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_at", "asked_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="inquiry_answered_whole",
            ),
        )

    def __str__(self) -> str:
        return self.code


class Service(models.Model):
    """How a centre works: its times for each urgency in minutes, and how its examiners are called on
    paper.
    """

    centre = models.OneToOneField(Agency, primary_key=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.JSONField(default=dict)
    names = models.CharField(max_length=8, default=Names.NAMES)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(names__in=[n.value for n in Names]), name="service_names"),
        )

    def __str__(self) -> str:
        return str(self.centre_id)


class Paper(models.Model):
    """An opinion on paper as it was issued: `content` is all that stands on it, `digest` the SHA-256 of
    the PDF.

    The same content gives the same bytes again; `code` is what a reader types to check a print-out.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="papers")
    language = models.CharField(max_length=8)
    code = models.CharField(max_length=16, unique=True)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ("issued_at",)
        constraints = (models.UniqueConstraint(fields=("request", "language"), name="one_paper_a_language"),)

    def __str__(self) -> str:
        return self.code


class Trace(models.Model):
    """What a case can be linked by: a keyed hash under one holder's key, or the hash of a picture.

    `holder` is who can compare: the own agency, or the centre that the case was put to.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="+")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField(default=0)
    band = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("inspection", "holder", "sort", "version", "band", "digest"), name="a_trace_once"
            ),
        )
        indexes = (models.Index(fields=("holder", "sort", "band"), name="trace_lookup"),)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.sort}"


class Traced(models.Model):
    """Up to which change the traces of a case were taken."""

    inspection = models.OneToOneField(
        Inspection, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.inspection_id)


class Mark(models.Model):
    """What an examiner drew on a picture: shape and points in shares of the upright picture (marks.Drawn).

    Until the opinion is given it is its examiner's alone, and may be taken away; with the opinion it
    freezes, and belongs to it. `finding` and `words` say what it shows, in the examination `run`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="marks")
    examiner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opinion = models.ForeignKey(Opinion, null=True, on_delete=models.CASCADE, related_name="marks")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    shape = models.CharField(max_length=12)
    points = models.JSONField(default=list)
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)
    finding = models.CharField(max_length=40)
    words = models.JSONField(default=str)
    run = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(shape__in=[Shape(each).value for each in SHAPES]), name="mark_shape"
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.shape}"


class Comparison(models.Model):
    """An examiner had a picture of the case and one of a specimen side by side at the bench.

    `code` and `edition` name the document type as it was then; `page` and `light` the specimen's picture.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="comparisons")
    examiner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    edition = models.PositiveSmallIntegerField()
    page = models.CharField(max_length=16)
    light = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("request", "examiner", "item", "code", "edition", "page", "light"),
                name="one_comparison_an_examiner",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.code}"
