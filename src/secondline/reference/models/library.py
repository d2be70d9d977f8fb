"""Document types: what a genuine document of an issuer, kind and series looks like."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from secondline.people.models import Agency, Person, new_id
from secondline.reference.rules import (
    CIRCLES,
    DEFAULT_SHARING,
    FORMAT_NAMES,
    PAGES,
    SIZES,
    SORTS,
    STAGE_NAMES,
    STEPS,
    Box,
    Circle,
    Stage,
    words,
)


class Released(models.Model):
    """What a document type and an alert have in common: an owner, a stage, a circle, two persons.

    `noun` is their word in the record and the name of the key that points at them.
    """

    noun: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    edition = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=12, default=Stage.DRAFT)
    sharing = models.CharField(max_length=16, default=DEFAULT_SHARING)
    issuer = models.CharField(max_length=3, blank=True)
    authority = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    series = models.CharField(max_length=40, blank=True)
    numbering = models.CharField(max_length=600, blank=True)
    # Texts by language: {"en": ..., "ru": ...}.
    title = models.JSONField(blank=True, default=dict)
    # Everything that a search may find, in small letters.
    findable = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    # Everybody who wrote in this edition, as text: none of them may publish it.
    writers = models.JSONField(blank=True, default=list)
    reviewed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """Its code and its title in the reader's language."""
        return f"{self.code} {words(self.title, get_language() or 'en')}".strip()

    @property
    def stage_name(self) -> str:
        return str(STAGE_NAMES[Stage(self.stage)])

    @property
    def is_published(self) -> bool:
        return self.stage == Stage.PUBLISHED

    def is_released_to(self, person: Person) -> bool:
        """Whether a published or ended one was meant for this person, too (see queries.released)."""
        if self.stage in {Stage.DRAFT, Stage.REVIEW} or self.published_at is None:
            return False
        circle = CIRCLES[self.sharing]
        if circle == Circle.PERSONS:
            return person.pk in {self.written_by_id, self.reviewed_by_id}
        near = {self.agency_id}
        if circle == Circle.CLIENTS:
            near |= {self.agency.centre_id} if self.agency.centre_id else set()
            near |= {person.agency_id} if person.agency.centre_id == self.agency_id else set()
        return circle == Circle.ALL or person.agency_id in near


class DocumentType(Released):
    """One edition of the description of a genuine document. Its code stays, its editions follow."""

    noun: ClassVar[str] = "type"

    format = models.CharField(max_length=8, choices=FORMAT_NAMES.items(), default="TD3")
    width_mm = models.FloatField(null=True, blank=True)
    height_mm = models.FloatField(null=True, blank=True)
    substrate = models.CharField(max_length=60, blank=True)
    first_issued = models.DateField(null=True, blank=True)
    last_issued = models.DateField(null=True, blank=True)
    # How the document is laid out: [{"page": "data", "note": "page 3"}].
    plan = models.JSONField(blank=True, default=list)
    notes = models.JSONField(blank=True, default=dict)
    source = models.CharField(max_length=300, blank=True)

    class Meta(Released.Meta):
        abstract = False
        ordering = ("code", "-edition")
        constraints = (
            models.UniqueConstraint(fields=("agency", "code", "edition"), name="one_type_an_edition"),
            models.UniqueConstraint(
                fields=("agency", "code"), condition=Q(stage="published"), name="one_published_type"
            ),
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in Stage]), name="type_stage"),
            models.CheckConstraint(condition=Q(sharing__in=list(CIRCLES)), name="type_sharing"),
            models.CheckConstraint(
                condition=~Q(stage="published")
                | (Q(reviewed_by__isnull=False) & ~Q(reviewed_by=models.F("written_by"))),
                name="type_by_two_persons",
            ),
        )
        indexes = (models.Index(fields=("issuer", "kind", "stage"), name="type_match"),)

    @property
    def size(self) -> tuple[float, float] | None:
        """Width and height in millimetres, as far as they are known."""
        if self.width_mm and self.height_mm:
            return self.width_mm, self.height_mm
        return SIZES.get(self.format)


