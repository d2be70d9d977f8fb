"""Items of evidence and the deliveries in which they came."""

from django.db import models
from django.utils.translation import gettext

from secondline.evidence.rules import STATE_WORDS, State, What
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
