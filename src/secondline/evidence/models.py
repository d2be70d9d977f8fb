"""Items of evidence and the deliveries in which they came."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext

from secondline.evidence.rules import STATE_WORDS, How, Making, State, What
from secondline.people.models import Agency, Person, new_id


class Item(models.Model):
    """One picture or chip file of one agency, sealed by the SHA-256 of its bytes: the same twice is one item.

    `width` and `height` are of the picture (of a chip: of the face on it) as it stands upright. `reading` is
    what the darkroom read in it (see `queries.reading`, `queries.chip_files`). `trouble` says why it is
    unusable, or why of a usable one something could not be read. `delivered_at` is when it was last handed
    in: from then on retention counts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, default=What.PICTURE.value)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=32)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=16, default=State.RECEIVED.value)
    trouble = models.CharField(max_length=32, blank=True)
    reading = models.JSONField(null=True)
    name = models.CharField(max_length=80, blank=True)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("sealed_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("agency", "sha256"), name="one_item_per_picture"),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in State]), name="evidence_state"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[what.value for what in What]), name="evidence_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.UNUSABLE.value, trouble=""), name="trouble_of_the_unusable"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.sha256[:12]

    @property
    def state_words(self) -> str:
        return gettext(STATE_WORDS[self.state])


class Delivery(models.Model):
    """One handing-in. The sender made the id: the same id again is the same delivery, not a second one."""

    id = models.UUIDField(primary_key=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="deliveries")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.id}"


class Tiling(models.Model):
    """The tiles of an item for the viewer: asked for, made, or impossible. They lie in one derived file."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="tiling")
    state = models.CharField(max_length=16, default=Making.WAITING.value)
    trouble = models.CharField(max_length=32, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=[each.value for each in Making]), name="tiling_state"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.state}"


class Laying(models.Model):
    """One picture laid on another of the same page: where each of its points lies on the fixed one.

    `matrix` are the nine numbers, row by row, that lead from shares (0 to 1) of the moving picture's width
    and height to shares of the fixed one's. `points` are pairs set by hand, [[fixed x, y], [moving x, y]] in
    shares. `words` say how far the fit can be trusted (template and values), in `quality`'s grade; `engine`
    is what found it. A newer row of the same two pictures takes the place of an older one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    how = models.CharField(max_length=16)
    points = models.JSONField(default=list)
    state = models.CharField(max_length=16, default=Making.WAITING.value)
    trouble = models.CharField(max_length=32, blank=True)
    matrix = models.JSONField(null=True)
    quality = models.CharField(max_length=16, blank=True)
    words = models.JSONField(default=list)
    engine = models.CharField(max_length=16)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[each.value for each in Making]), name="%(class)s_state"
            ),
            models.CheckConstraint(
                condition=models.Q(how__in=[each.value for each in How]), name="%(class)s_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.state}"

    @property
    def transform(self) -> Sequence[float] | None:
        """The matrix, where there is one that may be used."""
        return self.matrix if self.state == Making.DONE and self.matrix else None


class Alignment(Laying):
    """Two pictures of one agency, as a rule of one case. Erased with either of them."""

    fixed = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="alignments")
    moving = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="alignments_as_moving")

    class Meta(Laying.Meta):
        constraints = [
            *Laying.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(fixed=models.F("moving")), name="alignment_of_two_pictures"
            ),
        ]