class Alert(Released):
    """A known false document, or a call to look out for one: what, how to recognise it, which numbers."""

    noun: ClassVar[str] = "alert"
    sort = models.CharField(max_length=16, choices=SORTS.items(), default="alert")
    type = models.ForeignKey(
        DocumentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="alerts"
    )
    fraud = models.CharField(max_length=40, blank=True)
    what = models.JSONField(blank=True, default=dict)
    recognise = models.JSONField(blank=True, default=dict)
    # What the engine may find on them: ids of checks; what a person finds: ids of security-feature.
    checks = models.JSONField(blank=True, default=list)
    features = models.JSONField(blank=True, default=list)
    source = models.CharField(max_length=300)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta(Released.Meta):
        abstract = False
        ordering = ("-written_at", "code")
        constraints = (
            models.UniqueConstraint(fields=("agency", "code", "edition"), name="one_alert_an_edition"),
            models.UniqueConstraint(
                fields=("agency", "code"), condition=Q(stage="published"), name="one_published_alert"
            ),
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in Stage]), name="alert_stage"),
            models.CheckConstraint(condition=Q(sharing__in=list(CIRCLES)), name="alert_sharing"),
            models.CheckConstraint(condition=Q(sort__in=list(SORTS)), name="alert_sort"),
            models.CheckConstraint(
                condition=~Q(stage="published")
                | (Q(reviewed_by__isnull=False) & ~Q(reviewed_by=models.F("written_by"))),
                name="alert_by_two_persons",
            ),
        )
        indexes = (models.Index(fields=("issuer", "kind", "stage"), name="alert_match"),)


class LibraryPicture(models.Model):
    """A picture of a type or an alert. People see `sha256` only: re-encoded, and blurred where need be.

    `raw` is what came in, before it was blurred: for its author, while it is a draft, and then deleted.
    `cleared`: the author has blurred what names a person, or said that there is nothing of the kind.
    `confirmed`: a second person agreed; on a draft that is the one who publishes it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    type = models.ForeignKey(
        DocumentType, null=True, blank=True, on_delete=models.CASCADE, related_name="pictures"
    )
    alert = models.ForeignKey(Alert, null=True, blank=True, on_delete=models.CASCADE, related_name="pictures")
    page = models.CharField(max_length=16, choices=PAGES.items(), default="data")
    light = models.CharField(max_length=32, default="white")
    caption = models.JSONField(blank=True, default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    raw = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    blurred = models.JSONField(blank=True, default=list)
    cleared = models.BooleanField(default=False)
    confirmed = models.BooleanField(default=False)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(type__isnull=True) ^ Q(alert__isnull=True), name="picture_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(confirmed=False) | Q(cleared=True), name="confirmed_pictures_are_cleared"
            ),
        )

    def __str__(self) -> str:
        return f"{self.page} {self.light}"

    @property
    def of(self) -> DocumentType | Alert:
        thing = self.type or self.alert
        if thing is None:
            raise ValueError("a picture belongs to a type or to an alert")
        return thing


class Placed(models.Model):
    """Something to look at, with its place on a page of the document."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    term = models.CharField(max_length=60, blank=True)
    page = models.CharField(max_length=16, choices=PAGES.items(), default="data")
    light = models.CharField(max_length=32, default="white")
    step = models.CharField(max_length=20, choices=STEPS.items(), default="consistency")
    left = models.FloatField(null=True, blank=True)
    top = models.FloatField(null=True, blank=True)
    width = models.FloatField(null=True, blank=True)
    height = models.FloatField(null=True, blank=True)
    on_card = models.BooleanField(default=False)
    look = models.JSONField(blank=True, default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.term

    @property
    def box(self) -> Box | None:
        if self.left is None or self.top is None or self.width is None or self.height is None:
            return None
        return Box(self.left, self.top, self.width, self.height)

    @box.setter
    def box(self, box: Box | None) -> None:
        places: tuple[Any, ...] = (
            (None, None, None, None) if box is None else (box.left, box.top, box.width, box.height)
        )
        self.left, self.top, self.width, self.height = places


def _inside() -> Q:
    """Without a place, or within the picture."""
    return Q(left__isnull=True) | Q(left__gte=0, top__gte=0, width__gt=0, height__gt=0, left__lt=1, top__lt=1)


class Feature(Placed):
    """A security feature of a genuine document. `look` says what is seen; `first`, `second`, `third` how
    to check it at each line; `imitations` what false ones show instead.
    """

    type = models.ForeignKey(DocumentType, on_delete=models.CASCADE, related_name="features")
    picture = models.ForeignKey(
        LibraryPicture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    first = models.JSONField(blank=True, default=dict)
    second = models.JSONField(blank=True, default=dict)
    third = models.JSONField(blank=True, default=dict)
    imitations = models.JSONField(blank=True, default=dict)

    class Meta(Placed.Meta):
        abstract = False
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=Q(step__in=list(STEPS)), name="feature_step"),
            models.CheckConstraint(condition=_inside(), name="feature_place"),
        )

    def checks(self) -> Mapping[str, Mapping[str, str]]:
        return {"first": self.first, "second": self.second, "third": self.third}


class Sign(Placed):
    """By what a false document is recognised: `look` says what is seen on it."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="signs")
    picture = models.ForeignKey(
        LibraryPicture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(Placed.Meta):
        abstract = False
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=Q(step__in=list(STEPS)), name="sign_step"),
            models.CheckConstraint(condition=_inside(), name="sign_place"),
        )
